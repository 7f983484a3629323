"""Chips: what is chosen, and where the keyboard is, are two things that are seen."""

import pytest
from PySide6.QtCore import Qt

from showroom.ui.look.theme import apply_theme, colour
from showroom.ui.widgets.chip import Chip, ChipFace, ChipRow


def colours(chip):
    image = chip.grab().toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


@pytest.mark.parametrize("dress", ["light", "dark"])
def test_the_keyboard_on_a_chip_looks_like_no_choice(dress, light, page):
    """试吃 looked chosen while nothing was, and 领用 was refused for want of a kind."""
    apply_theme(light, dress)
    chips = ChipRow([ChipFace("a", "试吃"), ChipFace("b", "赠品")])
    page(chips)
    first, second = chips.findChildren(Chip)
    chips.choose("b")
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert first.hasFocus()
    assert not first.isChecked()
    accent = colour("accent").name()
    assert accent not in colours(first)
    assert accent in colours(second)
