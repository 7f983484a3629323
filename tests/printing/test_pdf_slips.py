"""Slips as PDF, and pages of PDFs as pictures."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import zxingcpp
from pypdf import PdfReader

from showroom.domain.document import DaySlip, Document
from showroom.domain.document import TestPage as PrinterTestPage
from showroom.domain.errors import Refusal
from showroom.domain.printer import WIDTHS
from showroom.printing.documents import lay_out, told_of
from showroom.printing.pdf.pages import page_pixels
from showroom.printing.pdf.report import daily_pdf
from showroom.printing.pdf.slip import page_pdf
from tests.printing import samples
from tests.printing.dots import picture_of
from tests.printing.pdf_fonts import all_fonts, embedded_fonts

SOLD_AT_US = 1_900_000_000_000_000
DOCUMENTS: dict[str, Document] = {
    "receipt": samples.RECEIPT,
    "refund": samples.REFUND,
    "z": samples.Z_SLIP,
    "x": samples.X_SLIP,
    "day": DaySlip(samples.HEADER, samples.a_report()),
    "test": PrinterTestPage(samples.HEADER, "前台"),
}


def slip(page):
    return page_pdf(page, "小票 01-000041", "静安\x1b店", SOLD_AT_US)


def test_each_slip_is_called_by_its_word_and_of_its_own_instant():
    told = {name: told_of(document) for name, document in DOCUMENTS.items()}
    sale, report = samples.RECEIPT.sale, samples.Z_SLIP.report
    assert told["receipt"] == (f"小票 {sale.number}", sale.sold_at_us)
    assert told["z"] == ("交班单", report.closed_at_us)
    assert told["x"] == ("X 单", samples.X_SLIP.made_at_us)
    assert told["day"] == ("营业日报", samples.a_report().made_at_us)
    assert told["test"] == ("测试页", 0)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_slip_is_as_wide_as_its_paper_and_its_words_are_found(name, width):
    pdf = slip(lay_out(DOCUMENTS[name], width))
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert round(float(page.mediabox.width) * 25.4 / 72) == (58 if width == 32 else 80)
    told = page.extract_text().replace("\n", "")
    assert "静安区对口支援地区" in told
    fonts, embedded = all_fonts(page), embedded_fonts(page)
    assert embedded
    assert fonts == embedded, "no font that a reader may not have"
    assert all("+NotoSansSC" in name for name in embedded)
    assert len(pdf) < 250_000, "a subset of the font, not all of it"


def test_a_file_says_what_it_is():
    report = replace(samples.a_report(), made_at_us=SOLD_AT_US, shop="静安\x1b店")
    for made, title, subject in (
        (slip(lay_out(samples.RECEIPT, 48)), "小票 01-000041", ""),
        (daily_pdf(report), f"营业日报 {report.business_date}", "按展区的营业日报"),
    ):
        reader = PdfReader(io.BytesIO(made))
        told = reader.metadata
        assert (told.title, told.author, told.subject) == (title, "静安店", subject)
        assert told.creation_date == datetime.fromtimestamp(SOLD_AT_US // 10**6, UTC)
        assert reader.root_object["/Lang"] == "zh-CN"
        assert all(all_fonts(page) == embedded_fonts(page) for page in reader.pages)


def test_the_symbol_of_a_slip_is_read_from_its_pdf():
    (drawn,) = page_pixels(slip(lay_out(samples.RECEIPT, 48)), 203)
    (found,) = zxingcpp.read_barcodes(picture_of(drawn).convert("L"))
    assert found.text.startswith(samples.RECEIPT.sale.number)


def test_pages_are_chosen_and_drawn_at_their_size():
    pdf = daily_pdf(samples.a_report(63))
    assert len(list(page_pixels(pdf, 10))) == len(PdfReader(io.BytesIO(pdf)).pages) >= 5
    assert len(list(page_pixels(pdf, 30, 2, 3))) == 2
    (drawn,) = page_pixels(pdf, 72, 1, 1)
    assert (drawn.width, drawn.height) == (596, 842)


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"no pdf at all"])
def test_what_is_no_pdf_is_refused(junk):
    with pytest.raises(Refusal, match="pdf_unreadable"):
        list(page_pixels(junk, 72))


def test_long_names_keep_to_their_column():
    report = samples.a_report(2, shop="店" * 120)
    zone = report.zones[0]
    long = type(zone.counties[0])(1, "很长的县名" * 20, zone.counties[0].figures)
    wide = type(zone)(zone.zone_id, "展区" * 40, 0, zone.figures, (long,), zone.taxes)
    pages = PdfReader(io.BytesIO(daily_pdf(samples.a_report(shop="店" * 120, zones=(wide,))))).pages
    told = pages[0].extract_text()
    assert "…" in told
    assert "店" * 120 not in told
