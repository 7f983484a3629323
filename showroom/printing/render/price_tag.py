"""A price tag drawn in whole dots at 203 dpi: the same picture for every kind of label printer.

Everything has its place before anything is drawn, and no two places meet.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from showroom.domain.label import PriceTag
from showroom.domain.money import figure
from showroom.domain.quantity import SoldBy
from showroom.printing.layouts.text import clean
from showroom.printing.render.barcodes import QUIET, bars_of
from showroom.printing.render.tag_text import BLACK, GAP, Type, Words

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_MM = 8
EDGE = 12
NAME_PITCH, FACTS_PITCH = 1.25, 1.35
NAME_SIZES = (30, 26, 22, 20, 18)
"""In dots on a label of 40 × 30 mm, as the others: the largest that a name is whole in."""
SMALL, TINY = 20, 16
LARGEST_PRICE, LARGEST_TALL_PRICE, LEAST_PRICE = 64, 88, 30
BARS = 46
WHITE = 255
UNITS = {SoldBy.WEIGHT: "千克"}


@dataclass(frozen=True, slots=True)
class Bars:
    """A code's modules at their place, `module` dots each."""

    bars: str
    module: int
    left: int
    top: int
    bottom: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of its ink."""
        return self.left, self.top, self.left + len(self.bars) * self.module, self.bottom

    def draw(self, draw: Any) -> None:  # noqa: ANN401 (untyped library)
        """Its ink."""
        for at, bar in enumerate(self.bars):
            if bar == "1":
                x = self.left + at * self.module
                draw.rectangle((x, self.top, x + self.module - 1, self.bottom - 1), BLACK)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A label's measures in dots."""

    wide: int
    high: int

    @property
    def scale(self) -> float:
        """Times the measures of a label of 40 × 30 mm."""
        return min(self.wide / 320, self.high / 240)

    @property
    def is_tall(self) -> bool:
        """It is higher than wide."""
        return self.high > self.wide

    @property
    def room(self) -> int:
        """Dots across between the edges."""
        return self.wide - 2 * EDGE

    @property
    def bottom(self) -> int:
        """Where the foot begins."""
        return self.high - EDGE - round(BARS * self.scale) - round(self.of(SMALL).size * 1.4)

    def of(self, size: int, *, bold: bool = False) -> Type:
        """A type of so many dots on a label of 40 × 30 mm."""
        return Type(round(size * self.scale), bold)

    def name(self, words: str, size: int, room: int) -> _Block:
        """A name in lines no higher than `room`."""
        type_ = self.of(size, bold=True)
        return _Block(type_.lines(words, self.room, room, NAME_PITCH), type_, NAME_PITCH)

    def facts(self, lines: Sequence[str], size: int) -> _Block:
        """Lines below a name."""
        return _Block(lines, self.of(size), FACTS_PITCH)


@dataclass(frozen=True, slots=True)
class _Price:
    """An amount in a type from `least` to `most`, its unit on the same line, what it was above."""

    sheet: Sheet
    amount: str
    unit: str
    was: str
    small: Type
    was_type: Type
    least: Type
    most: Type

    @property
    def below(self) -> int:
        """Dots below the baseline that price and unit share."""
        return max(self.most.reach(self.amount)[1], self.small.reach(self.unit)[1])

    @property
    def over(self) -> int:
        """Dots that what it was takes above the price (of a tall label) or above the unit."""
        return self.was_type.high(self.was) + GAP if self.was else 0

    def high(self, type_: Type) -> int:
        """Dots of all of it with the price in this type."""
        price, unit = type_.reach(self.amount)[0], self.small.reach(self.unit)[0]
        if self.sheet.is_tall:
            return self.over + max(price, unit) + self.below
        return max(price, self.over + unit) + self.below

    def places(self, top: int, bottom: int) -> Iterator[Words]:
        """A tall label has room: the block stands in its middle, elsewhere at its foot."""
        room = bottom - top - self.below - self.over * self.sheet.is_tall
        type_ = self.most.shrunk(self.least.size, room, lambda x: x.reach(self.amount)[0])
        high = self.high(type_)
        spare = max(0, bottom - top - high) if self.sheet.is_tall else 0
        top = bottom - high - spare // 2
        baseline = top + high - self.below
        if self.was:
            yield Words(self.was, self.was_type, EDGE, top, struck=True)
        yield Words(self.unit, self.small, EDGE, baseline - self.small.reach(self.unit)[0])
        left = self.sheet.wide - EDGE - type_.long(self.amount)
        yield Words(self.amount, type_, left, baseline - type_.reach(self.amount)[0])


def tag_places(tag: PriceTag, size: str) -> tuple[Words | Bars, ...]:
    """All that stands on a label of one of `domain.label.SIZES`."""
    sheet = Sheet(*measures(size))
    price = _price(sheet, tag)
    above = _above(sheet, tag, sheet.bottom - EDGE - price.high(price.least))
    top = max((words.box[3] for words in above), default=EDGE) + 2 * GAP
    return (*above, *price.places(top, sheet.bottom), *foot(sheet, tag.barcode or tag.code))


def label_image(tag: PriceTag, size: str) -> Image:
    """One label as a 1-bit picture; black is 0."""
    return drawn(tag_places(tag, size), size)


def drawn(places: Iterable[Words | Bars], size: str) -> Image:
    """What stands on one label as a 1-bit picture; black is 0."""
    from PIL import Image, ImageDraw

    image = Image.new("L", measures(size), WHITE)
    draw = ImageDraw.Draw(image)
    for place in places:
        place.draw(draw)
    return image.point(lambda dot: 255 if dot > 140 else 0).convert("1")  # noqa: PLR2004 (ink)


def label_png(tag: PriceTag, size: str) -> bytes:
    """PNG of one label, dot for dot."""
    out = io.BytesIO()
    label_image(tag, size).save(out, "PNG")
    return out.getvalue()


def measures(size: str) -> tuple[int, int]:
    """Dots across and down of a label of one of `domain.label.SIZES`."""
    wide, high = size.split("x")
    return int(wide) * DOTS_PER_MM, int(high) * DOTS_PER_MM


def _price(sheet: Sheet, tag: PriceTag) -> _Price:
    """A tall label's price is never smaller than usual: its name has room enough."""
    small, amount = sheet.of(SMALL), figure(tag.price_fen)
    told, widest = clean(f"元/{UNITS.get(tag.sold_by, tag.unit)}"), sheet.wide * 2 // 5
    small = small.whole(told, widest)
    unit = small.cut(told, widest)
    was = f"原价 {figure(tag.was_fen)}" if tag.was_fen > tag.price_fen else ""
    was_type = small.whole(was, sheet.room if sheet.is_tall else sheet.wide // 2)
    beside = max(sheet.wide // 4, small.long(unit), 0 if sheet.is_tall else was_type.long(was))
    sizes = (LARGEST_TALL_PRICE,) * 2 if sheet.is_tall else (LEAST_PRICE, LARGEST_PRICE)
    room = sheet.room - EDGE - beside
    least, most = (sheet.of(size, bold=True).whole(amount, room) for size in sizes)
    return _Price(sheet, amount, unit, was, small, was_type, least, most)


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one type below each other."""

    lines: Sequence[str]
    type: Type
    pitch: float

    @property
    def high(self) -> int:
        return sum(self.type.pitch(line, self.pitch) for line in self.lines)

    @property
    def shown(self) -> int:
        """Characters of the whole that are there."""
        return len("".join(self.lines).rstrip("…"))

    def places(self, top: int) -> Iterator[Words]:
        for line in self.lines:
            yield Words(line, self.type, EDGE, top)
            top += self.type.pitch(line, self.pitch)


def _above(sheet: Sheet, tag: PriceTag, room: int) -> tuple[Words, ...]:
    """The name and the facts below it.

    The name is whole in the largest type that it can be whole in, be it that the facts move
    together; where it cannot be, there is as much of it as has room.
    """
    facts = "　".join(x for x in (tag.spec, tag.grade and f"等级 {tag.grade}") if x)
    origin = f"产地 {tag.county}" if tag.county else ""
    told = [clean(x) for x in (facts, origin, tag.producer if sheet.is_tall else "") if x]
    ways = [_ways(sheet, told, size) for size in (SMALL, TINY)]
    name, below = _most(sheet, tag.name, room, ways)
    if not name.lines and told:
        one = sheet.of(TINY).cut(clean("　").join(told), sheet.room)
        name, below = _most(sheet, tag.name, room, [[sheet.facts([one], TINY)]])
    return (*name.places(EDGE), *below.places(EDGE + name.high))


def _ways(sheet: Sheet, told: Sequence[str], size: int) -> Sequence[_Block]:
    """The facts on lines of their own, or together on one where they are whole there."""
    together = clean("　").join(told)
    type_ = sheet.of(size)
    ways = [[type_.cut(words, sheet.room) for words in told]]
    if len(told) > 1 and type_.fits(together, sheet.room):
        ways.append([together])
    return [sheet.facts(lines, size) for lines in ways]


def _most(
    sheet: Sheet, name: str, room: int, ways: Sequence[Sequence[_Block]]
) -> tuple[_Block, _Block]:
    """The first that shows the whole name, else what shows most of it."""
    whole, most = clean(name), (sheet.name("", SMALL, 0), ways[0][0])
    for each in ways:
        for size, facts in product(NAME_SIZES, each):
            found = sheet.name(name, size, room - facts.high)
            if "".join(found.lines) == whole:
                return found, facts
            if found.shown > most[0].shown:
                most = found, facts
    return most


def foot(sheet: Sheet, code: str) -> Iterator[Words | Bars]:
    """A code below its bars, two dots or more a module; one too long for that is written only."""
    small = sheet.of(SMALL)
    bars = bars_of(code)
    module = sheet.room // (len(bars) + 2 * QUIET) if bars else 0
    under = sheet.high - EDGE - small.size
    if module >= 2:  # noqa: PLR2004 (dots: one alone is lost at 203 dpi)
        left = (sheet.wide - len(bars) * module) // 2
        yield Bars(bars, module, left, under - round(BARS * sheet.scale), under - GAP)
    shown = small.cut(code, sheet.room)
    yield Words(shown, small, (sheet.wide - small.long(shown)) // 2, under)
