"""Text for receipt printers: what may be printed, and how many columns it takes.

A printer in Chinese mode prints a character as it is encoded in GB18030: one byte one column,
two bytes two columns; four-byte characters are not in its font
(docs/hardware.md#columns-and-glyphs). What is shaped, as Tibetan is, takes the columns that it
fills as it is drawn, and is never cut within a letter and its marks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from showroom.domain.legible import clusters
from showroom.printing.glyphs import drawn, face_of, plain
from showroom.printing.runs import Run, runs
from showroom.printing.shaping import shape

SUBSTITUTES = str.maketrans(
    {
        "¥": "￥",
        "•": "·",
        "✓": "√",
        "✔": "√",
        "½": "1/2",
        "\u00a0": " ",
        "\u2009": " ",
        "\u3000": "  ",
        "–": "－",
        "©": "(c)",
        "®": "(R)",
        "™": "TM",
        "\t": " ",
    }
)
WIDE = 2
CLOSES = "、，。；：！？）》」』】〉〕”’％…,.;:!?)]}%་།༎༔،؛؟"
OPENS = "（《「『【〈〔“‘([{"
"""Marks that begin no line, and that end none."""
_SYLLABLE_ENDS = "་།༎༔"


def clean(text: str) -> str:
    """Text without anything a printer could take for a command, and without invisible marks.

    Each letter is one that can be printed or drawn; another stands as its code point.
    """
    return drawn(unicodedata.normalize("NFC", text).translate(SUBSTITUTES))


@lru_cache(maxsize=8192)
def char_columns(char: str) -> int:
    """Columns of one clean character; what the font lacks is drawn two columns wide."""
    return min(WIDE, len(char.encode("gb18030")))


@lru_cache(maxsize=2048)
def columns(text: str) -> int:
    """Columns of clean text; each is asked for several times before its line stands."""
    return sum(map(char_columns, text)) if plain(text) else sum(map(run_columns, runs(text)))


def run_columns(run: Run) -> int:
    """Columns of a run."""
    if run.face is None:
        return sum(map(char_columns, run.text))
    return shape(run.text, run.face, backward=run.backward).columns


@lru_cache(maxsize=8192)
def _in_rom(char: str, rom: str) -> bool:
    code = char.encode("gb18030")
    if len(code) == 1:
        return True
    if len(code) != WIDE or rom == "none":
        return False
    lead, trail = code
    return rom != "gb2312" or (0xA1 <= lead <= 0xF7 and trail >= 0xA1)  # noqa: PLR2004 (GB 2312 rows)


def in_font(text: str, rom: str = "gbk") -> bool:
    """True when the printer's own font (``gbk``, ``gb2312`` or ``none``) has every character.

    GB18030 says more in two bytes than GBK, whose fonts have no more than the bundled one: 䶮.
    """
    return plain(text) and all(_in_rom(c, rom) for c in text)


def elide(text: str, width: int) -> str:
    """Text cut to at most `width` columns, with ``…`` where something is missing."""
    if columns(text) <= width:
        return text
    if width < WIDE:
        return ""
    kept = _pieces(text)
    while kept and columns("".join(kept)) > width - WIDE:
        kept.pop()
    return "".join(kept) + "…"


def _pieces(text: str) -> list[str]:
    return list(text) if plain(text) else clusters(text)


def wrap(text: str, width: float, long: Callable[[str], float] = columns) -> list[str]:
    """Lines of at most `width` columns, or of what `long` measures in; nothing is lost.

    Chinese breaks anywhere but before a mark that closes or behind one that opens; a figure, a
    date and a foreign word stay whole where they fit a line, as a Tibetan syllable does.
    """
    if long(text) <= width:
        return [text]
    lines: list[str] = []
    line: list[str] = []
    for piece in _pieces(text):
        while line and long("".join(line) + piece) > width:
            kept = _break_of([*line, piece])
            lines.append("".join(line[:kept]))
            line = line[kept:]
        line.append(piece)
    return [*lines, "".join(line)]


def _break_of(full: list[str]) -> int:
    """Where a line may end whose last piece has no room any more.

    A word that fills the line is torn rather than that a mark begins the next one.
    """
    last = len(full) - 1
    for may in (_may_break, _parts):
        for at in range(last, 0, -1):
            if may(full[at - 1], full[at]):
                return at
    return last


def _may_break(before: str, after: str) -> bool:
    """Also between two letters that are spelled: `[U+1200][U+1208]`."""
    apart = before == " " or before + after == "][" or not _of_a_word(before, after)
    return apart and _parts(before, after)


def _of_a_word(before: str, after: str) -> bool:
    """Foreign letters side by side, joined or not; a Tibetan syllable ends with its mark."""
    if (before + after).isascii():
        return True
    return before not in _SYLLABLE_ENDS and _flows(before) and _flows(after)


@lru_cache(maxsize=8192)
def _flows(piece: str) -> bool:
    face = face_of(piece)
    return face is not None and face.flows


def _parts(before: str, after: str) -> bool:
    return not (after == " " or after in CLOSES or before in OPENS)


def left(text: str, width: int) -> str:
    """Text at the left of exactly `width` columns."""
    shown = elide(text, width)
    return shown + " " * (width - columns(shown))


def ends(start: str, end: str, width: int) -> str:
    """`start` at the left and `end` at the right; the start gives way."""
    room = max(0, width - columns(end) - 1)
    return left(start, room) + " " * (width - room - columns(end)) + end


def centre(text: str, width: int) -> str:
    """Text in the middle, padded at the left only."""
    shown = elide(text, width)
    return " " * ((width - columns(shown)) // 2) + shown
