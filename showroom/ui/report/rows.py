"""The daily report as rows, bars and sentences; every figure comes ready from the report."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from showroom.domain import figures
from showroom.domain.report import DailyReport, ReceiptFilter, SalesFigures, ZoneRow
from showroom.services.goods.places import short_zone_name
from showroom.ui.look import formats
from showroom.ui.widgets.bar_chart import Series
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.words.trade import tax_name, tender_name

ZONE_COLUMNS = (
    Column(figures.PLACE, 0, kind="strong"),
    *(
        Column(each.name, width, "right", "amount" if each is figures.NET else "text")
        for each, width in zip(figures.TABLE, (56, 60, 92, 108, 92, 92, 112, 92), strict=True)
    ),
)
SPLIT_COLUMNS = (
    Column(figures.TENDER, 0),
    Column(figures.PAYMENTS.name, 104, "right"),
    Column(figures.TAKEN.name, 108, "right", "amount"),
)
TOTAL = "total"


def zone_rows(report: DailyReport, unfolded: Collection[int]) -> list[Row]:
    """Zones, the counties of those unfolded, and the total."""
    rows = [row for zone in report.zones for row in _zone(zone, zone.zone_id in unfolded)]
    if rows:
        rows.append(Row(TOTAL, (figures.TOTAL, *_cells(report.total)), role="total"))
    return rows


def _zone(zone: ZoneRow, unfolded: bool) -> Iterator[Row]:  # noqa: FBT001 (read at one place)
    cells = (zone.zone, *_cells(zone.figures))
    yield Row(("zone", zone.zone_id), cells, zone.colour, fold=unfolded)
    for county in zone.counties if unfolded else ():
        cells = (county.county, *_cells(county.figures))
        yield Row(("county", county.county_id), cells, zone.colour, role="muted", level=1)


def _cells(f: SalesFigures) -> tuple[str, ...]:
    return tuple(each.cell(f) for each in figures.TABLE)


def split_rows(report: DailyReport) -> list[Row]:
    """Tenders, then the tax split."""
    rows = [
        Row(
            ("tender", t.kind),
            (tender_name(t.kind), figures.PAYMENTS.text(t), figures.TAKEN.text(t)),
        )
        for t in report.tenders
    ]
    if report.taxes:
        rows.append(
            Row("taxes", ("税率", figures.TAXED_NET.name, figures.TAXED.name), role="muted")
        )
    rows += [
        Row(
            ("tax", t.kind, t.rate_bp),
            (
                tax_name(t.kind, t.rate_bp),
                figures.TAXED_NET.text(t),
                figures.TAXED.text(t),
            ),
        )
        for t in report.taxes
    ]
    return rows


def hour_bars(report: DailyReport) -> tuple[tuple[int, ...], tuple[Series, ...]]:
    """Hours of the axis and one series of 净销售额 per zone."""
    net = {(cell.hour, cell.zone_id): cell.net_fen for cell in report.hours}
    hours = report.hours_shown
    series = tuple(
        Series(
            short_zone_name(z.zone),
            z.colour,
            tuple(net.get((hour, z.zone_id), 0) for hour in hours),
        )
        for z in report.zones
    )
    return hours, series


def behind(report: DailyReport, key: object) -> tuple[str, ReceiptFilter] | None:
    """Title and filter of the receipts behind a row; None when there is nothing behind it."""
    day = ReceiptFilter(report.business_date)
    date = formats.business_date(report.business_date)
    match key:
        case "total":
            return date, day
        case ("zone", int(zone_id)):
            name = next(z.zone for z in report.zones if z.zone_id == zone_id)
            return f"{date} · {name}", replace(day, zone_id=zone_id)
        case ("county", int(county_id)):
            counties = (c for z in report.zones for c in z.counties)
            name = next(c.county for c in counties if c.county_id == county_id)
            return f"{date} · {name}", replace(day, county_id=county_id)
        case ("tender", str(kind)):
            return f"{date} · {tender_name(kind)}", replace(day, tender=kind)
        case ("tax", str(kind), int(rate_bp)):
            return f"{date} · {tax_name(kind, rate_bp)}", replace(day, tax=(kind, rate_bp))
        case ("hour", int(hour)):
            return f"{date} · {hour} 时", replace(day, hour=hour)
        case ("kind", str(kind)):
            word = "退货" if kind == "refund" else "销售"
            return f"{date} · {word}", replace(day, kind=kind)
    return None


def tie_out_words(report: DailyReport) -> tuple[str, str, str]:
    """Verdict, the four sums, and the tone."""
    tie = report.tie_out
    sums = "   ".join(f"{part.name} {part.text(tie)}" for part in figures.TIES)
    tone = "success" if tie.balances else "danger"
    if report.proves_nothing:
        tone = "warning" if report.left_open else "muted"
    return figures.day_verdict(report), sums, tone
