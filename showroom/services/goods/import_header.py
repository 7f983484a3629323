"""A header of two rows, as people make one with merged cells: 价格 over 零售价 and 会员价."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from showroom.services.goods.import_columns import ALONE, fields_of, header_at, remarks_of, said_of
from showroom.services.goods.import_table import NOTHING, Kind, TableRow

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

    What both say together goes first: 期初 over 数量 is 期初数量. Else words above that say
    something of their own stand in brackets behind: 零售价(批发).
    """
    at = header_at(rows, columns)
    if at is None:
        return tuple(rows)
    if at + 1 < len(rows) and _is_second(rows[at], rows[at + 1]):
        cells = _joined(rows[at].cells, rows[at + 1].cells, columns)
        return (*rows[:at], replace(rows[at + 1], cells=tuple(cells)), *rows[at + 2 :])
    if not at:
        return tuple(rows)
    cells = _headed(rows[at - 1], rows[at].cells, columns)
    return (*rows[:at], replace(rows[at], cells=tuple(cells)), *rows[at + 1 :])


def _is_second(upper: TableRow, lower: TableRow) -> bool:
    """No product: nothing below 货号 and 条码, and a heading below another or below none.

    A value below a heading is none, though 单位 and kg are one heading together.
    """
    named = fields_of(upper.cells)
    codes = [at for at, name in enumerate(named) if name in ALONE]
    if any(_cell(lower.cells, at) for at in codes):
        return False
    pairs = zip(upper.cells, named, lower.cells, strict=False)
    over = ((word.strip(), under.strip()) for word, name, under in pairs if not name)
    return any(fields_of(lower.cells)) or any(_together(*each, NOTHING) for each in over)


def _headed(above: TableRow, header: Sequence[str], columns: Mapping[str, str]) -> list[str]:
    """A whole header below what may be words over it, or a title that changes nothing.

    A workbook says how far a word reaches; in a text its merged cells are empty ones.
    """
    made, group = [], ""
    for at, heading in enumerate(map(str.strip, header)):
        covered = not above.kinds or above.kinds[at : at + 1] == Kind.MERGED
        group = _cell(above.cells, at) or (group if covered else "")
        made.append(_together(group, heading, columns) or heading)
    return made


def _together(group: str, heading: str, columns: Mapping[str, str]) -> str:
    """Both as one heading where that names a field, "" where it names none.

    One that is another field alone is doubtful, and somebody is asked; what was answered stands.
    """
    told = f"{group}{heading}"
    if not (group and heading) or said_of(group) in _GROUPS or {heading, told} & set(columns):
        return ""
    both, alone = (fields_of([text])[0] for text in (told, heading))
    if not both or both == alone:
        return ""
    return f"{heading}({group})" if alone else told


def _joined(upper: Sequence[str], lower: Sequence[str], columns: Mapping[str, str]) -> list[str]:
    made, group = [], ""
    for at in range(max(len(upper), len(lower))):
        over, under = _cell(upper, at), _cell(lower, at)
        group = over or group
        both = _together(group, under, columns)
        made.append((both or _under(group, under)) if under else over)
    return made


def _under(group: str, heading: str) -> str:
    if said_of(group) in _GROUPS:
        return heading + "".join(f"({remark})" for remark in remarks_of(group))
    return heading if not group else f"{heading}({group})"


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""
