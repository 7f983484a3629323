"""What a scale says, and which of it may be sold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

from showroom.domain.errors import Refusal

GRAMS = {"kg": 1000, "g": 1}
MAX_GRAMS = 999_999
STEADY = 3
"""Equal readings in a row stand for stable where a scale has no flag of its own."""
TOLD_TWICE = 2
"""And stand for true where its frames carry no check: a digit lost on the line is another weight,
11.250 is 1.250. That the same one is lost twice is a matter of `Width`."""
WIDTH_CHANGED = 5
"""So many frames of another width in a row, and a scale's frames have that width from now on."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`grams` may be negative. `trouble` is empty, ``moving``, ``overload`` or ``underload``."""

    grams: int
    stable: bool
    trouble: str = ""


def to_grams(text: str, unit: str) -> int | None:
    """Whole grams of a decimal number in ``kg`` or ``g``; half a gram goes to the even one.

    None for what is no number or beyond any shop scale.
    """
    try:
        value = Decimal(text.strip().replace(" ", "")) * GRAMS[unit]
    except (InvalidOperation, KeyError):
        return None
    if not value.is_finite() or abs(value) > MAX_GRAMS:
        return None
    return int(value.quantize(Decimal(1), ROUND_HALF_EVEN))


def sellable(reading: Reading | None) -> int:
    """Grams that may be sold: stable and above zero.

    Refuses `scale_silent`, `scale_overload`, `scale_negative`, `scale_moving`, `scale_empty`.
    """
    if reading is None:
        raise Refusal("scale_silent")
    if reading.trouble == "overload":
        raise Refusal("scale_overload")
    if reading.trouble == "underload" or reading.grams < 0:
        raise Refusal("scale_negative")
    if not reading.stable:
        raise Refusal("scale_moving")
    if reading.grams == 0:
        raise Refusal("scale_empty")
    return reading.grams


class Steadiness:
    """Finds so many equal readings in a row."""

    def __init__(self, times: int = STEADY) -> None:
        self._needed = times
        self._last: int | None = None
        self._times = 0

    def seen(self, grams: int) -> bool:
        """True from that equal reading on."""
        self._times = self._times + 1 if grams == self._last else 1
        self._last = grams
        return self._times >= self._needed

    def forget(self) -> None:
        """Something came between."""
        self._last = None


class Width:
    """How wide a scale's frames are: what two in a row had, then what `WIDTH_CHANGED` others have.

    A digit lost on the line, once or twice, leaves a narrower one
    (docs/hardware.md#whole-frames-only).
    """

    def __init__(self) -> None:
        self._width = self._times = 0
        self._other = self._others = 0

    def fits(self, width: int) -> bool:
        """False of a frame that is no weight, having another width than those before."""
        if width == self._width:
            self._times += 1
            self._others = 0
            return True
        self._others = self._others + 1 if width == self._other else 1
        self._other = width
        if self._times >= TOLD_TWICE and self._others < WIDTH_CHANGED:
            return False
        self._width, self._times = width, self._others
        return True
