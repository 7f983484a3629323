"""Kinds with the trade's word for each, so that every screen and slip calls them alike."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Worded(StrEnum):
    """A member is (value, word): `value` is what the books hold, `word` what people read."""

    word: str

    def __new__(cls, value: str, word: str = "") -> Self:
        """Keep the word beside the value; a look-up by value alone finds the member."""
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.word = word
        return kind
