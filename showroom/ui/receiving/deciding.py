"""由你决定: what is odd, before who needs nobody's yes; the document names them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from showroom.domain.documents.inspection import Finding
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.words.messages import sentence

WIDTH = 440
MOST_SHOWN = 6
"""Exceptional lines that the question names one by one."""


def decide(
    host: QWidget, words: tuple[str, str], found: Sequence[Finding], then: Callable[[], object]
) -> None:
    """Ask once for all of it; `words` are the question and what the yes is called."""
    title, go = words
    panel = Overlay(host, title, WIDTH, throwaway=True)
    for finding in found[:MOST_SHOWN]:
        panel.body.addWidget(label(sentence(finding.refusal()), wrap=True))
    more = len(found) - MOST_SHOWN
    rest = f"另有 {more} 行也是。" if more > 0 else ""
    panel.body.addWidget(label(f"{rest}单据上记你为授权人。", "muted", wrap=True))

    def agreed() -> None:
        panel.close_panel()
        then()

    ask(panel, go, "再看看").clicked.connect(agreed)
    panel.open()
