"""The catalogue as the sheet that the import reads: out and in again changes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from showroom.db.reads.stock import HeldLot
from showroom.domain import sheet
from showroom.domain.ids import SkuId
from showroom.domain.product import PRICE_FIELDS, Product, SkuContent
from showroom.domain.quantity import GRAMS_PER_KG, SoldBy, grams_of
from showroom.domain.sheet import Cell, Measure, Sheet, SheetHead
from showroom.domain.tax import TaxKind, percent
from showroom.services.goods.import_cases import cases_text
from showroom.services.goods.import_columns import FIELD_HEADING, TEMPLATE
from showroom.services.goods.import_units import KILOGRAM
from showroom.services.goods.import_values import word_for

TITLE = "商品资料导出"
"""By it a file is known as one of these, which another may replace."""
_WIDE = frozenset({"barcodes", "cases", "name", "producer", "supplier"})
_WORDED = ("sold_by", "storage", "terms", "oversell", "no_discount", "age_restricted")
_NAMED = ("name", "short_name", "zone", "county", "producer", "category")
NOTHING = Cell("")


@dataclass(frozen=True, slots=True)
class CatalogueSheet:
    """What is on sale with the stock of the shop, a row a lot.

    A product that is not sold any more would be on sale where the sheet comes in: `delisted` says
    how many were left out.
    """

    sheet: Sheet
    delisted: int


def catalogue_sheet(
    products: Sequence[Product], lots: Iterable[tuple[HeldLot, str]], *, demo: bool
) -> CatalogueSheet:
    """Every field of the import's template; what is made up says so behind its title.

    With each lot the number of the contract that it is under, "" for none.
    """
    held: dict[SkuId, list[tuple[HeldLot, str]]] = {}
    for lot, contract in lots:
        held.setdefault(lot.sku_id, []).append((lot, contract))
    sold = [p for p in products if p.active]
    rows = [row for p in sold for row in _rows(p, held.get(p.sku_id, ()))]
    heads = tuple(
        SheetHead(head, 28 if name in _WIDE else 12)
        for name, head in zip(FIELD_HEADING, TEMPLATE, strict=True)
    )
    return CatalogueSheet(
        Sheet(TITLE + sheet.DEMO * demo, heads, tuple(rows)), len(products) - len(sold)
    )


def _rows(product: Product, lots: Sequence[tuple[HeldLot, str]]) -> Iterator[tuple[Cell, ...]]:
    """A further lot repeats the product's number and name alone: what is said twice can differ.

    Beside the product itself stands a lot that has its cost and terms; where all have others it
    stands alone.
    """
    content, cells = product.content, _product(product)
    told = [(_lot(lot, contract, content), _own(lot, contract, content)) for lot, contract in lots]
    told.sort(key=lambda each: bool(each[1]))
    if not told or told[0][1]:
        told.insert(0, ({}, {}))
    for lot, own in told:
        there = {**cells, **lot, **own}
        yield tuple(there.get(name, NOTHING) for name in FIELD_HEADING)
        cells = {name: cells[name] for name in ("code", "name")}


def _product(product: Product) -> dict[str, Cell]:
    c = product.content
    taxed = c.tax_kind is TaxKind.TAXED
    return {
        "code": Cell(c.code, Measure.CODE),
        "barcodes": Cell(" ".join(product.barcodes), Measure.CODE),
        "cases": Cell(cases_text(product.cases), Measure.CODE),
        **{name: Cell(getattr(c, name)) for name in _NAMED},
        "unit": Cell(_unit(c)),
        "spec": Cell(c.spec, Measure.CODE),
        **{name: Cell(word_for(name, getattr(c, name))) for name in _WORDED},
        **{name: sheet.money(getattr(c, name)) for name in PRICE_FIELDS},
        "tax": Cell(percent(c.tax_rate_bp) if taxed else c.tax_kind.word),
        "shelf_life": _life(c),
        "reorder_point": sheet.quantity(c.reorder_point, c.sold_by),
    }


def _life(content: SkuContent) -> Cell:
    """A figure of days below the heading that says so, or months with their word."""
    if content.shelf_life_months:
        return Cell(f"{content.shelf_life_months}个月", Measure.CODE)
    return Cell(content.shelf_life_days, Measure.PIECES)


def _unit(content: SkuContent) -> str:
    """The price is that of a kilogram, whatever mass the books have beside it."""
    grams = grams_of(content.unit) if content.sold_by is SoldBy.WEIGHT else 0
    return content.unit if grams in (0, GRAMS_PER_KG) else KILOGRAM


def _own(lot: HeldLot, contract: str, content: SkuContent) -> dict[str, Cell]:
    """What of a lot is otherwise than its product says; a contract says its terms itself."""
    own = {}
    if not contract and lot.terms is not content.terms:
        own["terms"] = Cell(word_for("terms", lot.terms))
    if not lot.commission_bp and lot.cost_fen != content.cost_price_fen:
        own["cost_price_fen"] = sheet.money(lot.cost_fen)
    return own


def _lot(lot: HeldLot, contract: str, content: SkuContent) -> dict[str, Cell]:
    return {
        "quantity": sheet.quantity(lot.on_hand, content.sold_by),
        "lot_no": Cell(lot.lot_no, Measure.CODE),
        "production_date": Cell(lot.production_date, Measure.CODE),
        "expiry_date": Cell(lot.expiry_date, Measure.CODE),
        "supplier": Cell(lot.supplier, Measure.CODE),
        "contract": Cell(contract, Measure.CODE),
    }


def sheet_csv(made: Sheet) -> bytes:
    """The same as text, its title above the header."""
    rows = ([sheet.carried(cell) for cell in row] for row in made.rows)
    return _csv([[made.title], [head.title for head in made.heads], *rows])


def one_row(values: Mapping[str, str]) -> bytes:
    """A sheet of one product, by the template's headers without how to write them."""
    return _csv([values.keys(), values.values()])


def import_template() -> bytes:
    """An empty sheet as CSV, whose headers say how to write each column."""
    return _csv([TEMPLATE])


def _csv(lines: Iterable[Iterable[str]]) -> bytes:
    """The mark at its head tells spreadsheets that it is UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue().encode("utf-8-sig")
