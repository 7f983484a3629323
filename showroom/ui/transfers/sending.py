"""新调拨: places, then scan, quantity, Enter; F12 moves the goods or sends them on their way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import Qt

from showroom.domain.documents.draft import DocumentDraft, DraftHead
from showroom.domain.documents.inspection import Delivered
from showroom.domain.documents.kinds import parse_number
from showroom.domain.documents.place import place_code
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId
from showroom.services.books.changes import Changes
from showroom.services.stock.receiving import ReceivingChoices
from showroom.services.stock.transfers import StockPlace
from showroom.ui.browse.choice_panel import ChoicePanel
from showroom.ui.browse.goods_reading import Read, read
from showroom.ui.browse.search_list import LIMIT
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.message import UNKNOWN_CODE
from showroom.ui.transfers.entering import Entering
from showroom.ui.transfers.keeping import Keeping
from showroom.ui.transfers.leaving import Leaving
from showroom.ui.transfers.model import NOWHERE, SendModel
from showroom.ui.transfers.part import TransferPart
from showroom.ui.transfers.place_panel import SpotPanel
from showroom.ui.transfers.send_page import SendPage
from showroom.ui.widgets.card import column

SEARCH_FROM = 2
TO = "调到哪里"
FROM = "从哪里调出"


class Sending(TransferPart):
    """One transfer in hand."""

    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("from", "调出", ("F3",), "zone", handler="choose_from"),
        ActionSpec("to", "调入", ("F4",), "zone", handler="choose_to"),
        ActionSpec("aside", "暂存", ("F6",), "hold", handler="put_aside"),
        ActionSpec("drop", "删除这一行", ("Del",), "trash", handler="drop_line"),
        ActionSpec("discard", "作废", ("F8",), "trash", handler="ask_discard"),
        ActionSpec("post", "发出", ("F12",), "check", handler="post"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.model = SendModel()
        places = tuple(button_for(self.action_set, name, size="touch") for name in ("from", "to"))
        aside = (button_for(self.action_set, name, size="touch") for name in ("aside", "discard"))
        post = button_for(self.action_set, "post", "primary", "touch")
        drop = button_for(self.action_set, "drop", size="touch")
        self.page = SendPage(places, drop, (*aside, post))
        self.setLayout(column(self.page))
        self.keeping = Keeping(context, self.model, self)
        self.entering = Entering(self, self.model, self.keeping, self.page)
        self.leaving = Leaving(context, self.model, self.keeping, self.page)
        self._connect()

    def _connect(self) -> None:
        page, line, entering = self.page, self.page.line, self.entering
        page.field.submitted.connect(self._submitted)
        page.field.textEdited.connect(self._search)
        page.field.moved.connect(page.results.move_by_key)
        page.field.cleared.connect(page.results.hide)
        page.results.picked.connect(lambda sku: self._picked(Read(sku.code, (sku,))))
        page.table.row_activated.connect(entering.edit)
        page.table.clicked.connect(lambda _: entering.edit(page.table.selected_key))
        line.typed.connect(entering.typed)
        line.taken.connect(entering.enter_pressed)
        line.lot_chosen.connect(entering.choose_lot)
        entering.changed.connect(self.show_model)
        self.keeping.kept.connect(self.show_model)
        self.keeping.lost.connect(self.leaving.leave)
        self.leaving.left.connect(self._left)
        self.leaving.moved.connect(self.open_draft)

    @property
    def reading(self) -> bool:
        """Also while lines are being kept: the product once more adds to them."""
        return super().reading or self.keeping.busy

    # -- how it begins ------------------------------------------------------------------------

    def begin(self, to: LocationId = NOWHERE) -> None:
        """A new transfer; where goods go may be known, the other place is asked about."""
        self._fresh()
        self.model.head = DraftHead(to_place_id=to)
        self._read_places(self.choose_from)

    def open_draft(self, draft_id: str) -> None:
        """Go on with what somebody began."""
        self._fresh()
        self._read_places(lambda: None)
        self.read(self.context.services.drafts.open, draft_id, on_done=self._take_draft)

    def _fresh(self) -> None:
        self.model.forget()
        self.entering.last = ""
        self.keeping.use("")
        self.leaving.renew()
        self.page.clear_entry()
        self.show_model()

    def _take_draft(self, draft: DocumentDraft) -> None:
        self.model.use_draft(draft)
        self.keeping.use(draft.draft_id)
        self._read_goods()
        self.show_model()
        self.page.field.setFocus()

    def _read_places(self, then: Callable[[], object]) -> None:
        services = self.context.services

        def choices(found: ReceivingChoices) -> None:
            self.model.choices = found
            self.show_model()

        def places(found: tuple[StockPlace, ...]) -> None:
            self.model.places = found
            self.show_model()
            then()

        self.read(services.receiving.choices, on_done=choices)
        self.read(services.transfers.places, on_done=places)

    def _read_goods(self) -> None:
        """Names of the lines that are there already, of goods that are off sale too."""
        known = {sku.sku_id: sku for sku in self.context.index.skus}
        wanted = {k.line.sku_id for k in self.model.lines} - self.model.goods.keys()
        self.model.goods.update({key: known[key] for key in wanted & known.keys()})
        unknown = tuple(sorted(wanted - known.keys()))

        def read_(found: tuple[Delivered, ...]) -> None:
            self.model.goods.update({goods.sku_id: goods for goods in found})
            self.show_model()

        if unknown:
            self.read(self.context.services.receiving.goods_of, unknown, on_done=read_)

    def on_changes(self, changes: Changes) -> None:
        """A place was added or switched off."""
        if changes.places:
            self._read_places(lambda: None)

    def show_model(self) -> None:
        """All that is seen of the transfer."""
        model, entry = self.model, self.model.entry
        lines, fixed = bool(model.lines), bool(model.draft and model.lines)
        here = model.stays_here
        self.action_set["post"].setText("移库" if here else "发出")
        self.action_set.enable(lines or entry is not None, "post", "drop")
        self.action_set.enable(lines, "discard")
        self.action_set.enable(not fixed, "from")
        select = (
            model.key_of(entry.chosen) if entry is not None and entry.chosen else self.entering.last
        )
        self.page.show_model(model, select)
        if self.entering.last == self.page.table.selected_key:
            self.entering.last = ""

    # -- places -------------------------------------------------------------------------------

    def choose_from(self) -> None:
        """F3: where goods are taken; the other place follows when it is not known."""
        if self.model.head.place_id and not self.model.head.to_place_id:
            self.choose_to()
        else:
            self._ask_place(FROM, self._from_chosen, self.model.to_place)

    def choose_to(self) -> None:
        """F4: where they go."""
        self._ask_place(TO, self._to_chosen, self.model.from_place)

    def _ask_place(
        self, title: str, taken: Callable[[object], None], other: StockPlace | None
    ) -> None:
        def unknown(code: str) -> None:
            same = other is not None and other.code == code
            here = Refusal("transfer_same_place", place=other.name if other else "")
            self.refuse(here if same else Refusal("place_unknown"))

        places = [p for p in self.model.places if p is not other]
        panel = SpotPanel(self, title, places, unknown)
        panel.taken.connect(taken)
        panel.open()

    def _from_chosen(self, key: object) -> None:
        chosen = LocationId(int(str(key)))
        self.keeping.save_head(replace(self.model.head, place_id=chosen))
        if not self.model.head.to_place_id:
            self.choose_to()
        else:
            self._again()

    def _to_chosen(self, key: object) -> None:
        chosen = LocationId(int(str(key)))
        self.keeping.save_head(replace(self.model.head, to_place_id=chosen))
        self._again()

    def _again(self) -> None:
        """What lies at another place is another choice."""
        entry = self.model.entry
        self.page.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if entry is not None:
            self.entering.begin(entry.goods, entry.quantity)

    def _scan_place(self, code: str) -> bool:
        wanted, head = place_code(code), self.model.head
        found = next((p for p in self.model.places if p.code == wanted), None)
        if found is None:
            return self.refuse(Refusal("place_unknown"))
        if found.location_id in (head.place_id, head.to_place_id):
            return self.refuse(Refusal("transfer_same_place", place=found.name))
        if not head.place_id:
            self._from_chosen(found.location_id)
        elif not head.to_place_id:
            self._to_chosen(found.location_id)
        else:
            return self.refuse(Refusal("transfer_places_known"))
        return True

    # -- goods --------------------------------------------------------------------------------

    def scanned(self, code: str) -> bool:
        """A place's card, or goods; what is being typed is kept first."""
        if place_code(code):
            return self._scan_place(code)
        if parse_number(code) is not None:
            return self.refuse(Refusal("transfer_in_hand"))
        if not self.page.line.amount.readable():
            return False
        return self._take_code(code)

    def _take_code(self, code: str) -> bool:
        try:
            found = _known(read(code, self.context.index, self.model.choices))
        except Refusal as refusal:
            self.context.operations.refuse(refusal, about=UNKNOWN_CODE)
            return False
        self._picked(found)
        return True

    def _submitted(self, text: str) -> None:
        chosen = self.page.results.chosen
        self.page.clear_entry()
        if chosen is not None:
            self._picked(Read(chosen.code, (chosen,)))
        elif place_code(text):
            self._scan_place(text)
        elif text:
            self._take_code(text)

    def _search(self, text: str) -> None:
        results, wanted = self.page.results, text.strip()
        found = self.context.index.search(wanted, LIMIT) if len(wanted) >= SEARCH_FROM else ()
        if found:
            results.show_results(found, self.page.field)
        else:
            results.hide()

    def _picked(self, found: Read) -> None:
        """Goods to enter; where the code is several products' somebody says which."""
        self.page.clear_entry()
        if len(found.products) > 1:
            panel = ChoicePanel(self, found.products)
            panel.chosen.connect(lambda sku: self._picked(replace(found, products=(sku,))))
            panel.open()
            return
        if not (self.model.head.place_id and self.model.head.to_place_id):
            self.refuse(Refusal("transfer_place_missing"))
            return
        self.entering.enter(found.products[0], found.quantity)

    def drop_line(self) -> None:
        """Del: the chosen line goes, or what is being entered."""
        key = self.page.table.selected_key
        if self.model.entry is not None and not self.model.entry.chosen:
            self.model.entry = None
        elif isinstance(key, str):
            self.model.entry = None
            self.keeping.drop(key)
        self.show_model()
        self.page.field.setFocus()

    # -- the whole ----------------------------------------------------------------------------

    def put_aside(self) -> None:
        """F6: it is kept already; somebody goes on later."""
        if self.page.line.amount.readable():
            self.entering.take(lambda: self.keeping.when_kept(self.leaving.put_aside))

    def ask_discard(self) -> None:
        """F8: throw the draft away, after a question."""
        self.leaving.ask_discard()

    def post(self) -> None:
        """F12: what stands in the fields is kept, then the goods leave."""
        if self.page.line.amount.readable():
            self.entering.take(lambda: self.keeping.when_kept(self.leaving.post))

    def _left(self) -> None:
        self._fresh()
        self.left.emit()


def _known(found: Read) -> Read:
    """Refuses `transfer_unknown`, and `scan_case_code` of a carton whose pieces nobody told."""
    if not found.products:
        raise Refusal("transfer_unknown", code=found.text)
    if found.case:
        raise Refusal("scan_case_code", name=found.products[0].name)
    return found
