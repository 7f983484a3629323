"""An export that comes in again: what was edited and is not taken is said, what is new is loud."""

import csv
import io

import pytest

from showroom.domain.approval import Act, ApprovalNeeded
from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.services.goods.export_sheet import sheet_csv
from showroom.ui.catalogue.import_rows import verdict
from showroom.ui.catalogue.import_words import problem_told
from tests.factories import grant, request
from tests.services.goods.spreadsheets import gtin, product, table
from tests.services.goods.test_imports import OPENING, bring_in, check
from tests.services.selling.test_checkout import goods, sell

FULL = product(条码=gtin(1), 小票简称="线", **{"会员价(元)": "11"}) | OPENING
SECOND = {"货号": "X1"} | OPENING | {"批号": "A2", "期初数量": "5"}


@pytest.fixture
def stocked(demo_shop):
    bring_in(demo_shop, table(FULL, SECOND))
    return demo_shop


def edited(shop, row, **cells):
    """What went out, with cells of one row of X1 written anew."""
    made = shop.suite.catalogue.whole_sheet(shop.stock_keeper)
    title, head, *rows = csv.reader(io.StringIO(sheet_csv(made.sheet).decode("utf-8-sig")))
    mine = [each for each in rows if each[0] == "X1"]
    for name, text in cells.items():
        at = next(n for n, heading in enumerate(head) if heading.partition("(")[0] == name)
        mine[row][at] = text
    out = io.StringIO(newline="")
    csv.writer(out).writerows([title, head, *rows])
    return check(shop, out.getvalue().encode())


def told(plan, code):
    return [problem_told(w) for w in plan.warnings if w.code == code]


def test_what_is_in_stock_as_the_file_says_is_said_once(stocked):
    plan = edited(stocked, 0)
    lots = sum(len(stocked.suite.stock.lots(stocked.owner, p.sku_id)) for p in products(stocked))
    assert lots > 20
    (said,) = plan.warnings
    assert (said.row, said.code) == (0, "lot_known")
    assert said.params["count"] <= lots
    assert not plan.can_apply
    assert verdict(plan) == ("文件和现有商品一样，没有要导入的内容", "muted")


def products(shop):
    return shop.suite.catalogue.products(shop.owner)


@pytest.mark.parametrize(
    ("name", "cell", "code", "before"),
    [
        ("到期日", "2027-01-31", "lot_date_kept", "2026-12-31"),
        ("生产日期", "2026-01-05", "lot_date_kept", "2026-01-01"),
        ("期初数量", "999", "lot_stock_kept", "10"),
        ("期初数量", "0", "lot_stock_kept", "10"),
    ],
)
def test_an_edit_that_is_not_taken_is_said_with_both_figures(stocked, name, cell, code, before):
    plan = edited(stocked, 0, **{name: cell})
    (said,) = told(plan, code)
    for words in ("批号 A1", before, cell, "没有用"):
        assert words in said
    (at,) = [w for w in plan.warnings if w.code == code]
    assert at.row
    assert at.column.startswith(name)
    assert plan.lots == plan.update == ()
    assert verdict(plan) == ("没有要导入的内容；有的格子没有用，见「提醒」", "warning")


@pytest.mark.parametrize("name", ["会员价", "条码", "小票简称"])
def test_an_emptied_cell_keeps_what_is_there_and_that_is_said_before_all_rows(stocked, name):
    plan = edited(stocked, 0, **{name: ""})
    said = [w for w in plan.warnings if w.code == "cells_kept" and w.column.startswith(name)]
    assert [(w.row, w.params["count"]) for w in said] == [(0, 1)]
    assert not plan.update


@pytest.mark.parametrize("name", ["到期日", "期初数量"])
def test_an_emptied_cell_of_a_lot_likewise(stocked, name):
    plan = edited(stocked, 0, **{name: ""})
    (said,) = [w for w in plan.warnings if w.code == "lot_cells_kept"]
    assert (said.row, said.params["count"]) == (0, 1)
    assert said.column.startswith(name)


@pytest.mark.parametrize(("end", "said"), [("2026-12-31", 0), ("2037-12-31", 1)])
def test_a_last_day_far_from_the_shelf_life_is_loud(demo_shop, end, said):
    plan = check(demo_shop, table(FULL | {"保质期(天)": "365", "到期日": end}))
    assert len(told(plan, "lot_expiry_far")) == said


@pytest.mark.parametrize(("end", "said"), [("2026-06-15", 0), ("2026-06-14", 1)])
def test_a_lot_past_its_last_day_comes_in_and_that_is_loud(demo_shop, end, said):
    """It lies there; nobody may put it before a customer without having been told."""
    made = {"生产日期": "2025-06-15", "到期日": end}
    plan = check(demo_shop, table(FULL | {"保质期(天)": "365"} | made))
    assert len(plan.lots) == 1
    assert [text.count("已到期") for text in told(plan, "lot_expired")] == [1] * said
    assert verdict(plan)[0].count("1 个批号已到期") == said


def test_a_last_day_far_from_the_shelf_life_waits_for_a_yes_as_it_does_by_hand(demo_shop):
    """Opening stock by hand asked about it, and a file only told: whoever imports is asked now."""
    plan = check(demo_shop, table(FULL | {"保质期(天)": "365", "到期日": "2037-12-31"}))
    apply, number = demo_shop.suite.imports.apply, request(77)
    for actor in (demo_shop.stock_keeper, demo_shop.owner):
        with pytest.raises(ApprovalNeeded) as asked:
            apply(actor, plan, number)
        (deed,) = (d for d in asked.value.deeds if d.act is Act.EXPIRY)
        assert deed.dates[1] == "2037-12-31"
        assert deed.name.startswith("试吃米线 10")
    assert goods_named(demo_shop, "X1") == []
    tokens = grant(demo_shop, asked.value.deeds, demo_shop.owner)
    assert apply(demo_shop.owner, plan, number, approvals=tokens).lots == 1
    assert len(goods_named(demo_shop, "X1")) == 1


def goods_named(shop, code):
    return [p for p in products(shop) if p.content.code == code]


def test_too_many_such_days_are_a_wrong_column(demo_shop, monkeypatch):
    monkeypatch.setattr("showroom.services.goods.import_foreseen.MAX_DEEDS", 0)
    plan = check(demo_shop, table(FULL | {"保质期(天)": "365", "到期日": "2037-12-31"}))
    assert [problem.code for problem in plan.errors] == ["import_lots_odd"]
    with pytest.raises(Refusal, match="import_has_errors"):
        demo_shop.suite.imports.apply(demo_shop.owner, plan, request(78))


def test_a_lot_by_another_number_is_more_stock_and_that_is_loud(stocked):
    plan = edited(stocked, 0, 批号="A9")
    assert [(lot.lot_no, lot.quantity) for lot in plan.lots] == [("A9", 10)]
    assert plan.warnings[0].code == "lot_beside"
    said = problem_told(plan.warnings[0])
    for words in ("A1、A2", "A9", "再加库存 10", "改回原来的"):
        assert words in said
    text, tone = verdict(plan)
    assert tone == "warning"
    assert "1 个新批号" in text


def test_two_rows_that_differ_say_in_what_and_where(stocked):
    plan = edited(stocked, 0, 品名="新米线")
    (error,) = plan.errors
    said = problem_told(error)
    assert error.column == "品名"
    for words in ("第 ", "品名不一样", "新米线", "试吃米线"):
        assert words in said
    (error,) = edited(stocked, 1, 税率="13%").errors
    assert ("9%" in problem_told(error), "13%" in problem_told(error)) == (True, True)


def test_dates_without_a_quantity_bring_nothing_in_and_that_is_said(file_shop):
    (said,) = check(file_shop, table(product(生产日期="2026-01-01"))).warnings
    assert (said.row, said.code, said.params["count"]) == (0, "lot_unstocked", 1)


def test_a_new_lot_of_nought_brings_nothing_in_and_that_is_said(stocked):
    plan = edited(stocked, 0, 批号="A9", 期初数量="0")
    assert plan.lots == ()
    (said,) = [w for w in plan.warnings if w.code == "lot_nought"]
    assert (said.row, said.params["count"]) == (0, 1)
    assert "期初数量是 0" in problem_told(said)
    assert verdict(plan)[1] == "warning"


def test_stock_of_nought_alone_is_what_other_programs_write_of_everything(file_shop):
    assert check(file_shop, table(product(库存="0"))).warnings == ()


def test_a_row_that_names_no_lot_and_brings_nothing_is_told_of_none(demo_shop):
    """What was sold of more than there was stood beside a reminder of a lot that is there."""
    bring_in(demo_shop, table(product(期初数量="2")), 77)
    again = check(demo_shop, table(product(期初数量="2")))
    assert [w.code for w in again.warnings] == ["lot_known"]
    demo_shop.suite.shifts.open_shift(demo_shop.cashier, 0, request(900))
    sell(demo_shop, Basket().add(demo_shop.suite.catalogue.load_index().find("X1")[0], 2))
    for said, wanted in (("-3", ["opening_negative"]), ("0", [])):
        plan = check(demo_shop, table(product(期初数量=said)))
        assert [w.code for w in plan.warnings] == wanted


def test_a_lot_that_was_emptied_whole_stays_and_that_is_said(stocked):
    plan = edited(stocked, 0, 批号="", 期初数量="", 生产日期="", 到期日="")
    (said,) = [w for w in plan.warnings if w.code == "lot_unnamed"]
    assert (said.row, said.params["count"]) == (0, 1)
    assert "原样保留" in problem_told(said)
    assert plan.lots == ()
    assert verdict(plan)[1] == "warning"


def test_a_file_without_columns_of_lots_says_nothing_of_them(stocked):
    assert check(stocked, table({"货号": "X1", "品名": "试吃米线"})).warnings == ()


def test_a_bar_code_that_a_further_row_adds_is_no_other_field_than_the_rest(demo_shop):
    first = product(条码=gtin(1)) | OPENING
    for codes in (gtin(1), "", f"{gtin(1)} {gtin(1)}"):
        assert check(demo_shop, table(first, SECOND | {"条码": codes})).errors == ()
    for codes, mine in ((gtin(2), gtin(1)), (f"{gtin(1)} {gtin(2)}", gtin(1)), (gtin(2), "")):
        plan = check(demo_shop, table(first | {"条码": mine}, SECOND | {"条码": codes}))
        (error,) = plan.errors
        assert (error.row, error.column, error.code) == (3, "条码", "duplicate_code")
        for words in ("条码不一样", mine or "空", codes):
            assert words in problem_told(error)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"批号": "待补批次"}, "receipt_lot_reserved"),
        ({"生产日期": "2099-10-01", "到期日": ""}, "receipt_made_tomorrow"),
        ({"生产日期": "2001-10-01", "到期日": ""}, "receipt_date_implausible"),
        ({"生产日期": "", "到期日": "2099-10-01"}, "receipt_date_implausible"),
    ],
)
def test_a_file_brings_in_no_lot_that_no_delivery_could(demo_shop, cells, code):
    """The screen refused them, a file did not."""
    plan = check(demo_shop, table(FULL | cells))
    assert [problem.code for problem in plan.errors] == [code]
    assert problem_told(plan.errors[0])


def test_what_lies_there_past_its_day_comes_in(demo_shop):
    past = {"生产日期": "2020-01-01", "到期日": "2021-01-01"}
    assert check(demo_shop, table(FULL | past)).errors == ()


def test_opening_stock_of_a_file_needs_a_yes_once_the_shop_trades(demo_shop):
    asked = check(demo_shop, table(FULL))
    demo_shop.suite.shifts.open_shift(demo_shop.cashier, 0, request(900))
    sell(demo_shop, Basket().add(goods(demo_shop)[0], 1))
    apply = demo_shop.suite.imports.apply
    with pytest.raises(ApprovalNeeded) as needed:
        apply(demo_shop.stock_keeper, asked, request(901))
    assert [deed.act for deed in needed.value.deeds] == [Act.OPENING]
    tokens = grant(demo_shop, needed.value.deeds, demo_shop.stock_keeper)
    assert apply(demo_shop.stock_keeper, asked, request(901), approvals=tokens).lots == 1
