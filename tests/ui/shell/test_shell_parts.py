from __future__ import annotations

import logging
import sys
import threading
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import (
    QElapsedTimer,
    QMessageLogContext,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QToolButton,
)

from showroom.delivery.courier import CourierState
from showroom.domain.ids import ShiftId, TillId
from showroom.domain.shift import Shift
from showroom.ui.look.theme import theme
from showroom.ui.look.tokens import LOW_BELOW
from showroom.ui.shell.appearance import Appearance, theme_name
from showroom.ui.shell.bugs import BugCatcher, hear_qt
from showroom.ui.shell.idle import IdleWatch
from showroom.ui.shell.rail import Rail
from showroom.ui.shell.status_glyph import QUIET, StatusGlyph
from showroom.ui.shell.top_bar import TopBar
from showroom.ui.widgets.clock_label import ClockLabel

FIELDS = (QAbstractButton, QLineEdit, QComboBox, QSpinBox, QPlainTextEdit)


@pytest.fixture
def catcher(light):
    assert light
    hooks = sys.excepthook, threading.excepthook
    before = qInstallMessageHandler(None)
    caught = []
    made = BugCatcher(caught.append)
    made.install()
    yield caught
    sys.excepthook, threading.excepthook = hooks
    qInstallMessageHandler(before)


def test_what_nobody_caught_is_reported_once(catcher):
    error = ValueError("a bug")
    sys.excepthook(ValueError, error, None)
    assert catcher == [error]


def test_a_threads_bug_arrives_on_the_gui_thread(light, qtbot):
    assert light
    heard = []
    made = BugCatcher(lambda error: heard.append((error, threading.current_thread())))
    error = ValueError("on a worker")
    told = threading.ExceptHookArgs((ValueError, error, None, None))
    worker = threading.Thread(target=made.uncaught_on_thread, args=(told,))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(error, threading.main_thread())]


def test_an_interrupt_is_no_bug(catcher, capsys):
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert catcher == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_what_qt_says_goes_into_the_log(caplog):
    with caplog.at_level(logging.DEBUG, "showroom.qt"):
        hear_qt(QtMsgType.QtWarningMsg, QMessageLogContext(), "QWidget: strange")
        hear_qt(QtMsgType.QtCriticalMsg, QMessageLogContext(), "QWidget: bad")
    assert [(r.levelname, r.getMessage()) for r in caplog.records] == [
        ("WARNING", "QWidget: strange"),
        ("ERROR", "QWidget: bad"),
    ]


def test_the_look_is_put_on_once(light):
    appearance = Appearance()
    appearance.use("dark")
    assert theme().name == "dark"
    sheet = light.styleSheet()
    appearance.use("dark")
    assert light.styleSheet() == sheet
    appearance.use("system")
    assert theme().name == theme_name("system")
    appearance.use("light")


def lines(*names, **more):
    return CourierState(lines=names, **more)


def test_a_wake_during_a_delivery_makes_one_more(desk, qtbot):
    signed_out, drains = threading.Event(), []

    def slow(name):
        drains.append(name)
        signed_out.wait(10)
        return lines("前台")

    desk.devices.state, desk.devices.drain = lines("前台"), slow
    desk.watch.start()
    qtbot.waitUntil(lambda: bool(drains))
    for _ in range(5):
        desk.watch.wake()
    signed_out.set()
    qtbot.waitUntil(lambda: desk.quiet)
    assert drains == ["前台"] * 2
    desk.watch.stop()
    desk.watch.wake()
    assert desk.quiet


def test_a_slow_printer_keeps_no_other_waiting(desk, qtbot):
    signed_out, drains = threading.Event(), []

    def drain(name):
        if name == "标签":
            signed_out.wait(10)
        drains.append(name)
        return lines("前台", "标签")

    desk.devices.state, desk.devices.drain = lines("前台", "标签"), drain
    desk.watch.start()
    for number in range(1, 4):
        qtbot.waitUntil(lambda number=number: drains.count("前台") == number)
        qtbot.waitUntil(lambda: desk.lanes.printers.pending == 1)
        desk.watch.wake()
    assert "标签" not in drains
    signed_out.set()
    qtbot.waitUntil(lambda: desk.quiet)
    assert drains.count("标签") == 2, "and one more for all the wakes meanwhile"


def test_who_was_handed_a_slip_begins_at_once(desk, qtbot):
    drains = []

    def drain(name):
        drains.append(name)
        return lines("前台", "后台", handed_on=drains.count("前台") == 2 and name == "前台")

    desk.devices.state, desk.devices.drain = lines("前台", "后台"), drain
    desk.watch.start()
    qtbot.waitUntil(lambda: len(drains) == 2 and desk.quiet)
    desk.watch.wake()
    qtbot.waitUntil(lambda: desk.quiet)
    assert drains.count("后台") == 3


def test_what_was_seen_earlier_is_not_told_later(desk, qtbot):
    statuses = []
    desk.watch.status_changed.connect(statuses.append)
    answers = {
        "前台": lines("前台", "后台", waiting=5, moment=3),
        "后台": lines("前台", "后台", waiting=1, moment=2),
    }
    release = threading.Event()

    def drain(name):
        if name == "后台":
            release.wait(10)
        return answers[name]

    desk.devices.state, desk.devices.drain = lines("前台", "后台", moment=1), drain
    desk.watch.start()
    qtbot.waitUntil(lambda: len(statuses) == 2)
    release.set()
    qtbot.waitUntil(lambda: desk.quiet)
    assert [status.count for status in statuses] == [0, 5]


def test_a_glyph_keeps_its_size_whatever_it_says(light, qtbot):
    assert light
    glyph = StatusGlyph("printer", "小票打印机")
    qtbot.addWidget(glyph)
    glyph.show()
    before = glyph.size()
    for count, tone in ((0, "warning"), (3, "danger"), (1234, "danger")):
        glyph.show_state(type(QUIET)(tone, "没有纸了", count))
        glyph.repaint()
        assert glyph.size() == before
    assert glyph.accessibleName() == "小票打印机：没有纸了"


def test_a_glyph_is_marked_with_how_many_want_something(light, qtbot):
    assert light
    glyph = StatusGlyph("printer", "小票打印机")
    qtbot.addWidget(glyph)
    marks = {("", 5): "", ("danger", 0): "!", ("warning", 1): "1", ("warning", 99): "99"}
    for (tone, count), mark in {**marks, ("warning", 100): "99+"}.items():
        glyph.show_state(type(QUIET)(tone, "没有纸了", count))
        assert glyph.mark == mark


def test_a_till_is_idle_after_its_limit_and_not_before_nor_long_after(light, qtbot):
    assert light
    watch, since = IdleWatch(300), QElapsedTimer()
    since.start()
    with qtbot.waitSignal(watch.idle):
        watch.start()
    assert 300 <= since.elapsed() < 2_500
    since.start()
    watch.start()
    QTimer.singleShot(200, watch.poke)
    with qtbot.waitSignal(watch.idle):
        pass
    assert since.elapsed() >= 500, "a sign of life begins it anew"


def test_the_bar_keeps_the_shift_in_words(light, qtbot):
    assert light
    bar = TopBar()
    qtbot.addWidget(bar)
    opened = Shift(ShiftId(1_000_000_012), TillId(1), "01", "2026-11-23", 0, "小周", 2, 30_000)
    bar.show_shift(opened)
    assert "11月23日 周一 · 第 12 班" in [b.text() for b in bar.findChildren(QAbstractButton)]
    bar.show_shift(None)
    assert "未开班" in [b.text() for b in bar.findChildren(QAbstractButton)]


def test_the_clock_has_its_room_before_its_text(light, qtbot):
    """Just after signing in it was cut to its minutes."""
    assert light
    bar = TopBar()
    qtbot.addWidget(bar)
    bar.show()
    time = bar.findChild(ClockLabel).findChild(QLabel)
    assert time.width() >= time.fontMetrics().horizontalAdvance("23:59")


def test_the_rail_marks_where_one_is(light, qtbot):
    from showroom.ui.shell.registry import SCREENS

    assert light
    rail = Rail()
    qtbot.addWidget(rail)
    rail.set_places(SCREENS[:3])
    rail.mark(SCREENS[1].name)
    checked = [b.text() for b in rail.findChildren(QAbstractButton) if b.isChecked()]
    assert checked == [SCREENS[1].title]


HEIGHTS = (520, 576, 620, 690, 768, 1040)
WEARS = [
    *(("narrow", height) for height in HEIGHTS),
    *(("usual", height) for height in HEIGHTS if height >= LOW_BELOW),
]
"""A window too low for the usual design wears the narrow one."""


@pytest.mark.parametrize(("window", "height"), WEARS)
def test_eleven_places_stand_whole_in_the_rail(light, qtbot, window, height):
    """At 1366×690 names and icons of thirteen buttons took 832 px."""
    assert light
    rail = Rail()
    qtbot.addWidget(rail)
    rail.fit(window)
    places: list[Any] = [
        SimpleNamespace(name=str(n), title="供应商", icon="stock", key="") for n in range(11)
    ]
    rail.set_places(places)
    rail.resize(rail.minimumSizeHint().width(), height)
    rail.show()
    buttons = rail.findChildren(QToolButton)
    assert len(buttons) == 11 + 2

    def apart():
        tops = sorted((b.geometry().top(), b.geometry().bottom()) for b in buttons)
        inside = all(rail.rect().contains(b.geometry()) for b in buttons)
        return inside and all(low < top for (_, low), (top, _) in pairwise(tops))

    qtbot.waitUntil(apart)
    for button in buttons:
        shown = button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        assert shown is (window == "usual")
        least = button.iconSize().height() + shown * button.fontMetrics().height()
        assert button.height() >= least


def test_every_control_of_the_shell_has_a_name(desk, shop, qtbot):
    window = desk.make_window(lambda: shop.suite)
    window.show()
    qtbot.waitUntil(lambda: desk.context.is_open and desk.quiet)
    seen = list(_nameless(window))
    window.signed_out.entered.emit(shop.owner)
    for name in ("prints", "settings"):
        desk.context.go_to.emit(name)
        qtbot.waitUntil(lambda: desk.quiet)
        seen += _nameless(window)
    for part in ("counter", "printer", "people", "look", "data", "about"):
        desk.context.go_to.emit(f"settings:{part}")
        qtbot.waitUntil(lambda: desk.quiet)
        seen += _nameless(window)
    assert not seen
    window.close()
    qtbot.waitUntil(lambda: desk.quiet)


def _nameless(window):
    for kind in FIELDS:
        for control in window.findChildren(kind):
            inside = isinstance(control.parentWidget(), QSpinBox)
            named = control.accessibleName() or getattr(control, "text", str)()
            if control.isVisible() and not named and not inside:
                yield type(control).__name__, control.objectName()
