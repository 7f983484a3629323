"""Why somebody did something: words for the journal and the slip."""

from __future__ import annotations

from showroom.domain.errors import Refusal

REASON_LENGTH = 80


def check_reason(words: str) -> str:
    """The words themselves. Refuses `reason_too_long`."""
    if len(words) > REASON_LENGTH:
        raise Refusal("reason_too_long", limit=REASON_LENGTH)
    return words
