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
from showroom.domain.logo import Logo
from showroom.domain.print_job import DRAWER
from showroom.domain.printer import PrinterSettings
from showroom.printing.escpos_render import render_document
from showroom.printing.models import model_of

KINDS: Mapping[str, type[Document]] = MappingProxyType(
    {
        "receipt": Receipt,
        "z_slip": ZSlip,
        "x_slip": XSlip,
        "day_slip": DaySlip,
        "test_page": TestPage,
    }
)


@dataclass(frozen=True, slots=True)
class Slip:
    """Bytes for a printer; `raster_lines` counts the lines its own font could not write."""

    data: bytes
    raster_lines: int = 0


def document_of(kind: str, payload: str) -> Document:
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
    document, model = document_of(kind, payload), model_of(printer)
    logo = None if isinstance(document, DrawerKick) else picture(document.header.logo)
    return Slip(render_document(document, printer.columns, model, logo))
