"""How names are read: every reading of a character, the one that fits its phrase first.

番茄 is ``fan qie/jia`` because phrases decide what a character alone cannot. Characters are
remembered one by one; only names with a character of several readings walk the phrase table
(longest phrase first), some ten times faster than asking pypinyin for each name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from showroom.domain.catalogue import APART
from showroom.domain.spelling import UNREAD, plain

LONGEST_PHRASE = 6
_TONES = re.compile("[\u0300\u0301\u0304\u030c]")
OWN_PHRASES = {
    "长阳": [["cháng"], ["yáng"]],
    "底圩": [["dǐ"], ["xū"]],
    "重楼": [["chóng"], ["lóu"]],
    "单枞": [["dān"], ["cōng"]],
    "单丛": [["dān"], ["cóng"]],
    "六堡": [["liù"], ["bǎo"]],
    "莎车": [["shā"], ["chē"]],
    "曾氏": [["zēng"], ["shì"]],
    "粘米": [["zhān"], ["mǐ"]],
    "粘玉米": [["nián"], ["yù"], ["mǐ"]],
    "参须": [["shēn"], ["xū"]],
    "三七参": [["sān"], ["qī"], ["shēn"]],
}
"""Words of the trade and places of our producers that the general table reads otherwise."""


def spelling(name: str, short_name: str) -> str:
    """Both names as `domain/spelling.py` describes it, divided by `APART`."""
    return f"{_spelled(plain(name))}{APART}{_spelled(plain(short_name))}"


def _spelled(text: str) -> str:
    words = [_word(c) for c in text]
    if not any("/" in word for word in words):
        return " ".join(words)
    at = 0
    while at < len(text):
        phrase = _phrase_at(text, at)
        if phrase:
            words[at : at + len(phrase)] = _words(phrase)
        at += len(phrase) or 1
    return " ".join(words)


def _phrase_at(name: str, at: int) -> str:
    phrases = _tables()[0]
    for length in range(min(LONGEST_PHRASE, len(name) - at), 1, -1):
        if name[at : at + length] in phrases:
            return name[at : at + length]
    return ""


@cache
def _tables() -> tuple[dict[str, list[list[str]]], dict[int, str]]:
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    return {**PHRASES_DICT, **OWN_PHRASES}, PINYIN_DICT


@cache
def _words(phrase: str) -> list[str]:
    """A word for each character of a phrase, its reading there first."""
    readings = (_typed(reading[0]) for reading in _tables()[0][phrase])
    return [
        "/".join(dict.fromkeys((*reading, *_word(char).split("/"))))
        for char, reading in zip(phrase, readings, strict=True)
    ]


@cache
def _word(char: str) -> str:
    """Every reading of one character without tones; a letter or figure reads as itself."""
    if char.isascii():
        return char
    readings = _tables()[1].get(ord(char), "").split(",")
    return "/".join(dict.fromkeys(t for r in readings for t in _typed(r))) or UNREAD


def _typed(reading: str) -> tuple[str, ...]:
    """As it is typed: ü is v, and u for who does not know."""
    bare = "".join(
        "v" if c == "ü" else "e" if c == "ê" else c
        for c in unicodedata.normalize("NFC", _TONES.sub("", unicodedata.normalize("NFD", reading)))
    )
    letters = "".join(c for c in bare if "a" <= c <= "z")
    return (letters, letters.replace("v", "u")) if "v" in letters else (letters,) * bool(letters)


_TONES = re.compile("[\u0300\u0301\u0304\u030c]")
