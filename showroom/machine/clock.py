"""The machine's clock, read in Beijing time."""

from __future__ import annotations

import time

BEIJING_OFFSET_MIN = 480
"""All of China keeps UTC+8 without summer time; a till set to another zone still reports
the shop's own hours and days."""


class SystemClock:
    """UTC microseconds of this machine and the shop's offset."""

    def now_us(self) -> int:
        """UTC microseconds since 1970."""
        return time.time_ns() // 1000

    def utc_offset_min(self) -> int:
        """Minutes that the shop's time is ahead of UTC."""
        return BEIJING_OFFSET_MIN
