"""Who delivers, on which terms, where to, under which papers: the head of a delivery."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.domain.documents.supplier import SupplierFacts
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, SupplierId
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.receiving.choosing import NOBODY, ContractPanel, PlacePanel, SupplierPanel
from showroom.ui.receiving.intake import Intake
from showroom.ui.receiving.model import ReceivingModel
from showroom.ui.receiving.work_page import WorkPage
from showroom.ui.widgets.attachments import AttachmentStrip
from showroom.ui.widgets.overlay import Overlay

PAPERS_WIDTH = 560


class Heading(QObject):
    """`changed` follows what was read of the supplier."""

    changed = Signal()

    def __init__(
        self, context: Context, model: ReceivingModel, intake: Intake, page: WorkPage
    ) -> None:
        super().__init__(page)
        self._context, self._model, self._intake, self._page = context, model, intake, page

    # -- the supplier -------------------------------------------------------------------------

    def choose_supplier(self) -> None:
        """A delivery begins with it where none is in hand; what lies there may be of nobody known.

        Who delivers no more may have brought that.
        """
        choices, current = self._model.choices, self._intake.head.supplier_id
        opening = self._model.is_opening
        every = (*choices.suppliers, *(choices.former if opening else ()))
        nobody = opening and current != NOBODY
        panel = SupplierPanel(self._host, every, choices.today, current, nobody=nobody)
        panel.chosen.connect(self._supplier_chosen)
        panel.open()

    def _supplier_chosen(self, supplier_id: object) -> None:
        chosen = SupplierId(int(str(supplier_id)))
        self._intake.save_head(replace(self._intake.head, supplier_id=chosen, contract_id=0))
        self.follow()
        self.read_supplier()

    def follow(self) -> None:
        """The head may name another supplier than was read last."""
        wanted, known = self._intake.head.supplier_id, self._model.supplier
        if wanted and (known is None or known.supplier_id != wanted):
            self.read_supplier()
        elif known is not None and not wanted:
            self._model.supplier = None
            self.changed.emit()

    def read_supplier(self) -> None:
        """Papers and contracts of who delivers."""
        wanted = self._intake.head.supplier_id
        if wanted:
            read, actor = self._context.services.receiving.supplier, self._context.actor
            ask, how = self._context.operations.ask, How(exclusive="receiving_supplier")
            ask(read, actor, wanted, owner=self, on_done=self._supplier_read, how=how)

    def _supplier_read(self, supplier: SupplierFacts) -> None:
        if supplier.supplier_id != self._intake.head.supplier_id:
            return  # somebody else delivers by now, or nobody
        self._model.supplier = supplier
        self.changed.emit()
        if self._model.contracts and self._model.contract is None:
            self.choose_contract()

    def choose_contract(self) -> None:
        """On which of those in force the goods come; one that is named may be named anew."""
        model, now = self._model, self._intake.head.contract_id
        panel = ContractPanel(self._host, model.contracts, now, model.pays)
        panel.taken.connect(self._contract_chosen)
        panel.open()

    def _contract_chosen(self, contract_id: object) -> None:
        self._intake.save_head(replace(self._intake.head, contract_id=int(str(contract_id))))

    # -- places -------------------------------------------------------------------------------

    def choose_place(self) -> None:
        """Where the goods are put, unless a line says otherwise."""
        panel = PlacePanel(self._host, self._model.choices.places)
        panel.taken.connect(self._place_chosen)
        panel.open()

    def _place_chosen(self, key: object) -> None:
        self._intake.save_head(replace(self._intake.head, place_id=LocationId(int(str(key)))))

    def choose_line_place(self) -> None:
        """Where the line goes that is being entered."""
        panel = PlacePanel(self._host, self._model.choices.places)
        panel.taken.connect(self._line_place_chosen)
        panel.open()

    def _line_place_chosen(self, key: object) -> None:
        card = self._page.line
        typed = card.typed()
        if typed is not None:
            moved = replace(typed, place_id=LocationId(int(str(key))))
            goods = self._model.goods.get(moved.sku_id)
            card.show_line(moved, goods, self._model.key)
            self._intake.put(moved)

    def scan_place(self, code: str) -> bool:
        """The card of a place: for the line that is being entered, else for all of it."""
        found = next((p for p in self._model.choices.places if p.code == code), None)
        if found is None:
            self._context.operations.refuse(Refusal("place_unknown"))
            return False
        of_line = self._model.line is not None
        (self._line_place_chosen if of_line else self._place_chosen)(found.location_id)
        return True

    # -- words and papers ---------------------------------------------------------------------

    def keep_words(self) -> None:
        """What stands in the fields of the head."""
        if self._intake.in_hand:
            head, fields = self._intake.head, self._page.head
            self._intake.save_head(fields.typed(head), fields.seen(head))

    def show_papers(self) -> None:
        """Certificates and photographs; they stay with the document."""
        draft = self._model.draft
        if draft is None:
            return
        panel = Overlay(self._host, "证件和照片", PAPERS_WIDTH, throwaway=True)
        strip = AttachmentStrip(self._context)
        panel.body.addWidget(strip)
        panel.first = strip.add
        strip.show_owner(Owner(OwnerKind.DRAFT, draft.draft_id))
        panel.open()

    @property
    def _host(self) -> WorkPage:
        return self._page
