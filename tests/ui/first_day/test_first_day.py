"""开店准备 at the counter: who sees it, what Enter does, how it leads on and when it is gone."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from showroom.domain.errors import Fault
from showroom.domain.permission import Role
from showroom.domain.printer import FoundPrinter, Probed
from showroom.services.books.actor import Actor
from showroom.services.suite import make_suite
from showroom.ui.first_day.first_printer import FOLDER
from showroom.ui.first_day.steps_list import OTHERS, READY, TITLE
from tests.factories import cheap_pins, make_books, request, small_catalogue
from tests.ui.fits.test_fits import settled_misfits

ENTER = Qt.Key.Key_Return
XP = FoundPrinter("usblp", "/dev/usb/lp0", "XP-80C")


class Port:
    """What hangs on this machine and answers, instead of `find_printers` and `probe_printer`."""

    def __init__(self, *found, confirm="barrier", dead=False):
        self.found, self.confirm, self.dead = found, confirm, dead

    def find_printers(self):
        return self.found

    def probe_printer(self, printer):
        if self.dead:
            raise Fault("printer_unreachable", address=printer.address)
        return Probed(self.confirm)


@dataclass(frozen=True)
class Opened:
    """`enter(port, actor)` signs somebody in at a shop that was founded a minute ago."""

    enter: Callable
    owner: Actor

    def __call__(self, *given, **named):
        return self.enter(*given, **named)


@pytest.fixture
def suite(sqlite_databases):
    with sqlite_databases.fresh("migrated") as database:
        books = make_books(database)
        yield make_suite(books, cheap_pins(books))


@pytest.fixture
def opened(desk, suite, qtbot, monkeypatch):
    owner = suite.setup.start_real("万荣路88号", "林店长", "481516").owner
    made = []

    def enter(port=None, actor=owner):
        port = port or Port()
        for name in ("find_printers", "probe_printer"):
            monkeypatch.setattr(type(desk.context.paper), name, staticmethod(getattr(port, name)))
        window = desk.make_window(lambda: suite)
        made.append(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        qtbot.waitUntil(lambda: desk.context.is_open and desk.quiet)
        window.signed_out.entered.emit(actor)
        qtbot.waitUntil(lambda: desk.quiet)
        return window

    yield Opened(enter, owner)
    for window in made:
        window.close()
    qtbot.waitUntil(lambda: desk.quiet)


def page_of(window):
    return window.workspace.stack.page.page


def told(window):
    return {step.value: each.told.text() for step, each in page_of(window).preparing.rows.items()}


def buttons(window):
    shown = page_of(window).preparing.findChildren(QPushButton)
    return [b.text() for b in shown if b.isVisible()]


def press(desk, window, key, qtbot):
    QTest.keyClick(window.focusWidget(), key)
    qtbot.waitUntil(lambda: desk.quiet)


def bring_goods(suite, owner):
    plan = suite.imports.check(owner, small_catalogue(), "a.csv")
    suite.imports.apply(owner, plan, request(1), lambda *_: None, ())


def test_an_empty_shop_says_what_is_next_and_enter_goes_there(opened, desk, qtbot):
    window = opened()
    assert page_of(window).preparing.isVisible()
    assert page_of(window).preparing.headline.text() == TITLE
    assert buttons(window)[0] == "选择表格  Enter"
    press(desk, window, ENTER, qtbot)
    assert window.workspace.stack.entry.name == "catalogue"


def test_a_printer_is_taken_by_one_key_and_leads_to_the_shift(opened, desk, suite, qtbot):
    bring_goods(suite, opened.owner)
    window = opened(Port(FoundPrinter("cups", "office", "Office"), XP))
    assert told(window)["printer"] == "找到 XP-80C（USB）", "a queue may be the office's"
    press(desk, window, ENTER, qtbot)
    (printer,) = suite.settings.load().printers
    assert (printer.connection, printer.address, printer.role) == ("usblp", XP.address, "receipt")
    assert printer.learned.confirm == "barrier"
    assert [job.kind for job in suite.prints.open_jobs()] == ["test_page"]
    assert window.workspace.stack.entry.name == "shift"
    assert "测试页" in desk.strip.message.text


def test_without_a_printer_slips_are_files_and_it_says_where(opened, desk, suite, qtbot):
    bring_goods(suite, opened.owner)
    window = opened()
    press(desk, window, ENTER, qtbot)
    (printer,) = suite.settings.load().printers
    assert (printer.connection, printer.address.endswith(FOLDER)) == ("file", True)
    assert printer.address in desk.strip.message.text
    assert not suite.prints.open_jobs()


def test_a_printer_that_does_not_answer_is_not_taken(opened, desk, suite, qtbot):
    bring_goods(suite, opened.owner)
    window = opened(Port(XP, dead=True))
    press(desk, window, ENTER, qtbot)
    assert suite.settings.load().printers == ()
    assert window.workspace.stack.entry.name == "checkout"
    assert (desk.strip.message.kind, desk.strip.message.action_text) == ("fault", "重试")


def test_a_cashier_is_told_whom_to_ask_and_opens_the_shift(opened, desk, suite, qtbot):
    who = suite.people.add_person(opened.owner, "小周", Role.CASHIER, "206080", request(2))
    cashier = replace(opened.owner, person_id=who.person_id, name="小周", role=Role.CASHIER)
    window = opened(actor=cashier)
    assert [told(window)[step] for step in ("goods", "printer")] == [OTHERS] * 2
    assert buttons(window) == ["去开班  Enter"]
    press(desk, window, ENTER, qtbot)
    assert window.workspace.stack.entry.name == "shift"


def test_when_all_is_there_a_scan_is_next_and_the_first_sale_ends_it(opened, desk, suite, qtbot):
    bring_goods(suite, opened.owner)
    window = opened()
    press(desk, window, ENTER, qtbot)
    press(desk, window, Qt.Key.Key_F12, qtbot)
    assert window.workspace.stack.entry.name == "checkout"
    assert page_of(window).preparing.headline.text() == READY
    window.router.feed("6990100100011")
    qtbot.waitUntil(lambda: desk.quiet)
    press(desk, window, Qt.Key.Key_F12, qtbot)
    assert len(suite.reports.latest(opened.owner, 5)) == 1
    qtbot.waitUntil(lambda: not page_of(window).preparing.isVisible())


@pytest.mark.parametrize("size", [(960, 540), (1024, 768), (1366, 768), (1920, 1080)])
def test_the_list_fits(opened, size):
    assert not settled_misfits(opened(Port(XP)), size)
