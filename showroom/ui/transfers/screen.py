"""调拨: what is under way, new transfers, receipts of them, shelves, places and bins."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

from showroom.domain.documents.draft import DocumentDraft
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId, SkuId
from showroom.domain.stock import DocumentKind
from showroom.services.books.changes import Changes
from showroom.services.stock.replenishment import is_walk
from showroom.ui.engine.actions import ActionSet
from showroom.ui.engine.context import Context
from showroom.ui.engine.kept_scans import Until, Wait
from showroom.ui.engine.screen import Screen
from showroom.ui.look.tokens import SPACE
from showroom.ui.transfers.bins_page import BinsPage
from showroom.ui.transfers.draft_part import LotAt
from showroom.ui.transfers.filling_page import FillingPage
from showroom.ui.transfers.part import TransferPart
from showroom.ui.transfers.places_page import PlacesPage
from showroom.ui.transfers.receipt_page import ReceiptPage
from showroom.ui.transfers.sending import Sending
from showroom.ui.transfers.start_page import StartPage
from showroom.ui.widgets.card import column
from showroom.ui.widgets.pages import Pages

P = TypeVar("P", bound=TransferPart)


class TransfersScreen(Screen):
    """A start page, and the one thing that is being done."""

    name = "transfers"
    later = ("sending", "receipt", "filling", "places", "bins")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.start = StartPage(context)
        self._pages = Pages(self.start)
        whole = column(self._pages)
        whole.setContentsMargins(SPACE.m, 0, SPACE.m, SPACE.s)
        self.setLayout(whole)
        self.start.begun.connect(self._begin)
        self.start.opened.connect(self._open)
        self.start.arrives.connect(self._receive)
        self.start.filling.connect(lambda: self._turn_to(self.filling))
        self.start.placing.connect(lambda: self._turn_to(self.places))
        self.start.binning.connect(lambda: self._turn_to(self.bins))

    @cached_property
    def sending(self) -> Sending:
        """新调拨."""
        return self._with(Sending(self.context))

    @cached_property
    def receipt(self) -> ReceiptPage:
        """收调拨."""
        return self._with(ReceiptPage(self.context))

    @cached_property
    def filling(self) -> FillingPage:
        """上架补货."""
        made = self._with(FillingPage(self.context))
        made.opened.connect(self._open)
        made.binning.connect(self._open_bin)
        return made

    @cached_property
    def places(self) -> PlacesPage:
        """库位."""
        return self._with(PlacesPage(self.context))

    @cached_property
    def bins(self) -> BinsPage:
        """散货箱换批."""
        return self._with(BinsPage(self.context))

    def _with(self, part: P) -> P:
        part.left.connect(self._start_again)
        self._pages.addWidget(part)
        return part

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

    def _turn_to(self, part: TransferPart) -> None:
        self._pages.setCurrentWidget(part)
        part.shown()

    def _start_again(self) -> None:
        self._turn_to(self.start)

    def _begin(self, to: object) -> None:
        self._turn_to(self.sending)
        self.sending.begin(LocationId(int(str(to))))

    def _open(self, draft_id: str) -> None:
        """Read a draft, then go on with it where it was begun; one that is gone leaves the list."""
        part = self.part

        def gone(_refusal: Refusal) -> bool:
            self.start.read_again()
            return False

        part.read(
            *(self.context.services.drafts.open, draft_id),
            on_done=lambda draft: self._go_on(draft) if self.part is part else None,
            refused=gone,
        )

    def _go_on(self, draft: DocumentDraft) -> None:
        if draft.kind is DocumentKind.TRANSFER_RECEIPT:
            self._receive(draft.head.follows)
        elif is_walk(draft):
            self._pages.setCurrentWidget(self.filling)
            self.filling.resume(draft)
        else:
            self._turn_to(self.sending)
            self.sending.open_draft(draft.draft_id)

    def _receive(self, transfer_id: object) -> None:
        self._turn_to(self.receipt)
        self.receipt.open_transfer(DocumentId(int(str(transfer_id))))

    def _open_bin(self, sku_id: int) -> None:
        self.bins.look_for(SkuId(sku_id))
        self._turn_to(self.bins)

    def open_part(self, part: str) -> None:
        """``transfers:draft/KEY`` goes on with a draft.

        ``transfers:fill/12`` asks what the floor needs of a product, ``transfers:aside/12-40-3``
        takes a lot out of the way. What is being done stays in front, and is named.
        """
        kind, _, key = part.partition("/")
        if not key or self.part.holds(key):
            return
        busy = self.part.in_hand
        if busy is not None:
            self.part.refuse(busy)
        elif kind == "draft":
            self._open(key)
        elif kind == "aside":
            self._turn_to(self.sending)
            self.sending.begin_aside(LotAt.named(key))
        elif kind == "fill":
            self.filling.look_for(SkuId(int(key)))
            self._turn_to(self.filling)

    def shown(self) -> None:
        """What was being done is still in front; the start reads again."""
        if self.part is self.start:
            self.start.shown()

    def on_changes(self, changes: Changes) -> None:
        """Transfers and places come and go."""
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
