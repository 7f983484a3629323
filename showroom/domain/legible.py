"""Text that reads as it is written: nothing invisible in it, nothing that turns it around.

The one place that knows what a typed text may hold. It falls away rather than being refused: it
comes with what is pasted, and nobody finds a mark that cannot be seen. What older books hold goes
through it on its way to screen, file and paper.
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
_JOINER, _AS_EMOJI = "\u200d", "\ufe0f"
_PICTURES = frozenset({"So", "Sk"})


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
        if c in _SPACES or _is_seen(c) or (c == _JOINER and _joins(text[:at], text[at + 1 :]))
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
