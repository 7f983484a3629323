"""People and what is known of their PINs."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.tables.journal import journal, journal_head
from showroom.db.tables.person import credential, person
from showroom.domain.ids import PersonId, TillId
from showroom.domain.permission import Role

_COLUMNS = (person.c.person_id, person.c.name, person.c.role, person.c.active)
_all = Prepared(select(*_COLUMNS).order_by(person.c.active.desc(), person.c.person_id), [])
_one = Prepared(select(*_COLUMNS).where(person.c.person_id == bindparam("p")), ["p"])
_spelled = Prepared(select(person.c.name, person.c.spelling).order_by(person.c.person_id), [])
_named = Prepared(select(person.c.person_id).where(person.c.name == bindparam("n")), ["n"])
_bosses = Prepared(
    select(func.count()).where(
        person.c.active == fixed(1),
        person.c.role == fixed(Role.SHOP_MANAGER.value),
        person.c.person_id != bindparam("p"),
    ),
    ["p"],
)
_credential = Prepared(
    select(
        credential.c.pin_hash,
        credential.c.failures,
        credential.c.failures_total,
        credential.c.locked_until_us,
    )
    .where(credential.c.person_id == bindparam("p"))
    .with_for_update(),
    ["p"],
)
_failures = Prepared(
    select(func.count(), func.min(journal.c.at_us))
    .join_from(
        journal_head,
        journal,
        (journal.c.till_id == journal_head.c.till_id) & (journal.c.epoch == journal_head.c.epoch),
    )
    .where(
        journal_head.c.till_id == bindparam("t"),
        journal.c.seq > journal_head.c.seq - bindparam("n"),
        journal.c.kind.in_([fixed("login_failed"), fixed("approval_failed")]),
        journal.c.at_us > bindparam("a"),
        journal.c.at_us <= bindparam("b"),
    ),
    ["t", "n", "a", "b"],
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here."""

    person_id: PersonId
    name: str
    role: Role
    active: bool


@dataclass(frozen=True, slots=True)
class Credential:
    """A person's PIN hash and how often it was missed."""

    pin_hash: str
    failures: int
    failures_total: int
    locked_until_us: int


def people(tx: Tx) -> tuple[Person, ...]:
    """Everybody, the active first, in the order they came."""
    return tuple(_person(*row) for row in tx.rows(_all))


def spellings(tx: Tx) -> list[tuple[str, str]]:
    """Everybody's name with how it is read (`domain/spelling.py`)."""
    return [(name, spelling) for name, spelling in tx.rows(_spelled)]


def person_row(tx: Tx, person_id: PersonId) -> Person | None:
    """One person, or None."""
    row = tx.one(_one, (person_id,))
    return None if row is None else _person(*row)


def _person(person_id: int, name: str, role: str, active: int) -> Person:
    return Person(PersonId(person_id), name, Role(role), bool(active))


def id_of(tx: Tx, name: str) -> PersonId | None:
    """The person of that name, or None."""
    row = tx.one(_named, (name,))
    return None if row is None else PersonId(row[0])


def other_shop_managers(tx: Tx, person_id: PersonId) -> int:
    """Active 店长 apart from this person."""
    return int(tx.one(_bosses, (person_id,))[0])


def lock_credential(tx: Tx, person_id: PersonId) -> Credential | None:
    """The credential, locked until the transaction ends; None when no PIN was ever set."""
    row = tx.one(_credential, (person_id,))
    return None if row is None else Credential(*row)


def recent_failures(
    tx: Tx, till_id: TillId, last: int, since_us: int, until_us: int
) -> tuple[int, int]:
    """(count, instant of the first) of wrong PINs among a till's `last` events, wherever typed.

    What a clock that ran ahead stamped later than `until_us` is not counted: it would never pass.
    """
    count, first = tx.one(_failures, (till_id, last, since_us, until_us))
    return int(count), int(first or 0)
