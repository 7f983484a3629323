"""One sheet of a workbook, row by row, and the texts that all sheets share.

Parts are streamed as elements, by a parser that trusts none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.expatreader import DefusedExpatParser

from showroom.domain.errors import Refusal
from showroom.services.goods.import_formats import (
    PLAIN,
    Looks,
    formula_cell,
    number_cell,
    text_cell,
)
from showroom.services.goods.import_table import MAX_CELL, MAX_COLUMNS, Kind, Rows, TableRow

LAST_ROW = 2**20
"""Of a sheet of any program (Excel's specifications and limits)."""
MAX_BLANK_ROWS = 1000
MAX_COVERED = 200_000
"""Cells that merged ones cover; no table of products has so many."""


class PartReader(ContentHandler):
    """Hears of elements by their own names: programs differ in the prefixes they write."""

    def starts(self, name: str, attrs: AttributesImpl) -> None:
        """An element begins."""

    def ends(self, name: str) -> None:
        """It ends."""

    def says(self, content: str) -> None:
        """A piece of text."""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802, D102 (SAX)
        self.starts(name.rpartition(":")[2], attrs)

    def endElement(self, name: str) -> None:  # noqa: N802, D102 (SAX)
        self.ends(name.rpartition(":")[2])

    def characters(self, content: str) -> None:  # noqa: D102 (SAX)
        self.says(content)


def parser_for(reader: PartReader) -> DefusedExpatParser:
    """To be fed with bytes; it takes no DTD, no entity and nothing from outside."""
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(reader)
    return parser


class EnoughError(Exception):
    """As many rows as were wanted: the rest need not be read."""


class Texts(PartReader):
    """The shared texts, read no further than somebody asked."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._texts: list[str] = []
        self._said = _Said()
        self._parser = parser_for(self)

    def __getitem__(self, at: int) -> str:
        while at >= len(self._texts):
            self._parser.feed(next(self._chunks))
        return self._texts[at]

    def starts(self, name: str, _attrs: AttributesImpl) -> None:
        """A text, or a part of one, begins."""
        if name == "si":
            self._said.clear()
        self._said.starts(name)

    def ends(self, name: str) -> None:
        """Keep a text that is whole."""
        self._said.ends(name)
        if name == "si":
            self._texts.append(self._said.text())

    def says(self, content: str) -> None:
        """Of the text."""
        self._said.add(content)


class _Said:
    """The text of runs (`t`), without how it is pronounced (`rPh`)."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._kept = self._sound = 0
        self._open = False

    def clear(self) -> None:
        self._pieces.clear()
        self._kept = 0

    def starts(self, name: str) -> None:
        self._sound += name == "rPh"
        self._open = name == "t" and not self._sound

    def ends(self, name: str) -> None:
        self._sound -= name == "rPh"
        self._open = False

    def add(self, content: str) -> None:
        if self._open and self._kept < MAX_CELL:
            self._pieces.append(content[:MAX_CELL])
            self._kept += len(content)

    def text(self) -> str:
        return "".join(self._pieces)[:MAX_CELL]


class Sheet(PartReader):
    """Rows that are not blank and not hidden, `limit` of them at most."""

    def __init__(
        self, texts: Texts, looks: Sequence[Looks], *, from_1904: bool, limit: int | None
    ) -> None:
        self.rows = Rows()
        self.hidden_rows = 0
        self._hidden: set[int] = set()
        self._merged: list[tuple[int, int, int, int]] = []
        self._texts, self._looks, self._from_1904 = texts, looks, from_1904
        self._limit = limit
        self._number = self._last = 0
        self._row_hidden = False
        self._cells: list[str] = []
        self._kinds: list[str] = []
        self._column = -1
        self._type = self._style = ""
        self._inside = ""
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._said = _Said()

    @property
    def hidden_columns(self) -> tuple[int, ...]:
        """Positions from nought."""
        return tuple(sorted(self._hidden))

    # -- what the parser tells ----------------------------------------------------------------

    def starts(self, name: str, attrs: AttributesImpl) -> None:
        """A row, a cell or what it holds begins; a column or a merge is told."""
        self._inside = name
        if name == "c":
            self._start_cell(attrs)
        elif name == "f":
            self._formula = []
        elif name == "row":
            self._start_row(attrs)
        elif name == "col":
            if attrs.get("hidden") in {"1", "true"}:
                self._hidden |= set(
                    range(int(attrs["min"]) - 1, min(int(attrs["max"]), MAX_COLUMNS))
                )
        elif name == "mergeCell":
            self._merged.append(_area(attrs["ref"]))
        else:
            self._said.starts(name)

    def says(self, content: str) -> None:
        """Of a value, a formula or a text."""
        if self._inside == "v":
            if len(self._value) < MAX_CELL:
                self._value.append(content[:MAX_CELL])
        elif self._inside == "f":
            if self._formula is not None and len(self._formula) < MAX_CELL:
                self._formula.append(content[:MAX_CELL])
        else:
            self._said.add(content)

    def ends(self, name: str) -> None:
        """Keep a cell or row that is whole."""
        self._inside = ""
        if name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        else:
            self._said.ends(name)

    # -- cells and rows -----------------------------------------------------------------------

    def _start_row(self, attrs: AttributesImpl) -> None:
        self._number = int(attrs.get("r") or self._number + 1)
        self._row_hidden = attrs.get("hidden") in {"1", "true"} or attrs.get("ht") == "0"
        self._cells, self._kinds, self._column = [], [], -1
        if not 0 < self._number <= LAST_ROW:
            msg = "no program numbers a row so"
            raise ValueError(msg)
        if self._number - self._last > MAX_BLANK_ROWS + 1:
            raise EnoughError

    def _start_cell(self, attrs: AttributesImpl) -> None:
        place = attrs.get("r")
        self._column = _column(place) if place else self._column + 1
        self._type, self._style = attrs.get("t", "n"), attrs.get("s", "")
        self._value.clear()
        self._formula = None
        self._said.clear()

    def _end_cell(self) -> None:
        text, kind = self._cell()
        if not text:
            return
        if self._column >= MAX_COLUMNS:
            self.rows.cut = True
            return
        gap = self._column - len(self._cells)
        if gap < 0:
            msg = "cells go backwards"
            raise ValueError(msg)
        self._cells += [""] * gap + [text]
        self._kinds += [Kind.TEXT] * gap + [kind]

    def _cell(self) -> tuple[str, Kind]:
        value = "".join(self._value)
        if self._formula is not None:
            return formula_cell("".join(self._formula))
        looks = self._looks[int(self._style)] if self._style and self._looks else PLAIN
        if self._type == "inlineStr":
            return text_cell(self._said.text(), looks)
        if not value:
            return "", Kind.TEXT
        if self._type in {"s", "str"}:
            return text_cell(self._texts[int(value)] if self._type == "s" else value, looks)
        if self._type == "b":
            return ("FALSE" if value in {"0", "false"} else "TRUE"), Kind.FLAG
        if self._type == "e":
            return value, Kind.ERROR
        if self._type == "d":
            return value, Kind.DATE_PART if looks.date and not looks.whole_day else Kind.DATE
        return number_cell(value, looks, from_1904=self._from_1904)

    def _end_row(self) -> None:
        if not any(self._cells):
            return
        self._last = self._number
        if self._row_hidden:
            self.hidden_rows += 1
            return
        self.rows.add(self._number, self._cells, "".join(self._kinds))
        if self._limit is not None and len(self.rows.kept) >= self._limit:
            raise EnoughError

    # -- merged cells, which the file tells after its rows ------------------------------------

    def table_rows(self) -> tuple[TableRow, ...]:
        """All rows, with what merged cells cover marked. Refuses `import_merged_many`."""
        rows = self.rows.kept
        at = {row.number: place for place, row in enumerate(rows)}
        covered = 0
        for top, left, bottom, right in self._merged:
            columns = range(left, min(right + 1, MAX_COLUMNS))
            lines = range(top, min(bottom, self._last) + 1)
            covered += len(lines) * len(columns)
            if covered > MAX_COVERED:
                raise Refusal("import_merged_many")
            inside = [at[n] for n in lines if n in at]
            for place in inside:
                cells = [c for c in columns if (rows[place].number, c) != (top, left)]
                rows[place] = _covered(rows[place], cells)
        return tuple(rows)


def _covered(row: TableRow, columns: Sequence[int]) -> TableRow:
    kinds = list(row.kinds.ljust(max(columns, default=-1) + 1, Kind.TEXT))
    for column in columns:
        kinds[column] = Kind.MERGED
    return replace(row, kinds="".join(kinds))


def _column(place: str) -> int:
    """Position of a cell like ``AB12``, from nought; far beyond the last is all the same."""
    found = 0
    for letter in place[:8]:
        if not "A" <= letter <= "Z":
            break
        found = found * 26 + ord(letter) - 64
    return found - 1


def _area(ref: str) -> tuple[int, int, int, int]:
    """(top, left, bottom, right) of ``A1:B2``; rows from one, columns from nought."""
    first, _, last = ref.partition(":")
    corners = [
        (int(c.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")), _column(c)) for c in (first, last or first)
    ]
    return (*corners[0], *corners[1])
