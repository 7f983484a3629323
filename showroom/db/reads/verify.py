"""The books proved against themselves; each check returns rows that contradict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, Subquery, case, func, literal, or_, select, union_all

from showroom.db.engine import Tx
from showroom.db.reads import moving
from showroom.db.reads.totals import summed
from showroom.db.tables import NUMBERED
from showroom.db.tables.document import stock_document, stock_document_line
from showroom.db.tables.journal import journal, journal_head, series, shop_series
from showroom.db.tables.sale import (
    sale,
    sale_line,
    sale_lot,
    sale_reduction,
    sales_day_zone,
    tender,
)
from showroom.db.tables.shift import shift, shift_close
from showroom.db.tables.shop import location
from showroom.db.tables.stock import lot, stock_level, stock_move
from showroom.domain.basket_line import Cause
from showroom.domain.documents.kinds import KINDS, Place
from showroom.domain.documents.place import PlaceKind
from showroom.domain.journal import Event
from showroom.domain.quantity import SoldBy

LIMIT = 20
PAGE = 2_000


def file_problems(tx: Tx) -> list[str]:
    """What the database file says of itself (SQLite only)."""
    answers = [row[0] for row in tx.cursor.execute("PRAGMA integrity_check(20)").fetchall()]
    broken = [row[0] for row in tx.cursor.execute("PRAGMA foreign_key_check").fetchmany(LIMIT)]
    return [t for t in answers if t != "ok"] + [f"foreign_key {table}" for table in broken]


def _found(tx: Tx, statement: Select[Any]) -> list[str]:
    rows = tx.connection.execute(statement.limit(LIMIT)).all()
    return [" ".join(str(value) for value in row) for row in rows]


def balances(tx: Tx) -> list[str]:
    """Balances that are not the sum of their moves."""
    moved = (
        select(
            stock_move.c.location_id, stock_move.c.lot_id, summed(stock_move.c.quantity).label("q")
        )
        .group_by(stock_move.c.location_id, stock_move.c.lot_id)
        .subquery()
    )
    level = stock_level
    return _found(
        tx,
        select(level.c.location_id, level.c.sku_id, level.c.lot_id, level.c.on_hand, moved.c.q)
        .outerjoin_from(
            level,
            moved,
            (moved.c.location_id == level.c.location_id) & (moved.c.lot_id == level.c.lot_id),
        )
        .where(level.c.on_hand != func.coalesce(moved.c.q, 0)),
    )


def _against_sale(tx: Tx, part: Any, expected: Any) -> list[str]:  # noqa: ANN401 (SQL)
    return _found(
        tx,
        select(sale.c.sale_id, expected, func.coalesce(part.c.total, 0))
        .outerjoin_from(sale, part, part.c.sale_id == sale.c.sale_id)
        .where(expected != func.coalesce(part.c.total, 0)),
    )


def _per_sale(table: Any, column: Any) -> Any:  # noqa: ANN401 (SQL)
    return (
        select(table.c.sale_id, summed(column).label("total")).group_by(table.c.sale_id).subquery()
    )


def line_sums(tx: Tx) -> list[str]:
    """Receipts whose lines do not add up to their total."""
    return _against_sale(tx, _per_sale(sale_line, sale_line.c.net_fen), sale.c.net_fen)


def tender_sums(tx: Tx) -> list[str]:
    """Receipts whose tenders, change apart, are not their total."""
    return _against_sale(tx, _per_sale(tender, tender.c.amount_fen), sale.c.net_fen)


def reduction_sums(tx: Tx) -> list[str]:
    """Receipts whose reductions by cause are not their reduction, and sales whose 抹零 is not."""
    signed = _per_sale(sale_reduction, sale_reduction.c.amount_fen)
    is_rounded = sale_reduction.c.cause == Cause.ROUND_OFF.value
    rounded = case((is_rounded, sale_reduction.c.amount_fen), else_=0)
    of_sale = _per_sale(sale_reduction, rounded)
    # A refund's head names no 抹零; its lines carry their share of it.
    headed = case((sale.c.kind == "sale", sale.c.round_off_fen), else_=of_sale.c.total)
    return [
        *_against_sale(tx, signed, sale.c.reduction_fen),
        *_against_sale(tx, of_sale, headed),
    ]


def lot_sums(tx: Tx) -> list[str]:
    """Lines whose lots do not give their quantity or their net."""
    lots = (
        select(
            sale_lot.c.sale_id,
            sale_lot.c.line_no,
            summed(sale_lot.c.quantity).label("q"),
            summed(sale_lot.c.net_fen).label("n"),
        )
        .group_by(sale_lot.c.sale_id, sale_lot.c.line_no)
        .subquery()
    )
    return _found(
        tx,
        select(sale_line.c.sale_id, sale_line.c.line_no, sale_line.c.quantity, lots.c.q)
        .outerjoin_from(
            sale_line,
            lots,
            (lots.c.sale_id == sale_line.c.sale_id) & (lots.c.line_no == sale_line.c.line_no),
        )
        .where(
            (func.coalesce(lots.c.q, 0) != sale_line.c.quantity)
            | (func.coalesce(lots.c.n, 0) != sale_line.c.net_fen)
        ),
    )


def numbers(tx: Tx) -> list[str]:
    """Tills and years whose numbers of a kind have gaps, or whose series is not at their last."""
    problems: list[str] = []
    for table, number, year in NUMBERED:
        used = (
            select(
                table.c.till_id,
                year.label("year"),
                func.count().label("count"),
                func.max(number).label("last"),
            )
            .group_by(table.c.till_id, year)
            .subquery()
        )
        drawn = select(series).where(series.c.kind == table.name).subquery()
        same = (used.c.till_id == drawn.c.till_id) & (used.c.year == drawn.c.year)
        count, last = func.coalesce(used.c.count, 0), func.coalesce(used.c.last, 0)
        counter = func.coalesce(drawn.c.last, 0)
        for part, other in ((used, drawn), (drawn, used)):
            problems += _found(
                tx,
                select(literal(table.name), part.c.till_id, part.c.year, count, last, counter)
                .outerjoin_from(part, other, same)
                .where((count != last) | (last != counter)),
            )
    return list(dict.fromkeys(problems))


def document_numbers(tx: Tx) -> list[str]:
    """Kinds and years whose documents have gaps, or whose series is not at their last."""
    d, s = stock_document.c, shop_series.c
    used = (
        select(d.kind, d.year, func.count().label("count"), func.max(d.serial).label("last"))
        .group_by(d.kind, d.year)
        .subquery()
    )
    drawn = select(s.kind, s.year, s.last).subquery()
    same = (used.c.kind == drawn.c.kind) & (used.c.year == drawn.c.year)
    count, last = func.coalesce(used.c.count, 0), func.coalesce(used.c.last, 0)
    counter = func.coalesce(drawn.c.last, 0)
    problems: list[str] = []
    for part, other in ((used, drawn), (drawn, used)):
        problems += _found(
            tx,
            select(part.c.kind, part.c.year, count, last, counter)
            .outerjoin_from(part, other, same)
            .where((count != last) | (last != counter)),
        )
    return list(dict.fromkeys(problems))


def document_moves(tx: Tx) -> list[str]:
    """Documents whose stock moves are not, lot by lot and place by place, those of their lines."""
    told = _told_moves(tx)
    m = stock_move.c
    kinds = sorted(kind.value for kind in KINDS)
    moved = (
        select(m.document_id, m.lot_id, m.location_id, m.line_no, summed(m.quantity).label("q"))
        .where(m.document.in_(kinds))
        .group_by(m.document_id, m.lot_id, m.location_id, m.line_no)
        .subquery()
    )
    same = (
        (told.c.document_id == moved.c.document_id)
        & (told.c.lot_id == moved.c.lot_id)
        & (told.c.location_id == moved.c.location_id)
        & (told.c.line_no == moved.c.line_no)
    )
    problems: list[str] = []
    for part, other in ((told, moved), (moved, told)):
        problems += _found(
            tx,
            select(part.c.document_id, part.c.lot_id, part.c.location_id, part.c.q, other.c.q)
            .outerjoin_from(part, other, same)
            .where(func.coalesce(other.c.q, 0) != part.c.q),
        )
    return list(dict.fromkeys(problems))


def _told_moves(tx: Tx) -> Subquery:
    """What the lines of all documents move: document, lot, place, line, quantity."""
    d, x = stock_document.c, stock_document_line.c
    transit = select(func.min(location.c.location_id)).where(location.c.kind == "transit")
    under_way = tx.connection.execute(transit).scalar()
    parts = []
    for kind, row in KINDS.items():
        for leg in row.legs:
            place = x.place_id if leg.place is Place.OF_LINE else literal(under_way or 0)
            parts.append(
                select(
                    x.document_id,
                    x.lot_id,
                    place.label("location_id"),
                    x.line_no,
                    (x.quantity * leg.sign).label("q"),
                )
                .join_from(stock_document, stock_document_line, x.document_id == d.document_id)
                .where(d.kind == kind.value)
            )
    legs = union_all(*parts).subquery()
    c = legs.c
    return (
        select(c.document_id, c.lot_id, c.location_id, c.line_no, summed(c.q).label("q"))
        .group_by(c.document_id, c.lot_id, c.location_id, c.line_no)
        .having(summed(c.q) != 0)
        .subquery()
    )


def document_heads(tx: Tx) -> list[str]:
    """Documents whose head is not the sum of its lines."""
    d, x = stock_document.c, stock_document_line.c
    lines = (
        select(x.document_id, func.count().label("n"), summed(x.amount_fen).label("fen"))
        .group_by(x.document_id)
        .subquery()
    )
    return _found(
        tx,
        select(d.document_id, d.line_count, lines.c.n, d.amount_fen, lines.c.fen)
        .outerjoin_from(stock_document, lines, lines.c.document_id == d.document_id)
        .where(
            (func.coalesce(lines.c.n, 0) != d.line_count)
            | (func.coalesce(lines.c.fen, 0) != d.amount_fen)
        ),
    )


def document_lots(tx: Tx) -> list[str]:
    """Lots that do not say what the receipt line says that brought them."""
    x = stock_document_line.c
    frozen = ("sku_id", "production_date", "expiry_date", "terms", "cost_fen", "commission_bp")
    differ = or_(*(lot.c[name] != x[name] for name in frozen), x.lot_id.is_(None))
    return _found(
        tx,
        select(lot.c.lot_id, lot.c.document_id, lot.c.line_no)
        .outerjoin_from(
            lot,
            stock_document_line,
            (x.document_id == lot.c.document_id)
            & (x.line_no == lot.c.line_no)
            & (x.lot_id == lot.c.lot_id),
        )
        .where(lot.c.document_id != 0, differ),
    )


def under_way(tx: Tx) -> list[str]:
    """Lots of which 在途 does not hold what the transfers under way hold; nothing less than zero.

    What was received, came back or was written off is under way no more.
    """
    sent = [row.document_id for row in moving.under_way(tx)]
    x, level = stock_document_line.c, stock_level.c
    lines = (
        select(x.lot_id, summed(x.quantity).label("q"))
        .where(x.document_id.in_(sent))
        .group_by(x.lot_id)
        .subquery()
    )
    held = (
        select(level.lot_id, summed(level.on_hand).label("q"))
        .join_from(stock_level, location, location.c.location_id == level.location_id)
        .where(location.c.kind == PlaceKind.TRANSIT.value)
        .group_by(level.lot_id)
        .subquery()
    )
    problems: list[str] = []
    for part, other in ((lines, held), (held, lines)):
        problems += _found(
            tx,
            select(part.c.lot_id, part.c.q, other.c.q)
            .outerjoin_from(part, other, part.c.lot_id == other.c.lot_id)
            .where((func.coalesce(other.c.q, 0) != part.c.q) | (part.c.q < 0)),
        )
    return list(dict.fromkeys(problems))


def perpetual_totals(tx: Tx) -> list[str]:
    """Tills whose perpetual totals are not the sum of their sales and refunds."""
    sums = (
        select(
            sale.c.till_id,
            summed(case((sale.c.kind == "sale", sale.c.net_fen), else_=0)).label("sold"),
            summed(case((sale.c.kind == "refund", -sale.c.net_fen), else_=0)).label("back"),
        )
        .group_by(sale.c.till_id)
        .subquery()
    )
    head = journal_head
    return _found(
        tx,
        select(head.c.till_id, head.c.perpetual_sales_fen, sums.c.sold)
        .outerjoin_from(head, sums, sums.c.till_id == head.c.till_id)
        .where(
            (func.coalesce(sums.c.sold, 0) != head.c.perpetual_sales_fen)
            | (func.coalesce(sums.c.back, 0) != head.c.perpetual_refunds_fen)
        ),
    )


def roll_up(tx: Tx) -> list[str]:
    """Days and zones whose roll-up is not, in every sum it keeps, that of their lines."""
    sums = _day_sums()
    lines = (
        select(
            sale.c.business_date,
            sale_line.c.zone_id,
            sale.c.till_id,
            *(total.label(name) for name, total in sums.items()),
        )
        .join_from(sale, sale_line, sale.c.sale_id == sale_line.c.sale_id)
        .group_by(sale.c.business_date, sale_line.c.zone_id, sale.c.till_id)
        .subquery()
    )
    day = sales_day_zone
    pair = (
        (day.c.business_date == lines.c.business_date)
        & (day.c.zone_id == lines.c.zone_id)
        & (day.c.till_id == lines.c.till_id)
    )
    differ = or_(*(func.coalesce(day.c[name], 0) != lines.c[name] for name in sums))
    wrong = _found(
        tx,
        select(
            lines.c.business_date, lines.c.zone_id, lines.c.till_id, lines.c.net_fen, day.c.net_fen
        )
        .outerjoin_from(lines, day, pair)
        .where(differ),
    )
    stray = _found(
        tx,
        select(day.c.business_date, day.c.zone_id, day.c.till_id)
        .outerjoin_from(day, lines, pair)
        .where(lines.c.business_date.is_(None)),
    )
    return wrong + stray


def _day_sums() -> dict[str, Any]:
    """What the roll-up keeps, by its column, from joined sale and sale_line."""
    sold, each = sale.c.kind == "sale", sale_line.c.sold_by == SoldBy.EACH
    line = sale_line.c

    def total(of: Any, value: Any) -> Any:  # noqa: ANN401 (SQL)
        return summed(case((of, value), else_=0))

    return {
        "orders": func.count(case((sold, sale.c.sale_id)).distinct()),
        "pieces": total(sold & each, line.quantity),
        "weight_g": total(sold & ~each, line.quantity),
        "gross_fen": total(sold, line.list_fen),
        "reduction_fen": total(sold, line.reduction_fen),
        "net_fen": total(sold, line.net_fen),
        "tax_fen": total(sold, line.tax_fen),
        "refund_orders": func.count(case((~sold, sale.c.sale_id)).distinct()),
        "refund_fen": total(~sold, -line.net_fen),
        "refund_tax_fen": total(~sold, -line.tax_fen),
    }


def shift_cash(tx: Tx) -> list[str]:
    """Tills whose open shift is closed, or was never opened."""
    closed = select(shift_close.c.shift_id)
    return _found(
        tx,
        select(journal_head.c.till_id, journal_head.c.open_shift_id).where(
            (journal_head.c.open_shift_id != 0)
            & (
                journal_head.c.open_shift_id.in_(closed)
                | journal_head.c.open_shift_id.not_in(select(shift.c.shift_id))
            )
        ),
    )


def tills(tx: Tx) -> list[tuple[int, int, int, bytes, bytes]]:
    """(till_id, epoch, seq, hash, public_key) of every till's head."""
    h = journal_head.c
    rows = tx.connection.execute(
        select(h.till_id, h.epoch, h.seq, h.hash, h.public_key).order_by(h.till_id)
    )
    return [(r[0], r[1], r[2], bytes(r[3]), bytes(r[4])) for r in rows]


def newest_key(tx: Tx, till_id: int) -> int:
    """The index of the newest key that a till sealed with; -1 when it sealed nothing."""
    found = select(func.max(journal.c.key_index)).where(journal.c.till_id == till_id)
    newest = tx.connection.execute(found).scalar_one()
    return -1 if newest is None else int(newest)


def newest_seal(tx: Tx, till_id: int) -> tuple[int, bytes, bytes] | None:
    """(key index, hash, mac) of a till's last event; None before the first."""
    j = journal.c
    last = select(j.key_index, j.hash, j.mac).where(j.till_id == till_id)
    row = tx.connection.execute(last.order_by(j.epoch.desc(), j.seq.desc()).limit(1)).first()
    return None if row is None else (int(row[0]), bytes(row[1]), bytes(row[2]))


def events(tx: Tx, till_id: int) -> Iterator[Event]:
    """A till's journal in order, read page by page."""
    after = (0, 0)
    j = journal.c
    while True:
        page = tx.connection.execute(
            select(j.till_id, j.epoch, j.seq, j.at_us, j.business_date, j.kind, j.actor, j.payload)
            .add_columns(j.prev_hash, j.hash, j.mac, j.key_index, j.signature)
            .where(
                j.till_id == till_id,
                (j.epoch > after[0]) | ((j.epoch == after[0]) & (j.seq > after[1])),
            )
            .order_by(j.epoch, j.seq)
            .limit(PAGE)
        ).all()
        for row in page:
            till, epoch, seq, at_us, date, kind, actor, payload = row[:8]
            prev, digest, mac, key_index, signature = row[8:]
            yield Event(
                till,
                epoch,
                seq,
                at_us,
                date,
                kind,
                actor,
                payload,
                bytes(prev),
                bytes(digest),
                bytes(mac),
                key_index,
                bytes(signature),
            )
        if len(page) < PAGE:
            return
        after = (page[-1][1], page[-1][2])


def sale_count(tx: Tx) -> int:
    """Posted sales and refunds."""
    return int(tx.connection.execute(select(func.count()).select_from(sale)).scalar_one())
