"""Beside a price's, an amount's or a shelf life's name stands what is known, or it is refused."""

import pytest

from showroom.domain.errors import Refusal
from showroom.services.goods.import_columns import FIELD_HEADING, fields_of
from showroom.ui.catalogue.import_words import problem_told
from showroom.ui.words.messages import sentence
from tests.services.goods.spreadsheets import csv_file, product, table
from tests.services.goods.test_imports import check

PRICE = "零售价(元)"


def each(field, headings):
    return [(heading, field) for heading in headings.split("|")]


FOREIGN = [
    *each(
        "list_price_fen", "单价(美分)|单价(厘)|单价·毛|price in cents|零售价¢|零售价(k元)|k元售价"
    ),
    *each(
        "list_price_fen", "零售价(加元)|加元售价|零售价新加坡元|单价(泰铢)|零售价SGD|零售价(THB)"
    ),
    *each("list_price_fen", "门店价加元|标签价加元|挂牌新元|门市价(新元)"),
    *each("list_price_fen", "CHF零售价|零售价₹|Price XOF|PriceUSD|零售价(铜板)|零售价(zz)"),
    *each("list_price_fen", "零售价(不含增值税)|无税零售价|零售价(税外)|零售价税别|零售价+税"),
    *each("list_price_fen", "零售价另加税|不包税零售价|税后卖价|price net|裸价(未税)"),
    *each(
        "list_price_fen", "单价/oz|零售价lb|零售价×100|价格*100|零售价(元)/箱|批发零售价|单条卖价"
    ),
    *each("list_price_fen", "零售价(元,分)|零售价元分|retail_price_fen(元)|price per bag"),
    *each("list_price_fen", "fen price|pricefen|priceusd|净价|未稅價格|圓價|pricecents|US price"),
    *each("member_price_fen", "会员价(不含增值税)|会员价无税|会员价税外|会员价+税|不包税会员价"),
    *each("cost_price_fen", "不含税进价|进价(美分)|成本（磅）"),
    *each("shelf_life", "保质期(季)|保质期(旬)|保质期礼拜|保质期(h)|保质期M|保质期 Y|季保质期"),
    *each("shelf_life", "保质期(天/月)|Shelf life (weeks)|有效年限|保质期(zz)"),
    *each("quantity", "期初数量(万件)|期初数量(件=12袋)|期初数量(大件)|期初数量(筐)|期初数量CTN"),
    *each(
        "quantity",
        "期初数量 case|期初数量(dozen)|期初数量(lb)|大件数|库存总额|stockvalue|库存(元/斤)",
    ),
    *each("reorder_point", "补货点(打)|补货点/天"),
]
KNOWN = [
    *each(
        "list_price_fen", "建议零售价|吊牌价|门店卖价|门店零售价|零售价格|零售价(门店)|零售价(标价)"
    ),
    *each("list_price_fen", "统一零售价(元)|零售价(线下,元)|当前售价|现行零售价|零售价(含税)|价格"),
    *each(
        "list_price_fen", "Retail price (CNY)|price_yuan|unit price|分店售价|VIP价|零售价(人民币元)"
    ),
    *each("list_price_fen", "零售价（必填）|零售价（单位：元）|零售价（参考）|零售价 ¥|今日卖价"),
    *each("member_price_fen", "会员价格|普通会员价|VIP会员价|会员价(选填)|卡价"),
    *each("cost_price_fen", "含税进价|平均成本|采购价|cost price|Unit Cost"),
    *each("shelf_life", "保质期(天,常温)|有效天数|保质期限(天)|shelf life (days)|保质时间"),
    *each("quantity", "门店库存|期初库存数量|在库数|qty|库存(件)|库存总量"),
    *each("reorder_point", "安全库存|reorder level|补货点(件)"),
]


@pytest.mark.parametrize(("heading", "field"), FOREIGN)
def test_what_nobody_knows_to_be_the_fields_own_no_answer_makes_so(file_shop, heading, field):
    quoted = f'"{heading}"'
    content = csv_file(("X1", "米线", "12"), header=["货号", "品名", quoted])
    assert fields_of([heading]) == [""], "nor is it taken without an answer"
    with pytest.raises(Refusal, match="import_heading_unit") as refused:
        check(file_shop, content, columns={heading: field})
    said = sentence(refused.value)
    assert heading in said
    assert f"把标题改成“{FIELD_HEADING[field]}" in said


@pytest.mark.parametrize(("heading", "field"), KNOWN)
def test_what_says_nothing_else_can_be_answered(file_shop, heading, field):
    bare = {n: v for n, v in product().items() if not (field == "list_price_fen" and n == PRICE)}
    content = table(bare | {f'"{heading}"': "7"})
    (made,) = check(file_shop, content, columns={heading: field}).create
    if field != "quantity":
        wanted = 700 if field.endswith("_fen") else 7
        kept = {"shelf_life": "shelf_life_days"}.get(field, field)
        assert getattr(made.content, kept) == wanted


@pytest.mark.parametrize("heading", ["零售价(人民币分)", "零售价，单位分", "单价RMB分"])
def test_fen_by_any_name_are_fen(file_shop, heading):
    bare = {n: v for n, v in product().items() if n != PRICE}
    content = table(bare | {f'"{heading}"': "1250"})
    (made,) = check(file_shop, content, columns={heading: "list_price_fen"}).create
    assert made.content.list_price_fen == 1250


@pytest.mark.parametrize(
    "heading", ["零售价¢", "零售价SGD", "无税零售价", "零售价+税", "期初数量lb"]
)
def test_a_sign_glued_to_a_name_is_no_column_that_falls_away(file_shop, heading):
    plan = check(file_shop, table(product(货号="WS0001") | {heading: "12"}))
    assert [(e.row, e.column, e.code) for e in plan.errors] == [(0, heading, "column_doubtful")]


def test_two_scales_of_money_in_one_heading_are_none(file_shop):
    bare = {n: v for n, v in product().items() if n != PRICE}
    plan = check(file_shop, table(bare | {"售价(元)(分)": "1250"}))
    assert ("售价(元)(分)", "column_doubtful") in [(e.column, e.code) for e in plan.errors]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("库存(条)", "quantity"),
        ("零售价(元/条)", "list_price_fen"),
        ("零售价(元/升)", "list_price_fen"),
    ],
)
def test_a_piece_in_a_heading_is_that_of_the_row_or_of_the_books(file_shop, heading, field):
    bare = {n: v for n, v in product().items() if not (n == PRICE and field == "list_price_fen")}
    taken, piece = {heading: field}, heading.rstrip(")")[-1]
    (error,) = check(file_shop, table(bare | {"单位": "包", heading: "5"}), columns=taken).errors
    assert (error.column, error.code) == (heading, "unit_two")
    assert "单位 包 和标题" in problem_told(error)
    for unit in (piece, ""):
        content = table(bare | {"单位": unit, heading: "5"})
        (made,) = check(file_shop, content, columns=taken).create
        assert made.content.unit == piece
    (error,) = check(
        file_shop, csv_file(("WS0001", "5"), header=["货号", heading]), columns=taken
    ).errors
    assert error.code == "unit_two", "the books call it something else"
