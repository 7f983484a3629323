"""What is scanned and typed of one product becomes lines: how much, and of which lots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from showroom.domain.catalogue import PricedSku
from showroom.domain.errors import Refusal
from showroom.domain.ids import LotId, SkuId
from showroom.services.stock.transfers import LyingLot, Suggested
from showroom.ui.transfers.keeping import Keeping
from showroom.ui.transfers.model import NO_LOT, Entry, SendModel
from showroom.ui.transfers.part import TransferPart
from showroom.ui.transfers.rows import Goods
from showroom.ui.transfers.send_page import SendPage


class Entering(QObject):
    """`changed` follows whatever is to be seen otherwise; `last` is the line put last."""

    changed = Signal()

    def __init__(
        self, part: TransferPart, model: SendModel, keeping: Keeping, page: SendPage
    ) -> None:
        super().__init__(part)
        self._part, self._model, self._keeping, self._page = part, model, keeping, page
        self.last = ""
        """Its key, until it is seen."""

    def enter(self, sku: PricedSku, quantity: int) -> None:
        """The product once more is one more; another one keeps what was typed of the last."""
        entry = self._model.entry
        if entry is not None and entry.goods.sku_id == sku.sku_id:
            more = quantity or 1
            self.typed((entry.quantity or 1) + more if not quantity else entry.quantity + more)
            self.changed.emit()
            self._page.line.begin()
            return
        self.take()
        self._model.goods[sku.sku_id] = sku
        before = sum(k.line.quantity for k in self._model.of_product(sku.sku_id))
        self.begin(sku, before + quantity)

    def begin(self, goods: Goods, quantity: int, chosen: LotId = NO_LOT) -> None:
        """The quantity has the keyboard, and the lots that lie there are read."""
        self._model.entry = Entry(goods, quantity=quantity, chosen=chosen)
        self.changed.emit()
        self._page.line.begin()

        def lots(found: tuple[LyingLot, ...]) -> None:
            entry = self._model.entry
            if entry is not None and entry.goods.sku_id == goods.sku_id:
                kept = entry.chosen if any(x.lot_id == entry.chosen for x in found) else NO_LOT
                self._model.entry = replace(entry, lots=found, chosen=kept)
                if not found:
                    self._nothing_there(goods)
                else:
                    self._suggest()
                self.changed.emit()

        lying, place = self._part.context.services.transfers.lying, self._model.head.place_id
        self._part.read(lying, goods.sku_id, place, on_done=lots)

    def _nothing_there(self, goods: Goods) -> None:
        place, self._model.entry = self._model.from_place, None
        self._page.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._part.refuse(
            Refusal("transfer_none", name=goods.name, place=place.name if place else "")
        )

    def edit(self, key: object) -> None:
        """A line's quantity is corrected, of its own lot."""
        kept = next((k for k in self._model.lines if k.key == key), None)
        goods = self._model.goods.get(kept.line.sku_id) if kept is not None else None
        if kept is not None and goods is not None:
            self.take()
            self.begin(goods, kept.line.quantity, kept.line.lot_id)

    def typed(self, value: object) -> None:
        """Another quantity, or none."""
        quantity = value if isinstance(value, int) else 0
        if self._model.with_quantity(quantity) is not None:
            self._suggest()

    def choose_lot(self, lot_id: object) -> None:
        """A lot that somebody wants, 0 for as it is suggested."""
        entry = self._model.entry
        if entry is not None and isinstance(lot_id, int):
            self._model.entry = replace(entry, chosen=LotId(lot_id))
            self.changed.emit()

    def _suggest(self) -> None:
        """Which lots the books would take, shown while somebody types."""
        entry = self._model.entry
        if entry is None or not entry.quantity:
            self.changed.emit()
            return

        def answered(found: tuple[Suggested, ...]) -> None:
            now = self._model.entry
            if now is not None and _same(now, entry):
                taken = {x.lot.lot_id: x.quantity for x in found}
                self._model.entry = replace(now, taken=taken)
                self.changed.emit()

        self._ask_lots(entry, answered)

    def _ask_lots(self, entry: Entry, done: Callable[[tuple[Suggested, ...]], object]) -> None:
        suggest, place = self._part.context.services.transfers.suggest, self._model.head.place_id
        self._part.read(suggest, entry.goods.sku_id, place, entry.quantity, on_done=done)

    def enter_pressed(self) -> None:
        """Take what stands there; the next code may be typed."""
        if self._page.line.amount.value:
            self.take(lambda: self._page.field.setFocus(Qt.FocusReason.OtherFocusReason))

    def take(self, then: Callable[[], object] | None = None) -> None:
        """Lines of what was entered are kept, then something follows; refused nothing does."""
        entry, model = self._model.entry, self._model
        if entry is None or not entry.quantity or _is_kept(model, entry):
            model.entry = None
            self.changed.emit()
            if then is not None:
                then()
            return
        if entry.lot is not None:
            try:
                line = model.of_chosen(entry, entry.lot)
            except Refusal as refusal:
                self._part.context.operations.refuse(refusal)
                return
            self.last = model.key_of(entry.chosen)
            self._keeping.put([(self.last, line)])
            self._taken(entry, then)
            return

        def answered(found: tuple[Suggested, ...]) -> None:
            lines = [(model.key_of(x.lot_id), x) for x in model.of_suggested(entry, found)]
            keys = {key for key, _ in lines}
            others = [k.key for k in model.of_product(entry.goods.sku_id) if k.key not in keys]
            self.last = lines[-1][0]
            self._keeping.put(lines, instead_of=others)
            self._taken(entry, then)

        self._ask_lots(entry, answered)

    def _taken(self, entry: Entry, then: Callable[[], object] | None) -> None:
        self._part.context.sounds.play("accepted")
        now = self._model.entry
        if now is not None and now.goods.sku_id == entry.goods.sku_id:
            self._model.entry = None
            self.changed.emit()
        if then is not None:
            then()


def _same(one: Entry, other: Entry) -> bool:
    return (one.goods.sku_id, one.quantity) == (other.goods.sku_id, other.quantity)


def _is_kept(model: SendModel, entry: Entry) -> bool:
    """The lines have exactly that already."""
    lines = model.of_product(SkuId(entry.goods.sku_id))
    if entry.chosen:
        return any(
            (k.line.lot_id, k.line.quantity) == (entry.chosen, entry.quantity) for k in lines
        )
    return bool(lines) and sum(k.line.quantity for k in lines) == entry.quantity
