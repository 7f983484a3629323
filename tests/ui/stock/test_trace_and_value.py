"""追溯 and 估值: a lot both ways, and what the stock is worth on a day."""

from __future__ import annotations

import io
import re
from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtWidgets import QLabel, QPushButton
from sqlalchemy import event

from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.domain.ids import RequestId
from showroom.domain.stock import DocumentKind, MoveReason
from showroom.printing.render.xlsx_report import table_xlsx
from showroom.services.books.changes import Changes
from showroom.services.stock.valuation import GroupBy
from showroom.ui.browse.choice_panel import ListPanel
from showroom.ui.counter.receipt_overlay import ReceiptOverlay
from showroom.ui.look import formats
from showroom.ui.stock.ledger_page import LedgerView
from showroom.ui.stock.trace_page import TraceView
from showroom.ui.stock.trace_rows import FACES, Part
from showroom.ui.stock.value_page import BASIS, ValueView
from showroom.ui.widgets.calendar_panel import Days
from showroom.ui.widgets.pdf_overlay import PdfOverlay
from tests.factories import TODAY
from tests.printing.test_reports import text_of
from tests.services.selling.test_checkout import goods as products
from tests.services.stock.deliveries import (
    FLOOR,
    WAREHOUSE,
)
from tests.services.stock.leavings import arrived, out_of, take_out
from tests.services.stock.test_attachments import picture
from tests.ui.stock.hand import CONTROL, NUMBER, Key, choose_lot, facts, page, press

GIVEN = {"reason": "gift", "asked_by": "李主任"}
# -- tracing ----------------------------------------------------------------------------------


def test_f9_goes_back_to_the_supplier_and_on_to_what_is_left(till, line):
    choose_lot(till, line)
    press(till, Key.Key_F9)
    view = page(till, TraceView)
    told = facts(view)
    assert told["单据"] == "收货单 SH-2026-000001"
    assert told["供应商"] == "溯源茶业"
    assert told["收进"].startswith("48 ")
    assert (told["合格证明"], told["对方单号"], told["到期日"]) == ("QS-77", "SF-1", "2026-07-31")
    assert told["批次成本"] == "10.00"
    assert told["合同"].startswith("HT-")
    amounts = {row.cells[0]: row.cells[1].split()[0] for row in view.sums.rows}
    assert amounts == {
        "收货": "+48",
        "销售": "-3",
        "退货": "+1",
        "领用": "-2",
        "进出合计，也就是现存": "44",
        "现存 · 卖场": "44",
    }


def test_each_part_lists_its_moves_and_each_opens_its_document(till, line):
    choose_lot(till, line)
    press(till, Key.Key_F9)
    view = page(till, TraceView)
    seen = {}
    for face in FACES[1:]:
        press(till, Key.Key_F6)
        seen[face.key] = [row.cells[1] for row in view.fate.rows]
    assert seen == {
        Part.SALES: ["销售单 01-000001"],
        Part.REFUNDS: ["退货 01-000002"],
        Part.ISSUES: ["领用单 LY-2026-000001"],
        Part.TRANSFERS: [],
    }
    press(till, Key.Key_F6)
    view.sums.select_key(MoveReason.SALE)
    press(till, Key.Key_Return)
    assert view.parts.choice is Part.SALES
    press(till, Key.Key_Return)
    assert isinstance(till.panel, ReceiptOverlay)


def test_its_supplier_its_receipt_and_its_ledger_are_one_key_away(till, line):
    choose_lot(till, line)
    press(till, Key.Key_F9)
    view = page(till, TraceView)
    press(till, Key.Key_F8)
    assert page(till, LedgerView).narrowed.lot_id == line.lot_id
    press(till, Key.Key_End)
    press(till, Key.Key_Up)
    press(till, Key.Key_F9)
    assert page(till, TraceView) is view
    press(till, Key.Key_Escape)
    assert not till.screen.covered
    press(till, Key.Key_F9)
    view.origin.setFocus()
    view.origin.select_key("supplier")
    press(till, Key.Key_Return)
    till.qtbot.waitUntil(lambda: till.screen.name == "suppliers")
    till.settle()
    assert till.screen.table.chosen.supplier.content.name == "溯源茶业"
    till.window.workspace.go("stock")
    till.settle()
    view.origin.select_key("document")
    view.origin.setFocus()
    press(till, Key.Key_Return)
    till.qtbot.waitUntil(lambda: till.screen.name == "documents")
    till.settle()
    assert [r.cells[0] for r in till.screen.table.rows] == ["SH-2026-000001"]


def test_papers_of_its_receipt_hang_there(till, shop, line):
    draft = shop.suite.tracing.trace(shop.owner, line.lot_id).origin.draft_id
    owner, add = Owner(OwnerKind.DRAFT, draft), shop.suite.attachments.add
    add(shop.stock_keeper, owner, "检验报告.png", picture(colour=3), RequestId("paper"))
    choose_lot(till, line)
    press(till, Key.Key_F9)
    view = page(till, TraceView)
    till.qtbot.waitUntil(lambda: [f.title for f in view.strip.files] == ["检验报告.png"])
    assert not view.strip.takes_files


def test_a_lot_is_found_by_its_number_typed_or_scanned(till, line):
    press(till, Key.Key_F, CONTROL)
    till.write(NUMBER[:6].lower())
    till.qtbot.waitUntil(lambda: till.screen.table.selected_key == line.sku_id)
    till.qtbot.waitUntil(lambda: len(till.screen.table.rows) == 1)
    till.settle()
    assert till.screen.detail.lot_id == line.lot_id
    assert "批号" in till.screen.bar.field.placeholderText()
    barcode = till.desk.context.index.by_id[line.sku_id].barcodes[0]
    till.scan(f"]d201{barcode:0>14}10{NUMBER}")
    till.settle()
    assert facts(page(till, TraceView))["单据"] == "收货单 SH-2026-000001"
    press(till, Key.Key_Escape)
    till.scan(f"]d201{barcode:0>14}10NONE99")
    till.settle()
    assert not till.screen.covered
    assert "没有批号 NONE99" in till.said


def test_of_a_number_that_came_twice_one_is_chosen(till, shop, line):
    known = {"lot_no": NUMBER, "place_id": WAREHOUSE, "cost_fen": 900}
    sku = till.desk.context.index.by_id[line.sku_id]
    other = arrived(shop, sku, 6, key="again", number=950, known=known)
    arrived(shop, products(shop)[1], 6, key="alike", number=951, known=known)  # another product's
    till.scan(f"]d201{sku.barcodes[0]:0>14}10{NUMBER}")
    till.settle()
    assert isinstance(till.panel, ListPanel)
    assert {row.key for row in till.panel.table.rows} == {line.lot_id, other.lot_id}
    till.panel.table.select_key(other.lot_id)
    press(till, Key.Key_Return)
    assert facts(page(till, TraceView))["收进"].startswith("6 ")


def test_a_cashier_traces_without_costs_and_values_nothing(till, shop, line):
    till.window.lock()
    till.enter(shop.cashier)
    till.window.workspace.go("stock")
    till.settle()
    till.screen.table.select_key(line.sku_id)
    till.settle()
    choose_lot(till, line)
    press(till, Key.Key_F10)
    assert not till.screen.covered
    press(till, Key.Key_F9)
    told = facts(page(till, TraceView))
    assert "批次成本" not in told
    assert told["供应商"] == "溯源茶业"


def test_a_trace_leaves_as_pages_and_as_a_workbook(till, shop, line):
    """A recall goes to the 市场监管局 on paper: whom it came from, whom it went to."""
    choose_lot(till, line)
    press(till, Key.Key_F9)
    view = page(till, TraceView)
    origin = facts(view)
    told = pages_kept(till, "批次追溯")
    for part in (NUMBER, origin["供应商"], origin["单据"], "现存", "演示数据", "审核："):
        assert joined(part) in joined(told)
    press(till, Key.Key_E, CONTROL)
    till.settle()
    (made,) = Path(till.desk.context.machine.exports).glob("批次追溯*.xlsx")
    cells = [cell for row in load_workbook(made).active.values for cell in row]
    assert {NUMBER, origin["供应商"], "单号", "现存"} <= set(cells)
    fate = shop.suite.tracing.trace(shop.owner, line.lot_id).fate
    numbers = [m.number for m in (*fate.sales, *fate.issues)]
    assert numbers
    assert all(n in cells and n in joined(told) for n in numbers)


def test_a_valuation_leaves_as_pages(till, shop):
    press(till, Key.Key_F10)
    view = page(till, ValueView)
    value = shop.suite.valuation.at(shop.owner)
    press(till, Key.Key_F6)
    told = pages_kept(till, "库存估值")
    for group in value.grouped(view.grouping):
        assert joined(group.name) in joined(told)
    assert formats.figure(value.value_fen) in told
    assert "移动加权平均" in joined(told)
    for name, fen in (*value.proof, ("库存金额", value.value_fen)):
        assert joined(name + formats.figure(fen)) in joined(told), "how it comes to that"


def test_what_leaves_of_a_valuation_is_called_after_what_is_seen(till):
    """The pages were called 12_42, and workbooks differed by their seconds."""
    press(till, Key.Key_F10)
    day = till.desk.context.services.reports.today()
    for by in ("展区", "县", "供应商", "商品"):
        press(till, Key.Key_F10)
        till.settle()
        assert till.panel.title.text() == f"库存估值 按{by} {day}"
        press(till, Key.Key_Escape)
        press(till, Key.Key_E, CONTROL)
        till.settle()
        (made,) = Path(till.desk.context.machine.exports).glob(f"库存估值（演示） 按{by} {day}*")
        assert made.name.count(day) == 1
        press(till, Key.Key_F6)


def pages_kept(till, title):
    """What the pages say that F10 shows and that are saved among the exports."""
    press(till, Key.Key_F10)
    till.settle()
    assert isinstance(till.panel, PdfOverlay)
    save = next(b for b in till.panel.findChildren(QPushButton) if b.text().startswith("保存"))
    while not save.hasFocus():
        press(till, Key.Key_Tab)
    press(till, Key.Key_Return)
    till.settle()
    (made,) = Path(till.desk.context.machine.exports).glob(f"{title}*（演示）.pdf")
    press(till, Key.Key_Escape)
    return text_of(made.read_bytes())


def joined(told):
    return "".join(told.split())


# -- valuation --------------------------------------------------------------------------------


def test_f10_values_by_every_group_and_all_of_them_come_to_one_sum(till, shop):
    value = shop.suite.valuation.at(shop.owner)
    press(till, Key.Key_F10)
    view = page(till, ValueView)
    said = [x.text() for x in view.findChildren(QLabel)]
    told = "截至 2026年6月15日 周一 (次日 )?[0-9]{2}:[0-9]{2}　全店，含各网点和在途；移动加权平均"
    assert any(re.match(told, text) and "各批次按自己的成本" in text for text in said)
    for by in GroupBy:
        assert view.grouping is by
        rows = view.table.rows
        assert [r.cells[0] for r in rows] == [*(g.name for g in value.grouped(by)), "合计"]
        assert rows[-1].cells[-1] == formats.figure(value.value_fen)
        press(till, Key.Key_F6)
    assert f"库存金额 {formats.money(value.value_fen)}" in said
    assert value.arrived_fen - value.left_fen - value.adjusted_fen == value.value_fen, (
        "what stands below is the proof"
    )


def test_a_past_day_is_chosen_and_leaves_as_a_workbook(till, shop):
    press(till, Key.Key_F10)
    view = page(till, ValueView)
    press(till, Key.Key_F3)
    till.panel.chosen.emit("2026-06-01")
    till.panel.close_panel()
    till.settle()
    past = shop.suite.valuation.at(shop.owner, "2026-06-01")
    assert any("2026年6月1日 周一 日终" in x.text() for x in view.findChildren(QLabel))
    assert not past.goods
    assert not len(view.table.rows), "the demo shop's goods came in today"
    press(till, Key.Key_Escape)
    press(till, Key.Key_F10)
    assert len(view.table.rows), "who comes back sees today"
    press(till, Key.Key_F3)
    till.panel.chosen.emit(TODAY)
    till.panel.close_panel()
    till.settle()
    press(till, Key.Key_E, CONTROL)
    path = max(Path(till.desk.machine.exports).iterdir())
    assert path.name.startswith("库存估值（演示） 按展区 2026-06-15")
    rows = load_workbook(path).active.iter_rows(values_only=True)
    (total,) = (row for row in rows if row[0] == "合计")
    assert total[-1] == shop.suite.valuation.at(shop.owner).value_fen / 100


def statements(shop):
    """What the books are asked from now on."""
    told = []

    def listen(connection, *_rest):
        connection.set_trace_callback(told.append)

    event.listen(shop.books.database.engine, "checkout", listen)
    return told


def test_what_stands_is_not_valued_again_by_each_sale_but_says_that_it_moved(till, shop, line):
    """An open page went through all moves of the shop at every change of the books."""
    press(till, Key.Key_F10)
    view = page(till, ValueView)
    before, told = [row.cells for row in view.table.rows], statements(shop)
    assert not view.moved_on
    take_out(
        shop, "issues", DocumentKind.ISSUE, out_of(line, 2, FLOOR), key="v", number=31, **GIVEN
    )
    till.desk.context.changed.emit(Changes(stock=True))
    till.settle()
    assert view.moved_on
    assert [row.cells for row in view.table.rows] == before
    whole = [sql for sql in told if sql.startswith("SELECT stock_move.business_date")]
    assert whole == []
    press(till, Key.Key_F5)
    assert not view.moved_on
    assert [row.cells for row in view.table.rows] != before
    assert any(sql.startswith("SELECT stock_move.business_date") for sql in told)


def test_who_comes_back_to_a_value_finds_it_as_it_was_left(till, shop, line):
    press(till, Key.Key_F10)
    view, told = page(till, ValueView), statements(shop)
    for screen in ("documents", "stock"):
        till.window.workspace.go(screen)
        till.settle()
    assert page(till, ValueView) is view
    assert not view.moved_on
    assert not any(sql.startswith("SELECT stock_move.business_date") for sql in told)
    take_out(
        shop, "issues", DocumentKind.ISSUE, out_of(line, 1, FLOOR), key="w", number=32, **GIVEN
    )
    for screen in ("documents", "stock"):
        till.window.workspace.go(screen)
        till.settle()
    assert view.moved_on, "another till moves goods too"


def test_a_day_is_typed_as_everywhere(till):
    """Eight figures were taken for a scan, and only arrows chose a day."""
    press(till, Key.Key_F10)
    view = page(till, ValueView)
    press(till, Key.Key_F3)
    till.write("20260601")
    press(till, Key.Key_Return)
    assert till.panel is None
    assert any("2026年6月1日 周一 日终" in x.text() for x in view.findChildren(QLabel))
    press(till, Key.Key_F3)
    till.write("20261110")
    press(till, Key.Key_Return)
    assert till.said == "2026-11-10：还没有到这一天"
    press(till, Key.Key_Escape)
    press(till, Key.Key_F3)
    press(till, Key.Key_Left)
    calendar = till.window.findChild(Days)
    assert calendar.isAncestorOf(till.window.focusWidget())
    till.write("20260602")
    press(till, Key.Key_Return)
    assert any("2026年6月2日 周二 日终" in x.text() for x in view.findChildren(QLabel))


def test_the_workbook_says_what_it_is_of_which_day_and_how(till):
    """By supplier it had neither title nor date nor method."""
    press(till, Key.Key_F10)
    view = page(till, ValueView)
    for by in GroupBy:
        assert view.grouping is by
        sheet, given = view.sheet()
        first, second, third, *_ = table_rows(sheet(*given))
        assert first[0].startswith(f"库存估值（演示） 按{by.word} 2026-06-15")
        assert second[1].startswith("截至 2026-06-15 ")
        assert second[1].endswith(f"按{by.word}")
        assert third[:2] == ("口径", BASIS)
        press(till, Key.Key_F6)


def table_rows(sheet):
    return list(load_workbook(io.BytesIO(table_xlsx(sheet))).active.iter_rows(values_only=True))
