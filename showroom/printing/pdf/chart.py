"""Stacked bars by hour and zone."""

from __future__ import annotations

from typing import Any

from showroom.domain.report import DailyReport
from showroom.printing.pdf.fonts import REGULAR
from showroom.printing.pdf.style import LINE, MUTED, zone_ink

FIRST_H, LAST_H = 9, 20
STEPS = (10, 15, 20, 25, 30, 40, 50, 60, 80)
TICKS = 4


def nice_step(top_fen: int, ticks: int = TICKS) -> int:
    """A round step in fen such that `ticks` of them reach `top_fen`."""
    step = 1
    while True:
        for factor in STEPS:
            if step * factor * ticks >= top_fen:
                return step * factor
        step *= 10


def draw_hours(
    pdf: Any,  # noqa: ANN401 (untyped library)
    report: DailyReport,
    x: float,
    y: float,
    wide: float,
    tall: float,
) -> None:
    """Axes, bars and legend inside the rectangle with its lower left corner at (x, y)."""
    cells = [c for c in report.hours if c.net_fen > 0]
    hours = range(
        min([FIRST_H, *(c.hour for c in cells)]), max([LAST_H, *(c.hour for c in cells)]) + 1
    )
    tops = {h: sum(c.net_fen for c in cells if c.hour == h) for h in hours}
    step = nice_step(max([*tops.values(), 100_00]))
    top = step * TICKS
    left, base, room = x + 40, y + 16, tall - 34
    pdf.setFont(REGULAR, 8)
    for i in range(TICKS + 1):
        at = base + room * i / TICKS
        pdf.setStrokeColor(LINE)
        pdf.setLineWidth(0.5)
        pdf.line(left, at, x + wide, at)
        pdf.setFillColor(MUTED)
        pdf.drawRightString(left - 6, at - 3, f"{step * i // 100:,}")
    slot = (x + wide - left) / len(hours)
    bar = min(26.0, slot * 0.62)
    colours = {z.zone_id: zone_ink(z.colour) for z in report.zones}
    for n, hour in enumerate(hours):
        centre, at = left + slot * (n + 0.5), base
        for zone in report.zones:
            fen = sum(c.net_fen for c in cells if c.hour == hour and c.zone_id == zone.zone_id)
            high = room * fen / top
            if high:
                pdf.setFillColor(colours[zone.zone_id])
                pdf.rect(centre - bar / 2, at, bar, high, stroke=0, fill=1)
                at += high
        pdf.setFillColor(MUTED)
        pdf.drawCentredString(centre, y + 4, f"{hour}时")
    _legend(pdf, report, x + wide, y + tall + 8)


def _legend(pdf: Any, report: DailyReport, right: float, y: float) -> None:  # noqa: ANN401 (untyped library)
    from reportlab.pdfbase.pdfmetrics import stringWidth

    for zone in reversed(report.zones):
        right -= stringWidth(zone.zone, REGULAR, 8)
        pdf.setFillColor(MUTED)
        pdf.setFont(REGULAR, 8)
        pdf.drawString(right, y, zone.zone)
        right -= 12
        pdf.setFillColor(zone_ink(zone.colour))
        pdf.rect(right, y, 8, 8, stroke=0, fill=1)
        right -= 12
