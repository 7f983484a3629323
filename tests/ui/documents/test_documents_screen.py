from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from showroom.db.reads.documents import DocumentRow
from showroom.domain.document import StockSlip
from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.kinds import KINDS
from showroom.domain.documents.purchase import OfOrder
from showroom.domain.ids import DocumentId
from showroom.domain.printer import PrinterSettings
from showroom.domain.slip_kind import SlipKind
from showroom.domain.stock import DocumentKind
from showroom.printing.documents import document_of, lay_out
from showroom.printing.pdf.stock_sheet import stock_pdf
from showroom.printing.render.plain_text import page_text
from showroom.ui.browse.day_range import bounds
from showroom.ui.documents import screen as page
from showroom.ui.documents.reverse_panel import ReversePanel
from showroom.ui.documents.rows import chip_of, kind_chips, line_rows, of_document
from showroom.ui.shell import registry
from showroom.ui.widgets.chip import Chip
from showroom.ui.widgets.pdf_overlay import PdfOverlay
from tests.factories import request
from tests.printing import samples
from tests.printing.test_reports import text_of
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import FLOOR, add_supplier, delivery_line, draft_of, receive
from tests.services.stock.moves import send
from tests.services.stock.test_purchasing import deliver, order
from tests.ui.counter.counter_player import FLOWER, TEA, Till
from tests.ui.documents.books import SUPPLIER, fill

DAY = 86_400
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def posted(shop):
    """What the books hold: a delivery, a wrong one, its 冲红; two drafts."""
    return fill(shop)


@pytest.fixture
def till(desk, shop, posted, qtbot):
    assert posted
    made = Till(desk, shop, qtbot).enter(shop.owner)
    made.window.workspace.go("documents")
    made.settle()
    return made


def titles(till):
    return [row.cells[0] for row in till.screen.table.rows]


def cell(till, title, name):
    heads = [column.title for column in till.screen.table.columns]
    (row,) = (row for row in till.screen.table.rows if row.cells[0] == title)
    return row.cells[heads.index(name)]


def choose(till, document):
    assert till.screen.table.select_key(document.document_id)
    till.settle()


def search(till, text, expected):
    till.screen.bar.field.take(text)
    till.qtbot.waitUntil(lambda: titles(till) == expected)
    till.settle()


def buttons(till):
    found = till.screen.detail.findChildren(QPushButton)
    return {b.text(): b.isEnabled() for b in found if b.isVisible()}


def shown(till):
    return [x.text() for x in till.screen.detail.findChildren(QLabel) if x.isVisible()]


def jobs(shop, kind):
    found = [job for job in shop.suite.prints.open_jobs() if job.kind == kind]
    return [document_of(job.kind, job.payload) for job in found]


# -- the list ---------------------------------------------------------------------------------


def test_drafts_stand_above_documents_and_each_says_its_state(till, posted):
    kept, wrong, back = posted
    assert titles(till)[2:5] == [back.number, wrong.number, kept.number]
    states = [row.cells[-1] for row in till.screen.table.rows]
    assert states == ["草稿", "草稿", "已过账", "已冲红", "已过账", "已过账"]
    assert cell(till, back.number, "种类") == "收货单 冲红"
    (row,) = (r for r in till.screen.table.rows if r.cells[0] == back.number)
    assert row.tones[1] == "danger"


def test_a_kind_has_a_chip_once_there_is_one_and_counts_drafts_too(till):
    chips = {c.text(): c for c in till.screen.bar.states.findChildren(Chip) if not c.isHidden()}
    names = {text: chip.accessibleName() for text, chip in chips.items()}
    assert names == {
        "全部": "全部",
        "收货": "收货 4",
        "期初": "期初 1",
        "调拨": "调拨 1",
    }
    till.screen.bar.choose_state(chip_of(DocumentKind.TRANSFER))
    till.qtbot.waitUntil(lambda: len(titles(till)) == 1)
    assert till.screen.table.rows[0].cells[1] == "调拨单"


def test_f6_goes_through_the_kinds_that_there_are_and_f2_back_to_all(till):
    seen = []
    for _ in range(4):
        till.press(Qt.Key.Key_F6)
        till.settle()
        seen.append(len(titles(till)))
    assert seen == [4, 1, 1, 6]
    till.press(Qt.Key.Key_F6)
    till.press(Qt.Key.Key_F2)
    till.qtbot.waitUntil(lambda: len(titles(till)) == 6)


def test_every_kind_is_found_under_exactly_one_chip():
    keys = [face.key for face in kind_chips()]
    assert [keys.count(chip_of(kind)) for kind in KINDS] == [1] * len(KINDS)
    assert chip_of(DocumentKind.TRANSFER_RECEIPT) == chip_of(DocumentKind.TRANSFER)


@pytest.mark.parametrize("text", ["SF1390", SUPPLIER[:4], "20260602B", "滇味冰糖香肠", "dwbt"])
def test_words_find_what_they_stand_on(till, posted, text):
    """The other side's number, a supplier, a lot, a product by name and by its initials."""
    kept, wrong, _ = posted
    till.screen.bar.field.take(text)
    till.settle()
    assert kept.number in titles(till)
    assert wrong.number not in titles(till)


def test_a_person_a_place_and_a_number_find_theirs(till, posted, shop):
    kept, wrong, back = posted
    search(till, kept.number.lower(), [kept.number])
    search(till, "录错数量", [back.number])
    till.screen.bar.field.take(shop.stock_keeper.name)
    till.qtbot.waitUntil(lambda: len(titles(till)) == 5)
    assert {kept.number, wrong.number, back.number} < set(titles(till))


def test_a_scanned_number_opens_its_document_whatever_was_chosen(till, posted):
    kept, *_ = posted
    till.screen.bar.choose_state(chip_of(DocumentKind.TRANSFER))
    till.settle()
    till.scan(kept.number)
    till.settle()
    assert titles(till) == [kept.number]
    assert till.screen.table.chosen.document_id == kept.document_id
    assert till.screen.bar.states.choice == kind_chips()[0].key


def test_a_scanned_barcode_finds_the_documents_of_its_product(till, posted):
    kept, wrong, back = posted
    till.scan(FLOWER)
    till.settle()
    documents = [title for title in titles(till) if title.startswith("SH")]
    assert documents == [back.number, wrong.number, kept.number]
    till.scan(TEA)
    till.settle()
    assert [title for title in titles(till) if title.startswith("SH")] == []


def test_more_than_the_list_holds_is_said(till, monkeypatch):
    told = till.screen.bar._sum.text  # noqa: SLF001
    assert told() == "6 张"
    monkeypatch.setattr(page, "MAX_LISTED", 2)
    till.screen.read()
    till.settle()
    assert told() == "只列最近 2 张"
    assert len(titles(till)) == 2 + 2


def test_too_many_goods_are_not_looked_through_and_it_is_said(till, monkeypatch):
    monkeypatch.setattr(page, "MANY_GOODS", 3)
    till.screen.bar.field.take("ws")
    till.settle()
    assert "商品太多" in till.screen.bar._sum.text()  # noqa: SLF001


# -- days -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "since", "until"),
    [
        ("today", "2026-06-15", "2026-06-15"),
        ("week", "2026-06-09", "2026-06-15"),
        ("month", "2026-05-17", "2026-06-15"),
        ("all", "", ""),
        ("2026-05-01/2026-06-02", "2026-05-01", "2026-06-02"),
    ],
)
def test_days_are_business_dates_up_to_today(days, since, until):
    assert bounds(days, "2026-06-15") == (since, until)


def test_days_narrow_documents_and_drafts(till, shop):
    shop.clock.advance(3 * DAY)
    later = receive(shop, delivery_line(goods(shop)[0], 2), key="later", number=910).document
    till.screen.bar.days.step_days()
    till.settle()
    assert titles(till) == [later.number], "the drafts were saved before"
    till.screen.bar.days.step_days()
    till.settle()
    assert len(titles(till)) == 7
    assert till.screen.bar.days.choice == "week"


def test_two_days_from_the_calendar_narrow_it(till, shop):
    shop.clock.advance(3 * DAY)
    receive(shop, delivery_line(goods(shop)[0], 2), key="later", number=910)
    till.press(Qt.Key.Key_F3)
    for day in ("2026-06-14", "2026-06-16"):
        calendar = till.panel.calendar
        calendar.activated.emit(calendar.selectedDate().fromString(day, "yyyy-MM-dd"))
        till.settle()
    assert till.screen.bar.wanted.days == "2026-06-14/2026-06-16"
    assert len(titles(till)) == 6
    words = [c.text() for c in till.screen.bar.days.findChildren(Chip)]
    assert words[-1] == "06-14 至 06-16"


def test_a_calendar_that_is_closed_leaves_the_days_as_they_were(till):
    till.screen.bar.days.step_days()
    till.settle()
    till.press(Qt.Key.Key_F3)
    till.press(Qt.Key.Key_Escape)
    assert till.screen.bar.days.choice == "today"
    assert till.screen.bar.wanted.days == "today"


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


def test_a_draft_shows_what_it_holds_and_other_buttons(till):
    till.screen.table.select_key("mine")
    till.settle()
    assert [row.cells[1] for row in till.screen.detail.lines.rows] == ["24 罐", "24 盒"]
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
    lines = [(x.name, x.lot_no, x.place, f"-{x.quantity} {x.unit}") for x in kept.lines]
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
    assert buttons(till)["冲红  F8"] is False


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
    told = [row.cells[2:] for row in till.panel.goes.rows if row.cells[1] == line.lot_no]
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
    told = {row.key: row.cells[0] for row in line_rows(document, OfOrder())}
    assert told[("said", 2)] == "途中短少　在途"
    assert told[("said", 3)].startswith(f"拒收 15{refused.unit}：已到期")
    paper = page_text(lay_out(replace(samples.DELIVERY, document=document), 48))
    sheet = "".join(text_of(stock_pdf(replace(samples.DELIVERY, document=document))).split())
    for part in ("途中短少", "库位 在途", f"拒收 15{refused.unit}：已到期"):
        assert part in paper
        assert "".join(part.split()) in sheet


def test_neither_a_reversal_nor_what_was_reversed_can_be_taken_back(till, posted):
    for document in posted[1:]:
        choose(till, document)
        assert buttons(till)["冲红  F8"] is False
        till.press(Qt.Key.Key_F8)
        assert till.panel is None


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
    assert path.name == f"收货单-{kept.number}.pdf"
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
    assert [c.title for c in detail.lines.columns] == ["品名", "数量"]
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
        *("", "", "", 2, 0, none, none, none),
    )
    entry = of_document(sent)
    assert (entry.state, entry.place) == ("在途", "仓库 → 卖场")
    assert of_document(replace(sent, received_by=other)).state == "已过账"
    assert of_document(replace(sent, reversed_by=other)).state == "已冲红"
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


# -- what narrows it narrows drafts too ---------------------------------------------------------


def drafts(till):
    return [x.title for x in till.screen.table.records if x.draft_id]


def test_drafts_are_narrowed_by_goods_by_words_and_by_days(till, shop):
    _, second, third, *_ = goods(shop)
    assert len(drafts(till)) == 2
    for text, names in (
        (second.name, ["SF1391-00001"]),
        (SUPPLIER[:4], ["SF1391-00001"]),
        (third.name, []),
    ):
        till.screen.bar.field.take(text)
        till.settle()
        assert drafts(till) == names
    till.screen.bar.take(replace(till.screen.bar.everything, days="2026-01-01/2026-01-02"))
    till.settle()
    assert (drafts(till), len(till.screen.table.records)) == ([], 0)


def test_a_product_that_somebody_comes_from_is_looked_for_by_itself(till, shop, posted):
    """Its code stands in other words: here in the number on another delivery's note."""
    kept, wrong, back = posted
    second = goods(shop)[1]
    other = receive(
        shop, delivery_line(goods(shop)[2]), key="o", number=970, reference=second.code
    ).document
    till.screen.open_part(f"goods/{second.sku_id}")
    till.settle()
    found = {x.document_id for x in till.screen.table.records if x.document_id}
    assert kept.document_id in found
    assert not {wrong.document_id, back.document_id, other.document_id} & found
    assert drafts(till) == ["SF1391-00001"]


def test_a_draft_has_no_amount_and_a_reason_its_word(till, shop):
    draft_of(
        shop,
        DraftLine(goods(shop)[0].sku_id, 2),
        key="gift",
        kind=DocumentKind.ISSUE,
        reason="gift",
        asked_by="李主任",
    )
    till.screen.read()
    till.settle()
    assert "赠品" in drafts(till)
    amounts = next(c for c in till.screen.table.listing.columns if c.title == "买断金额")
    cells = {x.title: amounts.cell(x) for x in till.screen.table.records}
    assert cells["赠品"].value == ""
    at = list(till.screen.table.listing.on_screen).index(amounts)
    assert till.screen.table.listing.ordered(till.screen.table.records, at, False)[0].draft_id


def test_a_range_of_another_year_says_which(till):
    days = till.screen.bar.days
    for range_, words in (
        ("2025-12-30/2026-01-02", "2025-12-30 至 2026-01-02"),
        ("2026-06-01/2026-06-02", "06-01 至 06-02"),
        ("2025-06-01/2025-06-02", "2025-06-01 至 2025-06-02"),
    ):
        days.show_days(range_)
        assert words in [chip.text() for chip in days.findChildren(Chip)]


def test_a_scanned_number_is_seen(till):
    """Six figures that were typed might be a PIN; a code that was scanned is none."""
    field = till.screen.bar.field
    till.screen.bar.take(replace(till.screen.bar.everything, text="738291"))
    assert field.echoMode() is field.EchoMode.Normal
    field.setText("SF1390-22817-000000088")
    assert field.echoMode() is field.EchoMode.Normal
    for secret in ("738292", "134567890123456789"):
        field.setText(secret)
        assert field.echoMode() is field.EchoMode.Password


def test_a_document_leaves_as_a_workbook_with_its_head_and_lines(till, posted):
    kept, *_ = posted
    choose(till, kept)
    till.press(Qt.Key.Key_F5)
    till.settle()
    (path,) = Path(till.desk.machine.exports).iterdir()
    assert path.name.startswith(f"收货单 {kept.number}")
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    told = {row[0]: row[1] for row in rows}
    seen = told["单号"], told["供应商"], told["送货单号"]
    assert seen == (kept.number, SUPPLIER, "SF1390-22817")
    assert [row[1] for row in rows if row[0] in (1, 2)] == [x.code for x in kept.lines]


def test_a_document_that_was_gone_to_is_chosen_beside_what_belongs_to_it(till, shop):
    sku = goods(shop)[0]
    supplier = add_supplier(shop, "巴楚果业")
    placed = order(shop, sku, supplier_id=supplier)
    came = deliver(shop, placed, sku, 20)
    till.scan(placed.number)
    till.settle()
    assert sorted(titles(till)) == sorted([placed.number, came.number])
    assert till.screen.table.chosen.document_id == placed.document_id
    assert f"收货单 {came.number}" in buttons(till)
    assert till.screen.detail.lines.rows[1].cells[1] == "已收 20"
    choose(till, came)
    link = f"采购单 {placed.number}"
    next(b for b in till.screen.detail.findChildren(QPushButton) if b.text() == link).click()
    till.settle()
    assert till.screen.table.chosen.document_id == placed.document_id
