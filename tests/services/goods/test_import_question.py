"""What a file leaves open, how it is answered, and what is known of it the next time."""

import pytest

from showroom.domain.errors import Refusal
from showroom.services.goods.import_question import NEEDED, NO_KEPT, fixable, question_of
from tests.services.goods import other_programs
from tests.services.goods.spreadsheets import book_of, csv_file, product, saved, table

UNKNOWN = csv_file(("X1", "米线", "12"), ("X2", "鲊", "9"), header=["代号", "叫法", "价钱"])


def asked(shop, content, recall=lambda _mark: NO_KEPT):
    return question_of(shop.suite.imports.look(shop.stock_keeper, content), recall)


def checked(shop, content, question):
    answers = question.answers(allow_new_places=False, restrict_by_name=True)
    return shop.suite.imports.check(shop.stock_keeper, content, "a.csv", answers=answers)


def answered(question):
    for title, name in (("代号", "code"), ("叫法", "name"), ("价钱", "list_price_fen")):
        question = question.with_column(title, name)
    return question.with_fixed("county", "广南县").with_fixed("tax", "9%").settled()


def test_headings_that_nobody_knows_are_asked_with_what_stands_below_them(file_shop):
    question = asked(file_shop, UNKNOWN)
    assert question.must_ask
    assert (question.wrong, question.open_titles) == ("columns_few", ("代号", "叫法", "价钱"))
    assert [h.samples for h in question.headings][:2] == [("X1", "X2"), ("米线", "鲊")]
    assert question.missing == NEEDED
    done = answered(question)
    assert not done.must_ask
    plan = checked(file_shop, UNKNOWN, done)
    assert [(p.content.code, p.content.list_price_fen) for p in plan.create] == [
        ("X1", 1200),
        ("X2", 900),
    ]
    assert plan.errors == plan.warnings == ()


def test_what_was_answered_is_known_of_the_next_file_with_the_same_headings(file_shop):
    done = answered(asked(file_shop, UNKNOWN))
    kept = {done.mark: done.kept()}
    recall = lambda mark: kept.get(mark, NO_KEPT)  # noqa: E731
    other = csv_file(("X9", "饵块", "7"), header=["代号", "叫法", "价钱"])
    again = asked(file_shop, other, recall)
    assert not again.must_ask
    (made,) = checked(file_shop, other, again).create
    assert (made.content.name, made.content.county) == ("饵块", "广南县")
    assert asked(file_shop, csv_file(("X9", "1"), header=["代号", "价钱"]), recall).must_ask


@pytest.mark.parametrize(
    "torn",
    [
        {"columns": {"代号": "nonsense"}},
        {"fixed": {"tax": "17%"}},
        {"columns": {"不在": "code"}},
    ],
)
def test_what_is_kept_and_makes_no_sense_is_asked_again(file_shop, torn):
    question = asked(file_shop, UNKNOWN, lambda _mark: torn)
    assert question.must_ask
    assert (question.columns, question.fixed) == ({}, {})


def test_a_file_that_tells_everything_is_not_asked_about(file_shop):
    question = asked(file_shop, table(product()))
    assert (question.must_ask, question.missing, question.wrong) == (False, (), "")
    assert checked(file_shop, table(product()), question).errors == ()


def test_a_field_has_one_column(file_shop):
    content = csv_file(("X1", "Y1", "12"), header=["货号", "商品编码", "零售价"])
    question = asked(file_shop, content)
    assert (question.must_ask, question.wrong) == (True, "columns_alike")
    moved = question.with_column("商品编码", "code")
    assert (moved.taken("code"), moved.wrong) == ("商品编码", "")
    assert moved.columns == {"货号": "", "商品编码": "code"}
    assert question.with_column("商品编码", "").taken("code") == "货号"
    assert question.taken("spec") == ""


def test_columns_of_one_title_are_asked_about_one_by_one(file_shop):
    content = csv_file(("X1", "1", "2"), header=["货号", "条码", "条码"])
    question = asked(file_shop, content)
    assert [h.title for h in question.headings] == ["货号", "条码", "条码#2"]
    assert (question.must_ask, question.wrong) == (True, "columns_alike")
    chosen = question.with_column("条码#2", "barcodes")
    assert (chosen.taken("barcodes"), chosen.wrong) == ("条码#2", "")
    plan = checked(file_shop, content, chosen.settled())
    assert [(e.column, e.params["cell"]) for e in plan.errors if e.row] == [("条码#2", "2")]


def test_a_hidden_column_is_not_asked_about(file_shop):
    book = book_of(商品=[["货号", "品名", "内部备注"], ["WS0001", "甲", "x"]])
    book["商品"].column_dimensions["C"].hidden = True
    question = asked(file_shop, saved(book))
    assert [h.title for h in question.headings] == ["货号", "品名"]
    assert not question.must_ask
    book["商品"].column_dimensions["A"].hidden = True
    assert asked(file_shop, saved(book)).wrong == "columns_few"


def test_a_text_for_all_rows_gives_way_to_a_column_and_is_taken_back(file_shop):
    question = asked(file_shop, UNKNOWN).with_fixed("spec", "500g")
    assert question.fixed == {"spec": "500g"}
    assert question.with_column("叫法", "spec").fixed == {}
    assert question.with_fixed("spec", "").fixed == {}
    with pytest.raises(Refusal, match="tax_rate_unknown"):
        question.with_fixed("tax", "17%")


def test_of_several_sheets_one_is_chosen_or_known(file_shop):
    sheets = {
        "一月": [["货号", "品名"], ["WS0001", "甲"]],
        "二月": [["货号", "零售价"], ["WS0001", "1"]],
        "说明": [["请填写"]],
    }
    content = saved(book_of(**sheets))
    question = asked(file_shop, content)
    assert [sheet.name for sheet in question.sheets] == ["一月", "二月"]
    assert question.must_ask
    second = question.with_sheet(1).settled()
    assert not second.must_ask
    assert checked(file_shop, content, second).row_count == 1
    kept = {second.mark: {"columns": {"零售价": "list_price_fen"}}}
    known = asked(file_shop, content, lambda mark: kept.get(mark, NO_KEPT))
    assert (known.sheet.name, known.must_ask) == ("二月", False)
    assert asked(file_shop, content, lambda _mark: {"columns": {"货号": "code"}}).must_ask


@pytest.mark.parametrize("content", [b"a\n1\n", b"1,2\n3,4\n"])
def test_what_is_no_table_is_not_asked_about(file_shop, content):
    assert asked(file_shop, content) is None


@pytest.mark.parametrize("name", other_programs.ALL)
def test_sheets_of_other_programs_come_in_through_the_question(file_shop, name):
    content = other_programs.ALL[name].encode()
    question = asked(file_shop, content)
    for title, field in other_programs.UNKNOWN.get(name, {}).items():
        question = question.with_column(title, field)
    texts = {"county": "广南县", "tax": "9%", "list_price_fen": "12.50"}
    for field in question.missing:
        question = question.with_fixed(field, texts[field])
    plan = checked(file_shop, content, question.settled())
    assert plan.errors == ()
    assert not [p for p in plan.warnings if p.code == "column_unknown"]
    assert plan.create[0].content.list_price_fen == 1250


@pytest.mark.parametrize("name", other_programs.WHOLE)
def test_whole_exports_of_other_programs_come_in_through_the_question(file_shop, name):
    content = other_programs.WHOLE[name]
    question = asked(file_shop, content)
    assert question.must_ask
    assert len(question.headings) >= 25
    for title, field in other_programs.CHOSEN.get(name, {}).items():
        assert question.wrong == "columns_alike"
        question = question.with_column(title, field)
    for title, field in other_programs.UNKNOWN.get(name, {}).items():
        question = question.with_column(title, field)
    texts = {"county": "广南县", "tax": "9%", "list_price_fen": "12.50"}
    for field in question.missing:
        question = question.with_fixed(field, texts[field])
    plan = checked(file_shop, content, question.settled())
    assert plan.errors == ()
    assert {w.code for w in plan.warnings} <= {"code_made", "row_total", "lot_undated"}
    (made,) = plan.create
    c = made.content
    assert (c.name, c.county, c.list_price_fen, c.tax_rate_bp) == ("试吃米线", "广南县", 1250, 900)
    assert made.barcodes == ((other_programs.CODE, "gtin"),)
    if not name.startswith("Open"):
        assert (c.cost_price_fen, sum(lot.quantity for lot in plan.lots)) == (
            800,
            0 if name.startswith("思迅") else 3,
        )
    if name[:2] in {"银豹", "思迅", "科脉"}:
        assert (c.member_price_fen, c.shelf_life_days, c.reorder_point) == (1200, 180, 2)
        assert (c.producer, c.spec, c.unit) == ("未登记生产者", "500g", "袋"), (
            "a supplier is no producer"
        )


def test_what_one_text_can_say_for_all_rows_begins_with_what_is_needed():
    assert set(fixable()[:3]) == {"county", "list_price_fen", "tax"}
    assert "code" not in fixable()
