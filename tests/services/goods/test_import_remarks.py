"""What a heading says beside its field's name counts, whatever the punctuation and the answer."""

import pytest

from showroom.domain.errors import Refusal
from showroom.services.goods.import_columns import fields_of
from showroom.services.goods.import_question import question_of
from showroom.ui.catalogue.import_words import changes_told
from showroom.ui.words.messages import sentence, sentence_for
from tests.factories import request
from tests.services.goods.spreadsheets import csv_file, product, table
from tests.services.goods.test_imports import check

PRICE = "零售价(元)"


def named(cells, old, new):
    """The product with another heading for one of its cells."""
    return {new if key == old else key: value for key, value in cells.items()}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *((f"保质期{said}", "shelf_life") for said in ("/季", "周数", "（周）", "[旬]", ":月/天")),
        *(
            (f"保质期{said}", "shelf_life")
            for said in ("_周", "季", "(单位:月,天)", "/时", "天数(月)")
        ),
        *(
            (f"零售价{said}", "list_price_fen")
            for said in ("(元/箱)", "/箱", "[USD]", "USD", "(港币)")
        ),
        *(
            (f"零售价{said}", "list_price_fen")
            for said in ("(不含税)", "-未税", "(万元)", "(元/10个)")
        ),
        *(
            (head, "list_price_fen")
            for head in ("不含税零售价", "整箱售价", "箱价", "零售价(分/斤)")
        ),
        *((head, "list_price_fen") for head in ("零售价(500g袋)", "会员价(折)", "Price excl. tax")),
        *(
            (head, "quantity")
            for head in ("库存/箱", "库存箱数", "库存金额", "库存天数", "库存(万)")
        ),
        ("税率(千分)", "tax"),
    ],
)
def test_no_answer_makes_another_unit_money_or_tax_the_fields_own(file_shop, heading, field):
    content = csv_file(("X1", "米线", "12"), header=["货号", "品名", heading])
    assert fields_of([heading]) == [""], "nor is it taken without an answer"
    with pytest.raises(Refusal, match="import_heading_unit") as refused:
        check(file_shop, content, columns={heading: field})
    assert heading in sentence(refused.value)


@pytest.mark.parametrize(
    "heading", ["保质期/周", "保质期天/月", "零售价/箱", "零售价USD", "不含税售价"]
)
def test_a_heading_that_says_more_is_no_column_that_falls_away(file_shop, heading):
    plan = check(file_shop, table(product(货号="WS0001") | {heading: "12"}))
    assert [(e.row, e.column, e.code) for e in plan.errors] == [(0, heading, "column_doubtful")]
    asked = question_of(
        file_shop.suite.imports.look(file_shop.stock_keeper, table(product() | {heading: "12"})),
        lambda _mark: {},
    )
    assert heading in asked.open_titles


@pytest.mark.parametrize(
    ("heading", "cell", "fen"),
    [
        *((head, "125", 1250) for head in ("零售价（角）", "零售价/角", "零售价角", "零售价[角]")),
        *(
            (head, "1250", 1250)
            for head in ("零售价(分)", "零售价/分", "零售价（单位：分）", "售价分")
        ),
        *((head, "12.5", 1250) for head in ("零售价/元", "零售价【元】", "零售价_元", "含税售价")),
    ],
)
@pytest.mark.parametrize("answer", [{}, None])
def test_smaller_money_is_exactly_that_and_no_answer_takes_it_for_yuan(
    file_shop, heading, cell, fen, answer
):
    content = table(named(product(**{PRICE: cell}), PRICE, heading))
    said = {heading: "list_price_fen"} if answer is None else answer
    (made,) = check(file_shop, content, columns=said).create
    assert made.content.list_price_fen == fen


def test_an_english_column_in_fen_stays_so_when_somebody_names_it(file_shop):
    content = table(named(product(**{PRICE: "1250"}), PRICE, "retail_price_fen"))
    (made,) = check(file_shop, content, columns={"retail_price_fen": "list_price_fen"}).create
    assert made.content.list_price_fen == 1250


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *((head, "tax") for head in ("税率%", "税率/%", "销项税(%)")),
        *((head, "shelf_life") for head in ("保质期/天", "保质期天", "保质期(单位：天)")),
        *((head, "name") for head in ("(必填)品名", "*品名*", "品名/商品名称")),
        *(("县/产地", "county"), ("县/产地(必填)", "county"), ("库存/件", "quantity")),
        *(
            (head, "")
            for head in ("分店售价", "库存位置", "打折价", "energy-kcal_100g", "unit price")
        ),
    ],
)
def test_what_a_heading_is_called_is_not_taken_apart_further_than_it_says(heading, field):
    assert fields_of([heading]) == [field]


# -- by the jin ------------------------------------------------------------------------------------

LOOSE = product(计价方式="称重", **{PRICE: "12.50"})
UNITS = ("销售单位", "库存单位", "计量", "计量单位", "基本单位", "售卖单位")


@pytest.mark.parametrize("heading", UNITS)
def test_a_unit_by_any_of_its_headings_counts(file_shop, heading):
    """12.50 of a jin was sold as 12.50 of a kilogram, with a remark that a column is not used."""
    (made,) = check(file_shop, table(LOOSE | {heading: "斤"})).create
    assert (made.content.list_price_fen, made.content.unit) == (2500, "kg")


@pytest.mark.parametrize(
    "heading", ["售价每斤", "单价(元/斤)", "售价/斤", "每斤价格", "斤价", "零售价（元每斤，含税）"]
)
def test_a_unit_in_the_heading_of_a_price_counts_and_nothing_beside_it_says_otherwise(
    file_shop, heading
):
    content = table(named(LOOSE, PRICE, heading))
    taken = {heading: "list_price_fen"}
    assert check(file_shop, content).errors
    (made,) = check(file_shop, content, columns=taken).create
    assert (made.content.list_price_fen, made.content.unit) == (2500, "kg")
    for unit in ("千克", "kg"):
        (error,) = check(file_shop, content, columns=taken, fixed={"unit": unit}).errors
        assert (error.column, error.code) == (heading, "unit_two")
        assert unit in sentence_for(error.code, error.params)


def test_loose_goods_whose_unit_nobody_said_are_asked_about_once(file_shop):
    rows = [LOOSE | {"货号": code, "称": "斤"} for code in ("A", "B")]
    plan = check(file_shop, table(*rows))
    assert [(e.row, e.column, e.code) for e in plan.errors] == [(0, "计价单位", "unit_unsaid")]
    assert "每斤还是每 kg" in sentence_for(plan.errors[0].code, plan.errors[0].params)
    for answers in ({"columns": {"称": "unit"}}, {"fixed": {"unit": "斤"}}):
        made = check(file_shop, table(*rows), **answers).create
        assert [p.content.list_price_fen for p in made] == [2500, 2500]
    (error,) = check(file_shop, table(LOOSE | {"单位": ""})).errors
    assert (error.row, error.column, error.code) == (2, "单位", "unit_unsaid")


def test_what_loose_goods_are_priced_by_is_not_what_pieces_are_called(file_shop):
    rows = (LOOSE, product(货号="P", 计价方式="计件"))
    made = check(file_shop, table(*rows), fixed={"unit": "斤"}).create
    assert [(p.content.unit, p.content.list_price_fen) for p in made] == [
        ("kg", 2500),
        ("件", 1250),
    ]


# -- pieces and loose goods in one file ------------------------------------------------------------


@pytest.mark.parametrize("heading", ["是否传秤", "是否称重", "传秤标记", "是否为称重商品"])
@pytest.mark.parametrize("answered", [True, False])
def test_whether_it_goes_to_the_scale_is_how_it_is_sold(file_shop, heading, answered):
    rows = (product(单位="kg") | {heading: "是"}, product(货号="P", 单位="袋") | {heading: "否"})
    columns = {heading: "sold_by"} if answered or not fields_of([heading])[0] else {}
    made = check(file_shop, table(*rows), columns=columns).create
    assert [p.content.sold_by for p in made] == ["weight", "each"]


def test_a_file_without_a_way_of_selling_says_it_by_the_units(file_shop):
    rows = (product(单位="斤"), product(货号="P", 单位="袋"), product(货号="Q", 单位=""))
    (error,) = check(file_shop, table(*rows)).errors
    assert (error.row, error.code) == (2, "unit_needs_sold_by")
    assert "所有行写“按单位”" in sentence_for(error.code, error.params)
    plan = check(file_shop, table(*rows), fixed={"sold_by": "按单位"})
    assert [(p.content.sold_by, p.content.list_price_fen) for p in plan.create] == [
        *(("weight", 2500), ("each", 1250)),
        ("each", 1250),
    ]
    bag = table(product(单位="500g"))
    (error,) = check(file_shop, bag, fixed={"sold_by": "按单位"}).errors
    assert error.code == "unit_needs_sold_by", "a bag of 500g, or loose by the 500g"
    known = csv_file(("WS0001", "70"), header=["货号", "零售价"])
    (kept,) = check(file_shop, known, fixed={"sold_by": "按单位"}).update
    assert kept.content.sold_by == "each"


# -- on sale or not --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["启用", "在售", "正常", "上架", "可售", "有效", "Y", "1", "是", "Active"]
)
def test_words_that_say_on_sale_come_in(file_shop, word):
    plan = check(file_shop, table(product(状态=word)))
    assert (len(plan.create), plan.errors, plan.warnings) == (1, (), ())


@pytest.mark.parametrize(
    "word", ["禁售", "冻结", "下市", "不可售", "无效", "清退", "停", "archived"]
)
def test_words_that_say_off_sale_are_left_out_and_named(file_shop, word):
    plan = check(file_shop, table(product(状态=word), product(货号="B", 状态="在售")))
    assert [p.content.code for p in plan.create] == ["B"]
    assert [(w.row, w.code) for w in plan.warnings] == [(2, "row_off_sale")]


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("状态", "N"),
        ("状态", "0"),
        ("状态", "否"),
        ("状态", "待定"),
        ("是否启用", "半"),
        ("停用标志", "2"),
    ],
)
def test_a_word_that_says_neither_is_refused_with_its_cell(file_shop, title, word):
    plan = check(file_shop, table(product() | {title: word}))
    assert [(e.row, e.column, e.code) for e in plan.errors] == [(2, title, "state_unknown")]
    said = sentence_for(plan.errors[0].code, plan.errors[0].params)
    assert f"“{word}”" in said
    assert "改成在售或停售" in said


OFF_HEADINGS = "停售|已停售|禁用|淘汰|是否淘汰|停用标识|下架标志|disabled|停售(是/否)"
ON_HEADINGS = "上架|在售|可售|已上架|是否在售|启用标志|enabled|is_active|sale_ok|Active"
STATE_HEADINGS = "上下架状态|经营状态|status|商品状态(必填)|上架/下架|停用(1=是)"
HEADINGS = [
    *((title, {"是": False, "否": True, "0": True}) for title in OFF_HEADINGS.split("|")),
    *((title, {"是": True, "1": True, "否": False}) for title in ON_HEADINGS.split("|")),
    *((title, {"上架": True, "正常": True, "下架": False}) for title in STATE_HEADINGS.split("|")),
]


@pytest.mark.parametrize(
    ("title", "word", "sold"),
    [(title, word, sold) for title, words in HEADINGS for word, sold in words.items()],
)
def test_a_heading_of_other_programs_says_what_yes_and_no_mean(file_shop, title, word, sold):
    plan = check(file_shop, table(product() | {title: word}))
    assert plan.errors == ()
    assert [p.content.code for p in plan.create] == ["X1"] * sold
    assert [w.code for w in plan.warnings] == ["row_off_sale"] * (not sold)


@pytest.mark.parametrize("title", ["状态(0正常1停用)", "停用(1是0否)", "上架/下架"])
@pytest.mark.parametrize("word", ["1", "0"])
def test_a_figure_that_the_heading_explains_otherwise_is_asked_about(file_shop, title, word):
    plan = check(file_shop, table(product() | {title: word}))
    assert [e.code for e in plan.errors] == ["state_unknown"]


# -- nothing but a heading -------------------------------------------------------------------------


def test_a_file_of_headings_alone_is_refused(file_shop):
    with pytest.raises(Refusal, match="import_no_rows") as refused:
        check(file_shop, table(product()).splitlines()[0])
    assert "文件里只有标题，没有商品" in sentence(refused.value)


@pytest.mark.parametrize("cell", ["-3", "(3)", "（3）", "3-", "－3", "- 3", "\u22123"])
def test_stock_below_nought_is_left_out_and_said(file_shop, cell):
    plan = check(file_shop, table(product(库存=cell), product(货号="B", 库存="2")))
    assert (plan.errors, len(plan.create)) == ((), 2)
    assert [(lot.code, lot.quantity) for lot in plan.lots] == [("B", 2)]
    (told,) = plan.warnings
    assert (told.row, told.column, told.code) == (2, "库存", "opening_negative")
    assert "-3" in sentence_for(told.code, told.params)


@pytest.mark.parametrize("cell", ["(3", "3)", "-3-", "(-3)", "--3", "-", "()"])
def test_what_is_no_figure_below_nought_is_refused(file_shop, cell):
    plan = check(file_shop, table(product(库存=cell)))
    assert [e.code for e in plan.errors] == ["opening_unreadable"]


@pytest.mark.parametrize("cell", ["12个月(常温)", "1个月15天", "6-12个月"])
def test_a_shelf_life_of_several_readings_is_told_to_be_one(file_shop, cell):
    (error,) = check(file_shop, table(product(保质期=cell))).errors
    assert error.code == "life_several"


@pytest.mark.parametrize(
    "heading",
    [
        "保质期(月)",
        "保质期/月",
        "保质期月数",
        "保质期_月",
        "保质期（单位：个月）",
    ],
)
def test_months_of_a_heading_are_months_of_the_product(file_shop, heading):
    (made,) = check(file_shop, table(product() | {heading: "12"})).create
    assert (made.content.shelf_life_days, made.content.shelf_life_months) == (0, 12)


@pytest.mark.parametrize("heading", ["有效月数", "Shelf life (months)", "保质期(月、常温)"])
def test_months_of_a_heading_that_somebody_named_are_no_days(file_shop, heading):
    content = table(product() | {heading: "12"})
    (made,) = check(file_shop, content, columns={heading: "shelf_life"}).create
    assert (made.content.shelf_life_days, made.content.shelf_life_months) == (0, 12)


def test_months_take_the_place_of_days_and_an_empty_cell_keeps_them(file_shop):
    first = csv_file(("WS0001", "12个月"), header=["货号", "保质期"])
    plan = check(file_shop, first)
    (line,) = changes_told(plan.update[0])
    assert line.startswith("保质期 ")
    assert line.endswith(" → 12 个月")
    file_shop.suite.imports.apply(file_shop.owner, plan, request())
    kept = check(file_shop, csv_file(("WS0001", ""), header=["货号", "保质期"]))
    assert not kept.update
    assert [(w.column, w.code) for w in kept.warnings] == [("保质期", "cells_kept")]
    (content,) = [
        p.content
        for p in file_shop.suite.catalogue.products(file_shop.owner)
        if p.content.code == "WS0001"
    ]
    assert (content.shelf_life_days, content.shelf_life_months) == (0, 12)
    back = check(file_shop, csv_file(("WS0001", "365"), header=["货号", "保质期"]))
    assert list(changes_told(back.update[0])) == ["保质期 12 个月 → 365 天"]


@pytest.mark.parametrize(
    ("made", "expiry"),
    [
        ("2026-01-31", "2026-02-28"),
        ("2024-01-31", "2024-02-29"),
        ("2026-01-15", "2026-02-14"),
        ("2026-03-31", "2026-04-30"),
    ],
)
def test_opening_stock_of_a_month_ends_by_the_calendar(file_shop, made, expiry):
    cells = {"保质期": "1个月", "生产日期": made, "期初数量": "3"}
    (lot,) = check(file_shop, table(product(**cells))).lots
    assert lot.expiry_date == expiry


def test_loose_goods_with_an_empty_cell_are_told_the_column_that_the_file_has(file_shop):
    rows = (product(单位="kg", 是否传秤=""), product(货号="P", 单位="袋", 是否传秤="否"))
    (error,) = check(file_shop, table(*rows)).errors
    assert error.code == "unit_needs_sold_by"
    said = sentence_for(error.code, error.params)
    assert "“是否传秤”" in said
    assert "计价方式" not in said
