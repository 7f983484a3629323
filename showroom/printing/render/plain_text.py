"""Slips as plain text."""

from __future__ import annotations

from showroom.printing.layouts.layout import Page, Ruler, Text


def page_text(page: Page) -> str:
    """The text of a laid-out page, one line per row; large ones are marked by spacing alone."""
    return "".join(f"{row.text}\n" for row in page.rows if isinstance(row, Text | Ruler))
