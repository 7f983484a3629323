"""Panels over a page: the keyboard is theirs, and they give it back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from showroom.ui.widgets.chip import Chip, ChipFace, ChipRow
from showroom.ui.widgets.overlay import Overlay, ask

pytestmark = pytest.mark.usefixtures("light")


def test_overlay_traps_the_focus_and_gives_it_back(page, qtbot):
    field = QLineEdit()
    window = page(field)
    field.setFocus()
    overlay = Overlay(field, "删除这一行？")
    inner = QLineEdit()
    overlay.body.addWidget(inner)
    yes = ask(overlay, "删除", danger=True)
    overlay.open()
    assert overlay.geometry() == window.rect()
    assert overlay.first.hasFocus()
    assert not yes.hasFocus()
    seen = set()
    for _ in range(8):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
        seen.add(window.focusWidget())
    assert all(overlay.isAncestorOf(widget) for widget in seen)
    assert {inner, yes} <= seen
    window.resize(700, 500)
    assert overlay.size() == window.size()
    with qtbot.waitSignal(overlay.closed):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert field.hasFocus()


def test_the_enter_that_closes_a_panel_presses_nothing_behind_it(page):
    """冲红 was done, and the same Enter led to the order whose button had the keyboard before."""
    button, pressed = QPushButton("采购单 CG-1"), []
    window = page(button)
    button.clicked.connect(lambda: pressed.append(button))
    button.setFocus()
    panel, field = Overlay(window, "冲红", throwaway=True), QLineEdit()
    panel.body.addWidget(field)
    field.returnPressed.connect(panel.close_panel)
    panel.first = field
    panel.open()
    assert field.hasFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert button.hasFocus()
    assert pressed == []


def test_a_click_beside_the_card_closes_unless_it_must_not(page, qtbot):
    field = QLineEdit()
    page(field)
    for dismissable in (True, False):
        overlay = Overlay(field, "提示", 200, dismissable=dismissable, throwaway=True)
        overlay.open()
        qtbot.mouseClick(overlay, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
        assert overlay.isVisible() is not dismissable
        overlay.close_panel()


def test_enter_on_a_chip_does_what_the_panel_says_of_it(page):
    window, done = page(QLabel("page")), []
    panel = Overlay(window, "新建")
    chips, field = ChipRow([ChipFace(1, "天"), ChipFace(2, "个月")]), QLineEdit()
    field.returnPressed.connect(lambda: done.append("field"))
    for part in (field, chips):
        panel.body.addWidget(part)
    ask(panel, "新建  Enter").clicked.connect(lambda: done.append("made"))
    panel.open(field)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert done == ["field"], "a field has its own use for it"
    chips.begin()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert done == ["field", "made"]
    for key, then in ((Qt.Key.Key_Space, 2), (Qt.Key.Key_Enter, 3)):
        QTest.keyClick(window.focusWidget(), key)
        assert len(done) == then
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_Enter)
    assert len(done) == 3, "it may be the bounce of the key that opened the panel"
    grave = Overlay(window, "作废")
    grave.body.addWidget(ChipRow([ChipFace(1, "天")]))
    ask(grave, "作废", danger=True).clicked.connect(lambda: done.append("gone"))
    grave.open(grave.findChild(Chip))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert "gone" not in done, "what cannot be taken back is never done by the way"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_of_a_panel_that_has_the_keyboard(page, key):
    """保存 of the A4 preview took Space alone, and Enter said nothing."""
    window, done = page(QLabel("page")), []
    panel = Overlay(window, "预览")
    for name in ("保存", "打印"):
        button = QPushButton(name)
        button.clicked.connect(lambda _=False, name=name: done.append(name))
        panel.footer.addWidget(button)
    ask(panel, "确定  Enter").clicked.connect(lambda: done.append("确定"))
    panel.open(button)
    QTest.keyClick(window.focusWidget(), key)
    assert done == ["打印"]
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
    QTest.keyClick(window.focusWidget(), key)
    assert done == ["打印", "保存"]
    held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(window.focusWidget(), held)
    assert done == ["打印", "保存"], "a key that is held down is pressed once"
