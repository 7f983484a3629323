"""What is said has a cause, and goes with it: no strip stands over what it is not about."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from showroom.db.stores import settings as store
from showroom.delivery.courier import CourierState
from showroom.domain.errors import Fault, Refusal
from showroom.domain.tender import RoundOff
from showroom.services.books.books import unknown_end
from showroom.services.books.changes import Changes
from showroom.services.books.done import Done
from showroom.ui.engine.operation import How
from showroom.ui.engine.tasks import Progress
from showroom.ui.shell.statuses import call_out, called_still
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.widgets.said_here import SaidHere
from showroom.ui.words.paper import ONE_DOUBT
from tests.ui.counter.counter_player import FLOWER, TEA, Till
from tests.ui.fits.walk import walk

KEY = Qt.Key
NAMED = Refusal("last_shop_manager", name="林店长")


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot)
    made.open_shift(shop.owner)
    return made.enter(shop.owner)


def run(till, work, **how):
    """A write of somebody at the till, to its end."""
    till.desk.context.operations.do(work, owner=till.window, how=How(**how))
    till.settle()


def fails(error):
    def work():
        raise error

    return work


PASSING = {
    "a refusal": lambda till: till.desk.context.operations.refuse(NAMED),
    "a refused write": lambda till: run(till, fails(NAMED)),
    "a failed write": lambda till: run(till, fails(Fault("disk_full"))),
    "a failed reading": lambda till: till.desk.context.operations.report_failure(
        Fault("database_busy")
    ),
    "a note": lambda till: till.desk.context.operations.note("正在导出"),
    "a success": lambda till: run(till, Done, success="已退款"),
    "half a success": lambda till: run(till, lambda: Done(problem="mark_not_kept"), success="成"),
}
STANDING = {
    "a latched refusal": lambda till: till.desk.context.operations.refuse(NAMED, latch=True),
    "an unknown end": lambda till: run(till, fails(unknown_end(OSError("cut")))),
    "an end nobody can look up": lambda till: run(till, fails(Fault("commit_unseen"))),
    "what cannot be kept": lambda till: run(till, fails(Fault("disk_full")), until_done=True),
    "a printer's call": lambda till: till.desk.watch.called.emit(ONE_DOUBT, "prints"),
    "a bug": lambda till: till.desk.context.operations.report_bug(ZeroDivisionError()),
}


def hold(till):
    till.press(KEY.Key_F6)
    till.settle()


def void(till):
    till.press(KEY.Key_Delete)
    till.settle()


def turn(till):
    till.window.workspace.go("stock")
    till.settle()


def pay(till):
    till.press(KEY.Key_Space)
    till.settle()


ENDS = {
    "another page": turn,
    "the page of paying": pay,
    "another product": lambda till: till.scan(TEA),
    "one more": lambda till: till.press(KEY.Key_Plus),
    "a line less": void,
    "a held basket": hold,
    "something else done": lambda till: run(till, lambda: Done(changes=Changes(people=True))),
    "the lock": lambda till: till.window.lock(),
}


def begin(till):
    """A basket of one line before the next is said, however the last one ended."""
    if not till.desk.context.signed_in:
        till.enter(till.shop.owner)
    till.window.workspace.go("checkout")
    till.settle()
    till.press(KEY.Key_Escape)
    till.scan(FLOWER)


@pytest.mark.parametrize("end", ENDS)
def test_what_passes_goes_with_its_cause(till, end):
    for said, say in PASSING.items():
        begin(till)
        say(till)
        message = till.desk.strip.message
        assert message is not None, said
        ENDS[end](till)
        assert till.desk.strip.message is not message, said


@pytest.mark.parametrize("end", [e for e in ENDS if e != "the lock"])
@pytest.mark.parametrize("said", STANDING)
def test_what_is_still_true_outlives_them(till, said, end):
    till.scan(FLOWER)
    STANDING[said](till)
    message = till.desk.strip.message
    ENDS[end](till)
    passed = till.desk.strip.message is not message
    if passed:
        till.desk.strip.answer()
    assert till.desk.strip.message is message, passed


@pytest.mark.parametrize("said", [*PASSING, *STANDING])
def test_the_locked_screen_says_nothing_of_it(till, said):
    till.scan(FLOWER)
    {**PASSING, **STANDING}[said](till)
    till.window.lock()
    assert till.desk.strip.message is None
    assert not till.desk.strip.isVisible()


@pytest.mark.parametrize("who", ["owner", "cashier"])
@pytest.mark.parametrize("said", STANDING)
def test_what_needs_an_answer_waits_for_whoever_comes(till, said, who):
    STANDING[said](till)
    message = till.desk.strip.message
    till.window.lock()
    till.settle()
    till.enter(getattr(till.shop, who))
    assert till.desk.strip.message == message


@pytest.mark.parametrize("who", ["owner", "cashier"])
def test_what_ends_behind_the_lock_is_told_to_who_began_it(till, who):
    operations = till.desk.context.operations
    operations.do(Done, owner=till.window, how=How(success="已退款 ¥86.00"))
    till.window.lock()
    till.settle()
    assert till.desk.strip.message is None
    till.enter(getattr(till.shop, who))
    assert (till.said == "已退款 ¥86.00") is (who == "owner")


def test_a_long_work_tells_nobody_else_how_far_it_is(till):
    operations, heard, locked = till.desk.context.operations, Event(), Event()

    def hear(_done, _of):
        operations.note("正在导出")
        if locked.is_set():
            heard.set()

    def work(progress):
        progress.report(3, 9)
        locked.wait(5)
        progress.report(4, 9)
        heard.wait(5)

    how = How(progress=Progress(), on_progress=hear)
    operations.compute(work, owner=till.window, how=how)
    till.qtbot.waitUntil(lambda: till.said == "正在导出")
    till.window.lock()
    locked.set()
    till.settle()
    assert heard.is_set()
    assert till.desk.strip.message is None


def test_what_was_refused_in_a_panel_goes_with_it(till):
    panel = Overlay(till.screen, "改价", throwaway=True)
    panel.open()
    till.desk.context.operations.refuse(NAMED)
    here = [x for x in panel.findChildren(SaidHere) if x.isVisible()]
    assert [x.text() for x in here] == [till.said]
    till.press(KEY.Key_Escape)
    assert till.said == ""


def test_what_comes_after_a_panel_is_not_the_panels(till):
    panel = Overlay(till.screen, "改价")
    panel.open()
    panel.close_panel()
    till.desk.context.operations.refuse(NAMED)
    panel.open()
    panel.close_panel()
    assert till.said


def test_a_printers_call_ends_when_it_is_not_true_any_more(till):
    till.desk.watch._say(CourierState(uncertain=1))  # noqa: SLF001
    assert till.said == ONE_DOUBT
    till.desk.watch._say(CourierState())  # noqa: SLF001
    assert till.said == ""


@pytest.mark.parametrize(
    "now",
    [
        CourierState(drawer="use_key"),
        CourierState(uncertain=2, waiting=1),
        CourierState(instead="备用"),
        CourierState(waiting=1, problem="printer_offline"),
    ],
)
def test_every_call_is_known_to_be_true_still(now):
    call = call_out(None, now)
    assert call is not None
    assert call[0] in called_still(now)
    assert not called_still(CourierState())


def test_no_sight_of_the_window_says_anything_once_it_is_locked(till_of_the_walk, tmp_path):
    """Each sight is left with a refusal, locked and entered again; its panels come back mute."""
    till, seen = till_of_the_walk, 0
    # What is scanned into a delivery waits for whoever unlocks, and the walk would wait for it.
    for sight in walk(till, tmp_path, deliveries=False):
        if not till.desk.context.signed_in:
            continue
        actor = till.desk.context.actor
        till.desk.context.operations.refuse(NAMED)
        till.window.lock()
        shown = [x.text() for x in till.window.findChildren(QLabel) if x.isVisible()]
        assert not [x for x in shown if "林店长" in x and "最后" in x], sight
        assert till.desk.strip.message is None, sight
        till.settle()
        till.enter(actor)
        mirrors = [x.text() for x in till.window.findChildren(SaidHere) if x.isVisible()]
        assert not any("最后一位店长" in x for x in mirrors), sight
        seen += 1
    assert seen > 50


@pytest.fixture
def till_of_the_walk(desk, shop, qtbot):
    return Till(desk, shop, qtbot)


def test_a_setting_that_cannot_be_read_is_named_until_it_was_set_anew(till):
    """The shop stays open."""
    settings, context = till.shop.suite.settings, till.desk.context
    till.shop.books.keep(lambda tx: store.put(tx, "round_off", '"half"', 0))
    context.reload_shop()
    till.settle()
    assert "抹零" in till.said
    assert "照常收银" in till.said
    context.operations.do(
        settings.change, till.shop.owner, {"round_off": RoundOff.FEN}, owner=till.window
    )
    till.settle()
    assert till.said == ""
