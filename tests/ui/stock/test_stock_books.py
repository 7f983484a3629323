"""库存流水, 追溯 and 估值 over the stock list, by keys alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import text

from showroom.domain import business_day
from showroom.domain.basket import Basket
from showroom.domain.stock import DocumentKind, MoveReason
from showroom.services.stock import ledger as ledger_service
from showroom.services.stock.ledger import LedgerOf, LedgerWanted
from showroom.ui.browse.choice_panel import ListPanel
from showroom.ui.counter.receipt_overlay import ReceiptOverlay
from showroom.ui.look import formats
from showroom.ui.stock.ledger_page import LedgerView
from showroom.ui.stock.ledger_rows import goods_of
from showroom.ui.stock.trace_page import TraceView
from showroom.ui.widgets.calendar_panel import CalendarPanel
from tests.factories import TODAY, request
from tests.services.selling.test_checkout import goods as products
from tests.services.selling.test_checkout import sell
from tests.services.stock.deliveries import (
    FLOOR,
    WAREHOUSE,
    add_supplier,
    delivery_line,
    draft_of,
    receive,
)
from tests.services.stock.leavings import arrived, kept_goods, out_of
from tests.services.stock.moves import arrive
from tests.ui.stock.hand import CONTROL, NUMBER, Key, choose_lot, facts, goods, page, press
from tests.ui.transfers.keeper import add_point

# -- the ledger -------------------------------------------------------------------------------


def test_f8_shows_every_move_between_two_balances(till, shop, line):
    press(till, Key.Key_F8)
    view = page(till, LedgerView)
    told = shop.suite.ledger.page(
        shop.owner, LedgerWanted(LedgerOf(line.sku_id), "2026-05-17", TODAY)
    )
    rows = view.table.rows
    assert (rows[0].key, rows[-1].key) == ("opening", "closing")
    assert [row.key for row in rows[1:-1]] == [m.move_id for m in told.moves]
    assert rows[0].cells[6] == formats.count(told.opening.pieces)
    assert rows[-1].cells[6] == formats.count(told.closing.pieces)
    brought, sold, back, given = (
        next(r.cells for r, m in zip(rows[1:-1], told.moves, strict=True) if m.reason is reason)
        for reason in (MoveReason.RECEIPT, MoveReason.SALE, MoveReason.REFUND, MoveReason.ISSUE)
    )
    assert brought[1:6] == ("收货单 SH-2026-000001", "卖场", NUMBER, "48", "")
    assert sold[1:2] + sold[4:6] == ("销售单 01-000001", "", "3")
    assert back[1:2] + back[4:6] == ("退货 01-000002", "1", "")
    assert given[1:2] + given[4:6] == ("领用单 LY-2026-000001", "", "2")
    people = {row.cells[7] for row in rows[1:-1]}
    assert shop.owner.name in people
    press(till, Key.Key_Escape)
    assert not till.screen.covered
    assert till.screen.table.hasFocus()


def test_lot_place_and_days_narrow_it_by_keys(till, line):
    press(till, Key.Key_F8)
    view = page(till, LedgerView)
    press(till, Key.Key_F4)
    assert isinstance(till.panel, ListPanel)
    assert till.panel.table.select_key(line.lot_id)
    press(till, Key.Key_Return)
    assert {row.cells[3] for row in view.table.rows[1:-1]} == {NUMBER}
    assert [row.cells[6] for row in view.table.rows] == ["0", "48", "45", "46", "44", "44"]
    assert view.action_set["lot"].text() == f"批号 {NUMBER}"
    press(till, Key.Key_F6)
    assert till.panel.table.select_key(FLOOR)
    press(till, Key.Key_Return)
    assert view.narrowed.location_id == FLOOR
    press(till, Key.Key_F7)
    assert view.narrowed.days == "all"
    press(till, Key.Key_F3)
    assert isinstance(till.panel, CalendarPanel)
    press(till, Key.Key_Escape)


def test_it_turns_pages_at_its_ends_and_by_keys(till, line, monkeypatch):
    monkeypatch.setattr(ledger_service, "MAX_PAGE", 2)
    till.screen.books.show_lot_ledger(goods(till), line.lot_id, 0)
    till.settle()
    view = page(till, LedgerView)
    assert [row.cells[1] for row in view.table.rows][::3] == ["承前页", "期末结存"]
    assert view.table.selected_key == view.table.rows[-2].key, "what moved last is in front"
    press(till, Key.Key_PageUp, CONTROL)
    assert [row.cells[1] for row in view.table.rows][::3] == ["期初结存", "过次页"]
    assert not view.action_set["older"].isEnabled()
    press(till, Key.Key_End)
    press(till, Key.Key_Down)
    assert [row.cells[1] for row in view.table.rows][::3] == ["承前页", "期末结存"]
    assert view.table.rows[0].cells[6] == "45"
    assert view.table.selected_key == view.table.rows[1].key
    assert not view.action_set["newer"].isEnabled()
    press(till, Key.Key_Up)
    press(till, Key.Key_Up)
    assert view.table.rows[-1].cells[1] == "过次页"
    assert view.table.selected_key == "closing"
    press(till, Key.Key_PageDown, CONTROL)
    press(till, Key.Key_PageUp, CONTROL)
    assert view.table.rows[0].cells[1] == "期初结存"


@pytest.mark.parametrize(("reason", "kind"), [("销售单", "receipt"), ("领用单", "documents")])
def test_enter_opens_the_document_behind_a_move(till, reason, kind):
    press(till, Key.Key_F8)
    view = page(till, LedgerView)
    row = next(r for r in view.table.rows if r.cells[1].startswith(reason))
    view.table.select_key(row.key)
    press(till, Key.Key_Return)
    if kind == "receipt":
        assert isinstance(till.panel, ReceiptOverlay)
        return
    till.qtbot.waitUntil(lambda: till.screen.name == "documents")
    till.settle()
    assert [r.cells[0] for r in till.screen.table.rows] == [row.cells[1].split()[1]]
    till.window.workspace.go("stock")
    till.settle()
    assert page(till, LedgerView).table.selected_key == row.key, "where one came from"


def test_a_ledger_that_does_not_prove_itself_says_so(till, shop, line):
    wrong = text("UPDATE stock_level SET on_hand = on_hand + 3 WHERE lot_id = :lot")
    shop.books.keep(lambda tx: tx.connection.execute(wrong, {"lot": line.lot_id}))
    press(till, Key.Key_F8)
    view = page(till, LedgerView)
    assert not len(view.table.rows)
    said = [x.text() for x in view.table.findChildren(QLabel) if x.isVisible()]
    assert "进出记录与结存不符，相差 3：请先运行校验，再看账" in said
    assert till.said == ""
    assert not view.action_set["export"].isEnabled()


def test_it_leaves_as_a_workbook_with_every_page(till, shop, line):
    till.screen.books.show_lot_ledger(goods(till), line.lot_id, 0)
    till.settle()
    press(till, Key.Key_E, CONTROL)
    path = max(Path(till.desk.machine.exports).iterdir())
    head, *rows = load_workbook(path).active.iter_rows(values_only=True)
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert [x["结存"] for x in told] == [0, 48, 45, 46, 44, 44]
    assert told[1]["经手人"] == shop.owner.name
    press(till, Key.Key_C, CONTROL)
    assert len(QApplication.clipboard().text().splitlines()) == len(told) + 1


# -- where it leads ---------------------------------------------------------------------------


def test_it_leads_to_documents_and_to_orders_of_the_product(till):
    code = till.screen.detail.line.sku.code
    press(till, Key.Key_D, CONTROL)
    till.qtbot.waitUntil(lambda: till.screen.name == "documents")
    till.settle()
    assert till.screen.bar.field.text() == code
    kinds = {row.cells[1] for row in till.screen.table.rows}
    assert kinds == {"期初单", "收货单", "领用单"}
    till.window.workspace.go("stock")
    till.settle()
    press(till, Key.Key_R, CONTROL)
    till.qtbot.waitUntil(lambda: till.screen.name == "receiving")
    till.settle()
    assert "这个商品现在不用订" in till.said


def test_a_product_that_runs_low_is_chosen_among_the_proposals(till, shop):
    (wanted, *_) = shop.suite.purchasing.proposals(shop.owner)
    till.screen.table.select_key(wanted.sku_id)
    till.settle()
    press(till, Key.Key_R, CONTROL)
    till.qtbot.waitUntil(lambda: till.screen.name == "receiving")
    till.settle()
    page = till.screen.ordering.page
    assert (page.supplier_id, page.table.selected_key) == (wanted.supplier_id, wanted.sku_id)


def test_what_the_floor_needs_of_a_product_is_one_key_away(till, shop):
    sku = kept_goods(shop)
    press(till, Key.Key_T, CONTROL)
    till.qtbot.waitUntil(lambda: till.screen.name == "transfers")
    till.settle()
    assert till.said == f"库房里没有 {sku.name}，到期的不算"
    press(till, Key.Key_Escape)
    known = {"lot_no": "MORE1", "place_id": WAREHOUSE, "cost_fen": 900}
    arrived(shop, sku, 60, key="more", number=960, known=known)
    held = shop.suite.stock.overview(shop.owner).rows
    on_hand = next(row.on_hand for row in held if row.sku_id == sku.sku_id)
    sell(shop, Basket().add(sku, on_hand - 61), number=961)
    assert any(x.sku_id == sku.sku_id for x in shop.suite.replenishment.needed(shop.owner))
    till.window.workspace.go("stock")
    till.settle()
    till.screen.table.select_key(sku.sku_id)
    till.settle()
    press(till, Key.Key_T, CONTROL)
    till.settle()
    page = till.screen.part
    chosen = page.needed[page.table.selected_key]
    assert (chosen.sku_id, chosen.lot_no) == (sku.sku_id, "MORE1")


def test_a_lots_number_of_two_characters_finds_its_product(till, shop):
    """By three and more a part of it does; a shorter one must be the whole number."""
    sku = products(shop)[5]
    arrived(shop, sku, 6, key="x9", number=960, known={"lot_no": "X9"})
    press(till, Key.Key_F, CONTROL)
    till.write("x9")
    till.qtbot.waitUntil(lambda: till.screen.table.selected_key == sku.sku_id)
    assert sku.sku_id in {row.key for row in till.screen.table.rows}


def test_a_moves_row_of_the_detail_opens_a_stock_document_too(till):
    moves = till.screen.detail.moves
    row = next(r for r in moves.rows if r.cells[1] == "领用")
    moves.row_activated.emit(row.key)
    till.settle()
    till.qtbot.waitUntil(lambda: till.screen.name == "documents")
    till.settle()
    assert [r.cells[0] for r in till.screen.table.rows] == ["LY-2026-000001"]


# -- whose it is ------------------------------------------------------------------------------


def other_line(till, line):
    return next(x for x in till.screen.table.records if x.sku.sku_id != line.sku_id)


def test_f8_on_a_lot_below_a_product_is_of_that_product(till, line):
    """The detail stood on another one, and a row below a record was none of it."""
    other = other_line(till, line)
    till.screen.table.toggle(other.sku.sku_id)
    till.settle()
    lot = next(r for r in till.screen.table.rows if r.level)
    till.screen.table.select_key(lot.key)
    till.settle()
    assert till.screen.detail.line.sku.sku_id == other.sku.sku_id
    press(till, Key.Key_F8)
    view = page(till, LedgerView)
    assert other.sku.code in view.facts.text()
    assert view.narrowed.lot_id == lot.key[1]


def test_no_lots_and_moves_of_another_product_stand_below_a_head(till, line):
    detail = till.screen.detail
    assert len(detail.lots.rows)
    with till.stalled():
        till.screen.table.select_key(other_line(till, line).sku.sku_id)
        assert (len(detail.lots.rows), len(detail.moves.rows)) == (0, 0)
        assert not any(
            x.isVisible()
            for t in (detail.lots, detail.moves)
            for x in t.findChildren(QLabel)
            if x.text() in {"没有批次", "还没有出入库"}
        ), "nobody knows yet"
    assert len(detail.lots.rows)
    assert all(row.cells[3] for row in detail.moves.rows), "each move says where"


def test_a_night_is_told_by_its_own_date_and_what_was_taken_back_is_named(till, shop, line):
    """02:22 of the 17th belongs to the business date before it; no row says it was the 16th."""
    sku = till.desk.context.index.by_id[line.sku_id]
    came = receive(shop, delivery_line(sku, 6, lot_no="N1"), key="night", number=962).document
    day = business_day.local(shop.clock.now).replace(hour=2, minute=22) + timedelta(days=1)
    shop.clock.now = int(day.timestamp()) * 1_000_000
    back = shop.suite.documents.reverse
    back(shop.owner, came.document_id, "数错了", request(963))
    press(till, Key.Key_F8)
    view = page(till, LedgerView)
    last = view.table.rows[-2]
    assert view.table.selected_key == last.key
    before = (day - timedelta(days=1)).strftime("%m-%d")
    assert last.cells[0] == f"{day:%Y-%m-%d} 02:22 ({before})"
    assert last.cells[1] == "收货单 冲红 SH-2026-000003"
    assert last.cells[4:6] == ("", "6")
    press(till, Key.Key_Escape)
    till.settle()
    assert till.screen.detail.moves.rows[0].cells[1] == "收货 冲红"


def test_a_ledger_says_nothing_before_it_is_there(till, line):
    press(till, Key.Key_F8)
    view = page(till, LedgerView)
    view.show_ledger(goods_of(other_line(till, line).sku))
    assert not len(view.table.rows)
    assert not [x for x in view.table.findChildren(QLabel) if x.isVisible() and x.text()]
    assert not view.action_set["export"].isEnabled()
    till.settle()
    assert len(view.table.rows)


def test_a_short_number_that_a_code_names_is_found(till, shop, line):
    sku = till.desk.context.index.by_id[line.sku_id]
    arrived(shop, sku, 6, key="a1", number=960, known={"lot_no": "A1"})
    till.scan(f"]d201{sku.barcodes[0]:0>14}10A1")
    till.settle()
    assert page(till, TraceView).name.text().endswith("　批号 A1")


def test_a_transfer_is_no_sum_of_nought(till, shop, line):
    """Out of one place and into another: 调出 0 and 调入 0 told of nothing."""
    head = {"place_id": FLOOR, "to_place_id": WAREHOUSE}
    draft = draft_of(shop, out_of(line, 4, FLOOR), key="t", kind=DocumentKind.TRANSFER, **head)
    shop.suite.transfers.move(shop.stock_keeper, draft.draft_id, draft.revision, request(961))
    choose_lot(till, line)
    press(till, Key.Key_F9)
    told = {row.cells[0]: row.cells[1] for row in page(till, TraceView).sums.rows}
    assert "调拨，换了库位，总数不变" in told
    assert not [word for word in told if word in {"调出", "调入"}]


def test_a_cashier_sees_no_terms(till, shop):
    maker = add_supplier(shop, "代销社", terms=[("consignment", 2_500)])
    came = arrived(shop, products(shop)[2], 4, key="c", number=962, supplier_id=maker)
    till.screen.books.show_trace(came.lot_id)
    till.settle()
    told = facts(page(till, TraceView))
    assert (told["经营方式"], "扣点 25%" in told["合同"]) == ("代销 扣点 25%", True)
    till.window.lock()
    till.enter(shop.cashier)
    till.window.workspace.go("stock")
    till.settle()
    till.screen.books.show_trace(came.lot_id)
    till.settle()
    told = facts(page(till, TraceView))
    assert (told["经营方式"], "合同" in told) == ("代销", False)


def test_a_number_that_was_not_there_is_asked_for_again_when_goods_came(till, shop):
    till.screen.bar.field.take("NEW77")
    till.settle()
    assert not len(till.screen.table.rows)
    new = delivery_line(products(shop)[3], 5, lot_no="NEW77")
    posted = receive(shop, new, key="n", number=963, supplier_id=add_supplier(shop, "新到社"))
    till.desk.context.announce(posted)
    till.settle()
    assert [row.key for row in till.screen.table.rows] == [products(shop)[3].sku_id]


def test_what_is_elsewhere_is_said_and_counted_in_nothing(till, shop, line):
    there = add_point(shop)
    head = {"place_id": FLOOR, "to_place_id": there.location_id}
    draft = draft_of(shop, out_of(line, 4, FLOOR), key="t", kind=DocumentKind.TRANSFER, **head)
    send = shop.suite.transfers.send
    sent = send(shop.stock_keeper, draft.draft_id, draft.revision, request(964))
    till.desk.context.announce(sent)
    till.settle()
    sku = next(x for x in shop.suite.stock.overview(shop.owner).rows if x.sku_id == line.sku_id)
    assert (sku.elsewhere, sku.under_way) == (0, 4)
    labels = [x.text() for x in till.screen.findChildren(QLabel)]
    assert any("在途 4" in text for text in labels)
    assert any("本网点买断批次金额 ¥" in text for text in labels)
    arrive(shop, sent.document)
    sku = next(x for x in shop.suite.stock.overview(shop.owner).rows if x.sku_id == line.sku_id)
    assert (sku.elsewhere, sku.under_way) == (4, 0)
