"""Pictures and PDFs: each content once, known by its digest, and what it hangs on."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from showroom.db.engine import Tx
from showroom.db.tables.supplier import attachment, attachment_link
from showroom.domain.documents.attachment import Attachment, AttachmentKind, Owner

_a, _l = attachment.c, attachment_link.c


def listed(tx: Tx, owner: Owner) -> tuple[Attachment, ...]:
    """What hangs on it, without content, as it was added."""
    rows = tx.connection.execute(
        select(_a.digest, _a.kind, _a.size, _l.title, _l.person, _l.at_us)
        .join_from(attachment_link, attachment, _l.digest == _a.digest)
        .where(_l.owner == owner.kind.value, _l.owner_id == owner.key)
        .order_by(_l.at_us, _l.digest)
    )
    return tuple(Attachment(r[0], AttachmentKind(r[1]), *r[2:]) for r in rows)


def content(tx: Tx, owner: Owner, digest: str) -> bytes | None:
    """A file that hangs on it; None for none of its own."""
    row = tx.connection.execute(
        select(_a.content)
        .join_from(attachment_link, attachment, _l.digest == _a.digest)
        .where(_l.owner == owner.kind.value, _l.owner_id == owner.key, _l.digest == digest)
    ).first()
    return None if row is None else bytes(row[0])


def count(tx: Tx, owner: Owner) -> int:
    """How many files hang on it."""
    here = (_l.owner == owner.kind.value, _l.owner_id == owner.key)
    asked = select(func.count()).select_from(attachment_link).where(*here)
    return int(tx.connection.execute(asked).scalar_one())


def put(tx: Tx, owner: Owner, file: Attachment, data: bytes) -> None:
    """Hang a file on it; content that is there already is kept once."""
    _keep(tx, file, data)
    if _lock(tx, file.digest) is None:
        _keep(tx, file, data)  # another till took the last of it away meanwhile
    made = attachment_link.insert().values(
        owner=owner.kind.value,
        owner_id=owner.key,
        digest=file.digest,
        title=file.title,
        person=file.person,
        at_us=file.at_us,
    )
    tx.connection.execute(made)


def _keep(tx: Tx, file: Attachment, data: bytes) -> None:
    insert = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    row = {"digest": file.digest, "kind": file.kind.value, "size": file.size, "content": data}
    tx.connection.execute(insert(attachment).values(row).on_conflict_do_nothing())


def _lock(tx: Tx, digest: str) -> str | None:
    asked = select(_a.digest).where(_a.digest == digest).with_for_update()
    return tx.connection.execute(asked).scalar()


def drop(tx: Tx, owner: Owner, digest: str) -> None:
    """Take a file off; content that hangs on nothing else is gone."""
    _lock(tx, digest)
    here = (_l.owner == owner.kind.value, _l.owner_id == owner.key, _l.digest == digest)
    tx.connection.execute(delete(attachment_link).where(*here))
    elsewhere = select(_l.digest).where(_l.digest == digest).exists()
    tx.connection.execute(delete(attachment).where(_a.digest == digest, ~elsewhere))
