"""Stacked bars by hour and zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from showroom.domain.axis import QUIET_FEN, axis_of
from showroom.domain.money import figure
from showroom.domain.report import DailyReport
from showroom.printing.pdf.fonts import REGULAR, lines_of, width, write
from showroom.printing.pdf.style import LINE, MUTED, zone_ink

BESIDE = 136.0
"""The chart's title stands left of its legend."""
SIZE, PITCH, SWATCH, APART = 8.0, 14.0, 12.0, 12.0
"""Of the legend: its type, its lines, and what its colours and the gaps between zones take."""


def draw_hours(
    pdf: Any,  # noqa: ANN401 (untyped library)
    report: DailyReport,
    x: float,
    y: float,
    wide: float,
    tall: float,
) -> None:
    """Axes and bars inside the rectangle with its lower left corner at (x, y)."""
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


@dataclass(frozen=True, slots=True)
class _Named:
    """A zone's colour and its whole name, on several lines where one is too short."""

    lines: Sequence[str]
    ink: Any

    @property
    def wide(self) -> float:
        return SWATCH + max(width(line, REGULAR, SIZE) for line in self.lines)

    @property
    def tall(self) -> float:
        return PITCH * len(self.lines)

    def draw(self, pdf: Any, x: float, y: float) -> None:  # noqa: ANN401 (untyped library)
        pdf.setFillColor(self.ink)
        pdf.rect(x, y, 8, 8, stroke=0, fill=1)
        pdf.setFillColor(MUTED)
        for at, line in enumerate(self.lines):
            write(pdf, (x + SWATCH, y - at * PITCH), line, (REGULAR, SIZE))


def draw_legend(pdf: Any, report: DailyReport, x: float, y: float, wide: float) -> float:  # noqa: ANN401 (untyped library)
    """The colour and the whole name of every zone; the points taken below the title at `y`.

    Where they have no room beside the title they stand in rows below it.
    """
    zones = [
        _Named(lines_of(z.zone, wide - SWATCH, REGULAR, SIZE), zone_ink(z.colour))
        for z in report.zones
    ]
    long = sum(each.wide + APART for each in zones) - APART
    if long <= wide - BESIDE:
        _draw_row(pdf, zones, x + wide - long, y)
        return 0
    top = y
    for row in _rows(zones, wide):
        y -= PITCH
        _draw_row(pdf, row, x, y - 2)
        y -= max(each.tall for each in row) - PITCH
    return top - y


def _draw_row(pdf: Any, zones: Sequence[_Named], x: float, y: float) -> None:  # noqa: ANN401 (untyped library)
    for each in zones:
        each.draw(pdf, x, y)
        x += each.wide + APART


def _rows(zones: Sequence[_Named], wide: float) -> Sequence[Sequence[_Named]]:
    rows: list[list[_Named]] = [[]]
    for each in zones:
        if rows[-1] and sum(x.wide + APART for x in rows[-1]) + each.wide > wide:
            rows.append([])
        rows[-1].append(each)
    return rows
