"""Whatever stands in a name or a note: it fits its columns and commands no printer."""

from dataclasses import fields, is_dataclass, replace
from enum import Enum

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from showroom.domain.codec import to_json
from showroom.domain.document import DaySlip, Document
from showroom.domain.document import TestPage as PrinterTestPage
from showroom.domain.printer import WIDTHS, PrinterModel, PrinterSettings
from showroom.printing.documents import DOCUMENTS as ROWS
from showroom.printing.documents import document_of, lay_out, render_job
from showroom.printing.layouts.layout import Text
from showroom.printing.layouts.text import columns
from showroom.printing.printers.models import MODELS, model_named
from showroom.printing.render.escpos_bytes import needs_dots, render
from tests.printing import samples
from tests.printing.escpos_interpreter import read

DOCUMENTS: dict[str, Document] = {
    "receipt": samples.COPY,
    "refund": samples.REFUND,
    "z_slip": samples.Z_SLIP,
    "x_slip": samples.X_SLIP,
    "day_slip": DaySlip(samples.HEADER, samples.a_report()),
    "stock_slip": samples.DELIVERY,
    "test_page": PrinterTestPage(samples.HEADER, "前台"),
}
WORDS_OF_THE_PROGRAM = frozenset({"kind", "tax_kind", "qr", "logo"})
"""Fields that hold one of a few words, never what a person typed."""
PLANES = st.one_of(
    [st.characters(min_codepoint=p << 16, max_codepoint=(p << 16) + 0xFFFF) for p in range(17)]
)
ANY_TEXT = st.text(st.characters() | PLANES, max_size=60)
CONTROLS = st.text(st.characters(max_codepoint=0x9F), max_size=30)
COMMANDS = st.sampled_from(
    ["\x1bp\x00\x19\xfa", "\x10\x14\x01\x00\x02", "\x1b@", "\x1dV\x00", "\x1c&中\x1bp", "\x1d(k"]
)
ESCPOS = [name for name, model in MODELS.items() if model.language == "escpos"]


def filled(value, text):
    """The same value with `text` wherever a person may have typed something."""
    if is_dataclass(value) and not isinstance(value, Enum | type):
        new = {
            f.name: filled(getattr(value, f.name), text)
            for f in fields(value)
            if f.name not in WORDS_OF_THE_PROGRAM
        }
        return replace(value, **new)
    if isinstance(value, tuple):
        return tuple(filled(part, text) for part in value)
    return text if type(value) is str else value


def check(document, width, model):
    page = lay_out(document, width)
    for row in page.rows:
        if isinstance(row, Text):
            assert columns(row.text) * (2 if row.large else 1) <= width
    printed = read(render(page, model))
    assert printed.kicks == []
    assert (printed.resets, printed.cuts) == (1, int(model.cuts))
    if not isinstance(document, PrinterTestPage):
        assert all(line.columns <= width for line in printed.lines)
    assert len(printed.wide_hanzi) % 2 == 0


@pytest.mark.parametrize("name", DOCUMENTS)
@settings(max_examples=40, deadline=None)
@given(
    st.one_of(ANY_TEXT, CONTROLS, COMMANDS, st.tuples(ANY_TEXT, COMMANDS, ANY_TEXT).map("".join)),
    st.sampled_from(WIDTHS),
    st.sampled_from(ESCPOS),
)
@example("\ud800", 32, "generic")
@example("\U0001f3fb", 32, "generic")
@example("\u0670", 32, "generic")
@example("\u0f72", 32, "generic")
def test_no_text_breaks_the_columns_or_commands_the_printer(name, text, width, model):
    check(filled(DOCUMENTS[name], text), width, MODELS[model])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_control_byte_alone(name):
    document = DOCUMENTS[name]
    for byte in (*range(0x20), *range(0x7F, 0xA0)):
        check(filled(document, f"中{chr(byte)}p"), 32, model_named("generic"))


@pytest.mark.parametrize("name", [row.kind for row in ROWS if row.layout])
def test_a_frozen_document_comes_back_and_prints(name):
    document = DOCUMENTS[name]
    assert document_of(name, to_json(document)) == document
    slip = render_job(name, to_json(document), PrinterSettings(columns=42), lambda _: None)
    assert read(slip.data).cuts == 1


def test_a_printer_without_chinese_gets_its_lines_as_dots_and_the_job_counts_them():
    latin = model_named("latin")
    page = lay_out(samples.RECEIPT, 32)
    printed = read(render(page, latin))
    assert all(text.isascii() for text in printed.texts)
    dots = sum(needs_dots(row, latin) for row in page.rows)
    printer = PrinterSettings(columns=32, model="latin")
    slip = render_job("receipt", to_json(samples.RECEIPT), printer, lambda _: None)
    assert slip.raster_lines == dots > 10
    generic = render_job("receipt", to_json(samples.RECEIPT), PrinterSettings(), lambda _: None)
    assert generic.raster_lines == 0


def test_clones_double_their_chinese_only_when_told():
    model = PrinterModel("clone", "", wide_hanzi=True)
    printed = read(render(lay_out(DOCUMENTS["day_slip"], 48), model))
    assert printed.wide_hanzi == [True, False], "the title alone"
    assert read(render(lay_out(DOCUMENTS["day_slip"], 48), model_named(""))).wide_hanzi == []
