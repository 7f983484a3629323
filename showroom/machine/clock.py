"""The machine's clock."""

from __future__ import annotations

import time


class SystemClock:
    """UTC microseconds of this machine."""

    def now_us(self) -> int:
        """UTC microseconds since 1970."""
        return time.time_ns() // 1000
