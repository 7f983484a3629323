"""A basket that the disk has not taken: said before the window closes or somebody signs out."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from showroom.ui.engine.drafts import Rung
from showroom.ui.look import formats
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.words.trade import tenders_named

TITLE = "还有一单没有存进账本"
ONLY_HERE = "只在这个窗口里，现在关掉就没有了。"
WAIT = "程序正在自己重试；磁盘好了就会存下，存好再关。"
SIGNED_OUT = "单子还没有存进账本，正在自己重试：先不要关机"

log = logging.getLogger(__name__)


def rung_words(rung: Rung) -> str:
    """``3 件 204.00，已收的 微信支付 50.00``."""
    goods = f"{rung.basket.pieces} 件 {formats.figure(rung.basket.due_fen)}"
    paid = tenders_named(rung.payment.tenders) if rung.payment else ""
    return f"{goods}，已收的 {paid}" if paid else goods


def ask_unsaved(host: QWidget, rung: Rung, leave: Callable[[], object]) -> Overlay:
    """Name what would be lost; `leave` follows only from somebody who wants that."""
    panel = Overlay(host, TITLE, throwaway=True)
    panel.body.addWidget(label(f"{rung_words(rung)}：{ONLY_HERE}", wrap=True))
    panel.body.addWidget(label(WAIT, "muted", wrap=True))
    go = ask(panel, "不要了，关掉", "先不关", danger=True)
    go.clicked.connect(panel.close_panel)
    go.clicked.connect(leave)
    panel.open()
    return panel


def note_lost(rung: Rung | None) -> str:
    """What the last try could not save either, for the log and whoever reads it; "" for nothing."""
    if rung is None:
        return ""
    log.error("the open basket could not be saved")
    return f"{TITLE}：{rung_words(rung)}"
