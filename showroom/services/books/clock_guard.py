"""The till's own watch over its clock."""

from __future__ import annotations

from dataclasses import replace

from showroom.domain.clock_band import ClockBand, Known
from showroom.domain.errors import Refusal


class ClockGuard:
    """A band, what somebody vouched for and when this program posted: all forgotten with it."""

    def __init__(self, band: ClockBand = ClockBand()) -> None:  # noqa: B008 (an immutable value)
        self._band = band
        self._posted_up_us: int | None = None

    def awake(self, known: Known, up_us: int) -> Known:
        """What is known, with the time that ran since this program's last event, 0 before one."""
        since_us = up_us if self._posted_up_us is None else self._posted_up_us
        return replace(known, awake_us=max(0, up_us - since_us))

    def posted(self, up_us: int) -> None:
        """An event at a clock without a doubt is in the books; `Clock.up_us` as it was then."""
        self._posted_up_us = up_us

    def doubt(self, clock_us: int, known: Known) -> Refusal | None:
        """See `ClockBand.doubt`."""
        return self._band.doubt(clock_us, known)

    def settled(self, clock_us: int, known: Known) -> Known:
        """See `ClockBand.settled`."""
        return self._band.settled(clock_us, known)

    def accept(self, clock_us: int, server_us: int) -> None:
        """Somebody vouches for this clock against the server's, as far apart as they are now."""
        self._band = replace(self._band, accepted_us=clock_us - server_us)
