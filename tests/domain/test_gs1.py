"""One article behind every way in which its number is written, read and sent."""

import sys
from datetime import date

import pytest
from biip.gtin import Gtin
from biip.upc import Upc
from hypothesis import given
from hypothesis import strategies as st

from showroom.domain.barcode import (
    GTIN_LENGTHS,
    SYMBOLS,
    ProductCode,
    check_digit,
    gtin14,
    has_good_check_digit,
    load_symbols,
    long_upc,
    printed_gtin,
    written_gtin,
)
from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.errors import Refusal
from showroom.domain.mask import masked
from showroom.domain.scan import (
    PlainText,
    ScaleLabel,
    WaitingScan,
    classify,
    goods_text,
    is_payment_code,
    label_of,
    payment_channel,
    text_of,
)
from tests.domain.builders import sku

MILK = "6901234567892"
UPC = "036000291452"
SMALL = "96385074"
AIM = st.sampled_from(["", *SYMBOLS])
LOTS = st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789-", min_size=1, max_size=20)
DAYS = st.dates(date(2020, 1, 1), date(2049, 12, 31))
GTINS = st.builds(
    lambda body, length: body[-length:] + check_digit(body[-length:]),
    st.text("0123456789", min_size=13, max_size=13),
    st.sampled_from([n - 1 for n in GTIN_LENGTHS]),
)


def known(*codes):
    """What a catalogue with products of these codes knows."""
    return CatalogueIndex.build([sku(n, barcodes=(c,)) for n, c in enumerate(codes, 1)]).knows


@given(GTINS)
def test_one_number_stands_behind_each_spelling(code):
    """The library says the same of every GTIN, but for UPC-E, which it expands."""
    assert gtin14(code) == code.zfill(14) == gtin14(gtin14(code))
    assert gtin14(printed_gtin(code)) == gtin14(code)
    if len(code) != min(GTIN_LENGTHS):
        assert Gtin.parse(code).as_gtin_14() == gtin14(code)
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert gtin14(wrong) == wrong


@given(st.sampled_from("01"), st.text("0123456789", min_size=6, max_size=6), st.integers(0, 9))
def test_a_short_upc_is_the_long_one_unless_it_is_a_gtin_of_its_own(system, figures, last):
    code = f"{system}{figures}{last}"
    expanded = Upc.parse(code[:-1] + str(Upc.parse(code[:-1]).check_digit))
    mine = long_upc(expanded.value)
    own = has_good_check_digit(expanded.value)
    assert mine == ("" if own else expanded.as_upc_a())
    assert classify(expanded.value) == ProductCode(mine or expanded.value)


@pytest.mark.parametrize("code", ["0123456", "21234565", "0123456x", ""])
def test_what_is_no_short_upc(code):
    assert long_upc(code) == ""


@pytest.mark.parametrize(
    ("kept", "scanned"),
    [
        (kept, scanned)
        for article in (
            (UPC, f"0{UPC}", f"00{UPC}", UPC.removeprefix("0")),
            (MILK, f"0{MILK}"),
            (SMALL, f"0000{SMALL}", f"00000{SMALL}", f"000000{SMALL}"),
        )
        for kept in article
        for scanned in (*article, f"]E0{article[0]}", f"]C101{article[0].zfill(14)}")
        if len(kept) in GTIN_LENGTHS
    ],
)
def test_an_article_is_found_however_its_number_is_written(kept, scanned):
    knows = known(kept)
    assert knows(text_of(classify(scanned, known=knows)))


@given(GTINS, AIM, LOTS, DAYS)
def test_element_strings_name_the_article_its_lot_and_its_last_day(code, aim, lot, last):
    """Behind every AIM prefix and none; a GS ends what has no length of its own."""
    day = f"{last:%y%m%d}"
    first = f"{aim}01{gtin14(code)}"
    plain, expiry = printed_gtin(code), last.isoformat()
    assert classify(f"{first}17{day}", known=known(code)) == ProductCode(plain, None, expiry)
    assert classify(f"{first}10{lot}\x1d17{day}") == ProductCode(plain, lot, expiry)
    assert classify(f"{first}11{day}15{day}10{lot}\x1d21{lot}") == ProductCode(plain, lot, expiry)
    assert classify(f"\x1d{first[len(aim) :]}21{lot}\x1d10{lot}\x1d") == ProductCode(plain, lot)


@given(GTINS, st.sampled_from(SYMBOLS), LOTS, DAYS)
def test_a_lost_gs_makes_no_other_lot_and_no_other_day(code, aim, lot, last):
    """The date behind the lot was read as part of it."""
    read = classify(f"{aim}01{gtin14(code)}10{lot}17{last:%y%m%d}")
    assert isinstance(read, ProductCode)
    assert (read.code, read.lot_no, read.expiry) == (printed_gtin(code), None, "")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("0106901234567892", ProductCode(MILK)),
        ("01069012345678921726081510L1", ProductCode(MILK, "L1", "2026-08-15")),
        ("172608000106901234567892", ProductCode(MILK, None, "2026-08-31")),
        ("0106901234567892" + "17261200", ProductCode(MILK, None, "2026-12-31")),
        ("]C1010690123456789210L1", ProductCode(MILK, "L1")),
        ("]d20106901234567892\x1d21S1\x1d10L1", ProductCode(MILK, "L1")),
        ("]Q30106901234567892172608151526081410L", ProductCode(MILK, "L", "2026-08-14")),
        ("]e00196901234567895" + "3103001250", ProductCode("96901234567895", weight_g=1250)),
        ("]C101969012345678953105012500", ProductCode("96901234567895", weight_g=125)),
        ("]C101969012345678953105012501", ProductCode("96901234567895")),
        (
            "]C1019690123456789531010000123922" + "1999\x1d10L",
            ProductCode("96901234567895", "L", weight_g=1200, amount_fen=1999),
        ),
        ("]C101969012345678953922" + "1999", ProductCode("96901234567895")),
        ("]C1" + "0206901234567892" + "3724", ProductCode(MILK, contained=True)),
        ("]C1010690123456789299zz", ProductCode(MILK)),
        ("]C101069012345678920", ProductCode(MILK)),
        ("01069012345678920", PlainText("01069012345678920")),
        ("0106901234567891" + "10L", PlainText("010690123456789110L")),
        (f"]E0{MILK}", ProductCode(MILK)),
        (f"]C0{MILK}", ProductCode(MILK)),
        (f"HTTPS://ID.GS1.ORG/01/0{MILK}", ProductCode(MILK)),
        (f"HTTP://Example.CN/a/01/{MILK}/10/Ab%2F1?17=260815&x=1", None),
        (f"https://id.gs1.org/01/{SMALL}", ProductCode(SMALL)),
        (f"https://id.gs1.org/01/{UPC}#a", ProductCode(f"0{UPC}")),
        (f"https://id.gs1.org/01/0{MILK}?17=269915", ProductCode(MILK)),
        (f"https://id.gs1.org/01/0{MILK}/10/批1", ProductCode(MILK)),
        ("https://shop.cn/a/01/12345", PlainText("https://shop.cn/a/01/12345")),
        (f"https://shop.cn/a?b=/01/{MILK}", PlainText(f"https://shop.cn/a?b=/01/{MILK}")),
    ],
)
def test_what_symbols_say(text, meaning):
    assert classify(text) == (meaning or ProductCode(MILK, "Ab/1", "2026-08-15"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("]C100106141412345678908", "scan_no_gtin"),
        ("]C10106901234567891", "scan_no_gtin"),
        ("12\x1d34", "scan_no_gtin"),
        ("]C101969012345678953103000000", "label_zero"),
        ("https://id.gs1.org/01/06901234567891", "scan_check_digit"),
        ("0106901234567892101", "scan_two_readings"),
    ],
)
def test_what_is_in_no_symbol_is_refused(text, code):
    with pytest.raises(Refusal, match=code):
        classify(text)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_a_code_to_pay_by_is_never_goods_and_goods_are_none(figures):
    """19 figures with 01 first are both by their form; only the catalogue knows goods."""
    code = f"01{figures}"
    assert payment_channel(code)
    with pytest.raises(Refusal, match=r"scan_payment_code|scan_two_readings") as refused:
        classify(code)
    assert not refused.value.params
    assert goods_text(code) == ""
    assert is_payment_code(code) == (refused.value.code == "scan_payment_code")


def test_an_article_and_its_lot_are_goods_where_the_shop_has_it():
    """It opened the payment, by 数字人民币."""
    code = "0106901234567892101"
    assert classify(code, known=known(MILK)) == ProductCode(MILK, "1")
    assert classify("01069012345678920", known=known(MILK)) == ProductCode(MILK)
    assert not is_payment_code(code)
    assert goods_text("") == ""


def test_a_code_that_the_shop_has_is_no_label():
    """A piece good rang up 50 g of the loose good whose key its code begins with."""
    code = "2200001000506"
    label = ScaleLabel("2200001", 50, None)
    assert classify(code) == label == label_of(code)
    assert classify(code, known=known(code)) == ProductCode(code)
    assert label_of("2200001000500") is label_of(MILK) is label_of("x") is None
    assert [text_of(scan) for scan in (label, PlainText("a"), ProductCode("1"))] == [
        "2200001",
        "a",
        "1",
    ]
    assert goods_text(code) == code
    assert not is_payment_code(code)


def test_what_reads_symbols_and_links_is_there_before_the_first_of_them():
    load_symbols()
    assert {"biip.gs1_messages", "biip.gs1_digital_link_uris"} <= sys.modules.keys()


PAYS = (
    "134567890123456789",
    "286501987654321098",
    "6212345678901234567",
    "0195568223592842907",  # begins with an article, and what follows says nothing
    "0106901234567892907",
    "\x1d134567890123456789",
    "134567890123456789\x1d",
    "1345678901\x1d23456789",
)


@pytest.mark.parametrize("mark", SYMBOLS)
@pytest.mark.parametrize("code", PAYS)
def test_a_code_to_pay_by_is_kept_as_no_goods_whatever_mark_stands_before_it(mark, code):
    assert payment_channel(code.replace("\x1d", ""))
    with pytest.raises(Refusal, match=r"scan_payment_code|scan_two_readings"):
        classify(mark + code, ())
    assert goods_text(mark + code) == ""


@pytest.mark.parametrize(
    "mark", ["]Q1", "]C0", "]A0", "]E0", *SYMBOLS, "]C1]Q1", "]Q1]C1", "]Q3]d2"]
)
@pytest.mark.parametrize("code", PAYS[:5])
def test_no_mark_hides_a_code_to_pay_by_from_what_is_kept(mark, code):
    """A mark's figure joined the code's, and the books kept it."""
    with pytest.raises(Refusal, match=r"scan_payment_code|scan_two_readings"):
        classify(mark + code)
    assert goods_text(mark + code) == ""
    assert not WaitingScan(mark + code).storable
    assert code not in masked(f"顾客付 {mark}{code}")
    assert code[:-4] not in masked(mark + code)


def test_two_codes_are_struck_out_of_whom_a_mark_hides_one():
    first, second = "281234567890123456", "134567890123456789"
    between = "，这一单已经用微信收过一次，客人说还要另付 "
    assert masked(f"]Q1{first}{between}{second}") == f"]Q1****3456{between}****6789"


def test_a_mark_and_the_figures_behind_it_may_be_one_code():
    assert masked("]Q134567890123456789") == "]Q****6789"


@pytest.mark.parametrize("mark", ["］Q3", "C1", "】C1", "]C1 ", "］Ｑ３", "[Q1", "AQ1"])
@pytest.mark.parametrize("code", PAYS[:5])
def test_no_mark_that_was_turned_or_torn_hides_one_either(mark, code):
    assert code[:-4] not in masked(f"牛肉干 {mark}{code}")
    assert not WaitingScan(mark + code).storable
    cut_up = " ".join(code[at : at + 4] for at in range(0, len(code), 4))
    assert code[8:12] not in masked(f"新货{mark}{cut_up}")


@pytest.mark.parametrize("mark", SYMBOLS)
def test_a_symbol_of_the_form_of_both_is_goods_where_the_shop_has_it(mark):
    code = "0106901234567892101"
    assert payment_channel(code)
    assert classify(mark + code, known=known(MILK)) == ProductCode(MILK, "1")
    with pytest.raises(Refusal, match="scan_two_readings"):
        classify(mark + code)


OTHER = "16901234567899"


@pytest.mark.parametrize(
    "text",
    [
        f"]C1010{MILK}01{OTHER}",
        f"]C1010{MILK}02{OTHER}3712",
        f"010{MILK}01{OTHER}",
        f"]C1010{MILK}31030012503102000200",
        f"]C1010{MILK}31030012503103001251",
        f"]C1010{MILK}1726081517260816",
        f"]C1010{MILK}10A\x1d10B",
        f"]C1010{MILK}3922125\x1d3921125",
        f"https://id.gs1.org/01/0{MILK}?3103=001250&3103=009999",
        f"https://id.gs1.org/01/0{MILK}?3103=001250&3102=009999",
        f"https://id.gs1.org/01/0{MILK}?01={OTHER}",
        f"https://id.gs1.org/01/0{MILK}/10/A?10=B",
        f"https://id.gs1.org/01/0{MILK}?17=260815;17=260816",
    ],
)
def test_what_says_one_thing_twice_and_otherwise_says_nothing(text):
    with pytest.raises(Refusal, match="scan_contradicts"):
        classify(text)
    with pytest.raises(Refusal, match="scan_contradicts"):
        written_gtin(text.removeprefix("]C1"))


@pytest.mark.parametrize(
    "text",
    [
        f"]C1010{MILK}010{MILK}",
        f"]C1010{MILK}17260815\x1d17260815",
        f"https://id.gs1.org/01/0{MILK}/10/A?10=A",
        f"https://id.gs1.org/01/0{MILK}?utm=1&utm=2",
    ],
)
def test_what_says_one_thing_twice_alike_says_it(text):
    assert classify(text).code == MILK


def test_a_link_that_names_two_articles_names_none():
    first, second = f"/01/{printed_gtin(MILK)}", f"/01/{SMALL}"
    with pytest.raises(Refusal, match="scan_contradicts"):
        classify(f"https://id.gs1.org{first}{second}", ())
    assert classify(f"https://id.gs1.org{first}{first}", ()).code == MILK
