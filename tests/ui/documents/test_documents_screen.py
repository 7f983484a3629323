"""单据: posted documents and drafts, found by words, kinds and days, and what leads to them."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from sqlalchemy import update

from showroom.db.tables.document import document_draft
from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.kinds import KINDS
from showroom.domain.stock import DocumentKind
from showroom.ui.browse.day_range import bounds
from showroom.ui.documents import screen as page
from showroom.ui.documents.rows import chip_of, kind_chips
from showroom.ui.widgets.attachments import AttachmentStrip
from showroom.ui.widgets.chip import Chip
from tests.factories import request
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import add_supplier, delivery_line, draft_of, receive
from tests.services.stock.leavings import out_of, take_out
from tests.services.stock.orders import deliver, order
from tests.services.stock.test_attachments import picture
from tests.ui.counter.counter_player import FLOWER, TEA
from tests.ui.documents.books import SUPPLIER
from tests.ui.documents.hand import buttons, cell, choose, search, titles

DAY = 86_400


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


# -- what narrows it narrows drafts too ---------------------------------------------------------


def drafts(till):
    return [x.title for x in till.screen.table.records if x.draft_id]


def test_drafts_are_narrowed_by_goods_by_words_and_by_days(till, shop):
    _, second, third, *_ = goods(shop)
    assert len(drafts(till)) == 2
    for text, names in (
        (second.name, ["收货草稿 · SF1391-00001"]),
        (SUPPLIER[:4], ["收货草稿 · SF1391-00001"]),
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
    assert drafts(till) == ["收货草稿 · SF1391-00001"]


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
    assert "领用草稿 · 赠品" in drafts(till)
    amounts = next(c for c in till.screen.table.listing.columns if c.title == "买断金额")
    cells = {x.title: amounts.cell(x) for x in till.screen.table.records}
    assert cells["领用草稿 · 赠品"].value == ""
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


def test_a_typed_number_chooses_its_document_before_those_that_name_it(till, shop):
    """The delivery, which is newer and names its order, stood chosen: F8 was the delivery's."""
    sku = goods(shop)[0]
    placed = order(shop, sku, supplier_id=add_supplier(shop, "巴楚果业"))
    came = deliver(shop, placed, sku, 20)
    for typed in (placed.number, placed.number.lower()):
        till.screen.show_all()
        till.settle()
        choose(till, came)
        till.screen.bar.field.take(typed)
        till.settle()
        assert sorted(titles(till)) == sorted([placed.number, came.number])
        assert till.screen.table.chosen.title == placed.number
        choose(till, came)
        till.screen.read()
        till.settle()
        assert till.screen.table.chosen.title == came.number, "chosen since, by somebody's hand"


def test_what_is_taken_back_has_reasons_and_words_of_its_kind(till, shop):
    sku = goods(shop)[0]
    supplier = add_supplier(shop, "巴楚果业")
    placed = order(shop, sku, supplier_id=supplier)
    came = deliver(shop, placed, sku, 20)
    lost = take_out(
        shop,
        "issues",
        DocumentKind.ISSUE,
        out_of(came.lines[0], 1),
        reason="tasting",
        asked_by="Li",
    ).document
    till.screen.show_all()
    till.settle()
    offered, told = [], []
    for one in (placed, came, lost):
        choose(till, one)
        till.press(Qt.Key.Key_F8)
        till.settle()
        offered.append({b.text() for b in till.panel.findChildren(QPushButton) if b.isVisible()})
        told.append(" ".join(x.text() for x in till.panel.findChildren(QLabel) if x.isVisible()))
        till.press(Qt.Key.Key_Escape)
        till.settle()
    assert "供应商不再送" in offered[0] - offered[1]
    assert "选错供应商" in offered[1] - offered[0] - offered[2]
    assert "选错类别" in offered[2] - offered[1]
    assert ["补录" in words for words in told] == [False, True, False], (
        "goods that came may be sold"
    )
    assert "货回到原来的库位" in told[2]


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


# -- drafts that cannot be read, and what hangs on a document ---------------------------------


def test_a_torn_draft_is_said_once_and_stops_no_search(till, shop, posted):
    kept, *_ = posted
    spoiled = update(document_draft).where(document_draft.c.draft_id == "mine").values(head="{")
    shop.books.keep(lambda tx: tx.connection.execute(spoiled))
    search(till, kept.number, [kept.number])
    told = [x.text() for x in till.screen.bar.findChildren(QLabel)]
    assert any("1 张草稿读不出来，没有找" in text for text in told)
    till.press(Qt.Key.Key_F2)
    till.settle()
    assert till.screen.table.select_key("mine")
    till.settle()
    assert "读不出来：请在单据里选中它作废" in till.said
    till.press(Qt.Key.Key_Delete)
    till.press(Qt.Key.Key_Tab)
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert [row.draft_id for row in shop.suite.drafts.listed(shop.owner)] == ["moved"]


def test_the_photographs_of_a_delivery_are_seen_beside_its_document(till, shop, posted):
    line = delivery_line(goods(shop)[0], 0, refused=3, remark="破损")
    supplier = add_supplier(shop, "退货社", terms=[("buy_out", 0)])
    draft = draft_of(shop, line, key="broken", supplier_id=supplier)
    owner = Owner(OwnerKind.DRAFT, "broken")
    for n in range(2):
        given = (f"破损{n}.png", picture(size=(8 + n, 6)), f"file {n}")
        shop.suite.attachments.add(shop.stock_keeper, owner, *given)
    till.press(Qt.Key.Key_F6)
    till.press(Qt.Key.Key_F2)
    till.settle()
    assert till.screen.table.select_key("broken")
    till.settle()
    till.qtbot.waitUntil(lambda: till.screen.detail.files.text() == "附件 2")
    came = shop.suite.receiving.post(
        shop.stock_keeper, "broken", draft.revision, request(990)
    ).document
    till.press(Qt.Key.Key_F6)
    till.press(Qt.Key.Key_F2)
    till.settle()
    choose(till, came)
    till.qtbot.waitUntil(till.screen.detail.files.isVisible)
    till.screen.detail.files.click()
    strip = till.panel.findChild(AttachmentStrip)
    till.qtbot.waitUntil(lambda: [x.title for x in strip.files] == ["破损0.png", "破损1.png"])
    assert not strip.takes_files
    till.press(Qt.Key.Key_Escape)
    choose(till, posted[0])
    assert not till.screen.detail.files.isVisible(), "nothing hangs on that one"
