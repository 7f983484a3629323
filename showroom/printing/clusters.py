"""What may not be cut apart: a letter with its marks, an emoji with all that it is joined of.

After UAX #29 (extended grapheme clusters), as far as the bundled fonts go.
"""

from __future__ import annotations

import unicodedata

JOINER = "\u200d"
KEYCAP = "\u20e3"
_MARKS = frozenset({"Mn", "Mc", "Me"})
_KEYS = frozenset("0123456789#*")
_SCRIPTS = (("\u0600", "\u08ff"), ("\u0f00", "\u0fff"))
"""Arabic and Tibetan: their marks are drawn by a font that has letters of their own alone."""
_TONES = ("\U0001f3fb", "\U0001f3ff")
_TAGS = ("\U000e0020", "\U000e007f")
_FLAGS = ("\U0001f1e6", "\U0001f1ff")


def clusters(text: str) -> list[str]:
    """The text in pieces that are drawn, counted and broken whole; joined again they are it."""
    pieces: list[str] = []
    for char in text:
        if pieces and _belongs(pieces[-1], char):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _belongs(before: str, char: str) -> bool:
    if before[-1] == JOINER:
        return unicodedata.category(char) in {"So", "Sk"}
    if _FLAGS[0] <= char <= _FLAGS[1]:
        return len(before) == 1 and _FLAGS[0] <= before <= _FLAGS[1]
    return (
        char == JOINER
        or (unicodedata.category(char) in _MARKS and _of_one_script(before[0], char))
        or (_TONES[0] <= char <= _TONES[1] and unicodedata.category(before[0]) == "So")
        or _TAGS[0] <= char <= _TAGS[1]
    )


def _of_one_script(letter: str, mark: str) -> bool:
    """A mark behind a letter of another script stands alone: together they would be wider."""
    if mark == KEYCAP:
        return letter in _KEYS
    homes = [first <= letter <= last for first, last in _SCRIPTS if first <= mark <= last]
    return all(homes)
