"""One layout per document, whatever it is rendered to afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from showroom.domain.document import DaySlip, Document, Receipt, TestPage, XSlip, ZSlip
from showroom.domain.errors import Refusal
from showroom.printing.day_layout import lay_out_day
from showroom.printing.layout import Page, Paper
from showroom.printing.receipt_layout import lay_out_receipt
from showroom.printing.shift_layout import lay_out_x, lay_out_z

WIDTHS = (32, 42, 48)


def lay_out_test(document: TestPage, width: int) -> Page:
    """Shows columns, sizes, rare characters and a QR symbol."""
    paper = Paper(width)
    paper.middle("打印测试页", bold=True, large=True)
    paper.middle(document.header.name)
    paper.line(document.printer)
    paper.rule()
    paper.line("1234567890" * (width // 10) + "1234567890"[: width % 10])
    paper.line("国" * (width // 2))
    paper.line("生僻字：镕 囧 喆 〇 ￥ ①")
    paper.line("字库外：À ñ £")
    paper.pair("左端", "右端")
    paper.middle("居中加粗", bold=True)
    paper.middle("双倍大小", large=True)
    paper.qr(f"TEST {document.printer}")
    paper.middle("以上各行应完整、对齐，二维码可扫")
    return paper.page()


_LAYOUTS: dict[type, Callable[[Any, int], Page]] = {
    Receipt: lay_out_receipt,
    ZSlip: lay_out_z,
    XSlip: lay_out_x,
    DaySlip: lay_out_day,
    TestPage: lay_out_test,
}


def lay_out(document: Document, width: int) -> Page:
    """The slip at 32, 42 or 48 columns. Refuses `width_unknown`, `document_not_for_paper`."""
    if width not in WIDTHS:
        raise Refusal("width_unknown", width=width)
    layout = _LAYOUTS.get(type(document))
    if layout is None:
        raise Refusal("document_not_for_paper", kind=type(document).__name__)
    return layout(document, width)
