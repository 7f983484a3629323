"""What goes to a printer, one row a kind: what it is made of, and how that becomes bytes.

Word and role of a kind are the domain's (`SlipKind`). A new slip is a dataclass, a layout, its
kind and its row here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from showroom.domain.codec import from_json
from showroom.domain.document import (
    AS_FILE,
    DaySlip,
    Document,
    DrawerKick,
    IssuesSlip,
    Receipt,
    StockSlip,
    TestPage,
    XSlip,
    ZSlip,
)
from showroom.domain.documents.card import BinCard, PlaceCards
from showroom.domain.errors import Refusal
from showroom.domain.label import LabelSheet
from showroom.domain.logo import Logo
from showroom.domain.printer import WIDTHS, PrinterModel, PrinterSettings
from showroom.domain.slip_kind import SlipKind
from showroom.printing.layouts.day import lay_out_day
from showroom.printing.layouts.layout import Page, Picture
from showroom.printing.layouts.printer_test import lay_out_test
from showroom.printing.layouts.receipt import lay_out_receipt
from showroom.printing.layouts.shift import lay_out_x, lay_out_z
from showroom.printing.layouts.stock_document import lay_out_stock
from showroom.printing.printers.models import model_of
from showroom.printing.render.cards import render_bin_card, render_place_cards
from showroom.printing.render.escpos_bytes import drawer_kick, needs_dots, render
from showroom.printing.render.labels import render_labels, sample_sheet

FindLogo = Callable[[str], Logo | None]
"""Finds a logo by its digest."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One kind: either `layout` places it on receipt paper, or `encode` makes bytes of it."""

    kind: SlipKind
    type: type[Document | DrawerKick]
    layout: Callable[[Any, int], Page] | None = None
    encode: Callable[[Any, PrinterModel], bytes] | None = None
    posted: bool = False
    """True when the original went to paper as it was posted: whatever comes later is a copy."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Bytes for a printer; `raster_lines` counts the lines its own font could not write."""

    data: bytes
    raster_lines: int = 0


def _pages(document: DaySlip, _model: PrinterModel) -> bytes:
    from showroom.printing.pdf.report import daily_pdf  # reportlab, and never for a slip

    return daily_pdf(document.report, document.copy_no)


def _sheet(document: StockSlip, _model: PrinterModel) -> bytes:
    from showroom.printing.pdf.stock_sheet import stock_pdf

    return stock_pdf(document)


def _issues(document: IssuesSlip, _model: PrinterModel) -> bytes:
    from showroom.printing.pdf.issues_sheet import issues_pdf

    return issues_pdf(document, document.copy_no)


def _pulse(_document: DrawerKick, model: PrinterModel) -> bytes:
    return drawer_kick(model)


DOCUMENTS = (
    DocumentRow(SlipKind.RECEIPT, Receipt, lay_out_receipt, posted=True),
    DocumentRow(SlipKind.Z_SLIP, ZSlip, lay_out_z, posted=True),
    DocumentRow(SlipKind.X_SLIP, XSlip, lay_out_x),
    DocumentRow(SlipKind.DAY_SLIP, DaySlip, lay_out_day),
    DocumentRow(SlipKind.DAY_REPORT, DaySlip, encode=_pages),
    DocumentRow(SlipKind.STOCK_SLIP, StockSlip, lay_out_stock, posted=True),
    DocumentRow(SlipKind.STOCK_SHEET, StockSlip, encode=_sheet, posted=True),
    DocumentRow(SlipKind.ISSUES_SHEET, IssuesSlip, encode=_issues),
    DocumentRow(SlipKind.LABEL, LabelSheet, encode=render_labels),
    DocumentRow(SlipKind.PLACE_CARD, PlaceCards, encode=render_place_cards),
    DocumentRow(SlipKind.BIN_CARD, BinCard, encode=render_bin_card),
    DocumentRow(SlipKind.TEST_PAGE, TestPage, lay_out_test),
    DocumentRow(SlipKind.DRAWER, DrawerKick, encode=_pulse),
)
_OF_KIND: Mapping[str, DocumentRow] = MappingProxyType({row.kind: row for row in DOCUMENTS})
_OF_TYPE = MappingProxyType({row.type: row for row in reversed(DOCUMENTS)})
"""The first row of a type."""
_ON_LABELS = frozenset({SlipKind.LABEL, SlipKind.PLACE_CARD, SlipKind.BIN_CARD, SlipKind.DRAWER})


def document_of(kind: str, payload: str) -> Document | DrawerKick:
    """The frozen document of a job. Refuses `document_unknown`, `document_unreadable`."""
    row = _row_of(kind)
    return DrawerKick() if row.type is DrawerKick else from_json(row.type, payload)


def lay_out(document: Document, width: int, logo: Logo | None = None) -> Page:
    """The slip at 32, 42 or 48 columns; `logo` is the picture its header names.

    Refuses `width_unknown`, `document_not_for_paper`.
    """
    if width not in WIDTHS:
        raise Refusal("width_unknown", width=width)
    row = _OF_TYPE.get(type(document))
    if row is None or row.layout is None:
        raise Refusal("document_not_for_paper", kind=type(document).__name__)
    page = row.layout(document, width)
    if logo is None or isinstance(document, TestPage) or document.header.logo != logo.digest:
        return page
    return Page(width, (Picture(logo), *page.rows))


def lay_out_file(document: Document, width: int, logo: Logo | None = None) -> Page:
    """The slip as it leaves as a file: of a posted document that is a copy, and says so.

    Refuses what `lay_out` refuses.
    """
    row = _OF_TYPE.get(type(document))
    posted: Any = document  # a frozen dataclass, as every document of a row
    of_file = replace(posted, copy_no=AS_FILE) if row is not None and row.posted else document
    return lay_out(of_file, width, logo)


def told_of(document: Document) -> tuple[str, int]:
    """What a slip is called as a file, and the instant it is of; 0 where it is of none."""
    word = _OF_TYPE[type(document)].kind.word
    if isinstance(document, Receipt):
        return f"{word} {document.sale.number}", document.sale.sold_at_us
    if isinstance(document, ZSlip):
        return word, document.report.closed_at_us
    if isinstance(document, StockSlip):
        stock = document.document
        return stock.title, stock.at_us
    if isinstance(document, DaySlip):
        return word, document.report.made_at_us
    return word, document.made_at_us if isinstance(document, XSlip) else 0


def render_job(kind: str, payload: str, printer: PrinterSettings, find_logo: FindLogo) -> Slip:
    """The bytes of one job.

    Refuses what `document_of` and `lay_out` refuse, and `document_not_for_labels`.
    """
    return _render(_row_of(kind), document_of(kind, payload), printer, find_logo)


def render_document(
    document: Document | DrawerKick, printer: PrinterSettings, find_logo: FindLogo
) -> Slip:
    """The bytes of one document that no job holds; refuses as `render_job` does."""
    return _render(_OF_TYPE[type(document)], document, printer, find_logo)


def _row_of(kind: str) -> DocumentRow:
    row = _OF_KIND.get(kind)
    if row is None:
        raise Refusal("document_unknown", kind=kind)
    return row


def _render(
    row: DocumentRow,
    document: Any,  # noqa: ANN401 (of the row's type)
    printer: PrinterSettings,
    find_logo: FindLogo,
) -> Slip:
    model = model_of(printer)
    if model.language != "escpos" and row.kind not in _ON_LABELS:
        if not isinstance(document, TestPage):
            raise Refusal("document_not_for_labels")
        row, document = _row_of(SlipKind.LABEL), sample_sheet(document)
    if row.encode is not None:
        return Slip(row.encode(document, model))
    page = lay_out(document, printer.columns, find_logo(document.header.logo))
    return Slip(render(page, model), sum(needs_dots(line, model) for line in page.rows))
