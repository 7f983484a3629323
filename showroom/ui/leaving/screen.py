"""领用: what was begun, the document in hand, and the month's list for accounting."""

from __future__ import annotations

from functools import cached_property

from showroom.domain.stock import DocumentKind
from showroom.services.books.changes import Changes
from showroom.ui.engine.actions import ActionSet
from showroom.ui.engine.context import Context
from showroom.ui.engine.kept_scans import Until, Wait
from showroom.ui.engine.screen import Screen
from showroom.ui.leaving.document import InHand
from showroom.ui.leaving.month_page import MonthPage
from showroom.ui.leaving.start_page import StartPage
from showroom.ui.look.tokens import SPACE
from showroom.ui.transfers.draft_part import LotAt
from showroom.ui.transfers.part import TransferPart
from showroom.ui.widgets.card import column
from showroom.ui.widgets.pages import Pages


class LeavingScreen(Screen):
    """A start page, and the one thing that is being done."""

    name = "leaving"
    later = ("working", "month")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.start = StartPage(context)
        self._pages = Pages(self.start)
        whole = column(self._pages)
        whole.setContentsMargins(SPACE.m, 0, SPACE.m, SPACE.s)
        self.setLayout(whole)
        self.start.begun.connect(self._begin)
        self.start.opened.connect(self._open)
        self.start.month_wanted.connect(self._show_month)

    @cached_property
    def working(self) -> InHand:
        """The document in hand."""
        made = InHand(self.context)
        made.left.connect(self._start_again)
        self._pages.addWidget(made)
        return made

    @cached_property
    def month(self) -> MonthPage:
        """The month's list for accounting."""
        made = MonthPage(self.context)
        made.left.connect(self._start_again)
        self._pages.addWidget(made)
        return made

    @property
    def part(self) -> TransferPart:
        """What is in front."""
        seen = self._pages.currentWidget()
        assert isinstance(seen, TransferPart)  # noqa: S101 (nothing else was put into the pages)
        return seen

    @property
    def shown_actions(self) -> ActionSet:
        """The keys of what is in front."""
        return self.part.action_set

    def _start_again(self) -> None:
        self._pages.setCurrentWidget(self.start)
        self.start.shown()

    def _begin(self, kind: object) -> None:
        if isinstance(kind, DocumentKind):
            self._pages.setCurrentWidget(self.working)
            self.working.begin(kind)

    def _open(self, draft_id: str) -> None:
        self._pages.setCurrentWidget(self.working)
        self.working.open_draft(draft_id)

    def _show_month(self) -> None:
        self._pages.setCurrentWidget(self.month)
        self.month.begin()

    def open_part(self, part: str) -> None:
        """``leaving:draft/KEY`` goes on with a draft, ``write_off/12-40-3`` writes a lot off.

        What is being made stays, and is named.
        """
        kind, _, key = part.partition("/")
        if not key or self.working.holds(key):
            return
        busy = self.part.in_hand
        if busy is not None:
            self.part.refuse(busy)
        elif kind == "draft":
            self._open(key)
        elif kind == "write_off":
            self._pages.setCurrentWidget(self.working)
            self.working.begin_write_off(LotAt.named(key))

    def shown(self) -> None:
        """What was being done is still in front; the start reads again."""
        if self.part is self.start:
            self.start.shown()

    def on_changes(self, changes: Changes) -> None:
        """Drafts, stock and places move."""
        self.part.on_changes(changes)

    def scan_waits(self, code: str) -> Wait | None:
        """Goods and places are what these pages are for, one after the other."""
        del code
        return Wait(Until.READY) if self.part.reading else None

    def make_way(self, code: str) -> bool:
        """Whatever is in front knows what stands in its fields."""
        return self.part.make_way(code)

    def scanned(self, code: str) -> bool:
        """Whatever is in front knows what it means."""
        return self.part.take_scan(code)
