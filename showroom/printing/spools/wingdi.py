"""gdi32.dll through ctypes: pictures of A4 pages onto any printer that Windows has a driver for.

Each failure is an OSError whose `errno` is the Windows error.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from contextlib import suppress
from ctypes import wintypes
from dataclasses import dataclass
from typing import Any

from showroom.domain.documents.pixels import Pixels

OUT_BUFFER, IN_BUFFER = 2, 8
"""DM_OUT_BUFFER, DM_IN_BUFFER."""
ORIENTATION, PAPER_SIZE = 0x1, 0x2
OTHER_PAPER = 0x4 | 0x8 | 0x10000
"""DM_PAPERLENGTH, DM_PAPERWIDTH, DM_FORMNAME: what the user prefers would outdo the size."""
ABLE, STRETCHES = 38, 0x2000
"""RASTERCAPS, RC_STRETCHDIB."""
UPRIGHT, LYING, A4 = 1, 2, 9
DPI_Y, WIDTH, HEIGHT, LEFT, TOP = 90, 110, 111, 112, 113
"""LOGPIXELSY, then PHYSICALWIDTH … PHYSICALOFFSETY: the whole sheet and its unprintable edge."""
COPY, RGB_COLOURS, BITS = 0x00CC0020, 0, 24
"""SRCCOPY, DIB_RGB_COLORS, bits of a dot."""


class DeviceMode(ctypes.Structure):
    """DEVMODEW up to the paper; the driver's own bytes follow it."""

    _fields_ = (
        ("device", wintypes.WCHAR * 32),
        *((name, wintypes.WORD) for name in ("spec", "version", "size", "extra")),
        ("fields", wintypes.DWORD),
        *((name, ctypes.c_short) for name in ("orientation", "paper")),
    )


class JobName(ctypes.Structure):
    """DOCINFOW."""

    _fields_ = (
        ("size", ctypes.c_int),
        ("name", wintypes.LPCWSTR),
        ("output", wintypes.LPCWSTR),
        ("datatype", wintypes.LPCWSTR),
        ("type", wintypes.DWORD),
    )


class BitmapHead(ctypes.Structure):
    """BITMAPINFOHEADER; a negative height counts rows from the top."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        *((name, ctypes.c_int32) for name in ("width", "height")),
        *((name, ctypes.c_uint16) for name in ("planes", "bits")),
        *((name, ctypes.c_uint32) for name in ("compression", "bytes")),
        *((name, ctypes.c_int32) for name in ("across", "down")),
        *((name, ctypes.c_uint32) for name in ("used", "important")),
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet in dots of the printer; `left` and `top` cannot be printed."""

    width: int
    height: int
    left: int
    top: int

    def place(self, page: Pixels) -> tuple[int, int, int, int]:
        """Left, top, width, height of a page as large as the sheet, in the printer's own count.

        A sheet of another shape (Letter) has the whole page on it, in its middle.
        """
        width = min(self.width, self.height * page.width // page.height)
        height = min(self.height, self.width * page.height // page.width)
        left, top = (self.width - width) // 2, (self.height - height) // 2
        return left - self.left, top - self.top, width, height


@dataclass(frozen=True, slots=True)
class WinGdi:
    """`gdi` is gdi32.dll, `spooler` winspool.drv; `last_error` is the calling thread's."""

    gdi: Any
    spooler: Any
    last_error: Callable[[], int]

    def open(self, name: str, handle: wintypes.HANDLE, *, lying: bool) -> wintypes.HDC:
        """A4 paper of that printer to draw on. Raises OSError."""
        mode = self._mode(name, handle, LYING if lying else UPRIGHT)
        canvas = self.gdi.CreateDCW("WINSPOOL", name, None, mode)
        self._must(bool(canvas))
        return wintypes.HDC(canvas)

    def _mode(self, name: str, handle: wintypes.HANDLE, orientation: int) -> Any:  # noqa: ANN401
        """What the driver is set to, with A4 put in; it may know better what it can do."""
        ask = self.spooler.DocumentPropertiesW
        size = ask(None, handle, name, None, None, 0)
        self._must(size > 0)
        room = ctypes.create_string_buffer(size)
        self._must(ask(None, handle, name, room, None, OUT_BUFFER) > 0)
        mode = DeviceMode.from_buffer(room)
        mode.fields = (mode.fields | ORIENTATION | PAPER_SIZE) & ~OTHER_PAPER
        mode.orientation, mode.paper = orientation, A4
        self._must(ask(None, handle, name, room, room, IN_BUFFER | OUT_BUFFER) > 0)
        return room

    def sheet(self, canvas: wintypes.HDC) -> tuple[Sheet, int]:
        """The paper, and dots per inch."""
        asked = [self.gdi.GetDeviceCaps(canvas, what) for what in (WIDTH, HEIGHT, LEFT, TOP, DPI_Y)]
        *edges, dpi = (int(each) for each in asked)
        self._must(min(edges[0], edges[1], dpi) > 0)
        return Sheet(*edges), dpi

    def draws_pictures(self, canvas: wintypes.HDC) -> bool:
        """False for a driver of bare text, which would take the pages and print none."""
        return bool(self.gdi.GetDeviceCaps(canvas, ABLE) & STRETCHES)

    def start(self, canvas: wintypes.HDC, title: str) -> int:
        """Begin a document; its job number. Raises OSError."""
        name = JobName(ctypes.sizeof(JobName), title, None, None, 0)
        job = self.gdi.StartDocW(canvas, ctypes.byref(name))
        self._must(job > 0)
        return int(job)

    def draw(self, canvas: wintypes.HDC, page: Pixels, sheet: Sheet) -> None:
        """One page. Raises OSError."""
        self._must(self.gdi.StartPage(canvas) > 0)
        head = BitmapHead(ctypes.sizeof(BitmapHead), page.width, -page.height, 1, BITS)
        area = (0, 0, page.width, page.height)
        tail = (page.rows, ctypes.byref(head), RGB_COLOURS, COPY)
        lines = self.gdi.StretchDIBits(canvas, *sheet.place(page), *area, *tail)
        self._must(lines > 0)
        self._must(self.gdi.EndPage(canvas) > 0)

    def end(self, canvas: wintypes.HDC) -> None:
        """Only now it prints. Raises OSError."""
        self._must(self.gdi.EndDoc(canvas) > 0)

    def abort(self, canvas: wintypes.HDC) -> None:
        """Throw away what was drawn."""
        with suppress(OSError):
            self._must(self.gdi.AbortDoc(canvas) > 0)

    def close(self, canvas: wintypes.HDC) -> None:
        """Give the canvas back."""
        self.gdi.DeleteDC(canvas)

    def _must(self, worked: bool) -> None:  # noqa: FBT001 (what a call said)
        if not worked:
            raise OSError(self.last_error(), "gdi32")


def installed() -> WinGdi | None:
    """The GDI of this computer; None where there is no Windows."""
    if sys.platform == "win32":
        gdi = ctypes.WinDLL("gdi32", use_last_error=True)
        gdi.CreateDCW.restype = wintypes.HDC
        spooler = ctypes.WinDLL("winspool.drv", use_last_error=True)
        return WinGdi(gdi, spooler, ctypes.get_last_error)
    return None
