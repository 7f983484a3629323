"""Text that reads as it is written: nothing invisible in it, nothing that turns it around.

The one place that knows what a typed text may hold. It falls away rather than being refused: it
comes with what is pasted, and nobody finds a mark that cannot be seen. What older books hold goes
through it on its way to screen, file and paper.

And what may not be cut apart: a letter with its marks, an emoji with all that it is joined of,
after UAX #29 (extended grapheme clusters), as far as the bundled fonts go.
"""

from __future__ import annotations

import unicodedata

_GONE = frozenset({"Cc", "Cf", "Cs", "Co"})
"""Controls, marks of format and direction, halves of a pair, private use that means nothing."""
_SPACES = frozenset("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_NO_INK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters, marks and patterns that Unicode calls printable and nothing draws."""
_INK = frozenset("LNPS")
"""Classes of signs that are seen by themselves; marks need one of them to stand on."""
_NONCHARACTER = 0xFFFE
JOINER, _AS_EMOJI = "\u200d", "\ufe0f"
_PICTURES = frozenset({"So", "Sk"})
KEYCAP = "\u20e3"
_MARKS = frozenset({"Mn", "Mc", "Me"})
_KEYS = frozenset("0123456789#*")
_SCRIPTS = (("\u0600", "\u08ff"), ("\u0f00", "\u0fff"))
"""Arabic and Tibetan: their marks are drawn by a font that has letters of their own alone."""
_TONES = ("\U0001f3fb", "\U0001f3ff")
_TAGS = ("\U000e0020", "\U000e007f")
_FLAGS = ("\U0001f1e6", "\U0001f1ff")


def legible(text: str) -> str:
    """The text in one line, without what cannot be seen; breaks and tabs become spaces.

    A joiner between two pictures is seen: it makes one of them (👩‍🌾), as on paper. "" for a text
    of which nothing is seen.
    """
    if text.isascii() and text.isprintable():
        return text
    seen = text if text.isprintable() and _NO_INK.isdisjoint(text) else _seen(text)
    return seen if any(unicodedata.category(c)[0] in _INK for c in seen) else ""


def _seen(text: str) -> str:
    return "".join(
        " " if c in _SPACES else c
        for at, c in enumerate(text)
        if c in _SPACES or _is_seen(c) or (c == JOINER and _joins(text[:at], text[at + 1 :]))
    )


def _joins(before: str, after: str) -> bool:
    """Whether a joiner stands between two pictures."""
    if not before or not after or unicodedata.category(after[0]) != "So":
        return False
    return before[-1] == _AS_EMOJI or unicodedata.category(before[-1]) in _PICTURES


def _is_seen(char: str) -> bool:
    noncharacter = ord(char) & _NONCHARACTER == _NONCHARACTER
    gone = char in _NO_INK or unicodedata.category(char) in _GONE
    return not gone and not noncharacter


def clusters(text: str) -> list[str]:
    """The text in pieces that are drawn, counted and broken whole; joined again they are it."""
    pieces: list[str] = []
    for char in text:
        if pieces and _belongs(pieces[-1], char):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def cut(text: str, limit: int) -> str:
    """At most `limit` characters of the text, ending in … where something is missing.

    What is kept is whole clusters; a single one that is too long is missing whole.
    """
    if len(text) <= limit:
        return text
    kept = clusters(text[:limit])
    while kept and sum(map(len, kept)) >= limit:
        kept.pop()
    return "".join(kept).rstrip() + "…"


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
