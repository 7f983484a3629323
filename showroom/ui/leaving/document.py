"""The whole of the document in hand: its head, how it begins, and how it is done with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import Qt

from showroom.domain.documents.draft import DocumentDraft, DraftHead
from showroom.domain.documents.reasons import WriteOffReason
from showroom.domain.documents.supplier import SupplierFacts
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, SupplierId
from showroom.domain.stock import DocumentKind
from showroom.services.books.actor import Actor
from showroom.services.books.changes import Changes
from showroom.services.stock.supplier_returns import Returnable
from showroom.services.stock.transfers import LyingLot, StockPlace
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.leaving.back_panel import BackPanel
from showroom.ui.leaving.finishing import Finishing
from showroom.ui.leaving.head_card import HeadCard
from showroom.ui.leaving.model import LeavingModel
from showroom.ui.leaving.rows import place_text
from showroom.ui.leaving.ways import WAYS
from showroom.ui.leaving.work_page import WorkPage
from showroom.ui.receiving.choosing import ContractPanel, SupplierPanel
from showroom.ui.transfers.draft_part import DraftPart, LotAt
from showroom.ui.transfers.place_panel import SpotPanel
from showroom.ui.transfers.rows import is_expired
from showroom.ui.widgets.card import column
from showroom.ui.words.messages import sentence


class InHand(DraftPart):
    """One document at a time."""

    model: LeavingModel
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("reason", "类别", ("F2",), handler="choose_reason"),
        ActionSpec("words", "领用人", ("F9",), "edit", handler="write_words"),
        ActionSpec("place", "从哪里出", ("F3",), "zone", handler="choose_place"),
        ActionSpec("supplier", "供应商", ("F4",), "user", handler="choose_supplier"),
        ActionSpec("lots", "能退的", ("F5",), "lot", handler="choose_lot"),
        ActionSpec("contract", "合同", ("F7",), "report", handler="choose_contract"),
        ActionSpec("drop", "删除这一行", ("Del",), "trash", handler="drop_line"),
        ActionSpec("aside", "暂存", ("F6",), "hold", handler="put_aside"),
        ActionSpec("discard", "作废", ("F8",), "trash", handler="ask_discard"),
        ActionSpec("post", "过账", ("F12",), "check", handler="post", posts=True),
        ActionSpec("back", "返回", ("Esc",), "undo", handler="go_back"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.model = LeavingModel()
        acts = self.action_set
        place = button_for(acts, "place", size="touch")
        back = tuple(button_for(acts, n, size="touch") for n in ("supplier", "lots", "contract"))
        head = HeadCard(place, back)
        aside = (button_for(acts, name, size="touch") for name in ("aside", "discard"))
        drop = button_for(acts, "drop", size="touch")
        self.page = WorkPage(head, drop, (*aside, button_for(acts, "post", "primary", "touch")))
        self.setLayout(column(self.page))
        self.set_up(self.page, Finishing)
        head.reason_chosen.connect(self._reason_chosen)
        head.words_left.connect(self._keep_words)
        head.words_done.connect(self.focus_field)

    # -- how it begins --------------------------------------------------------------------------

    @property
    def in_hand(self) -> Refusal | None:
        """One document at a time."""
        return Refusal("leaving_in_hand")

    def unknown(self, named: dict[str, str]) -> Refusal:
        """No product has it."""
        return Refusal("leaving_unknown", **named)

    def begin(self, kind: DocumentKind) -> None:
        """A new document: its reason is asked for, or the supplier."""
        self.fresh()
        self.model.kind = kind
        self.show_model()
        if self.model.goes_back:
            self.read_known(self.choose_supplier)
        else:
            self.read_known(lambda: None)
            self.choose_reason()

    def begin_write_off(self, at: LotAt) -> None:
        """A lot is written off from where it lies; how, of what has expired, is plain."""
        self.fresh()
        self.model.kind = DocumentKind.WRITE_OFF

        def head(lot: LyingLot) -> DraftHead:
            ended = is_expired(lot, self.model.today)
            reason = WriteOffReason.EXPIRED.value if ended else ""
            return DraftHead(place_id=at.place_id, reason=reason)

        self.begin_with(at, head)

    def fresh(self) -> None:
        """Another document."""
        super().fresh()
        self.page.head.words.setText("")

    def takes(self, draft: DocumentDraft) -> bool:
        """Three kinds are made here."""
        return draft.kind in WAYS

    def taken_up(self) -> None:
        """To whom it goes back."""
        self._read_supplier(ask=False)

    def read_known(self, then: Callable[[], object]) -> None:
        """Also which floor is this till's own: goods are taken there, unless somebody says so."""
        services, model = self.context.services, self.model

        def floor(_actor: Actor) -> LocationId:
            tills, ours = services.setup.tills(), services.books.till_id
            return next(t.location_id for t in tills if t.till_id == ours)

        def use_floor(found: LocationId) -> None:
            model.floor = found
            if not model.head.place_id:
                model.head = replace(model.head, place_id=found)

        self.read(floor, on_done=use_floor)
        super().read_known(then)

    def on_changes(self, changes: Changes) -> None:
        """What may go back was sold, or is on other terms."""
        super().on_changes(changes)
        if (changes.stock or changes.suppliers) and self.model.supplier is not None:
            self._read_supplier(ask=False)

    def show_model(self) -> None:
        """All that is seen of the document."""
        model, acts = self.model, self.action_set
        lines, back = bool(model.lines), model.goes_back
        self.lack_lines()
        acts.enable(back, "lots", "contract", "supplier")
        self.lack(Refusal("return_supplier_kept") if lines else None, "supplier")
        for name in ("supplier", "lots"):
            acts[name].setVisible(back)
        acts["reason"].setVisible(not back)
        acts["words"].setText(model.way.words)
        acts["place"].setText(place_text(model, model.head.place_id))
        acts["contract"].setVisible(back and (model.wants_contract or bool(model.head.contract_id)))
        self.page.show_model(model, self.line_in_front)
        if self.entering.last == self.page.table.selected_key:
            self.entering.last = ""

    # -- head ---------------------------------------------------------------------------------

    def choose_reason(self) -> None:
        """F2: the chips have the keyboard, where a single figure says which."""
        self.page.head.reasons.begin()

    def write_words(self) -> None:
        """F9: who asked for it, or how it came about."""
        self.page.head.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def lead_to(self, code: str) -> None:
        """The field that is empty has the cursor."""
        asks = {
            "issue_reason_missing": self.choose_reason,
            "write_off_reason_missing": self.choose_reason,
            "issue_asked_by_missing": self.write_words,
            "write_off_note_missing": self.write_words,
            "return_supplier_missing": self.choose_supplier,
            "return_contract_open": self.choose_contract,
        }
        if code in asks:
            asks[code]()

    def _reason_chosen(self, reason: str) -> None:
        self._save_head(replace(self.model.head, reason=reason))
        words, head = self.model.way.words_of(self.model.head), self.page.head
        (self.page.field if words else head.words).setFocus()

    def _keep_words(self, text: str) -> None:
        shown, model = self.page.head.shown, self.model
        if text != shown:
            head, way = model.head, model.way
            self.keeping.save_head(way.with_words(head, text), way.with_words(head, shown))

    def _save_head(self, head: DraftHead) -> None:
        if head != self.model.head:
            self.keeping.save_head(head)

    def choose_place(self) -> None:
        """F3: where the goods of the next lines are taken."""

        def unknown(_code: str) -> None:
            self.refuse(Refusal("place_unknown"))

        panel = SpotPanel(self, "从哪里出", self.model.places, unknown)
        panel.taken.connect(lambda key: self._use_place(LocationId(int(str(key)))))
        panel.open()

    def use_place(self, place: StockPlace) -> bool:
        """The card of a place answers."""
        self._use_place(place.location_id)
        return True

    def _use_place(self, place_id: LocationId) -> None:
        self._save_head(replace(self.model.head, place_id=place_id))
        if self.model.goes_back:
            self.focus_field()  # it lies where it lies
        else:
            self.entering.place_changed(place_id)

    def choose_supplier(self) -> None:
        """F4: to whom they go back; also who delivers no more."""
        choices = self.model.choices
        every = (*choices.suppliers, *choices.former)
        panel = SupplierPanel(self, every, choices.today, self.model.head.supplier_id)
        panel.chosen.connect(self._supplier_chosen)
        panel.open()

    def _supplier_chosen(self, key: object) -> None:
        chosen = SupplierId(int(str(key)))
        self.model.supplier = None
        self._save_head(replace(self.model.head, supplier_id=chosen, contract_id=0))
        self._read_supplier(ask=True)
        self.page.field.setFocus()

    def _read_supplier(self, *, ask: bool) -> None:
        wanted, services = self.model.head.supplier_id, self.context.services
        if not wanted:
            return

        contract = self.model.head.contract_id

        def both(actor: Actor) -> tuple[SupplierFacts, tuple[Returnable, ...]]:
            lots = services.supplier_returns.returnable(actor, wanted, contract)
            return services.receiving.supplier(actor, wanted), lots

        def use(found: tuple[SupplierFacts, tuple[Returnable, ...]]) -> None:
            self.model.supplier, self.model.returnable = found
            self.read_goods({x.sku_id for x in self.model.returnable})
            self.show_model()
            if ask and self.model.wants_contract:
                self.choose_contract()

        self.survey(both, on_done=use)

    def choose_contract(self) -> None:
        """F7: by which contract they go back, where several say different things."""
        supplier = self.model.supplier
        if supplier is not None:
            panel = ContractPanel(self, supplier.contracts)
            panel.taken.connect(self._contract_chosen)
            panel.open()

    def _contract_chosen(self, key: object) -> None:
        self._save_head(replace(self.model.head, contract_id=int(str(key))))
        self._read_supplier(ask=False)

    def choose_lot(self) -> None:
        """F5: all that lies here of the supplier."""
        if self.model.supplier is None:
            self.refuse(Refusal("return_supplier_missing"))
            return
        panel = BackPanel(self, self.model)
        panel.taken.connect(self._lot_taken)
        panel.open()

    def _lot_taken(self, at: object) -> None:
        lot = self.model.returnable[int(str(at))]
        goods = self.model.goods.get(lot.sku_id)
        if lot.why is not None and not lot.may_go_back:
            self.refuse(lot.why)
            return
        if lot.why is not None:
            self.context.operations.note(sentence(lot.why))
        if goods is not None:
            self.entering.enter_lot(goods, lot.lot_id, lot.place_id)

    def when_kept(self, then: Callable[[], object]) -> None:
        """Words that are being written belong to it."""
        self.page.head.leave_words()
        super().when_kept(then)
