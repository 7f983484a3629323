"""What people type into documents and records of suppliers: words, numbers of papers, days."""

from __future__ import annotations

from showroom.domain.documents.dates import read_day
from showroom.domain.errors import Refusal
from showroom.domain.legible import legible
from showroom.domain.mask import is_paper_number, masked


def check_words(text: str, limit: int) -> str:
    """The words to keep, legible. Refuses `draft_words` (too long) and `text_is_pay_code`.

    Numbers of delivery notes, papers and lots may have six figures: no PIN is asked for in such a
    field.
    """
    kept = legible(text).strip()
    if len(kept) > limit:
        raise Refusal("draft_words", limit=limit)
    if masked(kept) != kept:
        raise Refusal("text_is_pay_code")
    return kept


def check_number(text: str, limit: int) -> str:
    """The number of a paper or a lot to keep, legible.

    One that begins with letters, or is built like a 信用代码, is kept where its figures alone would
    read as a code. Refuses `draft_words` (too long) and `number_is_pay_code`, which says how a
    number of figures alone is told from a code.
    """
    kept = legible(text).strip()
    if len(kept) > limit:
        raise Refusal("draft_words", limit=limit)
    if masked(kept) != kept and not is_paper_number(kept):
        raise Refusal("number_is_pay_code")
    return kept


def typed_day(text: str) -> str:
    """A day as it is typed (20270301, 2027-3-1, 2027年3月1日) as ISO text; "" of an empty text.

    Refuses what `read_day` does.
    """
    return read_day(text) if text.strip() else ""
