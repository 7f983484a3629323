"""The till's own watch over its clock."""

from __future__ import annotations

from dataclasses import replace

from showroom.domain.clock_band import ClockBand
from showroom.domain.errors import Refusal


class ClockGuard:
    """A band, and what somebody vouched for since the program began: that is forgotten with it."""

    def __init__(self, band: ClockBand = ClockBand()) -> None:  # noqa: B008 (an immutable value)
        self._band = band

    def doubt(self, clock_us: int, last_us: int, server_us: int) -> Refusal | None:
        """See `ClockBand.doubt`."""
        return self._band.doubt(clock_us, last_us, server_us)

    def accept(self, clock_us: int, server_us: int) -> None:
        """Somebody vouches for this clock against the server's, as far apart as they are now."""
        self._band = replace(self._band, accepted_us=clock_us - server_us)
