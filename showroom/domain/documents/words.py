"""What people type into documents and records of suppliers: words, numbers of papers, days."""

from __future__ import annotations

from showroom.domain.documents.dates import parse_pack_date
from showroom.domain.errors import Refusal
from showroom.domain.legible import legible
from showroom.domain.mask import is_paper_number, masked

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
"""Of a day on a paper; another year is a slip of the hand."""


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

    Refuses `day_unclear`.
    """
    typed = text.strip()
    if not typed:
        return ""
    day = parse_pack_date(typed)
    if day is None or not EARLIEST_YEAR <= int(day[:4]) <= LATEST_YEAR:
        raise Refusal("day_unclear", text=typed)
    return day
