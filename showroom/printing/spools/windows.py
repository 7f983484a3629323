"""Queues of Windows: the vendor's driver stays, raw bytes go through the spooler, pages to it.

One document per slip, or nothing prints; and a printer whose cable is out takes documents all
the same, so its status is asked first (docs/hardware.md#windows-spooler).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from dataclasses import dataclass, field

from showroom.domain.errors import Fault
from showroom.printing.pdf.pages import POINTS_PER_INCH, page_pixels
from showroom.printing.spools import wingdi
from showroom.printing.spools.spool import SOON_S
from showroom.printing.spools.wingdi import WinGdi
from showroom.printing.spools.winspool import Winspool, installed

ACCESS_DENIED, NO_SUCH_JOB = 5, 87
STOPPED = frozenset({1722, 1726, 1727, 1753})
"""Errors of RPC_S_* and EPT_S_* while no spooler runs."""
WORK_OFFLINE = 0x400
STATUS_FAULTS = (
    (0x00400000, "printer_cover_open"),
    (0x10 | 0x40, "printer_paper_out"),
    (0x1 | 0x4, "printer_paused"),
    (0x2 | 0x8 | 0x80 | 0x1000 | 0x00100000, "printer_offline"),
)
"""PRINTER_STATUS_* by what the shop can do: door, paper, paused, jam/error/offline/unavailable."""
JOB_DONE = 0x80 | 0x1000
JOB_BAD = 0x2 | 0x4 | 0x100
"""JOB_STATUS_ERROR, DELETING, DELETED."""
CHUNK = 65536
FOLLOW_S, LOOK_S = 20.0, 0.1
PAGES_S = 60.0
"""For pages, which the driver draws and slow printers take."""
MAX_DPI = 300
"""A page at 600 has 100 MB, and nobody sees it."""
TITLE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class WindowsSpool:
    """`address` is the printer's name; `follow_s` is how long a job is watched, then taken back."""

    address: str
    spooler: Winspool | None = field(default_factory=installed, repr=False)
    follow_s: float = FOLLOW_S
    gdi: WinGdi | None = field(default_factory=wingdi.installed, repr=False)

    def check(self) -> None:
        """What the driver says of the printer.

        Raises Fault `printer_unreachable`, `printer_no_permission`, `printer_paused`,
        `printer_cover_open`, `printer_paper_out`, `printer_offline`.
        """
        with self._printer() as (spooler, handle):
            self._check(spooler, handle)

    def submit(self, data: bytes, title: str, *, soon: bool = False) -> bool:
        """One raw document; True when the spooler had handed it on within `follow_s`.

        Raises what `check` raises while nothing was sent, then Fault `printer_interrupted`.
        """
        with self._printer() as (spooler, handle):
            self._check(spooler, handle)
            try:
                job = spooler.start(handle, title[:TITLE_LENGTH])
            except OSError as error:
                raise Fault("printer_unreachable", address=self.address) from error
            try:
                spooler.start_page(handle)
                self._write(spooler, handle, data)
                spooler.end(handle)
            except OSError as error:
                spooler.abort(handle)
                raise Fault("printer_interrupted", address=self.address) from error
            within_s = min(self.follow_s, SOON_S) if soon else self.follow_s
            return self._follow(spooler, handle, job, within_s)

    def submit_pdf(self, data: bytes, title: str) -> bool:
        """A4 pages, drawn by the driver; raises as `submit`, and refuses `pdf_unreadable`."""
        with self._printer() as (spooler, handle):
            self._check(spooler, handle)
            if self.gdi is None:
                raise Fault("printer_no_pdf")
            job = self._draw(self.gdi, handle, data, title[:TITLE_LENGTH])
            return self._follow(spooler, handle, job, max(self.follow_s, PAGES_S))

    def _draw(self, gdi: WinGdi, handle: wintypes.HANDLE, pdf: bytes, title: str) -> int:
        try:
            first = next(page_pixels(pdf, POINTS_PER_INCH))
            canvas = gdi.open(self.address, handle, lying=first.width > first.height)
        except OSError as error:
            raise Fault("printer_unreachable", address=self.address) from error
        if not gdi.draws_pictures(canvas):
            gdi.close(canvas)
            raise Fault("printer_no_pdf")
        try:
            sheet, dpi = gdi.sheet(canvas)
            job = gdi.start(canvas, title)
            for page in page_pixels(pdf, min(dpi, MAX_DPI)):
                gdi.draw(canvas, page, sheet)
            gdi.end(canvas)
        except OSError as error:
            gdi.abort(canvas)
            raise Fault("printer_interrupted", address=self.address) from error
        except BaseException:  # half a document is nobody's report
            gdi.abort(canvas)
            raise
        finally:
            gdi.close(canvas)
        return job

    def withdraw(self, title: str) -> None:
        """Delete what waits under that title.

        Raises Fault `printer_unreachable` while the spooler is stopped; one that cannot list its
        jobs (Wine) will never say more.
        """
        with self._printer() as (spooler, handle):
            for job, document in self._jobs(spooler, handle):
                if document == title[:TITLE_LENGTH]:
                    spooler.cancel(handle, job)

    def _jobs(self, spooler: Winspool, handle: wintypes.HANDLE) -> tuple[tuple[int, str], ...]:
        try:
            return spooler.jobs(handle)
        except OSError as error:
            if error.errno in STOPPED:
                raise Fault("printer_unreachable", address=self.address) from error
            return ()

    @contextmanager
    def _printer(self) -> Iterator[tuple[Winspool, wintypes.HANDLE]]:
        if self.spooler is None:
            raise Fault("printer_unreachable", address=self.address)
        try:
            handle = self.spooler.open(self.address)
        except OSError as error:
            code = "printer_no_permission" if error.errno == ACCESS_DENIED else ""
            raise Fault(code or "printer_unreachable", address=self.address) from error
        try:
            yield self.spooler, handle
        finally:
            self.spooler.close(handle)

    def _check(self, spooler: Winspool, handle: wintypes.HANDLE) -> None:
        try:
            status, attributes = spooler.status(handle)
        except OSError as error:
            raise Fault("printer_unreachable", address=self.address) from error
        for bits, code in STATUS_FAULTS:
            if status & bits:
                raise Fault(code, address=self.address)
        if attributes & WORK_OFFLINE:
            raise Fault("printer_offline", address=self.address)

    def _write(self, spooler: Winspool, handle: wintypes.HANDLE, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            taken = spooler.write(handle, rest[:CHUNK].tobytes())
            if not taken:
                raise OSError(0, "the spooler took nothing")
            rest = rest[taken:]

    @staticmethod
    def _follow(spooler: Winspool, handle: wintypes.HANDLE, job: int, within_s: float) -> bool:
        """A job that left the queue was handed on, unless it was seen to be deleted or in error."""
        end, bad = time.monotonic() + within_s, False
        while time.monotonic() < end:
            try:
                status = spooler.job_status(handle, job)
            except OSError as error:
                gone = error.errno == NO_SUCH_JOB or _has_left(spooler, handle, job)
                return gone and not bad
            if status & JOB_DONE:
                return True
            bad = bool(status & JOB_BAD)
            time.sleep(LOOK_S)
        spooler.cancel(handle, job)
        return False


def _has_left(spooler: Winspool, handle: wintypes.HANDLE, job: int) -> bool:
    """The queue says what it holds, and that job is not there; a stopped spooler says nothing."""
    try:
        return job not in {number for number, _ in spooler.jobs(handle)}
    except OSError:
        return False


def printers(spooler: Winspool | None) -> tuple[str, ...]:
    """Names of the printers; none where there is no Windows. Raises OSError."""
    return spooler.names() if spooler is not None else ()
