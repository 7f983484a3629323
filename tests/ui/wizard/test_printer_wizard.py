"""A printer is found, tried, learned and named in the real window, over a real socket."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit

from showroom.domain.errors import Fault
from showroom.domain.printer import FoundPrinter, PrinterSettings
from showroom.printing.links.turns import Turns
from showroom.printing.paper import PrintingPaper
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.wizard.answers import IS_IT_OPEN, LEARNED
from showroom.ui.wizard.find import NOBODY
from showroom.ui.wizard.trial import DOUBT, PRINTED
from showroom.ui.wizard.wizard import PrinterWizard
from showroom.ui.words import messages
from tests.printing.escpos_interpreter import read
from tests.printing.virtual_printer import VirtualPrinter


class SeenPrinters(PrintingPaper):
    """The real printing room on a machine whose cables the test lays."""

    found: tuple[FoundPrinter, ...] = ()
    answering: tuple[FoundPrinter, ...] = ()
    asked: int = 0

    def find_printers(self):
        return self.found

    def find_network_printers(self):
        self.asked += 1
        return self.answering


@pytest.fixture
def part(desk, shop, qtbot):
    desk.context.paper = SeenPrinters(Turns(), tuple)
    window = desk.make_window(lambda: shop.suite)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.waitUntil(lambda: desk.context.is_open and desk.quiet)
    window.signed_out.entered.emit(shop.owner)
    desk.context.go_to.emit("settings:printer")
    qtbot.waitUntil(lambda: desk.quiet)
    yield window.workspace.stack.page.part
    window.close()
    qtbot.waitUntil(lambda: desk.quiet)


@pytest.fixture
def hand(desk, qtbot):
    class Hand:
        def click(self, host, text):
            button = next(
                b for b in host.findChildren(QAbstractButton) if b.text() == text and b.isVisible()
            )
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
            qtbot.waitUntil(lambda: desk.quiet)

        def write(self, host, name, text):
            field = next(f for f in host.findChildren(QLineEdit) if f.accessibleName() == name)
            field.setFocus()
            field.clear()
            if text.isascii():
                QTest.keyClicks(field, text)
            else:
                field.insert(text)

        def words(self, host):
            shown = [w.text() for w in host.findChildren(QLabel) if w.isVisible()]
            return "\n".join(t for t in shown if t.strip())

        def begin(self, part):
            self.click(part, "添加打印机")
            return part.window().findChild(PrinterWizard)

        def by_address(self, part, printer):
            wizard = self.begin(part)
            self.click(wizard, "网络")
            self.write(wizard, "地址", printer.address)
            self.click(wizard, "下一步")
            return wizard

    return Hand()


def stored(shop):
    return shop.suite.settings.load().printers


def test_a_network_printer_from_address_to_name(part, hand, shop):
    with VirtualPrinter(near_end=True) as printer:
        wizard = hand.by_address(part, printer)
        told = hand.words(wizard)
        assert "已经连上" in told
        assert "SHOWROOM VP-80" in told
        assert "每张打完都有回音" in told
        assert "纸快用完" in told
        hand.click(wizard, "打印测试页")
        assert PRINTED in hand.words(wizard)
        printer.wait_for(1)
        assert any("测试页" in line for line in read(printer.slips[-1]).texts)
        hand.click(wizard, "下一步")
        hand.click(wizard, "42 列 · 80 mm")
        hand.click(wizard, "生僻字不对")
        hand.click(wizard, "没有切")
        hand.click(wizard, "开钱箱试试")
        assert IS_IT_OPEN in hand.words(wizard)
        hand.click(wizard, "弹开了")
        printer.change(drawer_open=False)
        hand.click(wizard, "已经关好")
        assert LEARNED in hand.words(wizard)
        hand.click(wizard, "下一步")
        hand.click(wizard, "保存")
    (kept,) = stored(shop)
    assert (kept.name, kept.role, kept.columns) == ("前台小票", "receipt", 42)
    assert kept.learned.confirm == "process"
    assert (kept.learned.rom, kept.learned.cuts, kept.learned.drawer_bit) == ("gb2312", False, 1)
    assert part.findChild(RowTable).rows[0].cells[0] == "前台小票"
    assert printer.device.kicks == [(0, 25, 250)]


def test_a_drawer_on_the_other_pin_and_answers_that_come_out_as_print(part, hand, shop):
    with VirtualPrinter(mute=False) as printer:
        wizard = hand.by_address(part, printer)
        hand.click(wizard, "下一步")
        hand.click(wizard, "有几个")
        hand.click(wizard, "开钱箱试试")
        hand.click(wizard, "没有，换一个接法")
        hand.click(wizard, "弹开了")
        hand.click(wizard, "已经关好")
        hand.click(wizard, "下一步")
        hand.click(wizard, "标签")
        hand.click(wizard, "保存")
    (kept,) = stored(shop)
    assert (kept.name, kept.role) == ("标签机", "label")
    assert (kept.learned.confirm, kept.learned.drawer_pin) == ("barrier", 1)
    assert kept.learned.drawer_bit == -1, "the switch read the same open and shut"
    assert [k[0] for k in printer.device.kicks] == [0, 1]


def test_a_mute_printer_is_believed_to_be_one(part, hand, shop, monkeypatch):
    monkeypatch.setattr("showroom.printing.printers.session.ANSWER_S", 0.1)
    with VirtualPrinter(mute=True) as printer:
        wizard = hand.by_address(part, printer)
        assert "打完要靠人看" in hand.words(wizard)
        model = next(b for b in wizard.findChildren(QComboBox) if b.accessibleName() == "型号")
        assert model.currentData() == "silent"
        hand.click(wizard, "打印测试页")
        for _ in range(2):
            hand.click(wizard, "下一步")
        hand.click(wizard, "保存")
    assert stored(shop)[0].learned.confirm == "none"


def test_trouble_is_told_and_the_printer_can_still_be_kept(part, hand, shop):
    with VirtualPrinter(paper_out=True) as printer:
        wizard = hand.by_address(part, printer)
        assert messages.sentence(Fault("printer_paper_out")) in hand.words(wizard)
        hand.click(wizard, "打印测试页")
        assert hand.words(wizard).count(messages.sentence(Fault("printer_paper_out"))) == 2
        printer.change(paper_out=False)
        hand.click(wizard, "再连一次")
        assert "已经连上" in hand.words(wizard)
        printer.device.plug_in()
        printer.change(disconnect_after=10)
        hand.click(wizard, "打印测试页")
        assert DOUBT in hand.words(wizard)
        for _ in range(2):
            hand.click(wizard, "下一步")
        hand.click(wizard, "保存")
    assert [p.connection for p in stored(shop)] == ["network"]


def test_what_the_machine_sees_is_offered_and_what_is_forbidden_explained(part, hand, shop, desk):
    with VirtualPrinter() as printer:
        desk.context.paper.found = (
            FoundPrinter("usb", "0416:5011", "POS-80", "2-1", "printer_no_permission"),
            FoundPrinter("network", printer.address, "厨房"),
        )
        wizard = hand.begin(part)
        table = wizard.findChild(RowTable)
        assert [row.cells[0] for row in table.rows] == ["POS-80", "厨房"]
        assert messages.sentence_for("printer_no_permission") in hand.words(wizard)
        hand.click(wizard, "复制授权命令")
        assert "udev" in desk.context.paper.usb_rule()
        hand.click(wizard, "下一步")
        assert "请先选一台打印机" in hand.words(wizard)
        table.select_key(1)
        hand.click(wizard, "下一步")
        assert "厨房" in hand.words(wizard)
        for _ in range(2):
            hand.click(wizard, "下一步")
        hand.click(wizard, "保存")
        assert stored(shop)[0].address == printer.address


def test_the_network_is_asked_when_told_to(part, hand, shop, desk):
    paper = desk.context.paper
    paper.found = (FoundPrinter("usb", "0416:5011", "POS-80", "2-1"),)
    with VirtualPrinter() as printer:
        wizard = hand.begin(part)
        assert paper.asked == 0, "nobody's network is searched unasked"
        hand.click(wizard, "找网络打印机")
        assert paper.asked == 1
        assert NOBODY in hand.words(wizard)
        paper.answering = (FoundPrinter("network", printer.address, "", printer.address),)
        for _ in range(2):
            hand.click(wizard, "找网络打印机")
        rows = [row.cells for row in wizard.findChild(RowTable).rows]
        assert rows == [
            ("网络打印机", "网络", printer.address),
            ("POS-80", "USB", "2-1"),
        ]
        assert NOBODY not in hand.words(wizard)
        for _ in range(3):
            hand.click(wizard, "下一步")
        hand.click(wizard, "保存")
        assert (stored(shop)[0].connection, stored(shop)[0].address) == ("network", printer.address)


def test_a_machine_without_a_network_says_so(part, hand, desk):
    desk.context.paper = PrintingPaper(Turns(), tuple)
    wizard = hand.begin(part)
    hand.click(wizard, "找网络打印机")
    assert messages.sentence(Fault("network_none")) in hand.words(wizard)


def test_names_differ_and_fallbacks_follow(part, hand, shop):
    front = PrinterSettings("receipt", "前台", "network", "127.0.0.1:9", fallback="后台")
    back = PrinterSettings("receipt", "后台", "network", "127.0.0.1:9")
    shop.suite.settings.change(shop.owner, {"printers": (front, back)})
    part.show_settings(shop.suite.settings.load())
    table = part.findChild(RowTable)
    table.select_key("后台")
    hand.click(part, "重新设置")
    wizard = part.window().findChild(PrinterWizard)
    for _ in range(3):
        hand.click(wizard, "下一步")
    hand.write(wizard, "名字", "前台")
    hand.click(wizard, "保存")
    assert "已经有一台叫 前台 的打印机" in hand.words(wizard)
    hand.write(wizard, "名字", "仓库")
    hand.click(wizard, "保存")
    assert [(p.name, p.fallback) for p in stored(shop)] == [("前台", "仓库"), ("仓库", "")]
    assert stored(shop)[1].learned.confirm == "barrier", "what was not reached keeps what it had"
    table.select_key("仓库")
    hand.click(part, "移走")
    assert stored(shop) == (replace(front, fallback=""),)


def test_testing_and_the_test_page(part, hand, shop, tmp_path):
    paper = PrinterSettings("receipt", "前台", "file", str(tmp_path))
    shop.suite.settings.change(shop.owner, {"printers": (paper,)})
    part.show_settings(shop.suite.settings.load())
    hand.click(part, "测试连接")
    assert "打印机已经就绪" in hand.words(part)
    hand.click(part, "打印测试页")
    (job,) = shop.suite.prints.open_jobs()
    assert (job.kind, job.printer) == ("test_page", "前台")
    gone = replace(paper, connection="network", address="127.0.0.1:1")
    shop.suite.settings.change(shop.owner, {"printers": (gone,)})
    part.show_settings(shop.suite.settings.load())
    hand.click(part, "测试连接")
    fault = Fault("printer_unreachable", address="127.0.0.1:1")
    assert messages.sentence(fault) in hand.words(part)


def test_a_label_printer_is_asked_no_questions_about_its_font(part, hand, shop):
    with VirtualPrinter(mute=True) as printer:
        wizard = hand.by_address(part, printer)
        model = next(b for b in wizard.findChildren(QComboBox) if b.accessibleName() == "型号")
        model.setCurrentIndex(model.findData("tspl"))
        model.activated.emit(model.currentIndex())
        hand.click(wizard, "打印测试页")
        printer.device.wait_until(lambda: b"PRINT 1,1" in printer.device.received)
        assert b"\x1b@" not in printer.device.received, "no word of another language"
        hand.click(wizard, "下一步")
        assert "第 4 步" in hand.words(wizard)
        hand.click(wizard, "上一步")
        assert "第 2 步" in hand.words(wizard)
        hand.click(wizard, "下一步")
        hand.click(wizard, "标签")
        hand.click(wizard, "保存")
    (kept,) = stored(shop)
    assert (kept.role, kept.learned.language) == ("label", "tspl")
