"""What is scanned and typed becomes lines of the draft; each is kept before the next begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.catalogue import PricedSku
from showroom.domain.documents.draft import DraftHead, DraftLine, once_more
from showroom.domain.documents.inspection import Delivered
from showroom.domain.documents.reasons import RefusedReason, line_refused
from showroom.domain.documents.together import together
from showroom.domain.errors import Refusal
from showroom.domain.permission import Permission
from showroom.domain.stock import DocumentKind, Terms
from showroom.services.books.done import Done
from showroom.services.stock.receiving import Inspected
from showroom.ui.browse.goods_reading import Read
from showroom.ui.catalogue.new_product import NewProductPanel
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.receiving.choosing import CasePanel
from showroom.ui.receiving.model import ReceivingModel
from showroom.ui.transfers.keeping import Keeping


class Intake(QObject):
    """`changed` follows what is to be seen otherwise; `entered` a line that wants figures.

    `told` follows a code that only said more of the line being entered (its lot, its last day),
    `dropped` a line that is gone from the books and that `undo` brings back,
    `made` carries the code of a product that was made here.
    """

    changed = Signal()
    entered = Signal()
    told = Signal()
    made = Signal(str)
    dropped = Signal(DraftLine)

    def __init__(
        self, context: Context, model: ReceivingModel, keeping: Keeping, host: QWidget
    ) -> None:
        super().__init__(host)
        self._context, self._model, self._keeping, self._host = context, model, keeping, host
        self.unknown = ""
        """The code that no product has, looked for last."""
        self._dropped: tuple[str, DraftLine] | None = None
        self.typed: Callable[[], DraftLine | None] = lambda: None
        """What stands in the fields of the line being entered."""
        keeping.kept.connect(self._kept)
        keeping.met.connect(self._met)
        keeping.dropped.connect(self._gone)

    # -- the draft ----------------------------------------------------------------------------

    def begin(self, kind: DocumentKind, head: DraftHead) -> None:
        """A new draft, when none is in hand."""
        if not self._keeping.draft_id:
            self._model.kind, self._model.head = kind, head
            self._keeping.begin()
            self.changed.emit()

    def save_head(self, head: DraftHead, seen: DraftHead | None = None) -> None:
        """What is true of the whole delivery; a draft begins with it where none is in hand.

        `seen` is the head as its editor saw it, where that may be another than is in hand.
        """
        seen = self._model.head if seen is None else seen
        if not self._keeping.draft_id:
            self.begin(DocumentKind.GOODS_RECEIPT, head)
        elif head != seen:
            self._keeping.save_head(head, seen)
            self.changed.emit()

    @property
    def head(self) -> DraftHead:
        """As it is, or as a new delivery begins."""
        return self._model.head if self.in_hand else DraftHead(self._model.default_place)

    @property
    def in_hand(self) -> bool:
        """A delivery is being received, though the books may not have it yet."""
        return bool(self._keeping.draft_id)

    @property
    def model(self) -> ReceivingModel:
        """What is known of the delivery."""
        return self._model

    def when_kept(self, then: Callable[[], object]) -> None:
        """Once the books have all of it."""
        self._keeping.when_kept(then)

    def put(self, line: DraftLine) -> None:
        """Keep the line that is being entered."""
        model = self._model
        if model.key:
            seen, model.seen, model.entering = model.seen, line, line
            self._keeping.put(model.key, line, seen)

    def drop(self, key: str) -> None:
        """Take a line away; once it is gone `undo` brings it back."""
        kept = self._model.kept(key)
        if kept is None:
            return
        if key == self._model.key:
            self._model.choose("", None)
        self._dropped = None
        self._keeping.drop(key, kept)

    def _gone(self, line: DraftLine) -> None:
        self._dropped = (self._keeping.draft_id, line)
        self.dropped.emit(line)

    def refuse(self, key: str, reason: RefusedReason) -> None:
        """These goods go back with the driver: the whole line, or what is short of it."""
        line = self._model.kept(key)
        if line is not None:
            refused = line_refused(line, reason, whole=self._model.is_refused(key))
            if key == self._model.key:
                self._model.entering = self._model.seen = refused
            self._keeping.put(key, refused, line)
            self.changed.emit()

    @property
    def can_undo(self) -> bool:
        """The line that went last was of the draft in hand."""
        return self._dropped is not None and self._dropped[0] == self._keeping.draft_id

    def undo(self) -> None:
        """The line that went last comes back, at the end."""
        dropped, self._dropped = self._dropped, None
        if dropped is not None and dropped[0] == self._keeping.draft_id:
            self._model.choose(uuid4().hex, dropped[1])
            self.put(dropped[1])
            self.changed.emit()

    def _kept(self) -> None:
        """When no answer is outstanding what the books have is what is true."""
        model, draft = self._model, self._model.draft
        if draft is not None:
            model.head = model.head if model.unkept_head else draft.head
            self._catch_up()
            self.read_all_goods()
            self.inspect()
        self.changed.emit()

    def _catch_up(self) -> None:
        """What the books have of the line being entered; not where that was typed otherwise.

        There its editor goes on from what was seen, and keeping it asks whose it is to be.
        """
        model = self._model
        there, typed = model.kept(model.key), self.typed() or model.entering
        if there is None or typed is None or self._keeping.is_unkept(model.key):
            return
        if not together(model.entering, typed, there).clash:
            model.entering = model.seen = there

    def _met(self, key: str) -> None:
        """Somebody else changed the same: what the books have is in hand from here on."""
        model = self._model
        if not key and model.draft is not None:
            model.head = model.draft.head
        elif key == model.key:
            model.choose(key if model.kept(key) is not None else "", model.kept(key))
        self.read_all_goods()
        self.changed.emit()

    def inspect(self) -> None:
        """Ask the books what speaks against posting it now."""
        draft = self._model.draft
        if draft is None:
            return
        look, actor = self._context.services.receiving.inspect, self._context.actor

        def inspected(found: Inspected) -> None:
            if self._keeping.draft_id == draft.draft_id:
                self._model.inspected = found
                self.changed.emit()

        survey = self._context.operations.survey
        survey(look, actor, draft.draft_id, owner=self, on_done=inspected, how=_QUIET)

    # -- goods --------------------------------------------------------------------------------

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
                self.changed.emit()

        self._context.operations.ask(facts, actor, sku.sku_id, owner=self, on_done=known)

    def read_all_goods(self) -> None:
        """Names of the lines that are there already."""
        model = self._model
        wanted = tuple(sorted({k.line.sku_id for k in model.lines} - model.goods.keys()))
        if not wanted:
            return
        read, actor = self._context.services.receiving.goods_of, self._context.actor

        def known(found: tuple[Delivered, ...]) -> None:
            model.goods.update({goods.sku_id: goods for goods in found})
            self.changed.emit()

        self._context.operations.survey(read, actor, wanted, owner=self, on_done=known)

    def _ask_pieces(self, goods: Delivered, found: Read) -> None:
        panel = CasePanel(self._host, goods, found.case)
        receiving, actor = self._context.services.receiving, self._context.actor

        def learned(pieces: int) -> None:
            def done(_done: Done) -> None:
                cases = {**self._model.choices.cases, found.case: (goods.sku_id, pieces)}
                self._model.choices = replace(self._model.choices, cases=cases)
                self.enter(goods, replace(found, case="", quantity=pieces * found.times))

            wanted = (actor, found.case, goods.sku_id, pieces)
            self._context.operations.do(receiving.learn_case, *wanted, owner=self, on_done=done)

        panel.entered.connect(learned)
        panel.open()

    def enter(self, goods: Delivered, found: Read) -> None:
        """A line for these goods: the one being entered when it is the same pack once more."""
        model, line = self._model, self._model.line
        same = line is not None and line.sku_id == goods.sku_id and not _went_back(line)
        if same and line is not None and _says_more(line, found):
            self.put(_described(line, found))
            self.told.emit()
            return
        if same and line is not None and _same_lot(line, found):
            more = once_more(line.quantity, found.quantity, goods.sold_by)
            if more != line.quantity:
                self.put(replace(line, quantity=more))
        elif waits := model.awaited(goods.sku_id):
            model.choose(waits.key, waits.line)
            described = _described(waits.line, found)
            if not waits.line.expected:  # it was read before, which was the first of them
                more = once_more(waits.line.quantity, found.quantity, goods.sold_by)
                described = replace(described, quantity=more)
            if described != waits.line:
                self.put(described)
        else:
            model.choose(uuid4().hex, DraftLine(goods.sku_id, 0))
            if not self._keeping.draft_id:
                self.begin(DocumentKind.GOODS_RECEIPT, self.head)
            self.put(_described(DraftLine(goods.sku_id, 0), found))
        self.entered.emit()

    def make_unknown(self) -> None:
        """F5: make the product that was not found, and go on with it."""
        if not self._context.may(Permission.IMPORT):
            self._context.operations.refuse(Refusal("not_permitted"))
            return
        panel = NewProductPanel(self._host, self._context, self.unknown)
        panel.made.connect(self._made)
        panel.open()

    def _made(self, code: str) -> None:
        """The index is read anew after a change; until it has the product it is waited for."""
        if self._context.index.knows(code):
            self.made.emit(code)
            return

        def look(_index: object) -> None:
            if self._context.index.knows(code):
                self._context.index_changed.disconnect(look)
                self.made.emit(code)

        self._context.index_changed.connect(look)


NOT_READ = -1
"""Days of a shelf life that the books have not told yet."""


def _went_back(line: DraftLine) -> bool:
    """All that was brought on it was refused: what is read next is another lot."""
    return bool(line.refused) and not line.quantity


_QUIET = How(refused=lambda _refusal: True)
"""What the inspection says of a draft that is gone, the next step says too."""


def _same_lot(line: DraftLine, found: Read) -> bool:
    """Nothing was entered yet that another pack could have otherwise."""
    entered = line.lot_no or line.production_date or line.expiry_date
    return (found.lot_no, found.expiry_date) == (line.lot_no, line.expiry_date) or not entered


def _says_more(line: DraftLine, found: Read) -> bool:
    """Another code of the same pack, with the lot or the last day that nobody has entered yet."""
    told = found.lot_no or found.expiry_date
    fits = line.lot_no in ("", found.lot_no) and line.expiry_date in ("", found.expiry_date)
    new = (found.lot_no, found.expiry_date) != (line.lot_no, line.expiry_date)
    return bool(told) and fits and new


def _described(line: DraftLine, found: Read) -> DraftLine:
    """With what a code says of its pack; how many there are it says where nobody else did."""
    return replace(
        line,
        quantity=line.quantity or found.quantity,
        lot_no=found.lot_no or line.lot_no,
        expiry_date=found.expiry_date or line.expiry_date,
    )


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
