"""What every service is built on: the database, the clock, the secrets and this till."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from showroom.db.engine import CommitUnknownError, Database, Heads, Tx
from showroom.db.errors import broken_constraint
from showroom.db.reads import shop as shop_reads
from showroom.db.stores.journal import HeadRow
from showroom.domain.business_day import business_date
from showroom.domain.errors import Fault, Refusal
from showroom.domain.ids import TillId
from showroom.domain.permission import Permission
from showroom.services.books.actor import Actor, check_actor
from showroom.services.books.clock_guard import ClockGuard
from showroom.services.books.command import Command
from showroom.services.books.done import Done
from showroom.services.books.marks import Followed
from showroom.services.books.ports import Clock, Secrets
from showroom.services.books.posting import Posting, Sealing

T = TypeVar("T")
R = TypeVar("R", bound=Done)


@dataclass(frozen=True, slots=True)
class Books:
    """One till's access to the shop's books."""

    database: Database
    clock: Clock
    secrets: Secrets
    till_id: TillId
    guard: ClockGuard = field(default_factory=ClockGuard)
    followed: Followed = field(default_factory=Followed)

    def today(self) -> str:
        """The business date that an opening shift would get, ISO text."""
        return business_date(self.clock.now_us())

    def doubt(self, tx: Tx) -> Refusal | None:
        """What a posting by the clock of now would be refused for, None for nothing."""
        known = self.guard.awake(shop_reads.known_of(tx, self.till_id), self.clock.up_us())
        return self.guard.doubt(self.clock.now_us(), known)

    def judging_day(self, tx: Tx) -> str:
        """The day by which goods have expired; empty while the clock is in doubt.

        By a clock that may be wrong no goods are called 过期 or 临期, and none are fresh.
        """
        return "" if self.doubt(tx) else self.today()

    def read(self, work: Callable[[Tx], T]) -> T:
        """Read on one consistent snapshot."""
        return self.database.read(work)

    def read_as(self, actor: Actor, permission: Permission, work: Callable[[Tx], T]) -> T:
        """Read what needs a permission, the actor held against the books on the same snapshot.

        Refuses `not_permitted`, `actor_changed` (no longer active, in another role, made up).
        """

        def read(tx: Tx) -> T:
            check_actor(tx, actor, permission)
            return work(tx)

        actor.must(permission)
        return self.database.read(read)

    def keep_as(self, actor: Actor, permission: Permission, work: Callable[[Tx], T]) -> T:
        """`keep`, for working state that needs a permission; refuses like `read_as`."""

        def write(tx: Tx) -> T:
            check_actor(tx, actor, permission)
            return work(tx)

        actor.must(permission)
        return self.database.write(write)

    def keep(self, work: Callable[[Tx], T]) -> T:
        """Write working state that is no posting: drafts, the fate of slips, tries of a PIN."""
        return self.database.write(work)

    def command(self, command: Command[R], work: Callable[[Posting], R]) -> R:
        """Carry a command out once: the only way to post.

        Permission, then the request (a repeated one answers with its first result), then the head
        is locked, `work` draws numbers, writes and journals, and all of it is committed at once.
        The mark outside the database follows the commit; when it cannot, the result says so in
        `problem` and stands.

        Refuses `not_permitted`, `actor_changed` (the books no longer know this actor as active in
        this role), `request_reused`, a clock in doubt (`ClockBand.doubt`) unless the command is
        for any clock, what `work` refuses and what `conflicts` names.
        Raises Fault when nothing was written, `commit_unknown` when that cannot be said.
        """
        _must(command)

        def post(tx: Tx) -> tuple[R, Heads]:
            seen = command.first_result(tx)
            if seen is not None:
                return seen, {}
            tx.posts = True
            sealing = self._sealing(self.secrets.journal_key, any_books=command.any_books)
            posting = Posting(tx, self.till_id, command, sealing)
            result = work(posting)
            posting.finish(result)
            if posting.paper:
                result = replace(result, paper=posting.paper, jobs=posting.jobs)
            return result, tx.heads

        result, heads = self._settle(command, post)
        self.followed.committed(heads)
        problem = self._move_marks(heads)
        return replace(result, problem=problem) if problem else result

    def rehearse(self, command: Command[R], work: Callable[[Posting], R]) -> R:
        """What a command would answer now, by the very work that carries it out; nothing stays.

        For what is shown before it is done. The transaction is rolled back: no request is looked
        up or remembered, nothing is sealed, and no mark moves. It holds what it locks as long as
        the command does, without its commit. Refuses what `command` refuses of the books.
        """
        _must(command)

        def post(tx: Tx) -> R:
            tx.posts = True
            return work(Posting(tx, self.till_id, command, self._sealing(_no_key)))

        try:
            return self.database.write(post, keep=False)
        except Exception as error:
            why = _refusal_in(command, error)
            if why is None or why is error:
                raise
            raise why from error

    def _sealing(self, key: Callable[[int, int], bytes], *, any_books: bool = False) -> Sealing:
        check = _unheld if any_books else self._check_head
        return Sealing(self.clock.now_us(), self.clock.up_us(), self.guard, key, check)

    def _check_head(self, tx: Tx, head: HeadRow) -> None:
        self.followed.check(tx, head, self.secrets.remembered_head(head.till_id))

    def _settle(
        self, command: Command[R], post: Callable[[Tx], tuple[R, Heads]]
    ) -> tuple[R, Heads]:
        """Write; when COMMIT's fate is unknown, ask the books before trying once more.

        A COMMIT that raised may have committed (docs/reliability.md#unknown-commit): only the
        request's own identity tells. The same holds for a request that another connection carried
        out at the same moment: what that one made is why this one was refused.
        """
        try:
            return self.database.write(post)
        except CommitUnknownError as error:
            found = self._look_up(command, error)
        except Exception as error:
            why = _refusal_in(command, error)
            if why is None and not broken_constraint(error):
                raise
            found = self.database.read(command.first_result) if command.request_id else None
            if found is None and why not in (None, error):
                raise why from error
            if found is None:
                raise
        if found is not None:
            return found, {}
        try:
            return self.database.write(post)
        except CommitUnknownError as error:
            raise unknown_end(error) from error

    def _look_up(self, command: Command[R], unknown: CommitUnknownError) -> R | None:
        if not command.request_id:
            raise unknown_end(unknown) from unknown
        try:
            return self.database.read(command.first_result)
        except Fault as error:
            # The world failed again before the books could answer: still unknown, not undone.
            raise unknown_end(error) from unknown

    def _move_marks(self, heads: Heads) -> str:
        """The code of what went wrong, or nothing."""
        try:
            for till_id, mark in heads.items():
                self.secrets.remember_head(till_id, *mark)
        except Fault as error:
            return error.code
        return ""


def _unheld(_tx: Tx, _head: HeadRow) -> None:
    """Whatever the books are, somebody goes on with them."""


def _refusal_in(command: Command[R], error: Exception) -> Refusal | None:
    """What a rule said, or what the command says of the constraint that was in the way."""
    if isinstance(error, Refusal):
        return error
    constraint = broken_constraint(error)
    return Refusal(command.conflicts[constraint]) if constraint in command.conflicts else None


def _must(command: Command[R]) -> None:
    """Refuses `not_permitted`; some commands are everybody's."""
    if command.permission is not None:
        command.actor.must(command.permission)


def _no_key(_till_id: int, _index: int) -> bytes:
    """Seals what is never read: a till's own key would move on with it."""
    return b""


def unknown_end(error: Exception) -> Fault:
    """`commit_unknown` of a command, which may be asked again.

    It is known by its request, or a second time does no harm. What `keep` wrote is known by
    nothing.
    """
    return Fault("commit_unknown", detail=str(error))
