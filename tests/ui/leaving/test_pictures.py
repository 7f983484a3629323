"""For eyes: PICTURES=folder keeps what every page looks like."""

import os

import pytest
from PySide6.QtWidgets import QApplication

from showroom.ui.look.theme import apply_theme
from tests.ui.counter.counter_player import Till
from tests.ui.fits.walk_leaving import leaving

SIZES = ((1024, 690), (1366, 768), (1920, 1080))
ROUNDS = 20
"""Of events, until a window of another size has come to rest."""


@pytest.mark.parametrize("dress", ["light", "dark"])
def test_pictures(desk, light, shop, qtbot, dress):
    folder = os.environ.get("PICTURES")
    if not folder:
        pytest.skip("nobody looks")
    till = Till(desk, shop, qtbot).enter(shop.stock_keeper)
    apply_theme(light, dress)
    for n, sight in enumerate(leaving(till)):
        for wide, high in SIZES:
            till.window.resize(wide, high)
            till.settle()
            for _ in range(ROUNDS):
                QApplication.processEvents()
            name = sight.replace(", ", "-").replace(" ", "_")
            till.window.grab().save(f"{folder}/{n:02d}-{name}-{wide}-{dress}.png")
