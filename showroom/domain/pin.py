"""Which PINs a person may choose: six digits that nobody guesses in the first hundred tries."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from showroom.domain.barcode import is_digits
from showroom.domain.errors import Refusal

PIN_DIGITS = 6
_CENTURIES = ("19", "20")
_SAYS_PIN = ("PIN", "MIMA", "PASS")
_FIGURES = re.compile(r"[0-9]+")
_COMMON = frozenset(
    """
    112233 112211 121314 123321 123654 123789 131452 131420 135246 135790 142536 147258 147852
    147369 159357 159753 168168 168888 189189 192837 201314 210210 246810 258369 258456 314159
    321654 332211 369258 445566 456123 456789 518518 520131 520520 521521 521125 555666 586586
    654123 666777 666888 667788 741852 753951 778899 789123 789456 852456 870621 886688 888666
    888999 951753 963852 987456 990099 998877 999888 100200 100100 110119 110120 119120 101010
    """.split()  # noqa: SIM905 (a table of sixty words)
)
"""What leaked lists of Chinese PINs are full of, apart from runs, repeats and dates."""


def check_pin(pin: str) -> str:
    """The PIN itself. Refuses `pin_not_six_digits` and `pin_weak`."""
    if not is_digits(pin) or len(pin) != PIN_DIGITS:
        raise Refusal("pin_not_six_digits", digits=PIN_DIGITS)
    if pin in _COMMON or _is_run(pin) or _repeats(pin) or _is_date(pin):
        raise Refusal("pin_weak")
    return pin


def _is_run(pin: str) -> bool:
    """123456, 987654, 024680: every step the same, also across zero."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return len(steps) == 1


def _repeats(pin: str) -> bool:
    """000000, 121212, 123123, and two digits only such as 111888."""
    return len(set(pin)) <= 2 or pin[:2] * 3 == pin or pin[:3] * 2 == pin  # noqa: PLR2004 (two digits)


def _is_date(pin: str) -> bool:
    """A birthday: YYMMDD, DDMMYY, MMDDYY or YYYYMM of the last hundred years."""
    a, b, c = pin[:2], pin[2:4], pin[4:]
    full = any(_exists(year, month, day) for year, month, day in ((a, b, c), (c, b, a), (c, a, b)))
    return full or (a in _CENTURIES and _exists(b, c, "01"))


def _exists(year: str, month: str, day: str) -> bool:
    from datetime import date

    try:
        date(2000 + int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def looks_like_pin(text: str) -> bool:
    """True for words with a PIN in them: they are neither kept nor repeated.

    Any run of six figures that could be one, also written twice, full-width or among letters. With
    gaps (``70 80 90``) they are one only where they are all there is: among words such figures are
    amounts and dates. A reference of a payment has its own rule: `worded_pin`.
    """
    plain = unicodedata.normalize("NFKC", text)
    runs = _FIGURES.findall(plain)
    if not any(char.isalpha() for char in plain):
        runs.append("".join(runs))
    once = [run for run in runs if len(run) == PIN_DIGITS]
    twice = [run[:PIN_DIGITS] for run in runs if len(run) == 2 * PIN_DIGITS]
    return any(map(_could_be, (*once, *twice)))


def pin_as_amount(typed: str, most_fen: int = 0) -> bool:
    """True for six bare figures that could be a PIN and are no amount of up to `most_fen`.

    Who means so many yuan types the point, too.
    """
    figures = typed.strip()
    bare = len(figures) == PIN_DIGITS and looks_like_pin(figures)
    return bare and int(f"{figures}00") > most_fen


def worded_pin(reference: str) -> bool:
    """True for a payment's reference that says a PIN in words: 我的708090, PIN708090.

    Six bare figures stay (docs/trade.md#recorded-and-unknown-payments), and so do letters that are
    no words, as terminals number their slips (WX708090): of these `lettered_pin` is asked about.
    """
    plain = unicodedata.normalize("NFKC", reference).upper()
    words = any(char.isalpha() and not char.isascii() for char in plain)
    return (words or any(word in plain for word in _SAYS_PIN)) and looks_like_pin(reference)


def lettered_pin(reference: str) -> bool:
    """True where letters stand beside what may be a PIN: whoever typed it must say."""
    return any(char.isalpha() for char in reference) and looks_like_pin(reference)


def _could_be(pin: str) -> bool:
    try:
        check_pin(pin)
    except Refusal:
        return False
    return True
