"""What a new shop still needs before its first sale, told by the books alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from showroom.db.engine import Tx
from showroom.db.reads import shop as shop_reads
from showroom.db.reads.first_day import first_counts, has_sold
from showroom.services.books.books import Books
from showroom.services.books.door import behind_door
from showroom.services.shop.settings import load_in


class FirstStep(StrEnum):
    """商品, 期初库存, 小票打印机, 人员, 第一个班次, 第一单."""

    GOODS = "goods"
    STOCK = "stock"
    PRINTER = "printer"
    PEOPLE = "people"
    SHIFT = "shift"
    SALE = "sale"


NEEDED = (FirstStep.GOODS, FirstStep.PRINTER, FirstStep.SHIFT)
"""In this order before the first sale. Stock may be counted later, one 店长 may begin alone."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """How far the shop has come; `printer` is what its receipts come out of, or empty.

    `over` when there is nothing to prepare: the shop has sold, or is a demo.
    """

    over: bool
    products: int = 0
    stocked: int = 0
    people: int = 0
    printer: str = ""
    shift_open: bool = False

    def has(self, step: FirstStep) -> bool:
        """Whether it is done."""
        return {
            FirstStep.GOODS: self.products > 0,
            FirstStep.STOCK: self.stocked > 0,
            FirstStep.PRINTER: bool(self.printer),
            FirstStep.PEOPLE: self.people > 1,
            FirstStep.SHIFT: self.shift_open,
            FirstStep.SALE: self.over,
        }[step]

    @property
    def next(self) -> FirstStep:
        """The first that is needed and not done; SALE when all are."""
        return next((step for step in NEEDED if not self.has(step)), FirstStep.SALE)


@behind_door
class FirstDay:
    """Reads alone: each step is done by its own verb."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def prepared(self) -> Prepared:
        """On one snapshot; of a shop that has sold one row is read."""
        return self._books.read(self._prepared)

    def _prepared(self, tx: Tx) -> Prepared:
        if has_sold(tx):
            return Prepared(over=True)
        till_id = self._books.till_id
        settings = load_in(tx, till_id, "demo", "printers")
        if settings.demo:
            return Prepared(over=True)
        receipts = (p for p in settings.printers if p.role == "receipt" and p.connection != "none")
        products, stocked, people = first_counts(tx)
        return Prepared(
            over=False,
            products=products,
            stocked=stocked,
            people=people,
            printer=next((p.name for p in receipts), ""),
            shift_open=shop_reads.open_shift_of(tx, till_id) is not None,
        )
