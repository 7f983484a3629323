"""What the bundled fonts lack: taken from the other weight, or spelled; never left out."""

import io
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from showroom.domain.label import PriceTag
from showroom.domain.quantity import SoldBy
from showroom.machine.assets import sample_catalogue
from showroom.printing.documents import lay_out
from showroom.printing.glyphs import drawable, drawn, face_of, weights
from showroom.printing.layouts.layout import Page, Text
from showroom.printing.layouts.text import clean
from showroom.printing.pdf.report import daily_pdf
from showroom.printing.pdf.slip import page_pdf
from showroom.printing.render.plain_text import page_text
from showroom.printing.render.price_tag import label_image
from showroom.printing.render.raster import line_image
from tests.printing import samples

UNKNOWN = ["ᚠᚱ", "አማ", "𓀀"]
"""Runes, Amharic, a hieroglyph: no bundled font has them."""


def tag(name):
    return label_image(PriceTag(name, 1_990, "瓶", SoldBy.EACH), "40x30").tobytes()


def test_a_bold_line_takes_from_the_regular_font_what_the_bold_one_lacks():
    assert weights("鲊广椒", bold=True) == [("鲊", False), ("广椒", True)]
    assert tag("鲊广椒") != tag("〓广椒")
    assert tag("鲊广椒") != tag("□广椒")
    bold = [line_image(Text(name, bold=True), 32).tobytes() for name in ("鲊广椒", "〓广椒")]
    assert bold[0] != bold[1]


def test_all_of_the_sample_catalogue_can_be_drawn():
    text = "".join(sample_catalogue().decode("utf-8-sig").splitlines())
    assert drawn(text) == text


def test_a_pdf_writes_in_bold_what_only_the_regular_font_has():
    page = Page(32, (Text("鲊广椒", bold=True),))
    (read,) = PdfReader(io.BytesIO(page_pdf(page, "", "", 0))).pages
    assert read.extract_text().replace("\n", "") == "鲊广椒"
    told = PdfReader(io.BytesIO(daily_pdf(samples.a_report(shop="鲊ᚠ")))).pages[0].extract_text()
    assert "鲊[U+16A0]" in told


@pytest.mark.parametrize("name", UNKNOWN)
def test_no_letter_of_a_name_is_lost_on_its_way_to_paper(name):
    header = replace(samples.HEADER, name=name)
    slip = page_text(lay_out(replace(samples.RECEIPT, header=header), 48)).replace("\n", "")
    for letter in name:
        assert f"[U+{ord(letter):04X}]" in slip


@given(st.text(st.characters(categories=["L", "M", "N", "S", "P"]), max_size=20))
def test_what_is_seen_is_drawn_or_spelled(text):
    """Two names that look different never become one."""
    for letter in text:
        assert all(drawable(char) or face_of(char) for char in drawn(letter))
        assert drawn(letter) in {letter, f"[U+{ord(letter):04X}]"} or selects(letter)


def selects(letter):
    return letter == "\u034f" or "VARIATION SELECTOR" in unicodedata.name(letter, "")


@pytest.mark.parametrize(
    ("text", "seen"), [("茶\ufe0f", "茶"), ("a\u2003b", "a b"), ("e\u0301", "é")]
)
def test_what_draws_nothing_falls_away(text, seen):
    assert clean(text) == seen
