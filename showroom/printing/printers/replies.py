"""What comes back from a printer, told apart by its fixed bits.

Real-time answers, automatic status, answers in sequence and blocks share one stream; a reply read
for another is a slip believed printed (docs/hardware.md#telling-answers-apart).
"""

from __future__ import annotations

from dataclasses import dataclass, field

XON, XOFF = 0x11, 0x13
BLOCK_HEADERS = frozenset({0x37, 0x3D, 0x5F})
"""``7`` (process id, settings), ``=`` (maintenance), ``_`` (printer id): all end in NUL."""
MAX_BLOCK = 128
PRINTABLE = (0x20, 0x7E)
ASB_REST = 3


@dataclass(slots=True)
class Replies:
    """Sorted answers, each kind oldest first."""

    real_time: list[int] = field(default_factory=list)
    in_sequence: list[int] = field(default_factory=list)
    blocks: list[bytes] = field(default_factory=list)
    _rest: bytearray = field(default_factory=bytearray, repr=False)

    def feed(self, data: bytes) -> None:
        """Sort what arrived; an unfinished answer waits for the rest of it."""
        self._rest += data
        while self._rest and (used := self._take()):
            del self._rest[:used]

    def forget(self) -> None:
        """Stale answers of an earlier job."""
        self.real_time.clear()
        self.in_sequence.clear()
        self.blocks.clear()
        self._rest.clear()

    def _take(self) -> int:
        """Bytes of the first answer, 0 while it is incomplete."""
        first = self._rest[0]
        if first in {XON, XOFF}:
            return 1
        if first & 0x93 == 0x12:  # noqa: PLR2004 (fixed bits 0xx1xx10)
            self.real_time.append(first)
            return 1
        if first & 0x93 == 0x10:  # noqa: PLR2004 (fixed bits 0xx1xx00: automatic status)
            return 1 + ASB_REST if len(self._rest) > ASB_REST else 0
        if first in BLOCK_HEADERS:
            return self._take_block()
        if first & 0x90 == 0:
            self.in_sequence.append(first)
        return 1

    def _take_block(self) -> int:
        """A block is printable up to its NUL; anything else is noise that looked like a header."""
        for at, byte in enumerate(self._rest):
            if byte == 0:
                self.blocks.append(bytes(self._rest[:at]))
                return at + 1
            if not PRINTABLE[0] <= byte <= PRINTABLE[1] or at == MAX_BLOCK:
                return 1
        return 0
