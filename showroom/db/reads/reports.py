"""One business date from its posted lines, tied out against the roll-up."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, case, func, select

from showroom.db.engine import Tx
from showroom.db.reads.totals import summed, tender_totals
from showroom.db.tables.catalogue import county, zone
from showroom.db.tables.sale import sale, sale_line, sale_reduction, sales_day_zone, tender
from showroom.domain.basket_line import Cause
from showroom.domain.business_day import UTC_OFFSET_MIN
from showroom.domain.report import CountyRow, HourCell, SalesFigures, TieOut, ZoneRow
from showroom.domain.shift import TaxTotal, TenderTotal

HOUR_US = 3_600_000_000
_IS_SALE = sale.c.kind == "sale"
_EACH = sale_line.c.sold_by == "each"
_sold_lines = sale.join(sale_line, sale.c.sale_id == sale_line.c.sale_id)
_rounded_lines = _sold_lines.outerjoin(
    sale_reduction,
    (sale_reduction.c.sale_id == sale_line.c.sale_id)
    & (sale_reduction.c.line_no == sale_line.c.line_no)
    & (sale_reduction.c.cause == Cause.ROUND_OFF.value),
)
"""A line has one 抹零 at most, so that no line stands twice."""


def _sale_sum(column: Any) -> Any:  # noqa: ANN401 (a SQL expression)
    return summed(case((_IS_SALE, column), else_=0))


def _line_figures() -> tuple[Any, ...]:
    """Columns of SalesFigures over joined sale and sale_line, in its order."""
    return (
        func.count(case((_IS_SALE, sale.c.sale_id)).distinct()),
        summed(case((and_(_IS_SALE, _EACH), sale_line.c.quantity), else_=0)),
        summed(case((and_(_IS_SALE, ~_EACH), sale_line.c.quantity), else_=0)),
        _sale_sum(sale_line.c.list_fen),
        _sale_sum(sale_line.c.reduction_fen),
        _sale_sum(sale_line.c.net_fen),
        func.count(case((~_IS_SALE, sale.c.sale_id)).distinct()),
        summed(case((~_IS_SALE, -sale_line.c.net_fen), else_=0)),
        summed(sale_line.c.tax_fen),
        _sale_sum(sale_reduction.c.amount_fen),
    )


def _figures(row: Any) -> SalesFigures:  # noqa: ANN401 (a row)
    return SalesFigures(*(int(value) for value in row))


def day_total(tx: Tx, business_date: str, until_us: int = 0) -> SalesFigures:
    """Figures of one business date over all zones; up to an instant when that is not 0."""
    that_day = select(*_line_figures()).select_from(_rounded_lines)
    that_day = that_day.where(sale.c.business_date == business_date)
    if until_us:
        that_day = that_day.where(sale.c.sold_at_us <= until_us)
    return _figures(tx.connection.execute(that_day).one())


def day_zones(tx: Tx, business_date: str) -> tuple[ZoneRow, ...]:
    """Zones with their counties, in the shop's order; zones without sales are left out."""
    that_day = sale.c.business_date == business_date
    by_zone = tx.connection.execute(
        select(zone.c.zone_id, zone.c.name, zone.c.colour, *_line_figures())
        .select_from(_rounded_lines.join(zone, zone.c.zone_id == sale_line.c.zone_id))
        .where(that_day)
        .group_by(zone.c.zone_id, zone.c.name, zone.c.colour, zone.c.sort)
        .order_by(zone.c.sort)
    ).all()
    by_county = tx.connection.execute(
        select(sale_line.c.zone_id, county.c.county_id, county.c.name, *_line_figures())
        .select_from(_rounded_lines.join(county, county.c.county_id == sale_line.c.county_id))
        .where(that_day)
        .group_by(sale_line.c.zone_id, county.c.county_id, county.c.name)
        .order_by(county.c.county_id)
    ).all()
    by_tax = tx.connection.execute(
        select(
            sale_line.c.zone_id,
            sale_line.c.tax_kind,
            sale_line.c.tax_rate_bp,
            summed(sale_line.c.net_fen),
            summed(sale_line.c.tax_fen),
        )
        .select_from(_sold_lines)
        .where(that_day)
        .group_by(sale_line.c.zone_id, sale_line.c.tax_kind, sale_line.c.tax_rate_bp)
        .order_by(sale_line.c.tax_kind, sale_line.c.tax_rate_bp.desc())
    ).all()
    return tuple(
        ZoneRow(
            z[0],
            z[1],
            z[2],
            _figures(z[3:]),
            tuple(CountyRow(c[1], c[2], _figures(c[3:])) for c in by_county if c[0] == z[0]),
            tuple(TaxTotal(t[1], int(t[2]), int(t[3]), int(t[4])) for t in by_tax if t[0] == z[0]),
        )
        for z in by_zone
    )


def day_tenders(tx: Tx, business_date: str) -> tuple[TenderTotal, ...]:
    """What each tender took less what it gave back on one business date."""
    return tender_totals(tx, sale.c.business_date == business_date)


def local_hour(tx: Tx) -> Any:  # noqa: ANN401 (a SQL expression)
    """Hour of the shop's day of a sale."""
    hour = (sale.c.sold_at_us + UTC_OFFSET_MIN * 60_000_000) / HOUR_US % 24
    return func.floor(hour) if tx.dialect == "postgresql" else hour


def day_hours(tx: Tx, business_date: str) -> tuple[HourCell, ...]:
    """Net after refunds by local hour and zone."""
    hour = local_hour(tx)
    rows = tx.connection.execute(
        select(hour.label("hour"), sale_line.c.zone_id, summed(sale_line.c.net_fen))
        .select_from(_sold_lines)
        .where(sale.c.business_date == business_date)
        .group_by("hour", sale_line.c.zone_id)
        .order_by("hour", sale_line.c.zone_id)
    )
    return tuple(HourCell(int(h), int(z), int(fen)) for h, z, fen in rows)


def tie_out(tx: Tx, business_date: str) -> TieOut:
    """Lines, tenders, roll-up and receipt totals of the day, each summed on its own."""

    def total(statement: Any) -> int:  # noqa: ANN401 (a SQL statement)
        return int(tx.connection.execute(statement).scalar_one())

    that_day = sale.c.business_date == business_date
    lines = select(summed(sale_line.c.net_fen)).join_from(
        sale_line, sale, sale.c.sale_id == sale_line.c.sale_id
    )
    tenders = select(summed(tender.c.amount_fen)).join_from(
        tender, sale, sale.c.sale_id == tender.c.sale_id
    )
    rolled = select(summed(sales_day_zone.c.net_fen) - summed(sales_day_zone.c.refund_fen))
    return TieOut(
        total(lines.where(that_day)),
        total(tenders.where(that_day)),
        total(rolled.where(sales_day_zone.c.business_date == business_date)),
        total(select(summed(sale.c.net_fen)).where(that_day)),
    )
