"""Pages of a PDF as pictures, for the preview in the window and for any printer of the system."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from showroom.domain.errors import Refusal

POINTS_PER_INCH = 72
MAX_PAGES = 200
COLOURS, WORD = 3, 4
"""Bytes of a dot, blue first; a row of a device-independent bitmap ends on a whole word."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """A page as dots, row under row from the top, three bytes each: blue, green, red."""

    width: int
    height: int
    rows: bytes


def page_pictures(pdf: bytes, dpi: int, first: int = 1, last: int = MAX_PAGES) -> list[bytes]:
    """PNG of the pages `first` to `last`, counted from 1, at `dpi`.

    Refuses `pdf_unreadable`.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(pdf) as document:
            pages = range(max(1, first), min(last, len(document), MAX_PAGES) + 1)
            return [_picture(document, number - 1, dpi) for number in pages]
    except pypdfium2.PdfiumError as error:
        raise Refusal("pdf_unreadable") from error


def _picture(document: object, index: int, dpi: int) -> bytes:
    page = document[index]  # type: ignore[index]  # pypdfium2 is untyped
    try:
        bitmap = page.render(scale=dpi / POINTS_PER_INCH)
        out = io.BytesIO()
        bitmap.to_pil().save(out, "PNG", compress_level=1)
        return out.getvalue()
    finally:
        page.close()


def page_pixels(pdf: bytes, dpi: int) -> Iterator[Pixels]:
    """The pages one after the other, each as it is wanted: one of A4 at 300 dpi has 26 MB.

    Refuses `pdf_unreadable`.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(pdf) as document:
            for index in range(min(len(document), MAX_PAGES)):
                yield _pixels(document, index, dpi)
    except pypdfium2.PdfiumError as error:
        raise Refusal("pdf_unreadable") from error


def _pixels(document: object, index: int, dpi: int) -> Pixels:
    page = document[index]  # type: ignore[index]  # pypdfium2 is untyped
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
