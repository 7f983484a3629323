"""The scale of a chart: round steps, the same on screen and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TICKS = 4
QUIET_FEN = 100_00
"""What the axis of money spans on a very quiet day."""


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` (never above zero) to `high` in steps, all multiples of `step`."""

    low: int
    high: int
    step: int

    @property
    def marks(self) -> range:
        """Every line across, from below."""
        return range(self.low, self.high + 1, self.step)


def nice_step(span: int, ticks: int = TICKS) -> int:
    """The smallest of 1, 2, 5 x 10^n which divides `span` into at most `ticks` parts."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor * ticks >= span:
                return step * factor
        step *= 10


def axis_of(ups: Iterable[int], downs: Iterable[int], least: int = 1) -> Axis:
    """The scale for stacks that reach so high and so low; it spans `least` at least."""
    high, low = max([0, *ups]), min([0, *downs])
    step = nice_step(max(least, high - low))
    return Axis(low // step * step, max(1, -(-high // step)) * step, step)
