"""开班, 中途缴款, X and 交班: blind count first, the expected cash after it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from showroom.db.engine import Tx
from showroom.db.reads import shifts as reads
from showroom.db.reads import shop as shop_reads
from showroom.db.stores import approvals as approvals_store
from showroom.db.stores import drafts, outbox, requests
from showroom.db.stores import shifts as store
from showroom.domain.approval import Act, Approval, ApprovalNeeded, Deed
from showroom.domain.codec import from_json, to_json
from showroom.domain.document import ShopHeader, XSlip, ZSlip
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId, ShiftId, shift_id
from showroom.domain.journal import PIN_REPLACED
from showroom.domain.mask import masked
from showroom.domain.money import MAX_FEN
from showroom.domain.permission import Permission, may
from showroom.domain.reason import check_reason
from showroom.domain.shift import (
    CashCount,
    CashMoveKind,
    CashMovement,
    EarlierCount,
    Shift,
    ZReport,
    check_float,
)
from showroom.domain.slip_kind import SlipKind
from showroom.services.books.actor import Actor
from showroom.services.books.approvals import names, spend
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import NOTHING_MORE, Command, Recall, content_hash, whole
from showroom.services.books.done import Done
from showroom.services.books.posting import Posting
from showroom.services.shop.settings import load_in
from showroom.services.shop.slip_head import SlipHeads

SHIFT_CHANGED = Changes(shift=True, prints=True)
REPEATABLE_US = 30 * 24 * 3600 * 10**6
"""A screen that stood open for thirty days repeats no request any more."""


@dataclass(frozen=True, slots=True)
class ShiftOpened(Done):
    """The new shift."""

    shift: Shift
    changes: Changes = field(default=SHIFT_CHANGED, kw_only=True)


@dataclass(frozen=True, slots=True)
class ShiftClosed(Done):
    """The Z report with expected cash and 长短款."""

    report: ZReport
    changes: Changes = field(default=SHIFT_CHANGED, kw_only=True)


OPENED = whole(ShiftOpened)
CLOSED: Recall[ShiftClosed] = Recall(
    lambda done: str(done.report.shift.shift_id),
    lambda tx, text: ShiftClosed(closed_report(tx, ShiftId(int(text)))),
)


@dataclass(frozen=True, slots=True)
class _RefusedCount:
    """What the journal keeps of a count that differed too much."""

    gap: Deed


MOVED = Done(changes=SHIFT_CHANGED)
RECORDED = Done(changes=Changes(prints=True))


class Shifts:
    """The drawer of one till."""

    def __init__(self, books: Books, heads: SlipHeads) -> None:
        self._books = books
        self._heads = heads

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
        fixed here; sales past midnight stay in it.
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
            written = to_json({"shift": opened, "float_fen": float_fen, "count": pieces})
            posting.journal("shift_open", written, date)
            return ShiftOpened(_shift(posting.tx, opened))

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
        counts blind. More than `drop_limit_fen` in one shift needs an approval instead, unless the
        actor may approve. Refuses `not_permitted`, `shift_not_open`, `shift_of_another_day`,
        `cash_move_zero`, `reason_too_long` and what `spend` raises. The drawer opens for it.
        """
        actor.must(Permission.SHIFT)
        if amount_fen == 0 or abs(amount_fen) > MAX_FEN:
            raise Refusal("cash_move_zero")
        reason = check_reason(reason)

        def work(posting: Posting) -> Done:
            now = _open_shift(posting)
            approved = _approve_drop(posting, now, amount_fen, reason, approvals)
            kind = CashMoveKind.DROP if amount_fen < 0 else CashMoveKind.PAY_IN
            row = store.NewMovement(
                request_id, now.shift_id, posting.at_us, kind, amount_fen, reason, actor.person_id
            )
            store.insert_movement(posting.tx, row)
            written = {"shift": now.shift_id, "amount_fen": amount_fen, "reason": reason}
            written |= {"approval": approved[0]} if approved else {}
            posting.journal("cash_" + kind, to_json(written), now.business_date)
            posting.open_drawer(request_id, kind)
            return MOVED

        content = content_hash(amount_fen, reason)
        return self._books.command(
            Command(actor, Permission.SHIFT, request_id, "cash_move", content, NOTHING_MORE), work
        )

    def record_void(self, actor: Actor, payload: str, request_id: RequestId) -> Done:
        """Journal and count a line that was taken out of a basket. Refuses `not_permitted`."""
        payload = masked(payload)

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
        `shift_not_open` and what `spend` raises.
        """
        alone = may(actor.role, Permission.OPEN_DRAWER)
        permission = Permission.OPEN_DRAWER if alone else Permission.SELL
        actor.must(permission)
        reason = check_reason(reason)
        if not reason.strip():
            raise Refusal("reason_missing")

        def work(posting: Posting) -> Done:
            now = posting.open_shift()
            approved: tuple[Approval, ...] = ()
            if not alone and load_in(posting.tx, posting.till_id).approve_drawer:
                deed = Deed(Act.DRAWER, f"shift {now.shift_id}", "", 0, 0, reason)
                approved = spend(posting, [deed], approvals)
            posting.open_drawer(request_id, "drawer_no_sale")
            count_event(posting, "drawer_no_sale")
            written = {"reason": reason, **({"approval": approved[0]} if approved else {})}
            posting.journal("drawer_no_sale", to_json(written))
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
        Refuses `not_permitted`, `actor_changed`, `shift_not_open`, `basket_not_empty` (a rung-up
        basket waits), `gap_note_missing`, `reason_too_long` and what `spend` raises. The journal's
        MAC key is ratcheted: yesterday cannot be forged.
        """
        actor.must(Permission.SHIFT)
        note = check_reason(note)
        content = content_hash(count, note)
        try:
            return self._books.command(
                Command(actor, Permission.SHIFT, request_id, "shift_close", content, CLOSED),
                lambda posting: self._close(posting, count, note, approvals),
            )
        except ApprovalNeeded as needed:
            self._journal_count(actor, needed.deeds[0])
            raise

    def _journal_count(self, actor: Actor, gap: Deed) -> None:
        def work(posting: Posting) -> Done:
            posting.journal("count_gap", to_json(_RefusedCount(gap)))
            return Done()

        self._books.command(Command(actor, Permission.SHIFT, "", "count", "", NOTHING_MORE), work)

    def _approve_gap(
        self, posting: Posting, shift: Shift, gap: Deed, approvals: Sequence[str]
    ) -> tuple[Approval, ...]:
        limit = load_in(posting.tx, posting.till_id).cash_gap_fen
        if abs(gap.new_fen - gap.old_fen) <= limit:
            return ()
        if not gap.reason.strip():
            raise ApprovalNeeded("gap_note_missing", (gap,), limit_fen=limit)
        found = spend(posting, [gap], approvals)
        for approval in found:
            written = to_json({"document": shift.shift_id, "approval": approval})
            posting.journal("override", written, shift.business_date)
        return found

    def _close(
        self, posting: Posting, count: CashCount, note: str, approvals: Sequence[str]
    ) -> ShiftClosed:
        tx, now = posting.tx, _shift(posting.tx, posting.shift_to_close())
        if drafts.has_open(tx, posting.till_id):
            raise Refusal("basket_not_empty")
        totals = reads.totals(tx, now.shift_id)
        expected_fen = totals.expected_cash_fen(now.opening_float_fen)
        target, name = f"shift {now.shift_id}", f"Z{now.number:05d}"
        gap = Deed(Act.CASH_GAP, target, name, expected_fen, count.total_fen, note)
        approved = self._approve_gap(posting, now, gap, approvals)
        sales_fen, refunds_fen = posting.perpetual_fen
        first_seq = reads.first_journal_seq(tx, posting.till_id, now.shift_id)
        seq, digest = posting.last_event
        report = ZReport(
            shift=now,
            closed_at_us=posting.at_us,
            closed_by=posting.actor.name,
            totals=totals,
            counted=count,
            expected_fen=expected_fen,
            perpetual_sales_fen=sales_fen,
            perpetual_refunds_fen=refunds_fen,
            journal_first_seq=first_seq,
            journal_last_seq=seq,
            journal_head=digest.hex(),
            note=note,
            approved_by=names(approved),
            pins_replaced=_pins_replaced(tx, posting.till_id, first_seq),
            earlier=_earlier(tx, posting.till_id, first_seq, count.total_fen),
        )
        written = to_json(report)
        signature = self._books.secrets.sign(posting.till_id, written.encode())
        posting.journal("z_report", written, now.business_date, signature)
        row = store.NewClose(
            now.shift_id,
            posting.request_id,
            posting.at_us,
            posting.actor.person_id,
            count.total_fen,
            report.expected_fen,
            written,
            posting.last_event[0],
        )
        store.insert_close(tx, row)
        posting.shift_closed()
        posting.enqueue(z_job(self._heads.of(tx).header, report, 0))
        # Old by the clock and by the shift's own beginning: a clock that jumped forgets nothing.
        requests.forget(tx, min(posting.at_us, now.opened_at_us) - REPEATABLE_US)
        approvals_store.forget(tx, posting.till_id)
        return ShiftClosed(report)

    def closed(self, limit: int = 30) -> list[ZReport]:
        """Closed shifts of this till, newest first."""
        found = self._books.read(lambda tx: reads.closed_reports(tx, self._books.till_id, limit))
        return [from_json(ZReport, text) for text in found]


def _earlier(tx: Tx, till_id: int, first_seq: int, last_fen: int) -> tuple[EarlierCount, ...]:
    """Counts since the Z before that were refused, one of each sum that is not the last one's."""
    found: dict[int, EarlierCount] = {}
    for at_us, payload in reads.journaled_since(tx, till_id, first_seq, "count_gap"):
        gap = from_json(_RefusedCount, payload).gap
        if gap.new_fen != last_fen:
            found[gap.new_fen] = EarlierCount(at_us, gap.new_fen, gap.new_fen - gap.old_fen)
    return tuple(found.values())


def z_job(header: ShopHeader, report: ZReport, copy_no: int) -> outbox.NewJob:
    """A 交班单 for the printer; copies from 1 are marked 重打."""
    shift, slip = report.shift, to_json(ZSlip(header, report, copy_no))
    return outbox.NewJob(f"z:{shift.shift_id}:{copy_no}", SlipKind.Z_SLIP, f"Z{shift.number}", slip)


def _approve_drop(
    posting: Posting, shift: Shift, amount_fen: int, reason: str, tokens: Sequence[str]
) -> tuple[Approval, ...]:
    """Cash that leaves, all of the shift's together: what splits up is one sum."""
    if amount_fen > 0 or may(posting.actor.role, Permission.APPROVE):
        return ()
    moved = (m.amount_fen for m in reads.movements(posting.tx, shift.shift_id))
    before = -sum(fen for fen in moved if fen < 0)
    if before - amount_fen <= load_in(posting.tx, posting.till_id).drop_limit_fen:
        return ()
    target = f"shift {shift.shift_id}"
    return spend(posting, [Deed(Act.DROP, target, "", before, before - amount_fen, reason)], tokens)


def count_event(posting: Posting, kind: str) -> None:
    """Count what happened on the open shift, for its Z; nothing while no shift is open."""
    if posting.open_shift_id:
        store.count_event(posting.tx, posting.open_shift_id, kind)


def _pins_replaced(tx: Tx, till_id: int, first_seq: int) -> tuple[str, ...]:
    """Whose lost PIN was replaced since the Z before, whether a shift was open or not."""
    found = reads.journaled_since(tx, till_id, first_seq, PIN_REPLACED)
    return tuple(str(json.loads(text)["name"]) for _, text in found)


def closed_report(tx: Tx, wanted: ShiftId) -> ZReport:
    """The Z of a shift. Refuses `shift_unknown`: not closed, or not of these books."""
    stored = reads.closed_report(tx, wanted)
    if stored is None:
        raise Refusal("shift_unknown")
    return from_json(ZReport, stored)


def _shift(tx: Tx, wanted: int) -> Shift:
    found = shop_reads.shift_row(tx, ShiftId(wanted))
    assert found is not None  # noqa: S101 (the till's head names it)
    return found


def _open_shift(posting: Posting) -> Shift:
    return _shift(posting.tx, posting.open_shift().shift_id)
