"""How far a new shop has come."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.tables.catalogue import sku
from showroom.db.tables.person import person
from showroom.db.tables.sale import sale
from showroom.db.tables.stock import level_left, stock_level

_counts = Prepared(
    select(
        select(func.count()).select_from(sku).where(sku.c.active == fixed(1)).scalar_subquery(),
        select(func.count(stock_level.c.sku_id.distinct())).where(level_left).scalar_subquery(),
        select(func.count())
        .select_from(person)
        .where(person.c.active == fixed(1))
        .scalar_subquery(),
    ),
    [],
)
_a_sale = Prepared(select(exists(select(sale.c.sale_id))), [])


def has_sold(tx: Tx) -> bool:
    """Whether any till of the shop ever made a sale; one row is looked at."""
    row = tx.one(_a_sale, ())
    return row is not None and bool(row[0])


def first_counts(tx: Tx) -> tuple[int, int, int]:
    """Products on sale, products in stock, people who may sign in."""
    row = tx.one(_counts, ())
    assert row is not None  # noqa: S101 (counts are always told)
    products, stocked, people = row
    return int(products), int(stocked), int(people)
