"""Lines as dots with the bundled font: the preview, and what a printer's own font lacks."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from showroom.machine.assets import asset_bytes
from showroom.printing.glyphs import FONT_FILES, weights
from showroom.printing.layouts.layout import Text
from showroom.printing.layouts.text import char_columns

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

    from showroom.domain.logo import Logo

COLUMN_DOTS = 12
LINE_DOTS = 24
LINE_GAP = 6
"""Dots between lines, as printers feed them (1/8 inch lines)."""
FONT_DOTS = 21
BASELINE_DOTS = 19


@lru_cache(maxsize=16)
def ink_font(size: int, *, bold: bool = False) -> FreeTypeFont:
    """The bundled font at `size` dots."""
    from PIL import ImageFont

    # The basic engine is the same on every machine; the other one is there on some only.
    source = io.BytesIO(asset_bytes("fonts", FONT_FILES[bold]))
    return ImageFont.truetype(source, size, layout_engine=ImageFont.Layout.BASIC)


def line_image(row: Text, width: int) -> Image:
    """One line as a 1-bit picture, each character in its own columns; black is 0."""
    from PIL import Image, ImageDraw

    scale = 2 if row.large else 1
    image = Image.new("L", (width * COLUMN_DOTS, LINE_DOTS * scale), 255)
    draw = ImageDraw.Draw(image)
    at = 0
    for run, heavy in weights(row.text, bold=row.bold):
        font = ink_font(FONT_DOTS * scale, bold=heavy)
        for char in run:
            wide = char_columns(char) * COLUMN_DOTS * scale
            if char != " ":
                draw.text((at + wide / 2, BASELINE_DOTS * scale), char, 0, font, anchor="ms")
            at += wide
    return image.point(lambda dot: 255 if dot > 140 else 0).convert("1")  # noqa: PLR2004 (ink)


def logo_image(logo: Logo, width: int) -> Image:
    """A picture centred on the paper, dot for dot."""
    from PIL import Image, ImageChops

    drawn = ImageChops.invert(Image.frombytes("1", (logo.wide, logo.high), logo.dots))
    paper = Image.new("1", (width * COLUMN_DOTS, logo.high + LINE_GAP), 1)
    paper.paste(drawn, ((paper.width - logo.wide) // 2, 0))
    return paper


def qr_image(payload: str, width: int) -> Image:
    """A QR symbol centred on the paper, four to six dots a module."""
    import segno
    from PIL import Image

    symbol = segno.make(payload, error="m", micro=False)
    modules = [[bool(dot) for dot in row] for row in symbol.matrix]
    room = width * COLUMN_DOTS
    dots = max(2, min(6, room // 2 // (len(modules) + 4)))
    side = len(modules) * dots
    image = Image.new("1", (room, side + 2 * LINE_GAP), 1)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                left = (room - side) // 2 + x * dots
                top = LINE_GAP + y * dots
                image.paste(0, (left, top, left + dots, top + dots))
    return image
