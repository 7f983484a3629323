"""One command's open transaction: the only place where numbers are drawn and the journal grows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from showroom.db.engine import Tx
from showroom.db.stores import journal as journal_store
from showroom.db.stores import outbox, requests, series, shifts
from showroom.domain.business_day import business_date
from showroom.domain.errors import Refusal
from showroom.domain.ids import ShiftId, TillId
from showroom.domain.print_job import DRAWER_LIFE_US
from showroom.domain.shift_day import RUNS_ON, ShiftDay, shift_day
from showroom.domain.slip_kind import SlipKind
from showroom.domain.stock import DocumentKind
from showroom.services.books.actor import SYSTEM, Actor
from showroom.services.books.clock_guard import ClockGuard
from showroom.services.books.command import Command
from showroom.services.books.done import Done


@dataclass(frozen=True, slots=True)
class Sealing:
    """What stamps and seals the events of one command: the clock's now, its guard, the keys.

    `up_us` is `Clock.up_us` at that now, `check` says whether a till's head follows from what was.
    """

    now_us: int
    up_us: int
    guard: ClockGuard
    key: Callable[[int, int], bytes]
    check: Callable[[Tx, journal_store.HeadRow], None]


@dataclass(frozen=True, slots=True)
class OpenShift:
    """The shift that a command posts into."""

    shift_id: ShiftId
    business_date: str


class Posting:
    """Handed to a command's work; it lives as long as the transaction does.

    `tx` is the transaction, `actor` who asks, `till_id` the till whose journal grows.
    """

    __slots__ = (
        "_command",
        "_doubt",
        "_head",
        "_journaled",
        "_numbers",
        "_sealing",
        "_touched",
        "actor",
        "jobs",
        "paper",
        "till_id",
        "tx",
    )

    def __init__(self, tx: Tx, till_id: TillId, command: Command[Any], sealing: Sealing) -> None:
        self.tx = tx
        self.till_id = till_id
        self.actor: Actor = command.actor
        self._command = command
        self._sealing = sealing
        self._doubt: Refusal | None = None
        self._head: journal_store.HeadRow | None = None
        self._journaled = self._touched = self._numbers = False
        self.paper: tuple[str, ...] = ()
        self.jobs: tuple[str, ...] = ()

    def _locked(self) -> journal_store.HeadRow:
        """The till's head, locked until the commit, actor and clock held against the books.

        Whoever needs a permission must have the role now that they act in. Nothing is written
        without the head, nor by a clock in doubt, unless the command is for any clock. Refuses
        `actor_changed` and the doubt. Raises Fault `till_unknown`, `books_exchanged`.
        """
        if self._head is None:
            head = journal_store.lock_head(self.tx, self.till_id, self.actor.person_id)
            self._sealing.check(self.tx, head)
            if self._command.permission is not None and self.actor is not SYSTEM:
                self.actor.must_be(head.person_name, head.person_role)
            now_us, guard = self._sealing.now_us, self._sealing.guard
            known = guard.awake(head.known, self._sealing.up_us)
            self._doubt = guard.doubt(now_us, known)
            if self._doubt is None:
                head.settle(guard.settled(now_us, known))
            elif not self._command.any_clock:
                raise self._doubt
            self._head = head
        return self._head

    def check_actor(self) -> None:
        """Hold the actor against the books now: for work that may change the actor's own role.

        Refuses `actor_changed`.
        """
        self._locked()

    @property
    def at_us(self) -> int:
        """The instant of everything that this command writes, as the clock says, UTC us."""
        self._locked()
        return self._sealing.now_us

    @property
    def business_date(self) -> str:
        """The business date that a shift opening now would get, ISO text.

        Nothing is held against a day before the clock that tells it is. Refuses the doubt.
        """
        self._locked()
        return business_date(self._sealing.now_us)

    @property
    def clock_doubt(self) -> Refusal | None:
        """What speaks against the clock; only a command for any clock ever sees one."""
        self._locked()
        return self._doubt

    @property
    def server_us(self) -> int:
        """What the database's own clock says, UTC us; 0 where it has none of its own."""
        return self._locked().server_us

    def clock_confirmed(self, payload: str, *, vouched: bool) -> None:
        """Journal that the clock is right after all: from here on it is what others are held to.

        Only what a 店长 `vouched` for outweighs a later clock that is behind it.
        """
        head, now_us = self._locked(), self._sealing.now_us
        known = self._sealing.guard.awake(head.known, self._sealing.up_us).at(now_us)
        head.unsaid_us, head.unvouched_us = 0, 0 if vouched else known.unvouched_us
        self._doubt, head.last_at_us = None, now_us
        self.journal("clock_confirmed", payload)

    @property
    def request_id(self) -> str:
        """The command's own identity."""
        return self._command.request_id

    @property
    def content(self) -> str:
        """The hash of what was asked."""
        return self._command.content

    def begin_till(self, till_id: TillId, public_key: bytes) -> None:
        """Begin the journal of a till that this command has just made, and go on in it."""
        journal_store.create_head(self.tx, till_id, public_key)
        self.till_id = till_id
        self._head = None

    @property
    def open_shift_id(self) -> int:
        """The till's open shift, 0 for none."""
        return self._locked().open_shift_id

    def shift_to_close(self) -> ShiftId:
        """The till's open shift, of whatever day. Refuses `shift_not_open`."""
        if not self.open_shift_id or not self._locked().shift_date:
            raise Refusal("shift_not_open")
        return ShiftId(self.open_shift_id)

    def open_shift(self) -> OpenShift:
        """The till's open shift, when it may take something now: the one door into a day.

        Refuses `shift_not_open` and `shift_of_another_day`, which can only be closed.
        """
        found, day = self.shift_to_close(), self._locked().shift_date
        if self._day(day, runs_on=False) is not ShiftDay.OWN:
            runs_on = shifts.counted(self.tx, found, RUNS_ON) > 0
            if self._day(day, runs_on=runs_on) is not ShiftDay.OWN:
                raise Refusal("shift_of_another_day", shift_date=day)
        return OpenShift(found, day)

    def run_on(self) -> OpenShift:
        """Let the open shift take what comes after its day's end, for the grace of that night.

        Refuses `shift_not_open`, `shift_of_another_day`.
        """
        found, day = self.shift_to_close(), self._locked().shift_date
        if self._day(day, runs_on=True) is not ShiftDay.OWN:
            raise Refusal("shift_of_another_day", shift_date=day)
        if not shifts.counted(self.tx, found, RUNS_ON):
            shifts.count_event(self.tx, found, RUNS_ON)
        return OpenShift(found, day)

    def _day(self, business_date: str, *, runs_on: bool) -> ShiftDay:
        return shift_day(business_date, self._sealing.now_us, runs_on=runs_on)

    def shift_opened(self, opened: ShiftId) -> None:
        """From now on `opened` is the till's shift. Refuses `shift_already_open`."""
        head = self._locked()
        if head.open_shift_id:
            raise Refusal("shift_already_open")
        head.open_shift_id = opened
        self._touched = True

    def shift_closed(self) -> None:
        """The till has no shift any more, and its next event is sealed with the next key."""
        head = self._locked()
        head.open_shift_id = 0
        head.key_index += 1
        self._touched = True

    @property
    def key_index(self) -> int:
        """The key that seals the till's next event, counted in Zs."""
        return self._locked().key_index

    def seal_with(self, key_index: int) -> None:
        """From here on with that key, where books that were put back are some Zs behind it.

        The keys before it are gone for ever: that is what they are for.
        """
        head = self._locked()
        head.key_index = max(head.key_index, key_index)
        self._touched = True

    def add_perpetual(self, sales_fen: int = 0, refunds_fen: int = 0) -> None:
        """Add to what the till has sold and given back since its first day; both are positive."""
        head = self._locked()
        head.perpetual_sales_fen += sales_fen
        head.perpetual_refunds_fen += refunds_fen
        self._touched = True

    @property
    def perpetual_fen(self) -> tuple[int, int]:
        """What the till has sold and given back since its first day."""
        head = self._locked()
        return head.perpetual_sales_fen, head.perpetual_refunds_fen

    @property
    def last_event(self) -> tuple[int, bytes]:
        """Sequence and hash of the till's last event; 0 and the genesis hash before the first."""
        head = self._locked()
        return head.seq, head.hash

    def event(self, name: str) -> tuple[str, str, int] | None:
        """Kind, payload and instant of the till's event of that name (`anchor`), None for none."""
        return journal_store.event_of(self.tx, self._locked(), name)

    def number(self, kind: str, year: int = 0) -> int:
        """The next number of a series of this till, without gaps; year 0 never begins anew."""
        return series.draw(self.tx, self.till_id, kind, year)

    def shop_number(self, kind: str) -> tuple[int, int]:
        """Year of the business date, and the next number in it of the whole shop, without gaps.

        Whoever draws one waits for whoever did, until that commits: documents of several kinds go
        together, and are begun in more than one order. But not for that of a 补批次单: a refund
        draws it too, behind all balances that it locks, and whoever waits for it waits for nothing
        else.
        """
        year = int(self.business_date[:4])
        if not self._numbers and kind != DocumentKind.LOT_CORRECTION.value:
            series.lock_shop(self.tx)
            self._numbers = True
        return year, series.draw_shop(self.tx, kind, year)

    def journal(
        self, kind: str, payload: str, business_date: str = "", signature: bytes = b""
    ) -> bytes:
        """Append one event to the till's chain, on the command's own date if no other; its hash."""
        head = self._locked()
        if self._journaled:
            # The trigger compares an event with the stored head.
            journal_store.save_head(self.tx, head)
        now_us, date = self._sealing.now_us, business_date or self.business_date
        key = self._sealing.key(self.till_id, head.key_index)
        event = journal_store.NewEvent(kind, self.actor.name, payload, date, now_us)
        digest = journal_store.append(self.tx, head, event, key, signature)
        if self._doubt is None:
            # What came by a clock in doubt is no witness against a clock that was put right.
            head.last_at_us = max(head.last_at_us, now_us)
        self.tx.heads[head.till_id] = (head.epoch, head.seq, digest)
        self._journaled = self._touched = True
        return digest

    def enqueue(self, *jobs: outbox.NewJob) -> None:
        """Slips and drawer kicks that leave the till after the commit."""
        outbox.enqueue(self.tx, self.till_id, self.at_us, *jobs)
        self.paper += tuple(job.kind for job in jobs)
        self.jobs += tuple(job.dedupe_key for job in jobs)

    def open_drawer(self, identity: str, title: str) -> None:
        """Open the cash drawer after the commit, once per `identity`, at once or not at all."""
        expires_us = self.at_us + DRAWER_LIFE_US
        self.enqueue(outbox.NewJob(f"drawer:{identity}", SlipKind.DRAWER, title, "", expires_us))

    def finish(self, result: Done) -> None:
        """Store the moved head and the first result of the request; called once, by the books."""
        if self._touched and self._head is not None:
            journal_store.save_head(self.tx, self._head)
        if self._journaled and self._doubt is None:
            # Should the commit fail, what ran until now is taken for silence: too much, never less.
            self._sealing.guard.posted(self._sealing.up_us)
        command = self._command
        if command.request_id:
            kept = command.recall.keep(result)
            row = (command.request_id, command.kind, kept, self.at_us, command.content)
            requests.remember(self.tx, requests.Request(*row))
