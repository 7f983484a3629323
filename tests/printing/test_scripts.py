"""Tibetan, Uyghur, emoji and rare Han: shaped, in the order that they are read in, whole."""

import io
import sys
from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pytest
import uharfbuzz
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from showroom.domain.label import PriceTag
from showroom.domain.legible import clusters
from showroom.domain.printer import WIDTHS, PrinterSettings
from showroom.domain.quantity import SoldBy
from showroom.machine.assets import asset_bytes
from showroom.printing.documents import lay_out, render_document
from showroom.printing.glyphs import ARABIC, EMOJI, FACES, RARE, TIBETAN, drawn, face_of
from showroom.printing.layouts.layout import Page, Text
from showroom.printing.layouts.text import clean, columns, elide, ends, in_font, wrap
from showroom.printing.pdf.fonts import REGULAR, fit, register_fonts, shown, width
from showroom.printing.pdf.report import daily_pdf
from showroom.printing.pdf.slip import MM, page_pdf
from showroom.printing.render.price_tag import label_image
from showroom.printing.render.raster import LINE_DOTS, line_image, overhang
from showroom.printing.runs import Run, runs
from showroom.printing.shaping import COLUMN_DOTS, shape
from tests.printing import samples
from tests.printing.escpos_interpreter import read
from tests.printing.pdf_fonts import all_fonts, embedded_fonts

BUTTER = "果洛 བོད་ཡིག་མར། 酥油 500g"
CANDY = "ئۇيغۇرچە ناۋات"
COOP = "巴楚县 مارالبېشى ناھىيەسى ھەسەل كوپىراتىپى 蜂蜜（特级）"
FAMILY = "👨\u200d👩\u200d👧"
SCRIPTS = [BUTTER, CANDY, COOP, f"🍵茶{FAMILY}1\ufe0f\u20e3🇨🇳", "𠮷䶮鲊广椒"]


def pictures(text, face, *, backward=False):
    return [glyph.char for glyph in shape(text, face, backward=backward).glyphs]


def notdef(face):
    return [glyph for glyph in pictures("ᚠ", face) if glyph == "\ue000"]


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.script)
def test_every_picture_of_a_script_font_has_its_private_character(face):
    font = uharfbuzz.Font(uharfbuzz.Face(asset_bytes("fonts", face.file)))
    count = font.face.glyph_count
    found = [font.get_nominal_glyph(0xE000 + n) for n in range(1, count)]
    assert found == list(range(1, count))
    assert notdef(face), "what it lacks would be seen as the font's box"


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_name_is_drawn_whole_and_nothing_of_it_is_spelled(name):
    assert clean(name) == name
    for run in runs(name):
        if run.face is not None:
            assert "\ue000" not in pictures(run.text, run.face, backward=run.backward)


def test_the_letters_that_uyghur_has_beyond_arabic_are_there():
    assert {face_of(letter) for letter in "ئاەبپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىي"} == {ARABIC}


def test_uyghur_letters_are_joined_and_run_from_right_to_left():
    word = "ئۇيغۇر"
    (run,) = runs(word)
    assert run == Run(word, ARABIC, backward=True)
    joined = pictures(word, ARABIC, backward=True)
    alone = [pictures(letter, ARABIC, backward=True) for letter in word]
    apart = [picture for letter in reversed(alone) for picture in letter]
    assert joined != apart, "letters that do not know each other"
    assert joined[: len(alone[-1])] == alone[-1], "the last letter is furthest to the left"
    assert joined[-1] not in alone[0], "the first joins the one behind it, to its left"
    assert line_image(Text(word), 16).tobytes() != line_image(Text(word[::-1]), 16).tobytes()


def test_a_tibetan_stack_is_one_advance():
    stack, base = "སྒྲོ", "ས"
    assert clusters(stack) == [stack]
    stacked, alone = shape(stack, TIBETAN), shape(base, TIBETAN)
    assert stacked.below > alone.below
    assert stacked.wide < 2 * alone.wide
    assert sum(shape(letter, TIBETAN).wide for letter in stack) > stacked.wide


def test_emoji_that_are_joined_are_one_picture_of_two_columns():
    assert clusters(f"{FAMILY}👍🏽🇨🇳🇯🇵x\u0301") == [FAMILY, "👍🏽", "🇨🇳", "🇯🇵", "x\u0301"]
    for emoji in (FAMILY, "👍🏽", "🇨🇳", "1\ufe0f\u20e3", "❤\ufe0f", "🍵"):
        (run,) = runs(emoji)
        assert (run.face, columns(emoji)) == (EMOJI, 2)
    assert pictures(FAMILY, EMOJI)[0] not in pictures("👨", EMOJI)


def test_what_only_chooses_a_form_falls_away_where_there_is_none():
    assert drawn(f"茶\ufe0f\u200d1\ufe0f{FAMILY}") == f"茶1{FAMILY}"
    assert drawn("葛\U000e0100") == "葛"
    assert drawn("\ue001\u200d") == ""


def test_rare_han_are_wide_as_others():
    assert [run.face for run in runs("𠮷䶮鲊")] == [RARE, RARE, None]
    assert columns("𠮷䶮鲊") == 6
    blank = line_image(Text("  "), 2).tobytes()
    seen = {line_image(Text(x), 2).tobytes() for x in ("𠮷", "䶮", "吉", "龑")}
    assert len(seen | {blank}) == 5


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        # A paragraph from left to right: words among others are turned within themselves.
        ("新疆 ئالما 苹果", ["新疆 ", "<ئالما", " 苹果"]),
        ("ئالما ئا", ["<ئالما ئا"]),
        ("ئالما 500g", ["<ئالما", " 500g"]),
        ("ئالما  12.00", ["<ئالما", "  12.00"]),
        ("ئالما  ئا", ["<ئالما", "  ", "<ئا"]),
        ("ئالما 12.5% ئا", ["< ئا", "12.5%", "<ئالما "]),
        ("ئالما（ئا）、ئا", ["<ئا", "、（", "<ئا", "）", "<ئالما"]),
        ("ئالما 🍎 ئا", ["< ئا", "🍎", "<ئالما "]),
        ("ئالما…", ["…", "<ئالما"]),
        ("(ئالما)", ["(", "<ئالما", ")"]),
        ("བོད 茶", ["བོད", " 茶"]),
    ],
)
def test_runs_stand_as_they_are_seen(text, seen):
    assert ["<" * run.backward + run.text for run in runs(text)] == seen


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("width", WIDTHS)
def test_amounts_stand_at_the_right_edge_whatever_the_name_is(name, width):
    plain, foreign = ends("酥油", "79.60", width), ends(wrap(name, width - 7)[0], "79.60", width)
    assert columns(foreign) == columns(plain) == width
    right = (5 * COLUMN_DOTS, LINE_DOTS)
    amounts = []
    for line in (plain, foreign):
        image = line_image(Text(line), width)
        bottom = image.height - (0 if line == plain else under(line))
        amounts.append(
            image.crop((image.width - right[0], bottom - right[1], image.width, bottom)).tobytes()
        )
    assert amounts[0] == amounts[1]


def under(line):
    return overhang(Text(line))[1]


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from([*SCRIPTS, "སྒྲོལ་མ་", "ۇ", "\u0f7c", "[", " ", "12.50"]), max_size=6),
    st.integers(2, 48),
)
def test_lines_lose_nothing_keep_their_order_and_cut_no_letter_from_its_marks(parts, width):
    text = clean("".join(parts))
    lines = wrap(text, width)
    assert "".join(lines) == text
    pieces = clusters(text)
    assert [piece for line in lines for piece in clusters(line)] == pieces
    for line in lines:
        assert columns(line) <= width or len(clusters(line)) == 1
    short = elide(text, width)
    assert columns(short) <= width
    assert short == text or text.startswith(short.removesuffix("…"))


def test_tibetan_breaks_behind_its_syllables_and_uyghur_between_words():
    assert wrap("བོད་ཡིག་མར", 6) == ["བོད་ཡིག་", "མར"]
    assert wrap("བོད་ཡིག་མར", 4) == ["བོད་", "ཡིག་", "མར"]
    assert wrap("ئۇيغۇرچە ناۋات", 8) == ["ئۇيغۇرچە ", "ناۋات"]
    torn = wrap("ئۇيغۇرچە", 3)
    assert len(torn) > 2
    assert all(columns(line) <= 3 for line in torn)


def test_a_line_grows_for_stacks_and_not_without_them():
    assert line_image(Text("酥油"), 32).height == LINE_DOTS
    assert line_image(Text("སྒྲོལ་མ"), 32).height > LINE_DOTS + 6
    large = line_image(Text("སྒྲོལ་མ", large=True), 32).height
    assert large == 2 * line_image(Text("སྒྲོལ་མ"), 32).height


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_printer_gets_such_a_line_as_dots_and_others_as_text(name):
    header = replace(samples.HEADER, slogan=name)
    document = replace(samples.RECEIPT, header=header)
    for model in ("generic", "latin"):
        printer = PrinterSettings(columns=48, model=model)
        slip = render_document(document, printer, lambda _: None)
        page = lay_out(document, 48)
        (row,) = [x for x in page.rows if isinstance(x, Text) and x.text.strip() == name]
        picture = line_image(row, 48)
        wanted = bytes(byte ^ 0xFF for byte in picture.tobytes())
        assert wanted in {raster.dots for raster in read(slip.data).rasters}
    assert render_document(document, PrinterSettings(columns=48), lambda _: None).raster_lines == 1


def test_what_gb18030_has_in_two_bytes_and_gbk_has_not_is_not_trusted_to_a_printer():
    assert len("䶮".encode("gb18030")) == 2
    assert not in_font("䶮")
    assert in_font("龑鲊（）①")


SIGNS = [chr(code) for code in range(33, 127)]


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("large", [False, True])
def test_signs_of_a_drawn_line_stay_within_their_own_columns(bold, large):
    wide, high = COLUMN_DOTS * (1 + large), LINE_DOTS * (1 + large)
    for sign in SIGNS:
        line = line_image(Text(f"{sign * 3}𠮷", bold=bold, large=large), 10).convert("L")
        alone = line_image(Text(sign, bold=bold, large=large), 10).convert("L")
        first, second, third = (
            line.crop((n * wide, 0, (n + 1) * wide, high)).tobytes() for n in range(3)
        )
        assert first == second == third == alone.crop((0, 0, wide, high)).tobytes(), sign
        assert alone.getextrema()[0] == 0, sign
        if sign in "%@WMmw&":
            edge = alone.crop((wide - 1, 0, wide, high))
            assert edge.getextrema() == (255, 255), f"{sign} is cut"


@pytest.mark.parametrize("bold", [False, True])
def test_signs_of_a_pdf_do_not_overlap(bold):
    name = "𠮷野家100%纯棉@WMW"
    with pypdfium2.PdfDocument(page_pdf(Page(48, (Text(name, bold=bold),)), "", "", 0)) as pdf:
        page = pdf[0]
        read_page = page.get_textpage()
        signs = [
            (sign, read_page.get_charbox(n))
            for n, sign in enumerate(read_page.get_text_range())
            if sign in "@WM01%"
        ]
        page.close()
    assert "".join(sign for sign, _ in signs) == "100%@WMW"
    for (_, (_, _, right, _)), (sign, (left, _, _, _)) in pairwise(signs):
        assert left > right - 0.05, sign
    column = (80 - 8) * MM / 48
    assert signs[-1][1][2] < 4 * MM + columns(name) * column + 0.1


def text_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        told = page.get_textpage().get_text_range()
        picture = page.render(scale=3).to_pil().convert("L")
        page.close()
    return told, picture


def test_a_pdf_embeds_the_fonts_and_says_what_its_pictures_mean():
    page = Page(48, tuple(map(Text, (BUTTER, CANDY, "🍵 𠮷", "蜂蜜"))))
    pdf = page_pdf(page, "", "", 0)
    (read_page,) = PdfReader(io.BytesIO(pdf)).pages
    assert all_fonts(read_page) == embedded_fonts(read_page)
    names = {name.split("+")[1] for name in embedded_fonts(read_page)}
    assert {face.file.removesuffix(".ttf") for face in FACES} <= names
    assert len(pdf) < 120_000, "subsets of the fonts, not all of them"
    told, _ = text_of(pdf)
    assert "བོད་ཡིག་མར།" in told
    assert "ئۇيغۇرچە" in told
    content = read_page.get_contents().get_data()
    for sign in ("🍵", "𠮷"):
        assert f"<feff{sign.encode('utf-16-be').hex()}>".encode() in content


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_pdf_draws_what_the_slip_draws(name):
    """Ink where the slip has ink; without the glyphs a third of it would be missing."""
    page = Page(48, (Text(name),))
    _, picture = text_of(page_pdf(page, "", "", 0))
    slip = line_image(Text(name), 48)
    box = inked(picture)
    on_slip = inked(slip.convert("L"))
    scale = 3 * 72 / 25.4 * 72 / (48 * COLUMN_DOTS)
    assert abs((box[2] - box[0]) - (on_slip[2] - on_slip[0]) * scale) < 12
    assert abs((box[3] - box[1]) - (on_slip[3] - on_slip[1]) * scale) < 8


def inked(picture):
    box = picture.point(lambda dot: 255 if dot < 128 else 0).getbbox()
    assert box is not None
    return box


def test_a_report_measures_and_shortens_what_it_shapes():
    register_fonts()
    room = 0.8 * width(CANDY, REGULAR, 9)
    short = fit(CANDY, room, REGULAR, 9)
    assert short.endswith("…")
    assert width(short, REGULAR, 9) <= room
    assert fit(FAMILY + "茶", width(FAMILY, REGULAR, 9), REGULAR, 9) in {FAMILY + "…", "…"}
    assert width(shown(FAMILY), REGULAR, 9) < width(shown("👨👩"), REGULAR, 9)
    told, _ = text_of(daily_pdf(samples.a_report(shop=f"{BUTTER} 展厅")))
    assert "བོད་ཡིག་མར།" in told


def tag(name, size="40x30"):
    return label_image(PriceTag(name, 1_990, "瓶", SoldBy.EACH, county="巴楚"), size)


@pytest.mark.parametrize("size", ["40x30", "60x40", "50x80"])
def test_a_price_tag_shapes_its_name_and_keeps_the_lines_apart(size):
    seen = {tag(name, size).tobytes() for name in (*SCRIPTS, CANDY[::-1], "吉䶮鲊广椒")}
    assert len(seen) == len(SCRIPTS) + 2
    top, high = BELOW_THE_NAME[size]
    below = strip(tag("酥油", size), top, high)
    stacked = tag("སྒྲོལ་མ།", size)
    assert below in [strip(stacked, y, high) for y in range(top, top + 40)]


BELOW_THE_NAME = {"40x30": (48, 22), "60x40": (60, 29), "50x80": (59, 27)}
"""Where 产地 巴楚 stands below a Chinese name, with two white rows above and below it."""


def strip(image, top, high):
    return image.convert("L").crop((0, top, image.width // 3, top + high)).tobytes()


def test_a_long_name_on_a_tag_ends_where_its_letters_end():
    long = tag("རྨ་ཆེན་རྫོང་གི་མཉམ་ལས་ཁང་། " * 3)
    assert long.crop((long.width - 12, 0, long.width, 60)).convert("L").getextrema() == (255, 255)


def test_where_there_is_no_harfbuzz_names_are_spelled(monkeypatch):
    face_of.cache_clear()
    with monkeypatch.context() as here:
        here.setitem(sys.modules, "uharfbuzz", None)
        assert drawn("བོ茶𠮷") == "[U+0F56][U+0F7C]茶[U+20BB7]"
    face_of.cache_clear()
    assert drawn("བོ茶𠮷") == "བོ茶𠮷"


def test_an_ordinary_slip_shapes_nothing(monkeypatch):
    """Chinese pays nothing for the scripts: HarfBuzz and their fonts are not even looked at."""
    monkeypatch.setitem(sys.modules, "uharfbuzz", None)
    slip = render_document(
        samples.RECEIPT, PrinterSettings(columns=48, model="latin"), lambda _: None
    )
    assert slip.raster_lines > 10
