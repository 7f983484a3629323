"""Bytes of a CSV or XLSX file, or of a web page called .xls, to rows of text, however they come.

Nothing here trusts the file: sizes are read from the archive's directory before anything is
unpacked, sheets are streamed, and what a cell cannot say honestly (a formula, an error, a number
that lost its digits) keeps its kind, which the row reader refuses
(docs/reliability.md#files-that-come-in).
"""

from __future__ import annotations

import stat
from functools import partial
from pathlib import Path

from showroom.domain.errors import Fault, Refusal
from showroom.services.goods.formats.import_csv import csv_head, read_csv
from showroom.services.goods.formats.import_html import html_head, is_html, read_html
from showroom.services.goods.import_columns import has_header
from showroom.services.goods.import_table import ANYTHING, SheetHead, Table, Wanted

MAX_BYTES = 20 * 2**20
IS_ARCHIVE = b"PK\x03\x04"
# What is packed, locked or older is a click away from a table that can be read: which click it is
# stands in the sentence.
COMPOUND = b"\xd0\xcf\x11\xe0"
"""The container of old Office files, and of every Office file with a password."""
LOCKED = "EncryptedPackage".encode("utf-16-le")
PACKED = (b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ", b"PK\x05\x06", b"PK\x07\x08")
OLD_SHEETS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
"""BIFF 2 to 8 without a container."""
NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"MZ", b"SQLite format 3")
BOM_UTF8 = b"\xef\xbb\xbf"
WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""A text of two or four bytes a character that says so; without it a tenth are NULs."""
BEGINNING = 512
ONE_IN = 10


def read_upload(path: Path) -> bytes:
    """Content of a chosen file.

    Refuses `import_not_a_file`, `import_too_large`. Raises Fault `file_missing` (a stick may come
    late), `file_unreadable`.
    """
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            raise Refusal("import_not_a_file", name=path.name)
        if found.st_size > MAX_BYTES:
            raise Refusal("import_too_large", limit_mb=MAX_BYTES // 2**20)
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise Fault("file_missing", name=path.name) from error
    except OSError as error:
        raise Fault("file_unreadable", name=path.name) from error
    if len(content) > MAX_BYTES:  # it grew
        raise Refusal("import_too_large", limit_mb=MAX_BYTES // 2**20)
    return content


def read_table(content: bytes, wanted: Wanted = ANYTHING) -> Table:
    """Rows of a CSV or XLSX file, told apart by their first bytes.

    A file of unknown size and origin is read by `reading.read_apart`.

    Refuses `import_empty`, `import_too_large`, what `refuse_other_kinds` does, `import_html`,
    `import_unreadable`, `import_archive` (a zip bomb), `import_encoding`, `import_nul`,
    `import_broken_quote`, `import_too_many_rows`, `import_too_heavy`, `import_merged_many`,
    `import_no_header`, `import_sheets_several`, `import_sheet_unknown`, `import_field_unknown`.
    """
    _check(content)
    known = partial(has_header, columns=wanted.columns)
    if not content.startswith(IS_ARCHIVE):
        if wanted.sheet:
            raise Refusal("import_sheet_unknown", sheet=wanted.sheet)
        return read_html(content, known) if is_html(content) else read_csv(content, known)
    from showroom.services.goods.formats.import_xlsx import read_xlsx

    return read_xlsx(content, known, wanted)


def read_heads(content: bytes) -> tuple[SheetHead, ...]:
    """The first rows of every sheet, whether there is a header or not; refuses as `read_table`."""
    _check(content)
    if not content.startswith(IS_ARCHIVE):
        return (html_head(content) if is_html(content) else csv_head(content),)
    from showroom.services.goods.formats.import_xlsx import xlsx_heads

    return xlsx_heads(content)


def _check(content: bytes) -> None:
    if not content.removeprefix(BOM_UTF8).strip():
        raise Refusal("import_empty")
    if len(content) > MAX_BYTES:
        raise Refusal("import_too_large", limit_mb=MAX_BYTES // 2**20)
    refuse_other_kinds(content)


def refuse_other_kinds(content: bytes) -> None:
    """Say what a file is that is neither a text nor a workbook of today.

    Refuses `import_old_xls`, `import_locked`, `import_packed`, `import_no_table`,
    `import_encoding`.
    """
    if content.startswith(COMPOUND):
        if LOCKED in content:
            raise Refusal("import_locked")
        raise Refusal("import_old_xls")
    if content.startswith(OLD_SHEETS):
        raise Refusal("import_old_xls")
    if content.startswith(PACKED):
        raise Refusal("import_packed")
    if content.startswith(NO_TABLES):
        raise Refusal("import_no_table")
    some = content[:BEGINNING]
    if not some.startswith((*WIDE, b"PK")) and some.count(0) * ONE_IN > len(some):
        raise Refusal("import_encoding", encoding="")
