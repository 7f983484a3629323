"""The slip as it will come out: the same page, the same dots across."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from showroom.printing.layouts.layout import Cut, Page, Picture, Qr, Row, Ruler, Text
from showroom.printing.render.raster import LINE_GAP, line_image, logo_image, qr_image
from showroom.printing.shaping import COLUMN_DOTS

if TYPE_CHECKING:
    from PIL.Image import Image

MARGIN = 24


def row_image(row: Row, width: int) -> Image | None:
    """One row as dots; None for the cut. A ruler beyond the paper ends at its edge."""
    if isinstance(row, Text):
        return line_image(row, width)
    if isinstance(row, Ruler):
        return line_image(Text(row.text[:width]), width)
    if isinstance(row, Picture):
        return logo_image(row.logo, width)
    return qr_image(row.payload, width) if isinstance(row, Qr) else None


def page_png(page: Page) -> bytes:
    """PNG of a laid-out page, 12 dots a column, with a narrow white margin."""
    from PIL import Image

    pictures = [drawn for row in page.rows if (drawn := row_image(row, page.width)) is not None]
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
