"""Which of the keys before an Enter are a scan, by the time stamps of their events alone.

No clock is read here: a stalled window, a late timer or a full queue changes no stamp. Only a
stalled window system does, which stamps late; such a pause is bridged where the rest of the keys
is far faster than fingers (docs/hardware.md#keyboard-wedge).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile

from showroom.domain.barcode import GTIN_LENGTHS, has_good_check_digit, is_digits
from showroom.domain.scan import MAX_CODE_LENGTH, payment_channel

GAP_MS = 35
SLOW_MS = 120
"""The slowest scanner's pause. Where no text is typed a key waits so long for the next one: what
acts at a single key is a person's only when it comes alone."""
STALL_MS = 400
DOUBT_MS = 150
"""A longer pause is bridged only where the check digit, or the form of a payment code, is proof."""
PLAIN_SHARE, PROVEN_SHARE = 50, 25
"""In a hundred gaps so many are a scanner's; fewer do where the text proves that it is whole, for
else a machine that stamps most keys late would cut a code short."""
QUICK_MS = 20
QUICK_GAPS = 3
REPEAT_MS = 12
FIRST_REPEAT_MS = 200
"""No system begins to repeat a key that soon after it went down."""
TYPED_AHEAD = frozenset("*×+ ")
"""What people press just before a scan and no code of the shop begins with."""
MIN_LENGTH = 6
STAMP_RANGE = 1 << 32
"""Window systems count milliseconds in 32 bits: after 49.7 days they begin anew."""


def gap_ms(earlier: int, later: int) -> int:
    """Milliseconds between two stamps; one that lies before the other is far away."""
    return (later - earlier) % STAMP_RANGE


@dataclass(slots=True)
class Burst:
    """Printable keys none of which came more than `STALL_MS` after the one before.

    A place is a key's number from 0 on, those forgotten meanwhile included.
    """

    text: str = ""
    stamps: list[int] = field(default_factory=list)
    overflow: bool = False
    forgotten: int = 0

    @property
    def end(self) -> int:
        """The place of the next key."""
        return self.forgotten + len(self.stamps)

    def text_from(self, place: int) -> str:
        """What was typed from there on."""
        return self.text[place - self.forgotten :]

    @property
    def _quick(self) -> bool:
        """After some gaps faster than fingers: what comes late now, the machine has stalled."""
        unbroken = list(takewhile(lambda gap: gap <= GAP_MS, reversed(self._gaps())))
        return sum(gap <= QUICK_MS for gap in unbroken) >= QUICK_GAPS

    @property
    def hold_ms(self) -> int:
        """How long the next key may take before those held are given to a person."""
        return DOUBT_MS if self._quick else GAP_MS

    @property
    def repeat_ms(self) -> int:
        """A key marked as repeated that takes longer is one with a finger on it."""
        if self._quick:
            return STALL_MS
        return REPEAT_MS if self.text[-2:-1] == self.text[-1:] else FIRST_REPEAT_MS

    def pause(self, stamp: int) -> int:
        """Milliseconds since its last key; far more than any when there is none."""
        return gap_ms(self.stamps[-1], stamp) if self.stamps else STAMP_RANGE

    def joins(self, stamp: int) -> bool:
        """Whether a key with this stamp belongs to it."""
        return self.pause(stamp) <= STALL_MS

    def add(self, text: str, stamp: int) -> bool:
        """One more key; False when there are too many without a pause and it is dropped."""
        if len(self.stamps) >= MAX_CODE_LENGTH:
            self._shorten()
        if len(self.stamps) >= MAX_CODE_LENGTH:
            self.overflow = True
            self.stamps[-1] = stamp
            return False
        self.text += text
        self.stamps.append(stamp)
        return True

    def code_from(self, end_stamp: int, gap_limit: int = GAP_MS) -> int | None:
        """The place where the scan begins that an Enter with this stamp ends; None: a person's.

        Without pauses it is all of it. With some the longest part that reads as a code counts,
        one whose first key stands alone, too long for a doubt, only where no other does: that is
        a finger's, and before a code it often makes another of it (0 and a WeChat code read as
        数字人民币). Else all of it if that could be one, else what came after the last pause.
        """
        gaps = [*self._gaps(), self.pause(end_stamp)]
        starts = [0, *(at + 1 for at, gap in enumerate(gaps[:-1]) if gap > gap_limit)]
        long = [at for at in starts if len(self.stamps) - at >= MIN_LENGTH]
        read = [
            at
            for at in long
            if fast_share(gaps[at:], gap_limit) >= PROVEN_SHARE and reads_as_code(self.text[at:])
        ]
        sure = sorted(read, key=lambda at: gaps[at] > DOUBT_MS)
        plain = [
            at
            for at in long
            if fast_share(gaps[at:], gap_limit) >= PLAIN_SHARE
            and (
                at == starts[-1]
                or (max(gaps[at:]) <= DOUBT_MS and not TYPED_AHEAD & set(self.text[at:]))
            )
        ]
        found = sure or plain
        return self.forgotten + found[0] if found else None

    def _gaps(self) -> list[int]:
        return [gap_ms(a, b) for a, b in zip(self.stamps, self.stamps[1:], strict=False)]

    def _shorten(self) -> None:
        """Forget what a person typed before the first pause."""
        slow = next((at for at, gap in enumerate(self._gaps(), 1) if gap > GAP_MS), 0)
        del self.stamps[:slow]
        self.text = self.text[slow:]
        self.forgotten += slow


def fast_share(gaps: list[int], gap_limit: int) -> int:
    """How many in a hundred of the gaps are a scanner's, rounded down."""
    return 100 * sum(gap <= gap_limit for gap in gaps) // len(gaps)


def reads_as_code(text: str) -> bool:
    """Whether the text alone shows that it is whole: a good check digit, or a payment code."""
    if not is_digits(text):
        return False
    if len(text) in GTIN_LENGTHS:
        return has_good_check_digit(text)
    return payment_channel(text) is not None
