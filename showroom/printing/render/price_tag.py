"""A price tag drawn in whole dots at 203 dpi: the same picture for every kind of label printer."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from showroom.domain.label import PriceTag
from showroom.domain.money import figure
from showroom.domain.quantity import SoldBy
from showroom.printing.clusters import clusters
from showroom.printing.glyphs import weights
from showroom.printing.layouts.text import clean
from showroom.printing.render.barcodes import QUIET, bars_of
from showroom.printing.render.raster import draw_run, ink_font, run_dots
from showroom.printing.runs import Run, runs
from showroom.printing.shaping import shape

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_MM = 8
EDGE = 12
GAP = 3
"""Dots below a line that reaches further down than Chinese does."""
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
        return y + max(sum(self._reach(shown, size, bold=bold)) + GAP, round(size * pitch))

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

    def figure(self, right: int, top: int, words: str, size: int, room: int) -> None:
        """An amount as large as fits, never shortened."""
        while size > EDGE and self.draw.textlength(words, ink_font(size, bold=True)) > room:
            size -= 2
        self.draw.text((right, top), words, BLACK, ink_font(size, bold=True), anchor="rt")


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
    name, small = round(30 * scale), round(20 * scale)
    y = sheet.row(EDGE, tag.name, name, pitch=1.25, bold=True)
    facts = "　".join(x for x in (tag.spec, tag.grade and f"等级 {tag.grade}") if x)
    origin = f"产地 {tag.county}" if tag.county else ""
    for words in (facts, origin, tag.producer if high > wide else ""):
        if words:
            y = sheet.row(y, words, small, pitch=1.35)
    _price(sheet, tag, unit, y, scale)
    _bars(sheet, tag, round(46 * scale), small)
    return image.point(lambda dot: 255 if dot > 140 else 0).convert("1")  # noqa: PLR2004 (ink)


def label_png(tag: PriceTag, size: str) -> bytes:
    """PNG of one label, dot for dot."""
    out = io.BytesIO()
    label_image(tag, size).save(out, "PNG")
    return out.getvalue()


def _price(sheet: _Sheet, tag: PriceTag, unit: str, top: int, scale: float) -> None:
    small = round(20 * scale)
    bottom = sheet.high - EDGE - round(46 * scale) - round(small * 1.4)
    tall = min(round(64 * scale), max(round(30 * scale), bottom - top))
    if sheet.high > sheet.wide:  # a tall label has room: the price stands in its middle
        tall = round(88 * scale)
        top += max(0, (bottom - top - tall) // 2)
    sheet.fit((EDGE, top + tall - small - 4), f"元/{unit}", small, sheet.wide // 3)
    if tag.was_fen > tag.price_fen:
        wide = sheet.fit((EDGE, top + 2), f"原价 {figure(tag.was_fen)}", small, sheet.wide // 2)
        sheet.draw.line((EDGE, top + small // 2 + 3, EDGE + wide, top + small // 2 + 3), BLACK, 2)
    room = sheet.wide - 3 * EDGE - sheet.wide // 4
    sheet.figure(sheet.wide - EDGE, top + 2, figure(tag.price_fen), tall, room)


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
