"""Whatever the strip says can be read to its end in the narrowest window of a till."""

from __future__ import annotations

from string import Formatter

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from showroom.domain.errors import Fault, Refusal
from showroom.domain.slip_kind import SlipKind
from showroom.ui.engine.message import Message
from showroom.ui.widgets.message_strip import HELD_BACK, WHOLE
from showroom.ui.widgets.overlay import top_overlay
from showroom.ui.words import messages
from showroom.ui.words.message_table import REFUSALS
from showroom.ui.words.message_table_faults import FAULTS
from showroom.ui.words.message_table_rows import ROWS
from showroom.ui.words.message_table_stock import STOCK
from showroom.ui.words.paper import NO_PRINTERS, PrintersSeen, paper_words
from tests.ui.fits.longest import LOT, PLACE, POINT, SUPPLIER
from tests.ui.fits.ruler import misfits

TILL = (1024, 768)
FIGURE, INSTANT_US = 9_999_999_99, 1_900_000_000_000_000
TRIED = 16
"""Of so many cut sentences one is opened."""
ROOM = 8
"""Pixels that the strip's border and its edges take at least."""


def longest_param(name):
    """A name as long as one may be, a figure as large."""
    if name.endswith("_us"):
        return INSTANT_US
    if name.endswith(("_fen", "_g")):
        return FIGURE
    if name.endswith("_date"):
        return "2026-12-05"
    return f"{SUPPLIER} {LOT}"[:60]


def sentences():
    """Every sentence of the tables, with the longest that can stand in it."""
    for table in (ROWS, STOCK, REFUSALS, FAULTS):
        for code, templates in table.items():
            for template in (templates,) if isinstance(templates, str) else templates:
                names = {name for _, name, _, _ in Formatter().parse(template) if name}
                params = {name: longest_param(name) for name in names}
                error = (Fault if table is FAULTS else Refusal)(code, **params)
                told = messages.sentence(error)
                yield messages.NOTHING_CHANGED.format(told) if table is FAULTS else told


def deeds():
    """What was done, and all that happened with it: debts paid by lots, stock not taken back."""
    given = f"先卖的由 PC-2026-000123 补到批次 {LOT}、没有批号（{POINT} {PLACE}）"
    back = f"PC-2026-000124 还到批次 {LOT}B，{SUPPLIER} {PLACE} -1,234.567 kg、-12 袋"
    for seen in (NO_PRINTERS, PrintersSeen({"receipt", "label", "report"}, "printer_paper_out")):
        for kind in SlipKind:
            paper = paper_words([SlipKind.DRAWER, kind], seen).text
            for deed in ("收货单 SH-2026-000123 已过账", given, f"{given}，{back}"):
                yield f"{deed}，{paper}" if paper else deed


@pytest.fixture
def narrow(till):
    till.window.resize(*TILL)
    till.settle()
    return till


def shown_label(strip):
    return next(x for x in strip.findChildren(QLabel) if x.text() == strip.message.text)


def unread(narrow, message):
    """Why somebody at the till could not read it to its end; nothing if they can."""
    strip, window = narrow.desk.strip, narrow.window
    strip.show_message(message)
    label = shown_label(strip)
    lines = label.lines(label.contentsRect().width())
    high = label.fontMetrics().lineSpacing() * len(lines)
    if high > label.height() or high > strip.height() - ROOM // 2:
        return "taller than the strip"
    if "".join(lines) == message.text:
        wide = max(QFontMetricsF(label.font()).horizontalAdvance(x.rstrip()) for x in lines)
        return "" if wide <= label.contentsRect().width() else "wider than the strip"
    button = next(b for b in strip.findChildren(QPushButton) if b.text() == WHOLE)
    if not button.isVisible() or not strip.rect().contains(button.geometry()):
        return "cut, and nothing opens it"
    return opened(window, button, message) if len(message.text) % TRIED == 0 else ""


def opened(window, button, message):
    """What is wrong with the panel that holds the whole."""
    button.click()
    panel = top_overlay(window)
    QApplication.processEvents()
    texts = {part.text() for part in panel.findChildren(QLabel)}
    faults = misfits(window)
    panel.close_panel()
    return "" if message.text in texts and not faults else f"its panel: {faults}"


def test_no_sentence_is_cut_without_a_way_to_read_it(narrow):
    """Beside the widest buttons: what latched, with something to do about it."""
    strip, found = narrow.desk.strip, []
    place, texts = strip.geometry(), [*sentences(), *deeds()]
    for text in texts:
        message = Message("refusal", text, "重试", int, latched=True)
        found += [f"{why}: {text}" for why in [unread(narrow, message)] if why]
        assert strip.geometry() == place, f"{text} moves what is under a finger"
        strip.answer()
    assert not found, "\n".join(found)
    assert len(texts) > 500


def test_what_one_line_is_too_short_for_stands_on_two(narrow):
    """没有标签机，标签没有打 was what the line lost."""
    strip = narrow.desk.strip
    text = f"散货箱 12（干果）换批：{LOT} 换成 {LOT}B，旧批 1,234.567 kg 回到{PLACE}"
    text = f"{text}，没有标签机，散货标签没有打"
    strip.show_message(Message("success", text))
    label = shown_label(strip)
    first, second = label.lines(label.width())
    assert first + second == text
    assert first


def test_what_held_something_back_is_counted_where_the_sentence_is_cut(narrow):
    strip = narrow.desk.strip
    strip.show_message(Message("refusal", f"{SUPPLIER}没有批号" * 5, latched=True))
    strip.insist()
    narrow.settle()
    beside = next(x for x in strip.findChildren(QLabel) if x.text() == HELD_BACK.format(1))
    assert beside.visibleRegion().boundingRect() == beside.rect()
    assert not misfits(narrow.window)


def test_a_cut_sentence_waits_until_it_was_read(narrow, qtbot, monkeypatch):
    monkeypatch.setattr("showroom.ui.widgets.message_strip.FADES_AFTER_MS", 1)
    strip, passed, later = narrow.desk.strip, [], []
    strip.show_message(Message("success", f"{SUPPLIER}没有批号" * 5))
    strip.said.connect(lambda: passed.append(strip.message))
    QTimer.singleShot(50, lambda: later.append(strip.message))
    qtbot.waitUntil(lambda: later != [])
    assert later != [None]
    button = next(b for b in strip.findChildren(QPushButton) if b.text() == WHOLE)
    button.click()
    narrow.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: passed == [None])
