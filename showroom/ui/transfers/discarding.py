"""作废: a draft is thrown away as somebody saw it, after a question that says how much it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from showroom.domain.documents.draft import DocumentDraft
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask

WIDTH = 440
DISCARD = "discard_draft"
DISCARDED = "已作废，日志里记下了明细"


class Settles(Protocol):
    """What is on its way to the books."""

    def when_settled(self, then: Callable[[], object]) -> None:
        """Once no answer is outstanding."""


class Drafted(Protocol):
    """What a screen knows of the draft in hand."""

    draft: DocumentDraft | None


def ask_discard(
    host: QWidget,
    keeping: Settles,
    model: Drafted,
    told: str,
    discard: Callable[[DocumentDraft], object],
) -> None:
    """Say what would go; `discard` follows only from somebody who wants that.

    It is thrown away as it was said to be: own answers that come meanwhile are waited for, and
    where they bring other lines it is asked anew. `told` names `{kind}` and `{lines}`.
    """

    def ask_now() -> None:
        asked = model.draft
        if asked is None:
            return

        def go() -> None:
            draft = model.draft
            if draft is None or draft.draft_id != asked.draft_id:
                return
            if _keys(draft) == _keys(asked):
                discard(draft)
            else:
                ask_now()

        panel = Overlay(host, "作废", WIDTH, throwaway=True)
        said = told.format(kind=asked.kind.word, lines=len(asked.lines))
        panel.body.addWidget(label(said, wrap=True))
        yes = ask(panel, "作废", danger=True)
        yes.clicked.connect(panel.close_panel)
        yes.clicked.connect(lambda: keeping.when_settled(go))
        panel.open()

    keeping.when_settled(ask_now)


def _keys(draft: DocumentDraft) -> list[str]:
    return [kept.key for kept in draft.lines]
