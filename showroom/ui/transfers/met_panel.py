"""Two people changed the same of a draft: what the books have stays, or somebody says otherwise."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from showroom.services.stock.draft_meeting import DraftMet
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.words.messages import sentence

WIDTH = 480
MET = "两个人改了同一处"


def ask_whose(host: QWidget, refusal: DraftMet, mine: Callable[[], object]) -> None:
    """Show both; `mine` follows only from somebody who wants that, and never from another Enter."""
    panel = Overlay(host, MET, WIDTH, throwaway=True)
    panel.body.addWidget(label(sentence(refusal), wrap=True))
    drops = refusal.code == "draft_line_kept"
    yes = ask(panel, "还是删掉" if drops else "用我填的", "照现在的", danger=True)
    yes.clicked.connect(panel.close_panel)
    yes.clicked.connect(mine)
    panel.open()
