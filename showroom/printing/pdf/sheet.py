"""An A4 sheet that is filled from the top down and goes on over its pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, TypeVar

from showroom.domain.document import AS_FILE
from showroom.printing.layouts.words import copy_mark
from showroom.printing.pdf.fonts import BOLD, REGULAR, fit, shown, width, write
from showroom.printing.pdf.head import canvas
from showroom.printing.pdf.style import DANGER, INK, LINE, MARGIN, MUTED, PAGE

BOTTOM = MARGIN + 24
FOOT_AT, SIGNED_AT = 24.0, MARGIN + 4
"""Points from the edge: 8 mm to the foot; whoever signs has 7 mm, between the rows and the line."""
DEMO_MARK = "演示数据，不作为经营凭证"
FILE_MARK = "PDF 副本"


def mark_of(copy_no: int) -> str:
    """What every page says of which copy it is: a file's print is counted by nobody."""
    return FILE_MARK if copy_no == AS_FILE else copy_mark(copy_no)


class Sheet:
    """Knows its page and opens the next one when it is full.

    `title` stands on the pages that follow, `shop` at the foot of each; `pages` is how many there
    will be, 0 while nobody knows. What a demo shop gives away says so on every page (`_demo`).
    """

    _demo = False

    def __init__(self, title: str, shop: str, made_at_us: int, mark: str, pages: int = 0) -> None:
        self._title_text = title
        self._shop = shop
        self._mark = mark
        self._pages = pages
        self.page = 1
        self._out = io.BytesIO()
        self._pdf: Any = canvas(self._out, PAGE, title, shop, made_at_us)
        self._wide = PAGE[0] - 2 * MARGIN
        self._y = PAGE[1] - MARGIN

    def draw(self) -> bytes:
        """All of it, as PDF bytes."""
        raise NotImplementedError

    def _finish(self, signers: tuple[str, ...]) -> bytes:
        """The last foot, and who signs above it, where no row stands: that costs no second page."""
        self._footer()
        wide = self._wide / len(signers)
        for at, who in enumerate(signers):
            x, named = MARGIN + at * wide, f"{who}："
            self._text(x, SIGNED_AT, named, 9)
            room = width(named, REGULAR, 9) + 8
            self._hairline(x + room, SIGNED_AT - 2, wide - room - 20)
        self._pdf.save()
        return self._out.getvalue()

    def _need(self, tall: float) -> None:
        if self._y - tall >= BOTTOM:
            return
        self._footer()
        self._pdf.showPage()
        self.page += 1
        self._y = PAGE[1] - MARGIN
        beside = f"（续） {self._mark}"
        taken = width(beside, REGULAR, 10) + (width(DEMO_MARK, BOLD, 9) + 12) * self._demo
        title = self._fit(self._title_text, self._wide - taken, 10)
        self._text(MARGIN, self._y - 10, title + beside, 10, colour=MUTED)
        if self._demo:
            self._right(PAGE[0] - MARGIN, self._y - 10, DEMO_MARK, 9, BOLD, DANGER)
        self._y -= 24
        self._go_on()

    def _go_on(self) -> None:
        """What stands again on top of a page that follows: the head of an open table."""

    def _footer(self) -> None:
        self._hairline(MARGIN, FOOT_AT + 12, self._wide)
        shop = self._fit(self._shop, self._wide * 0.8, 8)
        self._text(MARGIN, FOOT_AT, shop, 8, colour=MUTED)
        total = self._pages or self.page
        self._right(PAGE[0] - MARGIN, FOOT_AT, f"第 {self.page} / {total} 页", 8, colour=MUTED)

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        font: str = REGULAR,
        colour: Any = INK,  # noqa: ANN401 (untyped library)
    ) -> None:
        self._pdf.setFillColor(colour)
        write(self._pdf, (x, y), shown(text), (font, size))

    def _right(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        font: str = REGULAR,
        colour: Any = INK,  # noqa: ANN401 (untyped library)
    ) -> None:
        left = x - width(shown(text), font, size)
        self._text(left, y, text, size, font, colour)

    def _fit(self, text: str, room: float, size: float, font: str = REGULAR) -> str:
        """Text that keeps to its room, ending in … where it was longer."""
        return fit(text, room, font, size)

    def _size(self, figures: str, room: float, size: float) -> float:
        """So small that they keep to their room, bold or not: a figure is never shortened."""
        wide = width(figures, BOLD, size)
        return size if wide <= room else size * room / wide

    def _hairline(self, x: float, y: float, wide: float) -> None:
        self._pdf.setStrokeColor(LINE)
        self._pdf.setLineWidth(0.5)
        self._pdf.line(x, y, x + wide, y)


S = TypeVar("S", bound=Sheet)


def counted(make: Callable[[int], S]) -> bytes:
    """The pages that know how many they are: drawn once to count them, and once more."""
    first = make(0)
    first.draw()
    return make(first.page).draw()
