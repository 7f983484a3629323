"""The bundled Chinese font for PDF: registered once, embedded as the subset that is used."""

from __future__ import annotations

import io
import threading
from typing import Any

from showroom.domain.legible import legible
from showroom.machine.assets import asset_bytes
from showroom.printing.glyphs import FONT_FILES, drawn, weights

REGULAR, BOLD = "NotoSansSC", "NotoSansSC-Bold"
_lock = threading.Lock()


def register_fonts() -> None:
    """Make both weights known to reportlab; the second call costs nothing."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    with _lock:
        known = pdfmetrics.getRegisteredFontNames()
        for name, bold in ((REGULAR, False), (BOLD, True)):
            if name not in known:
                source = io.BytesIO(asset_bytes("fonts", FONT_FILES[bold]))
                pdfmetrics.registerFont(TTFont(name, source))


def shown(text: str) -> str:
    """The text as a PDF can write it: in one line, each letter there or spelled."""
    return drawn(legible(text))


def width(text: str, font: str, size: float) -> float:
    """Points that shown text takes, each run in the weight that has it."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    wide: float = sum(stringWidth(run, name, size) for run, name in _runs(text, font))
    return wide


def fit(text: str, room: float, font: str, size: float) -> str:
    """The text as shown, no wider than its room in points; … where something is missing."""
    fits = shown(text)
    if width(fits, font, size) <= room:
        return fits
    while fits and width(f"{fits}…", font, size) > room:
        fits = fits[:-1]
    return f"{fits}…"


def write(
    pdf: Any,  # noqa: ANN401 (untyped library)
    at: tuple[float, float],
    text: str,
    face: tuple[str, float],
    spacing: float = 0.0,
) -> None:
    """Shown text from `at`, in points; `face` is a font and a size, `spacing` after each sign."""
    x, (font, size) = at[0], face
    for run, name in _runs(text, font):
        pdf.setFont(name, size)
        pdf.drawString(x, at[1], run, charSpace=spacing)
        x += pdf.stringWidth(run, name, size) + spacing * len(run)


def _runs(text: str, font: str) -> list[tuple[str, str]]:
    return [(run, BOLD if heavy else REGULAR) for run, heavy in weights(text, bold=font == BOLD)]
