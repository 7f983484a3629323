"""库存计价: what bought goods were worth at the end of a business day (移动加权平均).

From the append-only moves alone, so that the value of a past day is the same whenever it is asked
for; the rules stand in docs/trade.md#valuation. Consigned goods are quantities.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from showroom.db.engine import Tx
from showroom.db.reads import valuation as reads
from showroom.db.reads.ledger import last_move
from showroom.db.reads.valuation import Valued
from showroom.domain import sheet
from showroom.domain.business_day import is_day
from showroom.domain.documents.valuation import MovingAverage
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId, SupplierId
from showroom.domain.money import divide_half_up, spread
from showroom.domain.permission import Permission
from showroom.domain.quantity import GRAMS_PER_KG, SoldBy, quantity_text
from showroom.domain.sheet import Cell, Measure, Sheet, SheetHead
from showroom.domain.stock import Terms
from showroom.domain.worded import Worded
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.door import behind_door
from showroom.services.stock.value_replay import Replay

TOTAL = "合计"
UNKNOWN = "未记供应商"


class GroupBy(Worded):
    """What a valuation is summed by."""

    ZONE = "zone", "展区"
    COUNTY = "county", "县"
    SUPPLIER = "supplier", "供应商"
    PRODUCT = "product", "商品"


@dataclass(frozen=True, slots=True)
class ValuedGoods:
    """A product from one supplier: pieces or grams by terms, and what the bought part is worth."""

    sku_id: SkuId
    code: str
    name: str
    unit: str
    sold_by: SoldBy
    zone: str
    county: str
    supplier_id: SupplierId
    supplier: str
    bought: int
    consigned: int
    value_fen: int


@dataclass(frozen=True, slots=True)
class GroupValue:
    """Sums of a group: bought and consigned goods in pieces and grams, value in fen."""

    name: str
    bought_pieces: int
    bought_g: int
    consigned_pieces: int
    consigned_g: int
    value_fen: int

    @property
    def is_owned(self) -> bool:
        """Some of it is the shop's own: of goods of others alone nothing is ours to value."""
        return bool(self.bought_pieces or self.bought_g or self.value_fen)


@dataclass(frozen=True, slots=True)
class StockValue:
    """The stock at the end of a business date. `arrived - left - adjusted = value`, in fen.

    `upto` is the last move that the books had when it was read.
    """

    business_date: str
    goods: tuple[ValuedGoods, ...]
    value_fen: int
    arrived_fen: int
    left_fen: int
    adjusted_fen: int
    upto: int = field(default=0, compare=False)

    def grouped(self, by: GroupBy) -> tuple[GroupValue, ...]:
        """Its sums by what is asked, in the order of the goods; they add up to the value.

        Suppliers, whom goods do not put in order, by what is there of them: the most first.
        """
        found: dict[str, list[ValuedGoods]] = {}
        for goods in self.goods:
            found.setdefault(_name(goods, by), []).append(goods)
        groups = tuple(_sum(name, part) for name, part in found.items())
        return tuple(sorted(groups, key=_most_first)) if by is GroupBy.SUPPLIER else groups

    @property
    def proof(self) -> tuple[tuple[str, int], ...]:
        """How what ever moved comes to the value: each step in words, and its fen."""
        return (
            ("累计进货", self.arrived_fen),
            ("减 销售领用报损", self.left_fen),
            ("减 成本差异", self.adjusted_fen),
        )

    def total(self) -> GroupValue:
        """All of it."""
        return _sum(TOTAL, self.goods)

    def sheet(self, by: GroupBy, told: str, basis: str, mark: str = "") -> Sheet:
        """The same as a table with its total: `told` is until when, `basis` by which rule."""
        title = f"库存估值{mark} 按{by.word} {self.business_date}"
        above = (("库存估值", Cell(f"{told} 按{by.word}")), ("口径", Cell(basis)))
        quantities = (
            *(SheetHead("买断件数", 12), SheetHead("买断重量", 12)),
            *(SheetHead("代销联营件数", 14), SheetHead("代销联营重量", 14)),
        )
        worth = SheetHead("库存金额", 14)
        proof = (*self.proof, (worth.title, self.value_fen))
        below = tuple((name, sheet.money(fen)) for name, fen in proof)
        if by is GroupBy.PRODUCT:
            named = (SheetHead("货号", 14), SheetHead("品名", 28), SheetHead("单位", 8))
            by_product = (*named, *quantities, SheetHead("平均成本", 12), worth)
            return Sheet(title, by_product, tuple(self._by_product()), above, below)
        heads = (SheetHead(by.word, 28), *quantities, worth)
        rows = tuple(_row(group) for group in (*self.grouped(by), self.total()))
        return Sheet(title, heads, rows, above, below)

    def _by_product(self) -> Iterator[tuple[Cell, ...]]:
        """A product in a row, with what a piece or a kilogram of the shop's own is worth."""
        found: dict[SkuId, list[ValuedGoods]] = {}
        for goods in self.goods:
            found.setdefault(goods.sku_id, []).append(goods)
        for part in found.values():
            one, cells = part[0], _row(_sum("", part))
            told = (Cell(one.code, Measure.CODE), Cell(one.name), Cell(one.unit))
            yield (*told, *cells[1:-1], sheet.money(_average(part)), cells[-1])
        _, *figures, worth = _row(self.total())
        yield (Cell(TOTAL), Cell(""), Cell(""), *figures, Cell(""), worth)


@behind_door
class Valuation:
    """What the stock is worth; for who may see costs."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def at(self, actor: Actor, day: str = "") -> StockValue:
        """The stock at the end of a business date (ISO text), or now.

        Refuses `not_permitted`, `actor_changed`, `date_unreadable`, `day_not_yet` and, where moves
        and balances of a product differ, `ledger_unproved`.
        """
        today = self._books.today()
        if day and not is_day(day):
            raise Refusal("date_unreadable", text=day)
        if day > today:
            raise Refusal("day_not_yet", day=day)
        return self._books.read_as(actor, Permission.VIEW_COST, lambda tx: _value(tx, day or today))

    def stands(self, actor: Actor, value: StockValue) -> bool:
        """Whether nothing moved since that changes it; a look at what was posted after it.

        Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> bool:
            return not reads.moved_on(tx, value.business_date, value.upto)

        return self._books.read_as(actor, Permission.VIEW_COST, read)


def _value(tx: Tx, day: str) -> StockValue:
    goods, lots, suppliers = reads.goods(tx), reads.lots(tx), reads.suppliers(tx)
    replay = Replay(tx, day, goods, lots)
    held: dict[SkuId, dict[SupplierId, Held]] = {}
    for lot_id, quantity in replay.held.items():
        whose = lots[lot_id]
        of_sku = held.setdefault(whose.sku_id, {})
        bought, consigned = of_sku.get(whose.supplier_id, (0, 0))
        owned = whose.terms == Terms.BUY_OUT
        of_sku[whose.supplier_id] = (bought + quantity * owned, consigned + quantity * (not owned))
    found: list[ValuedGoods] = []
    for one in goods:
        if of_sku := held.get(one.sku_id, {}):
            pool = replay.pools.get(one.sku_id) or MovingAverage(one.sold_by)
            found += _valued(one, sorted(of_sku.items()), pool, suppliers)
    pools = replay.pools.values()
    return StockValue(
        day,
        tuple(each for each in found if each.bought or each.consigned or each.value_fen),
        sum(pool.value_fen for pool in pools),
        sum(pool.arrived_fen for pool in pools),
        sum(pool.left_fen for pool in pools),
        sum(pool.adjusted_fen for pool in pools),
        last_move(tx),
    )


Held = tuple[int, int]
"""Bought and consigned, in pieces or grams."""


def _valued(
    one: Valued,
    held: Sequence[tuple[SupplierId, Held]],
    pool: MovingAverage,
    suppliers: Mapping[int, str],
) -> Iterator[ValuedGoods]:
    """The product's value over its suppliers, by what is there of each (largest remainder)."""
    bought = [quantity for _, (quantity, _) in held]
    if apart := sum(bought) - pool.quantity:
        difference = quantity_text(apart, one.sold_by)
        raise Refusal("ledger_unproved", difference=difference)
    whose = [max(n, 0) for n in bought] if pool.value_fen > 0 else [max(-n, 0) for n in bought]
    values = spread(pool.value_fen, whose)
    for (supplier_id, (quantity, consigned)), value in zip(held, values, strict=True):
        named = suppliers.get(supplier_id, "")
        yield ValuedGoods(*one, supplier_id, named, quantity, consigned, value)


def _name(goods: ValuedGoods, by: GroupBy) -> str:
    return {
        GroupBy.ZONE: goods.zone,
        GroupBy.COUNTY: goods.county,
        GroupBy.SUPPLIER: goods.supplier or UNKNOWN,
        GroupBy.PRODUCT: f"{goods.code} {goods.name}",
    }[by]


def _sum(name: str, goods: Sequence[ValuedGoods]) -> GroupValue:
    each = [g for g in goods if g.sold_by is SoldBy.EACH]
    weighed = [g for g in goods if g.sold_by is SoldBy.WEIGHT]
    return GroupValue(
        name,
        sum(g.bought for g in each),
        sum(g.bought for g in weighed),
        sum(g.consigned for g in each),
        sum(g.consigned for g in weighed),
        sum(g.value_fen for g in goods),
    )


def _average(goods: Sequence[ValuedGoods]) -> int | None:
    """Fen per piece or kilogram of what is bought; None where there is none."""
    held, worth = sum(g.bought for g in goods), sum(g.value_fen for g in goods)
    per = GRAMS_PER_KG if goods[0].sold_by is SoldBy.WEIGHT else 1
    return divide_half_up(worth * per, held) if held > 0 else None


def _row(group: GroupValue) -> tuple[Cell, ...]:
    return (
        Cell(group.name),
        Cell(group.bought_pieces, Measure.PIECES),
        Cell(group.bought_g, Measure.GRAMS),
        Cell(group.consigned_pieces, Measure.PIECES),
        Cell(group.consigned_g, Measure.GRAMS),
        sheet.money(group.value_fen if group.is_owned or group.name == TOTAL else None),
    )


def _most_first(group: GroupValue) -> tuple[object, ...]:
    bought = (group.value_fen, group.bought_pieces, group.bought_g)
    held = (*bought, group.consigned_pieces, group.consigned_g)
    return (*(-n for n in held), group.name)
