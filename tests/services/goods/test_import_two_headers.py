"""A header of two rows, and words over a header: what both say together goes first."""

import pytest

from tests.services.goods.spreadsheets import book_of, csv_file, gtin, saved
from tests.services.goods.test_imports import check

TWO_ROWS = (
    ["货号", "品名", "县/产地", "价格", "", "税率"],
    ["", "", "", "零售价", "会员价", ""],
    ["X1", "米线", "广南县", "12.5", "11", "9%"],
)


def test_a_header_of_two_rows_is_read_as_one(file_shop):
    book = book_of(商品=[[cell or None for cell in row] for row in TWO_ROWS])
    for merged in ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"):
        book["商品"].merge_cells(merged)
    for content in (saved(book), csv_file(*TWO_ROWS[1:], header=TWO_ROWS[0])):
        plan = check(file_shop, content)
        assert (plan.errors, plan.warnings) == ((), ())
        (made,) = plan.create
        assert (made.row, made.content.list_price_fen, made.content.member_price_fen) == (
            *(3, 1250),
            1100,
        )
        (found,) = file_shop.suite.imports.look(file_shop.stock_keeper, content)
        assert found.rows[0] == ("货号", "品名", "县/产地", "零售价", "会员价", "税率")


def test_words_above_that_say_something_stay_with_the_heading(file_shop):
    upper = ["旧价" if cell == "价格" else cell for cell in TWO_ROWS[0]]
    plan = check(file_shop, csv_file(*TWO_ROWS[1:], header=upper))
    assert [(e.column, e.code) for e in plan.errors if e.code == "column_doubtful"] == [
        ("零售价(旧价)", "column_doubtful"),
        ("会员价(旧价)", "column_doubtful"),
    ]
    fen = ["价格(分)" if cell == "价格" else cell for cell in TWO_ROWS[0]]
    row = ["1250" if cell == "12.5" else cell for cell in TWO_ROWS[2]]
    (made,) = check(file_shop, csv_file(TWO_ROWS[1], row, header=fen)).create
    assert made.content.list_price_fen == 1250


BELOW = ["货号", "品名", "县/产地", "零售价", "税率", "数量", "金额"]
OVER = ["商品", "", "", "", "", "期初", ""]
UNDER = (
    ["货号", "品名", "县/产地", "零售价", "税率", "期初", ""],
    ["", "", "", "", "", "数量", "金额"],
)
GOODS = ["X1", "米线", "广南县", "12.5", "9%", "7", "56"]


@pytest.mark.parametrize("upper", [[OVER, BELOW], [["期初盘存表"], OVER, BELOW], [*UNDER]])
@pytest.mark.parametrize("repeated", [False, True])
def test_words_over_headings_are_read_together_with_them(file_shop, upper, repeated):
    """期初 over 数量 was 数量 alone, and all the opening stock was left out."""
    last = [w or ("期初" if repeated and n == 6 else "") for n, w in enumerate(upper[-2])]
    rows = [*upper[:-2], last, upper[-1], GOODS]
    book = book_of(商品=[[cell or None for cell in row] for row in rows])
    if not repeated:
        book["商品"].merge_cells(start_row=len(rows) - 2, end_row=len(rows) - 2, **SPAN)
    for content in (saved(book), csv_file(*rows[1:], header=rows[0])):
        plan = check(file_shop, content)
        assert plan.errors == ()
        assert [lot.quantity for lot in plan.lots] == [7]
        assert [w.column[:2] for w in plan.warnings if w.code == "column_unknown"] == ["金额"]
        answered = check(file_shop, content, columns={"数量": ""})
        assert answered.lots == (), "what a person says of a column stands"


SPAN = {"start_column": 6, "end_column": 7}


def test_headings_that_are_another_field_together_are_asked_about(file_shop):
    """条码 under 外箱 is that of the carton; alone it is the product's."""
    header = [*BELOW[:5], "条码"]
    content = csv_file(header, [*GOODS[:5], gtin(1)], header=[*OVER[:5], "外箱"])
    (error,) = [e for e in check(file_shop, content).errors if e.code == "column_doubtful"]
    assert error.column == "条码(外箱)"


def test_a_title_over_a_header_changes_nothing(file_shop):
    content = csv_file(["货号", "品名", "县/产地", "零售价", "税率"], GOODS[:5], header=["库存"])
    plan = check(file_shop, content)
    assert (plan.errors, len(plan.create)) == ((), 1)
