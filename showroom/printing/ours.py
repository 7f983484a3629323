"""Whether a file that is there already is a report of ours, which a newer one may replace."""

from __future__ import annotations

import zipfile
from pathlib import Path

PDF, XLSX = ".pdf", ".xlsx"
CREATOR = "showroom"
"""What documents say made them."""
FIRST_SHEET = "概览"
BOOK = "xl/workbook.xml"
LOOKED_AT = 2**24


def is_report(path: Path) -> bool:
    """By what stands in it, not by its name; never one that is no plain file."""
    try:
        if path.is_symlink() or not path.is_file():
            return False
        return _is_pdf(path) or _is_workbook(path)
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        content = file.read(LOOKED_AT)
    return content.startswith(b"%PDF") and f"/Creator ({CREATOR})".encode() in content


def _is_workbook(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        if BOOK not in archive.namelist():
            return False
        with archive.open(BOOK) as part:
            return FIRST_SHEET.encode() in part.read(LOOKED_AT)
