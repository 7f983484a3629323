"""Bytes of a CSV or XLSX file to rows of text, however they come.

Nothing here trusts the file: sizes are read from the archive's directory before anything is
unpacked, sheets are streamed, and what a cell cannot say honestly (a formula, an error, a number
that lost its digits) becomes a marked cell that the row reader refuses
(docs/reliability.md#files-that-come-in).
"""

from __future__ import annotations

import csv
import io
import stat
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from showroom.domain.errors import Fault, Refusal

MAX_BYTES = 20 * 2**20
MAX_ROWS = 50_000
MAX_COLUMNS = 60
MAX_BLANK_ROWS = 1000
MAX_UNPACKED = 64 * 2**20
MAX_RATIO = 100
MAX_ENTRIES = 2000
EXACT_DIGITS = 15
"""Excel keeps fifteen digits of a number; a longer code typed as one is already wrong."""
UNREADABLE = "\ufffd"
MAX_UNREADABLE = 0.1
"""More undecodable characters than this share: not a text in any encoding we know."""
BAD = "\x00"
"""First character of a marked cell; the rest is the code of what is wrong with it."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as it stands in the file, counted from one as the user's program counts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All rows that are not blank. `other_sheets` were not read."""

    encoding: str
    rows: tuple[TableRow, ...]
    other_sheets: tuple[str, ...] = ()


def read_upload(path: Path) -> bytes:
    """Content of a chosen file. Refuses `import_not_a_file`, `import_empty`, `import_too_large`."""
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            raise Refusal("import_not_a_file", name=path.name)
        if found.st_size > MAX_BYTES:
            raise Refusal("import_too_large", limit_mb=MAX_BYTES // 2**20)
        return path.read_bytes()
    except OSError as error:
        raise Fault("file_unreadable", name=path.name) from error


def read_table(content: bytes) -> Table:
    """Rows of a CSV or XLSX file, told apart by their first bytes.

    Refuses `import_empty`, `import_too_large`, `import_old_xls`, `import_unreadable`,
    `import_archive` (a zip bomb), `import_encoding`, `import_nul`, `import_broken_quote`,
    `import_too_many_rows`.
    """
    if not content.strip():
        raise Refusal("import_empty")
    if len(content) > MAX_BYTES:
        raise Refusal("import_too_large", limit_mb=MAX_BYTES // 2**20)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal("import_old_xls")
    return _read_xlsx(content) if content.startswith(b"PK\x03\x04") else _read_csv(content)


# -- CSV -------------------------------------------------------------------------------------------


def _decode(content: bytes) -> tuple[str, str]:
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _decoded(content, name), name
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    if text.count(UNREADABLE) > len(text) * MAX_UNREADABLE:
        raise Refusal("import_encoding", encoding="gb18030")
    return text, "gb18030"


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal("import_encoding", encoding=encoding) from error


def _read_csv(content: bytes) -> Table:
    text, encoding = _decode(content)
    if "\x00" in text:
        raise Refusal("import_nul", line=text.count("\n", 0, text.index("\x00")) + 1)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    rows: list[TableRow] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    began = 1
    try:
        for cells in reader:
            if any(cells):
                _check_count(len(rows) + 1)
                rows.append(TableRow(began, tuple(cells[:MAX_COLUMNS])))
            began = reader.line_num + 1
    except csv.Error as error:
        raise Refusal("import_broken_quote", line=began) from error
    return Table(encoding, tuple(_marked(rows) if encoding == "gb18030" else rows))


def _check_count(rows: int) -> None:
    if rows > MAX_ROWS:
        raise Refusal("import_too_many_rows", limit=MAX_ROWS)


def _marked(rows: list[TableRow]) -> Iterator[TableRow]:
    """Mark rows that GB18030 decodes without error into nonsense (a file of mixed encodings)."""
    for row in rows:
        nonsense = _is_nonsense("".join(row.cells))
        yield TableRow(row.number, (BAD + "row_mojibake",)) if nonsense else row


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


# -- XLSX ------------------------------------------------------------------------------------------


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refusal("import_unreadable") from error
    unpacked = sum(e.file_size for e in entries)
    packed = sum(e.compress_size for e in entries) or 1
    swollen = unpacked > 2**20 and unpacked > MAX_RATIO * packed
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or swollen:
        raise Refusal("import_archive")
    if any(e.flag_bits & 1 for e in entries):
        raise Refusal("import_unreadable")


def _read_xlsx(content: bytes) -> Table:
    _check_archive(content)
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and validations we do not read
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            sheets = book.worksheets
            rows = tuple(_sheet_rows(sheets[0])) if sheets else ()
            names = tuple(s.title for s in sheets[1:])
        except Refusal:
            raise
        except Exception as error:  # openpyxl raises whatever a broken part of the file provokes
            raise Refusal("import_unreadable") from error
    return Table("xlsx", rows, names)


def _sheet_rows(sheet: Any) -> Iterator[TableRow]:  # noqa: ANN401 (stubs do not know it streams)
    sheet.reset_dimensions()
    blank, kept = 0, 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
        texts = tuple("" if c.value is None else _text(c.value, c.data_type) for c in cells)
        if not any(texts):
            blank += 1
            if blank > MAX_BLANK_ROWS:
                return
            continue
        blank, kept = 0, kept + 1
        _check_count(kept)
        yield TableRow(number, texts)


def _text(value: object, data_type: str) -> str:
    if data_type == "f":
        return BAD + "cell_formula"
    if data_type == "e":
        return BAD + "cell_error"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    if isinstance(value, int) and len(text) > EXACT_DIGITS:
        return BAD + "cell_digits_lost"
    return text.replace(BAD, "\ufffd")
