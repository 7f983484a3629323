from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from showroom.ui.look.theme import apply_theme
from showroom.ui.widgets.pin_tail import PinTail
from tests.factories import Shop, enter_shop
from tests.ui.counter.counter_player import Till
from tests.ui.desk import Desk


@pytest.fixture(autouse=True)
def garbage_stays_on_the_gui_thread() -> Iterator[None]:
    """As in the program: a lane must never end a widget's life."""
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture(autouse=True)
def keys_are_keys_again() -> Iterator[None]:
    """A PIN typed by one test swallows no figure of the next."""
    yield
    for tail in PinTail.running():
        tail.end()


def _address(widget: QWidget) -> int:
    """Whatever Python object stands for it by now."""
    return int(shiboken6.getCppPointer(widget)[0])


@pytest.fixture
def light(qapp: QApplication) -> Iterator[QApplication]:
    gc.freeze()  # what the run holds already is no window's: half a second a test to look through
    apply_theme(qapp, "light")
    before = {_address(widget) for widget in qapp.allWidgets()}
    yield qapp
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    left = [widget for widget in qapp.allWidgets() if _address(widget) not in before]
    assert not left, f"outlived its window: {Counter(type(w).__name__ for w in left)}"


@pytest.fixture
def desk(light: QApplication, tmp_path) -> Iterator[Desk]:
    """Lanes and context of one till; `desk.make_window(opening)` for the whole."""
    made = Desk(tmp_path)
    yield made
    made.close()
    light.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def shop(sqlite_databases) -> Iterator[Shop]:
    """The small demo shop on its own SQLite file."""
    with sqlite_databases.fresh("shop") as made:
        yield enter_shop(made)


@pytest.fixture
def till(desk: Desk, shop: Shop, qtbot) -> Till:
    """A cashier at the counter of an open shift."""
    made = Till(desk, shop, qtbot)
    made.open_shift(shop.cashier)
    return made.enter(shop.cashier)
