"""A text that somebody looks for, in a column: the one way to LIKE."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from showroom.domain.errors import Refusal

MAX_SOUGHT = 200
"""Longer than what is looked through; a database gives up on a pattern much longer than that."""


def holds(column: ColumnElement[str], text: str, *, any_case: bool = False) -> ColumnElement[bool]:
    """Whether the column has the text in it. Refuses `search_too_long`."""
    if len(text) > MAX_SOUGHT:
        raise Refusal("search_too_long", limit=MAX_SOUGHT)
    return (column.icontains if any_case else column.contains)(text, autoescape=True)
