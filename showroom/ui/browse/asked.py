"""What a list is asked for, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from showroom.domain.ids import ZoneId

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Wanted:
    """`text` as typed, any zone when None, `state` the key of a chip."""

    text: str = ""
    zone_id: ZoneId | None = None
    state: object = None


@dataclass(frozen=True, slots=True)
class Found(Generic[R]):
    """Records in their usual order, `counts` by the keys of the chips, a line on all of it.

    A count of None cannot be told.
    """

    records: Sequence[R]
    counts: Mapping[Any, int | None] = field(default_factory=dict)
    told: str = ""
