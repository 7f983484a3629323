"""The bundled fonts for PDF: registered once, each embedded as the subset that is used."""

from __future__ import annotations

import io
import threading
from typing import Any

from showroom.domain.legible import clusters, legible
from showroom.machine.assets import asset_bytes
from showroom.printing.glyphs import FONT_FILES, Face, drawn, weights
from showroom.printing.layouts.text import wrap
from showroom.printing.runs import Run, runs
from showroom.printing.shaping import shape

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


def _font_of(face: Face) -> str:
    """The name of a script's font, known to reportlab once there is something to write in it."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    name = face.file.removesuffix(".ttf")
    with _lock:
        if name not in pdfmetrics.getRegisteredFontNames():
            source = io.BytesIO(asset_bytes("fonts", face.file))
            pdfmetrics.registerFont(TTFont(name, source))
    return name


def shown(text: str) -> str:
    """The text as a PDF can write it: in one line, each letter there or spelled."""
    return drawn(legible(text))


def width(text: str, font: str, size: float) -> float:
    """Points that shown text takes, each run in the font that has it."""
    return sum(run_width(run, font, size) for run in runs(text))


def run_width(run: Run, font: str, size: float) -> float:
    """Points that a run takes beside Chinese of `size`."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    if run.face is not None:
        return shape(run.text, run.face, backward=run.backward).wide * size
    wide: float = sum(stringWidth(part, name, size) for part, name in _weights(run.text, font))
    return wide


def fit(text: str, room: float, font: str, size: float) -> str:
    """The text as shown, no wider than its room in points; … where something is missing."""
    fits = shown(text)
    if width(fits, font, size) <= room:
        return fits
    kept = clusters(fits)
    while kept and width("".join(kept) + "…", font, size) > room:
        kept.pop()
    return "".join(kept) + "…"


def lines_of(text: str, room: float, font: str, size: float) -> list[str]:
    """The whole text as shown, on as many lines as it takes in that room."""
    return wrap(shown(text), room, lambda part: width(part, font, size))


def write(
    pdf: Any,  # noqa: ANN401 (untyped library)
    at: tuple[float, float],
    text: str,
    face: tuple[str, float],
) -> None:
    """Shown text from `at`, in points; `face` is a font and a size."""
    x = at[0]
    for run in runs(text):
        write_run(pdf, (x, at[1]), run, face)
        x += run_width(run, *face)


def write_run(
    pdf: Any,  # noqa: ANN401 (untyped library)
    at: tuple[float, float],
    run: Run,
    face: tuple[str, float],
    spacing: float = 0.0,
    narrow: float = 1.0,
) -> None:
    """One run; where it is plain `spacing` after each sign, `narrow` is a part of its width."""
    if run.face is not None:
        _write_shaped(pdf, at, run, run.face, face[1])
        return
    x, (font, size) = at[0], face
    for part, name in _weights(run.text, font):
        words = pdf.beginText(x, at[1])
        words.setFont(name, size)
        words.setCharSpace(spacing)
        words.setHorizScale(100 * narrow)
        words.textLine(part)
        words.setCharSpace(0)
        words.setHorizScale(100)
        pdf.drawText(words)
        x += (pdf.stringWidth(part, name, size) + spacing * len(part)) * narrow


def _write_shaped(pdf: Any, at: tuple[float, float], run: Run, face: Face, size: float) -> None:  # noqa: ANN401
    """Pictures, and beside them the letters that they are of, for who searches and copies."""
    letters = run.text.encode("utf-16-be").hex()
    pdf.addLiteral(f"/Span <</ActualText <feff{letters}>>> BDC")
    pdf.setFont(_font_of(face), size * face.scale)
    for glyph in shape(run.text, face, backward=run.backward).glyphs:
        pdf.drawString(at[0] + glyph.x * size, at[1] + glyph.y * size, glyph.char)
    pdf.addLiteral("EMC")


def _weights(text: str, font: str) -> list[tuple[str, str]]:
    return [(run, BOLD if heavy else REGULAR) for run, heavy in weights(text, bold=font == BOLD)]
