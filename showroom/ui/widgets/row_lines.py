"""Where a name breaks into two lines, and where these stand when their letters are tall."""

from __future__ import annotations

import math
import re

from PySide6.QtGui import QFont, QFontMetrics, QPainterPath, QTextLayout, QTextOption

_WORDS = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
BETWEEN = 2
"""Logical pixels between the ink of two lines, and from it to the row's edge."""
_PARTS = re.compile(" (?! )|.(?=[（(])")
_LETTERS = QTextOption.WrapMode.WrapAnywhere


def break_of(text: str, font: QFont, width: int) -> int:
    """Characters of the first of two lines: whole words, unless the other is too long for it.

    Where it may be at a space or a bracket it is there, so that neither line is longer than it
    must: ``2026-06-19`` over ``剩 4 天``, ``胡杨干果合作社`` over ``（演示）``.
    """
    metrics = QFontMetrics(font)
    width = min(width, metrics.horizontalAdvance(text.rstrip()) - 1)
    ends = [found.end() for found in _PARTS.finditer(text) if found.end() < len(text)]
    lines = {end: (text[:end].rstrip(), text[end:]) for end in ends}
    longer = {end: max(map(metrics.horizontalAdvance, two)) for end, two in lines.items()}
    between = min(longer, key=lambda end: longer[end], default=0)
    if between and longer[between] < width:
        return between
    end = first_line(text, font, width)
    if metrics.horizontalAdvance(text[end:]) >= width:  # rounded, and eliding measures fractions
        end = first_line(text, font, width, _LETTERS)
    if metrics.horizontalAdvance(text[end:]) >= width:  # cut all the same: no word in two halves
        space = text.rfind(" ", 0, end) + 1
        return space if space > end // 2 else end
    return end


def first_line(text: str, font: QFont, width: int, wrap: QTextOption.WrapMode = _WORDS) -> int:
    """Characters that fit; no letter is parted from its marks."""
    layout, option = QTextLayout(text, font), QTextOption()
    option.setWrapMode(wrap)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    units = line.textLength()
    layout.endLayout()
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le"))


def baselines(font: QFont, lines: tuple[str, ...], room: int) -> tuple[int, ...]:
    """Of lines with tall letters, in logical pixels from the top of their room; of others none.

    Qt keeps room for all that a font could hold, and clips what then has none. Here Tibetan
    stands on the line of the Chinese beside it, and is moved only as far as its ink needs; where
    even the ink of two lines is too high for a row they come nearer to each other.
    """
    metrics = QFontMetrics(font)
    if all(metrics.boundingRect(text).height() <= metrics.height() for text in lines):
        return ()
    inks = [_ink(font, text) for text in lines]
    high = room // len(lines)
    middle = (high - metrics.height()) // 2 + metrics.ascent()
    usual = tuple(at * high + middle for at in range(len(lines)))
    ends = [0, *(base + below for base, (_, below) in zip(usual, inks, strict=True))]
    starts = [*(base - above for base, (above, _) in zip(usual, inks, strict=True)), room]
    apart = BETWEEN if len(lines) > 1 else 0
    if all(end + apart <= start for end, start in zip(ends, starts, strict=True)):
        return usual
    free = room - sum(above + below for above, below in inks)
    edge, between = (free / (len(lines) + 1),) * 2 if free > 0 else (0, free)
    found, y = [], edge
    for above, below in inks:
        found.append(round(y + above))
        y += above + below + between
    return tuple(found)


def height(font: QFont, lines: tuple[str, ...]) -> int:
    """Logical pixels that lines with tall letters need without touching; of others none."""
    metrics = QFontMetrics(font)
    if all(metrics.boundingRect(text).height() <= metrics.height() for text in lines):
        return 0
    return sum(sum(_ink(font, text)) for text in lines) + BETWEEN * (len(lines) + 1)


def _ink(font: QFont, text: str) -> tuple[int, int]:
    """Logical pixels above and below the baseline.

    `QFontMetrics.tightBoundingRect` leaves out how far a vowel is moved up over its letter.
    """
    path = QPainterPath()
    path.addText(0, 0, font, text)
    box = path.boundingRect()
    return math.ceil(-box.top()), math.ceil(box.bottom())
