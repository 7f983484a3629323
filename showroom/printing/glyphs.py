"""What the bundled fonts can draw, and what stands on paper where they cannot.

The bold font has the common characters alone (GB 2312 and a few), the regular one three times as
many: a bold line takes from the regular one what the bold one lacks, glyph by glyph. Tibetan,
Uyghur, emoji and rare Han have fonts of their own, which are only looked at where such a character
comes.
"""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from showroom.domain.legible import JOINER, clusters
from showroom.machine.assets import asset_bytes

FONT_FILES = {False: "NotoSansSC-Regular.ttf", True: "NotoSansSC-Bold.ttf"}
"""By boldness."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me"})
_SELECTOR = "VARIATION SELECTOR"
_GRAPHEME_JOINER = "\u034f"
_PRIVATE = range(0xE000, 0xF900)
_CHOOSES = frozenset({JOINER, *map(chr, range(0xFE00, 0xFE10))})


@dataclass(frozen=True, slots=True)
class Face:
    """A bundled font of a script; `scale` is its size beside the Chinese one.

    `flows` where letters join or follow each other by their own widths; elsewhere each sign has
    columns of its own, as a Chinese one has.
    """

    file: str
    script: str
    language: str
    flows: bool = False
    scale: float = 1.0


RARE = Face("NotoSansSCRare-Regular.ttf", "Hani", "zh")
TIBETAN = Face("NotoSerifTibetan-Regular.ttf", "Tibt", "bo", flows=True)
ARABIC = Face("NotoSansArabic-Regular.ttf", "Arab", "ug", flows=True)
EMOJI = Face("NotoEmoji-Regular.ttf", "Zyyy", "zh", scale=0.9)
FACES = (RARE, TIBETAN, ARABIC, EMOJI)
"""Asked in this order. An emoji is a quarter wider than high: at nine tenths it has two columns."""


@lru_cache(maxsize=8)
def covered(file: str) -> frozenset[int]:
    """Code points of a bundled font."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    return frozenset(TTFontFile(io.BytesIO(asset_bytes("fonts", file))).charToGlyph)


@lru_cache(maxsize=8192)
def drawable(char: str, *, bold: bool = False) -> bool:
    """True when the bundled Chinese font of that weight has a glyph for the character."""
    return " " <= char <= "~" or ord(char) in covered(FONT_FILES[bold])


def plain(text: str) -> bool:
    """True when the Chinese font draws all of it, each character in its own columns."""
    return text.isascii() or covered(FONT_FILES[False]).issuperset(map(ord, text))


def weights(text: str, *, bold: bool) -> list[tuple[str, bool]]:
    """Plain text in runs, each with the weight that it is drawn in."""
    runs = groupby(text, lambda char: bold and drawable(char, bold=True))
    return [("".join(chars), heavy) for heavy, chars in runs]


@lru_cache(maxsize=8192)
def face_of(cluster: str) -> Face | None:
    """The font that draws all of a cluster; none where the Chinese one does, or no font."""
    needed = {ord(char) for char in cluster if char not in _CHOOSES}
    if not needed or all(drawable(chr(code)) for code in needed) or not _can_shape():
        return None
    if not needed.isdisjoint(_PRIVATE):
        return None
    return next((face for face in FACES if needed <= covered(face.file)), None)


def _can_shape() -> bool:
    """False where there is no HarfBuzz (Windows on ARM): there such text is spelled."""
    try:
        import uharfbuzz  # noqa: F401 (asked for only)
    except ImportError:
        return False
    return True


def drawn(text: str) -> str:
    """The text as the bundled fonts can draw it: what they lack is spelled, never left out.

    A letter without a glyph becomes its code point, `[U+16A0]`, which a person can look up and
    two different names never share; what nobody sees falls away, and any space is a space. Marks
    that join or choose a form stay where a font has what they make.
    """
    if text.isprintable() and plain(text):
        return text
    return "".join(map(_drawn, clusters(text)))


def _drawn(cluster: str) -> str:
    return cluster if face_of(cluster) else "".join(map(_drawn_char, cluster))


def _drawn_char(char: str) -> str:
    category = unicodedata.category(char)
    if category in _INVISIBLE or _only_selects(char, category):
        return ""
    if category == "Zs":
        return " "
    return char if drawable(char) or face_of(char) else f"[U+{ord(char):04X}]"


def _only_selects(char: str, category: str) -> bool:
    """Marks that choose a form of the sign before them and draw nothing of their own."""
    if category not in _MARKS:
        return False
    return char == _GRAPHEME_JOINER or _SELECTOR in unicodedata.name(char, "")
