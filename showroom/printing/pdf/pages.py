"""Pages of a PDF as pictures, for the preview in the window and for any printer of the system."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from showroom.domain.documents.pixels import (
    COLOURS,
    MAX_DOTS,
    MAX_LONG,
    Pixels,
    stride_of,
)
from showroom.domain.errors import Refusal

POINTS_PER_INCH = 72
MAX_PAGES = 200
JUST_BELOW = 1 - 1e-9
"""A page that fills its room has not one dot more, which is rounded up."""
_lock = threading.Lock()
"""pdfium serves one thread at a time; a preview and a printer's line may both ask."""


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


def page_pixels(pdf: bytes, dpi: int, first: int = 1, last: int = MAX_PAGES) -> Iterator[Pixels]:
    """The pages `first` to `last`, counted from 1, each as it is wanted: A4 at 300 dpi has 26 MB.

    Refuses `pdf_unreadable`, `pdf_locked`.
    """
    for number in range(first, min(last, page_count(pdf)) + 1):
        yield page(pdf, number, dpi)


def page(pdf: bytes, number: int, dpi: int, wide: int = MAX_LONG, high: int = MAX_LONG) -> Pixels:
    """One page at `dpi`, smaller where it would be wider or higher than so many dots.

    Refuses `pdf_unreadable`, `pdf_locked`.
    """
    with opened(pdf) as document:
        drawn = document[number - 1]
        try:
            return _pixels(drawn, _scale(drawn.get_size(), dpi, (wide, high)))
        finally:
            drawn.close()


def _scale(size: tuple[float, float], dpi: int, room: tuple[int, int]) -> float:
    """Dots a point, known before a dot is made."""
    wide, high = (max(each, 1 / POINTS_PER_INCH) for each in size)
    within: float = min(room[0] / wide, room[1] / high, (MAX_DOTS / (wide * high)) ** 0.5)
    return min(dpi / POINTS_PER_INCH, within * JUST_BELOW)


def _pixels(page: Any, scale: float) -> Pixels:  # noqa: ANN401 (untyped)
    bitmap = page.render(scale=scale)
    try:
        width, stride, row = bitmap.width, bitmap.stride, stride_of(bitmap.width)
        dots = bytes(bitmap.buffer)
        if stride != row:
            used, fill = width * COLOURS, bytes(row - width * COLOURS)
            starts = range(0, len(dots), stride)
            dots = b"".join(dots[at : at + used] + fill for at in starts)
        return Pixels(width, bitmap.height, dots)
    finally:
        bitmap.close()
