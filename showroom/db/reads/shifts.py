"""What happened in a shift, summed by the database from posted rows."""

from __future__ import annotations

from sqlalchemy import case, func, select

from showroom.db.engine import Tx
from showroom.db.reads.totals import summed, tender_totals
from showroom.db.tables.catalogue import zone
from showroom.db.tables.journal import journal
from showroom.db.tables.person import person
from showroom.db.tables.sale import sale, sale_line
from showroom.db.tables.shift import cash_movement, shift, shift_close, shift_event
from showroom.domain.ids import SaleId, receipt_number
from showroom.domain.shift import CashMovement, ShiftTotals, TaxTotal, ZoneTotal


def totals(tx: Tx, shift_id: int) -> ShiftTotals:
    """Sums over the sales, tenders and movements of one shift."""
    is_sale = sale.c.kind == "sale"
    head = tx.connection.execute(
        select(
            func.count(case((is_sale, 1))),
            func.count(case((~is_sale, 1))),
            summed(case((is_sale, sale.c.gross_fen), else_=0)),
            summed(case((is_sale, sale.c.reduction_fen), else_=0)),
            summed(case((is_sale, sale.c.round_off_fen), else_=0)),
            summed(case((is_sale, sale.c.net_fen), else_=0)),
            summed(case((~is_sale, -sale.c.net_fen), else_=0)),
            summed(sale.c.tax_fen),
            func.min(sale.c.sale_id),
            func.max(sale.c.sale_id),
        ).where(sale.c.shift_id == shift_id)
    ).one()
    events = {
        kind: int(count)
        for kind, count in tx.connection.execute(
            select(shift_event.c.kind, shift_event.c.count).where(
                shift_event.c.shift_id == shift_id
            )
        )
    }
    sales, refunds, gross, reduction, round_off, net, back, tax = (int(v) for v in head[:8])
    return ShiftTotals(
        sales,
        refunds,
        gross,
        reduction,
        round_off,
        net,
        back,
        tax,
        receipt_number(SaleId(head[8])) if head[8] else "",
        receipt_number(SaleId(head[9])) if head[9] else "",
        tender_totals(tx, sale.c.shift_id == shift_id),
        _zones(tx, shift_id),
        _taxes(tx, shift_id),
        movements(tx, shift_id),
        events.get("drawer_no_sale", 0),
        events.get("line_void", 0),
        events.get("reprint", 0),
    )


def _zones(tx: Tx, shift_id: int) -> tuple[ZoneTotal, ...]:
    rows = tx.connection.execute(
        select(
            sale_line.c.zone_id,
            zone.c.name,
            func.count(case((sale.c.kind == "sale", sale.c.sale_id)).distinct()),
            summed(sale_line.c.net_fen),
            func.count(case((sale.c.kind == "refund", sale.c.sale_id)).distinct()),
        )
        .join_from(sale, sale_line, sale.c.sale_id == sale_line.c.sale_id)
        .join(zone, zone.c.zone_id == sale_line.c.zone_id)
        .where(sale.c.shift_id == shift_id)
        .group_by(sale_line.c.zone_id, zone.c.name, zone.c.sort)
        .order_by(zone.c.sort)
    )
    return tuple(ZoneTotal(int(i), name, int(n), int(fen), int(b)) for i, name, n, fen, b in rows)


def _taxes(tx: Tx, shift_id: int) -> tuple[TaxTotal, ...]:
    rows = tx.connection.execute(
        select(
            sale_line.c.tax_kind,
            sale_line.c.tax_rate_bp,
            summed(sale_line.c.net_fen),
            summed(sale_line.c.tax_fen),
        )
        .join_from(sale, sale_line, sale.c.sale_id == sale_line.c.sale_id)
        .where(sale.c.shift_id == shift_id)
        .group_by(sale_line.c.tax_kind, sale_line.c.tax_rate_bp)
        .order_by(sale_line.c.tax_kind, sale_line.c.tax_rate_bp.desc())
    )
    return tuple(TaxTotal(k, int(bp), int(net), int(tax)) for k, bp, net, tax in rows)


def movements(tx: Tx, shift_id: int) -> tuple[CashMovement, ...]:
    """Cash in and out of the drawer apart from sales, in order."""
    rows = tx.connection.execute(
        select(
            cash_movement.c.at_us,
            cash_movement.c.kind,
            cash_movement.c.amount_fen,
            cash_movement.c.reason,
            person.c.name,
        )
        .join_from(cash_movement, person, person.c.person_id == cash_movement.c.actor_id)
        .where(cash_movement.c.shift_id == shift_id)
        .order_by(cash_movement.c.movement_id)
    )
    return tuple(CashMovement(*row) for row in rows)


def closed_reports(tx: Tx, till_id: int = 0, limit: int = 30) -> list[str]:
    """Stored Z reports (JSON), newest first; a till's own by number, whatever its clock said."""
    statement = (
        select(shift_close.c.report)
        .join_from(shift_close, shift, shift.c.shift_id == shift_close.c.shift_id)
        .order_by(
            *([] if till_id else [shift_close.c.closed_at_us.desc()]), shift.c.shift_id.desc()
        )
        .limit(limit)
    )
    if till_id:
        statement = statement.where(shift.c.till_id == till_id)
    return [str(row[0]) for row in tx.connection.execute(statement)]


def closed_report(tx: Tx, shift_id: int) -> str | None:
    """The stored Z report of one shift (JSON), or None."""
    found = tx.connection.execute(
        select(shift_close.c.report).where(shift_close.c.shift_id == shift_id)
    ).scalar()
    return None if found is None else str(found)


def first_journal_seq(tx: Tx, till_id: int, before_shift_id: int) -> int:
    """The journal sequence after the till's previous Z; 1 for the first."""
    found = tx.connection.execute(
        select(func.max(shift_close.c.journal_seq))
        .join_from(shift_close, shift, shift.c.shift_id == shift_close.c.shift_id)
        .where(shift.c.till_id == till_id, shift.c.shift_id < before_shift_id)
    ).scalar()
    return int(found or 0) + 1


def journaled_since(tx: Tx, till_id: int, since_seq: int, kind: str) -> list[tuple[int, str]]:
    """(instant, payload) of a till's events of that kind from a sequence on, oldest first."""
    rows = tx.connection.execute(
        select(journal.c.at_us, journal.c.payload)
        .where(journal.c.till_id == till_id, journal.c.seq >= since_seq, journal.c.kind == kind)
        .order_by(journal.c.epoch, journal.c.seq)
    )
    return [(int(at_us), str(payload)) for at_us, payload in rows]


def shifts_on(tx: Tx, business_date: str) -> int:
    """Shifts of that business date, on whichever till."""
    counted = select(func.count()).select_from(shift).where(shift.c.business_date == business_date)
    return int(tx.connection.execute(counted).scalar_one())


def open_shifts_on(tx: Tx, business_date: str) -> int:
    """Shifts of that business date that are not closed."""
    closed = select(shift_close.c.shift_id)
    return int(
        tx.connection.execute(
            select(func.count())
            .select_from(shift)
            .where(shift.c.business_date == business_date, shift.c.shift_id.not_in(closed))
        ).scalar_one()
    )
