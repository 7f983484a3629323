"""Writing many products at once: a handful of statements, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Table, bindparam, func, select, update

from showroom.db.engine import Tx
from showroom.db.prepared import InsertFrom, Prepared, insert_into
from showroom.db.tables.catalogue import barcode, category, import_batch, producer, sku
from showroom.domain.ids import CategoryId, ProducerId, SkuId
from showroom.domain.product import CONTENT_FIELDS, OpeningLot, SkuContent

_paths = {n: f"content.{n}" for n in CONTENT_FIELDS if n in sku.c}
_new_skus = InsertFrom(
    sku,
    given=("active", "changed_at_us"),
    paths=_paths,
    without=("sku_id",),
    flags=("oversell", "no_discount", "age_restricted"),
)
_SET = tuple(c.name for c in sku.columns if c.name in {*_new_skus.columns, "changed_at_us"})
_CHANGED_AT = _SET.index("changed_at_us")
_change_skus = Prepared(
    update(sku)
    .values({name: bindparam("v_" + name) for name in _SET})
    .where(sku.c.sku_id == bindparam("i")),
    [*("v_" + name for name in _SET), "i"],
)
_new_barcodes = insert_into(barcode)
_new_producers = insert_into(producer, without=("producer_id",))
_new_categories = insert_into(category, without=("category_id",))
_skus_after = Prepared(select(sku.c.code, sku.c.sku_id).where(sku.c.sku_id > bindparam("i")), ["i"])


@dataclass(frozen=True, slots=True)
class SkuRow:
    """A product with the ids behind its names; `sku_id` 0 is a new one."""

    sku_id: SkuId
    content: SkuContent
    producer_id: ProducerId
    category_id: CategoryId
    spelling: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Opening stock of one lot of a product."""

    lot: OpeningLot
    sku_id: SkuId
    product: SkuRow


def new_batch(tx: Tx, file_name: str, sha256: str, actor: str, at_us: int) -> int:
    """A row for this import; counts are those of the plan, written by `close_batch`."""
    made = tx.connection.execute(
        import_batch.insert()
        .values(file_name=file_name, sha256=sha256, created=0, updated=0, at_us=at_us, actor=actor)
        .returning(import_batch.c.batch_id)
    )
    return int(made.scalar_one())


def close_batch(tx: Tx, batch_id: int, created: int, updated: int) -> None:
    """What the import did."""
    tx.connection.execute(
        import_batch.update()
        .where(import_batch.c.batch_id == batch_id)
        .values(created=created, updated=updated)
    )


def insert_producers(tx: Tx, names: Iterable[tuple[int, str]]) -> None:
    """New producers as (county id, name)."""
    tx.many(_new_producers, [(name, county, "", 0, 0, "", "") for county, name in names])


def insert_categories(tx: Tx, names: Iterable[str]) -> None:
    """New categories; their tax code is filled in by the accountant."""
    tx.many(_new_categories, [(name, "", "") for name in names])


def _last(tx: Tx, table: Table) -> int:
    key = next(iter(table.primary_key.columns))
    return int(tx.connection.execute(select(func.coalesce(func.max(key), 0))).scalar_one())


def insert_skus(tx: Tx, rows: Sequence[SkuRow], at_us: int) -> dict[str, SkuId]:
    """New products; their ids by item number. The catalogue's version row must be locked."""
    last = _last(tx, sku)
    tx.many(_new_skus, [_new_skus.row(row, 1, at_us) for row in rows])
    return {code: SkuId(sku_id) for code, sku_id in tx.rows(_skus_after, (last,))}


def update_skus(tx: Tx, rows: Sequence[SkuRow], at_us: int) -> None:
    """Replace what an import may set."""
    changed = []
    for row in rows:
        values = list(_new_skus.values(row))
        values.insert(_CHANGED_AT, at_us)
        changed.append((*values, row.sku_id))
    tx.many(_change_skus, changed)


def insert_barcodes(tx: Tx, rows: Sequence[tuple[str, SkuId, str]]) -> None:
    """Further codes as (code, product, kind)."""
    tx.many(_new_barcodes, rows)
