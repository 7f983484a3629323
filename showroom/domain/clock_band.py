"""Whether this computer's clock can be believed (docs/reliability.md#a-clock-in-doubt)."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.domain.business_day import US_PER_S

BEHIND_US = 5 * 60 * US_PER_S
"""A clock is set back by so much by NTP or a careful hand; further back asks."""
AHEAD_US = 20 * 24 * 3600 * US_PER_S
"""Longer than any holiday of a shop, shorter than a wrong month; further ahead asks."""
APART_US = 10 * 60 * US_PER_S
"""Two computers of one shop that are further apart cannot both be right."""


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """A clock that nobody should post by: what it says and what speaks against it, both UTC us.

    `code` is the refusal's: ``clock_before_release``, ``clock_behind``, ``clock_ahead`` or
    ``clock_not_servers``.
    """

    code: str
    clock_us: int
    known_us: int

    @property
    def can_be_confirmed(self) -> bool:
        """False before the program itself was made: that clock is wrong, whoever says otherwise."""
        return self.code != "clock_before_release"


@dataclass(slots=True)
class ClockBand:
    """What a clock is held against besides the till's last event.

    `released_us` is when this program was made, 0 for unknown. The database server is a witness
    only where `asks_server` is on. `accepted_us` is how far from the server's clock a 店长 said
    this one may be; it is forgotten with the program.
    """

    released_us: int = 0
    asks_server: bool = False
    accepted_us: int = 0

    def doubt(self, clock_us: int, last_us: int, server_us: int) -> ClockDoubt | None:
        """What speaks against the clock, None for nothing. 0 is no last event, no server.

        A server that agrees outweighs the last event: it vouches for a clock that was put right.
        """
        if clock_us < self.released_us:
            return ClockDoubt("clock_before_release", clock_us, self.released_us)
        if self.asks_server and server_us:
            apart = clock_us - server_us
            if min(abs(apart), abs(apart - self.accepted_us)) <= APART_US:
                return None
            return ClockDoubt("clock_not_servers", clock_us, server_us)
        if last_us and clock_us < last_us - BEHIND_US:
            return ClockDoubt("clock_behind", clock_us, last_us)
        if last_us and clock_us > last_us + AHEAD_US:
            return ClockDoubt("clock_ahead", clock_us, last_us)
        return None

    def accept(self, doubt: ClockDoubt) -> None:
        """A 店长 vouches for the clock against the server, for as long as the program runs."""
        if doubt.code == "clock_not_servers":
            self.accepted_us = doubt.clock_us - doubt.known_us
