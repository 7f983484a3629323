from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from showroom.domain.errors import Refusal
from showroom.ui.counter.panels import WordsPanel
from showroom.ui.engine.operation import How
from showroom.ui.widgets.overlay import top_overlay
from showroom.ui.widgets.pdf_overlay import PdfOverlay
from showroom.ui.words.paper import BEFORE, PrintersSeen
from tests.factories import OWNER_PIN
from tests.services.books.test_command import answers_lost
from tests.ui.counter.counter_player import FLOWER, TEA, Till

KEY = Qt.Key


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot)
    made.open_shift(shop.cashier)
    return made.enter(shop.cashier)


# receipts


def test_the_last_receipt_is_shown_and_printed_again(till, shop):
    till.press(KEY.Key_F10)
    assert "小票" in till.said
    till.scan(FLOWER)
    till.press(KEY.Key_F12)
    till.settle()
    till.press(KEY.Key_F10)
    till.settle()
    assert till.panel.title.text() == "小票"
    till.press(KEY.Key_P)
    till.settle()
    assert "打印已记录" in till.said
    assert shop.suite.shifts.x_slip(shop.cashier).totals.reprints == 1
    titles = [(job.kind, job.title) for job in shop.suite.prints.open_jobs()]
    assert titles.count(("receipt", "01-000001")) == 2


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (PrintersSeen(()), "小票没有打，留在“打印”里"),
        (PrintersSeen(("receipt",), trouble="printer_paper_out"), "没有纸"),
        (PrintersSeen(("receipt",), doubts=1), "不确定是否打完"),
        (PrintersSeen(("receipt",)), ""),
    ],
)
@pytest.mark.parametrize("key", [KEY.Key_F12, KEY.Key_Space])
def test_a_sale_says_what_its_slip_waits_for(till, seen, told, key):
    till.desk.context.operations.see_printers(seen)
    till.scan(FLOWER)
    till.press(key)
    if key is KEY.Key_Space:
        till.press(KEY.Key_Return)
    till.settle()
    assert len(till.sales) == 1
    assert told in till.said if told else till.said == ""
    till.scan(TEA)
    assert till.said == "", "it was about the last sale"


def test_a_scan_puts_the_shown_receipt_away(till):
    till.scan(FLOWER)
    till.press(KEY.Key_F12)
    till.settle()
    till.press(KEY.Key_F10)
    till.settle()
    till.scan(TEA)
    assert till.panel is None
    assert till.rung == [("YL0001", 1)]


# drafts, held baskets


def test_every_change_is_on_disk_and_comes_back(till, shop):
    till.scan(FLOWER, TEA, FLOWER)
    till.settle()
    found = shop.suite.baskets.load_open(till.desk.context.index).basket
    assert [(x.sku.code, x.quantity) for x in found.lines] == till.rung
    till.window.lock()
    till.enter(shop.owner)
    assert till.rung == [("WS0001", 2), ("YL0001", 1)]


def test_no_draft_outlives_its_sale(till, shop):
    till.scan(*[FLOWER] * 20)
    till.press(KEY.Key_F12)
    till.settle()
    assert shop.suite.baskets.load_open(till.desk.context.index) is None


def test_hold_and_recall(till):
    till.scan(FLOWER)
    till.write("A3")
    till.press(KEY.Key_F6)
    till.settle()
    assert till.basket.is_empty
    till.scan(TEA)
    till.press(KEY.Key_F7)
    assert top_overlay(till.window) is None
    till.press(KEY.Key_F6)
    till.settle()
    till.press(KEY.Key_F7)
    till.settle()
    table = till.panel.table
    assert [r.cells[0] for r in table.rows] == ["A3", "萧氏毛尖250g"]
    till.press(KEY.Key_Return)
    till.settle()
    assert till.rung == [("WS0001", 1)]


def test_f9_opens_the_drawer_with_a_reason_and_the_managers_pin(till, shop):
    till.press(KEY.Key_F9)
    till.press(KEY.Key_1)
    till.settle()
    assert till.panel.texts == ("不收款，打开钱箱", "空开钱箱：收银员要授权 · 小周 · 原因 换零钱")
    assert shop.suite.shifts.x_slip(shop.cashier).totals.drawer_openings == 0
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: till.panel is None)
    till.settle()
    assert shop.suite.shifts.x_slip(shop.cashier).totals.drawer_openings == 1


def test_a_deed_answers_for_a_bad_code_and_is_told(till):
    till.scan("6999999999995")
    assert till.desk.strip.latched
    open_drawer(till)
    assert till.said.startswith("开钱箱已记录：换零钱")
    till.scan(FLOWER, "6999999999995")
    till.press(KEY.Key_F12)
    assert not till.sales, "it held a payment back"
    open_drawer(till)
    assert till.desk.strip.latched
    till.desk.context.operations.note("正在导出")
    till.desk.context.operations.tell("已退货")
    till.press(KEY.Key_Escape)
    assert till.said == "已退货"
    till.desk.strip.answer()
    assert till.said.startswith("开钱箱已记录：换零钱")


def test_a_sale_that_was_refused_is_answered_by_nothing_else(till):
    def refused():
        raise Refusal("price_moved")

    till.desk.context.operations.do(refused, owner=till.window, how=How(latch=True))
    till.settle()
    open_drawer(till)
    assert till.desk.strip.latched


def open_drawer(till):
    till.press(KEY.Key_F9)
    till.press(KEY.Key_1)
    till.settle()
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: till.panel is None)
    till.settle()


def test_a_receipt_is_shown_and_saved_as_pdf(till, desk):
    till.scan(TEA)
    till.press(Qt.Key.Key_F12)
    till.settle()
    till.press(Qt.Key.Key_F10)
    till.settle()
    till.press(Qt.Key.Key_D)
    till.qtbot.waitUntil(lambda: isinstance(till.panel, PdfOverlay))
    till.settle()
    till.click("保存", till.panel)
    till.qtbot.waitUntil(lambda: "pdf" in till.said)
    (path,) = Path(desk.machine.exports).glob("*.pdf")
    assert path.name == f"小票-{till.sales[0].number}（演示）.pdf"
    assert "萧氏毛尖" in PdfReader(path).pages[0].extract_text()


def test_another_reason_for_the_drawer_is_written_down(till, shop):
    till.enter(shop.owner)
    till.desk.context.go_to.emit("checkout")
    till.settle()
    till.press(KEY.Key_F9)
    till.press(KEY.Key_4)
    panel = till.panel
    assert isinstance(panel, WordsPanel)
    till.press(KEY.Key_Return)
    assert till.panel is panel, "some words are needed"
    panel.first.setText("  给 隔壁 换整 ")
    till.press(KEY.Key_Return)
    till.settle()
    assert "给 隔壁 换整" in till.said
    assert [job.kind for job in shop.suite.prints.open_jobs()] == ["drawer"]
    assert shop.suite.shifts.x_slip(shop.owner).totals.drawer_openings == 1


def test_a_receipt_pressed_again_after_an_unknown_end_is_one_copy(till, shop, monkeypatch):
    """However often its panel was opened between, until it was granted; then another copy."""
    monkeypatch.setattr("showroom.ui.engine.operations.LOOK_UP_AFTER_MS", ())
    till.scan(FLOWER)
    till.press(KEY.Key_F12)
    till.settle()

    def again():
        till.press(KEY.Key_F10)
        till.settle()
        till.press(KEY.Key_P)
        till.settle()
        return shop.suite.shifts.x_slip(shop.cashier).totals.reprints

    till.press(KEY.Key_F10)
    till.settle()
    with answers_lost(shop.books.database, monkeypatch):
        till.press(KEY.Key_P)
        till.settle()
    assert "还不能确定" in till.said
    assert till.panel.title.text() == "小票", "it goes when its copy is ordered"
    till.press(KEY.Key_Escape)
    assert again() == 1
    assert BEFORE in till.said
    assert till.panel is None
    assert again() == 2
    till.press(KEY.Key_F10)
    till.settle()
    with till.stalled():
        till.press(KEY.Key_P)
        till.press(KEY.Key_Escape)
    assert again() == 4, "what was granted behind a closed panel is granted"
