"""For eyes: PICTURES=folder keeps what every page looks like."""

import os

import pytest
from PySide6.QtWidgets import QApplication

from showroom.ui.look.theme import apply_theme
from tests.ui.fits.walk_transfers import transfers
from tests.ui.transfers.keeper import Keeper

SIZES = ((1024, 690), (1366, 768), (1920, 1080))


@pytest.mark.parametrize("dress", ["light", "dark"])
def test_pictures(desk, light, shop, qtbot, dress):
    folder = os.environ.get("PICTURES")
    if not folder:
        pytest.skip("nobody looks")
    till = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    apply_theme(light, dress)
    for n, sight in enumerate(transfers(till)):
        for wide, high in SIZES:
            till.window.resize(wide, high)
            till.settle()
            QApplication.processEvents()
            name = sight.replace(", ", "-").replace(" ", "_")
            till.window.grab().save(f"{folder}/{n:02d}-{name}-{wide}-{dress}.png")
