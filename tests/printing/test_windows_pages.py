"""A4 pages to a queue of Windows: what the driver is asked to draw, and where."""

import io
import sys
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from showroom.domain.documents.pixels import MAX_DOTS, MAX_LONG
from showroom.domain.errors import Fault, Refusal
from showroom.printing.pdf.pages import page, page_pixels
from showroom.printing.printers.handover import Handover
from showroom.printing.spools.windows import MAX_DPI, WindowsSpool
from showroom.printing.spools.wingdi import Sheet, installed
from tests.printing.dots import picture_of
from tests.printing.virtual_gdi import VirtualGdi
from tests.printing.virtual_winspool import VirtualWinspool

NAME = "Office"
A4, LETTER = (595.28, 841.89), (612, 792)


def pdf(pages=1, size=A4):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for number in range(pages):
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(0, size[1] / 2, size[0], size[1] / 2, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 1)
        canvas.rect(20 * number, 0, 10, 10, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def spool_of(gdi, windows=None):
    return WindowsSpool(NAME, (windows or VirtualWinspool()).port, gdi=gdi.port)


@pytest.mark.parametrize("dpi", [72, 97, 150])
def test_the_dots_are_those_that_pdfium_draws(dpi):
    made = pdf(2)
    with pypdfium2.PdfDocument(made) as document:
        for pixels, drawn in zip(page_pixels(made, dpi), document, strict=True):
            seen = drawn.render(scale=dpi / 72).to_pil().convert("RGB")
            assert pixels.stride % 4 == 0
            assert len(pixels.rows) == pixels.stride * pixels.height
            assert picture_of(pixels).tobytes() == seen.tobytes()


@pytest.mark.parametrize("size", [(10, 14_400), (14_400, 10), (14_400, 14_400), (0.5, 9_000)])
def test_a_page_as_large_as_a_house_has_no_more_dots_than_a_sheet(size):
    """The room is known before a dot is made: 3 GB were, of a file of 417 bytes."""
    (printed,) = page_pixels(pdf(size=size), 600)
    assert (printed.width - 1) * (printed.height - 1) <= MAX_DOTS  # rounded up
    assert max(printed.width, printed.height) <= MAX_LONG
    seen = page(pdf(size=size), 1, 300, 740, 1_000)
    assert seen.width <= 740
    assert seen.height <= 1_000


def test_what_is_no_pdf_is_refused():
    with pytest.raises(Refusal, match="pdf_unreadable"):
        next(page_pixels(b"%PDF-", 72))


def test_every_page_lies_on_the_whole_sheet():
    gdi = VirtualGdi()
    assert spool_of(gdi).submit_pdf(pdf(3), "日报 2026-08-15" + "x" * 100) is True
    assert gdi.title == ("日报 2026-08-15" + "x" * 100)[:80]
    assert gdi.asked == (0x103, 1, 9), "upright A4, no form that would outdo it"
    assert set(gdi.kept) == {0x5A}, "the driver's own bytes are as they were"
    for (left, top, width, height), across, down, rows in gdi.pages:
        assert abs(left + 71) + abs(top + 59) <= 2, "the unprintable edge is part of the page"
        assert abs(width - 2480) + abs(height - 3508) <= 4
        assert abs(across - 2480) + abs(down - 3508) <= 4
        assert rows[:3] == b"\0\0\xff", "red above"
    assert len(gdi.pages) == 3
    assert gdi.calls[-2:] == ["EndDoc", "DeleteDC"]
    assert "AbortDoc" not in gdi.calls


def test_a_fine_printer_is_sent_no_hundred_megabytes():
    gdi = VirtualGdi(sheet=(9920, 14032, 0, 0, 1200))
    assert spool_of(gdi).submit_pdf(pdf(), "日报")
    ((place, across, _, _),) = gdi.pages
    assert abs(across - 210 / 25.4 * MAX_DPI) < 3
    assert abs(place[2] - 9920) + abs(place[3] - 14032) <= 8


def test_a_page_that_lies_turns_the_paper():
    gdi = VirtualGdi(sheet=(3508, 2480, 0, 0, 300))
    assert spool_of(gdi).submit_pdf(pdf(size=A4[::-1]), "日报")
    assert gdi.asked[1] == 2


@pytest.mark.parametrize("sheet", [Sheet(2550, 3300, 50, 50), Sheet(3508, 2480, 0, 0)])
def test_a_sheet_of_another_shape_has_the_whole_page_in_its_middle(sheet):
    (page,) = page_pixels(pdf(), 72)
    left, top, width, height = sheet.place(page)
    assert abs(width / height - page.width / page.height) < 0.01
    assert width in {sheet.width, sheet.width - 1} or height in {sheet.height, sheet.height - 1}
    assert abs((left + sheet.left) * 2 + width - sheet.width) <= 1
    assert abs((top + sheet.top) * 2 + height - sheet.height) <= 1


@pytest.mark.parametrize("call", ["StartDocW", "StartPage", "StretchDIBits", "EndPage", "EndDoc"])
def test_what_breaks_on_the_way_is_thrown_away_and_said(call):
    gdi = VirtualGdi(failing=call)
    with pytest.raises(Fault, match="printer_interrupted"):
        spool_of(gdi).submit_pdf(pdf(), "日报")
    assert gdi.calls[-2:] == ["AbortDoc", "DeleteDC"]


@pytest.mark.parametrize("call", ["DocumentPropertiesW", "CreateDCW"])
def test_a_printer_that_nobody_can_draw_on(call):
    with pytest.raises(Fault, match="printer_unreachable"):
        spool_of(VirtualGdi(failing=call)).submit_pdf(pdf(), "日报")


def test_a_driver_of_bare_text_is_sent_no_empty_pages():
    gdi = VirtualGdi(able=0)
    with pytest.raises(Fault, match="printer_no_pdf"):
        spool_of(gdi).submit_pdf(pdf(), "日报")
    assert gdi.calls[-1] == "DeleteDC"
    assert "StartDocW" not in gdi.calls


def test_half_a_document_is_nobodys_report(monkeypatch):
    gdi = VirtualGdi()

    def torn(*_words):
        raise Refusal("pdf_unreadable")

    monkeypatch.setattr(gdi, "StretchDIBits", torn)
    with pytest.raises(Refusal):
        spool_of(gdi).submit_pdf(pdf(), "日报")
    assert gdi.calls[-2:] == ["AbortDoc", "DeleteDC"]


def test_a_preview_and_a_printer_take_turns_at_pdfium():
    made = pdf(2)
    pages = page_pixels(made, 72)
    next(pages)
    with ThreadPoolExecutor(4) as pool:  # no page that waits to be drawn holds the others up
        for drawn in pool.map(lambda _: list(page_pixels(made, 20)), range(8)):
            assert len(drawn) == 2
    assert next(pages).height > 0


def test_pages_are_asked_about_and_watched_like_any_slip():
    gdi = VirtualGdi()
    with pytest.raises(Fault, match="printer_paper_out"):
        spool_of(gdi, VirtualWinspool(status=0x10)).submit_pdf(pdf(), "日报")
    assert gdi.calls == []
    assert spool_of(gdi, VirtualWinspool(jobs=(0x100,))).submit_pdf(pdf(), "日报") is False


def test_a_report_finds_its_way_to_a_queue_of_windows():
    gdi = VirtualGdi()
    handover = Handover(spool_of(gdi), "日报", pdf=True)
    handover.open()
    handover.send(pdf())
    assert handover.confirm()
    assert len(gdi.pages) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there it is installed")
def test_without_windows_there_is_nothing_to_draw_on():
    assert installed() is None
    with pytest.raises(Fault, match="printer_no_pdf"):
        WindowsSpool(NAME, VirtualWinspool().port).submit_pdf(pdf(), "日报")
