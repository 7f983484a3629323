from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from showroom.domain.basket import Basket
from showroom.domain.quantity import SoldBy
from showroom.services.stock.overview import Held, StockFilter, StockStatus
from showroom.ui.counter.receipt_overlay import ReceiptOverlay
from showroom.ui.look import formats
from showroom.ui.stock.rows import Line, lines, rows_below, state_of
from showroom.ui.widgets.chip import Chip
from tests.factories import request
from tests.services.selling.test_checkout import goods, sell
from tests.services.stock.deliveries import add_supplier, delivery_line, receive
from tests.services.stock.test_overview import a_fresh_code, a_lot
from tests.ui.counter.counter_player import BANANA, FLOWER, Till, label


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot).enter(shop.owner)
    made.window.workspace.go("stock")
    made.settle()
    return made


def codes(till):
    return [row.cells[1] for row in till.screen.table.rows if row.level == 0]


def search(till, text, expected):
    till.write(text)
    till.qtbot.waitUntil(lambda: codes(till) == expected)
    till.settle()


def test_everything_is_listed_with_its_counts(till, shop):
    counts = shop.suite.stock.overview(shop.owner).counts
    assert len(codes(till)) == counts[StockStatus.ALL] == 24
    chips = {c.text(): c for c in till.screen.bar.states.findChildren(Chip)}
    assert chips["全部"].accessibleName() == "全部 24"
    assert chips["过期"].accessibleName() == f"过期 {counts[StockStatus.EXPIRED]}"


def test_by_a_clock_in_doubt_no_state_is_claimed_and_no_count(shop):
    shop.clock.advance(3652 * 86_400)
    found = lines(shop.suite.stock.overview(shop.owner))
    assert found.told.startswith("24 种　时钟待确认，不判断临期和过期")
    assert (found.counts[StockStatus.NEAR], found.counts[StockStatus.EXPIRED]) == (None, None)
    dated = [line for line in found.records if line.soonest]
    assert {line.expiry for line in dated} == {line.soonest for line in dated}
    assert all("未判断" in state_of(line.sku)[0] for line in dated)
    (below, *_) = rows_below(dated[0], shop.suite.stock.lots(shop.owner, dated[0].sku.sku_id))
    assert below.cells[5] == "未判断"
    for status in (StockStatus.LOW, StockStatus.NEAR, StockStatus.EXPIRED):
        found = lines(shop.suite.stock.overview(shop.owner, StockFilter(status=status)))
        assert (found.counts[status], "¥" in found.told) == (None, False), "0.00 is a claim"
        assert found.nothing is not None
        assert "时钟待确认" in found.nothing[0]
        assert ("种" in found.told) == (status is StockStatus.LOW)


def test_a_state_hides_no_other(shop):
    """过期 stood beside 154 kg of a product that was listed for being low; 停售 gave way to all."""
    sku = shop.suite.stock.overview(shop.owner).rows[0]
    much = Held(sku.reorder_point + 9, "2026-01-01")
    old = replace(sku, held=much, expired=much, near=Held(), negative=Held(), active=True)
    assert state_of(old) == ("过期 低库存", "danger")
    assert state_of(replace(old, active=False)) == ("过期 停售", "danger")
    doubted = replace(old, active=False, expired=Held(), unjudged=much)
    assert state_of(doubted) == ("未判断 停售", "warning")
    assert state_of(replace(doubted, unjudged=Held())) == ("停售", "muted")
    assert (
        "只算能卖的"
        in lines(shop.suite.stock.overview(shop.owner, StockFilter(status=StockStatus.LOW))).told
    )


@pytest.mark.parametrize(
    ("key", "status"),
    [
        (Qt.Key.Key_F3, StockStatus.LOW),
        (Qt.Key.Key_F4, StockStatus.NEAR),
        (Qt.Key.Key_F5, StockStatus.EXPIRED),
        (Qt.Key.Key_F6, StockStatus.NEGATIVE),
    ],
)
def test_each_state_is_one_key_away(till, shop, key, status):
    till.press(key)
    till.settle()
    wanted = shop.suite.stock.overview(shop.owner, StockFilter(status=status))
    assert codes(till) == [row.code for row in wanted.rows]
    till.press(Qt.Key.Key_F2)
    till.settle()
    assert len(codes(till)) == 24


def test_what_is_owed_shows_the_date_of_what_is_there(shop):
    sku = shop.suite.stock.overview(shop.owner, StockFilter()).rows[0]
    there = replace(sku, held=Held(3, "2027-05-31"), negative=Held(-1), near=Held())
    shown = {of: Line(there, None, of).expiry for of in (StockStatus.ALL, StockStatus.NEGATIVE)}
    assert set(shown.values()) == {"2027-05-31"}
    assert not Line(there, None, StockStatus.NEAR).soonest


def test_typing_anywhere_searches_names_initials_and_codes(till):
    till.press(Qt.Key.Key_S)
    till.qtbot.waitUntil(till.screen.bar.field.hasFocus)
    search(till, "qh", ["WS0001"])
    till.press(Qt.Key.Key_Escape)
    search(till, "ws0001", ["WS0001"])
    till.press(Qt.Key.Key_Return)
    assert till.screen.table.hasFocus()


def test_a_scanned_barcode_and_a_scale_label_find_their_product(till):
    till.screen.table.setFocus()
    till.scan(FLOWER)
    till.settle()
    assert codes(till) == ["WS0001"]
    till.scan(label(BANANA, 500))
    till.settle()
    assert len(codes(till)) == 1
    assert till.screen.table.rows[0].cells[3].endswith("kg")
    till.scan("6990100100012")
    assert "校验" in till.said


def test_zones_go_round(till, shop):
    zones = shop.suite.catalogue.zones()
    for zone in zones:
        till.press(Qt.Key.Key_F7)
        till.settle()
        assert till.screen.bar.zones.choice == zone.zone_id
        assert len(codes(till)) == 6
    till.press(Qt.Key.Key_F7)
    till.settle()
    assert len(codes(till)) == 24


def test_lots_unfold_below_their_product_and_stay_open(till, shop):
    key = till.screen.table.selected_key
    till.press(Qt.Key.Key_Space)
    till.settle()
    lots = [x for x in shop.suite.stock.lots(shop.owner, key) if x.lot.on_hand]
    below = [row for row in till.screen.table.rows if row.level == 1]
    assert [row.cells[0] for row in below] == [f"批号 {x.lot.lot_no}" for x in lots]
    till.screen.shown()
    till.settle()
    assert len([row for row in till.screen.table.rows if row.level == 1]) == len(lots)
    till.press(Qt.Key.Key_Space)
    till.settle()
    assert not [row for row in till.screen.table.rows if row.level == 1]


def test_the_detail_follows_the_selection(till, shop):
    till.press(Qt.Key.Key_Down)
    till.settle()
    key = till.screen.table.selected_key
    detail = till.screen.detail
    assert len(detail.lots.rows) == len(shop.suite.stock.lots(shop.owner, key))
    assert len(detail.moves.rows) == len(shop.suite.stock.moves(shop.owner, key))


def test_unfolding_another_product_leaves_the_detail_alone(till, shop):
    chosen, *_, other = (row.key for row in till.screen.table.rows)
    lots = shop.suite.stock.lots(shop.owner, chosen)
    numbers = [f"{x.lot.lot_no} {x.lot.terms.word} {x.lot.supplier}".strip() for x in lots]
    till.screen.table.toggle(other)
    till.settle()
    assert till.screen.table.rows[-1].level == 1
    assert till.screen.table.selected_key == chosen
    assert sorted(row.cells[0] for row in till.screen.detail.lots.rows) == sorted(numbers)


def test_two_lots_of_one_printed_number_are_told_apart(till, shop):
    """The same batch from two suppliers on two terms: the number alone says nothing."""
    sku = goods(shop)[0]
    for n, (name, terms) in enumerate((("甲社", "buy_out"), ("乙社", "consignment")), 1):
        supplier = add_supplier(shop, name, terms=[(terms, 0)])
        line = delivery_line(sku, 5, lot_no="ONE")
        receive(shop, line, key=f"k{n}", number=n, supplier_id=supplier)
    till.window.workspace.go("documents")
    till.settle()
    till.window.workspace.go("stock")
    till.settle()
    till.screen.table.select_key(sku.sku_id)
    till.settle()
    told = [row.cells[0] for row in till.screen.detail.lots.rows]
    assert {"ONE 买断 甲社", "ONE 代销 乙社"} <= set(told)


def test_a_sale_moves_the_list_and_opens_from_its_move(till, shop, desk):
    shop.suite.shifts.open_shift(shop.owner, 0, request(901))
    sku = goods(shop)[0]
    done = sell(shop, Basket().add(sku, 2))
    desk.context.announce(done)
    till.settle()
    till.screen.table.select_key(sku.sku_id)
    till.settle()
    first = till.screen.detail.moves.rows[0]
    assert first.cells[1:2] + first.cells[3:] == ("销售", "卖场", "-2")
    till.screen.detail.moves.row_activated.emit(first.key)
    till.settle()
    assert isinstance(till.panel, ReceiptOverlay)
    till.qtbot.waitUntil(lambda: till.panel.pane.has_picture)


def test_a_cashier_sees_no_cost(till, shop):
    money = [x.text() for x in till.screen.findChildren(QLabel) if "批次金额" in x.text()]
    assert money
    till.window.lock()
    till.enter(shop.cashier)
    till.window.workspace.go("stock")
    till.settle()
    assert len(codes(till)) == 24
    assert not [x.text() for x in till.screen.findChildren(QLabel) if "批次金额" in x.text()]


def copied(till):
    till.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    till.settle()
    head, *lines = QApplication.clipboard().text().splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def exported(till):
    till.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    till.settle()
    path = max(Path(till.desk.machine.exports).iterdir())
    head, *rows = load_workbook(path).active.iter_rows(values_only=True)
    path.unlink()
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_costs_leave_with_those_who_may_see_them_alone(till, shop):
    owned = shop.suite.stock.overview(shop.owner).rows
    worth = [row.value_fen() / 100 for row in owned]
    assert any(worth)
    assert [float(line["买断批次金额"]) for line in copied(till)] == worth
    assert [row["买断批次金额"] for row in exported(till)] == worth
    till.window.lock()
    till.enter(shop.cashier)
    till.window.workspace.go("stock")
    till.settle()
    for told in (copied(till), exported(till)):
        assert [row["货号"] for row in told] == [row.code for row in owned]
        assert "买断批次金额" not in told[0]


def test_what_leaves_has_figures_units_and_dates(till, shop):
    listed = {row.code: row for row in shop.suite.stock.overview(shop.owner).rows}
    rows = exported(till)
    assert {row["货号"] for row in rows} == set(listed)
    for row in rows:
        sku = listed[row["货号"]]
        by_weight = sku.sold_by is SoldBy.WEIGHT
        assert row["库存"] == (sku.on_hand / 1000 if by_weight else sku.on_hand)
        assert row["单位"] == ("kg" if by_weight else sku.unit)
        told = row["最近到期"]
        assert (told.date().isoformat() if told else "") == sku.held.expiry
        assert row["展区"] == sku.zone


def test_a_list_without_rows_says_what_to_do(till):
    till.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    search(till, "zzzz", [])
    assert till.screen.table.selected_key is None
    till.press(Qt.Key.Key_F2)
    till.qtbot.waitUntil(lambda: len(codes(till)) == 24)
    assert till.screen.bar.field.text() == ""


def test_columns_sort_and_keep_lots_with_their_product(till):
    till.press(Qt.Key.Key_Space)
    till.settle()
    till.screen.table.horizontalHeader().sectionClicked.emit(3)
    rows = till.screen.table.rows
    amounts = [row.sort[3] for row in rows]
    assert amounts == sorted(amounts)
    at = next(n for n, row in enumerate(rows) if row.level == 1)
    assert rows[at - 1].fold is True


def test_it_fits_the_smallest_window(till):
    assert till.window.size().toTuple() == (1366, 768)
    assert till.screen.minimumSizeHint().width() <= till.screen.width()
    assert till.screen.minimumSizeHint().height() <= till.screen.height()


def test_a_product_is_listed_by_the_lots_in_a_state_and_by_their_worth(till, shop):
    code = a_fresh_code(shop)
    a_lot(shop, code, 71, 3, "2026-06-10", "2.00")
    a_lot(shop, code, 72, 5, "2026-06-15", "4.00")
    for key, status, date in (
        (Qt.Key.Key_F4, StockStatus.NEAR, "2026-06-15"),
        (Qt.Key.Key_F5, StockStatus.EXPIRED, "2026-06-10"),
    ):
        till.press(key)
        till.settle()
        wanted = shop.suite.stock.overview(shop.owner, StockFilter(status=status))
        (row,) = (x for x in till.screen.table.rows if x.cells[1] == code)
        assert "过期 临期" in row.cells
        assert any(cell.startswith(date) for cell in row.cells)
        name = {"near": "临期", "expired": "过期"}[status.value]
        told = f"{name}买断批次金额 {formats.money(wanted.value_fen)}"
        assert any(told in x.text() for x in till.screen.findChildren(QLabel))
        (left,) = (x for x in exported(till) if x["货号"] == code)
        assert (left["临期数量"], left["过期数量"]) == (5, 3)
        assert (left["临期买断批次金额"], left["过期买断批次金额"]) == (20, 6)
