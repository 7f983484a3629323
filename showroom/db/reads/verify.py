"""The books proved against themselves; each check returns rows that contradict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import case, func, literal, or_, select

from showroom.db.engine import Tx
from showroom.db.guards import laid
from showroom.db.reads.proofs.stock import LIMIT, PAGE, found
from showroom.db.reads.totals import summed
from showroom.db.tables import APPEND_ONLY, NUMBERED
from showroom.db.tables.journal import journal, journal_head, series
from showroom.db.tables.sale import (
    sale,
    sale_line,
    sales_day_zone,
)
from showroom.db.tables.shop import till
from showroom.domain.journal import Event
from showroom.domain.quantity import SoldBy


def file_problems(tx: Tx) -> list[str]:
    """What the database file says of itself (SQLite only)."""
    answers = [row[0] for row in tx.cursor.execute("PRAGMA integrity_check(20)").fetchall()]
    broken = [row[0] for row in tx.cursor.execute("PRAGMA foreign_key_check").fetchmany(LIMIT)]
    return [t for t in answers if t != "ok"] + [f"foreign_key {table}" for table in broken]


def guards(tx: Tx) -> list[str]:
    """Triggers that keep posted rows as they are, and are not there, switched off or others."""
    if tx.dialect == "sqlite":
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        asked = (
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND pg_table_is_visible(c.oid)"
        )
    there = {(str(name), str(told)) for name, told in tx.cursor.execute(asked).fetchall()}
    wanted = laid(tx.dialect, [table.name for table in APPEND_ONLY])
    apart = sorted(
        {name if tx.dialect == "sqlite" else f"{name} {t}" for name, t in wanted ^ there}
    )
    return [f"trigger {name}" for name in apart][:LIMIT]


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
            problems += found(
                tx,
                select(literal(table.name), part.c.till_id, part.c.year, count, last, counter)
                .outerjoin_from(part, other, same)
                .where((count != last) | (last != counter)),
            )
    known = [table.name for table, _, _ in NUMBERED]
    stray = select(series.c.kind, series.c.till_id, series.c.year, series.c.last)
    problems += found(tx, stray.where(series.c.kind.not_in(known)))
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
    return found(
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
    wrong = found(
        tx,
        select(
            lines.c.business_date, lines.c.zone_id, lines.c.till_id, lines.c.net_fen, day.c.net_fen
        )
        .outerjoin_from(lines, day, pair)
        .where(differ),
    )
    stray = found(
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


class Head(NamedTuple):
    """A till's head as it is kept."""

    till_id: int
    epoch: int
    seq: int
    hash: bytes
    public_key: bytes
    key_index: int
    open_shift_id: int
    last_at_us: int


def tills(tx: Tx) -> list[Head]:
    """Every till's head."""
    h = journal_head.c
    asked = select(*(h[name] for name in Head._fields)).order_by(h.till_id)
    rows = [Head._make(row) for row in tx.connection.execute(asked)]
    return [row._replace(hash=bytes(row.hash), public_key=bytes(row.public_key)) for row in rows]


def headless(tx: Tx) -> list[str]:
    """Tills without a head, whose events nobody would read."""
    known = select(journal_head.c.till_id)
    return found(tx, select(literal("till"), till.c.till_id).where(till.c.till_id.not_in(known)))


def event_hash(tx: Tx, till_id: int, epoch: int, seq: int) -> bytes:
    """The hash of one event, empty where there is none."""
    j = journal.c
    one = (j.till_id == till_id, j.epoch == epoch, j.seq == seq)
    found = tx.connection.execute(select(j.hash).where(*one)).scalar()
    return b"" if found is None else bytes(found)


def last_seq(tx: Tx, till_id: int) -> int:
    """Where a till's journal ends; 0 before its first event."""
    last = select(func.max(journal.c.seq)).where(journal.c.till_id == till_id)
    return int(tx.connection.execute(last).scalar() or 0)


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
