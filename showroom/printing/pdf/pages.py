"""Pages of a PDF as pictures, for the preview in the window and for any printer of the system."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from showroom.domain.errors import Refusal

POINTS_PER_INCH = 72
MAX_DOTS = 40_000_000
"""Of one page: A4 at 600 dpi has 35 million, and a file may claim pages as large as a house."""
MAX_PAGES = 200
COLOURS, WORD = 3, 4
"""Bytes of a dot, blue first; a row of a device-independent bitmap ends on a whole word."""
_lock = threading.Lock()
"""pdfium serves one thread at a time; a preview and a printer's line may both ask."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """A page as dots, row under row from the top, three bytes each: blue, green, red."""

    width: int
    height: int
    rows: bytes


def page_pictures(pdf: bytes, dpi: int, first: int = 1, last: int = MAX_PAGES) -> list[bytes]:
    """PNG of the pages `first` to `last`, counted from 1, at `dpi`.

    Refuses `pdf_unreadable`, `pdf_locked`.
    """
    with opened(pdf) as document:
        pages = range(max(1, first), min(last, len(document), MAX_PAGES) + 1)
        return [_picture(document, number - 1, dpi) for number in pages]


def page_count(pdf: bytes) -> int:
    """How many of its pages can be drawn. Refuses `pdf_unreadable`, `pdf_locked`."""
    with opened(pdf) as document:
        return min(len(document), MAX_PAGES)


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    """A PDF, for one thread at a time. Refuses `pdf_unreadable`, `pdf_locked` (by a password)."""
    import pypdfium2

    try:
        with _lock, pypdfium2.PdfDocument(pdf) as document:
            yield document
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise Refusal("pdf_locked") from error
        raise Refusal("pdf_unreadable") from error


def _picture(document: Any, index: int, dpi: int) -> bytes:  # noqa: ANN401 (untyped)
    page = document[index]
    try:
        bitmap = page.render(scale=_scale(page, dpi))
        out = io.BytesIO()
        bitmap.to_pil().save(out, "PNG", compress_level=1)
        return out.getvalue()
    finally:
        page.close()


def _scale(page: Any, dpi: int) -> float:  # noqa: ANN401 (untyped)
    """Dots a point, fewer where the page would have too many."""
    wide, high = page.get_size()
    most: float = (MAX_DOTS / max(1, wide * high)) ** 0.5
    return min(dpi / POINTS_PER_INCH, most)


def page_pixels(pdf: bytes, dpi: int) -> Iterator[Pixels]:
    """The pages one after the other, each as it is wanted: one of A4 at 300 dpi has 26 MB.

    Refuses `pdf_unreadable`.
    """
    with opened(pdf) as document:
        count = min(len(document), MAX_PAGES)
    for index in range(count):
        with opened(pdf) as document:
            page = _pixels(document, index, dpi)
        yield page


def _pixels(document: Any, index: int, dpi: int) -> Pixels:  # noqa: ANN401 (untyped)
    page = document[index]
    try:
        bitmap = page.render(scale=dpi / POINTS_PER_INCH)
        try:
            rows = _padded(bytes(bitmap.buffer), bitmap.stride, bitmap.width * COLOURS)
            return Pixels(bitmap.width, bitmap.height, rows)
        finally:
            bitmap.close()
    finally:
        page.close()


def _padded(dots: bytes, stride: int, row: int) -> bytes:
    fill = bytes(-row % WORD)
    if stride == row + len(fill):
        return dots
    return b"".join(dots[at : at + row] + fill for at in range(0, len(dots), stride))
