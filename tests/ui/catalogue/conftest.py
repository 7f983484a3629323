"""A stock keeper at 商品, and the page that brings files in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from showroom.ui.catalogue.import_page import ImportPage
from tests.ui.counter.counter_player import Till


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot).enter(shop.stock_keeper)
    made.window.workspace.go("catalogue")
    made.settle()
    return made


@pytest.fixture
def page(till) -> ImportPage:
    till.press(Qt.Key.Key_F3)
    till.settle()
    return till.screen.importing


@pytest.fixture
def folder(desk) -> Path:
    made = Path(desk.machine.exports)
    made.mkdir()
    return made
