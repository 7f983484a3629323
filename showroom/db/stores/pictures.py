"""Pictures for the heads of slips, known by their digest: a queued slip keeps its own."""

from __future__ import annotations

from sqlalchemy import insert, select

from showroom.db.engine import Tx
from showroom.db.tables.shop import picture
from showroom.domain.logo import Logo


def put(tx: Tx, logo: Logo) -> None:
    """Keep a picture; once is enough."""
    if find(tx, logo.digest) is None:
        tx.connection.execute(
            insert(picture).values(
                digest=logo.digest, wide=logo.wide, high=logo.high, dots=logo.dots
            )
        )


def find(tx: Tx, digest: str) -> Logo | None:
    """The picture of that digest."""
    row = tx.connection.execute(select(picture).where(picture.c.digest == digest)).first()
    return None if row is None else Logo(row.digest, row.wide, row.high, bytes(row.dots))
