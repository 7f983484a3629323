from __future__ import annotations

import ast
import re
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from shiboken6 import delete

from showroom.domain.errors import Fault, Refusal
from showroom.ui.engine.operation import COPY_REPORT, Call, Operations
from showroom.ui.engine.tasks import Cancelled, Lane
from showroom.ui.words import messages

pytestmark = pytest.mark.usefixtures("qapp")
ROOT = Path(__file__).resolve().parents[3]


class Strip:
    def __init__(self):
        self.said = []

    def show_message(self, message):
        self.said.append(message)


class Ear:
    def __init__(self):
        self.heard = []

    def play(self, name):
        self.heard.append(name)
        return True


class Desk:
    def __init__(self):
        self.lane, self.strip, self.ear, self.owner = Lane("desk"), Strip(), Ear(), QObject()
        self.operations = Operations(self.lane, self.strip, self.ear)
        self.done = []

    def run(self, fn, **how):
        return self.operations.run(Call(self.owner, **how), fn, on_done=self.done.append)


@pytest.fixture
def desk():
    made = Desk()
    yield made
    assert made.lane.close()


def _raise(error):
    raise error


def _settled(qtbot, desk):
    qtbot.waitUntil(lambda: desk.lane.pending == 0)


def test_success_is_said_and_heard(desk, qtbot):
    ended = []
    desk.run(lambda: 5, success="已保存", sound="done", settled=lambda: ended.append(1))
    _settled(qtbot, desk)
    assert desk.done == [5]
    assert (desk.strip.said[0].kind, desk.strip.said[0].text) == ("success", "已保存")
    assert desk.ear.heard == ["done"]
    assert ended == [1]


def test_a_refusal_of_a_scan_latches(desk, qtbot):
    desk.run(lambda: _raise(Refusal("sku_expired", name="广南大米")), latch=True)
    _settled(qtbot, desk)
    said = desk.strip.said[0]
    assert said.latched
    assert said.kind == "refusal"
    assert said.text == "广南大米 已过保质期，不能销售，请下架"
    assert desk.ear.heard == ["refused"]


def test_a_screen_may_say_a_refusal_itself(desk, qtbot):
    codes = []

    def mine(refusal):
        codes.append(refusal.code)
        return True

    desk.run(lambda: _raise(Refusal("basket_empty")), refused=mine)
    _settled(qtbot, desk)
    assert codes == ["basket_empty"]
    assert desk.strip.said == []


def test_a_fault_offers_another_try(desk, qtbot):
    tries = []

    def work():
        tries.append(1)
        if len(tries) == 1:
            raise Fault("database_busy")
        return "saved"

    desk.run(work)
    _settled(qtbot, desk)
    assert desk.strip.said[0].action_text == "重试"
    desk.strip.said[0].action()
    _settled(qtbot, desk)
    assert desk.done == ["saved"]


def test_a_bug_gives_a_report(desk, qtbot, caplog):
    desk.run(lambda: 1 // 0)
    _settled(qtbot, desk)
    said = desk.strip.said[0]
    assert (said.kind, said.action_text, said.latched) == ("bug", COPY_REPORT, True)
    said.action()
    assert "ZeroDivisionError" in QGuiApplication.clipboard().text()
    assert "bug" in caplog.text


def test_a_bug_in_the_screen_is_caught_too(desk, qtbot, caplog):
    call = Call(desk.owner)
    desk.operations.run(call, lambda: 0, on_done=lambda value: 1 // value)
    _settled(qtbot, desk)
    assert desk.strip.said[0].kind == "bug"
    assert caplog.records


def test_double_enter_is_one_call(desk, qtbot):
    gate = Event()
    assert desk.run(lambda: gate.wait(5), exclusive="pay")
    assert desk.operations.running("pay")
    assert not desk.run(lambda: 2, exclusive="pay")
    gate.set()
    _settled(qtbot, desk)
    assert desk.done == [True]
    assert not desk.operations.running("pay")


def test_cancelled_is_no_failure(desk, qtbot):
    desk.run(lambda: _raise(Cancelled()))
    _settled(qtbot, desk)
    assert (desk.strip.said[0].kind, desk.strip.said[0].text) == ("info", "已取消")


def test_a_closed_screen_hears_nothing(desk, qtbot, caplog):
    gate, parent = Event(), QObject()
    owner = QObject(parent)
    desk.operations.run(Call(owner), lambda: gate.wait(5), on_done=desk.done.append)
    desk.operations.run(
        Call(owner), lambda: _raise(Refusal("basket_empty")), on_done=desk.done.append
    )
    delete(owner)
    gate.set()
    _settled(qtbot, desk)
    assert desk.done == []
    assert desk.strip.said == []
    assert "closed" in caplog.text


def test_after_closing_time_nothing_starts():
    desk = Desk()
    desk.lane.close()
    assert not desk.run(lambda: 1)


def _codes_raised():
    """Literal codes of every Refusal(...) and Fault(...) of the program."""
    found = set()
    for path in (ROOT / "showroom").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in ("Refusal", "Fault") and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    found.add(code.value)
    return found


def test_every_code_has_a_sentence():
    missing = sorted(code for code in _codes_raised() if not messages.has_sentence(code))
    assert not missing, f"add to message_table: {missing}"


def test_sentences_fall_back_when_parameters_are_missing():
    assert messages.sentence(Refusal("sku_no_stock", name="米", on_hand=2)) == "米 库存只有 2"
    assert messages.sentence(Refusal("sku_no_stock")) == "库存不足"
    assert messages.sentence_for("discount_raises_price", {"limit_fen": 1250}).endswith("¥12.50")
    assert "strange" in messages.sentence(Refusal("strange"))
    assert "可以重试" in messages.sentence(Fault("strange"))


def test_sentences_are_chinese_and_short():
    for table in (messages.REFUSALS, messages.FAULTS):
        for code, templates in table.items():
            for text in (templates,) if isinstance(templates, str) else templates:
                assert re.search(r"[\u4e00-\u9fff]", text), code
                assert len(text) <= 40, code
                assert not text.endswith("。"), code


def test_long_parameters_are_cut():
    said = messages.sentence(Refusal("scan_unknown", code="9" * 100))
    assert "…" in said
    assert len(said) < 80
