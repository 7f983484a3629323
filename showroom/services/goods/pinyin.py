"""Pinyin initials of names: 番茄 is fq, because phrases decide what a character alone cannot.

Characters are remembered one by one; only names with a character of several readings walk the
phrase table (longest phrase first), some ten times faster than asking pypinyin for each name.
"""

from __future__ import annotations

import unicodedata
from functools import cache

LONGEST_PHRASE = 6
OWN_PHRASES = {"长阳": [["cháng"], ["yáng"]], "底圩": [["dǐ"], ["xū"]]}
"""Places of our producers that the general table reads otherwise."""


def initials(name: str) -> str:
    """Lower-case initials, letters and digits of a name; everything else falls away."""
    if not any(_reading(c)[1] for c in name):
        return "".join([_reading(c)[0] for c in name])
    found: list[str] = []
    at = 0
    while at < len(name):
        phrase = _phrase_at(name, at)
        found.append(_phrase_letters(phrase) if phrase else _reading(name[at])[0])
        at += len(phrase) or 1
    return "".join(found)


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
def _phrase_letters(phrase: str) -> str:
    return "".join(_letter(readings[0]) for readings in _tables()[0][phrase])


@cache
def _reading(char: str) -> tuple[str, bool]:
    """(initial, whether other readings begin otherwise) of one character."""
    plain = unicodedata.normalize("NFKC", char)
    if plain.isascii():
        return (plain.lower() if plain.isalnum() else "", False)
    readings = _tables()[1].get(ord(char), "")
    letters = [_letter(r) for r in readings.split(",") if r]
    return (letters[0], len(set(letters)) > 1) if letters else ("", False)


def _letter(reading: str) -> str:
    return unicodedata.normalize("NFD", reading)[:1].lower()
