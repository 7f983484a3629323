"""Every colour and size of the interface. Nothing else names one."""

from __future__ import annotations

from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Literal

CHANNELS = 3


@dataclass(frozen=True, slots=True)
class Spacing:
    """Gaps in logical pixels."""

    xxs: int = 4
    xs: int = 8
    s: int = 12
    m: int = 16
    l: int = 24  # noqa: E741 (the sizes are named like clothes)
    xl: int = 32


@dataclass(frozen=True, slots=True)
class TypeScale:
    """Font sizes in logical pixels."""

    caption: int = 12
    body: int = 14
    table: int = 16
    section: int = 20
    figure: int = 28
    amount: int = 44


@dataclass(frozen=True, slots=True)
class Metrics:
    """Fixed sizes in logical pixels."""

    radius: int = 8
    hairline: int = 1
    focus_ring: int = 2
    zone_bar: int = 4
    row_counter: int = 44
    row_office: int = 36
    row_small: int = 30
    touch: int = 44
    rail: int = 76
    rail_narrow: int = 56
    top_bar: int = 48
    strip: int = 48
    icon: int = 20
    icon_rail: int = 24


SPACE = Spacing()
TYPE = TypeScale()
SIZE = Metrics()
FAMILIES = (
    "Noto Sans SC",
    "Noto Sans SC Rare",
    "Noto Serif Tibetan",
    "Noto Sans Arabic",
    "Noto Emoji",
)
"""In the order that a sign is looked for: the screens show what the paper draws."""

Span = Literal["narrow", "usual", "wide"]
SMALLEST_WINDOW = (1024, 690)
"""1024×768, or 1366×768, less a title bar and a taskbar: nothing scrolls that need not."""
NARROW_BELOW = 1280
"""Logical pixels of width below which parts stand below each other."""
WIDE_FROM = 1600
LOW_BELOW = SMALLEST_WINDOW[1]
"""Logical pixels of height below which pages save height: 1920×1080 at 150 or 200 %."""
FLAT_BELOW = 600
"""The counter saves it from here: side by side it is complete in less than other pages."""


def span(width: int, height: int, low: int = LOW_BELOW) -> Span:
    """Which of the three designs a window of so many logical pixels wears.

    One lower than `low` wears the narrow one too: it is the one that saves height.
    """
    if width < NARROW_BELOW or height < low:
        return "narrow"
    return "wide" if width >= WIDE_FROM else "usual"


@dataclass(frozen=True, slots=True, eq=False, repr=False)  # two of them, told apart by name
class Palette:
    """Colours of one theme as ``#RRGGBB``. `zones` are indexed by a zone row's `colour`."""

    name: str
    page: str
    card: str
    raised: str
    hover: str
    pressed: str
    ink: str
    muted: str
    line: str
    control_line: str
    edge: str
    accent: str
    accent_hover: str
    accent_pressed: str
    accent_soft: str
    on_accent: str
    danger: str
    danger_hover: str
    danger_soft: str
    on_danger: str
    warning: str
    warning_soft: str
    success: str
    success_soft: str
    selection: str
    disabled: str
    tooltip: str
    on_tooltip: str
    dim: str
    zones: tuple[str, ...]
    zone_tint_percent: int

    @property
    def dark(self) -> bool:
        """True for light ink on dark surfaces."""
        return luminance(self.page) < luminance(self.ink)

    def zone(self, colour: int) -> str:
        """Ink and bar colour of a zone; indexes beyond the palette wrap around."""
        return self.zones[colour % len(self.zones)]

    def zone_tint(self, colour: int) -> str:
        """Quiet background carrying the zone's colour."""
        return mix(self.zone(colour), self.card, self.zone_tint_percent)

    def colour(self, token: str) -> str:
        """Colour by token name, ``zone0`` … ``zone7`` included."""
        if token.startswith("zone") and token[4:].isdigit():
            return self.zone(int(token[4:]))
        return str(getattr(self, token))

    def colours(self) -> dict[str, str]:
        """Every single-colour token by name, for the style sheet's placeholders."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: v for name, v in found.items() if isinstance(v, str) and v.startswith("#")}


LIGHT = Palette(
    name="light",
    page="#F6F7F5",
    card="#FFFFFF",
    raised="#FFFFFF",
    hover="#EEF2EF",
    pressed="#E3E9E5",
    ink="#1B1F1D",
    muted="#5C6661",
    line="#E2E6E3",
    control_line="#87918B",
    edge="#C9D0CB",
    accent="#0F766E",
    accent_hover="#0C665F",
    accent_pressed="#0A544E",
    accent_soft="#E3F2EF",
    on_accent="#FFFFFF",
    danger="#B42318",
    danger_hover="#97190F",
    danger_soft="#FDF0EE",
    on_danger="#FFFFFF",
    warning="#B54708",
    warning_soft="#FFF7E8",
    success="#067647",
    success_soft="#EAF8F0",
    selection="#E0F1ED",
    disabled="#929B96",
    tooltip="#1B211E",
    on_tooltip="#EDF1EE",
    dim="#1B1F1D",
    zones=(
        "#2E7D32", "#B5500A", "#1D6FA5", "#7A4FB5", "#A8285E", "#00727D", "#6A6500", "#4B5B76",
    ),
    zone_tint_percent=8,
)  # fmt: skip

DARK = Palette(
    name="dark",
    page="#121614",
    card="#1B211E",
    raised="#222925",
    hover="#262E2A",
    pressed="#2F3833",
    ink="#EDF1EE",
    muted="#9BA6A0",
    line="#2C3430",
    control_line="#6B776F",
    edge="#3D4842",
    accent="#2DD4BF",
    accent_hover="#5BE3D1",
    accent_pressed="#22B8A5",
    accent_soft="#1B3833",
    on_accent="#06211D",
    danger="#F97066",
    danger_hover="#FB8F87",
    danger_soft="#3A2220",
    on_danger="#2A0805",
    warning="#FDB022",
    warning_soft="#36290F",
    success="#47CD89",
    success_soft="#17332A",
    selection="#1A3530",
    disabled="#68736D",
    tooltip="#EDF1EE",
    on_tooltip="#1B1F1D",
    dim="#000000",
    zones=(
        "#81C784", "#FFB074", "#7CC4F5", "#C3A6F2", "#F48FB1", "#6FD3DC", "#D4CF6A", "#A9B8D0",
    ),
    zone_tint_percent=15,
)  # fmt: skip

PALETTES = MappingProxyType({"light": LIGHT, "dark": DARK})


def rgb(colour: str) -> tuple[int, ...]:
    """Red, green and blue of ``#RRGGBB``, 0 … 255."""
    return tuple(int(colour[1 + 2 * i : 3 + 2 * i], 16) for i in range(CHANNELS))


def mix(colour: str, over: str, percent: int) -> str:
    """`percent` of one colour laid over another."""
    parts = [
        (a * percent + b * (100 - percent) + 50) // 100
        for a, b in zip(rgb(colour), rgb(over), strict=True)
    ]
    return "#" + "".join(f"{part:02X}" for part in parts)


def luminance(colour: str) -> float:
    """Relative luminance, 0 … 1 (WCAG 2.2)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 (sRGB curve)
        for c in (part / 255 for part in rgb(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
