"""The slip as it will come out: the same page, the same dots across."""

from __future__ import annotations

import io

from showroom.domain.document import Document
from showroom.printing.lay_out import lay_out
from showroom.printing.layout import Cut, Page, Qr, Text
from showroom.printing.raster import COLUMN_DOTS, LINE_GAP, line_image, qr_image

MARGIN = 24


def preview_png(document: Document, width_columns: int) -> bytes:
    """PNG of the slip, 12 dots a column, with a narrow white margin."""
    return page_png(lay_out(document, width_columns))


def page_png(page: Page) -> bytes:
    """PNG of a laid-out page."""
    from PIL import Image

    pictures = [
        line_image(row, page.width) if isinstance(row, Text) else qr_image(row.payload, page.width)
        for row in page.rows
        if isinstance(row, Text | Qr)
    ]
    height = sum(p.height + LINE_GAP for p in pictures)
    if any(isinstance(row, Cut) for row in page.rows):
        height += MARGIN
    paper = Image.new("L", (page.width * COLUMN_DOTS + 2 * MARGIN, height + 2 * MARGIN), 255)
    at = MARGIN
    for picture in pictures:
        paper.paste(picture, (MARGIN, at))
        at += picture.height + LINE_GAP
    out = io.BytesIO()
    paper.save(out, "PNG", compress_level=1)
    return out.getvalue()
