"""Any slip as a PDF as wide as its paper: searchable text, each character in its own columns."""

from __future__ import annotations

import io
from typing import Any

from showroom.printing.layouts.layout import Cut, Page, Ruler, Text
from showroom.printing.layouts.text import char_columns, run_columns
from showroom.printing.pdf.fonts import BOLD, REGULAR, run_width, write_run
from showroom.printing.pdf.head import canvas
from showroom.printing.render.preview import row_image
from showroom.printing.render.raster import LINE_DOTS, LINE_GAP, overhang
from showroom.printing.runs import Run, runs
from showroom.printing.shaping import COLUMN_DOTS

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
    if isinstance(row, Text):
        return LINE_DOTS * (2 if row.large else 1) + sum(overhang(row)) + LINE_GAP
    if isinstance(row, Ruler):
        return LINE_DOTS + LINE_GAP
    drawn = row_image(row, width)  # type: ignore[arg-type]  # what is left are drawn rows
    return LINE_GAP + (0 if drawn is None else drawn.height)


def _write(pdf: Any, row: Text | Ruler, at: tuple[float, float], dot: float) -> None:  # noqa: ANN401
    large = isinstance(row, Text) and row.large
    bold = isinstance(row, Text) and row.bold
    scale = 2 if large else 1
    line = LINE_DOTS * scale * dot
    face = (BOLD if bold else REGULAR, line * SIZE)
    above = overhang(row)[0] if isinstance(row, Text) else 0
    left, baseline = at[0], at[1] - above * dot - line * BASELINE
    for run, columns in _parts(row.text):
        room = columns * COLUMN_DOTS * scale * dot
        slack = room - run_width(run, *face)
        if run.face is not None:
            write_run(pdf, (left + slack / 2, baseline), run, face)
        elif run.text.strip():
            narrow = min(1.0, room / (room - slack))
            write_run(pdf, (left, baseline), run, face, max(0, slack) / len(run.text), narrow)
        left += room


def _parts(text: str) -> list[tuple[Run, int]]:
    """What shares one spacing, and its columns."""
    parts: list[tuple[Run, int]] = []
    for run in runs(text):
        if run.face is None:
            parts += [(Run(part), columns) for part, columns in _equals(run.text)]
        else:
            parts.append((run, run_columns(run)))
    return parts


def _equals(text: str) -> list[tuple[str, int]]:
    """Plain neighbours of equal width together: they stay one searchable word.

    Spaces are apart: they are narrower than figures and would tear a word's letters asunder.
    """
    parts: list[tuple[str, int]] = []
    last = (0, False)
    for char in text:
        kind = (char_columns(char), char == " ")
        if parts and kind == last:
            part, columns = parts[-1]
            parts[-1] = (part + char, columns + kind[0])
        else:
            parts.append((char, kind[0]))
        last = kind
    return parts


def _draw(pdf: Any, row: Any, width: int, at: tuple[float, float], dot: float) -> None:  # noqa: ANN401
    from reportlab.lib.utils import ImageReader

    drawn = row_image(row, width)
    if drawn is None:
        return
    wide, tall = drawn.width * dot, drawn.height * dot
    pdf.drawImage(ImageReader(drawn.convert("L")), at[0], at[1] - tall, wide, tall)
