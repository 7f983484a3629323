"""A key whose contact closes twice acts once, wherever the first press led."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from showroom.ui.engine.key_bounce import BOUNCE_MS
from showroom.ui.engine.scanner import ScanRouter
from showroom.ui.widgets.overlay import Overlay, ask
from tests.ui.engine.wedge import ENTER, NONE, Wedge

SPACE, F12 = Qt.Key.Key_Space, Qt.Key.Key_F12
SECOND = 5 - 1  # the release takes a millisecond


class Page(QWidget):
    """Two fields that Enter leads through, and a button that opens a question."""

    def __init__(self):
        super().__init__()
        self.first, self.second, self.third = QLineEdit(), QLineEdit(), QLineEdit()
        self.button, self.said = QPushButton("问"), []
        layout = QVBoxLayout(self)
        for part in (self.first, self.second, self.third, self.button):
            layout.addWidget(part)
        self.first.returnPressed.connect(self.second.setFocus)
        self.second.returnPressed.connect(self.third.setFocus)
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.ask)

    def ask(self):
        panel = Overlay(self, "要做吗？", 300, throwaway=True)
        go = ask(panel, "做")
        go.clicked.connect(lambda: self.said.append("yes"))
        go.clicked.connect(panel.close_panel)
        panel.open()


@pytest.fixture
def page(qtbot):
    made = Page()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def wedge():
    return Wedge(ScanRouter())


@pytest.mark.parametrize("gap", [SECOND, 20, BOUNCE_MS - 1])
@pytest.mark.parametrize("repeat", [False, True], ids=["two presses", "marked by X11"])
def test_the_cursor_moves_one_field(page, wedge, gap, repeat):
    page.first.setFocus()
    wedge.key(ENTER, "\r", 500)
    wedge.key(ENTER, "\r", 1 if repeat else gap, repeat=repeat)
    assert page.second.hasFocus()
    wedge.key(ENTER, "\r", 200)
    assert page.third.hasFocus(), "a person's own second Enter goes on"


@pytest.mark.parametrize("key", [ENTER, SPACE])
def test_what_opened_a_panel_does_not_answer_it(page, wedge, key):
    text = "\r" if key == ENTER else " "
    page.button.setFocus()
    wedge.key(key, text, 500)
    wedge.key(key, text, SECOND)
    wedge.router._flush()  # noqa: SLF001 (a space waits for what may follow it)
    assert page.findChild(Overlay).isVisible()
    assert page.said == []
    wedge.key(ENTER, "\r", 200)
    assert page.said == ["yes"]


def test_a_shortcut_is_pressed_once(page, wedge):
    assert wedge.key(F12, gap_ms=500) is False
    assert wedge.key(F12, gap_ms=SECOND) is True
    assert wedge.key(F12, gap_ms=100) is False
    assert page.isVisible()


def test_a_key_held_down_repeats_in_its_own_time(page, wedge):
    page.first.setFocus()
    wedge.key(ENTER, "\r", 500)
    assert wedge.key(ENTER, "\r", 30, repeat=True) is False


def test_two_scans_and_a_code_with_two_spaces_are_what_they_are(page, wedge):
    seen = []
    wedge.router.scanned.connect(seen.append)
    page.first.setFocus()
    for _ in range(2):
        wedge.scan("6990100100011")
    wedge.now_ms += 500
    for char in "AB  1234":
        wedge.key(ord(char), char, 4)
    wedge.key(ENTER, "\r", 4, NONE)
    assert seen == ["6990100100011", "6990100100011", "AB  1234"]
