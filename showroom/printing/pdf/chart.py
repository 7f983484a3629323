"""Stacked bars by hour and zone."""

from __future__ import annotations

from typing import Any

from showroom.domain.axis import QUIET_FEN, axis_of
from showroom.domain.money import figure
from showroom.domain.report import DailyReport
from showroom.printing.pdf.fonts import REGULAR, fit, width, write
from showroom.printing.pdf.style import LINE, MUTED, zone_ink

BESIDE = 136.0
"""The chart's title stands left of its legend."""
NAME_ROOM = 96.0
"""A zone's name in the legend: the longest of the sample shop has half of it."""


def draw_hours(
    pdf: Any,  # noqa: ANN401 (untyped library)
    report: DailyReport,
    x: float,
    y: float,
    wide: float,
    tall: float,
) -> None:
    """Axes, bars and legend inside the rectangle with its lower left corner at (x, y)."""
    net = {(c.hour, c.zone_id): c.net_fen for c in report.hours}
    hours, zones = report.hours_shown, [z.zone_id for z in report.zones]
    stacks = [[net.get((hour, zone), 0) for zone in zones] for hour in hours]
    axis = axis_of(
        [sum(max(0, fen) for fen in stack) for stack in stacks],
        [sum(min(0, fen) for fen in stack) for stack in stacks],
        QUIET_FEN,
    )
    left, base, room = x + 40, y + 16, tall - 34

    def at(fen: int) -> float:
        return base + room * (fen - axis.low) / (axis.high - axis.low)

    pdf.setFont(REGULAR, 8)
    for mark in axis.marks:
        pdf.setStrokeColor(LINE)
        pdf.setLineWidth(0.5)
        pdf.line(left, at(mark), x + wide, at(mark))
        pdf.setFillColor(MUTED)
        pdf.drawRightString(left - 6, at(mark) - 3, figure(mark).removesuffix(".00"))
    slot = (x + wide - left) / len(hours)
    bar = min(26.0, slot * 0.62)
    colours = [zone_ink(z.colour) for z in report.zones]
    for n, (hour, stack) in enumerate(zip(hours, stacks, strict=True)):
        centre = left + slot * (n + 0.5)
        up = down = 0
        for fen, colour in zip(stack, colours, strict=True):
            start = up if fen >= 0 else down
            pdf.setFillColor(colour)
            if fen:
                high = at(start + fen) - at(start)
                pdf.rect(centre - bar / 2, at(start), bar, high, stroke=0, fill=1)
            up, down = (up + fen, down) if fen >= 0 else (up, down + fen)
        pdf.setFillColor(MUTED)
        pdf.drawCentredString(centre, y + 4, f"{hour}时")
    _legend(pdf, report, x + wide, y + tall + 8, wide - BESIDE)


def _legend(pdf: Any, report: DailyReport, right: float, y: float, room: float) -> None:  # noqa: ANN401 (untyped library)
    """The colours of as many zones as there is room for; the table names them all."""
    size = 8.0
    named = [(fit(z.zone, NAME_ROOM, REGULAR, size), zone_ink(z.colour)) for z in report.zones]
    shown, more = list(named), f"等 {len(named)} 个展区"
    while shown and sum(24 + width(name, REGULAR, size) for name, _ in shown) > room:
        shown.pop()
        room -= width(more, REGULAR, size) if len(shown) + 1 == len(named) else 0
    if len(shown) < len(named):
        right -= width(more, REGULAR, size)
        pdf.setFillColor(MUTED)
        write(pdf, (right, y), more, (REGULAR, size))
        right -= 6
    for name, ink in reversed(shown):
        right -= width(name, REGULAR, size)
        pdf.setFillColor(MUTED)
        write(pdf, (right, y), name, (REGULAR, size))
        right -= 12
        pdf.setFillColor(ink)
        pdf.rect(right, y, 8, 8, stroke=0, fill=1)
        right -= 12
