"""What commands already did: the first result of a `request_id`, returned when it comes again."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, delete, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, insert_into
from showroom.db.tables.shop import request

_find = Prepared(select(request).where(request.c.request_id == bindparam("r")), ["r"])
_insert = insert_into(request)
_forget = Prepared(delete(request).where(request.c.at_us < bindparam("a")), ["a"])


class Request(NamedTuple):
    """A row of the table, in its order; `result` as the command keeps it."""

    request_id: str
    kind: str
    result: str
    at_us: int
    content_hash: str


def find(tx: Tx, request_id: str) -> Request | None:
    """The request when it was carried out before, else None."""
    row = tx.one(_find, (request_id,))
    return None if row is None else Request(*row)


def remember(tx: Tx, row: Request) -> None:
    """Keep a command's result in its own transaction."""
    tx.run(_insert, row)


def forget(tx: Tx, before_us: int) -> None:
    """Let go of requests that no open screen can still repeat."""
    tx.run(_forget, (before_us,))
