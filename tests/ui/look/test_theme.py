from __future__ import annotations

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF, QPalette, QTextLayout
from PySide6.QtWidgets import QLabel, QPushButton

from showroom.domain.tender import TenderKind
from showroom.machine.assets import asset, asset_path
from showroom.ui.look.icons import icon, pixmap, set_icon
from showroom.ui.look.theme import (
    apply_theme,
    colour,
    dress,
    restyle,
    style_sheet,
    theme,
    theme_state,
    ui_font,
)
from showroom.ui.look.tokens import DARK, LIGHT, PALETTES
from showroom.ui.shell.registry import SCREENS

pytestmark = pytest.mark.usefixtures("light")
ICONS = sorted(file.name[:-4] for file in asset("icons").iterdir() if file.name.endswith(".svg"))
GLYPHS = {spec.icon for spec in SCREENS} | {kind.value for kind in TenderKind}


def test_style_sheets_have_no_open_placeholders():
    for palette in PALETTES.values():
        sheet = style_sheet(palette)
        assert "$" not in sheet
        assert palette.accent in sheet


def test_apply_theme_tells_and_paints(qapp, qtbot):
    apply_theme(qapp, "light")
    with qtbot.waitSignal(theme_state().changed):
        apply_theme(qapp, "dark")
    assert theme() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == colour("page")
    apply_theme(qapp, "no such theme")
    assert theme() is LIGHT


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("བོད་ཡིག", "Noto Serif Tibetan"),
        ("ئۇيغۇرچە", "Noto Sans Arabic"),
        ("🍵", "Noto Emoji"),
        ("𠮷䶮", "Noto Sans SC Rare"),
        ("鲊广椒", "Noto Sans SC"),
    ],
)
@pytest.mark.parametrize("styled", [False, True])
def test_the_screens_show_every_script_that_the_paper_draws(qtbot, name, family, styled):
    """Whatever this machine has: a till need not have a font for any of them."""
    shown = QLabel(name)
    qtbot.addWidget(shown)
    shown.ensurePolished()
    runs = glyph_runs(name, shown.font() if styled else ui_font(16))
    assert {run.rawFont().familyName() for run in runs} == {family}
    assert all(0 not in run.glyphIndexes() for run in runs)


def test_a_bold_line_shows_what_the_bold_font_lacks():
    """Qt takes no other weight of the same family."""
    for name in ("鲊广椒", "王喆", "堃"):
        runs = glyph_runs(name, ui_font(16, bold=True))
        assert all(0 not in run.glyphIndexes() for run in runs)


def glyph_runs(text, font):
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return layout.glyphRuns()


def test_bundled_font_has_tabular_figures():
    for bold in (False, True):
        font = ui_font(28, bold=bold)
        assert QFontInfo(font).family() == "Noto Sans SC"
        widths = {QFontMetricsF(font).horizontalAdvance(figure) for figure in "0123456789"}
        assert len(widths) == 1


def test_every_icon_renders_in_both_themes():
    assert set(ICONS) >= GLYPHS
    for name in ICONS:
        picture = pixmap(name, "accent", 96).toImage()
        tints = {
            picture.pixelColor(x, y).name().upper()
            for x in range(picture.width())
            for y in range(picture.height())
            if picture.pixelColor(x, y).alpha() == 255
        }
        assert tints, name
        assert LIGHT.accent in tints, name
        assert not icon(name).isNull()


def test_every_icon_is_of_the_family():
    for name in ICONS:
        drawing = asset("icons", f"{name}.svg").read_text("utf-8")
        assert 'viewBox="0 0 24 24"' in drawing
        assert 'stroke-width="1.75"' in drawing
        assert drawing.count("currentColor") == 1


def test_icons_follow_the_theme(qapp, qtbot):
    apply_theme(qapp, "light")
    button, glyph = QPushButton(), QLabel()
    qtbot.addWidget(button)
    qtbot.addWidget(glyph)
    set_icon(button, "cash")
    set_icon(glyph, "cash")
    before, drawn = button.icon().cacheKey(), glyph.pixmap().cacheKey()
    apply_theme(qapp, "dark")
    assert button.icon().cacheKey() != before
    assert glyph.pixmap().cacheKey() != drawn
    apply_theme(qapp, "light")


def test_restyle_changes_the_look(qtbot):
    made = QLabel("12")
    qtbot.addWidget(made)
    dress(made)
    made.ensurePolished()
    restyle(made, role="amount")
    assert made.fontInfo().pixelSize() == 44


def test_resources_are_real_files():
    for parts in (("fonts", "OFL.txt"), ("sounds", "refused.wav"), ("themes", "showroom.qss")):
        with asset_path(*parts) as path:
            assert path.stat().st_size > 0
