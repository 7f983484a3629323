"""Who works here and how they sign in: a name first, then a PIN that cannot be guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from showroom.db.engine import Tx
from showroom.db.reads import people as reads
from showroom.db.reads.people import Person
from showroom.db.stores import people as store
from showroom.domain.codec import to_json
from showroom.domain.errors import Refusal
from showroom.domain.ids import PersonId, RequestId
from showroom.domain.journal import PIN_REPLACED
from showroom.domain.legible import legible
from showroom.domain.mask import masked
from showroom.domain.permission import PERSON_NAME_LENGTH, Permission, Role
from showroom.domain.pin import check_pin, looks_like_pin
from showroom.services.books.actor import SYSTEM, Actor
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import NOTHING_MORE, Command, content_hash, whole
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.shop.pins import Pins
from showroom.services.shop.pinyin import spelling
from showroom.services.shop.proofs import Proofs

__all__ = ["People", "Person", "PersonAdded", "PinReplaced", "SignedIn"]

MAX_PEOPLE = 200
PEOPLE_CHANGED = Done(changes=Changes(people=True))


@dataclass(frozen=True, slots=True)
class PersonAdded(Done):
    """The new person."""

    person_id: PersonId
    changes: Changes = field(default=PEOPLE_CHANGED.changes, kw_only=True)


@dataclass(frozen=True, slots=True)
class SignedIn(Done):
    """Who proved who they are."""

    actor: Actor


@dataclass(frozen=True, slots=True)
class PinReplaced(Done):
    """Whose PIN it was."""

    person: Person
    changes: Changes = field(default=PEOPLE_CHANGED.changes, kw_only=True)


ADDED = whole(PersonAdded)


@behind_door
class People:
    """People of the shop; sign-in blocks for the cost of the hash."""

    def __init__(self, books: Books, pins: Pins) -> None:
        self._books = books
        self._pins = pins
        self._proofs = Proofs(books, pins)

    def list_people(self, *, everyone: bool = False) -> tuple[Person, ...]:
        """Those who may sign in, or everybody who ever could."""
        found = self._books.read(reads.people)
        return found if everyone else tuple(p for p in found if p.active)

    def sign_in(self, person_id: PersonId, pin: str) -> SignedIn:
        """Prove who acts. Refuses what `Proofs.prove` refuses."""

        def welcome(posting: Posting) -> SignedIn:
            posting.journal("login", to_json({"person": posting.actor.person_id}))
            return SignedIn(posting.actor)

        return self._proofs.prove(person_id, pin, "login", welcome)

    def sign_out(self, actor: Actor) -> Done:
        """Journal the end of a session."""

        def work(posting: Posting) -> Done:
            written = to_json({"person": actor.person_id})
            posting.journal("logout", written)
            return Done()

        command = Command(actor, None, "", "logout", "", NOTHING_MORE, any_clock=True)
        return self._books.command(command, work)

    # -- keeping the list -------------------------------------------------------------------------

    def add_person(
        self, actor: Actor, name: str, role: Role, pin: str, request_id: RequestId
    ) -> PersonAdded:
        """A new person with a first PIN.

        Refuses `not_permitted`, `person_name`, `person_name_taken`, `people_limit`,
        `request_reused` (another PIN, too) and what `check_pin` refuses.
        """
        actor.must(Permission.PEOPLE)
        wanted, hashed = check_name(name), self._pins.hash(check_pin(pin))

        def work(posting: Posting) -> PersonAdded:
            if len(reads.people(posting.tx)) >= MAX_PEOPLE:
                raise Refusal("people_limit", limit=MAX_PEOPLE)
            person_id = insert_person(posting, wanted, role, hashed)
            self._journal(posting, person_id, {"name": wanted, "role": role.value})
            return PersonAdded(person_id)

        content = content_hash(wanted, role, self._pins.told_apart(pin, request_id))
        return self._books.command(
            Command(actor, Permission.PEOPLE, request_id, "add_person", content, ADDED), work
        )

    def set_pin(self, actor: Actor, person_id: PersonId, pin: str) -> Done:
        """A new PIN, which also ends every lock.

        Refuses `not_permitted`, `person_unknown` and what `check_pin` refuses.
        """
        actor.must(Permission.PEOPLE)
        hashed = self._pins.hash(check_pin(pin))

        def work(posting: Posting) -> Done:
            person = _known(posting.tx, person_id)
            store.set_pin(posting.tx, person_id, hashed)
            self._journal(posting, person_id, {"name": person.name, "pin": "changed"})
            return PEOPLE_CHANGED

        return self._people_command(actor, work)

    def only_leader(self) -> Person:
        """The one active 店长. Refuses `other_shop_manager` when there are several."""
        return self._books.read(_only_leader)

    def replace_lost_pin(self, pin: str) -> PinReplaced:
        """A new PIN for the only 店长, who forgot it: the way back for who holds books and keys.

        Nobody is signed in: the program does it, journals it, and the next Z names it. Refuses
        `other_shop_manager` (who sets PINs in the window) and what `check_pin` refuses.
        """
        hashed = self._pins.hash(check_pin(pin))

        def work(posting: Posting) -> PinReplaced:
            person = _only_leader(posting.tx)
            store.set_pin(posting.tx, person.person_id, hashed)
            written = {"person": person.person_id, "name": person.name}
            posting.journal(PIN_REPLACED, to_json(written))
            return PinReplaced(person)

        command = Command(SYSTEM, None, "", "lost_pin", "", whole(PinReplaced), any_clock=True)
        return self._books.command(command, work)

    def set_active(self, actor: Actor, person_id: PersonId, *, active: bool) -> Done:
        """Let somebody sign in, or no longer. Refuses `last_shop_manager` and the usual."""
        return self._change(actor, person_id, active=active)

    def change_person(self, actor: Actor, person_id: PersonId, name: str, role: Role) -> Done:
        """Another name or role.

        Refuses `not_permitted`, `person_unknown`, `person_name`, `person_name_taken`,
        `last_shop_manager`.
        """
        return self._change(actor, person_id, name=check_name(name), role=role)

    def _change(self, actor: Actor, person_id: PersonId, **wanted: object) -> Done:
        def work(posting: Posting) -> Done:
            posting.check_actor()
            tx = posting.tx
            before = _known(tx, person_id)
            after = replace(before, **wanted)  # type: ignore[arg-type]  # callers name fields
            if after == before:
                return Done()
            if reads.id_of(tx, after.name) not in {None, person_id}:
                raise Refusal("person_name_taken", name=after.name)
            lost = _leads(before) and not _leads(after)
            if lost and not reads.other_shop_managers(tx, person_id):
                raise Refusal("last_shop_manager", name=before.name)
            said = spelling(after.name, "")
            store.change(tx, person_id, after.name, said, after.role, active=after.active)
            self._journal(posting, person_id, {"before": before, "after": after})
            return PEOPLE_CHANGED

        return self._people_command(actor, work)

    def _people_command(self, actor: Actor, work: Callable[[Posting], Done]) -> Done:
        return self._books.command(
            Command(actor, Permission.PEOPLE, "", "people", "", NOTHING_MORE), work
        )

    def _journal(self, posting: Posting, person_id: int, written: dict[str, object]) -> None:
        payload = to_json({"person": person_id, **written})
        posting.journal("rights_change", payload)


def check_name(name: str) -> str:
    """A person's name, trimmed, without payment codes. Refuses `person_name`, `words_like_pin`."""
    name = legible(name).strip()
    if looks_like_pin(name):
        raise Refusal("words_like_pin")
    wanted = masked(name)
    if not wanted or len(wanted) > PERSON_NAME_LENGTH:
        raise Refusal("person_name", limit=PERSON_NAME_LENGTH)
    return wanted


def insert_person(posting: Posting, name: str, role: Role, pin_hash: str) -> PersonId:
    """A person with a PIN inside a command. Refuses `person_name_taken`."""
    tx = posting.tx
    if reads.id_of(tx, name) is not None:
        raise Refusal("person_name_taken", name=name)
    person_id = store.insert(tx, name, spelling(name, ""), role, posting.at_us)
    store.set_pin(tx, person_id, pin_hash)
    return person_id


def _known(tx: Tx, person_id: PersonId) -> Person:
    found = reads.person_row(tx, person_id)
    if found is None:
        raise Refusal("person_unknown")
    return found


def _only_leader(tx: Tx) -> Person:
    first, *others = [p for p in reads.people(tx) if _leads(p)]
    if others:
        raise Refusal("other_shop_manager", name=others[0].name)
    return first


def _leads(person: Person) -> bool:
    return person.active and person.role is Role.SHOP_MANAGER
