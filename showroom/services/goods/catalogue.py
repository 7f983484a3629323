"""The products as the till searches and sells them, and the smallest changes of them."""

from __future__ import annotations

from collections.abc import Callable

from showroom.db.engine import Tx
from showroom.db.reads import catalogue as reads
from showroom.db.reads import products as product_reads
from showroom.db.reads import shop as shop_reads
from showroom.db.stores import catalogue as store
from showroom.db.stores import requests
from showroom.domain.catalogue import CatalogueIndex, Zone
from showroom.domain.codec import to_json
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId, SkuId
from showroom.domain.permission import Permission
from showroom.domain.product import Product
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes

MAX_PRICE_FEN = 1_000_000_000
CATALOGUE_CHANGED = Changes(catalogue=True)


class Catalogue:
    """Products of the shop, seen from one till."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def load_index(self) -> CatalogueIndex:
        """Every active product with this till's stock, indexed; one read."""
        today = self._books.today()

        def read(tx: Tx) -> CatalogueIndex:
            place = shop_reads.till_of(tx, self._books.till_id).location_id
            return CatalogueIndex.build(reads.priced_skus(tx, place, today), reads.version(tx))

        return self._books.database.read(read)

    def refresh_index(self, index: CatalogueIndex) -> CatalogueIndex:
        """An index with the stock of now; built anew only when the catalogue itself moved.

        With 20 000 products a new index takes 300 ms of this thread, the stock of them 40 ms.
        """
        today = self._books.today()

        def read(tx: Tx) -> CatalogueIndex | None:
            if not index.skus or reads.version(tx) != index.version:
                return None
            place = shop_reads.till_of(tx, self._books.till_id).location_id
            return index.restocked(reads.stock_levels(tx, place, today))

        return self._books.database.read(read) or self.load_index()

    def version(self) -> int:
        """Version of the catalogue in the books; an index of another version is stale."""
        return self._books.database.read(reads.version)

    def zones(self) -> tuple[Zone, ...]:
        """Display zones in their order."""
        return self._books.database.read(reads.zones)

    def products(self, actor: Actor) -> tuple[Product, ...]:
        """Every product with its costs, delisted ones too. Refuses `not_permitted`."""
        actor.must(Permission.IMPORT)
        return self._books.database.read(product_reads.products)

    def set_price(
        self, actor: Actor, sku_id: SkuId, list_price_fen: int, request_id: RequestId
    ) -> Changes:
        """Change a tag price (fen per piece or kg), journaled with the old one.

        Refuses `not_permitted`, `sku_unknown`, `price_out_of_range`.
        """
        actor.must(Permission.IMPORT)
        if not 0 < list_price_fen <= MAX_PRICE_FEN:
            raise Refusal("price_out_of_range", limit_fen=MAX_PRICE_FEN)

        def change(tx: Tx, known: tuple[str, str, int, int], at_us: int) -> bool:
            code, name, before, _ = known
            if before == list_price_fen:
                return False
            store.set_price(tx, sku_id, list_price_fen, at_us)
            told = {"prices": [(code, name, before, list_price_fen)]}
            self._books.journal(tx, "price_change", actor, to_json(told))
            return True

        return self._once(sku_id, request_id, change)

    def set_active(
        self, actor: Actor, sku_id: SkuId, request_id: RequestId, *, active: bool
    ) -> Changes:
        """Sell a product or delist it, journaled. Refuses `not_permitted`, `sku_unknown`."""
        actor.must(Permission.IMPORT)

        def change(tx: Tx, known: tuple[str, str, int, int], at_us: int) -> bool:
            code, name, _, before = known
            if before == int(active):
                return False
            store.set_active(tx, sku_id, int(active), at_us)
            told = {"code": code, "name": name, "active": active}
            self._books.journal(tx, "sku_active", actor, to_json(told))
            return True

        return self._once(sku_id, request_id, change)

    def _once(
        self,
        sku_id: SkuId,
        request_id: RequestId,
        change: Callable[[Tx, tuple[str, str, int, int], int], bool],
    ) -> Changes:
        def find(tx: Tx) -> Changes | None:
            return Changes() if requests.find(tx, "sku_change", request_id) is not None else None

        def work(tx: Tx) -> Changes:
            if find(tx) is not None:
                return Changes()
            store.bump_version(tx)
            known, at_us = store.lock_sku(tx, sku_id), self._books.clock.now_us()
            if known is None:
                raise Refusal("sku_unknown")
            changed = change(tx, known, at_us)
            requests.remember(tx, "sku_change", request_id, str(int(changed)), at_us)
            return CATALOGUE_CHANGED if changed else Changes()

        return self._books.post(work, find)
