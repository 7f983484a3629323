"""Text of a price tag in whole dots: how much room it takes, cut and broken to what there is."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from showroom.domain.legible import clusters
from showroom.printing.glyphs import weights
from showroom.printing.layouts.text import clean, wrap
from showroom.printing.render.raster import draw_run, ink_font, run_dots
from showroom.printing.runs import Run, runs
from showroom.printing.shaping import shape

BLACK = 0
GAP = 3
"""Dots at least between two lines."""
DEEPEST = 2
"""So many times its type a line may be high: Tibetan needs less, marks upon marks have no end."""
LEAST_AMOUNT = 12


@dataclass(frozen=True, slots=True)
class Type:
    """A size in dots; Chinese alone has two weights."""

    size: int
    bold: bool = False

    def long(self, shown: str) -> int:
        """Dots that clean text takes, each run in its own font."""
        return sum(self._run_long(run) for run in runs(shown))

    def _run_long(self, run: Run) -> int:
        if run.face is not None:
            return math.ceil(run_dots(run, run.face, self.size))
        return sum(int(font.getlength(part)) for part, font in self._parts(run))

    def _parts(self, run: Run) -> list[tuple[str, Any]]:
        parts = weights(run.text, bold=self.bold)
        return [(part, ink_font(self.size, bold=heavy)) for part, heavy in parts]

    def reach(self, shown: str) -> tuple[int, int]:
        """Dots of ink above and below the baseline."""
        above = below = 0
        for run in runs(shown):
            if run.face is None:
                boxes = [font.getbbox(part, anchor="ls") for part, font in self._parts(run)]
                above = max([above, *(-math.floor(box[1]) for box in boxes)])
                below = max([below, *(math.ceil(box[3]) for box in boxes)])
            else:
                ink = shape(run.text, run.face, backward=run.backward)
                above = max(above, math.ceil(ink.above * self.size))
                below = max(below, math.ceil(ink.below * self.size))
        return above, below

    def high(self, shown: str) -> int:
        """Dots of ink."""
        return sum(self.reach(shown))

    def pitch(self, shown: str, times: float) -> int:
        """Dots from a line to the next one."""
        return max(self.high(shown) + GAP, round(self.size * times))

    def fits(self, shown: str, room: int) -> bool:
        """Whether it is one line of so many dots."""
        return self.long(shown) <= room and self.high(shown) <= DEEPEST * self.size

    def cut(self, words: str, room: int) -> str:
        """Clean text of one line no longer than `room`, with … where something is missing."""
        shown = clean(words)
        if self.fits(shown, room):
            return shown
        kept = ""
        for cluster in clusters(shown):
            if not self.fits(kept + cluster + "…", room):
                break
            kept += cluster
        return kept + "…"

    def whole(self, amount: str, room: int) -> Type:
        """The largest up to this one that an amount has room in: it is never shortened."""
        return self.shrunk(LEAST_AMOUNT, room, lambda found: found.long(amount))

    def shrunk(self, least: int, room: int, measure: Callable[[Type], int]) -> Type:
        """The largest up to this one whose measure keeps to `room`, or else the least."""
        found = self
        while found.size > least and (dots := measure(found)) > room:
            fair = found.size * max(0, room) // dots
            found = Type(max(least, min(found.size - 1, fair)), found.bold)
        return found

    def lines(self, words: str, wide: int, room: int, times: float) -> list[str]:
        """Lines no higher together than `room`; none where there is no room for one.

        The last one ends in … where something is missing.
        """
        found = wrap(clean(words), wide, self.long)
        ends = [*accumulate(self.pitch(line, times) for line in found)]
        kept = next((at for at, line in enumerate(found) if not self.fits(line, wide)), len(found))
        kept = min(kept + 1, bisect_right(ends, room))
        if kept == len(found) and self.fits(found[-1], wide):
            return found
        for last in range(kept - 1, -1, -1):
            line = self.cut("".join(found[last:]), wide)
            if sum(self.pitch(x, times) for x in (*found[:last], line)) <= room:
                return [*found[:last], line]
        return []

    def write(self, draw: Any, at: tuple[int, int], shown: str) -> None:  # noqa: ANN401
        """Clean text from its left end, its ink's upper edge at `at`."""
        x, baseline = at[0], at[1] + self.reach(shown)[0]
        for run in runs(shown):
            if run.face is not None:
                draw_run(draw, run, run.face, (x, baseline), self.size)
                x += self._run_long(run)
                continue
            for part, font in self._parts(run):
                draw.text((x, baseline), part, BLACK, font, anchor="ls")
                x += int(font.getlength(part))


@dataclass(frozen=True, slots=True)
class Words:
    """Clean text at its place, in dots from the label's upper left corner."""

    shown: str
    type: Type
    left: int
    top: int
    struck: bool = False

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of its ink."""
        right = self.left + self.type.long(self.shown)
        return self.left, self.top, right, self.top + self.type.high(self.shown)

    def draw(self, draw: Any) -> None:  # noqa: ANN401 (untyped library)
        """Its ink."""
        self.type.write(draw, (self.left, self.top), self.shown)
        if self.struck:
            left, top, right, bottom = self.box
            draw.line((left, (top + bottom) // 2, right, (top + bottom) // 2), BLACK, 2)
