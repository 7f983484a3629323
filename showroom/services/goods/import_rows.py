"""One row of text to values, or to what is wrong with which cell.

What happens to cells on the way here: docs/reliability.md#damaged-cells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from showroom.domain.errors import Refusal
from showroom.domain.legible import cut, legible
from showroom.domain.mask import masked
from showroom.domain.sheet import unescaped
from showroom.services.goods.import_cases import read_cases
from showroom.services.goods.import_columns import FIELDS, Columns
from showroom.services.goods.import_table import MAX_CELL, UNREADABLE, Kind, TableRow
from showroom.services.goods.import_values import FLAGS, LENGTHS, TEXT_LENGTH, BadCell
from showroom.services.goods.import_values import READERS as _READERS

READERS: Mapping[str, Callable[[str, str], object]] = {**_READERS, "cases": read_cases}
"""How each field is read."""
NO_PARAMS: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in which row and column; row 0 is the file as a whole."""

    row: int
    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=lambda: NO_PARAMS)


Values = dict[str, object]
"""Field to value; a field whose cell is empty or whose column is missing is not in it."""


def read_fixed(fixed: Mapping[str, str]) -> Values:
    """What holds for every row, by field. Refuses `import_field_unknown` and as a cell would be."""
    values: Values = {}
    for name, text in fixed.items():
        if name not in FIELDS:
            raise Refusal("import_field_unknown", field=name)
        try:
            values[name] = READERS[name](_clean(text), "")
        except BadCell as bad:
            raise Refusal(bad.code, cell=told_cell(text), **bad.params) from bad
    return values


def read_row(row: TableRow, columns: Columns) -> tuple[Values, list[RowProblem]]:
    """Values of one row and its problems; a field with a problem has no value."""
    broken = _broken(row, columns)
    if broken is not None:
        return {}, [broken]
    values: Values = {}
    problems: list[RowProblem] = []
    for position, name, written in columns.fields:
        cell = row.cells[position] if position < len(row.cells) else ""
        kind = row.kinds[position] if position < len(row.kinds) else Kind.TEXT
        try:
            if kind == Kind.MERGED or (cell and not cell.isspace()):
                _check_kind(cell, kind, written if written == "flag" else name)
                said = _clean(" ".join(cell.splitlines()) if name in _LISTS else cell)
                plain = said if row.kinds else unescaped(said)
                values[name] = READERS[name](plain, written)
        except BadCell as bad:
            params = {"cell": told_cell(cell), **bad.params}
            problems.append(RowProblem(row.number, columns.titles[name], bad.code, params))
    return values, problems


def told_cell(cell: str, longest: int = TEXT_LENGTH) -> str:
    """A cell as it is told of: no payment code, no more than a line has room for."""
    return cut(masked(cell.strip()), longest)


def _broken(row: TableRow, columns: Columns) -> RowProblem | None:
    """A row of a text file whose cells may not stand below their headings."""
    if row.kinds == Kind.MOJIBAKE:
        return RowProblem(row.number, "", "row_mojibake")
    if row.kinds:
        return None
    found = len(row.cells)
    code = "row_cells_few" if found < columns.width else "row_cells_many"
    if found >= columns.width and not any(row.cells[columns.width :]):
        return None
    return RowProblem(row.number, "", code, {"found": found, "wanted": columns.width})


_UNSAID: Mapping[str, str] = {
    Kind.FORMULA: "cell_formula",
    Kind.ERROR: "cell_error",
    Kind.DIGITS_LOST: "cell_digits_lost",
    Kind.STYLED: "cell_styled",
    Kind.MERGED: "cell_merged",
}
_DATES = frozenset({"production_date", "expiry_date"})
_LISTS = frozenset({"barcodes", "cases"})
"""Of several codes, which may stand on lines of their own."""
_CODES = frozenset({"code", "lot_no", "supplier", "contract", *_LISTS})


def _check_kind(cell: str, kind: str, name: str) -> None:
    """A cell of another kind than its column was something else before a program changed it."""
    if kind in _UNSAID:
        raise BadCell(_UNSAID[kind])
    if UNREADABLE in cell:
        raise BadCell("cell_mojibake")
    if not _TURNS.isdisjoint(cell):
        raise BadCell("cell_turned")
    if kind in {Kind.DATE, Kind.DATE_PART} and name not in _DATES:
        raise BadCell("cell_is_date")
    if kind == Kind.DATE_PART:
        raise BadCell("cell_date_part")
    if kind == Kind.FLAG and name not in {*FLAGS, "flag"}:
        raise BadCell("cell_is_flag")
    if kind == Kind.NUMBER and name in _CODES and "." in cell:
        raise BadCell("cell_fraction")
    if len(cell) >= MAX_CELL:
        raise BadCell("cell_too_long", limit=LENGTHS.get(name, TEXT_LENGTH))


_TURNS = frozenset("\u202d\u202e\u2066\u2067\u2068")
"""Overrides and isolates: what stands behind them is seen in another order than it is read."""
_AS_TEXT = re.compile(r'="([^"]*)"')
"""How programs keep a spreadsheet from counting with a code."""


_MEANT = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Nobody pastes these by the way: the cell is broken, and is looked at."""


def _clean(cell: str) -> str:
    """Trimmed printable text; what `legible` takes out falls away, but for controls.

    A cell that says something and shows nothing is no empty one.
    """
    text = cell.strip()
    if found := _AS_TEXT.fullmatch(text):
        text = found[1].strip()
    if any(unicodedata.category(c) in _MEANT for c in text):
        raise BadCell("cell_control")
    seen = "".join(" " if c.isspace() else c for c in legible(text)).strip()
    if text and not seen:
        raise BadCell("cell_control")
    return seen
