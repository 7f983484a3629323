"""A stock document as A4 pages: facts, lines under a head that every page repeats, signatures."""

from __future__ import annotations

import io
import itertools

from showroom.domain.document import StockSlip
from showroom.domain.documents.posted import DocumentLine
from showroom.domain.money import figure, money
from showroom.domain.quantity import SoldBy
from showroom.printing.layouts import stock_words as words
from showroom.printing.pdf.fonts import BOLD, REGULAR, lines_of, width
from showroom.printing.pdf.sheet import DEMO_MARK, counted, mark_of
from showroom.printing.pdf.style import DANGER, INK, MARGIN, MUTED, PAGE
from showroom.printing.pdf.table import BESIDE, HEAD, PITCH, SMALL, TYPE, Column, Line, TableSheet
from showroom.printing.render.raster import qr_image

FACT_NAME, FACT_GAP = 66.0, 14.0
CODE = 62.0
"""The number as a QR symbol, points each way."""
CODE_COLUMNS = 32
"""Its dots are those of the narrowest slip, which are as many as a sheet has room for."""


LOT, DATES = Column("批号", 82), Column("生产 / 到期", 60)
COUNT = Column("数量", 72, right=True)
COLUMNS = (
    Column("", 20),
    Column("品名规格", 0),
    LOT,
    DATES,
    COUNT,
    Column("单价", 56, right=True, money=True),
    Column("金额", 62, right=True, money=True),
)


def stock_pdf(slip: StockSlip) -> bytes:
    """The document as PDF bytes; its number is the code at the top."""
    return counted(lambda pages: _StockSheet(slip, pages))


class _StockSheet(TableSheet):
    """Its parts, one below the other."""

    def __init__(self, slip: StockSlip, pages: int) -> None:
        document = slip.document
        mark = mark_of(slip.copy_no)
        told = words.shows_money(document)
        lots = any(slip.lot(line) for line in document.lines)
        dated = any(line.production_date or line.expiry_date for line in document.lines)
        self._kept = [
            (told or not column.money)
            and (lots or column is not LOT)
            and (dated or column is not DATES)
            for column in COLUMNS
        ]
        columns = tuple(itertools.compress(COLUMNS, self._kept))
        super().__init__(document.title, slip.header.name, document.at_us, mark, pages, columns)
        self._slip, self._demo = slip, slip.header.demo
        self._document, self._apart, self._placed = document, document.apart, document.placed

    def draw(self) -> bytes:
        """The whole document."""
        self._head()
        self._facts()
        self._begin_rows()
        for line in self._document.lines:
            self._row(self._cells(line))
        self._end_rows()
        self._totals()
        return self._finish(words.signers(self._document))

    # -- parts --------------------------------------------------------------------------------

    def _head(self) -> None:
        document, top = self._document, self._y
        self._text(MARGIN, top - 18, document.kind.word, 20, BOLD)
        x = MARGIN + 20 * len(document.kind.word) + 14
        if document.is_reversal:
            self._text(x, top - 18, words.REVERSAL, 20, BOLD, DANGER)
            x += 64
        self._text(x, top - 16, self._mark, 10, BOLD)
        self._code(PAGE[0] - MARGIN - CODE, top - CODE)
        self._right(PAGE[0] - MARGIN - CODE - 12, top - 14, document.number, 13, BOLD)
        witness = PAGE[0] - MARGIN - CODE - 12
        self._right(witness, top - 28, self._slip.anchor, 7, colour=MUTED)
        shop = self._fit(self._slip.header.name, self._wide * 0.6, 10)
        self._text(MARGIN, top - 38, shop, 10, colour=MUTED)
        if self._slip.header.demo:
            self._text(MARGIN, top - 54, DEMO_MARK, 9, BOLD, DANGER)
        self._y = top - CODE - 14

    def _code(self, x: float, y: float) -> None:
        from reportlab.lib.utils import ImageReader

        drawn = qr_image(self._document.number, CODE_COLUMNS)
        box = drawn.convert("L").point(lambda dot: 255 - dot).getbbox()
        picture = io.BytesIO()
        drawn.crop(box).save(picture, "PNG")
        picture.seek(0)
        self._pdf.drawImage(ImageReader(picture), x, y, CODE, CODE)

    def _facts(self) -> None:
        """Two in a row; a long one goes on below, and both columns with it."""
        told = list(words.facts(self._slip))
        half = (self._wide - FACT_GAP) / 2
        room = half - FACT_NAME
        for at in range(0, len(told), 2):
            pair = [(name, lines_of(value, room, REGULAR, 9)) for name, value in told[at : at + 2]]
            tall = max(len(lines) for _, lines in pair) * PITCH + 4
            self._need(tall)
            for side, (name, lines) in enumerate(pair):
                x = MARGIN + side * (half + FACT_GAP)
                self._text(x, self._y - PITCH, name, 9, colour=MUTED)
                for n, part in enumerate(lines):
                    self._text(x + FACT_NAME, self._y - PITCH * (n + 1), part, 9)
            self._y -= tall
        self._y -= 8

    def _totals(self) -> None:
        sums = self._document.sums
        self._need(HEAD * max(1, len(sums)) + 10)
        self._y -= HEAD
        told = "　".join(f"{name} {value}" for name, value in words.totals(self._document))
        self._text(MARGIN, self._y, told, 10)
        for name, fen in sums:
            self._right(PAGE[0] - MARGIN, self._y, f"{name} {money(fen)}", 11, BOLD)
            self._y -= HEAD
        self._y -= 10 - HEAD * bool(sums)

    # -- the table ----------------------------------------------------------------------------

    def _cells(self, line: DocumentLine) -> list[list[Line]]:
        """Lines of text of each column, in its order."""
        document, name_room, lot_room = self._document, self._room(1), self._room(2)
        named = lines_of(f"{line.name} {line.spec}".rstrip(), name_room, REGULAR, TYPE)
        place, barcode = self._placed.get(line.line_no, ""), self._slip.barcode(line.sku_id)
        beside = [line.code, *words.more(line, place, barcode)]
        small = [p for told in beside for p in lines_of(told, name_room, REGULAR, SMALL)]
        lot = self._slip.lot(line)
        lots = lines_of(lot, lot_room, REGULAR, TYPE) if lot else []
        made = [line.production_date or "–", line.expiry_date or "–"]
        gap = words.difference(line, self._apart.get(line.line_no), document.kind)
        figures = [(words.quantity(document, line), TYPE, BOLD, INK)]
        figures += [(told, SMALL, REGULAR, DANGER) for told in _beside(gap)]
        came = words.received(line, self._slip.tied)
        figures += [(came, SMALL, REGULAR, MUTED)] if came else []
        cells = [
            [(words.number(document, line), TYPE, REGULAR, MUTED)],
            [(p, TYPE, REGULAR, INK) for p in named] + [(p, SMALL, REGULAR, MUTED) for p in small],
            [(p, TYPE, REGULAR, INK) for p in lots],
            [(p, TYPE, REGULAR, INK) for p in made],
            figures,
        ]
        unit = "/kg" if line.sold_by is SoldBy.WEIGHT else ""
        # Of goods that are settled by 扣点 the line says so below their name; what was lost on
        # its way is the write-off's.
        bare = line.by_share or not (line.cost_fen or line.amount_fen)
        price = [("–" if bare else f"{figure(line.cost_fen)}{unit}", TYPE, REGULAR, INK)]
        apart = words.price_apart(line, self._slip.tied)
        price += [(told, SMALL, REGULAR, DANGER) for told in apart]
        worth = "–" if bare else figure(line.worth_fen)
        cells += [price, [(worth, TYPE, REGULAR, INK)]]
        return list(itertools.compress(cells, self._kept))


def _beside(parts: tuple[str, ...]) -> tuple[str, ...]:
    """All on one line where they have the room, else each on its own: a word and its figure."""
    room, whole = COUNT.wide - 2 * BESIDE, " ".join(parts)
    return (whole,) if parts and width(whole, REGULAR, SMALL) <= room else parts
