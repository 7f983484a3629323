"""The table of documents: every kind once, and each to a printer that there is."""

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
        "day_report",
        "day_slip",
        "drawer",
        "label",
        "receipt",
        "test_page",
        "x_slip",
        "z_slip",
    ]


def test_a_kind_of_a_later_version_waits_for_the_receipt_printer_under_its_own_name():
    assert (role_of("hologram"), word_of("hologram")) == ("receipt", "hologram")
    with pytest.raises(Refusal, match="document_unknown"):
        document_of("hologram", "{}")
