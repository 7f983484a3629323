from __future__ import annotations

import re

import pytest

from showroom.machine.assets import asset, asset_bytes
from showroom.ui.look.tokens import PALETTES, luminance, mix

READABLE = 4.5
VISIBLE = 3.0
SURFACES = ("page", "card", "raised", "hover", "selection", "accent_soft")
ON_SURFACES = ("ink", "muted", "accent", "danger", "warning", "success")
PAIRS = [
    *((fg, bg) for fg in ON_SURFACES for bg in SURFACES),
    ("ink", "pressed"),
    ("ink", "danger_soft"),
    ("ink", "warning_soft"),
    ("ink", "success_soft"),
    ("danger", "danger_soft"),
    ("warning", "warning_soft"),
    ("success", "success_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("on_danger", "danger"),
    ("on_danger", "danger_hover"),
    ("on_tooltip", "tooltip"),
]
themes = pytest.mark.parametrize("name", list(PALETTES))


def contrast(one, other):
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@themes
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_is_readable(name, ink, ground):
    palette = PALETTES[name]
    assert contrast(palette.colour(ink), palette.colour(ground)) >= READABLE


@themes
def test_zones_are_readable_on_cards_pages_and_their_chips(name):
    palette = PALETTES[name]
    assert len(palette.zones) == 8
    for zone in range(8):
        for ground in (palette.card, palette.page, palette.zone_tint(zone)):
            assert contrast(palette.zone(zone), ground) >= READABLE, (zone, ground)
        assert contrast(palette.ink, palette.zone_tint(zone)) >= READABLE
        assert contrast(palette.zone(zone), palette.selection) >= VISIBLE


@themes
def test_edges_of_fields_and_the_focus_ring_are_visible(name):
    palette = PALETTES[name]
    for ground in (palette.card, palette.page):
        assert contrast(palette.control_line, ground) >= VISIBLE
        assert contrast(palette.accent, ground) >= VISIBLE
    for filled in (palette.accent, palette.danger):
        assert contrast(palette.ink, filled) >= VISIBLE or contrast(palette.ink, palette.card) >= 7


def test_zone_palette_wraps():
    palette = PALETTES["light"]
    assert palette.zone(9) == palette.zone(1)
    assert palette.colour("zone2") == palette.zones[2]


def test_mix_and_contrast_know_their_ends():
    assert mix("#000000", "#FFFFFF", 50) == "#808080"
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21.0
    assert contrast("#777777", "#777777") == 1.0


@themes
@pytest.mark.parametrize(
    ("image", "token"), [("down", "muted"), ("up", "muted"), ("check", "on_accent")]
)
def test_images_of_the_style_sheet_wear_the_tokens(name, image, token):
    drawing = asset_bytes("themes", name, f"{image}.svg").decode()
    assert re.findall(r"#[0-9A-F]{6}", drawing) == [PALETTES[name].colour(token)]


def test_style_sheet_names_no_colour_itself():
    template = asset("themes", "showroom.qss").read_text("utf-8")
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b(?!\w)", re.sub(r"QWidget#page", "", template))
