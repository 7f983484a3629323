"""箱码 of a file: what a carton holds, and what no carton's code may be."""

import pytest

from showroom.domain.errors import Refusal
from showroom.domain.product import CASE_PIECES
from showroom.services.goods.export_sheet import sheet_csv
from showroom.ui.catalogue.import_words import changes_told, new_told
from showroom.ui.words.messages import sentence_for
from tests.factories import enter_shop, request
from tests.services.goods.spreadsheets import csv_file, gtin, product, table
from tests.services.goods.test_imports import bring_in, check

CARTON, OTHER = "16990000000012", "26990000000019"


def cases(shop, code):
    return next(
        p.cases for p in shop.suite.catalogue.products(shop.owner) if p.content.code == code
    )


def of(code, cell):
    return csv_file((code, cell), header=["货号", "箱码"])


@pytest.fixture
def packed_shop(file_shop):
    plan = check(file_shop, of("WS0001", f"{CARTON}×12"))
    file_shop.suite.imports.apply(file_shop.owner, plan, request(40))
    return file_shop


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        (f"{CARTON}×12", ((CARTON, 12),)),
        (f"{CARTON} * 12", ((CARTON, 12),)),
        (f"{CARTON}＝12；{OTHER}：24", ((CARTON, 12), (OTHER, 24))),
        (f"{CARTON}×{CASE_PIECES[0]}", ((CARTON, CASE_PIECES[0]),)),
        (f"{CARTON}×{CASE_PIECES[1]}", ((CARTON, CASE_PIECES[1]),)),
        ("BOX-1×6", (("BOX-1", 6),)),
    ],
)
def test_a_carton_comes_in_with_its_pieces_and_receiving_knows_it(file_shop, cell, kept):
    plan = check(file_shop, of("WS0001", cell))
    assert not plan.errors
    file_shop.suite.imports.apply(file_shop.owner, plan, request(40))
    assert cases(file_shop, "WS0001") == kept
    known = file_shop.suite.receiving.choices(file_shop.owner).cases
    assert {code: n for code, (_, n) in known.items()} == dict(kept)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (f"{CARTON}×1", "case_range"),
        (f"{CARTON}×0", "case_range"),
        (f"{CARTON}×{CASE_PIECES[1] + 1}", "case_range"),
        (CARTON, "case_no_pieces"),
        (f"{CARTON}×12 {CARTON}×24", "case_several"),
        (f"{CARTON}×12×2", "case_unreadable"),
        (f"{CARTON}×", "case_unreadable"),
        (f"{CARTON}×十二", "case_unreadable"),
        ("2200099×12", "case_unreadable"),
        ("16990000000013×12", "barcode_check_digit"),
        ("6.99E+12×12", "case_unreadable"),
        ("WS0021×12", "case_is_piece"),
    ],
)
def test_what_is_no_carton_is_refused_in_its_cell(file_shop, cell, code):
    (error,) = check(file_shop, of("WS0001", cell)).errors
    assert (error.row, error.column, error.code) == (2, "箱码", code)
    assert "（" not in sentence_for(error.code, error.params)


def test_a_code_is_a_carton_of_one_product_alone(packed_shop):
    (error,) = check(packed_shop, of("WS0021", f"{CARTON}×12")).errors
    assert (error.code, error.params["other"]) == ("case_taken", "WS0001")
    rows = csv_file(("WS0021", f"{OTHER}×12"), ("WS0041", f"{OTHER}×12"), header=["货号", "箱码"])
    (error,) = check(packed_shop, rows).errors
    assert (error.row, error.code, error.params["other"]) == (3, "case_taken", "WS0021")


def test_a_code_is_a_piece_or_a_carton_whoever_comes_first(packed_shop):
    piece = gtin(7)
    both = table(product(货号="A", 条码=piece), product(货号="B", 箱码=f"{piece}×6"))
    (error,) = check(packed_shop, both).errors
    assert (error.row, error.code, error.params["other"]) == (3, "case_is_piece", "A")
    other = table(product(货号="B", 箱码=f"{piece}×6"), product(货号="A", 条码=piece))
    (error,) = check(packed_shop, other).errors
    assert (error.row, error.code, error.params["other"]) == (3, "barcode_is_case", "B")
    (error,) = check(packed_shop, table(product(货号="A", 条码=CARTON))).errors
    assert (error.code, error.params["other"]) == ("barcode_is_case", "WS0001")
    own = table(product(货号="A", 条码=piece, 箱码=f"0{piece}×6"))
    (error,) = check(packed_shop, own).errors
    assert (error.code, error.params["other"]) == ("case_is_piece", "A")


def test_goods_by_weight_have_no_carton_of_pieces(file_shop):
    row = product(货号="W", 计价方式="称重", 计价单位="kg", 箱码=f"{CARTON}×12")
    (error,) = check(file_shop, table(row)).errors
    assert error.code == "case_of_weight"


def test_a_carton_that_is_counted_anew_is_told_and_one_that_is_known_needs_no_count(packed_shop):
    assert not check(packed_shop, of("WS0001", CARTON)).update
    assert not check(packed_shop, of("WS0001", f"{CARTON}×12")).update
    plan = check(packed_shop, of("WS0001", f"{CARTON}×24 {OTHER}×6"))
    assert list(changes_told(plan.update[0])) == [
        f"箱码 {CARTON}×12 → {CARTON}×24",
        f"箱码 空 → {OTHER}×6",
    ]
    packed_shop.suite.imports.apply(packed_shop.owner, plan, request(41))
    assert cases(packed_shop, "WS0001") == ((CARTON, 24), (OTHER, 6))
    new = check(packed_shop, table(product(货号="N", 箱码="BOX-1×6"))).create[0]
    assert "箱码 BOX-1×6" in new_told(new)


def test_a_carton_that_receiving_learned_since_the_check_is_no_other_products(file_shop):
    suite, owner = file_shop.suite, file_shop.owner
    plan = check(file_shop, of("WS0001", f"{CARTON}×12"))
    other = suite.catalogue.load_index().find("WS0021")[0].sku_id
    suite.receiving.learn_case(owner, CARTON, other, 6)

    with pytest.raises(Refusal, match="catalogue_changed"):
        suite.imports.apply(owner, plan, request(41))
    assert cases(file_shop, "WS0021") == ((CARTON, 6),)


def test_cartons_go_out_and_come_in_at_another_shop(packed_shop, sqlite_databases):
    sheet = sheet_csv(packed_shop.suite.catalogue.whole_sheet(packed_shop.owner).sheet)
    again = check(packed_shop, sheet)
    assert again.errors == again.update == ()
    with sqlite_databases.fresh("shop") as database:
        other = enter_shop(database)
        bring_in(other, sheet)
        assert cases(other, "WS0001") == ((CARTON, 12),)
