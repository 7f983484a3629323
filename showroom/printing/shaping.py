"""Runs as HarfBuzz shapes them: which pictures of a font, and where.

Pillow and reportlab only know characters. So each bundled script font gives every one of its
pictures a character of the private range too (U+E000 and the picture's number), and both draw
what HarfBuzz chose: joined letters, stacks, sequences of emoji. How the fonts are made:
resources/fonts/README.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from showroom.machine.assets import asset_bytes
from showroom.printing.glyphs import Face

FONT_DOTS = 21
COLUMN_DOTS = 12
"""Dots of a Chinese character's font, and of one of its two columns."""
_PRIVATE = 0xE000


@dataclass(frozen=True, slots=True)
class Glyph:
    """A picture by its private character; its place is in ems of the Chinese font."""

    char: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Shape:
    """A run's pictures from left to right; its measures are in ems of the Chinese font.

    `above` and `below` are how far it reaches from the baseline, the latter downwards.
    """

    glyphs: tuple[Glyph, ...]
    wide: float
    above: float
    below: float

    @property
    def columns(self) -> int:
        """As many as it needs."""
        return max(1, math.ceil(self.wide * FONT_DOTS / COLUMN_DOTS))


@lru_cache(maxsize=8)
def _font(file: str) -> Any:  # noqa: ANN401 (untyped library)
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(asset_bytes("fonts", file))))


@lru_cache(maxsize=2048)
def shape(text: str, face: Face, *, backward: bool = False) -> Shape:
    """The pictures of a run's text in its face."""
    import uharfbuzz

    font, buffer = _font(face.file), uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if backward else "ltr"
    # Nothing is guessed: that would ask this machine for its language.
    buffer.script, buffer.language = face.script, face.language
    uharfbuzz.shape(font, buffer)
    return _shape(font, buffer, face)


def _shape(font: Any, buffer: Any, face: Face) -> Shape:  # noqa: ANN401 (untyped library)
    em = face.scale / font.face.upem
    glyphs, at, above, below = [], 0, 0, 0
    for found, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        x, y = at + place.x_offset, place.y_offset
        glyphs.append(Glyph(chr(_PRIVATE + found.codepoint), x * em, y * em))
        ink = font.get_glyph_extents(found.codepoint)
        above = max(above, y + ink.y_bearing)
        below = max(below, -(y + ink.y_bearing + ink.height))
        at += place.x_advance
    return Shape(tuple(glyphs), at * em, above * em, below * em)
