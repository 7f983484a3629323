"""What is scanned and typed becomes lines of the draft; each is kept before the next begins."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from showroom.domain.catalogue import PricedSku
from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.documents.inspection import Delivered
from showroom.domain.errors import Refusal
from showroom.domain.permission import Permission
from showroom.domain.stock import DocumentKind, Terms
from showroom.services.books.done import Done
from showroom.services.stock.drafts import DraftKept
from showroom.services.stock.receiving import Inspected
from showroom.ui.browse.goods_reading import Read
from showroom.ui.catalogue.new_product import NewProductPanel
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.receiving.choosing import CasePanel
from showroom.ui.receiving.model import ReceivingModel


class Intake(QObject):
    """`kept` follows whatever the books keep of the draft; `entered` a line that wants figures.

    `made` carries the code of a product that was made here.
    """

    kept = Signal()
    entered = Signal()
    made = Signal(str)

    def __init__(self, context: Context, model: ReceivingModel, host: QObject) -> None:
        super().__init__(host)
        self._context, self._model, self._host = context, model, host
        self.unknown = ""
        """The code that no product has, looked for last."""
        self._pending = 0
        self._late = False

    # -- the draft ----------------------------------------------------------------------------

    def begin(self, kind: DocumentKind, head: DraftHead) -> None:
        """A new draft, when none is open."""
        begin, actor = self._context.services.drafts.begin, self._context.actor
        self._do(begin, actor, kind, head, uuid4().hex)

    def save_head(self, head: DraftHead) -> None:
        """What is true of the whole delivery; a draft begins with it where none is open."""
        draft = self._model.draft
        if draft is None:
            self.begin(DocumentKind.GOODS_RECEIPT, head)
        elif draft.head != head:
            save, actor = self._context.services.drafts.save_head, self._context.actor
            self._do(save, actor, draft.draft_id, head)

    @property
    def head(self) -> DraftHead:
        """As it is, or as a new delivery begins."""
        draft = self._model.draft
        return draft.head if draft is not None else DraftHead(self._model.default_place)

    def put(self, line: DraftLine) -> None:
        """Keep the line that is being entered; while the draft is on its way it follows it."""
        draft, self._model.entering = self._model.draft, line
        self._late = draft is None
        if draft is not None and self._model.key:
            put, actor = self._context.services.drafts.put_line, self._context.actor
            self._do(put, actor, draft.draft_id, self._model.key, line)

    def drop(self) -> None:
        """Take the chosen line away."""
        draft, key = self._model.draft, self._model.key
        if draft is not None and key:
            self._model.choose("", None)
            drop, actor = self._context.services.drafts.drop_line, self._context.actor
            self._do(drop, actor, draft.draft_id, key)

    def _do(self, verb: object, *args: object) -> None:
        self._pending += 1
        how = How(refused=self._refused, settled=self._settled)
        do = self._context.operations.do
        do(verb, *args, owner=self, on_done=self._answered, how=how)  # type: ignore[arg-type]

    def _settled(self) -> None:
        """When no answer is outstanding what the books have of the line is what is true of it."""
        self._pending -= 1
        model = self._model
        if not self._pending and model.key:
            there = model.kept(model.key)
            if there is not None and there != model.entering:
                model.entering = there
                self.kept.emit()

    def _refused(self, refusal: Refusal) -> bool:
        """The draft is somebody else's document by now, or was thrown away."""
        if refusal.code in {"draft_posted", "draft_gone"}:
            self._model.forget()
            self.kept.emit()
        return False

    def _answered(self, done: Done) -> None:
        if isinstance(done, DraftKept):
            self._model.draft = done.draft
            if self._late and self._model.entering is not None:
                self.put(self._model.entering)
            self.kept.emit()
            self.inspect()

    def inspect(self) -> None:
        """Ask the books what speaks against posting it now."""
        draft = self._model.draft
        if draft is not None:
            look, actor = self._context.services.receiving.inspect, self._context.actor
            ask = self._context.operations.ask
            ask(look, actor, draft.draft_id, owner=self, on_done=self._inspected, how=_QUIET)

    def _inspected(self, found: Inspected) -> None:
        self._model.inspected = found
        self.kept.emit()

    # -- scans --------------------------------------------------------------------------------

    def take(self, found: Read) -> None:
        """Goods to enter."""
        (sku,) = found.products
        if not found.case:
            self.enter(model_goods(self._model, sku), found)
        facts, actor = self._context.services.receiving.goods, self._context.actor

        def known(goods: Delivered) -> None:
            self._model.goods[goods.sku_id] = goods
            if found.case:
                self._ask_pieces(goods, found)
            else:
                self.kept.emit()

        self._context.operations.ask(facts, actor, sku.sku_id, owner=self, on_done=known)

    def _ask_pieces(self, goods: Delivered, found: Read) -> None:
        panel = CasePanel(self._window, goods, found.case)
        receiving, actor = self._context.services.receiving, self._context.actor

        def learned(pieces: int) -> None:
            def done(_done: Done) -> None:
                cases = {**self._model.choices.cases, found.case: (goods.sku_id, pieces)}
                self._model.choices = replace(self._model.choices, cases=cases)
                self.enter(goods, replace(found, case="", quantity=pieces * found.times))

            self._context.operations.do(
                receiving.learn_case,
                *(actor, found.case, goods.sku_id, pieces),
                owner=self,
                on_done=done,
            )

        panel.entered.connect(learned)
        panel.open()

    def enter(self, goods: Delivered, found: Read) -> None:
        """A line for these goods: the one being entered when it is the same pack once more."""
        model, line = self._model, self._model.line
        more = found.quantity or 1
        if line is not None and line.sku_id == goods.sku_id and _same_lot(line, found):
            self.put(model.again(line, more))
        elif ordered := model.awaited(goods.sku_id):
            model.choose(ordered.key, ordered.line)
            if found.quantity:
                self.put(replace(ordered.line, quantity=found.quantity))
        else:
            made = DraftLine(
                goods.sku_id, found.quantity, lot_no=found.lot_no, expiry_date=found.expiry_date
            )
            model.choose(uuid4().hex, made)
            if model.draft is None:
                self.begin(DocumentKind.GOODS_RECEIPT, self.head)
            self.put(made)
        self.entered.emit()

    def make_unknown(self) -> None:
        """F5: make the product that was not found, and go on with it."""
        if not self._context.may(Permission.IMPORT):
            self._context.operations.refuse(Refusal("not_permitted"))
            return
        panel = NewProductPanel(self._window, self._context, self.unknown)
        panel.made.connect(self._made)
        panel.open()

    def _made(self, code: str) -> None:
        """The index is read anew after a change; until it has the product it is waited for."""
        index = self._context.index
        if index.knows(code):
            self.made.emit(code)
            return

        def look(_index: object) -> None:
            if self._context.index.knows(code):
                self._context.index_changed.disconnect(look)
                self.made.emit(code)

        self._context.index_changed.connect(look)

    @property
    def _window(self):  # type: ignore[no-untyped-def]  # noqa: ANN202
        return self._host


NOT_READ = -1
"""Days of a shelf life that the books have not told yet."""
_QUIET = How(refused=lambda _refusal: True)
"""What the inspection says of a draft that is gone, the next step says too."""


def _same_lot(line: DraftLine, found: Read) -> bool:
    """Nothing was entered yet that another pack could have otherwise."""
    entered = line.lot_no or line.production_date or line.expiry_date
    return (found.lot_no, found.expiry_date) == (line.lot_no, line.expiry_date) or not entered


def model_goods(model: ReceivingModel, sku: PricedSku) -> Delivered:
    """What is known of a product at once: the books' facts follow while somebody types."""
    known = model.goods.get(sku.sku_id)
    if known is None:
        known = model.goods[sku.sku_id] = Delivered(
            sku_id=sku.sku_id,
            code=sku.code,
            name=sku.name,
            spec=sku.spec,
            unit=sku.unit,
            sold_by=sku.sold_by,
            producer_id=sku.producer_id,
            shelf_life_days=NOT_READ,
            storage="",
            terms=Terms.BUY_OUT,
            cost_price_fen=sku.cost_price_fen,
            active=True,
        )
    return known
