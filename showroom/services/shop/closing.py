"""交班: what was counted against what should be there, and the Z that says so."""

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
from showroom.domain.document import ShopHeader, ZSlip
from showroom.domain.errors import Refusal
from showroom.domain.ids import ShiftId
from showroom.domain.journal import PIN_REPLACED
from showroom.domain.limit import Limit, Passed
from showroom.domain.shift import CashCount, EarlierCount, Shift, ZReport
from showroom.domain.slip_kind import SlipKind
from showroom.services.books.approvals import SpentOn, names, spend
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import Recall
from showroom.services.books.done import Done
from showroom.services.books.posting import Posting
from showroom.services.shop.settings import load_in
from showroom.services.shop.slip_head import SlipHeads

SHIFT_CHANGED = Changes(shift=True, prints=True)
REPEATABLE_US = 30 * 24 * 3600 * 10**6
"""A screen that stood open for thirty days repeats no request any more."""


@dataclass(frozen=True, slots=True)
class ShiftClosed(Done):
    """The Z report with expected cash and 长短款."""

    report: ZReport
    changes: Changes = field(default=SHIFT_CHANGED, kw_only=True)


CLOSED: Recall[ShiftClosed] = Recall(
    lambda done: str(done.report.shift.shift_id),
    lambda tx, text: ShiftClosed(closed_report(tx, ShiftId(int(text)))),
)


@dataclass(frozen=True, slots=True)
class RefusedCount:
    """What the journal keeps of a count that differed too much."""

    gap: Deed


class Closing:
    """The work of a close over one till's books."""

    def __init__(self, books: Books, heads: SlipHeads) -> None:
        self._books = books
        self._heads = heads

    def work(
        self, posting: Posting, count: CashCount, note: str, approvals: Sequence[str]
    ) -> ShiftClosed:
        """Close inside a command.

        Refuses `basket_not_empty`, `gap_note_missing` and what `spend` raises.
        """
        tx, now = posting.tx, shift_of(posting.tx, posting.shift_to_close())
        if drafts.has_open(tx, posting.till_id):
            raise Refusal("basket_not_empty")
        totals = reads.totals(tx, now.shift_id)
        expected_fen = totals.expected_cash_fen(now.opening_float_fen)
        target, name = f"shift {now.shift_id}", f"Z{now.number:05d}"
        limit_fen = load_in(tx, posting.till_id, "cash_gap_fen").cash_gap_fen
        beyond = abs(count.total_fen - expected_fen) > limit_fen
        passed = (Passed(Limit.CASH_GAP, limit_fen),) if beyond else ()
        gap = Deed(Act.CASH_GAP, target, name, expected_fen, count.total_fen, note, passed=passed)
        approved = _approve_gap(posting, now, gap, approvals)
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
            approved_for=tuple(x.text for x in passed),
            pins_replaced=_pins_replaced(tx, posting.till_id, first_seq),
            earlier=_earlier(tx, posting.till_id, first_seq, count.total_fen),
            closed_by_id=posting.actor.person_id,
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


def _approve_gap(
    posting: Posting, shift: Shift, gap: Deed, approvals: Sequence[str]
) -> tuple[Approval, ...]:
    if not gap.passed:
        return ()
    if not gap.reason.strip():
        raise ApprovalNeeded("gap_note_missing", (gap,), limit_fen=gap.passed[0].at)
    return spend(posting, [gap], approvals, SpentOn(shift.shift_id, shift.business_date))


def _earlier(tx: Tx, till_id: int, first_seq: int, last_fen: int) -> tuple[EarlierCount, ...]:
    """Counts since the Z before that were refused, one of each sum that is not the last one's."""
    found: dict[int, EarlierCount] = {}
    for at_us, payload in reads.journaled_since(tx, till_id, first_seq, "count_gap"):
        gap = from_json(RefusedCount, payload).gap
        if gap.new_fen != last_fen:
            found[gap.new_fen] = EarlierCount(at_us, gap.new_fen, gap.new_fen - gap.old_fen)
    return tuple(found.values())


def z_job(header: ShopHeader, report: ZReport, copy_no: int) -> outbox.NewJob:
    """A 交班单 for the printer; copies from 1 are marked 重打."""
    shift, slip = report.shift, to_json(ZSlip(header, report, copy_no))
    return outbox.NewJob(f"z:{shift.shift_id}:{copy_no}", SlipKind.Z_SLIP, f"Z{shift.number}", slip)


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


def shift_of(tx: Tx, wanted: int) -> Shift:
    """The shift that the till's head names."""
    found = shop_reads.shift_row(tx, ShiftId(wanted))
    assert found is not None  # noqa: S101 (the till's head names it)
    return found
