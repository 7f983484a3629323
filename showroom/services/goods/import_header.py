"""A header of two rows, as people make one with merged cells: 价格 over 零售价 and 会员价."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from showroom.services.goods.import_columns import ALONE, fields_of, header_at, remarks_of, said_of
from showroom.services.goods.import_table import NOTHING, TableRow

_GROUPS = frozenset(
    [
        "价格",
        "单价",
        "价格信息",
        "商品价格",
        "基本信息",
        "商品信息",
        "商品资料",
        "库存信息",
        "其他",
        "其他信息",
    ]
)
"""Headings that say no more than those below them."""


def one_header(
    rows: Sequence[TableRow], columns: Mapping[str, str] = NOTHING
) -> tuple[TableRow, ...]:
    """The rows, the two of a header as one; `columns` are a person's own answers.

    Words above that say something of their own stand in brackets behind: 零售价(批发).
    """
    at = header_at(rows, columns)
    if at is None or at + 1 >= len(rows) or not _is_second(rows[at], rows[at + 1]):
        return tuple(rows)
    joined = replace(rows[at + 1], cells=tuple(_joined(rows[at].cells, rows[at + 1].cells)))
    return (*rows[:at], joined, *rows[at + 2 :])


def _is_second(upper: TableRow, lower: TableRow) -> bool:
    """No product: nothing below 货号 and 条码, and a heading below another or below none."""
    named = fields_of(upper.cells)
    codes = [at for at, name in enumerate(named) if name in ALONE]
    if any(_cell(lower.cells, at) for at in codes):
        return False
    return any(fields_of(lower.cells))


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    made, group = [], ""
    for at in range(max(len(upper), len(lower))):
        over, under = _cell(upper, at), _cell(lower, at)
        group = over or group
        made.append(_under(group, under) if under else over)
    return made


def _under(group: str, heading: str) -> str:
    if said_of(group) in _GROUPS:
        return heading + "".join(f"({remark})" for remark in remarks_of(group))
    return heading if not group else f"{heading}({group})"


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""
