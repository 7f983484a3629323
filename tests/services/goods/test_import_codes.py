"""Codes of one article in two spellings, and codes that read as a label, where they come in."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from showroom.domain.barcode import check_digit, gtin14, long_upc
from showroom.domain.scan import LabelRule, classify, text_of
from tests.services.goods.spreadsheets import gtin, product, table, xlsx_file
from tests.services.goods.test_imports import bring_in, check

PACK = "220009900050" + check_digit("220009900050")
LOOSE = product(货号="LOOSE", 条码="2200099", 计价方式="称重", 计价单位="kg")


def problems(plan):
    return [(e.row, e.column, e.code, e.params["barcode"], e.params["other"]) for e in plan.errors]


def test_a_code_that_a_loose_goods_label_may_have_is_refused_with_either_row_first(file_shop):
    """It rang up 50 g of the loose good."""
    by_code = product(货号=PACK)
    by_bars = product(货号="P", 条码=PACK)
    assert problems(check(file_shop, table(LOOSE, by_bars))) == [
        (3, "条码", "barcode_reads_as_label", PACK, "LOOSE")
    ]
    assert problems(check(file_shop, table(LOOSE, by_code))) == [
        (3, "货号", "barcode_reads_as_label", PACK, "LOOSE")
    ]
    unnumbered = {**by_bars, "货号": ""}
    assert problems(check(file_shop, table(LOOSE, unnumbered))) == [
        (3, "条码", "barcode_reads_as_label", PACK, "LOOSE")
    ]
    assert problems(check(file_shop, table(by_code, LOOSE))) == [
        (3, "条码", "scale_key_reads_code", "2200099", PACK)
    ]
    other = product(货号="L2", 条码="2200098 2200097", 计价方式="称重", 计价单位="kg")
    assert not check(file_shop, table(other, by_bars)).errors
    plan = check(file_shop, table(other, by_bars, LOOSE))
    assert problems(plan) == [(4, "条码", "scale_key_reads_code", "2200099", "P")]
    assert plan.errors[0].params["label"] == PACK


def test_the_same_against_the_books_and_by_the_shops_own_labels(file_shop):
    bring_in(file_shop, table(product(货号="P", 条码=PACK)))
    assert problems(check(file_shop, table(LOOSE))) == [
        (2, "条码", "scale_key_reads_code", "2200099", "P")
    ]
    assert not check(file_shop, table(product(货号="P", 条码=PACK))).errors
    rules = (LabelRule("21", 13, 7, (("weight", 5),)),)
    file_shop.suite.settings.change(file_shop.owner, {"label_rules": rules})
    bring_in(file_shop, table(LOOSE), 2)
    again = product(货号="P", 品名="改了名", 条码=PACK)
    assert not check(file_shop, table(again)).errors, "what the books have is asked at the counter"


def test_one_article_in_two_spellings_is_one_code(file_shop):
    bring_in(file_shop, table(product(条码="036000291452")))
    plan = check(file_shop, table(product(货号="X2", 条码="0036000291452"), product(货号="X3")))
    assert [(w.row, w.code, w.params["other"]) for w in plan.warnings] == [
        (2, "barcode_shared", "X1")
    ]
    same = check(file_shop, table(product(条码="00036000291452")))
    assert (same.unchanged, same.update) == (1, ())
    spelled = table({**product(条码="0036000291452", 品名="改了名"), "货号": ""})
    assert [p.content.code for p in check(file_shop, spelled).update] == ["X1"]
    shared = table(product(货号="A", 条码=gtin(5)), product(货号="B", 条码=gtin14(gtin(5))))
    assert [(w.row, w.params["other"]) for w in check(file_shop, shared).warnings] == [(3, "A")]


@pytest.mark.parametrize("scanned", ["036000291452", "36000291452", "0036000291452"])
def test_a_upc_is_found_with_and_without_its_zero(file_shop, scanned):
    bring_in(file_shop, table(product(条码="036000291452")))
    index = file_shop.suite.catalogue.load_index()
    assert index.today
    assert [x.code for x in index.find(text_of(classify(scanned, known=index.knows)))] == ["X1"]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("(01)06901234567892(17)260815(10)L1", "6901234567892"),
        ("0106901234567892", "6901234567892"),
        ("01069012345678921726081510L1", "6901234567892"),
        ("https://id.gs1.org/01/06901234567892/10/L1", "6901234567892"),
        ("HTTPS://ID.GS1.ORG/01/00036000291452", "0036000291452"),
        ("04252614", "042100005264"),
        ("96385074", "96385074"),
        ("16901234567899", "16901234567899"),
    ],
)
def test_whatever_bears_an_article_is_kept_as_its_number_and_found(file_shop, cell, kept):
    bring_in(file_shop, table(product(条码=cell)))
    index = file_shop.suite.catalogue.load_index()
    (sku,) = index.find(text_of(classify(cell, known=index.knows))) or index.find(kept)
    assert (sku.code, sku.barcodes) == ("X1", (kept,))
    assert check(file_shop, table(product(条码=cell))).unchanged == 1


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("https://id.gs1.org/01/06901234567891", "barcode_check_digit"),
        ("https://shop.cn/a", "barcode_characters"),
        ("(01)06901234567891", "barcode_characters"),
        ("(02)06901234567892(37)24", "barcode_characters"),
        ("36000291452", "barcode_zero_lost"),
    ],
)
def test_what_bears_none_is_refused_with_what_stands_there(file_shop, cell, code):
    (error,) = check(file_shop, table(product(条码=cell))).errors
    assert (error.column, error.code, error.params["cell"]) == ("条码", code, cell)
    book = xlsx_file(["货号", "条码"], ["WS0001", int(cell) if cell.isdigit() else cell])
    assert [e.code for e in check(file_shop, book).errors] == [code]


@pytest.mark.parametrize("scanned", ["036000291452", "0036000291452", "00036000291452"])
def test_a_number_that_lost_its_zero_as_a_code_is_found_by_the_pack(file_shop, scanned):
    book = xlsx_file(
        ["货号", "品名", "产地", "零售价", "税率"], [36000291452, "进口糖", "广南县", 9.9, "13%"]
    )
    bring_in(file_shop, book)
    index = file_shop.suite.catalogue.load_index()
    assert [x.name for x in index.find(text_of(classify(scanned, known=index.knows)))] == ["进口糖"]
    shared = check(file_shop, table(product(条码=scanned)))
    assert [(w.code, w.params["other"]) for w in shared.warnings] == [
        ("barcode_shared", "36000291452")
    ]


CODES = st.builds(
    lambda body, length, good, lost: (
        body[-length:] + (check_digit(body[-length:]) if good else body[0])
    )[lost:],
    st.text("0123456789", min_size=14, max_size=14),
    st.sampled_from([6, 7, 10, 11, 12, 13, 14]),
    st.booleans(),
    st.sampled_from([0, 0, 0, 1]),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CODES)
@example("01217831")
def test_any_figures_come_back_from_every_spelling_or_are_refused(file_shop, code):
    """What a row brings in is what a scan finds; what is refused names cell and value.

    A UPC-E is kept as the UPC-A that it stands for.
    """
    plan = check(file_shop, table(product(条码=code)))
    if plan.errors:
        (error,) = plan.errors
        assert error.column == "条码"
        assert code in (error.params.get("cell"), error.params.get("barcode"))
        return
    ((kept, _),) = plan.create[0].barcodes
    assert kept == (long_upc(code) or code)
    for scanned in {code, kept, gtin14(kept)}:
        read = text_of(classify(scanned, (), lambda text: gtin14(text) == gtin14(kept)))
        assert gtin14(read) == gtin14(kept)
