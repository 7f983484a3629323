"""A window for widgets."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget


@pytest.fixture
def page(qtbot):
    """A shown, active window to put widgets on."""

    kept = []

    def show(*parts):
        window = QWidget()
        kept.append(window)
        window.resize(600, 400)
        box = QVBoxLayout(window)
        for part in parts:
            box.addWidget(part)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return show
