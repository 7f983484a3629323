"""An end that nobody knows is looked up by the identity of its request until the books answer."""

from threading import Event

import pytest

from showroom.domain.errors import Fault, Refusal
from showroom.ui.engine.voice import LOOK_UP
from tests.ui.engine.operations_desk import (
    READS,
    SOLD,
    Once,
    raising,
    sold,
    unknown,
)

pytestmark = pytest.mark.usefixtures("qapp")


def test_an_unknown_end_is_looked_up_at_once_when_somebody_asks(desk, settled):
    sale = Once(unknown())
    desk.run("do", sale.work, "request", success="已收款")
    settled()
    assert (desk.said.kind, desk.said.action_text) == ("fault", LOOK_UP)
    assert "正在核对" in desk.said.text
    assert "没有改变" not in desk.said.text
    assert desk.announced == []
    desk.said.action()
    settled()
    assert sale.tries == [("request",), ("request",)]
    assert desk.said.text == "已收款"
    assert desk.announced == [SOLD]


@pytest.fixture
def soon(monkeypatch):
    monkeypatch.setattr("showroom.ui.engine.operations.LOOK_UP_AFTER_MS", (0, 0))


@pytest.mark.usefixtures("soon")
def test_who_asks_again_after_all_look_ups_has_all_of_them_again(desk, settled, qtbot):
    sale = Once(*(unknown() for _ in range(5)))
    desk.run("do", sale.work)
    qtbot.waitUntil(lambda: len(sale.tries) == 3)
    settled()
    desk.said.action()
    qtbot.waitUntil(lambda: desk.done == [sold()])
    assert len(sale.tries) == 6


@pytest.mark.usefixtures("soon")
def test_an_unknown_end_is_looked_up_by_itself_and_said_once(desk, qtbot):
    sale, ended = Once(unknown(), unknown()), []
    desk.run("do", sale.work, "request", sound="done", settled=lambda: ended.append(1))
    qtbot.waitUntil(lambda: desk.done == [sold()])
    assert sale.tries == [("request",)] * 3
    assert desk.said is None, "its own end answered it"
    assert desk.sounds.played == ["refused", "done"]
    assert desk.announced == [SOLD]
    assert ended == [1, 1]


@pytest.mark.usefixtures("soon")
def test_what_turned_out_to_be_refused_is_said_as_that(desk, qtbot):
    desk.run("do", Once(unknown(), Refusal("sku_no_stock")).work)
    qtbot.waitUntil(lambda: desk.said is not None and desk.said.kind == "refusal")
    assert desk.announced == []


@pytest.mark.usefixtures("soon")
def test_looking_up_has_an_end_and_then_a_person_is_asked(desk, qtbot):
    sale = Once(unknown(), unknown(), unknown())
    desk.run("do", sale.work)
    qtbot.waitUntil(lambda: desk.said is not None and "还不能确定" in desk.said.text)
    assert len(sale.tries) == 3
    assert (desk.said.kind, desk.said.action_text) == ("fault", LOOK_UP)
    desk.said.action()
    qtbot.waitUntil(lambda: desk.done == [sold()])
    assert desk.said is None


@pytest.mark.usefixtures("soon")
def test_a_look_up_waits_while_another_of_its_name_is_under_way(desk, qtbot):
    go_on, sale = Event(), Once(unknown())

    def another():
        desk.run("do", lambda: go_on.wait(5) and sold(), exclusive="sale")

    desk.run("do", sale.work, exclusive="sale", settled=another)
    qtbot.waitUntil(lambda: desk.operations.running("sale") and not sale.errors)
    go_on.set()
    qtbot.waitUntil(lambda: len(sale.tries) == 2 and len(desk.done) >= 2)


def test_no_other_success_answers_an_unknown_end(desk, settled):
    desk.run("do", Once(unknown()).work, exclusive="reprint")
    desk.run("do", Once().work, exclusive="reprint")
    settled()
    assert "正在核对" in desk.said.text


def test_who_asks_the_same_again_is_answered_in_place_of_the_look_up(desk, settled):
    sale = Once(unknown())
    work = sale.work
    desk.run("do", work, "request")
    settled()
    desk.run("do", work, "request")
    settled()
    assert desk.said is None
    assert desk.operations._unanswered == []  # noqa: SLF001


@pytest.mark.parametrize("way", READS)
def test_a_read_is_not_looked_up(desk, settled, way):
    desk.run(way, raising, unknown())
    settled()
    assert desk.operations._unanswered == []  # noqa: SLF001


def test_what_nothing_identifies_is_looked_at_by_a_person(desk, settled):
    desk.run("do", raising, Fault("commit_unseen"))
    settled()
    assert (desk.said.kind, desk.said.action) == ("fault", None), "twice might be two"
    assert "看一眼" in desk.said.text
    assert desk.operations._unanswered == []  # noqa: SLF001
