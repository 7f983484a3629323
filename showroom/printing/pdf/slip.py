"""Any slip as a PDF as wide as its paper: searchable text, each character in its own columns."""

from __future__ import annotations

import io
from typing import Any

from showroom.printing.layouts.layout import Cut, Page, Ruler, Text
from showroom.printing.layouts.text import char_columns
from showroom.printing.pdf.fonts import BOLD, REGULAR, write
from showroom.printing.pdf.fonts import width as wide_of
from showroom.printing.pdf.head import canvas
from showroom.printing.render.preview import row_image
from showroom.printing.render.raster import COLUMN_DOTS, LINE_DOTS, LINE_GAP

MM = 72 / 25.4
PAPER_MM = {32: 58.0, 42: 80.0, 48: 80.0}
MARGIN_MM = 4.0
SIZE = 0.86
"""Of a line's height: Chinese characters nearly fill their two columns."""
BASELINE = 0.80


def page_pdf(page: Page, title: str, shop: str, at_us: int) -> bytes:
    """One page as long as the slip: fonts as the subset used, symbols and pictures as dots.

    `at_us` is the instant that the slip is of.
    """
    wide, margin = PAPER_MM[page.width] * MM, MARGIN_MM * MM
    dot = (wide - 2 * margin) / (page.width * COLUMN_DOTS)
    tall = sum(_height(row, page.width) for row in page.rows) * dot + 2 * margin
    out = io.BytesIO()
    pdf: Any = canvas(out, (wide, tall), title, shop, at_us)
    top = tall - margin
    for row in page.rows:
        high = _height(row, page.width) * dot
        if isinstance(row, Text | Ruler):
            _write(pdf, row, (margin, top), dot)
        elif not isinstance(row, Cut):
            _draw(pdf, row, page.width, (margin, top), dot)
        top -= high
    pdf.save()
    return out.getvalue()


def _height(row: object, width: int) -> int:
    """Dots that a row takes, the gap below it included."""
    if isinstance(row, Cut):
        return 0
    if isinstance(row, Text | Ruler):
        return LINE_DOTS * (2 if isinstance(row, Text) and row.large else 1) + LINE_GAP
    drawn = row_image(row, width)  # type: ignore[arg-type]  # what is left are drawn rows
    return LINE_GAP + (0 if drawn is None else drawn.height)


def _write(pdf: Any, row: Text | Ruler, at: tuple[float, float], dot: float) -> None:  # noqa: ANN401
    large = isinstance(row, Text) and row.large
    bold = isinstance(row, Text) and row.bold
    scale = 2 if large else 1
    line = LINE_DOTS * scale * dot
    face = (BOLD if bold else REGULAR, line * SIZE)
    left, baseline = at[0], at[1] - line * BASELINE
    for run, columns in _runs(row.text):
        if run.strip():
            room = columns * COLUMN_DOTS * scale * dot
            write(pdf, (left, baseline), run, face, (room - wide_of(run, *face)) / len(run))
        left += columns * COLUMN_DOTS * scale * dot


def _runs(text: str) -> list[tuple[str, int]]:
    """Neighbours of equal width together: they share one spacing and stay one searchable word.

    Spaces are apart: they are narrower than figures and would tear a word's letters asunder.
    """
    runs: list[tuple[str, int]] = []
    last = (0, False)
    for char in text:
        kind = (char_columns(char), char == " ")
        if runs and kind == last:
            run, columns = runs[-1]
            runs[-1] = (run + char, columns + kind[0])
        else:
            runs.append((char, kind[0]))
        last = kind
    return runs


def _draw(pdf: Any, row: Any, width: int, at: tuple[float, float], dot: float) -> None:  # noqa: ANN401
    from reportlab.lib.utils import ImageReader

    drawn = row_image(row, width)
    if drawn is None:
        return
    wide, tall = drawn.width * dot, drawn.height * dot
    pdf.drawImage(ImageReader(drawn.convert("L")), at[0], at[1] - tall, wide, tall)
