"""The `Paper` port of the screens over the printing room; everything is imported when needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from showroom.domain.documents.pixels import MAX_LONG, Pixels
from showroom.domain.printer import UNKNOWN_BIT, Probed

if TYPE_CHECKING:  # the first window is painted before documents are known
    from showroom.domain.document import Document, DrawerKick, IssuesSlip, StockSlip
    from showroom.domain.label import PriceTag
    from showroom.domain.logo import Logo
    from showroom.domain.printer import FoundPrinter, PrinterModel, PrinterSettings
    from showroom.domain.report import DailyReport
    from showroom.domain.sheet import Sheet
    from showroom.printing.links.turns import Turns


class PrintingPaper:
    """Documents as pictures and files."""

    def __init__(self, turns: Turns, networks: Callable[[], Sequence[str]]) -> None:
        self._turns = turns
        self._networks = networks
        self._logo: Logo | None = None

    def use_logo(self, logo: Logo | None) -> None:
        """The picture of the shop's slips."""
        self._logo = logo

    def preview_png(self, document: Document, width_columns: int) -> bytes:
        """The slip as it will come out, as PNG."""
        from showroom.printing.documents import lay_out
        from showroom.printing.render.preview import page_png

        return page_png(lay_out(document, width_columns, self._logo))

    def daily_pdf(self, report: DailyReport) -> bytes:
        """营业日报 as PDF."""
        from showroom.printing.pdf.report import daily_pdf

        return daily_pdf(report)

    def stock_pdf(self, slip: StockSlip) -> bytes:
        """A stock document as A4 pages."""
        from showroom.printing.pdf.stock_sheet import stock_pdf

        return stock_pdf(slip)

    def issues_pdf(self, slip: IssuesSlip) -> bytes:
        """A month's 领用 as A4 pages, with its signature lines."""
        from showroom.printing.pdf.issues_sheet import issues_pdf

        return issues_pdf(slip)

    def list_pdf(self, sheet: Sheet, shop: str, made_at_us: int) -> bytes:
        """Any list that leaves the program as A4 pages."""
        from showroom.printing.pdf.list_sheet import list_pdf

        return list_pdf(sheet, shop, made_at_us)

    def stock_table(self, slip: StockSlip) -> Sheet:
        """A stock document as a table with its head and its totals."""
        from showroom.printing.layouts.stock_table import stock_table

        return stock_table(slip)

    def label_png(self, tag: PriceTag, size: str) -> bytes:
        """A price tag as it will come out."""
        from showroom.printing.render.price_tag import label_png

        return label_png(tag, size)

    def slip_pdf(self, document: Document, width_columns: int) -> bytes:
        """A slip as PDF as wide as its paper; of a posted document it is marked as a copy."""
        from showroom.printing.documents import lay_out_file, told_of
        from showroom.printing.pdf.slip import page_pdf

        page = lay_out_file(document, width_columns, self._logo)
        title, at_us = told_of(document)
        return page_pdf(page, title, document.header.name, at_us)

    def pdf_page(
        self, pdf: bytes, number: int, dpi: int, wide: int = MAX_LONG, high: int = MAX_LONG
    ) -> Pixels:
        """One page of a PDF of ours at `dpi`, or smaller; it waits for no file from outside."""
        from showroom.printing.pdf.pages import page

        return page(pdf, number, dpi, wide, high)

    def pdf_page_count(self, pdf: bytes) -> int:
        """How many of its pages can be drawn. Refuses `pdf_unreadable`, `pdf_locked`."""
        from showroom.printing.pdf.pages import page_count

        return page_count(pdf)

    def daily_xlsx(self, report: DailyReport) -> bytes:
        """营业日报 as a workbook."""
        from showroom.printing.render.xlsx_report import daily_xlsx

        return daily_xlsx(report)

    def is_report(self, path: Path) -> bool:
        """Whether a report of ours is there, which another may replace."""
        from showroom.printing.ours import is_report

        return is_report(path)

    def table_xlsx(self, sheet: Sheet, step: Callable[[int, int], object]) -> bytes:
        """Any table as a workbook."""
        from showroom.printing.render.xlsx_report import table_xlsx

        return table_xlsx(sheet, step)

    def printer_test(self, printer: PrinterSettings) -> str:
        """``ready`` or ``near_end``; raises Fault `printer_*`."""
        from showroom.printing.printers.channels import channel_to

        with closing(channel_to(printer, self._turns)) as channel:
            state = channel.open()
        return "near_end" if state.near_end else "ready"

    def find_printers(self) -> Sequence[FoundPrinter]:
        """What this machine sees."""
        from showroom.printing.printers.discovery import find_printers

        return find_printers()

    def find_network_printers(self) -> Sequence[FoundPrinter]:
        """Who answers on port 9100 of this machine's own networks."""
        from showroom.printing.printers.network_search import find_network_printers

        return find_network_printers(self._networks())

    def usb_rule(self) -> str:
        """The commands that let this user reach USB printers."""
        from showroom.printing.printers.discovery import install_hint

        return install_hint()

    def probe_printer(self, printer: PrinterSettings) -> Probed:
        """What it answers; a queue or a folder answers nothing, and no folder is made."""
        from showroom.printing.printers.channels import channel_to, look_at, session_with
        from showroom.printing.printers.probe import probe

        session = session_with(printer, self._turns)
        if session is not None:
            return probe(session)
        look_at(printer)
        channel_to(printer, self._turns).open()
        return Probed("none")

    def print_at_once(self, printer: PrinterSettings, document: Document | DrawerKick) -> str:
        """Empty when confirmed, else why it is in doubt; what is not there yet is not made."""
        from showroom.domain.document import DrawerKick
        from showroom.printing.documents import render_document
        from showroom.printing.printers.channels import channel_to, look_at
        from showroom.printing.printers.deliver import deliver, kick

        look_at(printer)
        data = render_document(document, printer, lambda _: self._logo).data
        send = kick if isinstance(document, DrawerKick) else deliver
        with closing(channel_to(printer, self._turns, "测试页")) as channel:
            return send(data, channel, lambda: None).problem

    def drawer_bit(self, printer: PrinterSettings) -> int:
        """How the drawer's switch reads now."""
        from showroom.printing.printers.channels import session_with
        from showroom.printing.printers.probe import drawer_bit

        session = session_with(printer, self._turns)
        return UNKNOWN_BIT if session is None else drawer_bit(session)

    def printer_model(self, name: str) -> PrinterModel:
        """The preset of that name."""
        from showroom.printing.printers.models import model_named

        return model_named(name)

    def printer_models(self) -> tuple[tuple[str, str], ...]:
        """(name, label) of every printer model, the usual one first."""
        from showroom.printing.printers.models import MODELS

        return tuple((model.name, model.label) for model in MODELS.values())
