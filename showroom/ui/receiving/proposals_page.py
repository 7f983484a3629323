"""采购建议: what runs out before more comes, by supplier; one key orders what is marked of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.inspection import most
from showroom.domain.ids import SkuId, SupplierId
from showroom.domain.money import MAX_PRICE_FEN
from showroom.domain.quantity import SoldBy, sum_fen
from showroom.domain.tax import percent
from showroom.services.stock.supply.purchasing import Proposal
from showroom.ui.browse.arrow_keys import ArrowKeys
from showroom.ui.browse.hand import Hand
from showroom.ui.engine.context import Context
from showroom.ui.look import formats
from showroom.ui.look.theme import ui_font
from showroom.ui.look.tokens import SPACE, TYPE
from showroom.ui.transfers.pad import PadButton
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import Card, column, label, row, set_tone
from showroom.ui.widgets.date_edit import DateEdit
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row

SUPPLIERS = (Column("供应商", 0), Column("种", 48, "right", "muted"))
SUPPLIER_WIDTH = 208
MARK = 0
COLUMNS = (
    Column("选", 44, "center", "strong", steady=True),
    Column("商品", 0, kind="strong"),
    Column("货号", 72, kind="muted"),
    Column("现有", 72, "right"),
    Column("在途", 64, "right", "muted"),
    Column("4 周卖", 72, "right", "muted"),
    Column("补货点", 64, "right", "muted"),
    Column("订", 96, "right", "amount", steady=True),
)
NO_SUPPLIER = SupplierId(0)
FIELD_WIDTH, DATE_WIDTH = 160, 120
KG_PLACES = 3


@dataclass(frozen=True, slots=True)
class Giver:
    """A supplier whom goods were moved to, and the 扣点 of its contract, 0 for none."""

    supplier_id: SupplierId
    name: str
    commission_bp: int = 0

    def of(self, p: Proposal) -> Proposal:
        """A proposal as it is ordered from them."""
        return replace(
            p,
            supplier_id=self.supplier_id,
            supplier=self.name,
            commission_bp=self.commission_bp,
        )


class ProposalsPage(QWidget):
    """Quantities are changed here and nowhere kept: an order is what is kept.

    What is proposed is in the order until somebody leaves it out; then it stays proposed.
    `chosen_changed` follows another supplier or row, and what is in. `toggled` asks for a row to
    be left out, or taken in again. `supplier_chosen` follows a supplier that somebody chose, and
    none that came in front by itself.
    """

    chosen_changed = Signal()
    supplier_chosen = Signal()
    toggled = Signal()

    def __init__(self, context: Context, *buttons: QPushButton) -> None:
        super().__init__()
        self._proposals: dict[SkuId, Proposal] = {}
        self._changed: dict[SkuId, int] = {}
        """What somebody ordered otherwise than it was proposed."""
        self._priced: dict[SkuId, int] = {}
        """At what price, in fen per piece or kilogram, where it is another than the last."""
        self._out: set[SkuId] = set()
        """What somebody left out of the order that is being made."""
        self._given: dict[SkuId, Giver] = {}
        """From whom somebody orders what another brought last."""
        self._of = SkuId(0)
        """The product whose figure stands in the field."""
        self._reading = False
        """The books have answered: what comes in front now nobody chose."""
        self.suppliers = RowTable(SUPPLIERS, "供应商")
        self.suppliers.setFixedWidth(SUPPLIER_WIDTH)
        self.suppliers.set_empty(label("没有", "muted"))
        self.suppliers.row_selected.connect(self._supplier_selected)
        self.suppliers.clicked.connect(lambda _index: self.supplier_chosen.emit())
        self.table = RowTable(COLUMNS, "采购建议")
        self.hand = Hand(context, self.table, self.suppliers, figure=lambda: self.field)
        told = "现有的和在途的都够，没有要订的"
        self.table.set_empty(EmptyState("success", "没有要订的商品", told))
        self.table.row_selected.connect(self._selected)
        self.table.row_activated.connect(lambda _key: self.field.setFocus())
        self.table.clicked.connect(self._clicked)
        self.quantity: AmountEdit = AmountEdit("订多少", 0, most(SoldBy.EACH))
        self.weight: AmountEdit = AmountEdit("订多重", KG_PLACES, most(SoldBy.WEIGHT))
        self.price = AmountEdit("单价", maximum=MAX_PRICE_FEN)
        for field in (self.quantity, self.weight, self.price):
            field.setProperty("scale", "touch")
            field.setFixedWidth(FIELD_WIDTH)
            field.submitted.connect(self._take)
            ArrowKeys(field, self.table, self.toggled.emit)
        self.wanted = DateEdit("要求到货", "可不填")
        self.wanted.setFixedWidth(DATE_WIDTH)
        self.wanted.submitted.connect(self.table.setFocus)
        self._unit = label("", "muted")
        self.total = label("", "strong")
        self._to = label("", "caption", wrap=True)
        # Both its lines are reserved: a second one would take its room from the suppliers' rows.
        self._to.setMinimumHeight(2 * QFontMetrics(ui_font(TYPE.caption)).lineSpacing())
        listed = Card("采购建议", SPACE.m)
        both = row(spacing=SPACE.m)
        both.addLayout(self._beside())
        both.addWidget(self.table, 1)
        listed.body.addLayout(both, 1)
        page = column(spacing=SPACE.s)
        page.addWidget(listed, 1)
        page.addWidget(self._foot(buttons))
        self.setLayout(page)
        self._selected(None)

    def _beside(self) -> QVBoxLayout:
        """Whose proposals there are, and by which day an order is wanted."""
        when = row(self.wanted, PadButton(lambda: self.wanted), None, spacing=SPACE.xs)
        left = column(self.suppliers, label("要求到货", "muted"), spacing=SPACE.xs)
        left.addLayout(when)
        left.setStretch(0, 1)
        return left

    def _foot(self, buttons: Sequence[QWidget]) -> Card:
        """To whom and on which terms, what is ordered of a row, by which day, and the keys."""
        foot = Card(padding=SPACE.s)
        foot.body.addWidget(self._to)
        entry = row(label("订", "muted"), self.quantity, self.weight, self._unit)
        for part in (label("单价", "muted"), self.price):
            entry.addWidget(part)
        entry.addStretch(1)
        entry.addWidget(self.total)
        foot.body.addLayout(entry)
        foot.body.addLayout(row(*buttons, None, spacing=SPACE.xs))
        return foot

    def show_proposals(self, proposals: Sequence[Proposal]) -> None:
        """What the books propose now; quantities that were changed here are kept."""
        self._store()
        self._of = SkuId(0)
        self._proposals = {p.sku_id: self._as_ordered(p) for p in proposals}
        self._out &= self._proposals.keys()
        self._reading = True
        self._list_suppliers()
        if self.suppliers.selected_key is None:
            self.suppliers.select_first()
        self._reading = False
        self._show()
        self._selected(None)

    def _as_ordered(self, p: Proposal) -> Proposal:
        """With what somebody said otherwise: how much, at what price, and from whom."""
        giver = self._given.get(p.sku_id)
        return replace(
            p if giver is None else giver.of(p),
            quantity=self._changed.get(p.sku_id, p.quantity),
            cost_fen=self._priced.get(p.sku_id, p.cost_fen),
        )

    def _list_suppliers(self) -> None:
        """In the order in which the books told them; whom goods were moved to after these."""
        every = self._proposals.values()
        names = dict.fromkeys((p.supplier_id, p.supplier) for p in every)
        counts = Counter(p.supplier_id for p in every)
        self.suppliers.set_rows(
            [Row(key, (name or "没有收过货", str(counts[key]))) for key, name in names]
        )

    def give(self, giver: Giver) -> None:
        """What is in of the list is that supplier's from now on; their list comes in front."""
        for p in self.taken:
            self._given[p.sku_id] = giver
            self._proposals[p.sku_id] = giver.of(p)
        self._reading = True
        self._list_suppliers()
        self.suppliers.select_key(giver.supplier_id)
        self._reading = False
        self._show()
        self._selected(None)

    def choose(self, sku_id: SkuId) -> bool:
        """That product among its supplier's; False where it is not proposed."""
        wanted = self._proposals.get(sku_id)
        if wanted is None:
            return False
        self.hand.take()
        self.suppliers.select_key(wanted.supplier_id)
        return self.table.select_key(sku_id)

    def show_terms(self, told: str, tone: str) -> None:
        """To whom F12 orders, on which terms, and what is the matter with their papers."""
        self._to.setText(told)
        set_tone(self._to, tone)

    @property
    def terms(self) -> str:
        """The same, as it is seen."""
        return self._to.text()

    @property
    def supplier_id(self) -> SupplierId:
        """Whose proposals are listed; 0 for goods that nobody has brought yet."""
        chosen = self.suppliers.selected_key
        return SupplierId(chosen) if isinstance(chosen, int) else NO_SUPPLIER

    @property
    def supplier(self) -> str:
        """The name of that supplier."""
        return next((p.supplier for p in self.listed), "")

    @property
    def listed(self) -> tuple[Proposal, ...]:
        """Those of the chosen supplier."""
        return tuple(p for p in self._proposals.values() if p.supplier_id == self.supplier_id)

    @property
    def taken(self) -> tuple[Proposal, ...]:
        """Those that are in the order; nothing of what was set to 0."""
        return tuple(p for p in self.listed if self._is_in(p))

    @property
    def lines(self) -> tuple[DraftLine, ...]:
        """The same, as they are ordered."""
        return tuple(
            DraftLine(p.sku_id, p.quantity, cost_fen=None if p.commission_bp else p.cost_fen)
            for p in self.taken
        )

    @property
    def may_take(self) -> bool:
        """The row in front is out of the order."""
        return self._chosen is not None and not self._is_in(self._chosen)

    def _is_in(self, p: Proposal) -> bool:
        return bool(p.quantity) and p.sku_id not in self._out

    def toggle(self) -> None:
        """The row in front out of the order, or in again; of nothing somebody says how much."""
        chosen = self._chosen
        if chosen is None:
            self.hand.say_if_empty()
            return
        if not chosen.quantity:
            self._out.discard(chosen.sku_id)
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._out ^= {chosen.sku_id}
        self._show()

    def take(self, sku_id: SkuId) -> bool:
        """That product in again; False where it was in, or nothing of it is wanted."""
        known = self._proposals.get(sku_id)
        if known is None or not known.quantity or self._is_in(known):
            return False
        self._out.discard(sku_id)
        self._show()
        return True

    def take_all_or_none(self) -> None:
        """All of the list in; where all are, all out."""
        listed = {p.sku_id for p in self.listed}
        self._out = self._out - listed if self.any_out else self._out | listed
        self._show()

    @property
    def any_out(self) -> bool:
        """Something of the list is left out."""
        return any(p.sku_id in self._out for p in self.listed)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == MARK:
            self.toggled.emit()

    def ordered(self, lines: Sequence[DraftLine]) -> None:
        """These are on their way: what was typed for them is done with."""
        for line in lines:
            self._proposals.pop(line.sku_id, None)
            self._changed.pop(line.sku_id, None)
            self._priced.pop(line.sku_id, None)
            self._given.pop(line.sku_id, None)
        self.wanted.clear()
        self._show()

    def _supplier_selected(self, _key: object) -> None:
        self._show()
        if not self._reading:
            self.supplier_chosen.emit()

    def _show(self) -> None:
        self.table.set_rows([_row(p, is_in=self._is_in(p)) for p in self.listed])
        taken, listed = self.taken, len(self.listed)
        priced = [p for p in taken if not p.commission_bp]
        amount = sum_fen((p.cost_fen, p.quantity, p.sold_by) for p in priced)
        many = f"{len(taken)} 种" if len(taken) == listed else f"{listed} 种里选了 {len(taken)} 种"
        worth = f"　约 {formats.money(amount)}" if priced else ""
        self.total.setText(f"{many}{worth}" if listed else "")
        if self.table.selected_key is None and not self.hand.empty:
            self.table.select_first()
        self.chosen_changed.emit()

    @property
    def _chosen(self) -> Proposal | None:
        key = self.table.selected_key
        return self._proposals.get(SkuId(key)) if isinstance(key, int) else None

    @property
    def field(self) -> AmountEdit:
        """The one of the two that the chosen product is ordered by."""
        return self._field_of(self._chosen)

    def _field_of(self, proposal: Proposal | None) -> AmountEdit:
        weighed = proposal is not None and proposal.sold_by is SoldBy.WEIGHT
        return self.weight if weighed else self.quantity

    def _selected(self, _key: object) -> None:
        """Another row: what was typed for the one before is its quantity."""
        stored = self._store()
        chosen, field = self._chosen, self.field
        held = self.quantity.hasFocus() or self.weight.hasFocus()
        self._of = SkuId(0) if chosen is None else chosen.sku_id
        self.quantity.setVisible(field is self.quantity)
        self.weight.setVisible(field is self.weight)
        field.setEnabled(chosen is not None)
        field.begin(None if chosen is None else chosen.quantity)
        share = 0 if chosen is None else chosen.commission_bp
        self.price.setEnabled(chosen is not None and not share)
        self.price.begin(None if chosen is None or share else chosen.cost_fen)
        self.price.setPlaceholderText(f"扣点 {percent(share)}" if share else "")
        if held and chosen is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        unit = "" if chosen is None else formats.measured_in(chosen.sold_by, chosen.unit)
        self._unit.setText(unit)
        if stored:
            self._show()
        else:
            self.chosen_changed.emit()

    def _store(self) -> bool:
        """What stands in the fields is how much of their product, and its price; whether other."""
        known = self._proposals.get(self._of)
        if known is None:
            return False
        typed, many, price = known, self._field_of(known).value, self.price.value
        if many is not None and many != known.quantity:
            self._changed[known.sku_id] = many
            self._out.discard(known.sku_id)
            typed = replace(typed, quantity=many)
        if price is not None and price != known.cost_fen:
            self._priced[known.sku_id] = price
            typed = replace(typed, cost_fen=price)
        self._proposals[known.sku_id] = typed
        return typed != known

    def keep_typed(self) -> bool:
        """Take the figure that was not entered; False where it is none, which is said."""
        readable = self.field.readable() and self.price.readable()
        if readable and self._store():
            self._show()
        return readable

    def _take(self) -> None:
        """Enter: this much of it, and on to the next."""
        if self.keep_typed():
            self.table.move_selection(1)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _row(p: Proposal, *, is_in: bool) -> Row:
    quantities = (p.on_hand, p.under_way, p.sold, p.reorder_point)
    told = (formats.quantity(q, p.sold_by) if q else "" for q in quantities[1:])
    wanted = formats.quantity(p.quantity, p.sold_by)
    carton = f"（{p.quantity // p.case} 箱）" if p.case and p.quantity % p.case == 0 else ""
    name = f"{p.name} {p.spec}".strip() + carton
    return Row(
        p.sku_id,
        ("✓" if is_in else "", name, p.code, formats.quantity(p.on_hand, p.sold_by), *told, wanted),
        role="" if is_in else "muted",
        tones={MARK: "accent"},
    )
