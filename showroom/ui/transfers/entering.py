"""What is scanned and typed of one product becomes lines: how much, and of which lots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from showroom.domain.catalogue import PricedSku
from showroom.domain.documents.draft import KeptLine
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, SkuId
from showroom.services.stock.transfers import LyingLot
from showroom.ui.transfers.draft_page import DraftPage
from showroom.ui.transfers.line_keeping import LineKeeping
from showroom.ui.transfers.model import DraftModel, Entry
from showroom.ui.transfers.part import TransferPart
from showroom.ui.transfers.rows import Goods


class Entering(QObject):
    """`changed` follows whatever is to be seen otherwise, `typed_on` a figure of the entry alone.

    What is being entered becomes lines before anything else begins, or is refused and stays: no
    figure is passed over. `last` is the key of the line that was put last, until it is seen.
    """

    changed = Signal()
    typed_on = Signal()

    def __init__(
        self, part: TransferPart, model: DraftModel, keeping: LineKeeping, page: DraftPage
    ) -> None:
        super().__init__(part)
        self._part, self._model, self._keeping, self._page = part, model, keeping, page
        self.last = ""
        self._seen: tuple[KeptLine, ...] = ()
        """The lines as they were when the entry began."""
        self._waiting: Callable[[], object] | None = None
        """What follows once the lots are read and lines of the entry are made."""

    def forget(self) -> None:
        """Another document."""
        self.last, self._waiting = "", None

    # -- what begins ----------------------------------------------------------------------------

    def enter(self, sku: PricedSku, quantity: int) -> bool:
        """A product that was scanned: the same once more is more of it, another one is next."""
        entry, model = self._model.entry, self._model
        if entry is not None and entry.goods.sku_id == sku.sku_id:
            if not self._page.line.amount.readable():
                return False
            return self._once_more(entry, quantity)
        model.goods[SkuId(sku.sku_id)] = sku
        try:
            place_id = model.usual_place(SkuId(sku.sku_id))
        except Refusal as refusal:
            return self._part.refuse(refusal)
        begun = replace(model.begun(sku, place_id), more=quantity)
        return self.take(lambda: self._begin(begun))

    def _once_more(self, entry: Entry, quantity: int) -> bool:
        """Of a lot that is taken whole there is no more: the next one follows it."""
        more, lot = entry.once_more(quantity), entry.lot
        if lot is not None and entry.quantity == lot.on_hand:
            begun = replace(self._model.begun(entry.goods, entry.place_id), more=quantity)
            return self.take(lambda: self._begin(begun))
        self._model.entry = more
        self._begin_again()
        return True

    def enter_lot(
        self, goods: Goods, lot_id: LotId, place_id: LocationId, offered: int | None = None
    ) -> None:
        """A lot that was chosen from a list; so much of it stands offered."""
        begun = replace(self._model.begun(goods, place_id), chosen=lot_id)

        def begin() -> None:
            self._begin(replace(begun, quantity=self._model.kept_of(begun) or offered))

        self.take(begin)

    def edit(self, key: object) -> None:
        """A line's quantity is corrected, of its own lot."""
        kept = next((k for k in self._model.lines if k.key == key), None)
        goods = self._model.goods.get(kept.line.sku_id) if kept is not None else None
        if kept is not None and goods is not None:
            self.enter_lot(goods, kept.line.lot_id, self._model.place_of(kept.line))

    def place_changed(self, place_id: LocationId) -> None:
        """What lies at another place is another choice; the figure stays."""
        entry = self._model.entry
        self._page.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if entry is not None:
            moved = replace(self._model.begun(entry.goods, place_id), quantity=entry.quantity)
            self._begin(moved)

    def _begin(self, entry: Entry) -> None:
        """The quantity has the keyboard, and the lots that lie there are read."""
        if entry.more is not None and entry.suggests:
            kept = self._model.kept_of(entry)
            entry = replace(entry, quantity=kept, more=None).once_more(entry.more)
        self._model.entry, self._seen = entry, self._model.lines
        self._begin_again()
        self.read_lots()

    def _begin_again(self) -> None:
        self.changed.emit()
        self._page.line.begin()

    def read_lots(self) -> None:
        """What lies there of the product being entered, now."""
        asked = self._model.entry
        if asked is None:
            return

        def lots(found: tuple[LyingLot, ...]) -> None:
            entry = self._model.entry
            if entry is not None and _same_goods(entry, asked):
                self._use_lots(entry, found)

        lying = self._part.context.services.transfers.lying
        self._part.read(lying, asked.goods.sku_id, asked.place_id, on_done=lots)

    def _use_lots(self, entry: Entry, found: tuple[LyingLot, ...]) -> None:
        then, self._waiting = self._waiting, None
        added, entry = entry.more is not None, self._model.with_lots(entry, found)
        why = self._model.nothing_left(entry) if added else None
        if not entry.lots:
            why = self._model.nothing_there(entry)
        self._model.entry = entry if why is None else None
        self.changed.emit()
        if why is not None:
            self._page.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._part.refuse(why)
        elif then is not None:
            self.take(then)

    # -- figures and lots -----------------------------------------------------------------------

    def typed(self, value: object) -> None:
        """Another quantity, or none."""
        entry = self._model.entry
        quantity = value if isinstance(value, int) else None
        if entry is not None and (entry.quantity, entry.more) != (quantity, None):
            self._model.entry = replace(entry, quantity=quantity, more=None)
            self.typed_on.emit()

    def choose_lot(self, lot_id: object) -> None:
        """A lot that somebody wants, 0 for as it is suggested."""
        entry = self._model.entry
        if entry is not None and isinstance(lot_id, int):
            self._model.entry = replace(entry, chosen=LotId(lot_id))
            self.changed.emit()

    # -- what ends ------------------------------------------------------------------------------

    def enter_pressed(self) -> None:
        """Take what stands there; the next code may be typed."""
        self.take(lambda: self._page.field.setFocus(Qt.FocusReason.OtherFocusReason))

    def take(self, then: Callable[[], object]) -> bool:
        """Lines of what was entered are kept, then something follows; refused nothing does.

        False when it was refused, which has been said.
        """
        entry, model = self._model.entry, self._model
        if entry is None:
            then()
            return True
        if not self._page.line.amount.readable():
            return False
        if entry.lots is None:
            self._waiting = then
            return True
        if not entry.quantity or model.kept_of(entry) != entry.quantity:
            try:
                self._keep(entry)
            except Refusal as refusal:
                self._begin_again()
                return self._part.refuse(refusal)
        model.entry = None
        self.changed.emit()
        then()
        return True

    def _keep(self, entry: Entry) -> None:
        """Refuses what `DraftModel.lines_of` refuses."""
        model = self._model
        lines = [(model.key_at(x.lot_id, entry.place_id), x) for x in model.lines_of(entry)]
        keys, self.last = {key for key, _ in lines}, lines[-1][0]
        before = [] if entry.chosen else [k.key for k in model.lines_at(entry)]
        gone = [key for key in before if key not in keys]
        self._keeping.put(lines, instead_of=gone, seen=self._seen)
        self._part.context.sounds.play("accepted")

    def drop(self, key: object) -> None:
        """The line in front goes; what is being entered, and its own line where it has one."""
        entry, self._model.entry = self._model.entry, None
        if entry is not None:
            key = self._model.key_at(entry.chosen, entry.place_id) if entry.chosen else None
        if isinstance(key, str) and any(k.key == key for k in self._model.lines):
            self._keeping.drop(key)
        elif entry is None:
            self._part.refuse(Refusal("line_none_lit"))
        self._gone()

    def give_up(self) -> None:
        """What is being entered is not wanted; a line that it corrects stays as it was."""
        self._model.entry = self._waiting = None
        self._gone()

    def _gone(self) -> None:
        self.changed.emit()
        self._page.field.setFocus()


def _same_goods(one: Entry, other: Entry) -> bool:
    return (one.goods.sku_id, one.place_id) == (other.goods.sku_id, other.place_id)
