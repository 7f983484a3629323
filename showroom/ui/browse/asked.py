"""What a list is asked for, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from showroom.domain.ids import ZoneId

R = TypeVar("R")
EVERY_DAY = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """`text` as typed, any zone when None, `state` the key of a chip, `days` as in `day_range`."""

    text: str = ""
    zone_id: ZoneId | None = None
    state: object = None
    days: str = EVERY_DAY


@dataclass(frozen=True, slots=True)
class Found(Generic[R]):
    """Records in their usual order, `counts` by the keys of the chips, a line on all of it.

    A count of None cannot be told. `nothing` is a title and a hint that say why there is no record,
    where that is not the words that were searched for. `left_out` says that there are more than
    these, and stands on what leaves the screen. `made_of` is what a part can be made of
    without another read.
    """

    records: Sequence[R]
    counts: Mapping[Any, int | None] = field(default_factory=dict)
    told: str = ""
    nothing: tuple[str, str] | None = None
    made_of: object = None
    left_out: str = ""
