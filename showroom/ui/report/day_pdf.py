"""营业日报 as pages: looked at, then to a printer of the system or the till's own, or to a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from showroom.domain.print_job import printer_of
from showroom.domain.report import DailyReport
from showroom.domain.slip_kind import SlipKind
from showroom.services.shop.settings import ShopSettings
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.widgets.pdf_overlay import PdfOverlay


class DayPdf(QObject):
    """One overlay at a time, over the day's screen."""

    def __init__(self, context: Context, screen: QWidget) -> None:
        super().__init__(screen)
        self._context = context
        self._screen = screen

    def show(self, report: DailyReport, path: Path) -> None:
        """Open the pages; which printer takes reports is read first."""

        def open_pages(settings: ShopSettings) -> None:
            printer = printer_of(SlipKind.DAY_REPORT, "", settings.printers)
            send = None if printer is None else (printer.name, lambda: self._send(report))
            make, title = self._context.paper.daily_pdf, f"营业日报 {report.business_date}"
            PdfOverlay(self._screen, self._context, title, path, lambda: make(report), send).open()

        load, how = self._context.services.settings.load, How(exclusive="pdf")
        self._context.operations.ask(load, owner=self, on_done=open_pages, how=how)

    def _send(self, report: DailyReport) -> None:
        self._context.wishes.order(
            self._context.services.reports.print_pages,
            self._context.actor,
            report.business_date,
            how=How(exclusive="day_pages", for_paper=True, sound="done"),
        )
