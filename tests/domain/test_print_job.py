"""The life of a slip as a table, and which printer has it."""

from itertools import product

import pytest

from showroom.domain.errors import Refusal
from showroom.domain.print_job import (
    MOVES,
    WAITING,
    check_move,
    fallback_of,
    may_be_paper,
    printer_of,
)
from showroom.domain.printer import PrinterSettings
from showroom.domain.slip_kind import SlipKind

STATES = ("queued", "sending", "uncertain", "failed", "printed", "expired", "cancelled")
ALLOWED = {
    ("queued", to) for to in ("queued", "sending", "failed", "expired", "cancelled")
} | {
    ("sending", to) for to in ("sending", "queued", "printed", "uncertain", "failed", "expired")
} | {
    # What left and was not answered is never sent again by itself: a person says what became of it.
    ("uncertain", "printed"),
    ("uncertain", "cancelled"),
    ("failed", "queued"),
    ("failed", "cancelled"),
}  # fmt: skip


@pytest.mark.parametrize(("was", "becomes"), list(product(STATES, STATES)))
def test_a_slip_moves_along_the_table_and_nowhere_else(was, becomes):
    if (was, becomes) in ALLOWED:
        check_move(was, becomes)
        return
    with pytest.raises(Refusal, match="job_moved"):
        check_move(was, becomes)


def test_what_rests_or_is_settled_holds_nobody_back():
    assert {"queued", "sending", "uncertain"} == WAITING
    assert set(STATES) - set(MOVES) == {"printed", "expired", "cancelled"}


def printer(name, role="receipt", connection="network", fallback=""):
    return PrinterSettings(role, name, connection, "10.0.0.1:9100", fallback=fallback)


FRONT, BACK, TAGS = printer("前台", fallback="后台"), printer("后台"), printer("标签", "label")
GONE = printer("旧", connection="none")


@pytest.mark.parametrize(
    ("kind", "bound", "printers", "name"),
    [
        (SlipKind.RECEIPT, "", (TAGS, FRONT, BACK), "前台"),
        (SlipKind.RECEIPT, "后台", (TAGS, FRONT, BACK), "后台"),
        (SlipKind.RECEIPT, "没有", (TAGS, FRONT, BACK), "前台"),
        (SlipKind.RECEIPT, "旧", (GONE, BACK), "后台"),
        (SlipKind.RECEIPT, "", (GONE, TAGS), None),
        (SlipKind.LABEL, "", (FRONT, TAGS), "标签"),
        (SlipKind.DAY_REPORT, "", (FRONT, TAGS), None),
        (SlipKind.DRAWER, "", (TAGS, FRONT, BACK), "前台"),
        (SlipKind.DRAWER, "后台", (TAGS, FRONT, BACK), "前台"),
        ("kind of tomorrow", "", (TAGS, FRONT), "前台"),
    ],
)
def test_a_job_has_the_printer_it_was_bound_to_or_the_first_of_its_role(
    kind, bound, printers, name
):
    found = printer_of(kind, bound, printers)
    assert (found and found.name) == name


def test_who_takes_over_is_another_and_is_connected():
    assert fallback_of(FRONT, (FRONT, BACK)) == BACK
    assert fallback_of(BACK, (FRONT, BACK)) is None
    itself = printer("前台", fallback="前台")
    assert fallback_of(itself, (itself, BACK)) is None
    to_nowhere = printer("前台", fallback="旧")
    assert fallback_of(to_nowhere, (to_nowhere, GONE)) is None


@pytest.mark.parametrize("state", STATES)
def test_no_paper_is_known_only_of_what_rests_or_ended_without_a_byte(state):
    none = {"failed", "expired", "cancelled"}
    assert may_be_paper(state, 0) is (state not in none)
    assert may_be_paper(state, 1)
