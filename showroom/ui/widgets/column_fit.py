"""How wide the columns of a table are: figures whole, names what no other column needs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from showroom.ui.widgets.table_rows import Column

LEAST_NAME = 160
"""Below it words of other columns are shortened rather than the name."""
WORDS_GROW = 2
"""Words grow to so many times their design; figures to whatever they are."""

LEAST_WORD = 64
"""Below it a word is none; so far it gives way to a code in the column that takes the rest."""
BESIDE = 4
"""So many Chinese characters may stand beside what is exact: 有效至 2027-03-01, 短 6.000 kg."""
BREAKS = 144
"""Logical pixels: what is exact and longer (a batch number) may stand on two smaller lines."""
_HAN = re.compile("[\u3400-\u9fff]")
_DIGIT = re.compile("[0-9]")


def has_figure(text: str) -> bool:
    """Something in it may not be cut in half."""
    return bool(_DIGIT.search(text))


def is_exact(text: str) -> bool:
    """A date, a code, a quantity: with its end cut off it is another one, and words are not."""
    return has_figure(text) and len(_HAN.findall(text)) <= BESIDE


def is_figure(column: Column) -> bool:
    """A column whose cells are never shortened: half a figure is another figure."""
    return column.align == "right"


def fit_columns(
    columns: Sequence[Column],
    needs: Sequence[int],
    titles: Sequence[int],
    room: int,
    exact: Sequence[int] = (),
) -> list[int]:
    """Logical pixels of each column; 0 for the one that takes the rest, and for one left out.

    `needs` is what the widest cell of each asks for (0: all are empty), `titles` what its title
    asks for, `exact` what its widest date, code or figure does. As designed while the names fit;
    then empty columns go, and others shrink to what stands in them.
    """
    exact = exact or (0,) * len(columns)
    sizes = [_wished(c, need, of) for c, need, of in zip(columns, needs, exact, strict=True)]
    rest = next((at for at, c in enumerate(columns) if c.width == 0), None)
    if rest is None:
        return sizes
    missing = needs[rest] - (room - sum(sizes))
    fixed = [at for at, c in enumerate(columns) if c.width and not c.steady]
    for at in sorted(fixed, key=lambda at: needs[at] > 0):
        if missing <= 0:
            return sizes
        least = min(sizes[at], max(needs[at], titles[at])) if needs[at] else 0
        missing -= sizes[at] - least
        sizes[at] = least
    return _spared(columns, sizes, room, exact)


def _wished(column: Column, need: int, exact: int) -> int:
    if not column.width:
        return 0
    most = need if is_figure(column) else max(exact, min(need, WORDS_GROW * column.width))
    return max(column.width, most)


def _spared(
    columns: Sequence[Column], sizes: list[int], room: int, exact: Sequence[int]
) -> list[int]:
    """Words give way again where a name would have no room, then long codes; nothing exact else."""
    wide = [at for at, column in enumerate(columns) if column.width and not is_figure(column)]
    broken = [px if px <= BREAKS else px * 2 // 3 for px in exact]
    for least in (exact, broken):
        for at in wide:
            if room - sum(sizes) < LEAST_NAME:
                sizes[at] = min(sizes[at], max(columns[at].width, least[at]))
    rest = next(at for at, column in enumerate(columns) if not column.width)
    for at in wide:
        lacks = broken[rest] - (room - sum(sizes))
        if lacks > 0:
            sizes[at] = min(sizes[at], max(sizes[at] - lacks, broken[at], LEAST_WORD))
    return sizes
