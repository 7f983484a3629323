"""What the till knows of a product while it sells, and the search over all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from showroom.domain.barcode import other_spellings
from showroom.domain.errors import Refusal
from showroom.domain.ids import CategoryId, CountyId, ProducerId, SkuId, ZoneId
from showroom.domain.quantity import SoldBy
from showroom.domain.spelling import Spelled, plain
from showroom.domain.tax import TaxKind


@dataclass(frozen=True, slots=True)
class Zone:
    """A display zone; `colour` indexes the theme's zone palette."""

    zone_id: ZoneId
    code: str
    name: str
    short_name: str
    colour: int
    sort: int


class Offer(NamedTuple):
    """What a sale freezes of a product, and what decides how it may be sold: never mistaken.

    The books have it, the basket has it, and a sale is of both (docs/trade.md#changing-a-price).
    Flags are 0 or 1, ids and fen as everywhere.
    """

    list_price_fen: int
    tax_kind: str
    tax_rate_bp: int
    no_discount: int
    sold_by: str
    oversell: int
    age_restricted: int
    code: str
    name: str
    short_name: str
    unit: str
    spec: str
    zone_id: int
    zone: str
    county_id: int
    county: str
    producer_id: int
    producer: str
    category: str


_offered = attrgetter(*Offer._fields)


def offer_moved(name: str, old_fen: int, now_fen: int) -> Refusal:
    """What is said of a product that the books offer otherwise than it was rung up.

    `price_moved` (fen per piece or kg, as rung up and now), else `product_moved`.
    """
    if old_fen == now_fen:
        return Refusal("product_moved", name=name)
    return Refusal("price_moved", name=name, old_fen=old_fen, now_fen=now_fen)


@dataclass(frozen=True, slots=True)
class PricedSku:
    """One product with everything a sale freezes. Prices in fen per piece or per kg.

    `spelling` is that of the name and of the short name, divided by `APART`.
    """

    sku_id: SkuId
    code: str
    name: str
    short_name: str
    zone_id: ZoneId
    zone: str
    zone_colour: int
    county_id: CountyId
    county: str
    producer_id: ProducerId
    producer: str
    category_id: CategoryId
    category: str
    unit: str
    spec: str
    sold_by: SoldBy
    list_price_fen: int
    tax_kind: TaxKind
    tax_rate_bp: int
    barcodes: tuple[str, ...]
    spelling: str
    oversell: bool
    no_discount: bool
    age_restricted: bool
    on_hand: int
    expired_on_hand: int
    reorder_point: int
    cost_price_fen: int = 0
    member_price_fen: int = 0
    """What a price should not fall below; 0 is unknown. No sale freezes them."""

    @property
    def offer(self) -> Offer:
        """What a sale must not mistake."""
        return Offer._make(_offered(self))

    def same_offer(self, other: PricedSku) -> bool:
        """True for the same product as a sale would take it; stock moves all day."""
        return self.sku_id == other.sku_id and self.offer == other.offer


APART = " | "
"""Between the two halves of a spelling."""


CODE_PART = 3
"""Shorter parts of a code lie in nearly every one."""


def _codes(sku: PricedSku) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*sku.barcodes, sku.code.upper())))


@dataclass(frozen=True, slots=True)
class Finder:
    """The one search over products; the order of `_ids` is that of equal results."""

    _ids: tuple[SkuId, ...]
    _codes: tuple[str, ...]
    _code_owners: tuple[int, ...]
    _code_row: str
    _names: Spelled
    _name_owners: tuple[int, ...]
    _origins: dict[str, tuple[int, ...]]

    @classmethod
    def over(cls, skus: Sequence[PricedSku]) -> Finder:
        """The products, first results first."""
        codes: list[tuple[str, int]] = []
        names: list[tuple[str, str]] = []
        name_owners: list[int] = []
        origins: dict[str, list[int]] = {}
        for i, sku in enumerate(skus):
            codes += [(code.lower(), i) for code in _codes(sku)]
            spelled = sku.spelling.split(APART)
            names.append((sku.name, spelled[0]))
            if sku.short_name not in sku.name:
                names.append((sku.short_name, spelled[-1]))
            name_owners += [i] * (len(names) - len(name_owners))
            origins.setdefault(f"{sku.producer}\n{sku.county}".lower(), []).append(i)
        codes.sort()
        return cls(
            tuple(sku.sku_id for sku in skus),
            tuple(code for code, _ in codes),
            tuple(i for _, i in codes),
            "\n".join(code for code, _ in codes),
            Spelled.of(names),
            tuple(name_owners),
            {name: tuple(owners) for name, owners in origins.items()},
        )

    def find(self, text: str, *, ranked: bool = True) -> Iterator[SkuId]:
        """Products in the order of their rank, some more than once; or not `ranked`."""
        code = text.strip().lower()
        wanted = plain(text)
        if not wanted or "\n" in code:
            return
        names = self._names.find if ranked else self._names.find_all
        part = len(code) >= CODE_PART and code.isascii() and not code.isalpha()
        found = chain(
            self._by_code(code),
            *map(self._by_code, other_spellings(code)),
            (self._name_owners[i] for i in names(wanted)),
            self._by_part_of_code(code) if part else (),
            () if code.isascii() else self._by_origin(code),
        )
        for i in found:
            yield self._ids[i]

    def names(self, sku_id: SkuId, text: str) -> bool:
        """Whether the product is found by its name, not by a code or where it is from."""
        found = self._names.find(plain(text))
        return any(self._ids[self._name_owners[i]] == sku_id for i in found)

    def _by_code(self, wanted: str) -> Iterator[int]:
        """The whole code first: it sorts before what it begins."""
        for at in range(bisect_left(self._codes, wanted), len(self._codes)):
            if not self._codes[at].startswith(wanted):
                return
            yield self._code_owners[at]

    def _by_part_of_code(self, wanted: str) -> Iterator[int]:
        row, before, line = self._code_row, 0, 0
        at = row.find(wanted)
        while at >= 0:
            line += row.count("\n", before, at)
            yield self._code_owners[line]
            before, at = at, row.find(wanted, at + 1)

    def _by_origin(self, wanted: str) -> Iterator[int]:
        for name, owners in self._origins.items():
            if wanted in name:
                yield from owners


@dataclass(frozen=True, slots=True)
class CatalogueIndex:
    """Immutable search structures over the products (docs/performance.md#in-memory).

    `skus`, `by_id` and `exact` hold what is on sale; `exact` maps barcode, scale key and item
    number to its products (one code may name several). The search also knows what is delisted.
    `delisted` lie in baskets that were rung up before: they are named there, and not sold.
    `today` is the day by which goods have expired; empty while the clock is in doubt.
    """

    version: int
    skus: tuple[PricedSku, ...]
    by_id: dict[SkuId, PricedSku]
    exact: dict[str, tuple[PricedSku, ...]]
    _finder: Finder = field(repr=False)
    today: str = ""
    delisted: Mapping[SkuId, PricedSku] = field(default_factory=dict)

    @classmethod
    def build(
        cls,
        skus: Iterable[PricedSku],
        version: int = 0,
        *,
        best: Sequence[SkuId] = (),
        delisted: Iterable[PricedSku] = (),
        today: str = "",
    ) -> CatalogueIndex:
        """Index the products. Equal search results come in the order of `best`, then of `skus`."""
        rows = tuple(skus)
        exact: dict[str, tuple[PricedSku, ...]] = {}
        for sku in rows:
            for code in _codes(sku):
                exact[code] = (*exact.get(code, ()), sku)
        by_id = {sku.sku_id: sku for sku in rows}
        first = (by_id[sku_id] for sku_id in best if sku_id in by_id)
        gone = {sku.sku_id: sku for sku in delisted}
        ranked = {sku.sku_id: sku for sku in chain(first, rows, gone.values())}
        finder = Finder.over(tuple(ranked.values()))
        return cls(version, rows, by_id, exact, finder, today, gone)

    def restocked(self, levels: Mapping[SkuId, tuple[int, int]], today: str = "") -> CatalogueIndex:
        """The same products with other stock: (on hand, of it expired) by product, (0, 0) if none.

        A sale moves a few products of many; everything else is shared with this index.
        """
        none = (0, 0)
        moved = {
            sku.sku_id: replace(sku, on_hand=level[0], expired_on_hand=level[1])
            for sku in self.skus
            if (level := levels.get(sku.sku_id, none)) != (sku.on_hand, sku.expired_on_hand)
        }
        if not moved:
            return self if today == self.today else replace(self, today=today)
        exact = dict(self.exact)
        for sku in moved.values():
            for code in _codes(sku):
                exact[code] = tuple(moved.get(x.sku_id, x) for x in exact[code])
        return replace(
            self,
            skus=tuple(moved.get(sku.sku_id, sku) for sku in self.skus),
            by_id={**self.by_id, **moved},
            exact=exact,
            today=today,
        )

    def knows(self, code: str) -> bool:
        """Whether `find` finds anything."""
        return bool(self.find(code))

    def find(self, code: str) -> tuple[PricedSku, ...]:
        """Products whose barcode, scale key or item number is `code`; () when none.

        A GTIN is the same with more or fewer zeros before it: all that have it in whatever
        spelling, those with this one first.
        """
        exact = self.exact
        found = exact.get(code) or exact.get(code.upper(), ())
        for each in other_spellings(code):
            if each in exact:
                found += tuple(sku for sku in exact[each] if sku not in found)
        return found

    def search(self, text: str, limit: int = 20) -> list[PricedSku]:
        """Up to `limit` products on sale: the exact code, then beginnings, then anywhere.

        A text is a code or part of one, Chinese characters, pinyin initials or syllables
        (docs/trade.md#finding-by-name); producer and county come last.
        """
        found: dict[SkuId, PricedSku] = {}
        for sku_id in self._finder.find(text):
            if len(found) >= limit:
                break
            if sku_id in self.by_id:
                found[sku_id] = self.by_id[sku_id]
        return list(found.values())[:limit]

    def is_named(self, sku: PricedSku, text: str) -> bool:
        """Whether `search` finds the product by its name: characters, syllables or initials."""
        return self._finder.names(sku.sku_id, text)

    def matching(self, text: str) -> frozenset[SkuId] | None:
        """All products that `search` would find, delisted ones too; None for no text at all."""
        return frozenset(self._finder.find(text, ranked=False)) if text.strip() else None
