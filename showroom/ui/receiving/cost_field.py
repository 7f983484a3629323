"""What a line of a delivery costs: 进价 or 结算 by its terms, and nothing to be typed on 扣点."""

from __future__ import annotations

from collections.abc import Iterable

from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.inspection import Delivered
from showroom.domain.money import MAX_PRICE_FEN
from showroom.domain.stock import Terms
from showroom.domain.tax import percent
from showroom.ui.look import formats
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import label


class CostField(AmountEdit):
    """Fen per piece or kilogram. `caption` stands before it, `apart` tells what was ordered."""

    def __init__(self) -> None:
        super().__init__("进价", maximum=MAX_PRICE_FEN)
        self.caption = label("进价", "muted")
        self.apart = label("", "caption", "warning")
        self._by_share, self._owed = False, True
        self._last: int | None = None
        """At what it came last: a proposal, which Enter alone takes."""
        self._goods: Delivered | None = None
        self._line: DraftLine | None = None
        self._agreed: tuple[int, ...] = ()

    def show_line(self, line: DraftLine | None, goods: Delivered | None) -> None:
        """Of this line; of none it cannot be typed in."""
        self._line, self._goods = line, goods
        self.setEnabled(line is not None and goods is not None and self._open(line))

    def fill(self) -> None:
        """Say what its line costs."""
        line, goods = self._line, self._goods
        if line is None or goods is None or self._by_share:
            self.clear()
        else:
            own = None if self._agreed else goods.cost_price_fen
            self.set_value((own or None) if line.cost_fen is None else line.cost_fen)

    def show_terms(self, terms: Terms, commission_bp: int) -> None:
        """What the figure is under these terms; what was typed before waits for other terms."""
        self._by_share = bool(commission_bp)
        self._owed = terms is not Terms.CONCESSION and not commission_bp
        word = "进价" if terms is Terms.BUY_OUT else "结算"
        self.caption.setText("扣点" if commission_bp else word)
        self.setPlaceholderText(percent(commission_bp) if commission_bp else "")
        self.show_line(self._line, self._goods)
        if self._by_share or not (self.hasFocus() or self.text()):
            self.fill()

    def use_agreed(self, prices: Iterable[int]) -> None:
        """At what the goods of the line were ordered; where there is a choice nothing is filled in.

        To be told before the line is.
        """
        agreed, before = tuple(sorted(prices)), self._agreed
        self._agreed = agreed
        if agreed != before and self._line is not None and self._line.cost_fen is None:
            self.fill()

    def offer_last(self, last_fen: int) -> None:
        """At what the same supplier brought it last on these terms; 0 for never."""
        self._last = last_fen or None

    @property
    def missing(self) -> bool:
        """A price is owed for these goods, and none stands here."""
        return self.isEnabled() and self._owed and not self.value

    def _submit(self) -> None:
        """Enter where nothing stands takes what is proposed."""
        if self._last is not None and self.missing and not (self.text() or self.touched):
            self.set_value(self._last)
        super()._submit()

    def show_apart(self) -> None:
        """How far this is from what was ordered; else at what it came last."""
        self._show_apart()
        if self._last is not None and self.missing and not self._agreed:
            self.apart.setText(f"上次 {formats.figure(self._last)}，在进价按 Enter 照收")

    def _show_apart(self) -> None:
        now, agreed = self.value, self._agreed
        told = " 或 ".join(formats.figure(price) for price in agreed)
        if self._by_share or not agreed or now in agreed:
            self.apart.setText("")
        elif now is None:
            self.apart.setText(f"订 {told}，填哪一个")
        else:
            gap = min((now - price for price in agreed), key=abs)
            self.apart.setText(f"订 {told}，差 {formats.signed(gap)}")

    def typed(self) -> int | None:
        """What the draft's line keeps: None for what the order or the product says."""
        line, goods, cost = self._line, self._goods, self.value
        if line is None or goods is None or self._by_share:
            return None if line is None else line.cost_fen
        own = None if self._agreed else goods.cost_price_fen
        return None if line.cost_fen is None and cost == own else cost

    def gift(self, *, is_gift: bool) -> None:
        """What costs nothing has no figure to be typed."""
        self.setEnabled(self._line is not None and not (is_gift or self._by_share))

    def _open(self, line: DraftLine) -> bool:
        return not (line.gift or self._by_share)
