"""Slips at 32, 42 and 48 columns against golden files, and read back by a printer of our own."""

import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from showroom.domain.document import DaySlip, Document, DrawerKick, Receipt
from showroom.domain.document import TestPage as PrinterTestPage
from showroom.domain.errors import Refusal
from showroom.domain.printer import WIDTHS, PrinterSettings
from showroom.domain.quantity import SoldBy
from showroom.domain.report import TieOut
from showroom.printing.documents import lay_out, render_document
from showroom.printing.layouts.layout import Paper, Text
from showroom.printing.layouts.text import (
    CLOSES,
    OPENS,
    char_columns,
    clean,
    columns,
    elide,
    in_font,
    wrap,
)
from showroom.printing.printers.models import MODELS, model_named
from showroom.printing.render.escpos_bytes import drawer_kick, raster, render
from showroom.printing.render.plain_text import page_text
from showroom.printing.render.raster import line_image, qr_image
from tests.printing import samples
from tests.printing.escpos_interpreter import read

GOLDEN = Path(__file__).parents[1] / "golden" / "receipts"
REGENERATE = os.environ.get("SHOWROOM_REGENERATE_GOLDEN") == "1"
DOCUMENTS: dict[str, Document] = {
    "receipt": samples.RECEIPT,
    "copy": samples.COPY,
    "refund": samples.REFUND,
    "z": samples.Z_SLIP,
    "x": samples.X_SLIP,
    "day": DaySlip(samples.HEADER, samples.a_report()),
    "day-open": DaySlip(
        samples.HEADER,
        samples.a_report(1, demo=True, open_shifts=1, tie_out=TieOut(1, 2, 1, 1)),
    ),
    "day-copy": replace(DaySlip(samples.HEADER, samples.a_report(1)), copy_no=2),
    "x-copy": replace(samples.X_SLIP, copy_no=1, shows_cash=True),
    "test": PrinterTestPage(samples.HEADER, "前台 网络打印机"),
    "delivery": samples.DELIVERY,
    "delivery-back": samples.DELIVERY_BACK,
    "sent": samples.SENT,
    "short-arrival": samples.SHORT_ARRIVAL,
    "issued": samples.ISSUED,
}
WITH_QR = {"receipt", "copy", "refund", "delivery", "delivery-back", "sent", "issued"}
CASES = [(name, width) for name in DOCUMENTS for width in WIDTHS]
GENERIC = model_named("generic")


@pytest.mark.parametrize(("name", "width"), CASES)
def test_text_and_bytes_are_the_golden_ones(name, width):
    page = lay_out(DOCUMENTS[name], width)
    text, data = page_text(page), render(page, GENERIC)
    for suffix, content in (("txt", text.encode()), ("bin", data)):
        path = GOLDEN / f"{name}-{width}.{suffix}"
        if REGENERATE:
            path.write_bytes(content)
        assert path.read_bytes() == content, f"{path.name} differs from what is printed now"


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(("name", "width"), [case for case in CASES if case[0] != "test"])
def test_a_printer_reads_what_was_laid_out(name, width, model):
    page = lay_out(DOCUMENTS[name], width)
    printed = read(render(page, MODELS[model]))
    rom = MODELS[model].rom
    shown = [r.text.rstrip() for r in page.rows if isinstance(r, Text) and in_font(r.text, rom)]
    fed = 0 if MODELS[model].cuts else 4
    texts = printed.texts[: len(printed.texts) - fed]
    assert [t for t in texts if t] == [t for t in shown if t]
    assert all(line.columns <= width for line in printed.lines)
    assert printed.kicks == []
    assert printed.resets == 1
    assert printed.cuts == int(MODELS[model].cuts)
    if MODELS[model].native_qr and name in WITH_QR:
        assert len(printed.qr) == 1


def test_the_qr_carries_number_anchor_and_amount():
    printed = read(render(lay_out(samples.RECEIPT, 48), GENERIC))
    sale = samples.RECEIPT.sale
    assert printed.qr == [f"{sale.number}/3-abcdef012345/{sale.net_fen // 100}.00"]


def test_a_document_of_weighed_goods_says_no_pieces_and_of_no_lot_nothing():
    line = samples.stock_line(
        quantity=1_500,
        sold_by=SoldBy.WEIGHT,
        unit="kg",
        lot_no="",
        production_date="",
        expiry_date="",
    )
    told = page_text(
        lay_out(replace(samples.ISSUED, document=samples.stock_document(lines=(line,))), 48)
    )
    assert "1.500 kg" in told
    assert not any(word in told for word in ("件数", "批号", "到期"))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_raster_qr_is_read_by_a_scanner(width):
    import zxingcpp

    (found,) = zxingcpp.read_barcodes(qr_image("01-000041/3-abc/12.50", width).convert("L"))
    assert found.text == "01-000041/3-abc/12.50"


def test_a_line_outside_the_font_is_the_very_picture_of_the_preview():
    row = Text("面À粉 12.50")
    printed = read(render(replace(lay_out(samples.RECEIPT, 32), rows=(row,)), GENERIC))
    (band,) = printed.rasters
    picture = line_image(row, 32)
    assert (band.width, band.height) == picture.size
    assert bytes(b ^ 0xFF for b in band.dots) == picture.tobytes()
    assert printed.texts == []


def test_tall_pictures_leave_in_bands():
    printed = read(raster(Image.new("1", (576, 300), 0)))
    assert [b.height for b in printed.rasters] == [128, 128, 44]
    assert set(printed.rasters[0].dots) == {0xFF}


def test_what_no_font_has_shows_a_mark_instead_of_nothing():
    picture = line_image(Text("\U0002070e"), 32)
    assert picture.getextrema() == (0, 255)


def test_a_drawer_opens_only_when_asked():
    assert read(drawer_kick(GENERIC)).kicks == [(0, 25, 250)]
    asked = render_document(DrawerKick(), PrinterSettings(), lambda _: None)
    assert read(asked.data).kicks == [(0, 25, 250)]


def test_unknown_widths_and_documents_are_refused():
    with pytest.raises(Refusal, match="width_unknown"):
        lay_out(samples.RECEIPT, 40)
    with pytest.raises(Refusal, match="document_not_for_paper"):
        lay_out(DrawerKick(), 48)  # type: ignore[arg-type]
    assert model_named("never heard of").name == "generic"


ANY_TEXT = st.text(st.characters(), max_size=60)
CONTROLS = st.text(st.characters(max_codepoint=0x9F), max_size=20)


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT | CONTROLS, ANY_TEXT, st.sampled_from(WIDTHS))
def test_no_name_breaks_the_columns_or_commands_the_printer(name, footer, width):
    sale = samples.a_sale()
    lines = tuple(replace(x, short_name=name, county=name) for x in sale.lines)
    document = Receipt(
        replace(samples.HEADER, name=name, footer=footer), replace(sale, lines=lines), "1-a"
    )
    page = lay_out(document, width)
    for row in page.rows:
        if isinstance(row, Text):
            assert columns(row.text) * (2 if row.large else 1) <= width
    printed = read(render(page, GENERIC))
    assert printed.kicks == []
    assert (printed.resets, printed.cuts, len(printed.qr)) == (1, 1, 1)
    assert all(line.columns <= width for line in printed.lines)


@given(st.text(st.characters(), max_size=40), st.integers(2, 48))
def test_wrapping_loses_nothing_and_eliding_fits(text, width):
    shown = clean(text)
    assert "".join(wrap(shown, width)) == shown
    assert all(columns(line) <= width for line in wrap(shown, width))
    assert columns(elide(shown, width)) <= width
    assert all(char_columns(c) in (1, 2) for c in shown)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("产自 广南县、文山市、巴楚县", 14, ["产自 广南县、", "文山市、巴楚县"]),
        ("产自 广南县、文山市、巴楚县", 20, ["产自 广南县、文山", "市、巴楚县"]),
        ("12 单 1,234.56 记在 2026-11-25", 26, ["12 单 1,234.56 记在 ", "2026-11-25"]),
        ("体验中心（演示）", 10, ["体验中心", "（演示）"]),
        ("a" * 20, 12, ["a" * 12, "a" * 8]),
        ("，" * 4, 4, ["，，", "，，"]),
        ("ab中", 3, ["ab", "中"]),
        ("a" * 12 + "、b", 12, ["a" * 11, "a、b"]),
        ("[U+0F56][U+0F7C]", 12, ["[U+0F56]", "[U+0F7C]"]),
        ("2030-03-18）", 10, ["2030-03-1", "8）"]),
    ],
)
def test_lines_break_where_a_reader_would(text, width, lines):
    assert wrap(text, width) == lines


WORDS = st.sampled_from(["产自、", "于2026-11-25日", "共（1,234.56）元", "县 ", "x9"])


@given(st.lists(WORDS, max_size=20), st.sampled_from(WIDTHS))
def test_no_line_begins_with_what_closes_and_no_figure_is_torn(words, width):
    lines = wrap("中".join(words), width)
    for before, after in pairwise(lines):
        assert after[0] not in f"{CLOSES} "
        assert before[-1] not in OPENS
        assert not (before[-1].isalnum() and (before[-1] + after[0]).isascii())


def test_columns_are_gb18030_bytes():
    assert columns(clean("¥12.50")) == 7
    assert columns("买买提·艾力") == 12
    assert clean("a\x1bp\x00b\u202ec\u200bd\n") == "apbcd"
    assert elide("abcdef", 1) == ""
    assert not in_font("镕", "gb2312")
    assert in_font("镕", "gbk")


@example("a" * 20, "1" * 12, False)
@example("a" * 19, "1" * 12, False)
@example("a" * 8, "1" * 8, True)
@given(st.text("ab中 ", max_size=40), st.text("12中", min_size=1, max_size=40), st.booleans())
def test_a_label_and_its_figure_never_touch(start, end, large):
    paper = Paper(32)
    paper.pair(start, end, large=large)
    width = 16 if large else 32
    shown = [row.text for row in paper.rows]
    assert all(columns(text) <= width for text in shown)
    squeezed = "".join(shown).replace(" ", "")
    assert squeezed == (start + end).replace(" ", "")
    if start.strip() and columns(end) < width:
        *_, last = shown
        assert last.endswith(end)
        assert last == end or last.removesuffix(end).endswith(" ")


@pytest.mark.parametrize("wide", [1, 7, 8, 9, 12])
def test_a_picture_of_any_width_is_whole_bytes_of_dots(wide):
    data = raster(Image.new("1", (wide, 3), 0))
    per_row = -(-wide // 8)
    assert data[:8] == b"\x1dv0\x00" + bytes([per_row, 0, 3, 0])
    assert len(data) == 8 + 3 * per_row
    assert data[8] & 0x80, "black is a one"
