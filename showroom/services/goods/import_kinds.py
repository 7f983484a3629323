"""Files that are something else than their name says, and what to do with each.

A packed, locked or older table is a click away from one that can be read. Which click it is
stands in the sentence.
"""

from __future__ import annotations

from showroom.domain.errors import Refusal

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
