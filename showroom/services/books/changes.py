"""What a verb changed, so that only the screens concerned read again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """Flags of the rooms of data that moved; `elsewhere` when another till may have done it."""

    sales: bool = False
    stock: bool = False
    catalogue: bool = False
    shift: bool = False
    people: bool = False
    settings: bool = False
    prints: bool = False
    drafts: bool = False
    documents: bool = False
    suppliers: bool = False
    places: bool = False
    attachments: bool = False
    elsewhere: bool = False
