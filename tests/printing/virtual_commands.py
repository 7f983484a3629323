"""How long each ESC/POS command is: a printer must know, or picture dots would be orders."""

import re

TEXT = re.compile(rb"[^\x10\x1b\x1c\x1d]+")
"""Everything up to the next command; GB18030 trail bytes are all above 0x2F."""

TWO = frozenset((b"\x1b@", b"\x1b2", b"\x1bi", b"\x1bm", b"\x1bL", b"\x1bS", b"\x1c&", b"\x1c."))
FOUR = frozenset((b"\x1b$", b"\x1b\\", b"\x1bB", b"\x1bc", b"\x1cS", b"\x1dL", b"\x1dW", b"\x1dP"))
CUT_FEEDS = frozenset((65, 66, 67, 68, 97, 98, 103, 104))
BARCODE = 300
"""More than the longest barcode; every other length stands in the first eight bytes."""
COLUMN_BYTES = {0: 1, 1: 1, 32: 3, 33: 3}


def _le(data, at, size=2):
    return int.from_bytes(data[at : at + size], "little")


def _barcode(data):
    if len(data) > 3 and data[2] >= 65:
        return 4 + data[3]
    end = data.find(b"\0", 3)
    return end + 1 if end >= 0 else len(data) + 1


def _cut(data):
    return 4 if data[2] in CUT_FEEDS else 3


def _real_time(data):
    return 5 if data[1] == 0x14 else 3


# How many bytes must be there before the length can be told, and the length.
LONG = {
    b"\x1bp": (2, lambda _: 5),
    b"\x1b*": (5, lambda data: 5 + COLUMN_BYTES.get(data[2], 1) * _le(data, 3)),
    b"\x1dV": (3, _cut),
    b"\x1dk": (3, _barcode),
    b"\x1dv": (8, lambda data: 8 + _le(data, 4) * _le(data, 6)),
    b"\x1d(": (5, lambda data: 5 + _le(data, 3)),
    b"\x1d8": (7, lambda data: 7 + _le(data, 3, 4)),
    b"\x10\x04": (2, _real_time),
    b"\x10\x05": (2, _real_time),
    b"\x10\x14": (2, _real_time),
}


def length_of(data, at=0):
    """Bytes of the command (or run of text) that stands at `at`; 0 while too few arrived."""
    if text := TEXT.match(data, at):
        return text.end() - at
    head, left = bytes(data[at : at + 2]), len(data) - at
    if left < 2:
        return 0
    if head in TWO:
        return 2
    if head[0] == 0x10 and head not in LONG:
        return 1
    needs, length = LONG.get(head, (2, lambda _: 4 if head in FOUR else 3))
    if left < needs or (whole := length(data[at : at + BARCODE])) > left:
        return 0
    return whole
