"""A first opening must not stop the window: what is built, when, and how often it is dressed."""

from __future__ import annotations

from collections import Counter

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from showroom.domain.permission import Role, may
from showroom.ui.shell.ahead import QUIET_MS, Ahead
from showroom.ui.shell.idle import IdleWatch
from showroom.ui.shell.registry import SCREENS

WITH_PARTS = sorted(entry.name for entry in SCREENS if entry.load().later)


class Dressings(QObject):
    """How often the style of a widget changed."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: Counter[int] = Counter()

    def eventFilter(self, watched, event):  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.StyleChange and isinstance(watched, QWidget):
            self.seen[_address(watched)] += 1
        return False


def _address(widget):
    """Whatever Python object stands for it by now."""
    return shiboken6.getCppPointer(widget)[0]


@pytest.fixture(autouse=True)
def still(monkeypatch):
    """How long nobody has touched the till, as the test says."""
    told = {"ms": 0}
    monkeypatch.setattr(IdleWatch, "still_ms", property(lambda _watch: told["ms"]))
    return told


@pytest.fixture
def window(desk, shop, qtbot):
    made = desk.make_window(lambda: shop.suite)
    made.ahead = Ahead(made)
    made.show()
    qtbot.waitUntil(lambda: desk.context.index_read and len(made.ahead.imported) == len(SCREENS))
    qtbot.waitUntil(lambda: desk.quiet)
    return made


@pytest.fixture
def enter(window, desk, qtbot):
    def sign_in(actor):
        window.signed_out.entered.emit(actor)
        qtbot.waitUntil(lambda: desk.quiet)
        return window.workspace.stack

    return sign_in


def _made(stack):
    """Names of the pages that are there, with the parts of each that are."""
    return {n: [p for p in page.later if p in vars(page)] for n, page in stack.made.items()}


def _all_steps(stack):
    names, taken = {entry.name for entry in SCREENS}, 0
    while stack.build_on(names):
        taken += 1
    return taken


def test_a_page_is_dressed_once(enter, shop, light):
    stack = enter(shop.owner)
    for name in ("documents", "transfers", "receiving", "settings"):
        eye = Dressings()
        light.installEventFilter(eye)
        stack.go(name)
        light.removeEventFilter(eye)
        inside = [_address(widget) for widget in stack.page.findChildren(QWidget)]
        assert len(inside) > 20
        assert max(eye.seen[widget] for widget in inside) == 1, name


@pytest.mark.parametrize("name", WITH_PARTS)
def test_what_is_not_seen_is_not_built(enter, shop, name):
    stack = enter(shop.owner)
    stack.go(name)
    assert _made(stack)[name] == []
    before = len(stack.page.findChildren(QWidget))
    for part in stack.page.later:
        getattr(stack.page, part)
    assert _made(stack)[name] == list(stack.page.later)
    assert len(stack.page.findChildren(QWidget)) > before + 20


def test_nothing_is_built_before_somebody_signs_in(window):
    assert window.workspace is None


@pytest.mark.parametrize("who", ["cashier", "stock_keeper", "owner"])
def test_pages_are_built_for_who_signed_in(enter, shop, who):
    actor = getattr(shop, who)
    stack = enter(actor)
    assert len(_made(stack)) == 1, "the page they came for"
    assert _all_steps(stack) > len(_made(stack))
    mine = {e.name for e in SCREENS if e.permission is None or may(actor.role, e.permission)}
    assert _made(stack).keys() == mine
    assert all(made == list(stack.made[name].later) for name, made in _made(stack).items())
    assert {page.name for page in stack.made.values() if page.isVisible()} == {stack.page.name}


def test_another_role_gets_pages_of_its_own(enter, shop, window):
    first = _pages_of(enter(shop.owner))
    window.lock()
    stack = enter(shop.cashier)
    _all_steps(stack)
    assert not set(first.values()) & set(_pages_of(stack).values())
    assert shop.cashier.role is Role.CASHIER
    assert "settings" not in stack.made


def _pages_of(stack):
    _all_steps(stack)
    return dict(stack.made)


def test_a_page_that_is_half_ready_is_whole_when_somebody_comes(enter, shop):
    stack = enter(shop.owner)
    names = {entry.name for entry in SCREENS}
    while "receiving" not in stack.made:
        stack.build_on(names)
    assert stack.made["receiving"].window() is not stack.window(), "made, and nowhere yet"
    stack.go("receiving")
    assert stack.page.name == "receiving"
    assert stack.page.isVisible()
    assert stack.page.window() is stack.window()


def test_no_step_is_taken_while_somebody_is_at_the_till(enter, shop, window, still):
    stack = enter(shop.owner)
    before = _made(stack)
    still["ms"] = QUIET_MS - 1
    window.ahead.look()
    assert _made(stack) == before
    still["ms"] = QUIET_MS
    window.ahead.look()
    assert len(_made(stack)) == len(before) + 1


def test_all_is_built_by_itself_and_not_for_a_locked_till(enter, shop, window, still, qtbot):
    stack = enter(shop.owner)
    window.lock()
    window.ahead.look()
    assert len(_made(stack)) == 1
    enter(shop.owner)
    still["ms"] = QUIET_MS
    qtbot.waitUntil(lambda: not window.ahead.goes_on)
    assert stack.made.keys() == {entry.name for entry in SCREENS}
    assert _all_steps(stack) == 0


def test_a_page_that_cannot_be_built_is_said_once(enter, shop, window, still, monkeypatch):
    stack = enter(shop.owner)
    broken = []

    def build(_self, _imported):
        broken.append(1)
        raise ZeroDivisionError

    monkeypatch.setattr(type(stack), "build_on", build)
    still["ms"] = QUIET_MS
    window.ahead.look()
    assert window.strip.message is not None
    assert not window.ahead.goes_on
    assert broken == [1]
