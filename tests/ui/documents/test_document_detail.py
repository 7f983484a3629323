"""The chosen document: its lines, its papers, its 冲红, and who may see what of it."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from showroom.db.reads.documents import DocumentRow
from showroom.domain.document import StockSlip
from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.reasons import Difference
from showroom.domain.figures import NOTHING
from showroom.domain.ids import DocumentId, LocationId
from showroom.domain.printer import PrinterSettings
from showroom.domain.slip_kind import SlipKind
from showroom.domain.stock import DocumentKind
from showroom.printing.documents import lay_out
from showroom.printing.pdf.stock_sheet import stock_pdf
from showroom.printing.render.plain_text import page_text
from showroom.services.stock.documents import DocumentDetail
from showroom.ui.browse.choice_panel import ListPanel
from showroom.ui.documents.reverse_panel import ReversePanel
from showroom.ui.documents.rows import line_rows, of_document
from showroom.ui.shell import registry
from showroom.ui.widgets.chip import Chip
from showroom.ui.widgets.elided_label import WrappedLabel
from showroom.ui.widgets.pdf_overlay import PdfOverlay
from tests.factories import request
from tests.printing import samples
from tests.printing.test_reports import text_of
from tests.services.goods.spreadsheets import product, table
from tests.services.goods.test_imports import OPENING as LOT
from tests.services.goods.test_imports import bring_in
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import FLOOR, add_supplier, draft_of
from tests.services.stock.leavings import arrived, kept_goods, out_of, take_out
from tests.services.stock.moves import arrive, send
from tests.ui.documents.books import SUPPLIER, taken_back
from tests.ui.documents.hand import buttons, cell, choose, jobs, search, shown, titles
from tests.ui.fits.ruler import misfits
from tests.ui.second_person import elsewhere

CONTROL = Qt.KeyboardModifier.ControlModifier


# -- the chosen one ---------------------------------------------------------------------------


def test_the_detail_tells_lines_witness_and_what_belongs_together(till, posted):
    kept, wrong, back = posted
    choose(till, kept)
    detail = till.screen.detail
    names = [row.cells for row in detail.lines.rows]
    assert names[0][1:] == ("24 罐", "684.00")
    assert "20260601A" in names[1][0]
    assert names[1][1] == "应为 25"
    told = " ".join(x.text() for x in detail.findChildren(type(detail._number)))  # noqa: SLF001
    for part in ("日志 01-", "库存流水 2 笔", SUPPLIER, "SF1390-22817", "仓库", "第二车"):
        assert part in told
    choose(till, wrong)
    assert f"冲红单 {back.number}" in buttons(till)
    link = next(b for b in detail.findChildren(QPushButton) if back.number in b.text())
    link.click()
    till.settle()
    assert titles(till) == [back.number]
    assert f"冲红了 {wrong.number}" in buttons(till)


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_who_said_yes_to_what_is_read_whole(till, posted, shop, size):
    """On one line the product's name went, and two goods could not be told apart."""
    kept, *_ = posted
    till.window.resize(*size)
    choose(till, kept)
    approved = "林店长：余期不足收货 文山三七花 20 瓶、苗家腊肉 5 袋"
    found = shop.suite.documents.detail(shop.owner, kept.document_id)
    card = till.screen.detail
    card.show_detail(replace(found, document=replace(found.document, approved_by=approved)))
    till.settle()
    (fact,) = card.findChildren(WrappedLabel)
    assert (fact.drawn, fact.elided) == (f"授权人 {approved}", False)
    lines = len(fact.lines(fact.contentsRect().width()))
    assert fact.height() >= lines * fact.fontMetrics().lineSpacing()
    assert (lines > 1) == (size[0] == 1024)
    assert misfits(till.window) == []
    card.show_detail(found)
    till.settle()
    assert not fact.isVisible()


def test_of_many_that_belong_together_the_rest_is_counted_and_can_be_reached(till, shop):
    """An order of many deliveries, a file of many suppliers: the fifth was cut off unseen."""
    names = [f"第{n}社" for n in range(7)]
    for name in names:
        add_supplier(shop, name)
    lots = [product() | LOT | {"批号": f"B{n}", "供应商": name} for n, name in enumerate(names)]
    bring_in(shop, table(*lots), 77)
    till.window.workspace.go("stock")
    till.window.workspace.go("documents")
    till.settle()
    newest = next(title for title in titles(till) if title.startswith("QC"))
    serial = int(newest[-6:])
    numbers = [f"{newest[:-6]}{n:06}" for n in range(serial - 6, serial + 1)]
    search(till, numbers[0], [numbers[0]])
    seen = [text for text in buttons(till) if "相关" in text]
    assert seen == [*(f"相关 {number}" for number in numbers[1:4]), "另有 3 张相关的"]
    more = next(b for b in till.screen.detail.findChildren(QPushButton) if "另有" in b.text())
    more.click()
    assert isinstance(till.panel, ListPanel)
    assert [row.cells for row in till.panel.table.rows] == [("相关", n) for n in numbers[1:]]
    till.panel.table.select_key(numbers[-1])
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert titles(till) == [numbers[-1]]
    assert f"相关 {numbers[0]}" in buttons(till)


def test_a_draft_shows_what_it_holds_and_other_buttons(till):
    till.screen.table.select_key("mine")
    till.settle()
    told = [row.cells[1] for row in till.screen.detail.lines.rows]
    assert told == ["24 罐", "2027-05-31", "24 盒", "2027-05-31"]
    assert set(buttons(till)) == {"接着做  F4", "作废  Del"}


def test_a_draft_is_thrown_away_once_somebody_says_so(till, shop):
    till.screen.table.select_key("mine")
    till.settle()
    till.screen.table.setFocus()
    till.press(Qt.Key.Key_Delete)
    assert "作废" in till.panel.title.text()
    till.press(Qt.Key.Key_Escape)
    assert len(shop.suite.drafts.listed(shop.owner)) == 2
    till.press(Qt.Key.Key_Delete)
    next(b for b in till.panel.findChildren(QPushButton) if b.text() == "作废").click()
    till.settle()
    assert [d.draft_id for d in shop.suite.drafts.listed(shop.owner)] == ["moved"]
    assert "mine" not in [row.key for row in till.screen.table.rows]
    assert till.said == "草稿已作废"


def test_a_draft_that_grew_meanwhile_is_not_thrown_away_but_read_again(till, shop):
    till.screen.table.select_key("mine")
    till.settle()
    till.screen.table.setFocus()
    till.press(Qt.Key.Key_Delete)
    elsewhere(shop, "add", "mine", quantity=8)
    next(b for b in till.panel.findChildren(QPushButton) if b.text() == "作废").click()
    till.settle()
    assert till.said == f"{shop.owner.name} 刚改过这张单据：请再看一遍"
    assert len(shop.suite.drafts.open(shop.owner, "mine").lines) == 3
    till.screen.table.select_key("mine")
    assert till.screen.table.chosen.lines == 3


def test_enter_on_a_draft_goes_on_with_it_where_it_is_made(till):
    till.screen.table.select_key("mine")
    till.settle()
    till.screen.table.setFocus()
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert till.screen.name == "receiving"
    assert till.screen.model.draft.draft_id == "mine"


def test_every_kind_of_draft_has_one_page_at_most():
    kinds = [kind for entry in registry.SCREENS for kind in entry.drafts]
    assert len(kinds) == len(set(kinds))
    assert registry.goes_on_with(DocumentKind.OPENING).name == "receiving"


def test_a_draft_without_a_page_says_so(till, monkeypatch):
    monkeypatch.setattr("showroom.ui.shell.workspace.goes_on_with", lambda _kind: None)
    till.screen.table.select_key("moved")
    till.settle()
    till.press(Qt.Key.Key_F4)
    assert till.said == "调拨单还没有自己的一页，这张草稿只能在这里看和作废"


def test_a_document_is_taken_back_for_a_reason(till, posted, shop):
    kept, *_ = posted
    choose(till, kept)
    till.press(Qt.Key.Key_F8)
    till.settle()
    assert isinstance(till.panel, ReversePanel)
    told = [
        f"{kept.lines[0].lot_no} {kept.supplier[:7]}…",
        kept.lines[1].lot_no,
    ]  # the first has a twin
    lines = [
        (x.name, lot, x.place, f"-{x.quantity} {x.unit}")
        for x, lot in zip(kept.lines, told, strict=True)
    ]
    assert [row.cells for row in till.panel.goes.rows] == lines, "what goes is seen before"
    till.press(Qt.Key.Key_Return)
    assert isinstance(till.panel, ReversePanel), "nothing follows without a reason"
    next(b for b in till.panel.findChildren(QPushButton) if b.text() == "录错商品").click()
    till.press(Qt.Key.Key_Return)
    till.settle()
    (row, *_) = shop.suite.documents.listed(shop.owner).rows
    assert (row.reverses, row.reason) == (kept.document_id, "录错商品")
    first = kept.lines[0]
    assert "SH-2026-000004" in till.said
    assert f"{first.name} {first.place} -{first.quantity} {first.unit}" in till.said
    assert cell(till, kept.number, "状态") == "已冲红"
    choose(till, kept)


@pytest.mark.parametrize("read_yet", [True, False])
def test_what_was_lost_on_the_way_is_found_where_somebody_says(till, shop, read_yet):
    """Its write-off sent whoever found it to a receipt that could not go back."""
    sku = kept_goods(shop)
    lot_id = arrived(shop, sku, 6, "lost", 490).lot_id
    sent = send(shop, sku, [(lot_id, 6)], to=FLOOR).document
    received = arrive(shop, sent, {1: 5}, {1: Difference.LOST})
    (loss,) = received.brought
    till.screen.open_part(received.document.number)
    till.settle()
    came, missed = (r.cells for r in till.screen.detail.lines.rows if isinstance(r.key, int))
    assert came[1] == f"5 {sku.unit}"
    assert missed[1:] == (f"短 1 {sku.unit}", NOTHING), "not one that came and cost 0.00"
    till.screen.open_part(loss.number)
    till.settle()
    assert any(f"调拨单 {sent.number}" in x.text() for x in till.screen.detail.findChildren(QLabel))
    if not read_yet:
        till.screen._known = None  # noqa: SLF001 (F8 was faster than the books)
    till.press(Qt.Key.Key_F8)
    till.settle()
    panel = till.panel
    assert isinstance(panel, ReversePanel)
    assert [row.cells[2:] for row in panel.goes.rows] == [("卖场", "+1 罐")]
    (at_source,) = (c for c in panel.findChildren(Chip) if c.text() == "仓库")
    at_source.click()
    till.settle()
    assert [row.cells[2:] for row in panel.goes.rows] == [("仓库", "+1 罐")]
    panel.field.setText("还在仓库")
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert "仓库 +1 罐" in till.said
    assert shop.suite.documents.find(shop.owner, "DS-2026-000002").lines[0].place == "仓库"


def test_what_cannot_be_taken_back_is_refused_in_the_strip(till, posted, shop):
    kept, *_ = posted
    choose(till, kept)
    till.press(Qt.Key.Key_F8)
    till.settle()
    shop.suite.documents.reverse(shop.owner, kept.document_id, "别人先冲的", request(920))
    till.panel.field.setText("我也冲")
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert till.said == "这张单据已由 SH-2026-000004 冲红"


def test_what_lies_at_another_place_is_named_before_it_goes(till, posted, shop):
    """Goods of a delivery go back from wherever they are: nobody may be surprised by it."""
    kept, *_ = posted
    line = kept.lines[0]
    sku = till.desk.context.index.by_id[line.sku_id]
    send(shop, sku, [(line.lot_id, 5)], to=FLOOR, step="move")
    choose(till, kept)
    till.press(Qt.Key.Key_F8)
    till.settle()
    told = [row.cells[2:] for row in till.panel.goes.rows if row.cells[1].startswith(line.lot_no)]
    assert [quantity for _, quantity in told] == [f"-19 {line.unit}", f"-5 {line.unit}"]
    assert len({place for place, _ in told}) == 2


def test_a_delivery_that_cannot_be_taken_back_is_refused_before_anybody_writes_why(
    till, posted, shop
):
    kept, *_ = posted
    choose(till, kept)
    shop.suite.documents.reverse(shop.owner, kept.document_id, "别人先冲的", request(920))
    till.press(Qt.Key.Key_F8)
    till.settle()
    assert till.panel is None
    assert till.said == "这张单据已由 SH-2026-000004 冲红"


def test_what_is_said_of_a_line_and_its_place_stand_in_the_detail():
    lost = samples.stock_line(2, quantity=1, remark="途中短少", place_id=9, place="在途")
    refused = samples.stock_line(3, quantity=0, lot_id=0, refused=15, remark="已到期")
    document = samples.stock_document(lines=(samples.stock_line(), lost, refused))
    told = {row.key: row.cells[0] for row in line_rows(DocumentDetail(document, "", "", (), 1, 3))}
    assert told[("said", 2)] == "途中短少　在途"
    assert told[("said", 3)].startswith(f"拒收 15 {refused.unit}：已到期")
    paper = page_text(lay_out(replace(samples.DELIVERY, document=document), 48))
    sheet = "".join(text_of(stock_pdf(replace(samples.DELIVERY, document=document))).split())
    for part in ("途中短少", "库位 在途", f"拒收 15 {refused.unit}：已到期"):
        assert part in paper
        assert "".join(part.split()) in sheet


@pytest.mark.parametrize("wide", [1024, 1366])
def test_a_name_is_read_beside_an_agreed_price_and_what_is_missing(till, shop, wide):
    """Ordered at 20, came at 35, taken back: of the name half a character was left."""
    order, posted, back = taken_back(shop)
    till.window.resize(wide, 768)
    for document in (order, posted, back):
        till.screen.read()
        till.settle()
        choose(till, document)
        table = till.screen.detail.lines
        assert table.columnWidth(0) >= 7 * table.fontMetrics().horizontalAdvance("茶"), document
        assert misfits(till.window) == []
    found = shop.suite.documents.detail(shop.owner, posted.document_id)
    told = [row.cells for row in line_rows(found)]
    assert told[1][2] == "35.00"
    assert told[3] == ("订价 20.00", "", "")


def test_neither_a_reversal_nor_what_was_reversed_can_be_taken_back_and_f8_says_why(till, posted):
    """The button was grey, and its key did nothing and said nothing."""
    _, wrong, back = posted
    why = {
        wrong: f"这张单据已由 {back.number} 冲红",
        back: f"{back.number} 本身是冲红单，不能再冲红：请重新做一张",
    }
    for document, said in why.items():
        choose(till, document)
        till.press(Qt.Key.Key_F8)
        assert till.panel is None
        till.settle()
        assert till.said == said


def test_what_a_reversal_leaves_is_not_to_be_entered_again(till, posted, shop):
    """Who typed the whole delivery note again had what was used twice in the books."""
    kept, *_ = posted
    line = kept.lines[0]
    told = {"reason": "event", "asked_by": "李主任"}
    take_out(shop, "issues", DocumentKind.ISSUE, out_of(line, 4), **told)
    choose(till, kept)
    till.press(Qt.Key.Key_F8)
    till.settle()
    assert any("补录时要少录卖掉的" in x.text() for x in till.panel.findChildren(QLabel))
    till.panel.field.setText("录错了")
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert till.said.endswith(f"；没有冲回 {line.name} 4 {line.unit}，补录时要少录这些")


# -- paper ------------------------------------------------------------------------------------


def test_the_first_slip_is_the_original_and_the_button_then_says_copy(till, posted, shop):
    kept, *_ = posted
    choose(till, kept)
    assert "打印  F9" in buttons(till)
    till.press(Qt.Key.Key_F9)
    till.settle()
    assert "重打  F9" in buttons(till)
    till.press(Qt.Key.Key_P, CONTROL)
    till.settle()
    assert [slip.copy_no for slip in jobs(shop, SlipKind.STOCK_SLIP)] == [0, 1]


def test_the_pages_are_shown_saved_and_sent_to_the_printer_for_reports(
    till, posted, shop, tmp_path
):
    kept, *_ = posted
    a4 = PrinterSettings(name="办公室", role="report", connection="file", address=str(tmp_path))
    shop.suite.settings.change(shop.owner, {"printers": (a4,)})
    choose(till, kept)
    till.press(Qt.Key.Key_F10)
    till.settle()
    assert isinstance(till.panel, PdfOverlay)
    till.panel.save()
    till.settle()
    (path,) = Path(till.desk.machine.exports).iterdir()
    assert path.name == f"收货单-{kept.number}（演示）.pdf"
    assert path.read_bytes().startswith(b"%PDF")
    next(b for b in till.panel.findChildren(QPushButton) if "送到 办公室" in b.text()).click()
    till.settle()
    (slip,) = jobs(shop, SlipKind.STOCK_SHEET)
    assert isinstance(slip, StockSlip)
    assert (slip.copy_no, slip.document.document_id) == (0, kept.document_id)


# -- who may see what -------------------------------------------------------------------------


def test_a_cashier_sees_quantities_and_no_money_anywhere(till, posted, shop):
    kept, *_ = posted
    choose(till, kept)
    assert "买断金额 ¥1,278.00" in shown(till)
    till.window.lock()
    till.enter(shop.cashier)
    till.window.workspace.go("documents")
    till.settle()
    assert "买断金额" not in [column.title for column in till.screen.table.columns]
    assert [row.cells[-1] for row in till.screen.table.rows].count("草稿") == 0
    choose(till, kept)
    detail = till.screen.detail
    assert not any("金额" in text for text in shown(till))
    assert [c.title for c in detail.lines.columns] == ["品名 批号", "数量 到期"]
    assert detail.lines.rows[0].cells[1] == "24 罐"
    assert not any("684" in text for row in detail.lines.rows for text in row.cells)
    assert "冲红  F8" not in buttons(till)
    till.press(Qt.Key.Key_F9)
    till.settle()
    (slip,) = jobs(shop, SlipKind.STOCK_SLIP)
    assert slip.document.amount_fen == 0
    till.press(Qt.Key.Key_E, CONTROL)
    till.settle()
    (path,) = Path(till.desk.machine.exports).iterdir()
    assert "买断金额" not in [c.value for c in next(load_workbook(path).active.iter_rows())]


def test_the_list_leaves_as_a_workbook_with_figures(till, posted):
    kept, _, back = posted
    till.press(Qt.Key.Key_E, CONTROL)
    till.settle()
    (path,) = Path(till.desk.machine.exports).iterdir()
    head, *rows = load_workbook(path).active.iter_rows(values_only=True)
    told = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert told[kept.number]["买断金额"] == 1278
    assert told[back.number]["买断金额"] < 0
    assert told[back.number]["种类"] == "收货单 冲红"
    assert told[kept.number]["对方单号"] == "SF1390-22817"


def test_a_transfer_on_its_way_says_so():
    none, other = DocumentId(0), DocumentId(10)
    sent = DocumentRow(
        *(DocumentId(9), DocumentKind.TRANSFER, 2026, 1, 0, "2026-06-15", "老王", "仓库", "卖场"),
        *("", "", "", 2, 0, ""),
        *(LocationId(2), LocationId(1)),
        *(none, none, none),
    )
    entry = of_document(sent)
    assert (entry.state, entry.place) == ("在途", "仓库 → 卖场")
    assert of_document(replace(sent, received_by=other)).state == "已过账"
    assert of_document(replace(sent, received_by=other, short=True)).state == "短收"
    assert of_document(replace(sent, reversed_by=other)).state == "已冲红"
    assert of_document(replace(sent, reversed_by=other, stays=True)).state == "部分冲红"
    assert of_document(replace(sent, reverses=other)).state == "已过账"


def test_a_posted_draft_moves_from_the_top_to_its_number(till, shop, desk):
    receipts = shop.suite.receiving
    draft = draft_of(
        shop,
        DraftLine(goods(shop)[0].sku_id, 1),
        key="soon",
        kind=DocumentKind.OPENING,
        place_id=FLOOR,
    )
    done = receipts.post(shop.owner, draft.draft_id, draft.revision, request(930))
    desk.context.announce(done)
    till.settle()
    assert done.document.number in titles(till)


def test_why_one_cannot_be_taken_back_is_not_said_of_another(till, posted, shop):
    """It stayed, over whatever was chosen or searched for next."""
    kept, wrong, *_ = posted
    choose(till, kept)
    shop.suite.documents.reverse(shop.owner, kept.document_id, "别人先冲的", request(920))
    till.press(Qt.Key.Key_F8)
    till.settle()
    assert till.said
    choose(till, wrong)
    till.settle()
    assert "冲红" not in till.said
