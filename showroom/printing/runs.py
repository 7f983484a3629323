"""Text that the Chinese font alone cannot draw, in runs of one font each, as they are seen.

Paper reads from left to right throughout; what is written from right to left is turned within its
own words (UAX #9 in a paragraph from left to right). One rule is the house's: a figure behind such
a name stays behind it, since it is an amount or a specification and not a part of the name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from showroom.domain.legible import clusters
from showroom.printing.glyphs import ARABIC, Face, covered, face_of, plain


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbours that are drawn together; without a face they are plain Chinese text.

    `text` is in reading order, without a face as it is seen; `backward` is drawn from the right.
    """

    text: str
    face: Face | None = None
    backward: bool = False


@lru_cache(maxsize=512)
def runs(text: str) -> tuple[Run, ...]:
    """Clean text of one line in runs, from left to right as they are seen."""
    if plain(text):
        return (Run(text),)
    pieces = clusters(text)
    kinds = _kinds(pieces)
    found: list[Run] = []
    at = 0
    for match in _BACKWARD.finditer(kinds):
        found += _forward(pieces[at : match.start()])
        found += _backward(pieces[match.start() : match.end()], match.group())
        at = match.end()
    return tuple(found + _forward(pieces[at:]))


_BACKWARD = re.compile(r"R(?:(?:[NFTC]| (?! ))*R|E)*")
"""From a word to the last one that follows it; two spaces are a gap between columns."""
_FIGURES = re.compile(r"T*F(?:C?F)*T*")
_KINDS = {"R": "R", "AL": "R", "EN": "F", "AN": "F", "L": "L", "WS": " ", "ET": "T", "CS": "C"}


def _kinds(pieces: list[str]) -> str:
    """A letter for each, after UAX #9 and coarser.

    R is from right to left, F a figure, T its unit, C what stands within one, E what was left
    out, N and a space are neutral.
    """
    return "".join(
        "E" if x[0] == "…" else _KINDS.get(unicodedata.bidirectional(x[0]), "N") for x in pieces
    )


def _forward(pieces: list[str]) -> list[Run]:
    found: list[Run] = []
    for face, same in groupby(pieces, face_of):
        if face is None or face.flows:
            found.append(Run("".join(same), face))
        else:
            found += [Run(piece, face) for piece in same]
    return found


def _backward(pieces: list[str], kinds: str) -> list[Run]:
    """Words from right to left, the figures among them from left to right."""
    found: list[Run] = []
    at = 0
    for match in _FIGURES.finditer(kinds):
        found += _turned(pieces[at : match.start()])
        found += reversed(_forward(pieces[match.start() : match.end()]))
        at = match.end()
    found += _turned(pieces[at:])
    return found[::-1]


def _turned(pieces: list[str]) -> list[Run]:
    """In reading order still; the caller turns the runs, and what has no such letters here."""
    found: list[Run] = []
    for face, same in groupby(pieces, _face_among_words):
        if face is ARABIC:
            found.append(Run("".join(same), face, backward=True))
        elif face is None:
            mirrored = [_MIRRORED.get(piece, piece) for piece in same]
            found.append(Run("".join(reversed(mirrored))))
        else:
            found += [Run(piece, face) for piece in same]
    return found


_OPENED, _CLOSED = "([{<«（《〈「『【〔", ")]}>»）》〉」』】〕"
_MIRRORED = dict(zip(_OPENED + _CLOSED, _CLOSED + _OPENED, strict=True))


def _face_among_words(piece: str) -> Face | None:
    """Signs that stand in both fonts are of the words around them."""
    return ARABIC if ord(piece[0]) in covered(ARABIC.file) else face_of(piece)
