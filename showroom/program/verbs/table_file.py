"""Where a table that a verb exports goes, and what stands in the file: by its name's ending."""

from __future__ import annotations

from pathlib import Path

from showroom.domain.errors import Refusal
from showroom.domain.sheet import Sheet
from showroom.program.verbs.verb import check_folder
from showroom.services.goods.export_sheet import sheet_csv

WORKBOOK, TEXT = ".xlsx", ".csv"


def check_table_place(path: Path) -> None:
    """A new file in a folder that is there: one of ours may have been filled in since.

    Refuses `export_kind`, `no_such_folder`, `export_there`.
    """
    if path.suffix.lower() not in {WORKBOOK, TEXT}:
        raise Refusal("export_kind", path=str(path))
    check_folder(path)
    if path.exists() or path.is_symlink():
        raise Refusal("export_there", path=str(path))


def table_bytes(path: Path, sheet: Sheet) -> bytes:
    """The table as text or as a workbook."""
    if path.suffix.lower() == TEXT:
        return sheet_csv(sheet)
    from showroom.printing.render.xlsx_report import table_xlsx

    return table_xlsx(sheet)
