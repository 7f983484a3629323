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

    A digit lost on the line, once or twice, leaves a narrower one. After a wider one the old
    width is in doubt as well: a scale that does not pad may show more now, and have lost a digit
    since (docs/hardware.md#whole-frames-only).
    """

    def __init__(self) -> None:
        self._width = self._last = self._times = 0
        self._wider = False

    def fits(self, width: int) -> bool:
        """False of a frame that is no weight, having another width than those before."""
        self._times = self._times + 1 if width == self._last else 1
        self._last = width
        if self._times >= (WIDTH_CHANGED if self._width else TOLD_TWICE):
            self._width, self._wider = width, False
        self._wider = self._wider or 0 < self._width < width
        return not self._width or (width == self._width and not self._wider)
