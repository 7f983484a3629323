"""Slips as plain text."""

from __future__ import annotations

from showroom.domain.document import Document
from showroom.printing.layouts.lay_out import lay_out
from showroom.printing.layouts.layout import Page, Ruler, Text


def plain_text(document: Document, width: int) -> str:
    """The slip's lines, large ones marked by spacing alone."""
    return page_text(lay_out(document, width))


def page_text(page: Page) -> str:
    """The text of a laid-out page, one line per row."""
    return "".join(f"{row.text}\n" for row in page.rows if isinstance(row, Text | Ruler))
