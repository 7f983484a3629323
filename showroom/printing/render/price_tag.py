"""A price tag drawn in whole dots at 203 dpi: the same picture for every kind of label printer."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from showroom.domain.label import PriceTag
from showroom.domain.legible import clusters
from showroom.domain.money import figure
from showroom.domain.quantity import SoldBy
from showroom.printing.glyphs import weights
from showroom.printing.layouts.text import clean, wrap
from showroom.printing.render.barcodes import QUIET, bars_of
from showroom.printing.render.raster import draw_run, ink_font, run_dots
from showroom.printing.runs import Run, runs
from showroom.printing.shaping import shape

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_MM = 8
EDGE = 12
NAME_PITCH, FACTS_PITCH = 1.25, 1.35
GAP = 3
"""Dots below a line that reaches further down than Chinese does."""
NAME_SIZES = (30, 26, 22)
NAME_LINES = 3
"""A name that is too long for one line has so many, in the largest type that shows most of it."""
LEAST_PRICE = 30
"""The least type of a price, as the others in dots on a label of 40 × 30 mm."""
BLACK, WHITE = 0, 255
UNITS = {SoldBy.WEIGHT: "千克"}


@dataclass(frozen=True, slots=True)
class _Sheet:
    draw: Any
    wide: int
    high: int

    def row(self, y: int, words: str, size: int, *, pitch: float, bold: bool = False) -> int:
        """One line, elided to the label's edge; where the next one begins."""
        shown = self.cut(words, size, self.wide - 2 * EDGE, bold=bold)
        self._write((EDGE, y), shown, size, bold=bold)
        return y + self.pitch(shown, size, pitch, bold=bold)

    def pitch(self, shown: str, size: int, pitch: float, *, bold: bool = False) -> int:
        """Dots from a line to the next one."""
        return max(sum(self._reach(shown, size, bold=bold)) + GAP, round(size * pitch))

    def lines(self, words: str, size: int, room: int) -> list[str]:
        """Bold lines no higher together than `room`, one at least; … where something is missing."""
        wide = self.wide - 2 * EDGE
        lines = wrap(clean(words), wide, lambda text: self._long(text, size, bold=True))
        kept, high = 0, 0
        for line in lines[:NAME_LINES]:
            high += self.pitch(line, size, NAME_PITCH, bold=True)
            kept += not kept or high <= room
        return [*lines[: kept - 1], self.cut("".join(lines[kept - 1 :]), size, wide, bold=True)]

    def fit(
        self, at: tuple[int, int], words: str, size: int, room: int, *, bold: bool = False
    ) -> int:
        """Written at the left; the dots it took."""
        shown = self.cut(words, size, room, bold=bold)
        self._write(at, shown, size, bold=bold)
        return self._long(shown, size, bold=bold)

    def centre(self, top: int, words: str, size: int) -> None:
        """Written in the middle."""
        shown = self.cut(words, size, self.wide - 2 * EDGE)
        self._write(
            ((self.wide - self._long(shown, size, bold=False)) // 2, top), shown, size, bold=False
        )

    def _write(self, at: tuple[int, int], shown: str, size: int, *, bold: bool) -> None:
        x, baseline = at[0], at[1] + self._reach(shown, size, bold=bold)[0]
        for run in runs(shown):
            if run.face is None:
                for part, font in _weights(run.text, size, bold=bold):
                    self.draw.text((x, baseline), part, BLACK, font, anchor="ls")
                    x += int(self.draw.textlength(part, font))
            else:
                draw_run(self.draw, run, run.face, (x, baseline), size)
                x += self._run_long(run, size, bold=bold)

    def _reach(self, shown: str, size: int, *, bold: bool) -> tuple[int, int]:
        """Dots above and below the baseline; of Chinese below none are asked for."""
        above = below = 0
        for run in runs(shown):
            if run.face is None:
                for part, font in _weights(run.text, size, bold=bold):
                    above = max(above, -round(font.getbbox(part, anchor="ls")[1]))
            else:
                reach = shape(run.text, run.face, backward=run.backward)
                above = max(above, math.ceil(reach.above * size))
                below = max(below, math.ceil(reach.below * size))
        return above, below

    def cut(self, words: str, size: int, room: int, *, bold: bool = False) -> str:
        """Clean text no wider than `room`, with … where something is missing."""
        shown = clean(words)
        if self._long(shown, size, bold=bold) <= room:
            return shown
        kept = clusters(shown)
        while kept and self._long("".join(kept) + "…", size, bold=bold) > room:
            kept.pop()
        return "".join(kept) + "…"

    def _long(self, words: str, size: int, *, bold: bool) -> int:
        """Dots that they take, each run in its own font."""
        return sum(self._run_long(run, size, bold=bold) for run in runs(words))

    def _run_long(self, run: Run, size: int, *, bold: bool) -> int:
        if run.face is not None:
            return math.ceil(run_dots(run, run.face, size))
        parts = _weights(run.text, size, bold=bold)
        return sum(int(self.draw.textlength(part, font)) for part, font in parts)

    def whole(self, words: str, size: int, room: int, *, bold: bool = False) -> int:
        """The largest size up to `size` that an amount has room in: it is never shortened."""
        while size > EDGE and self._long(words, size, bold=bold) > room:
            size -= 2
        return size


def _weights(text: str, size: int, *, bold: bool) -> list[tuple[str, Any]]:
    return [(part, ink_font(size, bold=heavy)) for part, heavy in weights(text, bold=bold)]


def label_image(tag: PriceTag, size: str) -> Image:
    """One label as a 1-bit picture; black is 0."""
    from PIL import Image, ImageDraw

    wide, high = (int(mm) * DOTS_PER_MM for mm in size.split("x"))
    image = Image.new("L", (wide, high), WHITE)
    sheet = _Sheet(ImageDraw.Draw(image), wide, high)
    unit = UNITS.get(tag.sold_by, tag.unit)
    scale = min(wide / 320, high / 240)
    small = round(20 * scale)
    facts = "　".join(x for x in (tag.spec, tag.grade and f"等级 {tag.grade}") if x)
    origin = f"产地 {tag.county}" if tag.county else ""
    told = [x for x in (facts, origin, tag.producer if high > wide else "") if x]
    bottom = high - EDGE - round(46 * scale) - round(small * 1.4)
    below = sum(sheet.pitch(clean(words), small, FACTS_PITCH) for words in told)
    y = _name(sheet, tag.name, bottom - EDGE - below - _least(sheet, tag, scale), scale)
    for words in told:
        y = sheet.row(y, words, small, pitch=FACTS_PITCH)
    _price(sheet, tag, unit, (y, bottom), scale)
    _bars(sheet, tag, round(46 * scale), small)
    return image.point(lambda dot: 255 if dot > 140 else 0).convert("1")  # noqa: PLR2004 (ink)


def label_png(tag: PriceTag, size: str) -> bytes:
    """PNG of one label, dot for dot."""
    out = io.BytesIO()
    label_image(tag, size).save(out, "PNG")
    return out.getvalue()


def _name(sheet: _Sheet, name: str, room: int, scale: float) -> int:
    """On as many lines as there is room for; where the next one begins."""
    sizes = [round(part * scale) for part in NAME_SIZES]
    tried = [(sheet.lines(name, size, room), size) for size in sizes]
    lines, size = max(tried, key=lambda one: len("".join(one[0]).rstrip("…")))
    y = EDGE
    for line in lines:
        y = sheet.row(y, line, size, pitch=NAME_PITCH, bold=True)
    return y


def _least(sheet: _Sheet, tag: PriceTag, scale: float) -> int:
    """Dots in height that the price is left, however long the name is."""
    small, was = round(20 * scale), tag.was_fen > tag.price_fen
    if sheet.high > sheet.wide:
        return round(88 * scale) + was * round(small * FACTS_PITCH)
    return max(round(LEAST_PRICE * scale), was * (2 * small + 2 * GAP))


def _price(sheet: _Sheet, tag: PriceTag, unit: str, between: tuple[int, int], scale: float) -> None:
    """A tall label has room: the price stands in its middle, what it was on a line of its own."""
    small, (top, bottom), is_tall = round(20 * scale), between, sheet.high > sheet.wide
    tall = min(round(64 * scale), max(round(LEAST_PRICE * scale), bottom - top))
    if is_tall:
        tall = _least(sheet, tag, scale)
        top += max(0, (bottom - top - tall) // 2)
    left = sheet.fit((EDGE, top + tall - small - 4), f"元/{unit}", small, sheet.wide // 3)
    under = top
    if tag.was_fen > tag.price_fen:
        was = f"原价 {figure(tag.was_fen)}"
        size = sheet.whole(was, small, sheet.wide - 2 * EDGE if is_tall else sheet.wide // 2)
        wide = sheet.fit((EDGE, top + 2), was, size, sheet.wide)
        sheet.draw.line((EDGE, top + size // 2 + 3, EDGE + wide, top + size // 2 + 3), BLACK, 2)
        left = left if is_tall else max(left, wide)
        under += is_tall * round(small * FACTS_PITCH)
    room = sheet.wide - 3 * EDGE - max(left, sheet.wide // 4)
    amount = figure(tag.price_fen)
    font = ink_font(sheet.whole(amount, tall - under + top, room, bold=True), bold=True)
    sheet.draw.text((sheet.wide - EDGE, under + 2), amount, BLACK, font, anchor="rt")


def _bars(sheet: _Sheet, tag: PriceTag, tall: int, small: int) -> None:
    """At the foot, two dots or more a module; a code too long for that is written only."""
    code = tag.barcode or tag.code
    bars = bars_of(code)
    module = (sheet.wide - 2 * EDGE) // (len(bars) + 2 * QUIET) if bars else 0
    under = sheet.high - EDGE - small
    if module >= 2:  # noqa: PLR2004 (dots: one alone is lost at 203 dpi)
        left = (sheet.wide - len(bars) * module) // 2
        for at, bar in enumerate(bars):
            if bar == "1":
                x = left + at * module
                sheet.draw.rectangle((x, under - tall, x + module - 1, under - 4), BLACK)
    sheet.centre(under, code, small)
