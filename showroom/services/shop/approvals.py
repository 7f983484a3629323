"""店长授权: one PIN says yes to exactly what was shown, and to nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from showroom.db.engine import Tx
from showroom.db.reads import people as reads
from showroom.db.stores import approvals as store
from showroom.domain.approval import Approval, Deed, Grant
from showroom.domain.codec import from_json, to_json
from showroom.domain.errors import Refusal
from showroom.domain.ids import PersonId
from showroom.domain.journal import anchor
from showroom.domain.permission import may
from showroom.domain.reason import kept_words
from showroom.services.books.actor import Actor
from showroom.services.books.approvals import deed_hash
from showroom.services.books.books import Books
from showroom.services.books.command import NOTHING_MORE, Command
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.shop.pins import Pins
from showroom.services.shop.proofs import Proofs

DECLINED = "approval_declined"
"""The event of a look at what was sealed that ended in a no."""


@dataclass(frozen=True, slots=True)
class Approved(Done):
    """A grant for each deed, in their order."""

    grants: tuple[Grant, ...]


@behind_door
class Approvals:
    """Approvals at one till; `approve` blocks for the cost of the hash."""

    def __init__(self, books: Books, pins: Pins) -> None:
        self._books = books
        self._proofs = Proofs(books, pins)

    def approve(
        self, asker: Actor, deeds: Sequence[Deed], approver_id: PersonId, pin: str
    ) -> Approved:
        """Prove the approver, journal each approval, and keep it for the command that spends it.

        Refuses `actor_changed` (the asker), `not_permitted` (the approver's role does not carry
        what the deeds need) and what `Proofs.prove` refuses. Nobody's tries are counted before
        both are known to be who they should be.
        """
        deeds = [replace(deed, reason=kept_words(deed.reason)) for deed in deeds]
        self._books.read(lambda tx: _check(tx, asker, deeds, approver_id))

        def grant(posting: Posting) -> Approved:
            return Approved(tuple(_grant(posting, asker, deed) for deed in deeds))

        return self._proofs.prove(approver_id, pin, "approve", grant, asker)

    def decline(self, asker: Actor, tokens: Sequence[str]) -> Done:
        """Who approved has read what was sealed and says no: journaled, and nothing spends it.

        Passes over what is none of the asker's, and what was spent or declined before. Refuses
        `actor_changed`.
        """

        def work(posting: Posting) -> Done:
            for token in dict.fromkeys(tokens):
                row = store.find(posting.tx, token)
                mine = row is not None and _asker_of(row) == asker.person_id
                if row is not None and mine and store.spend(posting.tx, token, DECLINED):
                    posting.journal(DECLINED, row.approval)
            return Done()

        command = Command(asker, None, "", "decline", "", NOTHING_MORE, any_clock=True)
        return self._books.command(command, work)


def _asker_of(row: store.KeptApproval) -> int:
    return from_json(Approval, row.approval).asker_id


def _check(tx: Tx, asker: Actor, deeds: Sequence[Deed], approver_id: PersonId) -> None:
    person = reads.person_row(tx, asker.person_id)
    known = person is not None and person.active
    asker.must_be(person.name if person and known else "", person.role if person and known else "")
    approver = reads.person_row(tx, approver_id)
    for deed in deeds:
        if approver is None or not may(approver.role, deed.act.permission):
            raise Refusal("not_permitted", permission=deed.act.permission.value)


def _grant(posting: Posting, asker: Actor, deed: Deed) -> Grant:
    approver = posting.actor
    approver.must(deed.act.permission)
    approval = Approval(deed, asker.person_id, asker.name, approver.person_id, approver.name)
    written = to_json(approval)
    digest = posting.journal("approval", written)
    token = anchor(posting.last_event[0], digest)
    bound = deed_hash(posting.till_id, asker.person_id, deed)
    row = (token, posting.till_id, bound, written, approver.person_id, posting.at_us)
    store.keep(posting.tx, store.KeptApproval(*row))
    return Grant(token, approval)
