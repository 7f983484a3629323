"""A page as ESC/POS bytes. python-escpos builds the commands; Chinese text is encoded here.

Its own text path prints ``?`` for Chinese punctuation on lines without a Han character and lets
control bytes through, so text never goes through it
(docs/hardware.md#chinese-through-python-escpos).
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from threading import Lock
from typing import Any

from showroom.domain.printer import PrinterModel
from showroom.printing.layouts.layout import Cut, Page, Picture, Qr, Row, Ruler, Text
from showroom.printing.layouts.text import in_font
from showroom.printing.render.raster import line_image, logo_image, qr_image

INIT = b"\x1b@"
CHINESE = b"\x1c&"
PLAIN, BOLD = b"\x1bE\x00", b"\x1bE\x01"
NORMAL, DOUBLE = b"\x1d!\x00", b"\x1d!\x11"
WIDE_HANZI, NORMAL_HANZI = b"\x1cW\x01", b"\x1cW\x00"
CENTRE, LEFT = b"\x1ba\x01", b"\x1ba\x00"
BAND_ROWS = 128
"""Raster bands stay far below the 64 KiB that clones can buffer."""
QR_DOTS = 6
FEED_LINES = 4
_ITS_FOLDER = "ESCPOS_CAPABILITIES_PICKLE_DIR"


_ONE_AT_A_TIME = Lock()
"""`cache` lets two printers' lines in at once, and each took the other's folder away."""


@cache
def _dummy_class() -> Any:  # noqa: ANN401 (untyped library)
    """Imported late: it costs a third of a second.

    It would keep its capabilities as a pickle and read it the next time, half written by another
    till or planted by another hand: it gets a folder of its own, that is gone again at once.
    """
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="showroom-escpos-") as folder:
        os.environ[_ITS_FOLDER] = folder
        try:
            from escpos.printer import Dummy
        finally:
            del os.environ[_ITS_FOLDER]  # no process that this one starts looks for it there

        return Dummy


def drawer_kick(model: PrinterModel) -> bytes:
    """The pulse that opens the drawer, alone."""
    printer = _dummy_class()()
    printer.cashdraw([0x1B, 0x70, model.drawer_pin, *model.drawer_times])
    return bytes(printer.output)


def render(page: Page, model: PrinterModel) -> bytes:
    """A page's bytes: its own reset first, so that nothing of an earlier job remains."""
    out = bytearray(INIT + CHINESE)
    for row in page.rows:
        if isinstance(row, Text):
            out += _text(row, page.width, model)
        elif isinstance(row, Ruler):
            out += row.text.encode("ascii") + b"\n"
        elif isinstance(row, Picture):
            out += raster(logo_image(row.logo, page.width))
        elif isinstance(row, Qr):
            out += _qr(row, page.width, model)
        else:
            out += _cut(row, model)
    return bytes(out)


def needs_dots(row: Row, model: PrinterModel) -> bool:
    """True for a line that the printer's own font cannot write: its name is kept, as dots."""
    return isinstance(row, Text) and not row.by and not in_font(row.text, model.rom)


def _text(row: Text, width: int, model: PrinterModel) -> bytes:
    if row.by == "dots" or needs_dots(row, model):
        return raster(line_image(row, width))
    body = row.text.rstrip().encode("gb18030") + b"\n"
    if row.bold:
        body = BOLD + body + PLAIN
    if row.large:
        wide = model.wide_hanzi and not row.text.isascii()
        body = DOUBLE + (WIDE_HANZI + body + NORMAL_HANZI if wide else body) + NORMAL
    return body


def _qr(row: Qr, width: int, model: PrinterModel) -> bytes:
    if row.by == "dots" or (not row.by and not model.native_qr):
        return raster(qr_image(row.payload, width))
    printer = _dummy_class()()
    printer.qr(row.payload, native=True, size=QR_DOTS, ec=1)
    return CENTRE + bytes(printer.output) + b"\n" + LEFT


def _cut(_row: Cut, model: PrinterModel) -> bytes:
    if not model.cuts:
        return b"\n" * FEED_LINES
    printer = _dummy_class()()
    printer.cut()
    return bytes(printer.output)


def raster(image: Any) -> bytes:  # noqa: ANN401 (a Pillow image)
    """GS v 0 in bands; black dots are ones."""
    out = bytearray()
    wide = (image.width + 7) // 8
    for top in range(0, image.height, BAND_ROWS):
        band = image.crop((0, top, image.width, min(top + BAND_ROWS, image.height)))
        dots = bytes(byte ^ 0xFF for byte in band.tobytes())
        out += b"\x1dv0\x00" + wide.to_bytes(2, "little") + band.height.to_bytes(2, "little") + dots
    return bytes(out)
