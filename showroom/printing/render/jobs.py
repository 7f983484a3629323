"""From an outbox row's kind and frozen payload to the bytes for one printer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from showroom.domain.codec import from_json
from showroom.domain.document import (
    DaySlip,
    Document,
    DrawerKick,
    Receipt,
    TestPage,
    XSlip,
    ZSlip,
)
from showroom.domain.errors import Refusal
from showroom.domain.label import LabelSheet
from showroom.domain.logo import Logo
from showroom.domain.print_job import DRAWER, PAGES
from showroom.domain.printer import PrinterSettings
from showroom.printing.layouts.lay_out import lay_out
from showroom.printing.pdf.report import daily_pdf
from showroom.printing.printers.models import model_of
from showroom.printing.render.escpos_bytes import drawer_kick, needs_dots, render
from showroom.printing.render.labels import render_labels, sample_sheet

KINDS: Mapping[str, type[Document | LabelSheet]] = MappingProxyType(
    {
        "receipt": Receipt,
        "z_slip": ZSlip,
        "x_slip": XSlip,
        "day_slip": DaySlip,
        PAGES: DaySlip,
        "test_page": TestPage,
        "label": LabelSheet,
    }
)


@dataclass(frozen=True, slots=True)
class Slip:
    """Bytes for a printer; `raster_lines` counts the lines its own font could not write."""

    data: bytes
    raster_lines: int = 0


def document_of(kind: str, payload: str) -> Document | LabelSheet:
    """The frozen document of a job. Refuses `document_unknown`, `document_unreadable`."""
    if kind == DRAWER:
        return DrawerKick()
    if kind not in KINDS:
        raise Refusal("document_unknown", kind=kind)
    return from_json(KINDS[kind], payload)


def render_job(
    kind: str, payload: str, printer: PrinterSettings, picture: Callable[[str], Logo | None]
) -> Slip:
    """The bytes of one job; `picture` finds a logo by its digest.

    Refuses what `document_of` and `lay_out` refuse.
    """
    return render_for(document_of(kind, payload), kind, printer, picture)


def render_for(
    document: Document | LabelSheet,
    kind: str,
    printer: PrinterSettings,
    picture: Callable[[str], Logo | None],
) -> Slip:
    """The bytes of one document for one printer. Refuses `document_not_for_labels`."""
    model = model_of(printer)
    if model.language != "escpos" and isinstance(document, TestPage):
        document = sample_sheet(document)
    if isinstance(document, DrawerKick):
        return Slip(drawer_kick(model))
    if model.language != "escpos" and not isinstance(document, LabelSheet):
        raise Refusal("document_not_for_labels")
    if isinstance(document, LabelSheet):
        return Slip(render_labels(document, model))
    if kind == PAGES and isinstance(document, DaySlip):
        return Slip(daily_pdf(document.report))
    page = lay_out(document, printer.columns, picture(document.header.logo))
    return Slip(render(page, model), sum(needs_dots(row, model) for row in page.rows))
