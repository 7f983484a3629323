"""How wide the columns of a table are: figures whole, names what no other column needs."""

from __future__ import annotations

from collections.abc import Sequence

from showroom.ui.widgets.table_rows import Column

LEAST_NAME = 160
"""Below it words of other columns are shortened rather than the name."""
WORDS_GROW = 2
"""Words grow to so many times their design; figures to whatever they are."""


def is_figure(column: Column) -> bool:
    """A column whose cells are never shortened: half a figure is another figure."""
    return column.align == "right"


def fit_columns(
    columns: Sequence[Column], needs: Sequence[int], titles: Sequence[int], room: int
) -> list[int]:
    """Logical pixels of each column; 0 for the one that takes the rest, and for one left out.

    `needs` is what the widest cell of each asks for (0: all are empty), `titles` what its title
    asks for. As designed while the names fit; then empty columns go, and others shrink to what
    stands in them.
    """
    sizes = [_wished(c, need) for c, need in zip(columns, needs, strict=True)]
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
    return _spared(columns, sizes, room)


def _wished(column: Column, need: int) -> int:
    if not column.width:
        return 0
    most = need if is_figure(column) else min(need, WORDS_GROW * column.width)
    return max(column.width, most)


def _spared(columns: Sequence[Column], sizes: list[int], room: int) -> list[int]:
    """Words give way again where a name would have no room at all."""
    for at, column in enumerate(columns):
        if room - sum(sizes) < LEAST_NAME and column.width and not is_figure(column):
            sizes[at] = min(sizes[at], column.width)
    return sizes
