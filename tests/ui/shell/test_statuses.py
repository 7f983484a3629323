"""What the glyphs say, and what is called out: once, when it is new."""

from dataclasses import replace

import pytest

from showroom.delivery.courier import CourierState
from showroom.ui.shell.statuses import books_status, call_out, printer_status
from showroom.ui.words.messages import sentence_for
from showroom.ui.words.paper import ONE_DOUBT

CALM = CourierState()


@pytest.mark.parametrize(
    ("code", "tone"),
    [
        ("", ""),
        ("printer_unreachable", ""),
        ("database_busy", "warning"),
        ("mark_not_kept", "warning"),
        ("disk_full", "danger"),
        ("server_unreachable", "danger"),
        ("commit_unknown", "danger"),
    ],
)
def test_the_books_are_mild_only_about_what_stops_nobody(code, tone):
    assert books_status(code).tone == tone


def test_a_doubt_is_called_out_once_and_again_when_one_more_comes():
    one, two = replace(CALM, uncertain=1), replace(CALM, uncertain=2)
    assert call_out(None, one) == (ONE_DOUBT, "prints")
    assert call_out(CALM, one) == (ONE_DOUBT, "prints")
    assert call_out(one, one) is None
    assert call_out(one, two) == (ONE_DOUBT, "prints")
    assert call_out(two, one) is None


def test_doubt_stands_before_trouble_and_trouble_before_waiting():
    waiting = replace(CALM, waiting=3)
    assert printer_status(waiting).tone == ""
    assert printer_status(replace(waiting, problem="printer_none")).tone == ""
    assert printer_status(replace(waiting, problem="printer_unreachable")).tone == "warning"
    resting = printer_status(replace(CALM, problem="printer_none", unprinted=3))
    assert (resting.tone, resting.sentence, resting.count) == (
        "warning",
        "没有打印机 · 3 张未打",
        3,
    )
    late = printer_status(replace(CALM, unprinted=500, roles=frozenset({"receipt"})))
    assert (late.tone, late.count) == ("warning", 500)
    assert "500 多 张未打" in late.sentence
    doubt = printer_status(replace(waiting, problem="printer_unreachable", uncertain=1))
    assert (doubt.tone, doubt.count) == ("danger", 3)


def test_a_dead_printer_is_named_before_what_was_left_without_one_and_all_of_it_counts():
    both = replace(CALM, waiting=5, unprinted=2, roles=frozenset({"receipt"}))
    dead = printer_status(replace(both, problem="printer_unreachable"))
    assert (dead.sentence, dead.count) == (sentence_for("printer_unreachable"), 7)
    assert printer_status(replace(both, problem="printer_unreachable", waiting=0)) == replace(
        dead, count=2
    )
    well = printer_status(both)
    assert well.sentence.startswith("没有打印机时留下 2 张未打")
    assert well.count == 7
    doubt = printer_status(replace(both, problem="interrupted", uncertain=1))
    assert (doubt.tone, doubt.count) == ("danger", 7)
