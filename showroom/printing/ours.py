"""Whether a file that is there already is a report of ours, which a newer one may replace.

It says so itself in a property that nobody else writes, and nobody has saved it since: other
programs put their own name into a PDF's producer, append to it, or say who changed a workbook.
"""

from __future__ import annotations

import io
import zipfile
from contextlib import closing, suppress
from pathlib import Path

from showroom.domain.errors import Fault, Refusal

PDF, XLSX = ".pdf", ".xlsx"
MARK = "showroom report 5d0f2c9e-7b1a-4c5e-9c1d-4e6f8a3b2d71"
"""Stands whole in the property; a name alone could be somebody's."""
PROPERTIES = "docProps/core.xml"
LOOKED_AT = 2**24
"""No report is longer."""


def is_report(path: Path) -> bool:
    """By what stands in it, not by its name; never one that is no plain file."""
    try:
        if path.is_symlink() or not path.is_file():
            return False
        with path.open("rb") as file:
            content = file.read(LOOKED_AT + 1)
        return len(content) <= LOOKED_AT and (_is_pdf(content) or _is_workbook(content))
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False


def _is_pdf(content: bytes) -> bool:
    """Whoever only names our mark is opened apart, like any file from outside."""
    from showroom.printing.foreign.asking import ForeignFiles

    if not content.startswith(b"%PDF") or content.count(b"%%EOF") != 1:
        return False
    if MARK.encode() not in content:
        return False
    with closing(ForeignFiles()) as files, suppress(Refusal, Fault):
        return files.producer(content) == MARK
    return False


def _is_workbook(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if PROPERTIES not in archive.namelist():
            return False
        if archive.getinfo(PROPERTIES).compress_type != zipfile.ZIP_DEFLATED:
            return False  # other ways to pack may ask for any memory
        with archive.open(PROPERTIES) as part:
            said = part.read(2**16)
    return f"<cp:keywords>{MARK}</cp:keywords>".encode() in said and b"lastModifiedBy" not in said
