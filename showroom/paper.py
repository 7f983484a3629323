"""The `Paper` port of the screens over the printing room; everything is imported when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the first window is painted before documents are known
    from showroom.domain.document import Document
    from showroom.domain.printer import PrinterSettings
    from showroom.domain.report import DailyReport


class PrintingPaper:
    """Documents as pictures and files."""

    def preview_png(self, document: Document, width_columns: int) -> bytes:
        """The slip as it will come out, as PNG."""
        from showroom.printing.preview import preview_png

        return preview_png(document, width_columns)

    def daily_pdf(self, report: DailyReport) -> bytes:
        """营业日报 as PDF."""
        from showroom.printing.pdf_report import daily_pdf

        return daily_pdf(report)

    def daily_xlsx(self, report: DailyReport) -> bytes:
        """营业日报 as a workbook."""
        from showroom.printing.xlsx_report import daily_xlsx

        return daily_xlsx(report)

    def printer_test(self, printer: PrinterSettings) -> str:
        """``ready`` or ``near_end``; raises Fault `printer_*`."""
        from showroom.printing.ways import way_to

        way = way_to(printer)
        try:
            state = way.open()
        finally:
            way.close()
        return "near_end" if state.near_end else "ready"

    def printer_models(self) -> tuple[tuple[str, str], ...]:
        """(name, label) of every printer model, the usual one first."""
        from showroom.printing.models import MODELS

        return tuple((model.name, model.label) for model in MODELS.values())
