from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.browse.shelf import Shelf


@pytest.fixture
def settle(desk, qtbot):
    return lambda: qtbot.waitUntil(lambda: desk.quiet)


@pytest.fixture
def put_up(desk, shop, qtbot, settle):
    """A shelf in the active window, as the given person sees it."""
    desk.open(shop.suite)

    def make(actor=None, width=1300, kind=Shelf, *, waits=True):
        desk.context.sign_in(actor or shop.owner)
        made = kind(desk.context)
        qtbot.addWidget(made)
        made.resize(width, 600)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        made.shown()
        if waits:
            settle()
        return made

    return make


@pytest.fixture
def page(put_up):
    return put_up()


@pytest.fixture
def press(page):
    """A key as the platform delivers it."""

    def key(key, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(page.windowHandle(), key, modifiers)

    return key
