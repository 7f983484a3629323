"""The stock list as it was read: products with what they hold, and the parts of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from showroom.domain.ids import LocationId, PointId, SkuId, ZoneId
from showroom.domain.quantity import SoldBy

MAX_ROWS = 50_000


class StockStatus(StrEnum):
    """The chips above the list; a product may be in several.

    `ON_SALE` is what has expired and still lies where sales take from.
    """

    ALL = "all"
    LOW = "low"
    NEAR = "near"
    EXPIRED = "expired"
    ON_SALE = "on_sale"
    NEGATIVE = "negative"


BY_DAY = frozenset({StockStatus.LOW, StockStatus.NEAR, StockStatus.EXPIRED, StockStatus.ON_SALE})
"""States that hang on what day it is: an expired lot is no stock for the reorder point."""


@dataclass(frozen=True, slots=True)
class StockFilter:
    """What to list; any zone and any product when None.

    `only` is what the search found (`CatalogueIndex.matching`). `first` reads no more products
    than that, the list's beginning; nothing is counted then.
    """

    zone_id: ZoneId | None = None
    status: StockStatus = StockStatus.ALL
    only: frozenset[SkuId] | None = None
    first: int = 0


ALL_STOCK = StockFilter()


@dataclass(frozen=True, slots=True)
class Held:
    """What a product's lots of one state hold: pieces or grams, the soonest date, at cost.

    `value_fen` counts bought-out lots alone; consigned goods are the supplier's
    (docs/trade.md#supply-terms). None without permission to see costs.
    """

    on_hand: int = 0
    expiry: str = ""
    value_fen: int | None = 0


@dataclass(frozen=True, slots=True)
class SkuStock:
    """One product over all locations of the till's service point; quantities pieces or grams.

    States are those of lots, so that a product can be 过期 and 临期 at once: an expired lot hides
    none that must be sold first. Dated lots are `unjudged` while the clock is in doubt.
    """

    sku_id: SkuId
    code: str
    name: str
    zone_id: ZoneId
    zone: str
    zone_colour: int
    county: str
    unit: str
    sold_by: SoldBy
    active: bool
    reorder_point: int
    lots: int
    held: Held
    near: Held
    expired: Held
    negative: Held
    unjudged: Held = Held()
    on_sale: Held = Held()
    """Of what is `expired` that which still lies where sales take from."""
    withheld: int = 0
    """Unexpired pieces or grams that stand for show or wait for a decision."""
    elsewhere: int = 0
    """Pieces or grams at other service points, which no figure above counts."""
    under_way: int = 0
    """Pieces or grams between two places, which no figure above counts either."""

    @property
    def on_hand(self) -> int:
        """All of it, whatever its state."""
        return self.held.on_hand

    @property
    def saleable(self) -> int:
        """What may still be sold; at most so much while dated lots are `unjudged`."""
        return self.on_hand - self.expired.on_hand - self.withheld

    @property
    def is_low(self) -> bool:
        """At or below the reorder point with what may still be sold, whatever day it is."""
        return self.active and self.saleable <= self.reorder_point

    def shows(self, status: StockStatus) -> bool:
        """True when the product belongs under that chip."""
        if status is StockStatus.LOW:
            return self.is_low
        return status is StockStatus.ALL or self.part(status).on_hand != 0

    def part(self, status: StockStatus) -> Held:
        """What of the product is in that state; a product is low as a whole."""
        return _PARTS.get(status, _HELD)(self)

    def value_fen(self, status: StockStatus = StockStatus.ALL) -> int | None:
        """At cost, what of the product is in that state; None without permission."""
        return self.part(status).value_fen


_PART_OF: Mapping[StockStatus, str] = {
    StockStatus.NEAR: "near",
    StockStatus.EXPIRED: "expired",
    StockStatus.ON_SALE: "on_sale",
    StockStatus.NEGATIVE: "negative",
}
_PARTS: Mapping[StockStatus, Callable[[SkuStock], Held]] = {
    status: attrgetter(name) for status, name in _PART_OF.items()
}
_HELD: Callable[[SkuStock], Held] = attrgetter("held")


class LiesAt(NamedTuple):
    """A place, whose it is and of what kind: what a balance counts as hangs on it."""

    location_id: LocationId
    point_id: PointId
    kind: str


class ReadAt(NamedTuple):
    """What a list was read by: where any of it but the last is another, all must be read again.

    `version` is that of the catalogue; all moves up to `move` are in the list.
    """

    point_id: PointId
    day: str
    version: int
    places: tuple[LiesAt, ...]
    move: int


@dataclass(frozen=True, slots=True)
class StockOverview:
    """The list under a filter; chip counts are those of the zone and text without the chip.

    While the clock is in doubt `business_date` is empty, no chip that hangs on it has a count or a
    value, and only what is low on any day is listed as low. `value_fen` is what is in the listed
    state, not all of the products that are listed; None of what is not `priced` for this person.
    """

    rows: tuple[SkuStock, ...]
    counts: dict[StockStatus, int]
    value_fen: int | None
    business_date: str
    status: StockStatus
    priced: bool
    cut: bool = False
    """There are more than `MAX_ROWS`: what is not here can only be found by reading again."""

    whole: WholeStock | None = field(default=None, compare=False, repr=False)
    """What it is a part of, None where it was read as a part."""


@dataclass(frozen=True, slots=True)
class WholeStock:
    """Every product in the order of the list; parts of it are made without another read; pure.

    `under` are the products of each chip, so that a part is what some sets have in common, and
    what moved is changed in the sets.
    """

    rows: tuple[SkuStock, ...]
    priced: bool
    read_at: ReadAt
    under: Mapping[StockStatus, frozenset[SkuId]]

    @classmethod
    def of(cls, products: Iterable[SkuStock], read_at: ReadAt, *, priced: bool) -> WholeStock:
        """All that was read."""
        rows = tuple(products)
        return cls(rows, priced, read_at, {s: _under(rows, s) for s in StockStatus})

    def moved_on(
        self, now: Iterable[SkuStock], moved: frozenset[SkuId], read_at: ReadAt
    ) -> WholeStock:
        """With what is `now` of the products that `moved`; one that is not there any more goes."""
        new = {p.sku_id: p for p in now}
        if not moved:
            return replace(self, read_at=read_at)
        fresh = tuple(new.values())
        rows = tuple(
            new.get(p.sku_id, p) for p in self.rows if p.sku_id not in moved or p.sku_id in new
        )
        under = {s: (had - moved) | _under(fresh, s) for s, had in self.under.items()}
        return replace(self, rows=rows, under=under, read_at=read_at)

    def knows(self, moved: frozenset[SkuId]) -> bool:
        """Whether all of these have their place in the list."""
        return moved <= self.under[StockStatus.ALL]

    def narrowed(self, wanted: StockFilter) -> StockOverview:
        """What is listed of it, and what stands on the chips."""
        status, day = wanted.status, self.read_at.day
        part = self._part(wanted)
        lists = {s: had if part is None else had & part for s, had in self.under.items()}
        told = () if wanted.first else lists
        counts = {s: len(lists[s]) for s in told if day or s not in BY_DAY}
        listed = lists[status]
        rows = self.rows
        if len(listed) < len(rows):
            rows = tuple(p for p in rows if p.sku_id in listed)
        cut = len(rows) > MAX_ROWS
        rows = rows[:MAX_ROWS]
        worth = attrgetter(f"{_PART_OF.get(status, 'held')}.value_fen")
        value = sum(map(worth, rows)) if self.priced and status in counts else None
        whole = None if len(self.rows) > MAX_ROWS or wanted.first else self
        return StockOverview(rows, counts, value, day, status, self.priced, cut, whole)

    def _part(self, wanted: StockFilter) -> frozenset[SkuId] | None:
        """The products of that zone and that search, None for all of them."""
        if wanted.zone_id is None:
            return wanted.only
        here = frozenset(p.sku_id for p in self.rows if p.zone_id == wanted.zone_id)
        return here if wanted.only is None else here & wanted.only


def _under(products: Iterable[SkuStock], status: StockStatus) -> frozenset[SkuId]:
    """Those that `shows` of that chip; a hash of an Enum for each would cost more than all else."""
    if status is StockStatus.ALL:
        return frozenset(p.sku_id for p in products)
    if status is StockStatus.LOW:
        return frozenset(p.sku_id for p in products if p.is_low)
    part = _PARTS[status]
    return frozenset(p.sku_id for p in products if part(p).on_hand)
