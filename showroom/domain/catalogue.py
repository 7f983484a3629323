"""What the till knows of a product while it sells, and the search over all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from showroom.domain.ids import CategoryId, CountyId, ProducerId, SkuId, ZoneId
from showroom.domain.quantity import SoldBy
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


@dataclass(frozen=True, slots=True)
class PricedSku:
    """One product with everything a sale freezes. Prices in fen per piece or per kg."""

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
    initials: str
    oversell: bool
    no_discount: bool
    age_restricted: bool
    on_hand: int
    expired_on_hand: int
    reorder_point: int

    @property
    def offer(self) -> tuple[int, str, int, int]:
        """(tag price, kind of tax, its rate, 1 without discounts): what a sale must not mistake."""
        return self.list_price_fen, self.tax_kind, self.tax_rate_bp, int(self.no_discount)

    def same_offer(self, other: PricedSku) -> bool:
        """True for the same product at the same tag price and tax; stock moves all day."""
        return (self.sku_id, self.list_price_fen, self.tax_kind, self.tax_rate_bp) == (
            other.sku_id,
            other.list_price_fen,
            other.tax_kind,
            other.tax_rate_bp,
        )


@dataclass(frozen=True, slots=True)
class CatalogueIndex:
    """Immutable search structures over the active products (docs/performance.md#in-memory).

    `exact` maps barcode, scale key and item number to its products (one code may name several);
    prefixes are found by bisection; substrings by one scan over a text blob of the names and
    one over the far fewer producers.
    """

    version: int
    skus: tuple[PricedSku, ...]
    by_id: dict[SkuId, PricedSku]
    exact: dict[str, tuple[PricedSku, ...]]
    _keys: tuple[str, ...] = field(repr=False)
    _key_owner: tuple[int, ...] = field(repr=False)
    _blob: str = field(repr=False)
    _starts: tuple[int, ...] = field(repr=False)
    _producers: dict[str, tuple[int, ...]] = field(repr=False)

    @classmethod
    def build(cls, skus: Iterable[PricedSku], version: int = 0) -> CatalogueIndex:
        """Index the products; their order is the order of equal search results."""
        rows = tuple(skus)
        exact: dict[str, tuple[PricedSku, ...]] = {}
        keys: list[tuple[str, int]] = []
        texts: list[str] = []
        starts: list[int] = []
        producers: dict[str, list[int]] = {}
        at = 0
        for i, sku in enumerate(rows):
            for code in dict.fromkeys((*sku.barcodes, sku.code.upper())):
                exact[code] = (*exact.get(code, ()), sku)
                keys.append((code.lower(), i))
            keys.append((sku.initials.lower(), i))
            named = "" if sku.short_name in sku.name else f"\x1f{sku.short_name}"
            text = f"{sku.name}{named}\x00".lower()
            producers.setdefault(sku.producer.lower(), []).append(i)
            texts.append(text)
            starts.append(at)
            at += len(text)
        keys.sort()
        return cls(
            version,
            rows,
            {sku.sku_id: sku for sku in rows},
            exact,
            tuple(k for k, _ in keys),
            tuple(i for _, i in keys),
            "".join(texts),
            tuple(starts),
            {name: tuple(owners) for name, owners in producers.items()},
        )

    def restocked(self, levels: Mapping[SkuId, tuple[int, int]]) -> CatalogueIndex:
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
            return self
        exact = dict(self.exact)
        for sku in moved.values():
            for code in (*sku.barcodes, sku.code.upper()):
                exact[code] = tuple(moved.get(x.sku_id, x) for x in exact[code])
        return replace(
            self,
            skus=tuple(moved.get(sku.sku_id, sku) for sku in self.skus),
            by_id={**self.by_id, **moved},
            exact=exact,
        )

    def find(self, code: str) -> tuple[PricedSku, ...]:
        """Products whose barcode, scale key or item number is exactly `code`; () when none."""
        return self.exact.get(code) or self.exact.get(code.upper(), ())

    def search(self, text: str, limit: int = 20) -> list[PricedSku]:
        """Up to `limit` products: exact code first, then prefixes, then substrings of names."""
        wanted = text.strip().lower()
        if not wanted:
            return []
        found: dict[SkuId, PricedSku] = {s.sku_id: s for s in self.find(text.strip())}
        for sku in self._by_prefix(wanted, limit):
            found.setdefault(sku.sku_id, sku)
            if len(found) >= limit:
                return list(found.values())
        if found and wanted.isascii():
            # A code or initials that already lead somewhere: names need not be searched.
            return list(found.values())
        for sku in chain(self._by_substring(wanted), self._by_producer(wanted)):
            found.setdefault(sku.sku_id, sku)
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    def _by_prefix(self, wanted: str, limit: int) -> Iterator[PricedSku]:
        at = bisect_left(self._keys, wanted)
        for i in range(at, min(at + 4 * limit, len(self._keys))):
            if not self._keys[i].startswith(wanted):
                return
            yield self.skus[self._key_owner[i]]

    def _by_substring(self, wanted: str) -> Iterator[PricedSku]:
        if "\x00" in wanted or "\x1f" in wanted:
            return
        at = self._blob.find(wanted)
        while at >= 0:
            owner = bisect_left(self._starts, at + 1) - 1
            yield self.skus[owner]
            at = self._blob.find("\x00", at)
            at = self._blob.find(wanted, at)

    def _by_producer(self, wanted: str) -> Iterator[PricedSku]:
        for name, owners in self._producers.items():
            if wanted in name:
                yield from (self.skus[i] for i in owners)
