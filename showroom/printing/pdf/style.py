"""Paper tokens of the PDF, in the colours of the screens."""

from __future__ import annotations

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4

PAGE = A4
MARGIN = 42.0
INK = HexColor("#1B1F1D")
MUTED = HexColor("#5C6661")
LINE = HexColor("#E2E6E3")
PALE = HexColor("#F6F7F5")
SUCCESS = HexColor("#067647")
DANGER = HexColor("#B42318")
ZONES = tuple(
    HexColor(c)
    for c in (
        "#2E7D32",
        "#B5500A",
        "#1D6FA5",
        "#7A4FB5",
        "#A63A50",
        "#00796B",
        "#8D6E00",
        "#455A64",
    )
)


def zone_ink(colour: int) -> HexColor:
    """The colour of a zone by its palette index."""
    return ZONES[colour % len(ZONES)]
