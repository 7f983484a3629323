"""开班, 中途缴款, X and 交班: blind count first, the expected cash after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from showroom.db.engine import Tx
from showroom.db.reads import shifts as reads
from showroom.db.reads import shop as shop_reads
from showroom.db.stores import shifts as store
from showroom.domain.approval import Act, ApprovalNeeded, Deed
from showroom.domain.codec import from_json, to_json
from showroom.domain.document import XSlip
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId, shift_id
from showroom.domain.legible import legible
from showroom.domain.limit import Limit, Passed
from showroom.domain.mask import masked
from showroom.domain.permission import Permission, may
from showroom.domain.reason import check_reason
from showroom.domain.shift import (
    MAX_DRAWER_FEN,
    CashCount,
    CashMoveKind,
    CashMovement,
    Shift,
    ZReport,
    check_float,
)
from showroom.services.books.actor import Actor
from showroom.services.books.approvals import SpentOn, spend
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import NOTHING_MORE, Command, content_hash, whole
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import OpenShift, Posting
from showroom.services.shop.closing import (
    CLOSED,
    SHIFT_CHANGED,
    Closing,
    RefusedCount,
    ShiftClosed,
    shift_of,
)
from showroom.services.shop.settings import load_in
from showroom.services.shop.slip_head import SlipHeads


@dataclass(frozen=True, slots=True)
class ShiftOpened(Done):
    """The new shift."""

    shift: Shift
    changes: Changes = field(default=SHIFT_CHANGED, kw_only=True)


VOID_LENGTH = 4_000
"""Characters that are journaled of a line taken out; the counter says under a hundred."""
_OUT = (-1, Act.DROP, Limit.DROP)
OPENED = whole(ShiftOpened)
MOVED = Done(changes=SHIFT_CHANGED)
RECORDED = Done(changes=Changes(prints=True))


@behind_door
class Shifts:
    """The drawer of one till."""

    def __init__(self, books: Books, heads: SlipHeads) -> None:
        self._books = books
        self._heads = heads
        self._closing = Closing(books, heads)

    def current(self) -> Shift | None:
        """The open shift of this till, or None."""
        return self._books.read(self._current)

    def _current(self, tx: Tx) -> Shift | None:
        return shop_reads.open_shift_of(tx, self._books.till_id)

    def movements(self) -> tuple[CashMovement, ...]:
        """Cash in and out of the open shift apart from sales."""

        def read(tx: Tx) -> tuple[CashMovement, ...]:
            now = self._current(tx)
            return () if now is None else reads.movements(tx, now.shift_id)

        return self._books.read(read)

    def open_shift(
        self, actor: Actor, float_fen: int, request_id: RequestId, count: CashCount | None = None
    ) -> ShiftOpened:
        """Open with a float (fen, optionally counted by denomination).

        Refuses `not_permitted`, `shift_already_open`, `float_out_of_range`. The business date is
        fixed here, by the day that begins at 04:00 (docs/trade.md#business-day).
        """
        check_float(float_fen)
        pieces = to_json(count.pieces) if count else ""

        def work(posting: Posting) -> ShiftOpened:
            opened = shift_id(posting.till_id, posting.number("shift"))
            posting.shift_opened(opened)
            date = posting.business_date
            row = store.NewShift(
                opened,
                posting.request_id,
                posting.till_id,
                date,
                posting.at_us,
                actor.person_id,
                float_fen,
                pieces,
            )
            store.insert_shift(posting.tx, row)
            told = {"shift": opened, "float_fen": float_fen, "count": pieces}
            posting.journal("shift_open", _told_by(posting, told), date)
            return ShiftOpened(shift_of(posting.tx, opened))

        content = content_hash(float_fen, pieces)
        return self._books.command(
            Command(actor, Permission.SHIFT, request_id, "shift_open", content, OPENED), work
        )

    def move_cash(
        self,
        actor: Actor,
        amount_fen: int,
        reason: str,
        request_id: RequestId,
        approvals: Sequence[str] = (),
    ) -> Done:
        """中途缴款 (negative fen: out of the drawer) or 补充备用金 (positive).

        What leaves is never held against what should be there: its refusal would tell whoever
        counts blind. More than `drop_limit_fen` in one shift, in either direction, needs an
        approval instead, unless the actor may approve: what is said to have come in hides what went
        out. Refuses `not_permitted`, `shift_not_open`, `shift_of_another_day`, `cash_move_zero`,
        `cash_move_too_large` (`MAX_DRAWER_FEN`), `reason_too_long` and what `spend` raises. The
        drawer opens for it.
        """
        actor.must(Permission.SHIFT)
        if amount_fen == 0:
            raise Refusal("cash_move_zero")
        if abs(amount_fen) > MAX_DRAWER_FEN:
            raise Refusal("cash_move_too_large", limit_fen=MAX_DRAWER_FEN)
        reason = check_reason(reason)

        def work(posting: Posting) -> Done:
            now = _open_shift(posting)
            _approve_move(posting, now, amount_fen, reason, approvals)
            kind = CashMoveKind.DROP if amount_fen < 0 else CashMoveKind.PAY_IN
            row = store.NewMovement(
                request_id, now.shift_id, posting.at_us, kind, amount_fen, reason, actor.person_id
            )
            store.insert_movement(posting.tx, row)
            written = {"shift": now.shift_id, "amount_fen": amount_fen, "reason": reason}
            posting.journal("cash_" + kind, _told_by(posting, written), now.business_date)
            posting.open_drawer(request_id, kind)
            return MOVED

        content = content_hash(amount_fen, reason)
        return self._books.command(
            Command(actor, Permission.SHIFT, request_id, "cash_move", content, NOTHING_MORE), work
        )

    def record_void(self, actor: Actor, payload: str, request_id: RequestId) -> Done:
        """Journal and count a line that was taken out of a basket.

        Refuses `not_permitted`, `void_missing`, `text_too_long`.
        """
        if not payload.strip():
            raise Refusal("void_missing")
        if len(payload) > VOID_LENGTH:
            raise Refusal("text_too_long", limit=VOID_LENGTH)
        payload = masked(legible(payload))

        def work(posting: Posting) -> Done:
            count_event(posting, "line_void")
            posting.journal("line_void", payload)
            return RECORDED

        content = content_hash("line_void", payload)
        return self._books.command(
            Command(actor, Permission.SELL, request_id, "drawer_event", content, NOTHING_MORE), work
        )

    def open_drawer(
        self, actor: Actor, reason: str, request_id: RequestId, approvals: Sequence[str] = ()
    ) -> Done:
        """空开钱箱: open the drawer without a sale, journaled and counted.

        Who may only sell needs an approval, unless the shop set `approve_drawer` off. Refuses
        `not_permitted`, `actor_changed`, `reason_missing`, what `check_reason` refuses,
        `shift_not_open`, `shift_of_another_day` and what `spend` raises.
        """
        alone = may(actor.role, Permission.OPEN_DRAWER)
        permission = Permission.OPEN_DRAWER if alone else Permission.SELL
        actor.must(permission)
        reason = check_reason(reason)
        if not reason.strip():
            raise Refusal("reason_missing")

        def work(posting: Posting) -> Done:
            now = posting.open_shift()
            if not alone and load_in(posting.tx, posting.till_id, "approve_drawer").approve_drawer:
                deed = Deed(Act.DRAWER, f"shift {now.shift_id}", "", 0, 0, reason)
                spend(posting, [deed], approvals, _spent_on(now))
            posting.open_drawer(request_id, "drawer_no_sale")
            count_event(posting, "drawer_no_sale")
            posting.journal("drawer_no_sale", to_json({"reason": reason}))
            return RECORDED

        content = content_hash("drawer_no_sale", reason)
        return self._books.command(
            Command(actor, permission, request_id, "drawer_event", content, NOTHING_MORE), work
        )

    def run_on(self, actor: Actor, request_id: RequestId) -> Done:
        """A night that runs over: the open shift takes what comes until the grace after its day.

        Refuses `not_permitted`, `shift_not_open`, `shift_of_another_day` (the grace is over).
        """

        def work(posting: Posting) -> Done:
            shift = posting.run_on()
            written = to_json({"shift": shift.shift_id})
            posting.journal("shift_runs_on", written, shift.business_date)
            return Done(changes=Changes(shift=True))

        command = Command(actor, Permission.SHIFT, request_id, "run_on", "", NOTHING_MORE)
        return self._books.command(command, work)

    def x_slip(self, actor: Actor) -> XSlip:
        """A look at the running shift, blind for whoever may not read the reports.

        Refuses `not_permitted`, `actor_changed`, `shift_not_open`.
        """
        shows_cash = may(actor.role, Permission.REPORT)

        def read(tx: Tx) -> XSlip:
            now = self._current(tx)
            if now is None:
                raise Refusal("shift_not_open")
            header, now_us = self._heads.of(tx).header, self._books.clock.now_us()
            totals = reads.totals(tx, now.shift_id)
            shown = totals if shows_cash else totals.blind()
            return XSlip(header, now, shown, now_us, shows_cash=shows_cash)

        return self._books.read_as(actor, Permission.SHIFT, read)

    def close_shift(
        self,
        actor: Actor,
        count: CashCount,
        request_id: RequestId,
        note: str = "",
        approvals: Sequence[str] = (),
    ) -> ShiftClosed:
        """Close with a blind count; the Z report, signed and journaled, goes to the printer.

        A drawer over or short by more than `cash_gap_fen` needs an approval and a note, whoever
        closes. Being told so tells what should be there, so that count is journaled on its own:
        the next count is no longer blind, and the Z shows both.
        Refuses `not_permitted`, `actor_changed`, `count_missing` (an empty drawer is a 0 that
        somebody counted), `shift_not_open`, `basket_not_empty` (a rung-up basket waits),
        `gap_note_missing`, `reason_too_long` and what `spend` raises. The journal's MAC key is
        ratcheted: yesterday cannot be forged.
        """
        actor.must(Permission.SHIFT)
        if not count.pieces:
            raise Refusal("count_missing")
        note = check_reason(note)
        content = content_hash(count, note)
        try:
            return self._books.command(
                Command(actor, Permission.SHIFT, request_id, "shift_close", content, CLOSED),
                lambda posting: self._closing.work(posting, count, note, approvals),
            )
        except ApprovalNeeded as needed:
            self._journal_count(actor, needed.deeds[0])
            raise

    def _journal_count(self, actor: Actor, gap: Deed) -> None:
        def work(posting: Posting) -> Done:
            posting.journal("count_gap", to_json(RefusedCount(gap)))
            return Done()

        self._books.command(Command(actor, Permission.SHIFT, "", "count", "", NOTHING_MORE), work)

    def closed(self, actor: Actor, limit: int = 30) -> list[ZReport]:
        """Closed shifts of this till, newest first, with what should have been in their drawers.

        Refuses `not_permitted`, `actor_changed`.
        """
        till_id = self._books.till_id
        found = self._books.read_as(
            actor, Permission.SHIFT, lambda tx: reads.closed_reports(tx, till_id, limit)
        )
        return [from_json(ZReport, text) for text in found]


def _approve_move(
    posting: Posting, shift: Shift, amount_fen: int, reason: str, tokens: Sequence[str]
) -> None:
    """Cash one way, all of the shift's together: what splits up is one sum."""
    if posting.actor.approves:
        return
    sign, act, limit = (1, Act.PAY_IN, Limit.PAY_IN) if amount_fen > 0 else _OUT
    moved = (sign * m.amount_fen for m in reads.movements(posting.tx, shift.shift_id))
    before = sum(fen for fen in moved if fen > 0)
    limit_fen = load_in(posting.tx, posting.till_id, "drop_limit_fen").drop_limit_fen
    after = before + sign * amount_fen
    if after <= limit_fen:
        return
    target, passed = f"shift {shift.shift_id}", (Passed(limit, limit_fen),)
    deed = Deed(act, target, "", before, after, reason, passed=passed)
    spend(posting, [deed], tokens, _spent_on(shift))


def _told_by(posting: Posting, told: Mapping[str, object]) -> str:
    """What the journal tells of a row, with its instant and its person."""
    return to_json({**told, "at_us": posting.at_us, "by": posting.actor.person_id})


def _spent_on(shift: Shift | OpenShift) -> SpentOn:
    return SpentOn(shift.shift_id, shift.business_date)


def count_event(posting: Posting, kind: str) -> None:
    """Count what happened on the open shift, for its Z; nothing while no shift is open."""
    if posting.open_shift_id:
        store.count_event(posting.tx, posting.open_shift_id, kind)


def _open_shift(posting: Posting) -> Shift:
    return shift_of(posting.tx, posting.open_shift().shift_id)
