"""Price tags: what the law wants on them, bars that scanners read, two kinds of printers."""

from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from showroom.domain.codec import to_json
from showroom.domain.document import TestPage as PrinterTestPage
from showroom.domain.errors import Refusal
from showroom.domain.label import MAX_COPIES, MAX_LABELS, SIZES, LabelSheet, PriceTag, check_sheet
from showroom.domain.printer import PrinterSettings
from showroom.domain.quantity import SoldBy
from showroom.printing.documents import render_job
from showroom.printing.printers.models import model_named
from showroom.printing.render.barcodes import bars_of
from showroom.printing.render.labels import render_labels
from showroom.printing.render.price_tag import LEAST_PRICE, label_image
from tests.printing import escpos_interpreter, samples, tspl_interpreter

RICE = PriceTag(
    "广南小粒香大米", 3980, "袋", SoldBy.EACH, "5kg/袋", "广南县", "八宝米业合作社", "一级",
    "6990100100011", "WS0001",
)  # fmt: skip
CHICKEN = replace(RICE, name="罗诗蓝玫瑰鸡", sold_by=SoldBy.WEIGHT, barcode="", was_fen=6800)
TSPL, GENERIC = model_named("tspl"), model_named("generic")


def scanned(image):
    wide = Image.new("L", (image.width + 80, image.height + 80), 255)
    wide.paste(image.convert("L"), (40, 40))
    return {found.text for found in zxingcpp.read_barcodes(wide)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("code", ["6990100100011", "WS0001", "01-000041", "6901234567890"])
def test_the_bars_are_read_back_by_a_scanner(size, code):
    assert scanned(label_image(replace(RICE, barcode=code), size)) == {code}


def test_a_wrong_check_digit_is_never_replaced():
    assert len(bars_of("6990100100011")) == 95
    assert len(bars_of("6990100100012")) != 95
    assert bars_of("") == bars_of("中") == bars_of("a\x1b") == ""


LONG = {
    "40x30": "云南文山广南县八宝贡米有机小粒香米礼盒装",
    "60x40": "云南省文山州广南县八宝贡米有机小粒香大米礼盒装",
    "50x80": "云南省文山壮族苗族自治州广南县八宝贡米有机小粒香大米十斤礼盒装",
}


@pytest.mark.parametrize("size", SIZES)
def test_a_long_name_takes_the_lines_that_there_is_room_for(size):
    name = LONG[size]
    seen = {label_image(replace(RICE, name=name[:-1] + x), size).tobytes() for x in "装裝袋"}
    assert len(seen) == 3, "its last character is on the label"
    assert scanned(label_image(replace(RICE, name=name), size)) == {RICE.barcode}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["酥油", "[U+30EDD]" * 9, "བོད་ཡིག་མར། " * 9, LONG["50x80"] * 2])
def test_a_name_beyond_any_room_leaves_the_price_and_the_bars_theirs(size, name):
    image = label_image(replace(RICE, name=name, was_fen=6800), size)
    assert scanned(image) == {RICE.barcode}
    least = round(LEAST_PRICE * 0.6 * min(image.width / 320, image.height / 240))
    right = image.convert("L").crop((image.width // 2, 0, image.width - 8, image.height * 2 // 3))
    inked = [
        right.crop((0, y, right.width, y + 1)).getextrema()[0] == 0 for y in range(right.height)
    ]
    tallest = max(len(run) for run in "".join(" x"[ink] for ink in inked).split())
    assert tallest >= least


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("fen", [1_280_00, 98_765_00, 12_345_678_90])
def test_what_it_cost_stands_whole_and_apart_from_the_price(size, fen):
    def image(was):
        return label_image(replace(RICE, price_fen=fen, was_fen=was), size)

    assert image(2 * fen).tobytes() != image(2 * fen + 1).tobytes(), "its last figure is there"
    struck, right = strike(image(2 * fen))
    row = image(2 * fen).convert("L").crop((right, struck, image(2 * fen).width, struck + 1))
    assert row.crop((0, 0, 9, 1)).getextrema() == (255, 255)


def strike(image):
    """The row with the longest stroke, and where that ends."""
    lines = []
    for y in range(image.height):
        row = image.convert("L").crop((0, y, image.width, y + 1)).tobytes()
        longest = max(row.split(b"\xff"), key=len)
        lines.append((len(longest), y, row.index(longest) + len(longest)))
    return max(lines)[1:]


def test_a_code_without_room_is_written_and_not_squeezed():
    long = "TRACE-2030-0001-WS0001-LOT-77-ABCDEFG"
    assert scanned(label_image(replace(RICE, barcode=long), "40x30")) == set()


def test_labels_for_tspl_are_the_very_picture():
    sheet = LabelSheet(samples.HEADER, "60x40", ((RICE, 2), (CHICKEN, 1)))
    seen = tspl_interpreter.read(render_labels(sheet, TSPL))
    assert (seen.size, [copies for _, copies in seen.printed]) == ((60, 40), [2, 1])
    for (picture, _), (tag, _) in zip(seen.printed, sheet.tags, strict=True):
        wanted = label_image(tag, "60x40")
        assert ImageChops.difference(picture.convert("L"), wanted.convert("L")).getbbox() is None
    assert scanned(seen.printed[0][0]) == {"6990100100011"}


def test_labels_for_escpos_are_pictures_in_bands_each_on_its_label():
    data = render_labels(LabelSheet(samples.HEADER, "40x30", ((RICE, 3),)), GENERIC)
    printed = escpos_interpreter.read(data)
    assert (printed.labels, printed.resets, printed.texts, printed.kicks) == (3, 1, [], [])
    dots = b"".join(band.dots for band in printed.rasters)
    wanted = label_image(RICE, "40x30")
    assert dots == bytes(byte ^ 0xFF for byte in wanted.tobytes()) * 3


def test_a_label_job_goes_to_the_label_printer_alone():
    payload = to_json(LabelSheet(samples.HEADER, "40x30", ((RICE, 1),)))
    labels = PrinterSettings("label", "标签机", model="tspl")
    assert render_job("label", payload, labels, lambda _: None).data.startswith(b"SIZE 40 mm")
    with pytest.raises(Refusal, match="document_not_for_labels"):
        render_job("receipt", to_json(samples.RECEIPT), labels, lambda _: None)


@pytest.mark.parametrize(
    ("size", "copies", "code"),
    [
        ("9x9", 1, "label_size"),
        ("40x30", 0, "label_copies"),
        ("40x30", MAX_COPIES + 1, "label_copies"),
    ],
)
def test_a_stated_limit(size, copies, code):
    with pytest.raises(Refusal, match=code):
        check_sheet(LabelSheet(samples.HEADER, size, ((RICE, copies),)))
    with pytest.raises(Refusal, match="label_copies"):
        check_sheet(LabelSheet(samples.HEADER, "40x30", ()))


def test_the_last_label_that_one_sheet_takes():
    full = ((RICE, MAX_COPIES), (RICE, MAX_COPIES), (RICE, MAX_LABELS - 2 * MAX_COPIES))
    check_sheet(LabelSheet(samples.HEADER, "40x30", full))
    with pytest.raises(Refusal, match="label_copies"):
        check_sheet(LabelSheet(samples.HEADER, "40x30", (*full, (RICE, 1))))


TEXT = st.text(st.characters(), max_size=40)


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT, st.integers(0, 10**9), st.sampled_from(SIZES))
def test_no_text_breaks_a_label_or_commands_its_printer(name, code, fen, size):
    tag = PriceTag(name, fen, code, SoldBy.EACH, name, code, name, code, code, name, fen * 2)
    sheet = LabelSheet(samples.HEADER, size, ((tag, 1),))
    ((picture, copies),) = tspl_interpreter.read(render_labels(sheet, TSPL)).printed
    assert copies == 1
    edge = Image.new("1", picture.size, 1)
    edge.paste(0, (8, 8, picture.width - 8, picture.height - 4))
    outside = ImageChops.logical_and(edge, ImageChops.invert(picture.convert("L")).convert("1"))
    assert outside.getbbox() is None, "nothing runs over the label's edge"


def test_a_label_printer_tries_itself_with_a_label():
    page = to_json(PrinterTestPage(samples.HEADER, "标签机"))
    labels = PrinterSettings("label", "标签机", model="tspl")
    ((picture, _),) = tspl_interpreter.read(
        render_job("test_page", page, labels, lambda _: None).data
    ).printed
    assert scanned(picture)
