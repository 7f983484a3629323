"""What the screens need beside the services; `app` hands the concrete things in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from showroom.domain.documents.pixels import MAX_LONG, Pixels

if TYPE_CHECKING:  # the first window is painted before the database layer is loaded
    from showroom.domain.counter_device import (
        PoleSettings,
        PoleText,
        ScaleSettings,
        ScannerSettings,
    )
    from showroom.domain.document import Document, DrawerKick, IssuesSlip, StockSlip
    from showroom.domain.label import PriceTag
    from showroom.domain.logo import Logo
    from showroom.domain.printer import FoundPrinter, PrinterModel, PrinterSettings, Probed
    from showroom.domain.report import DailyReport
    from showroom.domain.sheet import Sheet
    from showroom.domain.weighing import Reading
    from showroom.services.suite import Suite


class PdfPages(Protocol):
    """Draws pages of a PDF."""

    def pdf_page(
        self, pdf: bytes, number: int, dpi: int, wide: int = MAX_LONG, high: int = MAX_LONG
    ) -> Pixels:
        """One page at `dpi`, smaller where its room is. Refuses `pdf_unreadable`, `pdf_locked`."""
        ...

    def pdf_page_count(self, pdf: bytes) -> int:
        """How many of its pages can be drawn. Refuses `pdf_unreadable`, `pdf_locked`."""
        ...


class Foreign(PdfPages, Protocol):
    """Files from outside, drawn apart from the till; `operations.unpack` asks.

    Each refuses `file_undrawable`: its bounds in time and memory were met.
    """

    def picture(self, content: bytes, wide: int, high: int) -> Pixels:
        """A JPEG or PNG no larger than that room. Refuses `picture_unreadable`."""
        ...

    def make_logo(self, path: str) -> Logo:
        """A picture file as dots. Raises Fault `file_unreadable`, Refusal `logo_*`."""
        ...

    def close(self) -> None:
        """Nobody asks any more."""
        ...


class Paper(PdfPages, Protocol):
    """Documents as pictures and files, laid out by the very layout that prints."""

    def preview_png(self, document: Document, width_columns: int) -> bytes:
        """The slip as it will come out, as PNG."""
        ...

    def use_logo(self, logo: Logo | None) -> None:
        """The picture of the shop's slips, for later previews."""
        ...

    def daily_pdf(self, report: DailyReport) -> bytes:
        """营业日报 as PDF."""
        ...

    def stock_pdf(self, slip: StockSlip) -> bytes:
        """A stock document as A4 pages, with its signature lines."""
        ...

    def issues_pdf(self, slip: IssuesSlip) -> bytes:
        """A month's 领用 as A4 pages, with its signature lines."""
        ...

    def list_pdf(self, sheet: Sheet, shop: str, made_at_us: int) -> bytes:
        """Any list that leaves the program as A4 pages."""
        ...

    def stock_table(self, slip: StockSlip) -> Sheet:
        """A stock document as a table with its head and its totals."""
        ...

    def label_png(self, tag: PriceTag, size: str) -> bytes:
        """A price tag as it will come out."""
        ...

    def slip_pdf(self, document: Document, width_columns: int) -> bytes:
        """A slip as PDF as wide as its paper."""
        ...

    def daily_xlsx(self, report: DailyReport) -> bytes:
        """营业日报 as a workbook."""
        ...

    def is_report(self, path: Path) -> bool:
        """Whether a report of ours is there, which another may replace."""
        ...

    def table_xlsx(self, sheet: Sheet, step: Callable[[int, int], object]) -> bytes:
        """Any table as a workbook: numbers as numbers, text never as a formula.

        `step` hears rows done and of how many, and may raise to stop.
        """
        ...

    def printer_test(self, printer: PrinterSettings) -> str:
        """Ask a printer for its state: a code such as `ready`, or raises Fault."""
        ...

    def find_printers(self) -> Sequence[FoundPrinter]:
        """What this machine sees; a source in trouble says so and hides no other."""
        ...

    def find_network_printers(self) -> Sequence[FoundPrinter]:
        """Who answers on port 9100 of this machine's own networks; takes seconds.

        Raises Fault `network_none` on a machine without any.
        """
        ...

    def usb_rule(self) -> str:
        """The commands that let this user reach USB printers."""
        ...

    def probe_printer(self, printer: PrinterSettings) -> Probed:
        """What it answers. Raises Fault `printer_*` when it cannot be reached or cannot print."""
        ...

    def print_at_once(self, printer: PrinterSettings, document: Document | DrawerKick) -> str:
        """Print past the queue, for set-up: empty when confirmed, else why it is in doubt.

        Raises Fault `printer_*` when nothing left.
        """
        ...

    def drawer_bit(self, printer: PrinterSettings) -> int:
        """How the drawer's switch reads now; UNKNOWN_BIT where nobody tells."""
        ...

    def printer_model(self, name: str) -> PrinterModel:
        """The preset of that name."""
        ...

    def printer_models(self) -> tuple[tuple[str, str], ...]:
        """(name, label) of every printer model, the usual one first."""
        ...


class CounterLine(Protocol):
    """Scale, pole and scanner on their lines; callbacks come on threads of their own."""

    def listen(
        self,
        on_reading: Callable[[Reading | None], object],
        on_code: Callable[[str], object],
        on_trouble: Callable[[str, str], object],
    ) -> None:
        """Who is told: readings, whole codes, (device, a fault's code or empty)."""
        ...

    def connect(self, scale: ScaleSettings, pole: PoleSettings, scanner: ScannerSettings) -> None:
        """Let go of what changed and begin anew with it."""
        ...

    def show(self, text: PoleText) -> None:
        """On the pole, if there is one; never waits."""
        ...

    def frames(self) -> tuple[bytes, ...]:
        """What the scale said lately, as it came."""
        ...

    def ports(self) -> tuple[tuple[str, str], ...]:
        """(port, what it is) of every serial port of this machine."""
        ...

    def protocols(self) -> tuple[tuple[str, str, int, str], ...]:
        """(name, label, usual baud, usual frame) of every language of scales."""
        ...

    def check_pattern(self, pattern: str) -> None:
        """Refuses `scale_pattern`."""
        ...

    def close(self) -> None:
        """Let go of every port."""
        ...


class Opening(Protocol):
    """Opening the books, off the GUI thread."""

    def __call__(self) -> Suite:
        """Migrate, check and open; raises Refusal or Fault with the reason."""
        ...


class PrintingState(Protocol):
    """What the printers' lane says of them; codes are those of Refusal and Fault."""

    @property
    def waiting(self) -> int:
        """Slips not yet on paper."""
        ...

    @property
    def problem(self) -> str:
        """Why they wait, or empty."""
        ...

    @property
    def uncertain(self) -> int:
        """Slips a person must be asked about."""
        ...

    @property
    def near_end(self) -> bool:
        """The roll is nearly used up."""
        ...

    @property
    def drawer(self) -> str:
        """``use_key`` when a kick came too late, ``in_doubt``, ``left_open`` while it is open."""
        ...

    @property
    def instead(self) -> str:
        """The printer that took over."""
        ...

    @property
    def unprinted(self) -> int:
        """Slips that rest because there was no printer."""
        ...

    @property
    def roles(self) -> Collection[str]:
        """``receipt``, ``label``, ``report``: those that have a connected printer."""
        ...

    @property
    def lines(self) -> Sequence[str]:
        """Every connected printer."""
        ...

    @property
    def moment(self) -> int:
        """Grows from one telling to the next."""
        ...

    @property
    def handed_on(self) -> bool:
        """Another printer was given a slip."""
        ...


class Devices(Protocol):
    """What runs beside the screens: `settle_leftovers` and `drain` on the printers' lane."""

    def settle_leftovers(self) -> PrintingState | None:
        """Settle slips caught in the middle, and those there is no printer for."""
        ...

    def drain(self, printer: str) -> PrintingState | None:
        """Deliver what is due at that printer; never twice at a time for the same one."""
        ...

    def checkpoint(self) -> object:
        """Tidy the database file while the till is idle; on the database lane."""
        ...

    def note(self, error: Exception) -> None:
        """Write down what went wrong in the background."""
        ...


class Backup(Protocol):
    """A verified copy of the books."""

    def __call__(self) -> str:
        """Make one; the file's path. Raises Fault."""
        ...


SampleCatalogue = Callable[[], bytes]
"""The demo shop's catalogue file."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup that was read back."""

    path: str
    made_at_us: int


class Machine(Protocol):
    """What this machine keeps beside the books. Its methods touch files: not on the GUI thread."""

    @property
    def books_place(self) -> str:
        """Where the books are: a file, or a server without its password."""
        ...

    @property
    def books_program(self) -> str:
        """What keeps them, with its version where it runs here."""
        ...

    @property
    def backups(self) -> str:
        """The folder of the backups."""
        ...

    @property
    def logs(self) -> str:
        """The folder of the logs."""
        ...

    @property
    def exports(self) -> str:
        """The folder of saved reports; made when it is first needed."""
        ...

    def remember_theme(self, theme: str) -> None:
        """Keep the look for the next start's first paint."""
        ...

    def column_widths(self, screen: str) -> Mapping[str, int]:
        """Pixels by column title, as they were left on this till. Reads no file."""
        ...

    def remember_widths(self, screen: str, widths: Mapping[str, int]) -> None:
        """Keep the widths of that screen's list; empty forgets them."""
        ...

    def file_answers(self, mark: str) -> Mapping[str, Mapping[str, str]]:
        """What was said of a file with those headings; empty where nothing was. Reads no file."""
        ...

    def remember_answers(self, mark: str, answers: Mapping[str, Mapping[str, str]]) -> None:
        """Keep it for the next file with those headings; empty forgets it."""
        ...

    def last_backup(self) -> Copy | None:
        """The newest backup, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Status:
    """What a status glyph of the top bar tells.

    `tone` is empty while all is well, else ``warning`` or ``danger``; `sentence` says what and
    what to do; `count` is how much waits there.
    """

    tone: str = ""
    sentence: str = ""
    count: int = 0
