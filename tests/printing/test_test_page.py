"""The page that teaches asks its questions of every printer, whatever that is believed to do."""

import pytest
import zxingcpp
from PIL import Image

from showroom.domain.document import TestPage as PrinterTestPage
from showroom.domain.printer import WIDTHS
from showroom.printing.documents import lay_out
from showroom.printing.layouts.printer_test import COMMON, RARE, SIGNS
from showroom.printing.printers.models import MODELS
from showroom.printing.render.escpos_bytes import render
from tests.printing import samples
from tests.printing.escpos_interpreter import read

ESCPOS = [name for name, model in MODELS.items() if model.language == "escpos"]
PAGE = PrinterTestPage(samples.HEADER, "前台")


@pytest.fixture(params=ESCPOS)
def model(request):
    return MODELS[request.param]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_ruler_and_every_character_is_asked_of_the_printers_own_font(width, model):
    printed = read(render(lay_out(PAGE, width), model))
    rulers = [line for line in printed.lines if line.text.endswith("|")]
    assert [line.columns for line in rulers] == list(WIDTHS)
    own = "\n".join(printed.texts)
    for sample in (COMMON, RARE, SIGNS):
        assert sample in own
    assert any(line.large and "应收 88" in line.text for line in printed.lines)
    assert printed.kicks == []
    assert printed.cuts == int(model.cuts)


def test_both_symbols_are_there_and_the_drawn_one_is_read(model):
    printed = read(render(lay_out(PAGE, 48), model))
    assert printed.qr == ["TEST 1 前台"]
    dots = [Image.frombytes("1", (r.width, r.height), r.dots) for r in printed.rasters]
    paper = Image.new("1", (dots[0].width, sum(image.height for image in dots)))
    top = 0
    for image in dots:
        paper.paste(image, (0, top))
        top += image.height
    (found,) = zxingcpp.read_barcodes(paper.convert("L").point(lambda dot: 255 - dot))
    assert found.text == "TEST 2 前台"
