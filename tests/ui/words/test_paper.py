"""What is said of slips and drawer: what the printers told, and nobody else says it."""

import ast
import re
from pathlib import Path

import pytest

from showroom.domain.print_job import MAX_UNPRINTED, MOVES, NO_PRINTER, SlipFate
from showroom.domain.slip_kind import SlipKind, role_of, word_of
from showroom.ui.words.message_table_faults import FAULTS
from showroom.ui.words.paper import (
    DRAWER_DOUBT,
    PrintersSeen,
    fate_words,
    paper_words,
    unprinted_words,
)

UI = Path(__file__).resolve().parents[3] / "showroom" / "ui"
ALL = frozenset({"receipt", "label", "report"})
WELL = PrintersSeen(ALL)
CLAIMS = re.compile(
    r"(已|随即|马上|正在)(经)?(打印|打出|打完|送往|送去|开钱箱)|钱箱(已打|已弹|打开了)|都打完"
    r"|是否打完|没有(小票|报表)?(打印机|标签机)|张(未|没有?)打|没有?弹开|在排队|没有打出来"
)
SAYS_ITSELF = {
    "words/paper.py": "the one place",
    "words/message_table.py": "sentences of refusals",
    "words/message_table_faults.py": "sentences of faults",
    "settings/printer.py": "an empty list of printers",
    "wizard/find.py": "what a folder is for, and a search that found nothing",
    "wizard/trial.py": "the printer itself confirmed it",
    "wizard/answers.py": "asked of the printer itself, and answered by a person looking at it",
}


@pytest.mark.parametrize("kind", SlipKind)
def test_every_kind_is_queued_and_no_more_until_its_printer_told(kind):
    for seen in (None, WELL):
        told = paper_words([kind], seen)
        assert told.on_its_way
        assert told.text == ("正在开钱箱" if kind == "drawer" else f"{word_of(kind)}在排队打印")


@pytest.mark.parametrize("kind", SlipKind)
def test_without_its_printer_no_kind_is_on_its_way(kind):
    told = paper_words([kind], PrintersSeen(ALL - {role_of(kind)}))
    assert not told.on_its_way
    assert told.text.startswith("没有")
    assert "在排队" not in told.text


def test_trouble_and_doubt_are_said_with_the_slip_they_hold_up():
    blocked = paper_words(["z_slip"], PrintersSeen(ALL, "printer_paper_out"))
    assert (blocked.text, blocked.on_its_way) == (
        f"交班单在排队：{FAULTS['printer_paper_out']}",
        False,
    )
    doubt = paper_words(["z_slip"], PrintersSeen(ALL, "printer_uncertain", 1))
    assert "不确定" in doubt.text
    assert not doubt.on_its_way


@pytest.mark.parametrize(("count", "told"), [(MAX_UNPRINTED - 1, False), (MAX_UNPRINTED, True)])
def test_of_as_many_as_are_kept_there_may_have_been_more(count, told):
    for has_printer in (True, False):
        words = unprinted_words(count, has_printer=has_printer)
        assert str(count) in words
        assert (f"{count} 多" in words) is told


@pytest.mark.parametrize("trouble", ["printer_paper_out", "printer_offline"])
def test_a_drawer_behind_a_printer_in_trouble_is_not_called_opening(trouble):
    told = paper_words(["drawer"], PrintersSeen(ALL, trouble))
    assert (told.text, told.on_its_way) == (DRAWER_DOUBT, False)


def test_kick_and_slip_are_told_together():
    assert paper_words(["drawer", "receipt"], WELL).text == "正在开钱箱，小票在排队打印"
    none = paper_words(["drawer", "receipt"], PrintersSeen(frozenset()))
    assert none.text == "没有打印机：请用钥匙开钱箱，小票没有打，留在“打印”里"
    assert not none.on_its_way
    other = paper_words(["report", "drawer", "receipt"], PrintersSeen(frozenset()))
    assert other.text.count("没有打印机") == 1
    assert paper_words([], WELL).text == ""


def sentences(path):
    """Texts that are shown; docstrings speak to programmers."""
    tree = ast.parse(path.read_text("utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value


def test_nobody_else_says_that_paper_or_drawer_came():
    claimed = {
        str(path.relative_to(UI))
        for path in UI.rglob("*.py")
        if any(CLAIMS.search(text) for text in sentences(path))
    }
    assert claimed - set(SAYS_ITSELF) == set()


@pytest.mark.parametrize(
    "text",
    [
        "交班单已送往打印机",
        "钱箱已打开",
        "都打完了",
        "马上打印",
        "有一张不能确定是否打完",
        "没有标签机",
        " 张没有打",
        "钱箱没有弹开",
    ],
)
def test_such_a_claim_would_be_seen(text):
    assert CLAIMS.search(text)


STATES = sorted(set(MOVES) | {"printed", "cancelled", "expired"})


@pytest.mark.parametrize("kind", SlipKind)
@pytest.mark.parametrize("state", STATES)
def test_a_slip_is_called_printed_by_its_printer_alone(kind, state):
    told = fate_words([SlipFate(kind, state, "x")], WELL)
    assert ("已打印" in told.text) is (state == "printed" and kind != SlipKind.DRAWER)
    assert ("在排队" in told.text) is (state in {"queued", "sending"} and kind != SlipKind.DRAWER)
    assert told.on_its_way is (state in {"queued", "sending", "printed"} or not told.text)
    queue = fate_words([SlipFate(kind, "printed", handed_on=True)], WELL)
    assert "已打印" not in queue.text


def test_ends_and_what_still_waits_are_one_sentence():
    rests = SlipFate(SlipKind.RECEIPT, "failed", NO_PRINTER)
    assert fate_words([rests], WELL).text == "没有打印机，小票没有打，留在“打印”里"
    shut = SlipFate(SlipKind.DRAWER, "expired", NO_PRINTER)
    for kinds in ((shut,), (shut, rests), (rests, shut), (shut, rests, shut, rests)):
        foreseen = paper_words([f.kind for f in kinds], PrintersSeen(frozenset()))
        assert fate_words(kinds, WELL) == foreseen, "what was said stays"
        assert not foreseen.on_its_way
    late = SlipFate(SlipKind.DRAWER, "expired", "printer_offline")
    assert fate_words([late], WELL).text == DRAWER_DOUBT
    given_up = SlipFate(SlipKind.RECEIPT, "cancelled", NO_PRINTER)
    assert fate_words([given_up], WELL).text == "小票不打了"
    both = [SlipFate(SlipKind.Z_SLIP, "printed"), SlipFate(SlipKind.RECEIPT, "queued")]
    assert fate_words(both, WELL).text == "交班单已打印，小票在排队打印"
    kick = [SlipFate(SlipKind.DRAWER, "printed"), SlipFate(SlipKind.RECEIPT, "printed")]
    assert fate_words(kick, WELL).text == "小票已打印"
