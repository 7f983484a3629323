"""GS1 check digits, weights 3,1,3,1... from the right, for 8, 12, 13, 14 and 18 digits."""

from __future__ import annotations

GTIN_LENGTHS = (8, 12, 13, 14)


def check_digit(body: str) -> str:
    """The check digit for the digits `body` (without it)."""
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(body)))
    return str(-total % 10)


def has_good_check_digit(code: str) -> bool:
    """True when the last digit of the ASCII digits `code` is its check digit."""
    return is_digits(code) and len(code) > 1 and check_digit(code[:-1]) == code[-1]


def other_spellings(code: str) -> tuple[str, ...]:
    """The same GTIN with more or fewer zeros before it, as scanners and cartons give it.

    Zeros on the left leave the check digit as it is. () for what is no GTIN.
    """
    if len(code) not in GTIN_LENGTHS or not has_good_check_digit(code):
        return ()
    bare = code.lstrip("0")
    return tuple(bare.zfill(n) for n in GTIN_LENGTHS if len(bare) <= n != len(code))


def packed_code(code: str) -> str:
    """The GTIN-13 of what is in a case by the case's GTIN-14 (1 to 8 first); "" for other codes."""
    case = len(code) == max(GTIN_LENGTHS) and has_good_check_digit(code)
    body = code[1:-1]
    return body + check_digit(body) if case and code[0] in "12345678" else ""


def is_digits(text: str) -> bool:
    """ASCII digits only: full-width and other scripts' digits are normalised before."""
    return text.isascii() and text.isdigit()
