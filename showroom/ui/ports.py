"""What the screens need beside the services; `app` hands the concrete things in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from showroom.domain.document import Document
from showroom.domain.report import DailyReport
from showroom.services.suite import Suite


class Paper(Protocol):
    """Documents as pictures and files, laid out by the very layout that prints."""

    def preview_png(self, document: Document, width_columns: int) -> bytes:
        """The slip as it will come out, as PNG."""
        ...

    def daily_pdf(self, report: DailyReport) -> bytes:
        """营业日报 as PDF."""
        ...

    def daily_xlsx(self, report: DailyReport) -> bytes:
        """营业日报 as a workbook."""
        ...

    def printer_test(self, connection: str, address: str) -> str:
        """Ask a printer for its state: a code such as `ready`, or raises Fault."""
        ...


class Opening(Protocol):
    """Opening the books, off the GUI thread."""

    def __call__(self) -> Suite:
        """Migrate, check and open; raises Refusal or Fault with the reason."""
        ...


class Backup(Protocol):
    """A verified copy of the books."""

    def __call__(self) -> str:
        """Make one; the file's path. Raises Fault."""
        ...


SampleCatalogue = Callable[[], bytes]
"""The demo shop's catalogue file."""
