"""Names as people type them: characters, pinyin initials, whole syllables, or a mixture.

A spelling gives each character of `plain(name)` one word: its readings without tones, the usual
one first (``wen shan can/shen qi``); a letter or figure reads as itself. Whoever knows pinyin
writes it, once, when the name is stored.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

GAP = "\x00"
UNREAD = "-"
LONGEST = 6
"""Letters of the longest syllable, ``zhuang``."""
TWO_LETTER_INITIALS = ("zh", "ch", "sh")
KEPT_FROM = 500
"""A mask of fewer places is quicker made again than kept."""
_ANY = re.compile(rb"[^\0]")


def plain(text: str) -> str:
    """What counts of a name or of a typed text: letters and figures, lower-case, half-width."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return folded if folded.isalnum() else "".join(c for c in folded if c.isalnum())


def compared(name: str) -> str:
    """A name as it is held against another: full-width, spaces and case aside."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


@dataclass(frozen=True, slots=True)
class Readings:
    """Where which beginnings of syllables stand. A whole syllable ends in a space: ``san ``."""

    words: Mapping[str, tuple[str, ...]]
    places: Mapping[str, Sequence[int]]
    _masks: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, places: Mapping[str, Sequence[int]], *, usual: bool) -> Readings:
        """By the words of the spellings: only the usual reading of each, or every one."""
        words: dict[str, list[str]] = {}
        for word in places:
            readings = word.split("/")
            pieces = {
                piece
                for reading in (readings[:1] if usual else readings)
                for piece in (*(reading[:n] for n in range(1, len(reading) + 1)), reading + " ")
            }
            for piece in pieces:
                words.setdefault(piece, []).append(word)
        return cls({piece: tuple(found) for piece, found in words.items()}, places)

    def mask(self, piece: str) -> int:
        """One bit for each place of a character that is read so."""
        known = self._masks.get(piece)
        if known is not None:
            return known
        lists = [self.places[word] for word in self.words.get(piece, ())]
        made = bits([at for found in lists for at in found])
        if sum(map(len, lists)) >= KEPT_FROM:
            self._masks[piece] = made
        return made


def bits(places: Sequence[int]) -> int:
    """A number with these bits set."""
    row = bytearray(max(places, default=0) // 8 + 1)
    for at in places:
        row[at >> 3] |= 1 << (at & 7)
    return int.from_bytes(row, "little")


@dataclass(frozen=True, slots=True)
class Spelled:
    """All names in one row of places, a character each, with a gap before every name.

    A set of places is one long number, so that a step of the search over all names is an AND and
    a shift (docs/performance.md#in-memory).
    """

    _row: str = field(repr=False)
    _starts: tuple[int, ...] = field(repr=False)
    _beginnings: int = field(repr=False)
    _usual: Readings = field(repr=False)
    _every: Readings = field(repr=False)

    @classmethod
    def of(cls, names: Sequence[tuple[str, str]]) -> Spelled:
        """Of (name, spelling); a spelling that does not fit its name is passed over."""
        parts: list[str] = []
        starts: list[int] = []
        places: dict[str, list[int]] = {}
        at = 1
        for name, spelling in names:
            text = plain(name)
            words = spelling.split(" ")
            for place, word in enumerate(words if len(words) == len(text) else text, at):
                places.setdefault(word, []).append(place)
            starts.append(at)
            parts.append(text + GAP)
            at += len(text) + 1
        usual, every = Readings.of(places, usual=True), Readings.of(places, usual=False)
        return cls(GAP + "".join(parts), tuple(starts), bits(starts), usual, every)

    def find(self, wanted: str) -> Iterator[int]:
        """Numbers of the names that a `plain` text is found in, some twice.

        What needs no unusual reading comes first (土 is also read cha), and of both kinds the
        names that begin with it; else in the order of the names.
        """
        if not any("a" <= c <= "z" for c in wanted):
            yield from self._as_written(GAP + wanted) if wanted else ()
            yield from self._as_written(wanted) if wanted else ()
            return
        every = self._where(wanted, self._every)
        usual = self._where(wanted, self._usual) if every else 0
        for found in (usual & self._beginnings, usual, every & self._beginnings, every):
            if found:
                yield from self._names_at(found)

    def find_all(self, wanted: str) -> Iterator[int]:
        """The same in the order of the names alone: to tell the rank takes three more walks."""
        if any("a" <= c <= "z" for c in wanted):
            yield from self._names_at(self._where(wanted, self._every))
        elif wanted:
            yield from self._as_written(wanted)

    def _as_written(self, wanted: str) -> Iterator[int]:
        at = self._row.find(wanted)
        while at >= 0:
            yield bisect_right(self._starts, at + len(wanted) - 1) - 1
            at = self._row.find(wanted, at + 1)

    def _where(self, wanted: str, readings: Readings) -> int:
        """Places from which on a name reads like the text, from its last character backwards."""
        ends = len(wanted)
        everywhere = (1 << len(self._row)) - 1
        after = [0] * ends + [everywhere]
        for at in range(ends - 1, -1, -1):
            for piece, end in _pieces(wanted, at):
                rest = everywhere if end == ends else after[end] >> 1
                if rest:
                    mask = readings.mask(piece) if piece.isascii() else self._standing(piece)
                    after[at] |= mask & rest
        return after[0]

    def _standing(self, character: str) -> int:
        found: list[int] = []
        at = self._row.find(character)
        while at >= 0:
            found.append(at)
            at = self._row.find(character, at + 1)
        return bits(found)

    def _names_at(self, places: int) -> Iterator[int]:
        row = places.to_bytes(len(self._row) // 8 + 1, "little")
        for byte in _ANY.finditer(row):
            eight, at = byte[0][0], byte.start() * 8
            for bit in range(8):
                if eight >> bit & 1:
                    yield bisect_right(self._starts, at + bit) - 1


def _pieces(wanted: str, at: int) -> Iterator[tuple[str, int]]:
    """What the text may mean at one place: a character, an initial, a syllable; its end.

    Only the last syllable may be half typed.
    """
    yield wanted[at], at + 1
    if not ("a" <= wanted[at] <= "z"):
        return
    yield wanted[at] + " ", at + 1
    for end in range(at + 2, min(at + LONGEST, len(wanted)) + 1):
        piece = wanted[at:end]
        if not (piece.isascii() and piece.isalpha()):
            return
        if end == len(wanted) or piece in TWO_LETTER_INITIALS:
            yield piece, end
        else:
            yield piece + " ", end
