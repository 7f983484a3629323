"""Whether this computer's clock can be believed (docs/reliability.md#a-clock-in-doubt)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from showroom.domain.business_day import US_PER_S
from showroom.domain.errors import Refusal

BEHIND_US = 5 * 60 * US_PER_S
"""A clock is set back by so much by NTP or a careful hand; further back asks."""
AHEAD_US = 20 * 24 * 3600 * US_PER_S
"""Longer than any holiday of a shop, shorter than a wrong month; more silence asks a 店长."""
QUIET_US = 4 * 24 * 3600 * US_PER_S
"""Longer than a shop rests between two holidays; more silence asks whoever is there, once."""
AWAKE_PAYS = 4
"""So many hours of silence does an hour of running pay for: five hours a day pay for the night."""
APART_US = 10 * 60 * US_PER_S
"""Two computers of one shop that are further apart cannot both be right."""
BY_ANYBODY = frozenset({"clock_gap", "clock_either"})
"""Doubts that whoever is at the till may answer: nobody of more weight has said otherwise."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a till knows of the time besides its clock, all in microseconds, 0 for not at all.

    `last_us` is its last event that nobody doubted. `unsaid_us` is the silence that grew since
    anybody, `unvouched_us` since a 店长 said that the day is right. `server_us` is the database
    server's now. `awake_us` has passed since the last event by a counter that nobody can set.
    """

    last_us: int = 0
    unsaid_us: int = 0
    unvouched_us: int = 0
    server_us: int = 0
    awake_us: int = 0

    def at(self, clock_us: int) -> Known:
        """After an event at `clock_us`: silence adds up, running pays it off, so does going back.

        Silence is what the clock moved ahead and the counter did not: a night, or a jump.
        """
        moved_us = clock_us - self.last_us if self.last_us else 0
        if moved_us >= -BEHIND_US:
            moved_us = max(0, moved_us - self.awake_us)
        grown_us = moved_us - AWAKE_PAYS * self.awake_us
        return replace(
            self,
            last_us=clock_us,
            unsaid_us=max(0, self.unsaid_us + grown_us),
            unvouched_us=max(0, self.unvouched_us + grown_us),
        )


@dataclass(frozen=True, slots=True)
class ClockBand:
    """What a clock is held against besides what the till's own events tell.

    `released_us` is when this program was made, 0 for unknown. The database server is a witness
    only where `asks_server` is on. `accepted_us` is how far from the server's clock somebody said
    this one may be. After `quiet_us` of silence the day is asked about, 0 never.
    """

    released_us: int = 0
    asks_server: bool = False
    accepted_us: int = 0
    quiet_us: int = 0

    def doubt(self, clock_us: int, known: Known) -> Refusal | None:
        """What speaks against the clock, None for nothing.

        ``clock_before_release``, ``clock_not_servers``, ``clock_either`` (behind events that no
        店长 vouched for), ``clock_behind``, ``clock_ahead``, ``clock_unvouched`` (too much silence
        in sum) or ``clock_gap``, with `clock_us` and what is known (`known_us`), both microseconds
        UTC. A server that agrees outweighs the last event: it vouches for a clock put right.
        """
        if clock_us < self.released_us:
            known_us = self.released_us
            return Refusal("clock_before_release", clock_us=clock_us, known_us=known_us)
        if self._asks(known):
            apart = clock_us - known.server_us
            if min(abs(apart), abs(apart - self.accepted_us)) <= APART_US:
                return None
            return Refusal("clock_not_servers", clock_us=clock_us, known_us=known.server_us)
        return self._by_events(clock_us, known) if known.last_us else None

    def settled(self, clock_us: int, known: Known) -> Known:
        """What is known after an event at a clock without a doubt: a server's word leaves none."""
        after = known.at(clock_us)
        return replace(after, unsaid_us=0, unvouched_us=0) if self._asks(known) else after

    def _asks(self, known: Known) -> bool:
        return self.asks_server and known.server_us != 0

    def _by_events(self, clock_us: int, known: Known) -> Refusal | None:
        """What the till's own events say against it."""
        last_us, after = known.last_us, known.at(clock_us)
        back_us = last_us - clock_us
        if back_us > known.unvouched_us + BEHIND_US:
            return Refusal("clock_behind", clock_us=clock_us, known_us=last_us)
        if back_us > BEHIND_US:
            # What nobody vouched for has no more weight than the clock of now.
            return Refusal("clock_either", clock_us=clock_us, known_us=last_us)
        if -back_us > AHEAD_US:
            return Refusal("clock_ahead", clock_us=clock_us, known_us=last_us)
        if after.unvouched_us > AHEAD_US:
            return Refusal("clock_unvouched", clock_us=clock_us, known_us=last_us)
        if self.quiet_us and after.unsaid_us > self.quiet_us:
            return Refusal("clock_gap", clock_us=clock_us, known_us=last_us)
        return None
