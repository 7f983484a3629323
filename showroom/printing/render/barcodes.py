"""Bars as modules of one dot each: EAN-13 of goods, CODE 128 of everything else."""

from __future__ import annotations

from showroom.domain.barcode import has_good_check_digit

EAN13 = 13
QUIET = 10
"""Modules of white at both sides (EAN asks for 11 at the left, 7 at the right)."""
_LEFT = {
    "L": (
        "0001101", "0011001", "0010011", "0111101", "0100011",
        "0110001", "0101111", "0111011", "0110111", "0001011",
    ),
    "G": (
        "0100111", "0110011", "0011011", "0100001", "0011101",
        "0111001", "0000101", "0010001", "0001001", "0010111",
    ),
}  # fmt: skip
_PARITY = (
    "LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG",
    "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL",
)  # fmt: skip


def bars_of(code: str) -> str:
    """Ones and zeroes of the modules: EAN-13 where the check digit is right, else CODE 128.

    A wrong check digit is never silently replaced: such a code is printed as it is. Empty for a
    code that has no bars (not printable ASCII, or empty).
    """
    if len(code) == EAN13 and has_good_check_digit(code):
        return ean13(code)
    if code and code.isascii() and code.isprintable():
        return code128(code)
    return ""


def ean13(code: str) -> str:
    """95 modules of thirteen digits."""
    parity = _PARITY[int(code[0])]
    left = "".join(_LEFT[p][int(d)] for p, d in zip(parity, code[1:7], strict=True))
    right = "".join(_inverted(_LEFT["L"][int(d)]) for d in code[7:])
    return f"101{left}01010{right}101"


def _inverted(modules: str) -> str:
    return modules.translate(str.maketrans("01", "10"))


def code128(text: str) -> str:
    """The modules as reportlab lays them out: digits in pairs where that is shorter."""
    from reportlab.graphics.barcode.code128 import Code128

    made = Code128(text, quiet=0, barWidth=1)
    made.validate()
    made.encode()
    made.decompose()
    return "".join(
        "1" * (ord(c) - ord("A") + 1) if c.isupper() else "0" * (ord(c) - ord("a") + 1)
        for c in made.decomposed
    )
