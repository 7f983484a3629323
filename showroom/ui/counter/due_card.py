"""The large figure of the counter: what is due, then the change, or what is handed back."""

from __future__ import annotations

from showroom.domain.basket import Basket
from showroom.domain.sale import Sale, SaleKind
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import Card, label, row, set_tone
from showroom.ui.widgets.figure import Figure
from showroom.ui.words.handed_back import handed_back

READING = "正在读取上一单…"


class DueCard(Card):
    """应收 with pieces, tag price and savings; or 找零 with the receipt's number."""

    def __init__(self) -> None:
        super().__init__(padding=SPACE.m)
        self.setAccessibleName("应收")
        self._name = label("应收", "section")
        self._figure = Figure()
        self._figure.setAccessibleName("应收")
        self._pieces = label(" ", "muted")
        self._gross = label(" ", "muted")
        self._saved = label(" ")
        self.body.setSpacing(SPACE.xxs)
        self.body.addLayout(row(self._name, self._figure))
        self.body.addLayout(row(self._pieces, None, self._gross, self._saved, spacing=SPACE.m))

    def make_flat(self, flat: bool) -> None:  # noqa: FBT001 (reads like setEnabled)
        """Less air round it where the window is narrow."""
        edge = SPACE.xs if flat else SPACE.m
        self.outer.setContentsMargins(SPACE.m, edge, SPACE.m, edge)
        self.body.setSpacing(0 if flat else SPACE.xxs)

    @property
    def texts(self) -> tuple[str, str]:
        """Name and figure on show."""
        return self._name.text(), self._figure.text

    def show_nothing(self) -> None:
        """Before the first scan."""
        self._tell("应收", formats.money(0), "muted")
        self._note("0 件", "", "")

    def show_reading(self) -> None:
        """Before the books have said what basket was left open."""
        self._tell("应收", "…", "muted")
        self._note(READING, "", "")

    def show_basket(self, basket: Basket, before: Sale | None = None) -> None:
        """What is due before any 抹零; the change of the sale `before` beside it."""
        self._tell("应收", formats.money(basket.due_fen), "ink")
        saved = basket.reduction_fen
        gross = f"原价 {formats.figure(basket.gross_fen)}"
        if before is not None:
            gross = f"上一单找零 {formats.figure(before.change_fen)}"
        reduction = f"优惠 {formats.figure(-saved)}" if saved else ""
        set_tone(self._saved, "success")
        self._note(f"{formats.count(basket.pieces)} 件", gross, reduction)

    def show_sold(self, sale: Sale) -> None:
        """The change, or what goes back, in the figure until the next customer's first scan."""
        if sale.kind is SaleKind.REFUND:
            self._show_refund(sale)
            return
        self._tell("找零", formats.money(sale.change_fen), "success")
        set_tone(self._saved, "muted")
        self._note(
            f"已完成 {sale.number}",
            f"应收 {formats.figure(sale.net_fen)}",
            f"实收 {formats.figure(sale.received_fen)}",
        )

    def _show_refund(self, refund: Sale) -> None:
        back = handed_back(refund)
        self._tell(back.name, formats.money(back.fen), "danger")
        set_tone(self._saved, "ink")
        beside = "　".join(f"{name} {formats.figure(fen)}" for name, fen in back.beside)
        whole = f"共退 {formats.figure(abs(refund.net_fen))}"
        if len(back.beside) > 1:  # the number gives its room to money
            self._note(whole, "", beside)
        else:
            self._note(f"已退货 {refund.number}", whole, beside)

    def _tell(self, name: str, figure: str, tone: str) -> None:
        self._name.setText(name)
        self._figure.setAccessibleName(name)
        self._figure.set_text(figure, tone)

    def _note(self, pieces: str, gross: str, saved: str) -> None:
        self._pieces.setText(pieces)
        self._gross.setText(gross or " ")
        self._saved.setText(saved)
        self._saved.setVisible(bool(saved))
