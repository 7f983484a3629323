"""Who works here and how they sign in: a name first, then a PIN that cannot be guessed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from showroom.db.engine import Tx
from showroom.db.reads import people as reads
from showroom.db.reads.people import Credential, Person
from showroom.db.stores import journal as journal_store
from showroom.db.stores import people as store
from showroom.db.stores import requests
from showroom.domain.codec import to_json
from showroom.domain.errors import Refusal
from showroom.domain.ids import PersonId, RequestId
from showroom.domain.permission import Permission, Role
from showroom.domain.pin import check_pin
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.shop.pins import Pins

__all__ = ["People", "Person", "PersonAdded"]

SECOND_US = 10**6
SHORT_LOCK = (5, 30)
LONG_LOCK = (10, 30 * 60)
"""(wrong tries in a row, seconds of waiting after each from there on)."""
DEAD_AFTER = 100
TILL_FAILURES, TILL_WINDOW_S, TILL_LOOK_BACK = 20, 600, 400
"""Spraying over all people: so many misses at one till in ten minutes close its sign-in."""
NAME_LENGTH = 40
MAX_PEOPLE = 200
PEOPLE_CHANGED = Changes(people=True)


@dataclass(frozen=True, slots=True)
class PersonAdded:
    """The new person."""

    person_id: PersonId
    changes: Changes = PEOPLE_CHANGED


class People:
    """People of the shop; sign-in blocks for the cost of the hash."""

    def __init__(self, books: Books, pins: Pins) -> None:
        self._books = books
        self._pins = pins

    def list_people(self, *, everyone: bool = False) -> tuple[Person, ...]:
        """Those who may sign in, or everybody who ever could."""
        found = self._books.database.read(reads.people)
        return found if everyone else tuple(p for p in found if p.active)

    def sign_in(self, person_id: PersonId, pin: str) -> Actor:
        """Prove who acts. A wrong PIN and an unknown person look and last the same.

        Refuses `pin_wrong`, `pin_locked` and `till_locked` (with `wait_s`), `pin_dead` (100
        misses in all; only a new PIN helps). The try is counted and committed before the hash is
        even looked at, so that pulling the plug wins no free guess; right ones are cleared after.
        """
        stored = self._books.database.write(lambda tx: self._count_try(tx, person_id))
        right = self._pins.verify(stored.pin_hash if stored else "", pin)
        return self._books.database.write(
            lambda tx: (
                self._signed_in(tx, person_id) if right and stored else self._missed(tx, person_id)
            )
        )()

    def _count_try(self, tx: Tx, person_id: PersonId) -> Credential | None:
        now = self._books.clock.now_us()
        self._check_till(tx, now)
        person, known = reads.person_row(tx, person_id), reads.lock_credential(tx, person_id)
        if person is None or known is None or not person.active:
            return None
        _check_lock(known, now)
        store.count_try(tx, person_id, now + _wait_s(known.failures + 1) * SECOND_US)
        return known

    def _check_till(self, tx: Tx, now_us: int) -> None:
        head = journal_store.read_head(tx, self._books.till_id)
        since = now_us - TILL_WINDOW_S * SECOND_US
        count, first = reads.recent_failures(
            tx, self._books.till_id, head.epoch, head.seq - TILL_LOOK_BACK, since
        )
        if count >= TILL_FAILURES:
            raise Refusal("till_locked", wait_s=_seconds(first - since))

    def _signed_in(self, tx: Tx, person_id: PersonId) -> _Answer:
        person = reads.person_row(tx, person_id)
        if person is None or not person.active:
            return self._missed(tx, person_id)
        store.clear_tries(tx, person_id)
        actor = Actor(person.person_id, person.name, person.role)
        self._books.journal(tx, "login", actor, to_json({"person": person_id}))
        return _Answer(actor)

    def _missed(self, tx: Tx, person_id: PersonId) -> _Answer:
        person = reads.person_row(tx, person_id)
        named = Actor(person_id, person.name if person else "", Role.CASHIER)
        self._books.journal(tx, "login_failed", named, to_json({"person": person_id}))
        return _Answer(None)

    def sign_out(self, actor: Actor) -> None:
        """Journal the end of a session."""
        told = to_json({"person": actor.person_id})
        self._books.database.write(lambda tx: self._books.journal(tx, "logout", actor, told))

    # -- keeping the list -------------------------------------------------------------------------

    def add_person(
        self, actor: Actor, name: str, role: Role, pin: str, request_id: RequestId
    ) -> PersonAdded:
        """A new person with a first PIN.

        Refuses `not_permitted`, `person_name`, `person_name_taken`, `people_limit` and what
        `check_pin` refuses.
        """
        actor.must(Permission.PEOPLE)
        wanted, hashed = check_name(name), self._pins.hash(check_pin(pin))

        def find(tx: Tx) -> PersonAdded | None:
            seen = requests.find(tx, "add_person", request_id)
            return PersonAdded(PersonId(int(seen)), Changes()) if seen else None

        def work(tx: Tx) -> PersonAdded:
            seen = find(tx)
            if seen:
                return seen
            if len(reads.people(tx)) >= MAX_PEOPLE:
                raise Refusal("people_limit", limit=MAX_PEOPLE)
            person_id = insert_person(tx, self._books, wanted, role, hashed)
            requests.remember(
                tx, "add_person", request_id, str(person_id), self._books.clock.now_us()
            )
            self._journal(tx, actor, person_id, {"name": wanted, "role": role.value})
            return PersonAdded(person_id)

        return self._books.post(work, find)

    def set_pin(self, actor: Actor, person_id: PersonId, pin: str) -> Changes:
        """A new PIN, which also ends every lock.

        Refuses `not_permitted`, `person_unknown` and what `check_pin` refuses.
        """
        actor.must(Permission.PEOPLE)
        hashed = self._pins.hash(check_pin(pin))

        def work(tx: Tx) -> Changes:
            person = _known(tx, person_id)
            store.set_pin(tx, person_id, hashed)
            self._journal(tx, actor, person_id, {"name": person.name, "pin": "changed"})
            return PEOPLE_CHANGED

        return self._books.database.write(work)

    def set_active(self, actor: Actor, person_id: PersonId, *, active: bool) -> Changes:
        """Let somebody sign in, or no longer. Refuses `last_shop_manager` and the usual."""
        return self._change(actor, person_id, active=active)

    def change_person(self, actor: Actor, person_id: PersonId, name: str, role: Role) -> Changes:
        """Another name or role.

        Refuses `not_permitted`, `person_unknown`, `person_name`, `person_name_taken`,
        `last_shop_manager`.
        """
        return self._change(actor, person_id, name=check_name(name), role=role)

    def _change(self, actor: Actor, person_id: PersonId, **wanted: object) -> Changes:
        actor.must(Permission.PEOPLE)

        def work(tx: Tx) -> Changes:
            before = _known(tx, person_id)
            after = replace(before, **wanted)  # type: ignore[arg-type]  # callers name fields
            if after == before:
                return Changes()
            if reads.id_of(tx, after.name) not in {None, person_id}:
                raise Refusal("person_name_taken", name=after.name)
            lost = _leads(before) and not _leads(after)
            if lost and not reads.other_shop_managers(tx, person_id):
                raise Refusal("last_shop_manager", name=before.name)
            store.change(tx, person_id, after.name, after.role, active=after.active)
            self._journal(tx, actor, person_id, {"before": before, "after": after})
            return PEOPLE_CHANGED

        return self._books.database.write(work)

    def _journal(self, tx: Tx, actor: Actor, person_id: int, told: dict[str, object]) -> None:
        self._books.journal(tx, "rights_change", actor, to_json({"person": person_id, **told}))


@dataclass(frozen=True, slots=True)
class _Answer:
    """Opened only after the commit, so that a refusal does not roll the count back."""

    actor: Actor | None

    def __call__(self) -> Actor:
        if self.actor is None:
            raise Refusal("pin_wrong")
        return self.actor


def check_name(name: str) -> str:
    """A person's name, trimmed. Refuses `person_name`."""
    wanted = name.strip()
    if not wanted or len(wanted) > NAME_LENGTH or not wanted.isprintable():
        raise Refusal("person_name", limit=NAME_LENGTH)
    return wanted


def insert_person(tx: Tx, books: Books, name: str, role: Role, pin_hash: str) -> PersonId:
    """A person with a PIN inside a caller's transaction. Refuses `person_name_taken`."""
    if reads.id_of(tx, name) is not None:
        raise Refusal("person_name_taken", name=name)
    person_id = store.insert(tx, name, role, books.clock.now_us())
    store.set_pin(tx, person_id, pin_hash)
    return person_id


def _known(tx: Tx, person_id: PersonId) -> Person:
    found = reads.person_row(tx, person_id)
    if found is None:
        raise Refusal("person_unknown")
    return found


def _leads(person: Person) -> bool:
    return person.active and person.role is Role.SHOP_MANAGER


def _check_lock(known: Credential, now_us: int) -> None:
    if known.failures_total >= DEAD_AFTER:
        raise Refusal("pin_dead")
    # A clock set back must not lock for longer than the rule; one set forward still meets the
    # hundred tries in all, which no clock forgives.
    left = min(known.locked_until_us - now_us, _wait_s(known.failures) * SECOND_US)
    if left > 0:
        raise Refusal("pin_locked", wait_s=_seconds(left))


def _wait_s(failures: int) -> int:
    for after, wait_s in (LONG_LOCK, SHORT_LOCK):
        if failures >= after:
            return wait_s
    return 0


def _seconds(us: int) -> int:
    return max(1, -(-us // SECOND_US))
