"""Text files to rows: their encoding, what parts their cells, and rows that are nonsense."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from functools import cache

from showroom.domain.errors import Refusal
from showroom.services.goods.import_table import (
    HEADER_ROWS,
    UNREADABLE,
    HasHeader,
    Kind,
    Rows,
    SheetHead,
    Table,
    TableRow,
)

MAX_UNREADABLE = 0.1
"""More undecodable characters than this share: not a text in any encoding we know."""
DELIMITERS = ",\t;"
TRIED_ROWS = 100
"""Rows that tell what parts the cells; the first line may be a title with commas in it."""


def csv_head(content: bytes) -> SheetHead:
    """The first rows, whatever they are. Refuses what `read_csv` refuses but a missing header."""
    text, _ = decode(content)
    rows = _first(text, _delimiter(text, lambda _rows: False))
    return SheetHead("", hidden=False, rows=tuple(rows[:HEADER_ROWS]))


def read_csv(content: bytes, has_header: HasHeader) -> Table:
    """Every row.

    Refuses `import_encoding`, `import_nul`, `import_broken_quote`, `import_cell_huge`,
    `import_no_header` and what `Rows` refuses.
    """
    text, encoding = decode(content)
    delimiter = _delimiter(text, has_header)
    if not has_header(_first(text, delimiter)[:HEADER_ROWS]):
        raise Refusal("import_no_header", rows=HEADER_ROWS)
    rows = Rows()
    for number, cells in _parsed(text, delimiter):
        rows.add(number, cells)
    marked = _marked(rows.kept) if encoding == "gb18030" else rows.kept
    return Table(encoding, tuple(marked), cut=rows.cut)


def decode(content: bytes) -> tuple[str, str]:
    """The text and its encoding. Refuses `import_encoding`, `import_nul`."""
    text, encoding = _decoded(content)
    if "\x00" in text:
        raise Refusal("import_nul", line=text.count("\n", 0, text.index("\x00")) + 1)
    return text, encoding


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            try:
                return content.decode(name), name
            except UnicodeDecodeError as error:
                raise Refusal("import_encoding", encoding=name) from error
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    if text.count(UNREADABLE) > len(text) * MAX_UNREADABLE:
        raise Refusal("import_encoding", encoding="gb18030")
    return text, "gb18030"


def _parsed(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line it began on, cells) of every row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    began = 1
    try:
        for cells in reader:
            if any(cells):
                yield began, cells
            began = reader.line_num + 1
    except csv.Error as error:
        # A quote that is never closed may have swallowed lines until no cell is so long.
        if "field larger" in str(error):
            raise Refusal("import_cell_huge", line=began) from error
        raise Refusal("import_broken_quote", line=began) from error


def _first(text: str, delimiter: str) -> list[TableRow]:
    found = Rows()
    try:
        for number, cells in _parsed(text, delimiter):
            found.add(number, cells)
            if len(found.kept) == TRIED_ROWS:
                break
    except Refusal:  # told where the whole is read, if this is what parts the cells
        pass
    return found.kept


def _delimiter(text: str, has_header: HasHeader) -> str:
    """Whatever makes a header of one of the first rows; else whatever makes the most rows alike."""

    def fit(delimiter: str) -> tuple[bool, int]:
        rows = _first(text, delimiter)
        widths = [len(row.cells) for row in rows if len(row.cells) > 1]
        return has_header(rows[:HEADER_ROWS]), max(map(widths.count, widths), default=0)

    return max(DELIMITERS, key=fit)


def _marked(rows: list[TableRow]) -> Iterator[TableRow]:
    """Mark rows that GB18030 decodes without error into nonsense (a file of mixed encodings)."""
    for row in rows:
        nonsense = _is_nonsense("".join(row.cells))
        yield TableRow(row.number, (), Kind.MOJIBAKE) if nonsense else row


def _is_nonsense(text: str) -> bool:
    """UTF-8 read as GB18030 becomes characters outside GB2312; real product names have few."""
    if UNREADABLE in text:
        return True
    han = [c for c in text if c > "\u2e7f"]
    odd = sum(c not in _gb2312() and unicodedata.category(c) in {"Lo", "Co", "Cn"} for c in han)
    return odd * 4 > len(han)


@cache
def _gb2312() -> frozenset[str]:
    pairs = (bytes((a, b)) for a in range(0xA1, 0xF8) for b in range(0xA1, 0xFF))
    return frozenset("".join(p.decode("gb2312", errors="ignore") for p in pairs))
