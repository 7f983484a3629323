"""Any list that leaves the program as A4 pages: what is said of it, its rows, its totals."""

from __future__ import annotations

from collections.abc import Sequence

from showroom.domain import sheet as sheets
from showroom.domain.document import AS_FILE
from showroom.domain.figures import NOTHING
from showroom.domain.money import figure
from showroom.domain.quantity import kilograms
from showroom.domain.sheet import DEMO, Cell, Measure, Sheet
from showroom.printing.layouts.words import local
from showroom.printing.pdf.fonts import BOLD, REGULAR, lines_of, register_fonts, width
from showroom.printing.pdf.sheet import DEMO_MARK, counted, mark_of
from showroom.printing.pdf.style import DANGER, INK, MARGIN, MUTED, PAGE
from showroom.printing.pdf.table import AIR, BESIDE, PITCH, TYPE, Column, Line, TableSheet

FIGURES = frozenset({Measure.MONEY, Measure.GRAMS, Measure.PIECES})
NAME_ROOM = 96.0
"""Points for what a fact or a total is called."""


def list_pdf(made: Sheet, shop: str, made_at_us: int) -> bytes:
    """The list as PDF bytes; every page says that it is a file's print."""
    when = local(made_at_us, seconds=False)
    return counted(lambda pages: _ListSheet(made, (shop, when), made_at_us, pages))


class _ListSheet(TableSheet):
    """As wide as an upright page: columns share it by what stands in them.

    Where that is too much those that ask for more than their part share what the others leave, by
    the room that they have in a workbook.
    """

    def __init__(self, made: Sheet, told: tuple[str, str], made_at_us: int, pages: int) -> None:
        register_fonts()  # the columns are measured before there is a sheet
        parts = [head.width for head in made.heads]
        needs = [_need(made, at) for at in range(len(made.heads))]
        columns = [
            Column(head.title, wide, right=_is_figure(made, at))
            for (at, head), wide in zip(
                enumerate(made.heads), share(needs, parts, PAGE[0] - 2 * MARGIN), strict=True
            )
        ]
        title = made.title.replace(DEMO, "")
        super().__init__(title, told[0], made_at_us, mark_of(AS_FILE), pages, columns)
        self._made, self._when, self._demo = made, told[1], DEMO in made.title

    def draw(self) -> bytes:
        """All of it."""
        self._head()
        self._pairs(self._made.above)
        self._begin_rows()
        for n, row in enumerate(self._made.rows, 1):
            cells = [self._lines(at, cell) for at, cell in enumerate(row)]
            if n == len(self._made.rows):  # sums never stand on a page without what they sum
                tall = max(map(len, cells)) * PITCH + 2 * AIR
                self._need(min(tall + self._tall(self._made.below), PAGE[1] / 2))
            self._row(cells)
        self._end_rows()
        if not self._made.rows:
            self._text(MARGIN + BESIDE, self._y - 18, "没有", 9, colour=MUTED)
            self._y -= 24
        self._pairs(self._made.below)
        return self._finish(("制表", "审核"))

    def _head(self) -> None:
        top = self._y
        lines = lines_of(self._title_text, self._wide - 70, BOLD, 15)
        for n, part in enumerate(lines):
            self._text(MARGIN, top - 16 - 18 * n, part, 15, BOLD)
        self._right(PAGE[0] - MARGIN, top - 14, self._mark, 10, BOLD)
        self._y = top - 18 * len(lines) - 16
        shop = self._fit(self._shop, self._wide * 0.66, 10)
        self._text(MARGIN, self._y, shop, 10, colour=MUTED)
        self._right(PAGE[0] - MARGIN, self._y, f"制表 {self._when}", 9, colour=MUTED)
        self._y -= 8
        if self._demo:
            self._text(MARGIN, self._y - 8, DEMO_MARK, 9, BOLD, DANGER)
            self._y -= 15

    def _pairs(self, pairs: tuple[tuple[str, Cell], ...]) -> None:
        """Facts above and totals below, one in a row."""
        self._y -= 6
        for name, cell in pairs:
            called, room, said = self._pair(name, cell)
            self._need(PITCH * max(len(called), len(said)) + 4)
            for n, part in enumerate(called):
                self._text(MARGIN, self._y - PITCH * (n + 1), part, 9, colour=MUTED)
            for n, part in enumerate(said):
                self._text(MARGIN + room, self._y - PITCH * (n + 1), part, 9)
            self._y -= PITCH * max(len(called), len(said)) + 4
        self._y -= 6

    def _pair(self, name: str, cell: Cell) -> tuple[list[str], float, list[str]]:
        """Its name on lines, the room of these in points, and what is said beside them."""
        called = list(lines_of(name, NAME_ROOM * 2, REGULAR, 9))
        room = max(NAME_ROOM, *(width(part, REGULAR, 9) + 8 for part in called))
        return called, room, list(lines_of(_text(cell) or NOTHING, self._wide - room, REGULAR, 9))

    def _tall(self, pairs: tuple[tuple[str, Cell], ...]) -> float:
        """Points that they take from top to bottom."""
        each = (self._pair(name, cell) for name, cell in pairs)
        return 12 + sum(PITCH * max(len(called), len(said)) + 4 for called, _, said in each)

    def _lines(self, at: int, cell: Cell) -> list[Line]:
        """A figure on one line, however small; a text on as many as it needs."""
        text = _text(cell)
        if cell.measure in FIGURES:
            return [(text, TYPE, REGULAR, INK)]
        lines = lines_of(text, self._room(at), REGULAR, TYPE)
        return [(part, TYPE, REGULAR, INK) for part in lines]


def share(needs: Sequence[float], parts: Sequence[float], wide: float) -> list[float]:
    """Points of each column, together `wide`; none has less than it needs where all have room."""
    if sum(needs) <= wide:
        return [need * wide / sum(needs) for need in needs]
    sizes = [0.0] * len(needs)
    open_yet = set(range(len(needs)))
    while open_yet:
        each = wide / sum(parts[at] for at in open_yet)
        content = {at for at in open_yet if needs[at] <= parts[at] * each}
        for at in content or open_yet:
            sizes[at] = needs[at] if content else parts[at] * each
        wide -= sum(sizes[at] for at in content)
        open_yet -= content or open_yet
    return sizes


def _need(made: Sheet, at: int) -> float:
    """Points that the longest cell of a column, or its title, takes on one line."""
    texts = (made.heads[at].title, *(_text(row[at]) for row in made.rows))
    longest = max(texts, key=lambda text: len(text.encode("gbk", "replace")))
    told = max(width(longest, REGULAR, TYPE), width(made.heads[at].title, REGULAR, TYPE))
    return told + 2 * BESIDE + 1  # a point more: widths are sums of fractions


def _is_figure(made: Sheet, at: int) -> bool:
    return any(row[at].measure in FIGURES for row in made.rows)


def _text(cell: Cell) -> str:
    """A cell as paper says it: amounts in groups of three, and what has none is not 0.00."""
    if isinstance(cell.value, str):
        return NOTHING if cell.measure is Measure.MONEY and not cell.value else cell.value
    if not cell.value and cell.measure is not Measure.MONEY:
        return NOTHING
    if cell.measure is Measure.MONEY:
        return figure(cell.value)
    if cell.measure is Measure.GRAMS:
        return f"{kilograms(cell.value)} kg"
    return f"{cell.value:,}" if cell.measure is Measure.PIECES else sheets.carried(cell)
