"""Why somebody did something: words for the journal and the slip."""

from __future__ import annotations

from showroom.domain.errors import Refusal
from showroom.domain.legible import legible
from showroom.domain.mask import masked
from showroom.domain.pin import looks_like_pin

REASON_LENGTH = 80


def kept_words(words: str) -> str:
    """What may be kept of words that cannot be refused any more: no payment code, no PIN."""
    words = legible(words)
    return "" if looks_like_pin(words) else masked(words)


def check_reason(words: str) -> str:
    """The words to keep, legible and without payment codes.

    Refuses `reason_too_long`, `words_like_pin`.
    """
    words = legible(words)
    if looks_like_pin(words):
        raise Refusal("words_like_pin")
    if len(words) > REASON_LENGTH:
        raise Refusal("reason_too_long", limit=REASON_LENGTH)
    return masked(words)
