"""One layout per document, whatever it is rendered to afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
from showroom.printing.layouts.day import lay_out_day
from showroom.printing.layouts.layout import Page, Picture
from showroom.printing.layouts.printer_test import lay_out_test
from showroom.printing.layouts.receipt import lay_out_receipt
from showroom.printing.layouts.shift import lay_out_x, lay_out_z

WIDTHS = (32, 42, 48)


_LAYOUTS: dict[type, Callable[[Any, int], Page]] = {
    Receipt: lay_out_receipt,
    ZSlip: lay_out_z,
    XSlip: lay_out_x,
    DaySlip: lay_out_day,
    TestPage: lay_out_test,
}


def lay_out(document: Document, width: int, logo: Logo | None = None) -> Page:
    """The slip at 32, 42 or 48 columns; `logo` is the picture its header names.

    Refuses `width_unknown`, `document_not_for_paper`.
    """
    if width not in WIDTHS:
        raise Refusal("width_unknown", width=width)
    layout = _LAYOUTS.get(type(document))
    if layout is None:
        raise Refusal("document_not_for_paper", kind=type(document).__name__)
    page = layout(document, width)
    if logo is None or isinstance(document, TestPage | DrawerKick):
        return page
    if document.header.logo != logo.digest:
        return page
    return Page(width, (Picture(logo), *page.rows))
