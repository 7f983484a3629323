"""Two people at one draft: what both of them changed, part by part, and where they disagree.

A part is what only makes sense together: a quantity of one count with the reason of another, or a
lot's number with the dates of another pack, was entered by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from showroom.domain.documents.draft import DraftHead, DraftLine

T = TypeVar("T", DraftLine, DraftHead)
Groups = tuple[tuple[str, ...], ...]

LINE_PARTS: Groups = (
    ("sku_id", "lot_id", "line_no"),
    ("quantity", "expected", "refused", "remark"),
    ("lot_no", "production_date", "expiry_date"),
    ("cost_fen", "gift"),
    ("certificate",),
    ("place_id",),
    ("to_place_id",),
)
HEAD_PARTS: Groups = (
    ("place_id",),
    ("to_place_id",),
    ("supplier_id", "contract_id", "order_id"),
    ("follows",),
    ("reference",),
    ("reason",),
    ("asked_by",),
    ("note",),
    ("wanted_on",),
)
_PARTS: Mapping[type, Groups] = MappingProxyType({DraftLine: LINE_PARTS, DraftHead: HEAD_PARTS})


class Parts(NamedTuple):
    """Fields by name with what stands in them, for whoever is asked whose they are to be."""

    fields: tuple[tuple[str, str | bool], ...]


@dataclass(frozen=True, slots=True)
class Together(Generic[T]):
    """Both changes in one. `clash` names the fields that both changed to something else.

    In those `value` says what the editor says.
    """

    value: T
    clash: tuple[str, ...] = ()


def together(seen: T | None, mine: T, now: T) -> Together[T]:
    """What an editor made of what was `seen`, over what the books have `now`.

    Of what was not there when it was begun, no part was seen: whatever differs is a clash.
    """
    if seen is None:
        return Together(mine, _apart(mine, now))
    theirs: dict[str, object] = {}
    clash: tuple[str, ...] = ()
    for part in _PARTS[type(mine)]:
        before, wanted, there = (_of(x, part) for x in (seen, mine, now))
        if wanted == before:
            theirs.update(zip(part, there, strict=True))
        elif there not in (before, wanted):
            clash += tuple(name for name in part if getattr(mine, name) != getattr(now, name))
    return Together(replace(mine, **theirs), clash)  # type: ignore[arg-type]


def _of(value: DraftLine | DraftHead, part: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(value, name) for name in part)


def _apart(one: T, other: T) -> tuple[str, ...]:
    names = (field.name for field in fields(one))
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))
