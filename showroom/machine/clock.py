"""The machine's clock."""

from __future__ import annotations

import time


class SystemClock:
    """UTC microseconds of this machine."""

    def now_us(self) -> int:
        """UTC microseconds since 1970."""
        return time.time_ns() // 1000

    def up_us(self) -> int:
        """Microseconds that this computer is up, its sleep among them where the system tells."""
        boot = getattr(time, "CLOCK_BOOTTIME", None)
        return (time.monotonic_ns() if boot is None else time.clock_gettime_ns(boot)) // 1000
