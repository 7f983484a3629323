"""Rows that are not imported and said so: sums, what stands at the foot, and goods off sale."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from showroom.services.goods.import_columns import Columns
from showroom.services.goods.import_remarks import NO, OFF_WORD, ON_WORD, YES
from showroom.services.goods.import_rows import RowProblem, told_cell
from showroom.services.goods.import_table import TableRow

_TOTALS = frozenset(
    [
        "合计",
        "总计",
        "共计",
        "小计",
        "本页合计",
        "本页小计",
        "本页总计",
        "total",
        "totals",
        "subtotal",
        "grandtotal",
    ]
)
"""What other programs write below a table, spaces and case aside."""
_FOOT = re.compile(
    r"[合总]?共\d+.*"
    r"|(?:制表|制单|审核|复核|打印|导出|经办|操作|填表)(?:人|员|时间|日期)?(?::.*)?"
    r"|第\d+页.*|页码.*"
)
"""What they sign it with; a product behind it makes it no foot."""


def _sold(word: str, kind: str) -> bool | None:
    """Whether a cell says that the goods are on sale; None where it says neither.

    是 and 否 answer the heading; where it asks nothing (状态) 否 and 0 have two readings, and 是
    and 1 too where it explains its words.
    """
    if OFF_WORD.fullmatch(word):
        return False
    if not word or ON_WORD.fullmatch(word):
        return True
    if word in YES and kind != "either":
        return kind != "off"
    if word in NO and kind in {"on", "off"}:
        return kind == "off"
    return None


class LeftOut:
    """What is known of a table's rows before they are read."""

    def __init__(self, rows: Sequence[TableRow], columns: Columns) -> None:
        self._columns = columns
        self._coded = [p for p, name, _ in columns.fields if name in {"code", "barcodes"}]
        self._end = len(rows)
        while self._end and self._is_foot(rows[self._end - 1]):
            self._end -= 1
        self._feet = {row.number for row in rows[self._end :]}

    def why(self, row: TableRow) -> RowProblem | None:
        """Of a row that is not read; None for one that is."""
        if self._is_total(row):
            return RowProblem(row.number, "", "row_total")
        if row.number in self._feet:
            return RowProblem(row.number, "", "row_foot")
        for at, kind, title in self._columns.states:
            word = _word(row.cells[at]) if at < len(row.cells) else ""
            sold = _sold(word, kind)
            if not sold:
                cell, name = told_cell(row.cells[at]), self._name(row)
                code = "row_off_sale" if sold is False else "state_unknown"
                told = {"cell": cell, "name": name}
                return RowProblem(row.number, title, code, told)
        return None

    def _name(self, row: TableRow) -> str:
        said = {name: row.cells[p] for p, name, _ in self._columns.fields if p < len(row.cells)}
        return said.get("name") or said.get("code") or said.get("barcodes", "")

    def _is_total(self, row: TableRow) -> bool:
        """A row that sums others up: its first word says so, and it has no code of a product."""
        said = [_word(cell) for cell in row.cells]
        return _first(said) in _TOTALS and all(
            p >= len(said) or not said[p] or said[p] in _TOTALS for p in self._coded
        )

    def _is_foot(self, row: TableRow) -> bool:
        said = [_word(cell) for cell in row.cells]
        signed = _FOOT.fullmatch(_first(said)) and all(
            p >= len(said) or not said[p] or _FOOT.fullmatch(said[p]) for p in self._coded
        )
        return bool(signed) or self._is_total(row)


def _first(said: Sequence[str]) -> str:
    return next((word for word in said if word), "")


def _word(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", cell).lower().split()).rstrip(":")
