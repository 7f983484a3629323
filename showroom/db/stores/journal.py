"""The head row hands out the next link of the chain and moves in the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, literal_column, select, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed, insert_into
from showroom.db.server_time import server_now_us
from showroom.db.tables.journal import journal, journal_head
from showroom.db.tables.person import person
from showroom.db.tables.shift import shift
from showroom.domain.clock_band import Known
from showroom.domain.errors import Fault
from showroom.domain.ids import TillId
from showroom.domain.journal import GENESIS, anchor, anchor_seq, chain_hash, pre_image, seal

_COLUMNS = (
    "epoch",
    "seq",
    "hash",
    "key_index",
    "open_shift_id",
    "perpetual_sales_fen",
    "perpetual_refunds_fen",
    "last_at_us",
    "unsaid_us",
    "unvouched_us",
)
_shift_date = (
    select(shift.c.business_date)
    .where(shift.c.shift_id == journal_head.c.open_shift_id)
    .scalar_subquery()
)
_lock = Prepared(
    select(
        *(journal_head.c[name] for name in _COLUMNS),
        func.coalesce(_shift_date, literal_column("''")),
        server_now_us(),
        person.c.name,
        person.c.role,
    )
    .outerjoin_from(
        journal_head,
        person,
        (person.c.person_id == bindparam("p")) & (person.c.active == fixed(1)),
    )
    .where(journal_head.c.till_id == bindparam("t"))
    .with_for_update(of=journal_head),
    ["p", "t"],
)
"""With who acts, as the people's list has them now: one statement on the path of every sale."""
_save = Prepared(
    update(journal_head)
    .where(journal_head.c.till_id == bindparam("t"))
    .values({name: bindparam(name) for name in _COLUMNS}),
    [*_COLUMNS, "t"],
)
_event = Prepared(
    select(journal.c.kind, journal.c.payload, journal.c.at_us, journal.c.hash).where(
        journal.c.till_id == bindparam("t"),
        journal.c.epoch == bindparam("e"),
        journal.c.seq == bindparam("s"),
    ),
    ["t", "e", "s"],
)
_insert_head = insert_into(journal_head)
_insert = insert_into(journal)


@dataclass(slots=True)
class HeadRow:
    """A till's locked head; lives only inside one transaction.

    `last_at_us` is the latest instant that nobody doubted, `unsaid_us` and `unvouched_us` are the
    silence of `clock_band.Known`, `shift_date` the business date of the
    open shift, `server_us` what the database's own clock says, 0 where it has none of its own.
    `person_name` and `person_role` are those of the active person who acts; empty for nobody.
    """

    till_id: TillId
    epoch: int
    seq: int
    hash: bytes
    key_index: int
    open_shift_id: int
    perpetual_sales_fen: int
    perpetual_refunds_fen: int
    last_at_us: int
    unsaid_us: int
    unvouched_us: int
    shift_date: str
    server_us: int
    person_name: str = ""
    person_role: str = ""

    @property
    def known(self) -> Known:
        """What the till knew of the time when its head was locked, or has settled since."""
        return Known(self.last_at_us, self.unsaid_us, self.unvouched_us, self.server_us)

    def settle(self, known: Known) -> None:
        """Take over the silence that is left after an event; its instant moves with the event."""
        self.unsaid_us, self.unvouched_us = known.unsaid_us, known.unvouched_us


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event before it has its place in the chain; `at_us` is what the clock said, UTC."""

    kind: str
    actor: str
    payload: str
    business_date: str
    at_us: int


def create_head(tx: Tx, till_id: TillId, public_key: bytes) -> None:
    """Start the chain of a new till."""
    tx.run(_insert_head, (till_id, 1, 0, GENESIS, 0, 0, 0, 0, 0, 0, 0, public_key))


def lock_head(tx: Tx, till_id: TillId, person_id: int = 0) -> HeadRow:
    """The till's head, locked until the transaction ends, with a person as they are now.

    Raises Fault `till_unknown`.
    """
    row = tx.one(_lock, (person_id, till_id))
    if row is None:
        raise Fault("till_unknown", till_id=till_id)
    epoch, seq, head_hash, *rest = row[:-2]
    head = HeadRow(till_id, epoch, seq, bytes(head_hash), *rest)
    head.person_name, head.person_role = row[-2] or "", row[-1] or ""
    return head


def append(tx: Tx, head: HeadRow, event: NewEvent, key: bytes, signature: bytes = b"") -> bytes:
    """Write the next event and move the head in memory; the event's hash.

    The order of events is the sequence alone; the instant is what the clock said.
    """
    seq = head.seq + 1
    image = pre_image(
        head.till_id,
        head.epoch,
        seq,
        event.at_us,
        event.business_date,
        event.kind,
        event.actor,
        event.payload,
        head.hash,
    )
    digest = chain_hash(image)
    tx.run(
        _insert,
        (
            head.till_id,
            head.epoch,
            seq,
            event.at_us,
            event.business_date,
            event.kind,
            event.actor,
            event.payload,
            head.hash,
            digest,
            seal(key, digest),
            head.key_index,
            signature,
        ),
    )
    # The trigger compares the next event with the stored head.
    head.seq, head.hash = seq, digest
    return digest


def event_of(tx: Tx, head: HeadRow, name: str) -> tuple[str, str, int] | None:
    """Kind, payload and instant of the event that `anchor` calls so; None where there is none."""
    seq = anchor_seq(name) or 0
    row = tx.one(_event, (head.till_id, head.epoch, seq))
    if row is None or anchor(seq, bytes(row[3])) != name:
        return None
    return row[0], row[1], row[2]


def save_head(tx: Tx, head: HeadRow) -> None:
    """Store the moved head; call once, before the transaction ends."""
    tx.run(
        _save,
        (
            head.epoch,
            head.seq,
            head.hash,
            head.key_index,
            head.open_shift_id,
            head.perpetual_sales_fen,
            head.perpetual_refunds_fen,
            head.last_at_us,
            head.unsaid_us,
            head.unvouched_us,
            head.till_id,
        ),
    )
