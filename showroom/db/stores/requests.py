"""What commands already did: the first result of a `request_id`, returned when it comes again."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, insert_into
from showroom.db.tables.shop import request

_find = Prepared(
    select(request.c.result).where(
        request.c.request_id == bindparam("r"), request.c.kind == bindparam("k")
    ),
    ["r", "k"],
)
_insert = insert_into(request)


def find(tx: Tx, kind: str, request_id: str) -> str | None:
    """The stored result (JSON) of a command done before, or None."""
    row = tx.one(_find, (request_id, kind))
    return None if row is None else str(row[0])


def remember(tx: Tx, kind: str, request_id: str, result: str, at_us: int) -> None:
    """Keep a command's result in its own transaction."""
    tx.run(_insert, (request_id, kind, result, at_us))
