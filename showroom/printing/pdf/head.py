"""What every PDF says of itself: its title, whose it is, its language, and when it was made."""

from __future__ import annotations

from datetime import UTC
from typing import IO, Any

from showroom.domain.business_day import local
from showroom.printing.ours import MARK
from showroom.printing.pdf.fonts import REGULAR, register_fonts, shown

LANGUAGE = "zh-CN"
"""For who has it read aloud."""
CREATOR = "showroom"


def canvas(
    out: IO[bytes], size: tuple[float, float], title: str, author: str, made_at_us: int
) -> Any:  # noqa: ANN401 (untyped library)
    """An empty document of pages of that size in points.

    It carries the bundled fonts alone: reportlab would name Helvetica, which no file holds, and
    give 2000 as its year where the same content is to be the same bytes.
    """
    from reportlab.pdfgen.canvas import Canvas

    register_fonts()
    pdf = Canvas(out, pagesize=size, invariant=1, lang=LANGUAGE, initialFontName=REGULAR)
    pdf.setTitle(shown(title))
    pdf.setAuthor(shown(author))
    pdf.setSubject("")  # else it says that it is "unspecified"
    pdf.setCreator(CREATOR)
    pdf.setProducer(MARK)
    stamp = local(made_at_us).astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    pdf.setDateFormatter(lambda *_: stamp)
    return pdf
