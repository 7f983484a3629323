"""The machine's clock."""

from __future__ import annotations

import time
from datetime import datetime


class SystemClock:
    """UTC microseconds and the local offset of this machine."""

    def now_us(self) -> int:
        """UTC microseconds since 1970."""
        return time.time_ns() // 1000

    def utc_offset_min(self) -> int:
        """Minutes that local time is ahead of UTC, now."""
        offset = datetime.now().astimezone().utcoffset()
        return 0 if offset is None else int(offset.total_seconds()) // 60
