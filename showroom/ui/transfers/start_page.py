"""Before a transfer: what is under way, what somebody began, and how to begin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Signal

from showroom.domain.documents.draft import DraftRow
from showroom.domain.documents.kinds import parse_number
from showroom.domain.documents.place import place_code
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId
from showroom.domain.permission import Permission
from showroom.domain.stock import DocumentKind
from showroom.services.books.changes import Changes
from showroom.services.stock.transfers import StockPlace, UnderWay
from showroom.ui.browse.waiting_card import WaitingCard
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.look.tokens import SPACE
from showroom.ui.transfers.part import TransferPart
from showroom.ui.transfers.rows import DRAFTS, UNDER_WAY, draft_rows, under_way_rows
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.said_here import SaidHere

BEGUN_HERE = frozenset({DocumentKind.TRANSFER, DocumentKind.TRANSFER_RECEIPT})


class StartPage(TransferPart):
    """`arrives` carries a transfer's id, `opened` a draft's key, `begun` where goods are to go."""

    arrives = Signal(object)
    opened = Signal(str)
    begun = Signal(object)
    filling = Signal()
    placing = Signal()
    binning = Signal()
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("begin", "新调拨", ("F2",), "transfer", handler="begin"),
        ActionSpec("fill", "上架补货", ("F9",), "stock", handler="fill"),
        ActionSpec("bins", "散货箱换批", ("F8",), "scale", handler="open_bins"),
        ActionSpec(
            "places", "库位", ("F3",), "zone", permission=Permission.PLACES.value, handler="place"
        ),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        first = button_for(self.action_set, "begin", "primary", "touch")
        names = [name for name in ("fill", "bins", "places") if name in self.action_set]
        others = [button_for(self.action_set, name, size="touch") for name in names]
        card = Card(padding=SPACE.m)
        told = "扫库位牌就往那里调；货到了，扫调拨单上的单号收货。没做完的谁都可以接着做。"
        card.body.addWidget(label(told, "muted", wrap=True))
        card.body.addLayout(row(first, *others, None, spacing=SPACE.s))
        card.body.addWidget(SaidHere(self))
        self.sent = RowTable(UNDER_WAY, "在途", counter=True)
        self.sent.set_empty(EmptyState("transfer", "没有在途的货"))
        self.sent.row_activated.connect(self._receive)
        self.drafts = RowTable(DRAFTS, "没做完的", counter=True)
        self.drafts.set_empty(EmptyState("hold", "都做完了"))
        self.drafts.row_activated.connect(self._open)
        coming = WaitingCard("在途", self.sent, "收货")
        waiting = WaitingCard("没做完的", self.drafts, "接着做")
        page = column(card, spacing=SPACE.s)
        page.addWidget(coming, 3)
        page.addWidget(waiting, 2)
        self.setLayout(page)

    def shown(self) -> None:
        """What waits, read anew."""
        self.read_again()
        self.sent.setFocus()

    def read_again(self) -> None:
        """What is under way, and what is not done yet."""
        services = self.context.services
        self.survey(services.transfers.under_way, on_done=self._show_sent)
        self.read(services.drafts.listed, on_done=self._show_drafts)

    def on_changes(self, changes: Changes) -> None:
        """Transfers come and go."""
        if changes.documents or changes.places:
            self.read_again()

    def scanned(self, code: str) -> bool:
        """The number of a transfer under way, or the card of the place to bring goods to."""
        number = parse_number(code)
        if number is not None and number[0] is DocumentKind.TRANSFER:
            self.find_transfer(code.strip().upper())
            return True
        if place_code(code):
            self.read(self.context.services.places.find, code, on_done=self._begin_to)
            return True
        if number is not None:
            told = {"number": code.strip().upper(), "kind": number[0].word}
            return self.refuse(Refusal("document_scanned", **told))
        return self.refuse(Refusal("transfer_place_missing"))

    def find_transfer(self, number: str) -> None:
        """Open the receipt of a transfer by its printed number, when it is still under way."""

        def known(sent: tuple[UnderWay, ...]) -> None:
            self._show_sent(sent)
            found = next((x for x in sent if x.number == number), None)
            if found is None:
                self.refuse(Refusal("transfer_not_under_way", number=number))
            else:
                self.arrives.emit(found.document_id)

        self.survey(self.context.services.transfers.under_way, on_done=known)

    def begin(self) -> None:
        """F2: a new transfer."""
        self.begun.emit(0)

    def fill(self) -> None:
        """F9: what the floor needs."""
        self.filling.emit()

    def open_bins(self) -> None:
        """F8: the bins with their open lots."""
        self.binning.emit()

    def place(self) -> None:
        """F3: the places."""
        self.placing.emit()

    def _begin_to(self, place: StockPlace) -> None:
        self.begun.emit(place.location_id)

    def _show_sent(self, sent: tuple[UnderWay, ...]) -> None:
        self.sent.set_rows(under_way_rows(sent))
        if self.sent.selected_key is None:
            self.sent.select_first()
        self._follow_rows()

    def _show_drafts(self, drafts: tuple[DraftRow, ...]) -> None:
        self.drafts.set_rows(draft_rows(drafts, BEGUN_HERE))
        if self.drafts.selected_key is None:
            self.drafts.select_first()
        self._follow_rows()

    def _follow_rows(self) -> None:
        """The keyboard is where something waits: Enter on an empty list did nothing."""
        for left, other in ((self.sent, self.drafts), (self.drafts, self.sent)):
            if left.hasFocus() and not left.rows and other.rows:
                other.setFocus()
                return

    def _receive(self, key: object) -> None:
        if isinstance(key, int):
            self.arrives.emit(DocumentId(key))

    def _open(self, key: object) -> None:
        if isinstance(key, str):
            self.opened.emit(key)
