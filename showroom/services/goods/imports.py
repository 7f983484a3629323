"""Products from a spreadsheet: checked first and shown, then written all or not at all."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from showroom.db.engine import Tx
from showroom.db.reads import imports as reads
from showroom.db.reads import shop as shop_reads
from showroom.db.reads.places import stock_places
from showroom.db.reads.receiving import case_codes, usual_quantities
from showroom.db.reads.sales import has_sold
from showroom.db.reads.suppliers import supplier_facts
from showroom.db.stores import catalogue as catalogue_store
from showroom.db.stores import imports as store
from showroom.db.stores import places, price_bases
from showroom.db.stores import stock as stock_store
from showroom.domain.codec import to_json
from showroom.domain.documents.new_lot import NewLot
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, RequestId, SkuId
from showroom.domain.legible import cut
from showroom.domain.limit import PriceLimits
from showroom.domain.mask import masked
from showroom.domain.permission import Permission
from showroom.domain.reason import kept_words
from showroom.domain.scan import LabelRule
from showroom.services.books.actor import Actor
from showroom.services.books.approvals import SpentOn, decided, spend
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import Command, content_hash, whole
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.goods.import_columns import fields_of, header_at
from showroom.services.goods.import_foreseen import agreed, foreseen, lot_deeds
from showroom.services.goods.import_header import one_header
from showroom.services.goods.import_plan import (
    NO_ANSWERS,
    Answers,
    ImportPlan,
    PlannedSku,
    PriceRules,
    Step,
    no_step,
)
from showroom.services.goods.import_planner import Planner
from showroom.services.goods.import_table import NOTHING, SheetHead, Wanted
from showroom.services.goods.places import short_zone_name
from showroom.services.goods.price_moves import PriceMove, PriceMoves, approve_moves, approve_new
from showroom.services.goods.reading import heads_apart, read_apart
from showroom.services.shop.pinyin import spelling
from showroom.services.stock.cases import learn_cases
from showroom.services.stock.opening import OpeningGoods, opening_deeds, opening_place, post_opening
from showroom.services.stock.opening_owners import is_still

PRICES_PER_EVENT = 5000
CASES_PER_EVENT = 2000
"""Each is told as it was and as it is; an event holds a million characters."""
PAST = "0001-01-01"
"""A last day that is gone on whatever day."""
CHUNK = 2000
FILE_NAME_LENGTH = 120
IMPORTED = Changes(catalogue=True, stock=True)


@dataclass(frozen=True, slots=True)
class ImportDone(Done):
    """What the import wrote."""

    batch_id: int
    created: int
    updated: int
    unchanged: int
    lots: int
    changes: Changes = field(default=IMPORTED, kw_only=True)


@dataclass(frozen=True, slots=True)
class SheetFound:
    """The first `rows` of a sheet as texts; `header_at` is -1 where none is a header.

    `fields` are those of the header's cells, empty where a heading is not understood. Of
    `hidden_columns` (positions) nothing is read.
    """

    name: str
    hidden: bool
    rows: tuple[tuple[str, ...], ...]
    header_at: int
    fields: tuple[str, ...]
    hidden_columns: tuple[int, ...] = ()


RECALL = whole(ImportDone)


@behind_door
class Imports:
    """Imports of one till; opening stock arrives at the till's own location."""

    def __init__(
        self,
        books: Books,
        price_limits: Callable[[Tx], PriceLimits],
        label_rules: Callable[[Tx], tuple[LabelRule, ...]],
    ) -> None:
        self._books = books
        self._price_limits, self._label_rules = price_limits, label_rules
        self._key = secrets.token_bytes(32)  # a plan lives no longer than the program

    def look(
        self,
        actor: Actor,
        content: bytes,
        *,
        columns: Mapping[str, str] = NOTHING,
        step: Step = no_step,
    ) -> tuple[SheetFound, ...]:
        """The first rows of every sheet and what is understood of them, for a person to answer by.

        Refuses `not_permitted`, `actor_changed`, `import_field_unknown` and what `heads_apart`
        refuses.
        """
        actor.must(Permission.IMPORT)
        self._books.read_as(actor, Permission.IMPORT, lambda _tx: None)
        return tuple(_found(head, columns) for head in heads_apart(content, step))

    def check(
        self,
        actor: Actor,
        content: bytes,
        file_name: str,
        *,
        answers: Answers = NO_ANSWERS,
        step: Step = no_step,
    ) -> ImportPlan:
        """What the file would do; nothing is written. `step` is told (rows done, rows in all).

        While a large file is read, nobody knows how many rows there are: `step` is told (0, 0).

        Refuses `not_permitted`, `actor_changed`, `import_column_twice`, `import_field_unknown` and
        what `read_apart` refuses; what is wrong with single rows is in the plan.
        """
        actor.must(Permission.IMPORT)
        table = read_apart(content, Wanted(answers.sheet, answers.columns), step)
        today = self._books.today()

        def read(tx: Tx) -> tuple[reads.ImportState, PriceRules, bool]:
            rules = PriceRules(self._price_limits(tx), price_bases.of_day(tx, today))
            known, here = stock_places(tx), shop_reads.till_of(tx, self._books.till_id).location_id
            place, waits = known[here], known[opening_place(here, PAST, today, known)]
            state = reads.import_state(tx)
            labels = self._label_rules(tx)
            told = replace(state, labels=labels, today=today, usual=usual_quantities(tx))
            told = replace(told, place=place.full, waits=waits.full)
            return told, rules, not actor.approves and has_sold(tx)

        state, rules, late = self._books.read_as(actor, Permission.IMPORT, read)
        planner = Planner(state, table, answers=answers, prices=rules)
        name, digest = masked(_base_name(file_name)), hashlib.sha256(content).hexdigest()
        plan = planner.plan(name, digest, step)
        plan = foreseen(plan, rules.limits, late=late)
        return replace(plan, seal=self._seal(plan))

    def _seal(self, plan: ImportPlan) -> str:
        """A keyed digest: what was checked here is what is written, and no other hand's."""
        text = repr(replace(plan, seal="")).encode()
        return hashlib.blake2b(text, key=self._key, digest_size=32).hexdigest()

    def apply(
        self,
        actor: Actor,
        plan: ImportPlan,
        request_id: RequestId,
        step: Step = no_step,
        approvals: Sequence[str] = (),
    ) -> ImportDone:
        """Write the plan in one transaction; repeating a `request_id` returns the first result.

        What `step` raises before the commit takes everything back.

        Every tag price that moves beyond the limits needs an approval, as in `set_price`; one PIN
        may say yes to all of them. The file's name is their reason. So does the price of a new
        product that comes alone (`approve_new`), opening stock once the shop trades
        (`opening_deeds`), and a lot with an odd last day or cost (`lot_deeds`).
        Refuses `not_permitted`, `import_has_errors`, `import_nothing_to_do`, `import_not_checked`
        (not what `check` returned), `catalogue_changed` (somebody changed products since the
        check: check again), `opening_suppliers_changed`, `import_lots_odd` and what
        `approve_moves` refuses.
        """
        actor.must(Permission.IMPORT)
        if plan.seal != self._seal(plan):
            raise Refusal("import_not_checked")
        if plan.error_count:
            raise Refusal("import_has_errors", count=plan.error_count)
        if not plan.can_apply:
            raise Refusal("import_nothing_to_do")

        def work(posting: Posting) -> ImportDone:
            tx = posting.tx
            if catalogue_store.bump_version(tx) != plan.catalogue_version + 1:
                raise Refusal("catalogue_changed")
            _check_owners(tx, plan, posting.business_date)
            limits = self._price_limits(tx)
            batch = new_batch(posting, plan)
            asked = PriceMoves(_moves(tx, plan), _reason(plan.file_name), SpentOn(batch))
            approve_moves(posting, limits, asked, approvals)
            if len(plan.create) == 1:
                approve_new(posting, limits, plan.create[0].content, asked, approvals)
            said_by = _approved_lots(posting, plan, SpentOn(batch), approvals)
            place = shop_reads.till_of(tx, posting.till_id).location_id
            return write_plan(posting, plan, batch, place, step, approved_by=said_by)

        content = content_hash(plan.seal)
        return self._books.command(
            Command(actor, Permission.IMPORT, request_id, "import", content, RECALL), work
        )


def _found(head: SheetHead, columns: Mapping[str, str]) -> SheetFound:
    read = one_header(head.rows, columns)
    at = header_at(read, columns)
    fields = () if at is None else tuple(fields_of(read[at].cells, columns))
    rows = tuple(row.cells for row in read)
    header = -1 if at is None else at
    return SheetFound(head.name, head.hidden, rows, header, fields, head.hidden_columns)


def _approved_lots(posting: Posting, plan: ImportPlan, on: SpentOn, tokens: Sequence[str]) -> str:
    """Who said yes to what lots of a plan, "" where nothing asks. Raises what `spend` does.

    To opening stock of a shop that trades who may say yes is asked by nobody, and is named; an odd
    cell is asked about whoever imports.
    """
    lots, told = len(plan.lots), f"文件 {plan.file_name}"
    late, odd = opening_deeds(posting.tx, f"file {plan.seal}", lots, told), lot_deeds(plan)
    own = late if posting.actor.approves else []
    deeds = odd if own else [*late, *odd]
    said = [(posting.actor.name, deed) for deed in own]
    said += [(x.approver, x.deed) for x in spend(posting, deeds, tokens, on)] if deeds else []
    return decided(said)


def _check_owners(tx: Tx, plan: ImportPlan, today: str) -> None:
    """Suppliers and contracts are as the check found them. Refuses `opening_suppliers_changed`."""
    for owner in dict.fromkeys(lot.supplied for lot in plan.lots):
        if owner and not is_still(owner, supplier_facts(tx, owner.supplier_id), today):
            raise Refusal("opening_suppliers_changed", supplier=owner.supplier)


def _reason(file_name: str) -> str:
    """The file is why; a name with what may be a PIN in it is not repeated."""
    return kept_words(f"导入 {file_name}") or "导入文件"


def _moves(tx: Tx, plan: ImportPlan) -> list[PriceMove]:
    """Against the books, not against what the plan says of them."""
    before = reads.tag_prices(tx)
    return [
        PriceMove(
            p.sku_id,
            p.content.code,
            p.content.name,
            before[p.sku_id],
            p.content.list_price_fen,
            p.content.cost_price_fen,
            p.content.member_price_fen,
        )
        for p in plan.update
        if before[p.sku_id] != p.content.list_price_fen
    ]


def new_batch(posting: Posting, plan: ImportPlan) -> int:
    """The number that a plan is written under, for `write_plan`."""
    who = posting.actor.name
    return store.new_batch(posting.tx, plan.file_name, plan.sha256, who, posting.at_us)


def write_plan(
    posting: Posting,
    plan: ImportPlan,
    batch_id: int,
    place: LocationId,
    step: Step = no_step,
    *,
    approved_by: str = "",
) -> ImportDone:
    """Write a plan inside a command that holds the catalogue's version row.

    Opening stock comes to `place` on the business date of the command, `approved_by` somebody.
    """
    tx, at_us = posting.tx, posting.at_us
    ids = _names_to_ids(tx, plan)
    created = [_sku_row(p, ids) for p in plan.create]
    updated = [_sku_row(p, ids) for p in plan.update]
    total = len(created) + len(updated) + len(plan.lots)
    by_code: dict[str, SkuId] = {}
    for done, rows in _chunks(created):
        step(done, total)
        by_code |= store.insert_skus(tx, rows, at_us)
    for done, rows in _chunks(updated):
        step(len(created) + done, total)
        store.update_skus(tx, rows, at_us)
        stock_store.set_floors(tx, [row.sku_id for row in rows if row.sku_id is not None])
    by_code |= {row.content.code: row.sku_id for row in updated}
    codes = [
        (code, by_code[p.content.code], kind)
        for p in (*plan.create, *plan.update)
        for code, kind in p.barcodes
    ]
    store.insert_barcodes(tx, codes)
    _learn_cases(posting, plan, batch_id, by_code)
    step(len(created) + len(updated), total)
    arrivals = _arrivals(tx, plan, [*created, *updated], by_code)
    goods = [_goods_of(arrival) for arrival in arrivals]
    post_opening(posting, place, goods, _reason(plan.file_name), approved_by)
    store.close_batch(tx, batch_id, len(created), len(updated))
    _journal(posting, plan, batch_id)
    step(total, total)
    return ImportDone(batch_id, len(created), len(updated), plan.unchanged, len(plan.lots))


def _learn_cases(
    posting: Posting, plan: ImportPlan, batch_id: int, by_code: Mapping[str, SkuId]
) -> None:
    """Cartons of the plan. Receiving may have learned one since the check: `catalogue_changed`."""
    told = [
        (code, p.content.code, pieces)
        for p in (*plan.create, *plan.update)
        for code, pieces in p.cases
    ]
    known = case_codes(posting.tx) if told else {}
    for code, sku, _ in told:
        if known.get(code, (by_code[sku], 0))[0] != by_code[sku]:
            raise Refusal("catalogue_changed")
    for at in range(0, len(told), CASES_PER_EVENT):
        part = told[at : at + CASES_PER_EVENT]
        named = [(code, by_code[sku], pieces) for code, sku, pieces in part]
        learn_cases(posting, named, {"batch": batch_id, "cases": part})


def _chunks(rows: Sequence[store.SkuRow]) -> Iterator[tuple[int, Sequence[store.SkuRow]]]:
    for at in range(0, len(rows), CHUNK):
        yield at, rows[at : at + CHUNK]


def _names_to_ids(tx: Tx, plan: ImportPlan) -> reads.PlaceIds:
    known = reads.place_ids(tx)
    for zone in plan.new_zones:
        known.zones[zone] = places.insert_zone(tx, "", zone, short_zone_name(zone))
    for zone, county in plan.new_counties:
        known.counties[zone, county] = places.insert_county(tx, known.zones[zone], county)
    contents = [p.content for p in (*plan.create, *plan.update)]
    wanted = dict.fromkeys((known.counties[c.zone, c.county], c.producer) for c in contents)
    producers = [key for key in wanted if key not in known.producers]
    store.insert_producers(tx, producers)
    categories = [
        n for n in dict.fromkeys(c.category for c in contents) if n not in known.categories
    ]
    store.insert_categories(tx, categories)
    return reads.place_ids(tx) if producers or categories else known


def _sku_row(planned: PlannedSku, ids: reads.PlaceIds) -> store.SkuRow:
    c = planned.content
    producer_id = ids.producers[ids.counties[c.zone, c.county], c.producer]
    return store.SkuRow(
        planned.sku_id,
        c,
        producer_id,
        ids.categories[c.category],
        spelling(c.name, c.short_name),
    )


def _arrivals(
    tx: Tx, plan: ImportPlan, written: Sequence[store.SkuRow], by_code: dict[str, SkuId]
) -> list[store.Arrival]:
    if not plan.lots:
        return []
    rows = {row.content.code: row for row in written}
    if any(lot.code not in rows for lot in plan.lots):
        # Lots may arrive for products that the file leaves as they are.
        ids = reads.place_ids(tx)
        for code, (sku_id, content) in reads.import_state(tx).skus.items():
            rows.setdefault(code, _sku_row(PlannedSku(0, sku_id, content), ids))
            by_code[code] = sku_id
    return [store.Arrival(lot, by_code[lot.code], rows[lot.code]) for lot in plan.lots]


def _goods_of(arrival: store.Arrival) -> OpeningGoods:
    lot, product = arrival.lot, arrival.product
    made = NewLot(
        arrival.sku_id,
        product.producer_id,
        lot.lot_no,
        lot.production_date,
        lot.expiry_date,
        *agreed(lot, product.content),
    )
    return OpeningGoods(product.content, made, lot.quantity, lot.supplied)


def _journal(posting: Posting, plan: ImportPlan, batch_id: int) -> None:
    prices = [(p.code, p.name, p.before_fen, p.after_fen) for p in plan.prices]
    for at in range(0, len(prices), PRICES_PER_EVENT):
        part = {"batch": batch_id, "prices": prices[at : at + PRICES_PER_EVENT]}
        posting.journal("price_change", to_json(part))
    summary = {
        "batch": batch_id,
        "file": plan.file_name,
        "sha256": plan.sha256,
        "created": len(plan.create),
        "updated": len(plan.update),
        "unchanged": plan.unchanged,
        "price_changes": len(prices),
        "lots": len(plan.lots),
        "new_zones": plan.new_zones,
        "new_counties": plan.new_counties,
    }
    posting.journal("import", to_json(summary))


def _base_name(file_name: str) -> str:
    name = PurePath(file_name.replace("\\", "/")).name
    return cut("".join(c for c in name if c.isprintable()), FILE_NAME_LENGTH)
