"""A shop's own picture, lines and code at the head and foot of its slips."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from showroom.domain.document import Receipt
from showroom.domain.errors import Refusal
from showroom.domain.logo import MAX_HIGH, MAX_WIDE, Logo
from showroom.domain.printer import WIDTHS
from showroom.printing.documents import lay_out
from showroom.printing.printers.models import model_named
from showroom.printing.render.escpos_bytes import render
from showroom.printing.render.logo import make_logo
from showroom.printing.render.plain_text import page_text
from showroom.printing.render.preview import MARGIN, page_png
from tests.printing import samples
from tests.printing.escpos_interpreter import read

GENERIC = model_named("generic")


def file(picture, kind="PNG"):
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def ring(wide=900, high=500):
    picture = Image.new("RGBA", (wide, high), (0, 0, 0, 0))
    for x in range(wide // 4, wide // 2):
        for y in range(high // 4, high // 2):
            picture.putpixel((x, y), (15, 118, 110, 255))
    return picture


def with_logo(logo, **more):
    header = replace(samples.HEADER, logo=logo.digest, **more)
    return Receipt(header, samples.RECEIPT.sale, "3-abc")


def test_a_picture_is_cut_scaled_and_known_by_its_dots():
    logo = make_logo(file(ring()))
    assert logo == make_logo(file(ring()))
    assert logo.wide <= MAX_WIDE
    assert logo.high <= MAX_HIGH
    assert len(logo.dots) == (logo.wide + 7) // 8 * logo.high
    assert sum(byte.bit_count() for byte in logo.dots) > logo.wide * logo.high // 3
    assert make_logo(file(ring(300, 200), "WEBP")).digest != logo.digest


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "logo_unreadable"),
        (b"GIF89a" + bytes(30), "logo_unreadable"),
        (file(ring())[:200], "logo_unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo_unreadable"),
        (bytes(5 * 1024 * 1024 + 1), "logo_too_large"),
        (file(Image.new("1", (9_000, 10))), "logo_too_large"),
        (file(Image.new("1", (7_000, 7_000))), "logo_too_large"),
        (file(Image.new("L", (40, 40), 255)), "logo_blank"),
    ],
)
def test_what_is_no_picture_is_refused(data, code):
    with pytest.raises(Refusal, match=code):
        make_logo(data)


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_picture_or_a_refusal(data):
    for head in (b"", b"\x89PNG\r\n\x1a\n", b"BM", b"\xff\xd8\xff"):
        with pytest.raises(Refusal):
            make_logo(head + data)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_printed_logo_is_the_one_of_the_preview(width):
    logo = make_logo(file(ring()))
    document = with_logo(logo)
    printed = read(render(lay_out(document, width, logo), GENERIC))
    rows = [r for band in printed.rasters for r in _rows(band)]
    preview = Image.open(io.BytesIO(page_png(lay_out(document, width, logo))))
    paper = preview.crop((MARGIN, MARGIN, preview.width - MARGIN, MARGIN + len(rows)))
    grey = paper.convert("L").tobytes()
    shown = [
        "".join("1" if grey[y * paper.width + x] < 128 else "0" for x in range(paper.width))
        for y in range(paper.height)
    ]
    assert rows == shown
    assert any("1" in row for row in rows)


def _rows(band):
    wide = band.width // 8
    for at in range(0, len(band.dots), wide):
        yield "".join(f"{byte:08b}" for byte in band.dots[at : at + wide])


def test_another_logo_than_the_frozen_one_is_not_printed():
    logo, other = make_logo(file(ring())), Logo.of(8, 1, b"\xff")
    assert lay_out(with_logo(logo), 48, other) == lay_out(with_logo(logo), 48)


def test_the_shops_own_lines_and_code():
    document = with_logo(
        Logo.of(8, 1, b"\xff"),
        head="营业 9:00\n周一休息",
        footer="一\n二",
        qr="text",
        qr_text="网址",
    )
    told = page_text(lay_out(document, 32)).splitlines()
    assert [t.strip() for t in told if "营业 9" in t or "周一" in t] == ["营业 9:00", "周一休息"]
    assert [t.strip() for t in told if t.strip() in {"一", "二"}] == ["一", "二"]
    assert read(render(lay_out(document, 32), GENERIC)).qr == ["网址"]
    bare = replace(document, header=replace(document.header, qr="none"))
    printed = read(render(lay_out(bare, 32), GENERIC))
    assert printed.qr == []
    assert any("3-abc" in text for text in printed.texts), "the witness is printed all the same"
