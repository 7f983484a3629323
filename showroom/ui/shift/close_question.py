"""The last question before a shift is closed; a count cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from showroom.domain.figures import COUNTED
from showroom.ui.look import formats
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask

WIDTH = 440
CONFIRM_AFTER_MS = 350
"""A bouncing Enter of the last field must not confirm the count."""


def ask_gap(host: QWidget, go_on: Callable[[], object]) -> None:
    """Count again first; the figures stand only where the 店长 approves them."""
    panel = Overlay(host, "现金对不上", WIDTH, throwaway=True)
    text = (
        "实点与应有现金相差较多。请先再点一遍；还是这样，就请店长来看过再授权。这次清点已记入日志。"
    )
    panel.body.addWidget(label(text, "muted", wrap=True))
    go = ask(panel, "请店长授权", "再点一遍", danger=True)
    go.clicked.connect(panel.close_panel)
    go.clicked.connect(go_on)
    panel.open()


def ask_close(host: QWidget, counted_fen: int, close: Callable[[], object]) -> None:
    """Show what was counted, never what should be there; `close` follows a yes."""
    panel = Overlay(host, "确认交班", WIDTH, throwaway=True)
    panel.body.addWidget(label(f"{COUNTED.name} {formats.money(counted_fen)}", "figure"))
    panel.body.addWidget(
        label("确认后就按这个数交班；相差太多会先请你再点一遍。", "muted", wrap=True)
    )
    go = ask(panel, "确认交班", "再点一遍")
    go.clicked.connect(panel.close_panel)
    go.clicked.connect(close)
    panel.open(panel)
    QTimer.singleShot(CONFIRM_AFTER_MS, go, lambda: go.isVisible() and go.setFocus())
