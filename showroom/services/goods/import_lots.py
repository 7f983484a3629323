"""Opening stock of a file against the lots of the books: what arrives, and what is not taken.

A lot that is there keeps its stock and its dates; a row that says otherwise is told so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import replace

from showroom.db.reads.imports import ImportState, KnownLot
from showroom.domain.documents.dates import expiry_of, far_from_life
from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.inspection import inspect_dates, inspect_quantity, odd_cost
from showroom.domain.documents.supplier import Supplied
from showroom.domain.errors import Refusal
from showroom.domain.ids import SupplierId
from showroom.domain.product import OpeningLot, SkuContent
from showroom.domain.quantity import GRAMS_PER_KG, SoldBy, quantity_text
from showroom.domain.stock import PENDING_LOT_NO, Terms
from showroom.services.goods.import_plan import PlannedSku
from showroom.services.goods.import_rows import Values
from showroom.services.goods.import_values import BadCell
from showroom.services.stock.opening_owners import Owners

OPENING = ("quantity", "lot_no", "production_date", "expiry_date")
OWNER = ("supplier", "contract")
"""Fields that say whose a lot is."""
OF_LOT = frozenset({"cost_price_fen", "terms"})
"""Fields of a product that a further row of it says of its lot."""
_DATES = ("production_date", "expiry_date")
SOME = 3
"""Lots of a product that a sentence names."""
Warn = Callable[..., None]
"""Takes the row, the field, the code and its parameters."""


class Lots:
    """Lots of one file; `arriving` are by what their packs say, `columns` the fields it has.

    A number may come again with other dates, at another cost or of another supplier: it is
    another delivery's.
    """

    def __init__(self, state: ImportState, warn: Warn, columns: Container[str]) -> None:
        self._state, self._warn = state, warn
        self._columns_there = any(name in columns for name in OPENING)
        self._kept: Counter[str] = Counter()
        self._owners = Owners(state.suppliers, state.today, warn)
        self.arriving: dict[tuple[object, ...], OpeningLot] = {}
        self._known = self._unstocked = self._nought = 0
        self._unnamed: Counter[int] = Counter()
        self._named: set[tuple[int, str]] = set()
        """Rows of a product that name no lot, and the lots that others name."""
        self._there: dict[int, list[tuple[str, KnownLot]]] = {}
        for (sku_id, lot_no), there in state.lots.items():
            self._there.setdefault(sku_id, []).extend((lot_no, known) for known in there)

    def take(self, row: int, values: Values, planned: PlannedSku, first: PlannedSku) -> None:
        """A row's lot; `first` is its product as the file's first row of it says.

        Refuses `expiry_before_production`, `duplicate_lot`, `quantity_not_whole`, and of goods that
        come in `receipt_lot_reserved`, a quantity or dates that no receipt takes, what `Owners`
        refuses.
        What lies there past its day is there: it comes in, and is sold no more.
        """
        if not any(name in values for name in OPENING):
            self._owners.leave(*_said(values))
            self._unnamed[planned.sku_id] += 1
            return
        lot = _lot_of(row, values, planned, self._state.place)
        if self._is_past(lot):
            lot = replace(lot, place=self._state.waits)
        self._named.add((planned.sku_id, lot.lot_no))
        there = self._state.lots.get((planned.sku_id, lot.lot_no), ())
        if lot.quantity:
            self._inspect(lot, planned)
            lot = replace(lot, supplied=self._owner(values, planned.content, there))
            lot = _with_own(lot, planned.content, first.content)
        else:
            self._owners.leave(*_said(values))
        if _packed(lot) in self.arriving:
            raise BadCell("duplicate_lot", field="lot_no", lot_no=lot.lot_no)
        known = _own(there, lot)
        if known is not None:
            self._hold_against(values, lot, known, planned)
        elif any(other.on_hand for other in there):
            self._keep_owner(lot, next(other for other in there if other.on_hand).supplier_id)
        elif "quantity" not in values:
            self._unstocked += 1
        elif lot.quantity:
            self._arrive(lot, planned, first.content)
        else:
            self._nought += _names_one(values)

    def _is_past(self, lot: OpeningLot) -> bool:
        return "" < lot.expiry_date < self._state.today

    def _inspect(self, lot: OpeningLot, planned: PlannedSku) -> None:
        """By the rules of what is typed. What lies there past its day is there, and is told."""
        if lot.lot_no == PENDING_LOT_NO:
            raise BadCell("receipt_lot_reserved", field="lot_no", lot_no=PENDING_LOT_NO)
        dates = DraftLine(
            planned.sku_id,
            lot.quantity,
            production_date=lot.production_date,
            expiry_date=lot.expiry_date,
        )
        for finding in inspect_dates(dates, planned.content.name, self._state.today):
            if finding.code != "receipt_expired":
                raise BadCell(finding.code, field="production_date", **finding.params)

    def _owner(
        self, values: Values, content: SkuContent, there: Sequence[KnownLot]
    ) -> Supplied | None:
        owners = {known.supplier_id for known in there}
        try:
            named, terms = _said(values), values.get("terms")
            if isinstance(terms, Terms):
                return self._owners.resolve(*named, content, owners, terms)
            return self._owners.resolve(*named, content, owners)
        except Refusal as refusal:
            raise BadCell(refusal.code, **refusal.params) from refusal

    def _arrive(self, lot: OpeningLot, planned: PlannedSku, product: SkuContent) -> None:
        content, usual = planned.content, self._state.usual.get(planned.sku_id, 0)
        counted = content.sold_by, content.unit
        for odd in inspect_quantity(lot.quantity, content.name, counted, usual):
            raise BadCell(odd.code, field="quantity", **odd.params)
        self._tell_cost(lot, content, product)
        if content.expires and not lot.expiry_date:
            self._warn(lot.row, "quantity", "lot_undated", name=content.name)
        if self._is_past(lot):
            told = {"date": lot.expiry_date, "many": _many(lot.quantity, planned)}
            told["place"] = lot.place
            self._warn(lot.row, "expiry_date", "lot_expired", name=content.name, **told)
        self._owners.arrive(lot.row, lot.supplied, content)
        life = (content.shelf_life_days, content.shelf_life_months)
        far = far_from_life(lot.production_date, lot.expiry_date, *life, self._state.today)
        if far:
            told = {"expiry": lot.expiry_date, "usual": far}
            self._warn(lot.row, "expiry_date", "lot_expiry_far", name=content.name, **told)
            lot = replace(lot, usual=far)
        there = self._there.get(planned.sku_id, ())
        beside = list(dict.fromkeys(n for n, known in there if known.on_hand))
        if beside:
            many = _many(lot.quantity, planned)
            others = "、".join(beside[:SOME]) + "等" * (len(beside) > SOME)
            told = {"lot_no": lot.lot_no, "others": others, "many": many}
            self._warn(lot.row, "lot_no", "lot_beside", name=content.name, **told)
        self.arriving[_packed(lot)] = lot

    def _tell_cost(self, lot: OpeningLot, said: SkuContent, product: SkuContent) -> None:
        told = {"name": product.name, "lot_no": lot.lot_no, "known_fen": product.cost_price_fen}
        if lot.cost_fen is not None:
            code = "lot_cost_odd" if lot.is_odd_cost else "lot_cost_own"
            self._warn(lot.row, "cost_price_fen", code, cost_fen=lot.cost_fen, **told)
        elif said.cost_price_fen != product.cost_price_fen:
            self._warn(lot.row, "cost_price_fen", "lot_cost_unused", **told)

    def _hold_against(
        self, values: Values, lot: OpeningLot, known: KnownLot, planned: PlannedSku
    ) -> None:
        same = True
        for name in _DATES:
            said, was = str(values.get(name, "")), str(getattr(known, name))
            if said and said != was:
                same = False
                told = {"lot_no": lot.lot_no, "cell": said, "before": was or "空"}
                self._warn(lot.row, name, "lot_date_kept", **told)
            elif was and not said:
                self._kept[name] += 1
        if "quantity" not in values:
            self._kept["quantity"] += 1
        elif lot.quantity not in known.counts:
            same = False
            cell, before = _many(lot.quantity, planned), _many(known.on_hand, planned)
            told = {"lot_no": lot.lot_no, "cell": cell, "before": before}
            self._warn(lot.row, "quantity", "lot_stock_kept", **told)
        self._known += same and (bool(lot.quantity) or _names_one(values))

    def _keep_owner(self, lot: OpeningLot, owner: SupplierId) -> None:
        """Goods that lie there are somebody's; to say whose takes their 期初单 back first."""
        said = lot.supplied.supplier if lot.supplied is not None else ""
        told = {"lot_no": lot.lot_no, "cell": said, "before": self._owners.name(owner) or "空"}
        self._warn(lot.row, "supplier", "lot_supplier_kept", **told)

    def tell(self) -> None:
        """What is so of many rows, once."""
        self._owners.tell()
        told = [("", "lot_known", self._known), ("", "lot_unstocked", self._unstocked)]
        told.append(("quantity", "lot_nought", self._nought))
        told.append(("", "lot_unnamed", self._count_unnamed() if self._columns_there else 0))
        told += [(name, "lot_cells_kept", count) for name, count in self._kept.items()]
        for name, code, count in filter(lambda each: each[2], told):
            self._warn(0, name, code, count=count)

    def _count_unnamed(self) -> int:
        """Rows of products of which something lies there that no row names."""
        return sum(
            rows
            for sku_id, rows in self._unnamed.items()
            if any(
                known.on_hand and (sku_id, lot_no) not in self._named
                for lot_no, known in self._there.get(sku_id, ())
            )
        )


def _names_one(values: Values) -> bool:
    """Whether a row says which lot: one that brings nothing either is of no lot."""
    return any(name in values for name in OPENING if name != "quantity")


def _said(values: Values) -> tuple[str, str]:
    """Supplier and contract of a row, as it calls them."""
    name, number = (str(values.get(field, "")) for field in OWNER)
    return name, number


def _with_own(lot: OpeningLot, said: SkuContent, product: SkuContent) -> OpeningLot:
    """Terms and cost that a further row says are the lot's own; on 扣点 no price is agreed."""
    if lot.supplied is None and said.terms is not product.terms:
        lot = replace(lot, terms=said.terms)
    cost, known = said.cost_price_fen, product.cost_price_fen
    if cost == known or (lot.supplied is not None and lot.supplied.commission_bp):
        return lot
    return replace(
        lot, cost_fen=cost, is_odd_cost=bool(odd_cost(cost, known, product.list_price_fen))
    )


def _packed(lot: OpeningLot) -> tuple[object, ...]:
    owner = lot.supplied
    whose = (owner.supplier_id, owner.terms, owner.commission_bp) if owner is not None else ()
    packed = (lot.code, lot.lot_no, lot.production_date, lot.expiry_date)
    return (*packed, lot.cost_fen, lot.terms, *whose)


def _own(there: Sequence[KnownLot], lot: OpeningLot) -> KnownLot | None:
    """The lot of the books that a row means: its supplier's, of all together where it says none."""
    if lot.supplied is not None:
        owner = lot.supplied.supplier_id
        return next((known for known in there if known.supplier_id == owner), None)
    held = tuple(count for known in there for count in known.held)
    apart = {lot: count for known in there for lot, count in known.apart.items()}
    return replace(there[0], held=held, apart=apart) if there else None


def _lot_of(row: int, values: Values, planned: PlannedSku, place: str) -> OpeningLot:
    content = planned.content
    said = int(str(values.get("quantity", 0)))
    made, expiry = (str(values.get(name, "")) for name in _DATES)
    if not expiry and made:
        expiry = expiry_of(made, content.shelf_life_days, content.shelf_life_months)
    if made and expiry and expiry < made:
        raise BadCell("expiry_before_production", field="expiry_date")
    lot_no = str(values.get("lot_no") or f"期初{(expiry or made).replace('-', '')}")
    quantity = in_units(said, content.sold_by, "quantity")
    return OpeningLot(row, content.code, lot_no, made, expiry, quantity, place)


def _many(quantity: int, planned: PlannedSku) -> str:
    return quantity_text(quantity, planned.content.sold_by)


def in_units(thousandths: int, sold_by: SoldBy, name: str) -> int:
    """Grams, or whole pieces, from thousandths of the unit."""
    if sold_by is SoldBy.WEIGHT:
        return thousandths
    if thousandths % GRAMS_PER_KG:
        raise BadCell("quantity_not_whole", field=name)
    return thousandths // GRAMS_PER_KG
