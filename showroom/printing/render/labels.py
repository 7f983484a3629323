"""Labels for the two kinds of label printers: TSPL, and ESC/POS on label paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from showroom.domain.document import TestPage
from showroom.domain.label import SIZES, LabelSheet, PriceTag, check_sheet
from showroom.domain.printer import PrinterModel
from showroom.domain.quantity import SoldBy
from showroom.printing.render.escpos_bytes import CHINESE, INIT, raster
from showroom.printing.render.price_tag import label_image

if TYPE_CHECKING:
    from PIL.Image import Image

GAP_MM = 2
SAMPLE_CODE = "6990100100011"
FORM_FEED = b"\x0c"
"""In page and label mode: to the next label's beginning."""


def render_labels(sheet: LabelSheet, model: PrinterModel) -> bytes:
    """All copies of all tags. Refuses `label_size`, `label_copies`."""
    check_sheet(sheet)
    pictures = ((label_image(tag, sheet.size), copies) for tag, copies in sheet.tags)
    return print_pictures(sheet.size, pictures, model)


def print_pictures(size: str, pictures: Iterable[tuple[Image, int]], model: PrinterModel) -> bytes:
    """So many copies of each picture, every one of them a label of that size."""
    return _tspl(size, pictures) if model.language == "tspl" else _escpos(pictures)


def sample_sheet(page: TestPage) -> LabelSheet:
    """What a label printer prints where others print the test page."""
    tag = PriceTag(
        "测试标签", 8_800, "件", SoldBy.EACH, page.printer, "静安区", barcode=SAMPLE_CODE
    )
    return LabelSheet(page.header, SIZES[0], ((tag, 1),))


def _tspl(size: str, pictures: Iterable[tuple[Image, int]]) -> bytes:
    """BITMAP in overwrite mode, where a one is white; PRINT makes the copies."""
    wide, high = size.split("x")
    out = bytearray(
        f"SIZE {wide} mm,{high} mm\r\nGAP {GAP_MM} mm,0 mm\r\nDIRECTION 1\r\n".encode("ascii")
    )
    for image, copies in pictures:
        across = (image.width + 7) // 8
        out += f"CLS\r\nBITMAP 0,0,{across},{image.height},0,".encode("ascii")
        out += image.tobytes() + f"\r\nPRINT 1,{copies}\r\n".encode("ascii")
    return bytes(out)


def _escpos(pictures: Iterable[tuple[Image, int]]) -> bytes:
    out = bytearray(INIT + CHINESE)
    for image, copies in pictures:
        out += (raster(image) + FORM_FEED) * copies
    return bytes(out)
