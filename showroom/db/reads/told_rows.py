"""Rows that change and that the journal tells of, as they were and as they are.

Documents and sales are never changed: their events tell them whole. A supplier, a paper, a place
is: each event that changes one carries the row before and after, as read here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, Table, exists, select

from showroom.db.engine import Tx
from showroom.db.tables.catalogue import case_code
from showroom.db.tables.shop import location
from showroom.db.tables.stock import lot
from showroom.db.tables.supplier import (
    attachment,
    attachment_link,
    supplier,
    supplier_contract,
    supplier_licence,
)
from showroom.domain.documents.attachment import kind_of
from showroom.domain.errors import Refusal

Key = tuple[int | str, ...]
Row = dict[str, int | str]


@dataclass(frozen=True, slots=True)
class ToldTable:
    """A table whose rows the journal tells of.

    `free` are columns that nothing tells, each with its reason. `is_old`: rows were there before
    events told of them; these have smaller keys than the first that was told from its beginning.
    """

    table: Table
    free: Mapping[str, str] = field(default_factory=dict)
    is_old: bool = False
    where: ColumnElement[bool] | None = None

    @property
    def columns(self) -> list[Column[Any]]:
        """What is told of a row."""
        return [column for column in self.table.columns if column.name not in self.free]

    def key(self, row: Mapping[str, int | str]) -> Key:
        """Which row it is."""
        return tuple(row[column.name] for column in self.table.primary_key.columns)

    def fact(self, row: Mapping[str, int | str]) -> Key:
        """All that is told, in the order of the columns; what is younger than the event is bare."""
        return tuple(
            row.get(column.name, 0 if isinstance(column.type, Integer) else "")
            for column in self.columns
        )


TOLD: Mapping[str, ToldTable] = {
    told.table.name: told
    for told in (
        ToldTable(
            supplier,
            {
                "phone": "a person's own, and the journal is kept for ever: it tells of the change",
                "spelling": "made of the name, to find it",
            },
        ),
        ToldTable(supplier_licence),
        ToldTable(supplier_contract),
        ToldTable(attachment_link),
        ToldTable(case_code),
        ToldTable(location, is_old=True),
        # A lot that waits for its receipt; every other is told by the line that brought it.
        ToldTable(lot, is_old=True, where=lot.c.document_id == 0),
    )
}


def row_of(tx: Tx, name: str, key: Key) -> Row | None:
    """What is told of a row of a table as it is now, None for none."""
    told = TOLD[name]
    keys = told.table.primary_key.columns
    same = [column == value for column, value in zip(keys, key, strict=True)]
    row = tx.connection.execute(select(*told.columns).where(*same)).first()
    return None if row is None else dict(row._mapping)  # noqa: SLF001 (its public name)


def rows_of(tx: Tx, told: ToldTable) -> Iterator[Row]:
    """Every row of a told table."""
    asked = select(*told.columns).order_by(*told.table.primary_key.columns)
    wanted = asked if told.where is None else asked.where(told.where)
    for row in tx.connection.execute(wanted):
        yield dict(row._mapping)  # noqa: SLF001 (its public name)


def attachments(tx: Tx) -> list[str]:
    """Files that are not what their digest says, or hang on nothing; one content at a time."""
    a = attachment.c
    hangs = exists().where(attachment_link.c.digest == a.digest)
    digests = list(tx.connection.execute(select(a.digest, hangs).order_by(a.digest)))
    bare = select(attachment_link.c.digest).where(
        ~exists().where(a.digest == attachment_link.c.digest)
    )
    problems = [f"attachment {digest} missing" for digest in tx.connection.scalars(bare)]
    for digest, is_hung in digests:
        asked = select(a.kind, a.size, a.content).where(a.digest == digest)
        kind, size, content = tx.connection.execute(asked).one()
        if not is_hung:
            problems.append(f"attachment {digest} of no event")
        if (digest, size, kind) != (*_proved(bytes(content)),):
            problems.append(f"attachment {digest} is another file")
    return problems


def _proved(content: bytes) -> tuple[str, int, str]:
    """Digest, size and kind that a content has."""
    try:
        kind = kind_of(content).value
    except Refusal:
        kind = ""
    return hashlib.sha256(content).hexdigest(), len(content), kind
