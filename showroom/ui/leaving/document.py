"""The whole of the document in hand: its head, how it begins, and how it is done with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from showroom.domain.documents.draft import DocumentDraft, DraftHead
from showroom.domain.documents.inspection import Delivered
from showroom.domain.documents.place import place_code
from showroom.domain.documents.supplier import SupplierFacts
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, SkuId, SupplierId
from showroom.domain.stock import DocumentKind
from showroom.services.books.actor import Actor
from showroom.services.books.changes import Changes
from showroom.services.stock.receiving import ReceivingChoices
from showroom.services.stock.supplier_returns import Returnable
from showroom.services.stock.transfers import StockPlace
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
from showroom.ui.transfers.keeping import Keeping
from showroom.ui.transfers.part import TransferPart
from showroom.ui.transfers.place_panel import SpotPanel
from showroom.ui.widgets.card import column


class InHand(TransferPart):
    """One document at a time; its lines are `Working`'s."""

    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("reason", "类别", ("F2",), handler="choose_reason"),
        ActionSpec("place", "从哪里出", ("F3",), "zone", handler="choose_place"),
        ActionSpec("supplier", "供应商", ("F4",), "user", handler="choose_supplier"),
        ActionSpec("lots", "能退的", ("F5",), "lot", handler="choose_lot"),
        ActionSpec("contract", "合同", ("F7",), "report", handler="choose_contract"),
        ActionSpec("drop", "删除这一行", ("Del",), "trash", handler="drop_line"),
        ActionSpec("aside", "暂存", ("F6",), "hold", handler="put_aside"),
        ActionSpec("discard", "作废", ("F8",), "trash", handler="ask_discard"),
        ActionSpec("post", "过账", ("F12",), "check", handler="post"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.model = LeavingModel()
        self.last = ""
        """The line that was put last, until it is seen."""
        acts = self.action_set
        place = button_for(acts, "place", size="touch")
        back = tuple(button_for(acts, n, size="touch") for n in ("supplier", "lots", "contract"))
        head = HeadCard(place, back)
        aside = (button_for(acts, name, size="touch") for name in ("aside", "discard"))
        drop = button_for(acts, "drop", "ghost", "touch")
        self.page = WorkPage(head, drop, (*aside, button_for(acts, "post", "primary", "touch")))
        self.setLayout(column(self.page))
        self.keeping = Keeping(context, self.model, self)
        self.finishing = Finishing(context, self.model, self.keeping, self.page)
        head.reason_chosen.connect(self._reason_chosen)
        head.words_left.connect(self._keep_words)
        head.words_done.connect(self.page.field.setFocus)
        self.keeping.kept.connect(self.show_model)
        self.keeping.lost.connect(self.finishing.leave)
        self.finishing.left.connect(self._left)
        self.finishing.moved.connect(self.open_draft)

    @property
    def reading(self) -> bool:
        """Also while lines are being kept: the product once more adds to them."""
        return super().reading or self.keeping.busy

    # -- how it begins ------------------------------------------------------------------------

    def begin(self, kind: DocumentKind) -> None:
        """A new document: its reason is asked for, or the supplier."""
        self._fresh()
        self.model.kind = kind
        self.show_model()
        if self.model.goes_back:
            self._read_known(self.choose_supplier)
        else:
            self._read_known(lambda: None)
            self.choose_reason()

    def open_draft(self, draft_id: str) -> None:
        """Go on with what somebody began."""
        self._fresh()
        self._read_known(lambda: None)
        self.read(self.context.services.drafts.open, draft_id, on_done=self._take_draft)

    def _fresh(self) -> None:
        self.model.forget()
        self.last = ""
        self.keeping.use("")
        self.finishing.renew()
        self.page.clear_entry()
        self.page.head.words.setText("")
        self.show_model()

    def _take_draft(self, draft: DocumentDraft) -> None:
        if draft.kind not in WAYS:
            self.refuse(Refusal("document_kind", kind=draft.kind.word))
            self.leave()
            return
        self.model.use_draft(draft)
        self.keeping.use(draft.draft_id)
        self._read_goods({k.line.sku_id for k in self.model.lines})
        self._read_supplier(ask=False)
        self.show_model()
        self.page.field.setFocus()

    def _read_known(self, then: Callable[[], object]) -> None:
        """Places, suppliers, and which floor is this till's own."""
        services, model = self.context.services, self.model

        def floor(_actor: Actor) -> LocationId:
            tills, ours = services.setup.tills(), services.books.till_id
            return next(t.location_id for t in tills if t.till_id == ours)

        def use_floor(found: LocationId) -> None:
            model.floor = found
            if not model.head.place_id:
                model.head = replace(model.head, place_id=found)
            self.show_model()
            then()

        def use_places(found: tuple[StockPlace, ...]) -> None:
            model.places = found

        def use_choices(found: ReceivingChoices) -> None:
            model.choices = found

        self.read(services.receiving.choices, on_done=use_choices)
        self.read(services.transfers.places, on_done=use_places)
        self.read(floor, on_done=use_floor)

    def _read_goods(self, wanted: set[SkuId]) -> None:
        """Names of goods, of those that are off sale too."""
        model, known = self.model, {sku.sku_id: sku for sku in self.context.index.skus}
        unread = wanted - model.goods.keys()
        model.goods.update({key: known[key] for key in unread & known.keys()})
        rest = tuple(sorted(unread - known.keys()))

        def told(found: tuple[Delivered, ...]) -> None:
            model.goods.update({goods.sku_id: goods for goods in found})
            self.show_model()

        if rest:
            self.read(self.context.services.receiving.goods_of, rest, on_done=told)

    def on_changes(self, changes: Changes) -> None:
        """Places were added or switched off; what may go back was sold."""
        if changes.places:
            self._read_known(lambda: None)
        if (changes.stock or changes.suppliers) and self.model.supplier is not None:
            self._read_supplier(ask=False)

    def show_model(self) -> None:
        """All that is seen of the document."""
        model, acts = self.model, self.action_set
        lines, entry, back = bool(model.lines), model.entry, model.goes_back
        acts.enable(lines or entry is not None, "post", "drop")
        acts.enable(lines, "discard")
        acts.enable(back, "lots", "contract")
        acts.enable(back and not lines, "supplier")
        for name in ("supplier", "lots"):
            acts[name].setVisible(back)
        acts["reason"].setVisible(not back)
        acts["place"].setText(place_text(model, model.head.place_id))
        acts["contract"].setVisible(back and (model.wants_contract or bool(model.head.contract_id)))
        chosen = entry is not None and entry.chosen
        select = model.key_at(entry.chosen, entry.place_id) if entry and chosen else ""
        self.page.show_model(model, select or self.last)
        if self.last == self.page.table.selected_key:
            self.last = ""

    # -- head ---------------------------------------------------------------------------------

    def choose_reason(self) -> None:
        """F2: the chips have the keyboard, where a single figure says which."""
        self.page.head.reasons.begin()

    def _reason_chosen(self, reason: str) -> None:
        self._save_head(replace(self.model.head, reason=reason))
        words, head = self.model.way.words_of(self.model.head), self.page.head
        (self.page.field if words else head.words).setFocus()

    def _keep_words(self, text: str) -> None:
        model = self.model
        if text != model.way.words_of(model.head):
            asked = model.way.field == "asked_by"
            head = model.head
            self._save_head(replace(head, asked_by=text) if asked else replace(head, note=text))

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

    def scan_place(self, code: str) -> bool:
        """The card of a place answers."""
        wanted = place_code(code)
        found = next((p for p in self.model.places if p.code == wanted), None)
        if found is None:
            return self.refuse(Refusal("place_unknown"))
        self._use_place(found.location_id)
        return True

    def _use_place(self, place_id: LocationId) -> None:
        self._save_head(replace(self.model.head, place_id=place_id))
        self.place_changed()

    def place_changed(self) -> None:
        """Goods are taken somewhere else from here on."""

    def choose_supplier(self) -> None:
        """F4: to whom they go back."""
        choices = self.model.choices
        panel = SupplierPanel(self, choices.suppliers, choices.today, self.model.head.supplier_id)
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

        def supplier(found: SupplierFacts) -> None:
            self.model.supplier = found
            self.show_model()

        def lots(found: tuple[Returnable, ...]) -> None:
            self.model.returnable = found
            self._read_goods({x.sku_id for x in found})
            self.show_model()
            if ask and self.model.wants_contract:
                self.choose_contract()

        self.read(services.receiving.supplier, wanted, on_done=supplier)
        self.read(services.supplier_returns.returnable, wanted, on_done=lots)

    def choose_contract(self) -> None:
        """F7: by which contract they go back, where several say different things."""
        supplier = self.model.supplier
        if supplier is not None:
            panel = ContractPanel(self, supplier.contracts)
            panel.taken.connect(self._contract_chosen)
            panel.open()

    def _contract_chosen(self, key: object) -> None:
        self._save_head(replace(self.model.head, contract_id=int(str(key))))
        self.show_model()

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
        if lot.why is None or self.model.may_return(lot):
            self.enter_lot(lot.sku_id, lot.lot_id, lot.place_id)
        else:
            self.refuse(lot.why)

    def enter_lot(self, sku_id: SkuId, lot_id: LotId, place_id: LocationId) -> None:
        """A lot to be entered."""
        raise NotImplementedError

    def drop_line(self) -> None:
        """The chosen line goes, or what is being entered."""
        raise NotImplementedError

    def take_typed(self, then: Callable[[], object] | None = None) -> None:
        """What is being entered becomes lines."""
        raise NotImplementedError

    # -- the whole ----------------------------------------------------------------------------

    def put_aside(self) -> None:
        """F6: it is kept already; somebody goes on later."""
        self._when_kept(self.finishing.put_aside)

    def ask_discard(self) -> None:
        """F8: throw the draft away, after a question."""
        self.finishing.ask_discard()

    def post(self) -> None:
        """F12: what stands in the fields is kept, then the goods leave."""
        self._when_kept(self.finishing.post)

    def _when_kept(self, then: Callable[[], object]) -> None:
        if self.page.line.amount.readable():
            self.page.head.leave_words()
            self.take_typed(lambda: self.keeping.when_kept(then))

    def _left(self) -> None:
        self._fresh()
        self.left.emit()
