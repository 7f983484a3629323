"""Pages of a PDF as pictures, for the preview in the window and for any printer of the system."""

from __future__ import annotations

import io

from showroom.domain.errors import Refusal

POINTS_PER_INCH = 72
MAX_PAGES = 200


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
