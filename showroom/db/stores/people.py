"""Writing people and their credentials."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.tables.person import credential, person
from showroom.domain.ids import PersonId
from showroom.domain.permission import Role

_count = Prepared(
    update(credential)
    .values(
        failures=credential.c.failures + fixed(1),
        failures_total=credential.c.failures_total + fixed(1),
        locked_until_us=bindparam("u"),
    )
    .where(credential.c.person_id == bindparam("p")),
    ["u", "p"],
)
_clear = Prepared(
    update(credential)
    .values(
        failures=fixed(0),
        failures_total=credential.c.failures_total - fixed(1),
        locked_until_us=fixed(0),
    )
    .where(credential.c.person_id == bindparam("p")),
    ["p"],
)
_unspelled = Prepared(
    select(person.c.person_id, person.c.name).where(person.c.spelling == fixed("")), []
)
_set_spelling = Prepared(
    update(person).values(spelling=bindparam("v")).where(person.c.person_id == bindparam("p")),
    ["v", "p"],
)


def unspelled(tx: Tx) -> list[tuple[PersonId, str]]:
    """People (id, name) that an older program wrote without their spelling."""
    return [(PersonId(row[0]), row[1]) for row in tx.rows(_unspelled)]


def set_spellings(tx: Tx, spellings: Sequence[tuple[str, PersonId]]) -> None:
    """How names are read; changes nothing that anybody sees of a person."""
    tx.many(_set_spelling, spellings)


def insert(tx: Tx, name: str, spelling: str, role: Role, at_us: int) -> PersonId:
    """A new active person; `spelling` as `domain/spelling.py` describes it."""
    made = tx.connection.execute(
        person.insert()
        .values(name=name, spelling=spelling, role=role.value, active=1, created_at_us=at_us)
        .returning(person.c.person_id)
    ).scalar_one()
    return PersonId(made)


def set_pin(tx: Tx, person_id: PersonId, pin_hash: str) -> None:
    """Replace the PIN and forget every miss."""
    fresh = {"pin_hash": pin_hash, "failures": 0, "failures_total": 0, "locked_until_us": 0}
    here = credential.c.person_id == person_id
    if not tx.connection.execute(credential.update().where(here).values(fresh)).rowcount:
        tx.connection.execute(credential.insert().values(person_id=person_id, **fresh))


def change(
    tx: Tx, person_id: PersonId, name: str, spelling: str, role: Role, *, active: bool
) -> None:
    """Replace what is known of a person."""
    tx.connection.execute(
        person.update()
        .where(person.c.person_id == person_id)
        .values(name=name, spelling=spelling, role=role.value, active=int(active))
    )


def count_try(tx: Tx, person_id: PersonId, locked_until_us: int) -> None:
    """Count a try as missed until it is proved right."""
    tx.run(_count, (locked_until_us, person_id))


def clear_tries(tx: Tx, person_id: PersonId) -> None:
    """The counted try was right."""
    tx.run(_clear, (person_id,))
