"""A price tag drawn in whole dots at 203 dpi: the same picture for every kind of label printer."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from showroom.domain.label import PriceTag
from showroom.domain.money import figure
from showroom.domain.quantity import SoldBy
from showroom.printing.glyphs import weights
from showroom.printing.layouts.text import clean
from showroom.printing.render.barcodes import QUIET, bars_of
from showroom.printing.render.raster import ink_font

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_MM = 8
EDGE = 12
BLACK, WHITE = 0, 255
UNITS = {SoldBy.WEIGHT: "千克"}


@dataclass(frozen=True, slots=True)
class _Sheet:
    draw: Any
    wide: int
    high: int

    def text(self, at: tuple[int, int], words: str, size: int, *, bold: bool = False) -> None:
        """One line, elided to the label's edge."""
        self.fit(at, words, size, self.wide - at[0] - EDGE, bold=bold)

    def fit(
        self, at: tuple[int, int], words: str, size: int, room: int, *, bold: bool = False
    ) -> int:
        """Written at the left; the dots it took."""
        runs = [
            (run, ink_font(size, bold=heavy))
            for run, heavy in weights(self.cut(words, size, room, bold=bold), bold=bold)
        ]
        highest = min((font.getbbox(run, anchor="ls")[1] for run, font in runs), default=0)
        x = at[0]
        for run, font in runs:
            self.draw.text((x, at[1] - highest), run, BLACK, font, anchor="ls")
            x += int(self.draw.textlength(run, font))
        return x - at[0]

    def cut(self, words: str, size: int, room: int, *, bold: bool = False) -> str:
        """Clean text no wider than `room`, with … where something is missing."""
        shown = clean(words)
        if self._long(shown, size, bold=bold) <= room:
            return shown
        while shown and self._long(f"{shown}…", size, bold=bold) > room:
            shown = shown[:-1]
        return f"{shown}…"

    def _long(self, words: str, size: int, *, bold: bool) -> int:
        """Dots that they take, each run in its own weight."""
        runs = weights(words, bold=bold)
        return sum(
            int(self.draw.textlength(run, ink_font(size, bold=heavy))) for run, heavy in runs
        )

    def figure(self, right: int, top: int, words: str, size: int, room: int) -> None:
        """An amount as large as fits, never shortened."""
        while size > EDGE and self.draw.textlength(words, ink_font(size, bold=True)) > room:
            size -= 2
        self.draw.text((right, top), words, BLACK, ink_font(size, bold=True), anchor="rt")


def label_image(tag: PriceTag, size: str) -> Image:
    """One label as a 1-bit picture; black is 0."""
    from PIL import Image, ImageDraw

    wide, high = (int(mm) * DOTS_PER_MM for mm in size.split("x"))
    image = Image.new("L", (wide, high), WHITE)
    sheet = _Sheet(ImageDraw.Draw(image), wide, high)
    unit = UNITS.get(tag.sold_by, tag.unit)
    scale = min(wide / 320, high / 240)
    name, small = round(30 * scale), round(20 * scale)
    y = EDGE
    sheet.text((EDGE, y), tag.name, name, bold=True)
    y += round(name * 1.25)
    facts = [x for x in (tag.spec, tag.grade and f"等级 {tag.grade}") if x]
    if facts:
        sheet.text((EDGE, y), "　".join(facts), small)
        y += round(small * 1.35)
    origin = f"产地 {tag.county}" if tag.county else ""
    if origin:
        sheet.text((EDGE, y), origin, small)
        y += round(small * 1.35)
    if tag.producer and high > wide:
        sheet.text((EDGE, y), tag.producer, small)
        y += round(small * 1.35)
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
    shown = sheet.cut(code, small, sheet.wide - 2 * EDGE)
    sheet.draw.text((sheet.wide // 2, under), shown, BLACK, ink_font(small), anchor="mt")
