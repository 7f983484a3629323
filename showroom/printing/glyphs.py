"""What the bundled fonts can draw, and what stands on paper where they cannot.

The bold font has the common characters alone (GB 2312 and a few), the regular one three times as
many: a bold line takes from the regular one what the bold one lacks, glyph by glyph.
"""

from __future__ import annotations

import io
import unicodedata
from functools import lru_cache
from itertools import groupby

from showroom.machine.assets import asset_bytes

FONT_FILES = {False: "NotoSansSC-Regular.ttf", True: "NotoSansSC-Bold.ttf"}
"""By boldness."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me"})
_SELECTOR = "VARIATION SELECTOR"
_JOINER = "\u034f"


@lru_cache(maxsize=2)
def _covered(*, bold: bool) -> frozenset[int]:
    """Code points of a bundled font."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    return frozenset(TTFontFile(io.BytesIO(asset_bytes("fonts", FONT_FILES[bold]))).charToGlyph)


@lru_cache(maxsize=8192)
def drawable(char: str, *, bold: bool = False) -> bool:
    """True when the bundled font of that weight has a glyph for the character."""
    return " " <= char <= "~" or ord(char) in _covered(bold=bold)


def weights(text: str, *, bold: bool) -> list[tuple[str, bool]]:
    """The text in runs, each with the weight that it is drawn in."""
    runs = groupby(text, lambda char: bold and drawable(char, bold=True))
    return [("".join(chars), heavy) for heavy, chars in runs]


def drawn(text: str) -> str:
    """The text as the bundled fonts can draw it: what they lack is spelled, never left out.

    A letter without a glyph becomes its code point, `[U+20BB7]`, which a person can look up and
    two different names never share; what nobody sees falls away, and any space is a space.
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_drawn, text))


@lru_cache(maxsize=8192)
def _drawn(char: str) -> str:
    category = unicodedata.category(char)
    if category in _INVISIBLE or _only_selects(char, category):
        return ""
    if category == "Zs":
        return " "
    return char if drawable(char) else f"[U+{ord(char):04X}]"


def _only_selects(char: str, category: str) -> bool:
    """Marks that choose a form of the sign before them and draw nothing of their own."""
    if category not in _MARKS:
        return False
    return char == _JOINER or _SELECTOR in unicodedata.name(char, "")
