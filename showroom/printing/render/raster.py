"""Lines as dots with the bundled font: the preview, and what a printer's own font lacks."""

from __future__ import annotations

import io
import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from showroom.machine.assets import asset_bytes
from showroom.printing.glyphs import FONT_FILES, Face, weights
from showroom.printing.layouts.layout import Text
from showroom.printing.layouts.text import char_columns, run_columns
from showroom.printing.runs import Run, runs
from showroom.printing.shaping import COLUMN_DOTS, FONT_DOTS, shape

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

    from showroom.domain.logo import Logo

LINE_DOTS = 24
LINE_GAP = 6
"""Dots between lines, as printers feed them (1/8 inch lines)."""
BASELINE_DOTS = 19
FINE = 8
"""A sign that is condensed is drawn so many times as large."""


@lru_cache(maxsize=16)
def ink_font(size: int, *, bold: bool = False) -> FreeTypeFont:
    """The bundled Chinese font at `size` dots."""
    return _font(FONT_FILES[bold], size)


@lru_cache(maxsize=16)
def _font(file: str, size: float) -> FreeTypeFont:
    from PIL import ImageFont

    # The basic engine is the same on every machine; the other one is there on some only.
    source = io.BytesIO(asset_bytes("fonts", file))
    return ImageFont.truetype(source, size, layout_engine=ImageFont.Layout.BASIC)


def line_image(row: Text, width: int) -> Image:
    """One line as a 1-bit picture, each character in its own columns; black is 0.

    It is higher where a script reaches beyond the line, as stacked letters do.
    """
    from PIL import Image, ImageDraw

    scale = 2 if row.large else 1
    above, below = overhang(row)
    size = (width * COLUMN_DOTS, above + LINE_DOTS * scale + below)
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    at, baseline = 0, above + BASELINE_DOTS * scale
    for run in runs(row.text):
        room = run_columns(run) * COLUMN_DOTS * scale
        if run.face is None:
            _plain(image, run.text, (at, baseline), bold=row.bold, scale=scale)
        else:
            left = at + (room - run_dots(run, run.face, FONT_DOTS * scale)) / 2
            draw_run(draw, run, run.face, (left, baseline), FONT_DOTS * scale)
        at += room
    return image.point(lambda dot: 255 if dot > 140 else 0).convert("1")  # noqa: PLR2004 (ink)


def _plain(image: Image, text: str, at: tuple[int, int], *, bold: bool, scale: int) -> None:
    x = at[0]
    for run, heavy in weights(text, bold=bold):
        for char in run:
            wide = char_columns(char) * COLUMN_DOTS * scale
            if char != " ":
                image.paste(0, (x, at[1] - BASELINE_DOTS * scale), _sign(char, wide, scale, heavy))
            x += wide


@lru_cache(maxsize=4096)
def _sign(char: str, wide: int, scale: int, heavy: bool) -> Image:  # noqa: FBT001 (a cache's key)
    """The ink of one sign in its own columns; one that is wider, as % and W are, is condensed.

    Dots are light where there is ink; the baseline lies where a line has it.
    """
    from PIL import Image, ImageDraw

    cell = Image.new("L", (wide, LINE_DOTS * scale))
    large = ink_font(FONT_DOTS * scale * FINE, bold=heavy)
    left, _, right, _ = large.getbbox(char, anchor="ls")
    if right - left <= (wide - scale) * FINE:
        font = ink_font(FONT_DOTS * scale, bold=heavy)
        place = (wide / 2, BASELINE_DOTS * scale)
        ImageDraw.Draw(cell).text(place, char, 255, font, anchor="ms")
        return cell
    whole = Image.new("L", (math.ceil(right - left), cell.height * FINE))
    place = (-left, BASELINE_DOTS * scale * FINE)
    ImageDraw.Draw(whole).text(place, char, 255, large, anchor="ls")
    narrow = whole.resize((wide - scale, cell.height), Image.Resampling.BOX)
    thinned = whole.width / FINE / narrow.width
    cell.paste(narrow.point(lambda ink: min(255, round(ink * thinned))), (scale // 2, 0))
    return cell


def draw_run(draw: Any, run: Run, face: Face, at: tuple[float, float], size: int) -> None:  # noqa: ANN401
    """A shaped run from its left end on the baseline, beside Chinese of `size` dots."""
    font = _font(face.file, size * face.scale)
    for glyph in shape(run.text, face, backward=run.backward).glyphs:
        place = (at[0] + glyph.x * size, at[1] - glyph.y * size)
        draw.text(place, glyph.char, 0, font, anchor="ls")


def run_dots(run: Run, face: Face, size: int) -> float:
    """Dots that a shaped run takes beside Chinese of `size` dots."""
    return shape(run.text, face, backward=run.backward).wide * size


def overhang(row: Text) -> tuple[int, int]:
    """Dots that a line needs above and below its usual height."""
    scale = 2 if row.large else 1
    above = below = 0
    for run in runs(row.text):
        if run.face is not None:
            reach = shape(run.text, run.face, backward=run.backward)
            above = max(above, math.ceil(reach.above * FONT_DOTS) - BASELINE_DOTS)
            below = max(below, math.ceil(reach.below * FONT_DOTS) - LINE_DOTS + BASELINE_DOTS)
    return above * scale, below * scale


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
