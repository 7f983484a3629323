"""Whether this computer's clock can be believed (docs/reliability.md#a-clock-in-doubt)."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.domain.business_day import US_PER_S
from showroom.domain.errors import Refusal

BEHIND_US = 5 * 60 * US_PER_S
"""A clock is set back by so much by NTP or a careful hand; further back asks."""
AHEAD_US = 20 * 24 * 3600 * US_PER_S
"""Longer than any holiday of a shop, shorter than a wrong month; further ahead asks."""
QUIET_US = 4 * 24 * 3600 * US_PER_S
"""Longer than a shop rests between two holidays; after it the day is asked about once."""
APART_US = 10 * 60 * US_PER_S
"""Two computers of one shop that are further apart cannot both be right."""


@dataclass(frozen=True, slots=True)
class ClockBand:
    """What a clock is held against besides the till's last event.

    `released_us` is when this program was made, 0 for unknown. The database server is a witness
    only where `asks_server` is on. `accepted_us` is how far from the server's clock somebody said
    this one may be. After `quiet_us` without an event the day is asked about, 0 never.
    """

    released_us: int = 0
    asks_server: bool = False
    accepted_us: int = 0
    quiet_us: int = 0

    def doubt(self, clock_us: int, last_us: int, server_us: int) -> Refusal | None:
        """What speaks against the clock, None for nothing. 0 is no last event, no server.

        ``clock_before_release``, ``clock_not_servers``, ``clock_behind``, ``clock_ahead`` or
        ``clock_gap``, with `clock_us` and what is known (`known_us`), both microseconds UTC. A
        server that agrees outweighs the last event: it vouches for a clock that was put right.
        """
        if clock_us < self.released_us:
            known_us = self.released_us
            return Refusal("clock_before_release", clock_us=clock_us, known_us=known_us)
        if self.asks_server and server_us:
            apart = clock_us - server_us
            if min(abs(apart), abs(apart - self.accepted_us)) <= APART_US:
                return None
            return Refusal("clock_not_servers", clock_us=clock_us, known_us=server_us)
        if last_us and clock_us < last_us - BEHIND_US:
            return Refusal("clock_behind", clock_us=clock_us, known_us=last_us)
        if last_us and clock_us > last_us + AHEAD_US:
            return Refusal("clock_ahead", clock_us=clock_us, known_us=last_us)
        if last_us and self.quiet_us and clock_us > last_us + self.quiet_us:
            return Refusal("clock_gap", clock_us=clock_us, known_us=last_us)
        return None
