"""Opening stock of a file is held to what is typed: absurd figures, and headings of the lot."""

import pytest

from showroom.domain.approval import Act
from showroom.domain.basket import Basket
from showroom.domain.documents.inspection import MAX_GRAMS, MAX_PIECES, UNUSUAL_TIMES
from showroom.domain.stock import DocumentKind
from showroom.ui.catalogue.import_rows import verdict
from tests.factories import request
from tests.services.goods.spreadsheets import product, table
from tests.services.goods.test_imports import OPENING, bring_in, check
from tests.services.selling.test_checkout import goods, sell
from tests.services.stock.deliveries import FLOOR, WAREHOUSE
from tests.services.stock.moves import asked, at

LOT = {"货号": "X1"} | OPENING


def codes(plan):
    return [problem.code for problem in plan.errors]


@pytest.mark.parametrize(
    ("cells", "limit"),
    [({}, MAX_PIECES), ({"计价方式": "称重", "计价单位": "kg"}, MAX_GRAMS // 1000)],
)
def test_a_file_takes_no_more_on_a_line_than_the_screen(demo_shop, cells, limit):
    for many, wrong in ((limit, []), (limit + 1, ["receipt_quantity_limit"])):
        plan = check(demo_shop, table(product(**cells) | OPENING | {"期初数量": str(many)}))
        assert codes(plan) == wrong
    assert plan.errors[0].column == "期初数量"


def test_a_file_takes_no_more_than_usual_a_hundred_times(demo_shop):
    bring_in(demo_shop, table(product() | OPENING | {"期初数量": "2"}))
    for many, wrong in (
        (UNUSUAL_TIMES * 2, []),
        (UNUSUAL_TIMES * 2 + 1, ["receipt_quantity_unusual"]),
    ):
        plan = check(demo_shop, table(LOT | {"批号": "A2", "期初数量": str(many)}))
        assert codes(plan) == wrong
        assert len(plan.lots) == (not wrong)


def test_what_lies_there_already_is_not_coming_in(demo_shop):
    bring_in(demo_shop, table(product() | OPENING | {"期初数量": "2"}))
    assert codes(check(demo_shop, table(LOT | {"期初数量": "999999"}))) == []


def reversed_opening(shop):
    """The newest document is taken back."""
    newest = shop.suite.documents.listed(shop.owner).rows[0]
    shop.suite.documents.reverse(shop.owner, newest.document_id, "数错了", asked())


def test_opening_stock_that_was_taken_back_is_made_anew(demo_shop):
    """The books said that the lot was there, at nought, and asked for a number on no pack."""
    bring_in(demo_shop, table(product() | OPENING | {"期初数量": "9"}))
    reversed_opening(demo_shop)
    corrected = table(LOT | {"期初数量": "7"})
    assert [lot.quantity for lot in check(demo_shop, corrected).lots] == [7]
    plan = check(demo_shop, corrected)
    demo_shop.suite.imports.apply(demo_shop.owner, plan, asked())
    sku = demo_shop.suite.catalogue.load_index().find("X1")[0]
    assert at(demo_shop, sku, WAREHOUSE) + at(demo_shop, sku, FLOOR) == 7
    again = check(demo_shop, table(LOT | {"期初数量": "5"}))
    assert again.lots == (), "this one is there"
    assert "lot_stock_kept" in {w.code for w in again.warnings}


@pytest.mark.parametrize("until", ["期初到期", "期初到期日", "期初到期日期", "期初有效期至"])
def test_headings_of_opening_stock_are_those_of_its_lot(demo_shop, until):
    row = product() | {"期初库存": "5", "期初批号": "QA4", "期初生产日期": "2026-01-02"}
    plan = check(demo_shop, table(row | {until: "2028-09-30"}))
    (lot,) = plan.lots
    assert (lot.lot_no, lot.production_date, lot.expiry_date) == ("QA4", "2026-01-02", "2028-09-30")
    assert "column_unknown" not in {w.code for w in plan.warnings}


def test_a_check_says_that_no_document_takes_so_much_money(demo_shop):
    dear = {"零售价(元)": "999999.99", "进价(元)": "999999.99"}
    plan = check(demo_shop, table(product(**dear) | OPENING | {"期初数量": "20000"}))
    assert codes(plan) == ["document_amount"]
    assert not plan.can_apply


@pytest.fixture
def trading(demo_shop):
    demo_shop.suite.shifts.open_shift(demo_shop.cashier, 0, request(900))
    sell(demo_shop, Basket().add(goods(demo_shop)[0], 1))
    return demo_shop


def test_a_check_says_what_the_import_asks(trading):
    plan = check(trading, table(product() | OPENING))
    assert plan.asks == (Act.OPENING,)
    assert "要店长授权" in verdict(plan)[0]


def test_who_may_say_yes_is_named_on_the_opening_document(trading):
    imports, owner = trading.suite.imports, trading.owner
    plan = imports.check(owner, table(product() | OPENING), "op.csv")
    assert plan.asks == ()
    imports.apply(owner, plan, request(77))
    newest = trading.suite.documents.listed(owner).rows[0]
    made = trading.suite.documents.detail(owner, newest.document_id).document
    said = f"{owner.name}：营业后补录期初 期初 1 行（文件 op.csv）"
    assert (made.kind, made.approved_by) == (DocumentKind.OPENING, said)


def test_what_is_past_its_day_comes_in_to_wait_and_is_told(demo_shop):
    past = {"批号": "QA4", "生产日期": "2024-10-01", "到期日": "2025-09-30"}
    plan = check(demo_shop, table(product() | OPENING, LOT | past))
    (said,) = [w for w in plan.warnings if w.code == "lot_expired"]
    fresh, old = plan.lots
    assert said.params["place"] == old.place != fresh.place
    demo_shop.suite.imports.apply(demo_shop.owner, plan, request(77))
    newest = demo_shop.suite.documents.listed(demo_shop.owner).rows[0]
    made = demo_shop.suite.documents.detail(demo_shop.owner, newest.document_id).document
    assert [line.place for line in made.lines] == [fresh.place, old.place]
