"""The table of documents: every kind once, and each to a printer that there is."""

import os
import platform
import subprocess
import sys
from collections import Counter

import pytest

from showroom.domain.errors import Refusal
from showroom.domain.printer import ROLES
from showroom.domain.slip_kind import SlipKind, role_of, word_of
from showroom.printing.documents import DOCUMENTS, document_of


def test_every_kind_has_one_row():
    assert Counter(row.kind for row in DOCUMENTS) == Counter(SlipKind)


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row.kind)
def test_a_row_is_laid_out_or_encoded_for_a_printer_that_there_is(row):
    assert (row.layout is None) != (row.encode is None)
    assert row.kind.role in ROLES
    assert row.kind.word


def test_kinds_keep_the_values_that_the_books_hold():
    """Jobs of an older version wait under these; another value would orphan them."""
    assert sorted(SlipKind) == [
        "bin_card",
        "day_report",
        "day_slip",
        "drawer",
        "issues_sheet",
        "label",
        "place_card",
        "receipt",
        "stock_sheet",
        "stock_slip",
        "test_page",
        "x_slip",
        "z_slip",
    ]


def test_a_kind_of_a_later_version_waits_for_the_receipt_printer_under_its_own_name():
    assert (role_of("hologram"), word_of("hologram")) == ("receipt", "hologram")
    with pytest.raises(Refusal, match="document_unknown"):
        document_of("hologram", "{}")


def test_no_pickle_of_a_shared_folder_is_read_and_none_is_left(tmp_path):
    """python-escpos keeps its capabilities as one; a torn one stopped all printing."""
    name = f"{platform.python_version()}.capabilities.pickle"
    planted = [tmp_path / name, tmp_path / "showroom-escpos" / name]
    for file in planted:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"torn")
    code = (
        "from showroom.domain.printer import PrinterModel\n"
        "from showroom.printing.render.escpos_bytes import drawer_kick\n"
        "print(drawer_kick(PrinterModel('x', '')).hex())\n"
    )
    env = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TMP": str(tmp_path)}
    told = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith("1b70")
    assert sorted(tmp_path.rglob("*.pickle")) == sorted(planted)
    assert all(file.read_bytes() == b"torn" for file in planted)
