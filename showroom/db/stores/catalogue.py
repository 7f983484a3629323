"""Writing products; whoever changes the catalogue locks and moves its version first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from sqlalchemy import bindparam, select, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.tables.catalogue import catalogue_version, sku
from showroom.domain.ids import SkuId

_bump = Prepared(
    update(catalogue_version).values(version=catalogue_version.c.version + bindparam("n")), ["n"]
)
_version = Prepared(select(catalogue_version.c.version), [])
_priced = Prepared(
    select(
        sku.c.code,
        sku.c.name,
        sku.c.list_price_fen,
        sku.c.active,
        sku.c.age_restricted,
        sku.c.cost_price_fen,
        sku.c.member_price_fen,
    )
    .where(sku.c.sku_id == bindparam("s"))
    .with_for_update(),
    ["s"],
)
_set_price = Prepared(
    update(sku)
    .values(list_price_fen=bindparam("v"), changed_at_us=bindparam("a"))
    .where(sku.c.sku_id == bindparam("s")),
    ["v", "a", "s"],
)
_unspelled = Prepared(
    select(sku.c.sku_id, sku.c.name, sku.c.short_name).where(sku.c.spelling == fixed("")), []
)
_set_spelling = Prepared(
    update(sku).values(spelling=bindparam("v")).where(sku.c.sku_id == bindparam("s")), ["v", "s"]
)
Flag = Literal["active", "age_restricted"]
_set_flag: Mapping[Flag, Prepared] = MappingProxyType(
    {
        name: Prepared(
            update(sku)
            .values({name: bindparam("v"), "changed_at_us": bindparam("a")})
            .where(sku.c.sku_id == bindparam("s")),
            ["v", "a", "s"],
        )
        for name in get_args(Flag)
    }
)


class Priced(NamedTuple):
    """A product's identity on paper, its prices in fen per piece or kg, and to whom it sells."""

    code: str
    name: str
    list_price_fen: int
    active: int
    age_restricted: int
    cost_price_fen: int
    member_price_fen: int


def unspelled(tx: Tx) -> list[tuple[SkuId, str, str]]:
    """Products (id, name, short name) that an older program wrote without their spelling."""
    return [(SkuId(row[0]), row[1], row[2]) for row in tx.rows(_unspelled)]


def set_spellings(tx: Tx, spellings: Sequence[tuple[str, SkuId]]) -> None:
    """How names are read; changes nothing that anybody sees of a product."""
    tx.many(_set_spelling, spellings)


def bump_version(tx: Tx) -> int:
    """Move the version and keep its row locked until the transaction ends; the new version."""
    tx.run(_bump, (1,))
    return int(tx.one(_version)[0])


def lock_sku(tx: Tx, sku_id: SkuId) -> Priced | None:
    """What a small change needs of a product, locked; None when there is none."""
    row = tx.one(_priced, (sku_id,))
    return None if row is None else Priced(*row)


def set_price(tx: Tx, sku_id: SkuId, list_price_fen: int, at_us: int) -> None:
    """A new tag price in fen per piece or kg."""
    tx.run(_set_price, (list_price_fen, at_us, sku_id))


def set_flag(tx: Tx, sku_id: SkuId, name: Flag, value: int, at_us: int) -> None:
    """Sell it or no longer, not for minors or for anybody."""
    tx.run(_set_flag[name], (value, at_us, sku_id))
