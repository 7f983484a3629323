"""开班, 中途缴款, X and 交班: blind count first, the expected cash after it."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.db.engine import Tx
from showroom.db.reads import shifts as reads
from showroom.db.reads import shop as shop_reads
from showroom.db.stores import drafts, outbox
from showroom.db.stores import journal as journal_store
from showroom.db.stores import shifts as store
from showroom.domain.codec import from_json, to_json
from showroom.domain.document import ShopHeader, XSlip, ZSlip
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId, ShiftId, shift_id
from showroom.domain.money import MAX_FEN, yuan
from showroom.domain.permission import Permission
from showroom.domain.shift import CashCount, CashMovement, Shift, ZReport, check_float
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes

SHIFT_CHANGED = Changes(shift=True, prints=True)
REASON_LENGTH = 80
_EVENTS = frozenset({"line_void", "drawer_no_sale", "reprint"})


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    """The new shift."""

    shift: Shift
    changes: Changes = SHIFT_CHANGED


@dataclass(frozen=True, slots=True)
class ShiftClosed:
    """The Z report with expected cash and 长短款."""

    report: ZReport
    changes: Changes = SHIFT_CHANGED


class Shifts:
    """The drawer of one till."""

    def __init__(self, books: Books, header: ShopHeader) -> None:
        self._books = books
        self.header = header

    def use_header(self, header: ShopHeader) -> None:
        """Change what later slips say of the shop."""
        self.header = header

    def current(self) -> Shift | None:
        """The open shift of this till, or None."""

        def read(tx: Tx) -> Shift | None:
            head = journal_store.read_head(tx, self._books.till_id)
            return shop_reads.shift_row(tx, head.open_shift_id) if head.open_shift_id else None

        return self._books.database.read(read)

    def movements(self) -> tuple[CashMovement, ...]:
        """Cash in and out of the open shift apart from sales."""
        now = self.current()
        if now is None:
            return ()
        return self._books.database.read(lambda tx: reads.movements(tx, now.shift_id))

    def open_shift(
        self, actor: Actor, float_fen: int, request_id: RequestId, count: CashCount | None = None
    ) -> ShiftOpened:
        """Open with a float (fen, optionally counted by denomination).

        Refuses `not_permitted`, `shift_already_open`, `float_out_of_range`. The business date is
        fixed here; sales past midnight stay in it.
        """
        actor.must(Permission.SHIFT)
        check_float(float_fen)

        def work(tx: Tx) -> ShiftOpened:
            seen = self._opened(tx, request_id)
            if seen:
                return seen
            head = journal_store.lock_head(tx, self._books.till_id)
            if head.open_shift_id:
                raise Refusal("shift_already_open")
            head.shift_number += 1
            opened = shift_id(self._books.till_id, head.shift_number)
            date, at_us = self._books.today(), self._books.clock.now_us()
            pieces = to_json(count.pieces) if count else ""
            store.insert_shift(
                tx,
                (
                    opened,
                    request_id,
                    self._books.till_id,
                    date,
                    at_us,
                    actor.person_id,
                    float_fen,
                    pieces,
                ),
            )
            head.open_shift_id = opened
            told = to_json({"shift": opened, "float_fen": float_fen, "count": pieces})
            event = journal_store.NewEvent("shift_open", actor.name, told, date, at_us)
            self._books.append(tx, head, event)
            journal_store.save_head(tx, head)
            return ShiftOpened(_shift(tx, opened))

        return self._books.post(work, lambda tx: self._opened(tx, request_id))

    def _opened(self, tx: Tx, request_id: str) -> ShiftOpened | None:
        found = store.find_request(tx, "open", request_id)
        return ShiftOpened(_shift(tx, found), Changes()) if found else None

    def move_cash(
        self, actor: Actor, amount_fen: int, reason: str, request_id: RequestId
    ) -> Changes:
        """中途缴款 (negative fen: out of the drawer) or 补充备用金 (positive).

        Refuses `not_permitted`, `shift_not_open`, `cash_move_zero`, `drop_more_than_cash`,
        `reason_too_long`. The drawer opens for it.
        """
        actor.must(Permission.SHIFT)
        if amount_fen == 0 or abs(amount_fen) > MAX_FEN:
            raise Refusal("cash_move_zero")
        if len(reason) > REASON_LENGTH:
            raise Refusal("reason_too_long", limit=REASON_LENGTH)

        def work(tx: Tx) -> Changes:
            if store.find_request(tx, "move", request_id):
                return Changes()
            head = journal_store.lock_head(tx, self._books.till_id)
            now = _open_shift(tx, head)
            totals = reads.totals(tx, now.shift_id)
            if totals.expected_cash_fen(now.opening_float_fen) + amount_fen < 0:
                raise Refusal("drop_more_than_cash", amount=yuan(-amount_fen))
            kind = "drop" if amount_fen < 0 else "pay_in"
            at_us = self._books.clock.now_us()
            store.insert_movement(
                tx, (request_id, now.shift_id, at_us, kind, amount_fen, reason, actor.person_id)
            )
            told = to_json({"shift": now.shift_id, "amount_fen": amount_fen, "reason": reason})
            event = journal_store.NewEvent(
                "cash_" + kind, actor.name, told, now.business_date, at_us
            )
            self._books.append(tx, head, event)
            journal_store.save_head(tx, head)
            kick = outbox.NewJob(f"drawer:{request_id}", "drawer", kind, "", at_us + 5_000_000)
            outbox.enqueue(tx, self._books.till_id, at_us, kick)
            return SHIFT_CHANGED

        return self._books.post(
            work, lambda tx: Changes() if store.find_request(tx, "move", request_id) else None
        )

    def record(self, actor: Actor, kind: str, payload: str, request_id: RequestId) -> Changes:
        """Journal and count what happens at the drawer: line_void, drawer_no_sale, reprint.

        Refuses `not_permitted` (空开钱箱 needs its own permission), `shift_not_open` for drawer
        openings.
        """
        if kind not in _EVENTS:
            raise Refusal("event_unknown", kind=kind)
        actor.must(Permission.OPEN_DRAWER if kind == "drawer_no_sale" else Permission.SELL)

        def work(tx: Tx) -> Changes:
            head = journal_store.lock_head(tx, self._books.till_id)
            if kind == "drawer_no_sale":
                _open_shift(tx, head)
            at_us = self._books.clock.now_us()
            if head.open_shift_id:
                store.count_event(tx, head.open_shift_id, kind)
            event = journal_store.NewEvent(kind, actor.name, payload, self._books.today(), at_us)
            self._books.append(tx, head, event)
            journal_store.save_head(tx, head)
            if kind == "drawer_no_sale":
                kick = outbox.NewJob(f"drawer:{request_id}", "drawer", kind, "", at_us + 5_000_000)
                outbox.enqueue(tx, self._books.till_id, at_us, kick)
            return Changes(prints=True)

        return self._books.write(work)

    def x_slip(self, actor: Actor) -> XSlip:
        """A look at the running shift. Refuses `not_permitted`, `shift_not_open`."""
        actor.must(Permission.SHIFT)
        now = self.current()
        if now is None:
            raise Refusal("shift_not_open")
        totals = self._books.database.read(lambda tx: reads.totals(tx, now.shift_id))
        return XSlip(self.header, now, totals, self._books.clock.now_us())

    def close_shift(
        self, actor: Actor, count: CashCount, request_id: RequestId, note: str = ""
    ) -> ShiftClosed:
        """Close with a blind count; the Z report, signed and journaled, goes to the printer.

        Refuses `not_permitted`, `shift_not_open`, `basket_not_empty` (a rung-up basket waits),
        `reason_too_long`. The journal's MAC key is ratcheted: yesterday cannot be forged.
        """
        actor.must(Permission.SHIFT)
        if len(note) > REASON_LENGTH:
            raise Refusal("reason_too_long", limit=REASON_LENGTH)

        def work(tx: Tx) -> ShiftClosed:
            return self._closed(tx, request_id) or self._close(tx, actor, count, request_id, note)

        return self._books.post(work, lambda tx: self._closed(tx, request_id))

    def _closed(self, tx: Tx, request_id: str) -> ShiftClosed | None:
        found = store.find_request(tx, "close", request_id)
        if not found:
            return None
        stored = reads.closed_report(tx, found)
        return ShiftClosed(from_json(ZReport, stored or ""), Changes())

    def _close(
        self, tx: Tx, actor: Actor, count: CashCount, request_id: str, note: str
    ) -> ShiftClosed:
        head = journal_store.lock_head(tx, self._books.till_id)
        now = _open_shift(tx, head)
        if drafts.has_open(tx, self._books.till_id):
            raise Refusal("basket_not_empty")
        totals, at_us = reads.totals(tx, now.shift_id), self._books.clock.now_us()
        report = ZReport(
            now,
            at_us,
            actor.name,
            totals,
            count,
            totals.expected_cash_fen(now.opening_float_fen),
            head.perpetual_sales_fen,
            head.perpetual_refunds_fen,
            reads.first_journal_seq(tx, self._books.till_id, now.shift_id),
            head.seq,
            head.hash.hex(),
            note,
        )
        told = to_json(report)
        signature = self._books.secrets.sign(self._books.till_id, told.encode())
        event = journal_store.NewEvent("z_report", actor.name, told, now.business_date, at_us)
        self._books.append(tx, head, event, signature)
        store.insert_close(
            tx,
            (
                now.shift_id,
                request_id,
                at_us,
                actor.person_id,
                count.total_fen,
                report.expected_fen,
                told,
                head.seq,
            ),
        )
        head.open_shift_id = 0
        head.key_index += 1
        journal_store.save_head(tx, head)
        slip = outbox.NewJob(
            f"z:{now.shift_id}:0", "z_slip", f"Z{now.number}", to_json(ZSlip(self.header, report))
        )
        outbox.enqueue(tx, self._books.till_id, at_us, slip)
        return ShiftClosed(report)

    def reprint_z(self, actor: Actor, wanted: ShiftId, request_id: RequestId) -> Changes:
        """Print a 交班单 again, marked 重打 with its number, journaled and counted.

        Refuses `not_permitted`, `shift_unknown` (not closed, or not of these books).
        """
        actor.must(Permission.SHIFT)

        def work(tx: Tx) -> Changes:
            told = reads.closed_report(tx, wanted)
            if told is None:
                raise Refusal("shift_unknown")
            report, copy_no = from_json(ZReport, told), outbox.copies(tx, f"z:{wanted}") + 1
            head, at_us = (
                journal_store.lock_head(tx, self._books.till_id),
                self._books.clock.now_us(),
            )
            written = to_json({"shift": wanted, "copy_no": copy_no, "request": request_id})
            event = journal_store.NewEvent(
                "reprint", actor.name, written, self._books.today(), at_us
            )
            self._books.append(tx, head, event)
            journal_store.save_head(tx, head)
            if head.open_shift_id:
                store.count_event(tx, head.open_shift_id, "reprint")
            slip = to_json(ZSlip(self.header, report, copy_no))
            job = outbox.NewJob(f"z:{wanted}:{copy_no}", "z_slip", f"Z{report.shift.number}", slip)
            outbox.enqueue(tx, self._books.till_id, at_us, job)
            return Changes(prints=True)

        return self._books.write(work)

    def closed(self, limit: int = 30) -> list[ZReport]:
        """Closed shifts of this till, newest first."""
        found = self._books.database.read(
            lambda tx: reads.closed_reports(tx, self._books.till_id, limit)
        )
        return [from_json(ZReport, told) for told in found]


def _shift(tx: Tx, wanted: int) -> Shift:
    found = shop_reads.shift_row(tx, ShiftId(wanted))
    if found is None:
        raise Refusal("shift_not_open")
    return found


def _open_shift(tx: Tx, head: journal_store.HeadRow) -> Shift:
    if not head.open_shift_id:
        raise Refusal("shift_not_open")
    return _shift(tx, head.open_shift_id)
