"""营业日报 as PDF: one calm A4 page for an ordinary day, more when it has many counties."""

from __future__ import annotations

from showroom.domain import figures
from showroom.domain.document import AS_FILE
from showroom.domain.report import DailyReport, SalesFigures, day_notes
from showroom.domain.tax import tax_name
from showroom.domain.tender import tender_name
from showroom.printing.layouts.words import SIGNERS, local
from showroom.printing.pdf.chart import draw_hours, draw_legend
from showroom.printing.pdf.fonts import BOLD, REGULAR, lines_of
from showroom.printing.pdf.sheet import DEMO_MARK, Sheet, counted, mark_of
from showroom.printing.pdf.style import (
    DANGER,
    INK,
    MARGIN,
    MUTED,
    PAGE,
    PALE,
    SUCCESS,
    zone_ink,
)

ROW, HEAD = 14.0, 17.0
WIDTHS = (92, 34, 38, 50, 64, 54, 54, 64, 0)
"""The name of a place, then the figures of a table; the last takes the rest."""
PLACE_ROOM, PLACE_PITCH, INDENT = 80.0, 12.0, 8.0
"""Of a place's name: its width, from line to line, and how far a county stands in."""


def daily_pdf(report: DailyReport, copy_no: int = AS_FILE) -> bytes:
    """The report as PDF bytes: embedded subset font, searchable text, page numbers.

    0 is the print of a till's own printer, above are its copies; a file says on every page that it
    is one, since nobody counts how often it is printed.
    """
    return counted(lambda pages: _Sheet(report, mark_of(copy_no), pages))


class _Sheet(Sheet):
    """Its parts, one below the other."""

    def __init__(self, report: DailyReport, mark: str, pages: int) -> None:
        title = f"营业日报 {report.business_date}"
        super().__init__(title, report.shop, report.made_at_us, mark, pages)
        self._report, self._demo = report, report.demo
        self._pdf.setSubject("按展区的营业日报")
        self._rights: list[tuple[str, float, float]] = []

    def draw(self) -> bytes:
        """The whole day."""
        self._title()
        self._headline()
        self._chart()
        self._zones()
        self._tenders_and_taxes()
        self._tie_out()
        return self._finish(SIGNERS)

    # -- parts --------------------------------------------------------------------------------

    def _title(self) -> None:
        self._text(MARGIN, self._y - 18, "营业日报", 20, BOLD)
        self._text(MARGIN + 100, self._y - 16, self._mark, 10, BOLD)
        self._right(PAGE[0] - MARGIN, self._y - 12, self._report.business_date, 15, BOLD)
        shop = self._fit(self._report.shop, self._wide * 0.72, 10)
        self._text(MARGIN, self._y - 36, shop, 10, colour=MUTED)
        made = f"制表 {local(self._report.made_at_us, seconds=False)}"
        self._right(PAGE[0] - MARGIN, self._y - 36, made, 9, colour=MUTED)
        self._y -= 52
        notes = []
        if self._report.demo:
            notes.append(DEMO_MARK)
        notes += day_notes(self._report)
        for note in notes:
            self._text(MARGIN, self._y - 4, note, 9, BOLD, DANGER)
            self._y -= 15

    def _headline(self) -> None:
        gap, tall = 10.0, 60.0
        wide = (self._wide - 3 * gap) / 4
        for i, each in enumerate(figures.HEADLINE):
            x = MARGIN + i * (wide + gap)
            self._pdf.setFillColor(PALE)
            self._pdf.roundRect(x, self._y - tall, wide, tall, 6, stroke=0, fill=1)
            self._text(x + 10, self._y - 17, each.name, 9, colour=MUTED)
            value = each.large(self._report.total)
            self._text(x + 10, self._y - 38, value, self._size(value, wide - 16, 15), BOLD)
            told = figures.note(self._report, each)
            self._text(x + 10, self._y - 53, self._fit(told, wide - 14, 8), 8, colour=MUTED)
        self._y -= tall + 16

    def _chart(self) -> None:
        tall = 104.0
        self._text(MARGIN, self._y - 10, f"分时{figures.NET.name}（按展区）", 11, BOLD)
        self._y -= draw_legend(self._pdf, self._report, MARGIN, self._y - 8, self._wide)
        draw_hours(self._pdf, self._report, MARGIN, self._y - tall - 16, self._wide, tall)
        self._y -= tall + 30

    def _zones(self) -> None:
        self._section("展区与县")
        self._table_head()
        for zone in self._report.zones:
            self._figures(zone.zone, zone.figures, BOLD, bar=zone.colour)
            for county in zone.counties:
                self._figures(county.county, county.figures, REGULAR, indent=INDENT)
        self._need(ROW)
        self._pdf.setStrokeColor(INK)
        self._pdf.line(MARGIN, self._y, PAGE[0] - MARGIN, self._y)
        self._figures(figures.TOTAL, self._report.total, BOLD)
        self._rights = []
        self._y -= 12

    def _tenders_and_taxes(self) -> None:
        rows = max(len(self._report.tenders), len(self._report.taxes))
        self._need(HEAD + 22 + rows * ROW)
        half = (self._wide - 24) / 2
        top = self._y
        self._text(MARGIN, top - 10, figures.TAKEN.name, 11, BOLD)
        self._text(MARGIN + half + 24, top - 10, "税率", 11, BOLD)
        y = top - 18
        for tender in self._report.tenders:
            y -= ROW
            self._text(MARGIN, y + 4, tender_name(tender.kind), 9)
            self._right(
                MARGIN + half * 0.6, y + 4, f"{figures.PAYMENTS.text(tender)} 笔", 9, colour=MUTED
            )
            self._right(MARGIN + half, y + 4, figures.TAKEN.text(tender), 9)
            self._hairline(MARGIN, y, half)
        y, x = top - 18, MARGIN + half + 24
        for tax in self._report.taxes:
            y -= ROW
            self._text(x, y + 4, tax_name(tax.kind, tax.rate_bp), 9)
            net, inside = figures.TAXED_NET, figures.TAXED
            told = f"{net.name} {net.text(tax)}"
            self._right(x + half * 0.62, y + 4, told, 9, colour=MUTED)
            self._right(x + half, y + 4, f"{inside.name} {inside.text(tax)}", 9)
            self._hairline(x, y, half)
        self._y = top - 18 - rows * ROW - 14

    def _tie_out(self) -> None:
        self._need(40)
        tie = self._report.tie_out
        colour = SUCCESS if tie.balances else DANGER
        if self._report.proves_nothing:  # nothing is wrong either, unless an earlier day is open
            colour = DANGER if self._report.left_open else MUTED
        self._pdf.setFillColor(PALE)
        self._pdf.roundRect(MARGIN, self._y - 32, self._wide, 32, 6, stroke=0, fill=1)
        self._pdf.setFillColor(colour)
        self._pdf.rect(MARGIN, self._y - 32, 4, 32, stroke=0, fill=1)
        verdict = figures.day_verdict(self._report)
        self._text(MARGIN + 14, self._y - 20, verdict, 11, BOLD, colour)
        parts = "   ".join(f"{part.name} {part.text(tie)}" for part in figures.TIES)
        self._right(PAGE[0] - MARGIN - 10, self._y - 20, parts, 9, colour=INK)
        self._y -= 40

    # -- the table ----------------------------------------------------------------------------

    def _section(self, title: str) -> None:
        self._need(HEAD + 2 * ROW + 14)
        self._text(MARGIN, self._y - 10, title, 11, BOLD)
        self._y -= 18

    def _table_head(self) -> None:
        self._pdf.setFillColor(PALE)
        self._pdf.rect(MARGIN, self._y - HEAD, self._wide, HEAD, stroke=0, fill=1)
        x = MARGIN
        self._rights = []
        titles = (figures.PLACE, *(each.name for each in figures.TABLE))
        for title, wide in zip(titles, WIDTHS, strict=True):
            end = x + wide if wide else PAGE[0] - MARGIN - 6
            if self._rights:
                self._right(end, self._y - 12.5, title, 8.5, colour=MUTED)
            else:
                self._text(x + 10, self._y - 12.5, title, 8.5, colour=MUTED)
            self._rights.append((title, x, end))
            x = end
        self._y -= HEAD

    def _figures(
        self,
        label: str,
        f: SalesFigures,
        font: str,
        bar: int | None = None,
        indent: float = 0.0,
    ) -> None:
        """A row; a name that is longer than its column goes on below, and the row with it.

        A zone, which has a bar, does not end a page: its first county stands below it.
        """
        cells = [each.cell(f) for each in figures.TABLE]
        lines = lines_of(label, PLACE_ROOM - indent, font, 8.5)
        more = (len(lines) - 1) * PLACE_PITCH
        self._need(more + (ROW if bar is None else 2 * ROW))
        if bar is not None:
            self._pdf.setFillColor(zone_ink(bar))
            self._pdf.rect(MARGIN, self._y - ROW + 3 - more, 4, ROW - 6 + more, stroke=0, fill=1)
        for at, line in enumerate(lines):
            self._text(MARGIN + 10 + indent, self._y - 10.5 - at * PLACE_PITCH, line, 8.5, font)
        for (_, start, end), cell in zip(self._rights[1:], cells, strict=True):
            size = self._size(cell, end - start - 4, 8.5)
            self._right(end, self._y - 10.5, cell, size, font)
        self._y -= ROW + more
        self._hairline(MARGIN, self._y, self._wide)

    def _go_on(self) -> None:
        if self._rights:
            self._table_head()
