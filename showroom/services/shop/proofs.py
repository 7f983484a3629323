"""Proving who somebody is by a PIN that cannot be guessed: for signing in, and for one approval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar, cast

from showroom.db.engine import Tx
from showroom.db.reads import people as reads
from showroom.db.reads.people import Credential
from showroom.db.stores import people as store
from showroom.domain.business_day import US_PER_S
from showroom.domain.codec import to_json
from showroom.domain.errors import Fault, Refusal
from showroom.domain.ids import PersonId
from showroom.domain.permission import Role
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.command import Command, whole
from showroom.services.books.done import Done
from showroom.services.books.posting import Posting
from showroom.services.shop.pins import Pins

R = TypeVar("R", bound=Done)

SHORT_LOCK = (5, 30)
LONG_LOCK = (10, 30 * 60)
"""(wrong tries in a row, seconds of waiting after each from there on)."""
DEAD_AFTER = 100
TILL_FAILURES, TILL_WINDOW_S, TILL_LOOK_BACK = 20, 600, 400
"""Spraying over all people: so many misses at one till in ten minutes close its sign-in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proof(Done):
    """What a right PIN led to; None for a wrong one."""

    result: Done | None


@dataclass(frozen=True, slots=True)
class _Try:
    """Who tries; no credential for somebody who may not."""

    actor: Actor
    credential: Credential | None


class Proofs:
    """Blocks for the cost of the hash."""

    def __init__(self, books: Books, pins: Pins) -> None:
        self._books = books
        self._pins = pins

    def prove(
        self,
        person_id: PersonId,
        pin: str,
        kind: str,
        work: Callable[[Posting], R],
        asker: Actor | None = None,
    ) -> R:
        """Run `work` as whoever the PIN proves, in one command `kind`.

        A miss is journaled as a failed sign-in, or with an `asker` as an approval that failed:
        nobody tried to sign in, and it was the asker's till. Both count alike.

        A wrong PIN and an unknown person look and last the same. Refuses `pin_wrong`,
        `pin_locked` and `till_locked` (with `wait_s`), `pin_dead` (100 misses in all; only a new
        PIN helps). The try is counted and committed before the hash is even looked at, so that
        pulling the plug wins no free guess; right ones are cleared with the work.

        Fault `commit_no_approval`, or `commit_no_login` without an asker, when COMMIT gave no
        answer: what `work` made has no effect until it is returned, so that the end is no open one.
        """
        try:
            return self._prove(person_id, pin, kind, work, asker)
        except Fault as error:
            if error.code not in {"commit_unseen", "commit_unknown"}:
                raise
            if asker is None:
                raise Fault("commit_no_login", **error.params) from error
            raise Fault("commit_no_approval", **error.params) from error

    def _prove(
        self,
        person_id: PersonId,
        pin: str,
        kind: str,
        work: Callable[[Posting], R],
        asker: Actor | None,
    ) -> R:
        tried = self._books.keep(lambda tx: self._count_try(tx, person_id))
        known = tried.credential
        right = self._pins.verify(known.pin_hash if known else "", pin) and known is not None
        proof = self._books.command(
            Command(tried.actor, None, "", kind, "", whole(_Proof), any_clock=True),
            lambda posting: _finish(posting, work, asker, right=right),
        )
        if proof.result is None:
            raise Refusal("pin_wrong")
        result = cast("R", proof.result)
        return replace(result, problem=proof.problem) if proof.problem else result

    def _count_try(self, tx: Tx, person_id: PersonId) -> _Try:
        now = self._books.clock.now_us()
        self._check_till(tx, now)
        person, known = reads.person_row(tx, person_id), reads.lock_credential(tx, person_id)
        if person is None:
            return _Try(Actor(person_id, "", Role.CASHIER), None)
        actor = Actor(person.person_id, person.name, person.role)
        if known is None or not person.active:
            return _Try(actor, None)
        _check_lock(known, now)
        store.count_try(tx, person_id, now + _wait_s(known.failures + 1) * US_PER_S)
        return _Try(actor, known)

    def _check_till(self, tx: Tx, now_us: int) -> None:
        since = now_us - TILL_WINDOW_S * US_PER_S
        count, first = reads.recent_failures(tx, self._books.till_id, TILL_LOOK_BACK, since, now_us)
        if count >= TILL_FAILURES:
            raise Refusal("till_locked", wait_s=_seconds(first - since))


def _finish(
    posting: Posting, work: Callable[[Posting], Done], asker: Actor | None, *, right: bool
) -> _Proof:
    """Journaled and committed either way, so that a refusal does not roll the count back."""
    tx, person_id = posting.tx, posting.actor.person_id
    person = reads.person_row(tx, person_id) if right else None
    if person is None or not person.active:
        missed: dict[str, object] = {"person": person_id}
        if asker is None:
            posting.journal("login_failed", to_json(missed))
        else:
            posting.journal("approval_failed", to_json({**missed, "asker": asker.name}))
        return _Proof(result=None)
    store.clear_tries(tx, person_id)
    return _Proof(result=work(posting))


def _check_lock(known: Credential, now_us: int) -> None:
    if known.failures_total >= DEAD_AFTER:
        raise Refusal("pin_dead")
    # A clock set back must not lock for longer than the rule; one set forward still meets the
    # hundred tries in all, which no clock forgives.
    left = min(known.locked_until_us - now_us, _wait_s(known.failures) * US_PER_S)
    if left > 0:
        raise Refusal("pin_locked", wait_s=_seconds(left))


def _wait_s(failures: int) -> int:
    for after, wait_s in (LONG_LOCK, SHORT_LOCK):
        if failures >= after:
            return wait_s
    return 0


def _seconds(us: int) -> int:
    return max(1, -(-us // US_PER_S))
