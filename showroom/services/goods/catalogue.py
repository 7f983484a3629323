"""The products as the till searches and sells them, and the smallest changes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from showroom.db.engine import Tx
from showroom.db.reads import catalogue as reads
from showroom.db.reads import products as product_reads
from showroom.db.reads import sales as sale_reads
from showroom.db.reads import shop as shop_reads
from showroom.db.reads import stock as stock_reads
from showroom.db.reads.stock import HeldLot
from showroom.db.reads.suppliers import every_facts
from showroom.db.stores import catalogue as store
from showroom.db.stores import people as people_store
from showroom.domain.catalogue import CatalogueIndex, Zone
from showroom.domain.codec import to_json
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId, SkuId
from showroom.domain.limit import PriceLimits
from showroom.domain.money import MAX_PRICE_FEN
from showroom.domain.permission import Permission
from showroom.domain.product import Product
from showroom.domain.reason import check_reason
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import NOTHING_MORE, Command, content_hash
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.goods.export_sheet import CatalogueSheet, catalogue_sheet
from showroom.services.goods.price_moves import PriceMove, PriceMoves, approve_moves
from showroom.services.shop.settings import load_in

LATELY, BEST = 500, 200
"""Of how many receipts back the search takes how many best sellers: they tell what is in season,
and more would slow the counter's start."""
CATALOGUE_CHANGED = Done(changes=Changes(catalogue=True))


@behind_door
class Catalogue:
    """Products of the shop, seen from one till."""

    def __init__(self, books: Books, price_limits: Callable[[Tx], PriceLimits]) -> None:
        self._books = books
        self._price_limits = price_limits

    def load_index(self) -> CatalogueIndex:
        """Every product with this till's stock, indexed; what it sold most of late comes first.

        While the clock is in doubt nothing of it counts as expired: no sale is posted then.
        """
        self._spell()

        def read(tx: Tx) -> CatalogueIndex:
            today = self._books.judging_day(tx)
            till_id = self._books.till_id
            point = shop_reads.till_of(tx, till_id).point_id
            skus, delisted = reads.priced_skus(tx, point, today)
            best = sale_reads.best_sellers(tx, till_id, LATELY, BEST)
            version = reads.version(tx)
            return CatalogueIndex.build(skus, version, best=best, delisted=delisted, today=today)

        return self._books.read(read)

    def _spell(self) -> None:
        """Spell the names that an older program wrote; once, not at every start."""
        found, people = self._books.read(
            lambda tx: (store.unspelled(tx), people_store.unspelled(tx))
        )
        if not found and not people:
            return
        from showroom.services.shop.pinyin import spelling

        spelled = [(spelling(name, short), sku_id) for sku_id, name, short in found]

        def work(tx: Tx) -> Done:
            store.set_spellings(tx, spelled)
            people_store.set_spellings(tx, [(spelling(name, ""), who) for who, name in people])
            return Done()

        self._books.keep(work)

    def refresh_index(self, index: CatalogueIndex) -> CatalogueIndex:
        """An index with the stock of now; built anew only when the catalogue itself moved.

        With 20 000 products a new index takes 300 ms of this thread, the stock of them 40 ms.
        """

        def read(tx: Tx) -> CatalogueIndex | None:
            today = self._books.judging_day(tx)
            if not index.skus or reads.version(tx) != index.version:
                return None
            point = shop_reads.till_of(tx, self._books.till_id).point_id
            return index.restocked(reads.stock_levels(tx, point, today), today)

        return self._books.read(read) or self.load_index()

    def zones(self) -> tuple[Zone, ...]:
        """Display zones in their order."""
        return self._books.read(reads.zones)

    def products(self, actor: Actor) -> tuple[Product, ...]:
        """Every product with its costs, delisted too. Refuses `not_permitted`, `actor_changed`."""
        return self._books.read_as(actor, Permission.IMPORT, product_reads.products)

    def whole_sheet(self, actor: Actor) -> CatalogueSheet:
        """The catalogue as the import reads it, with the stock of the whole shop by lot.

        What stands in the back room, at other points or is under way is of it as much as what
        lies on this till's floor: where it is, `stock export` says.

        Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> CatalogueSheet:
            till_id = self._books.till_id
            demo = load_in(tx, till_id, "demo").demo
            return catalogue_sheet(product_reads.products(tx), self._held(tx), demo=demo)

        return self._books.read_as(actor, Permission.IMPORT, read)

    def _held(self, tx: Tx) -> Iterator[tuple[HeldLot, str]]:
        """What the shop holds, with the contract that says each lot's terms; "" where none does."""
        suppliers = {each.supplier_id: each for each in every_facts(tx)}
        for lot in stock_reads.held(tx):
            owner = suppliers.get(lot.supplier_id)
            agreed = (lot.terms, lot.commission_bp)
            found = owner.agreed(*agreed, self._books.today()) if owner is not None else ()
            exact = (c.contract_no for c in found if (c.terms, c.commission_bp) == agreed)
            yield lot, next(exact, "")

    def set_price(  # noqa: PLR0913 (what was decided, beside what, and why)
        self,
        actor: Actor,
        sku_id: SkuId,
        list_price_fen: int,
        request_id: RequestId,
        approvals: Sequence[str] = (),
        *,
        reason: str = "",
        seen_fen: int | None = None,
    ) -> Done:
        """Change a tag price (fen per piece or kg), journaled with the old one.

        Whoever decided beside an old price says which they had `seen`.

        A jump and a price below the cost or the member price (`PriceLimits` of the settings) need
        an approval and a reason, whoever asks (`approve_moves`). Refuses `not_permitted`,
        `actor_changed`, `sku_unknown`, `price_out_of_range`, `price_changed_since`, what
        `check_reason` refuses and what `approve_moves` raises.
        """
        actor.must(Permission.IMPORT)
        if not 0 < list_price_fen <= MAX_PRICE_FEN:
            raise Refusal("price_out_of_range", limit_fen=MAX_PRICE_FEN)
        reason = check_reason(reason)

        def change(posting: Posting, known: store.Priced) -> bool:
            if seen_fen not in (None, known.list_price_fen):
                moved = {"name": known.name, "now_fen": known.list_price_fen}
                raise Refusal("price_changed_since", **moved)
            if known.list_price_fen == list_price_fen:
                return False
            before, cost, member = (
                known.list_price_fen,
                known.cost_price_fen,
                known.member_price_fen,
            )
            move = PriceMove(sku_id, known.code, known.name, before, list_price_fen, cost, member)
            limits = self._price_limits(posting.tx)
            approve_moves(posting, limits, PriceMoves([move], reason), approvals)
            store.set_price(posting.tx, sku_id, list_price_fen, posting.at_us)
            prices = [(known.code, known.name, known.list_price_fen, list_price_fen)]
            written: dict[str, object] = {"prices": prices}
            written |= {"reason": reason} if reason else {}
            posting.journal("price_change", to_json(written))
            return True

        content = content_hash("price", sku_id, list_price_fen, reason)
        return self._change(actor, request_id, sku_id, content, change)

    def set_active(
        self, actor: Actor, sku_id: SkuId, request_id: RequestId, *, active: bool
    ) -> Done:
        """Sell a product or delist it, journaled. Refuses `not_permitted`, `sku_unknown`."""
        return self._set_flag(actor, sku_id, request_id, "sku_active", ("active", active))

    def set_restricted(
        self, actor: Actor, sku_id: SkuId, request_id: RequestId, *, restricted: bool
    ) -> Done:
        """Not for minors, or for anybody, journaled. Refuses `not_permitted`, `sku_unknown`."""
        flag: tuple[store.Flag, bool] = ("age_restricted", restricted)
        return self._set_flag(actor, sku_id, request_id, "sku_age", flag)

    def _set_flag(
        self,
        actor: Actor,
        sku_id: SkuId,
        request_id: RequestId,
        event: str,
        flag: tuple[store.Flag, bool],
    ) -> Done:
        """One yes or no of a product, journaled as `event` when it changes."""
        name, wanted = flag

        def change(posting: Posting, known: store.Priced) -> bool:
            if getattr(known, name) == int(wanted):
                return False
            store.set_flag(posting.tx, sku_id, name, int(wanted), posting.at_us)
            posting.journal(event, to_json({"code": known.code, "name": known.name, name: wanted}))
            return True

        return self._change(actor, request_id, sku_id, content_hash(event, sku_id, wanted), change)

    def _change(
        self,
        actor: Actor,
        request_id: RequestId,
        sku_id: SkuId,
        content: str,
        change: Callable[[Posting, store.Priced], bool],
    ) -> Done:
        def work(posting: Posting) -> Done:
            tx = posting.tx
            store.bump_version(tx)
            known = store.lock_sku(tx, sku_id)
            if known is None:
                raise Refusal("sku_unknown")
            return CATALOGUE_CHANGED if change(posting, known) else Done()

        return self._books.command(
            Command(actor, Permission.IMPORT, request_id, "sku_change", content, NOTHING_MORE),
            work,
        )
