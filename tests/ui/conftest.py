from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from showroom.ui.theme import apply_theme


@pytest.fixture(autouse=True)
def garbage_stays_on_the_gui_thread() -> Iterator[None]:
    """As in the program: a lane must never end a widget's life."""
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture
def light(qapp: QApplication) -> Iterator[QApplication]:
    apply_theme(qapp, "light")
    yield qapp
    qapp.setStyleSheet("")
