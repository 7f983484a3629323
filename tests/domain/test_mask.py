"""A customer's payment code is never whole in a text that is kept."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from showroom.domain.errors import Refusal
from showroom.domain.legible import legible
from showroom.domain.mask import has_payment_code, hides, is_paper_number, masked, shown
from showroom.domain.scan import payment_channel
from tests.domain.pay_codes import MEASURES, MOBILE, codes, digits_of, dressed, leaks

PLAIN = [
    "王阿姨 62881234，13512345678",
    "电话 021-62881234 / 13512345678",
    "25.00 30.00 12.50 10.00 找零",
    "2026-11-26 11:32:03 至 12-25",
    "4200001234202611261234567890",
    "2026112622001412341234567890",
    "6990100100011 6990100100028 6990100100035",
    "WS0001 x 2",
    "11月26日 12月25日 10时30分 12时00分 13时 00分",
    "13512345678 王阿姨 6288123",
    "2盒 12袋 10箱 25公斤 30件 10个 24元 12角 11分",
    "电话 62881234 营业时间 09:00-21:00",
    "01-000041 已退货 01-000042，退款 186.50",
    "2026-06-15 12:30 从 01-000041 换 01-000042 共 186.00 元",
    "ES2801 ES2802 ES2803 ES2804",
    "2500ml 1200ml 3000ml 1500ml",
    "WS1201 3盒 WS1305 12盒 WS1408 1盒 WS12",
    "26.11.26 09.30 10.00 12.00 15.30",
    "250l 300l 120l 150l 100l",
    "1OO 2OO 3OO 25O",
    "文山三七 一盒 二盒 三盒 周一 周二 周三 周四 周五 周六 初七 初八",
    "二〇二六年十一月二十六日 二〇二六年十二月二十五日",
    "1345678.90 1234567.89 25.00",
    "13512345678 王阿姨 6288123，一三五",
    "微信 4200001234202611261234567890 一二三四五六",
    "11月26日10时30分 收 186.50 元，12月25日12时00分 退 12.50",
    "28日10时30分至29日11时30分共1234.56元",
    "11月26日 10时30分 至 12月25日 12时00分 186.50 元",
    "12x15cm 13x18cm 15x20cm 20x25cm 30x40cm",
    "12袋 10箱 25公斤 30件 10个 24元 12角 11分 15包 16听",
    "WS100001 WS100002 WS100003",
    "30X40 20x25x30，12x15",
    "",
]
OURS = [
    "采购单-CG-2028-289193 2028-09-14 22.46.20.xlsx",
    "已保存 C:\\Users\\1\\exports\\单据 SH-2028-289193 2028-09-14 22.46.20.xlsx",
    "单据 2026-11-28 05.10.56.xlsx 2026-11-28 05.10.57.xlsx",
    "CG-2028-289193、CG-2028-289194 已下单给A社：5 行",
    "冲红单 SH-2028-289193 已冲回 SH-2028-289196，原单 2028-09-14",
    "DS-2028-289193 已过账：12 行，828,131 件　4,252.887 kg",
    "买断 ¥1,282,553.39　代销 ¥4,997,593.95",
    "短 26,681.665 kg 多 567,712.009 kg",
    "食品经营许可证 JY14683427276077 2026-07-28 已到期",
    "食品生产许可证 SC10131062800123 2026-07-28",
    "(01)06900131383004(17)260728(10)20260728A",
    "对方单号 SF1390-22817-000000088　备注 第二车",
    "批号 H2620261127000123 到期 2027-01-01",
]
"""What the program itself says of documents, files, money, lots and papers."""


@pytest.mark.parametrize("text", OURS)
def test_what_the_program_says_itself_is_not_eaten(text):
    """The strip showed 2026-****2805.10.56.xlsx, and amounts above a million were struck out."""
    assert masked(text) == text


@pytest.mark.parametrize("text", OURS)
@pytest.mark.parametrize(
    "code", ["134567890123456789", "1345 6789 0123 4567 89", "6222021234567890"]
)
def test_a_code_beside_it_is_struck_out_all_the_same(text, code):
    for beside in (f"{text} {code}", f"{code} {text}"):
        assert not leaks(masked(beside), code)


@given(
    st.integers(2026, 2059),
    st.integers(1, 999_999),
    st.dates(min_value=date(2026, 1, 1), max_value=date(2059, 12, 31)),
    st.times(),
)
def test_no_number_of_a_document_and_no_moment_is_eaten(year, serial, day, time):
    number = f"CG-{year}-{serial:06d}"
    for text in (f"{number} {number}", f"{number} {day} {time:%H.%M.%S}.xlsx", f"{number} {day}"):
        assert masked(text) == text


@given(st.lists(st.integers(0, 999_999_999), min_size=1, max_size=4))
def test_no_amount_as_it_is_printed_is_eaten(amounts):
    text = "　".join(f"代销 ¥{fen // 100:,}.{fen % 100:02d}" for fen in amounts)
    assert masked(text) == text


@pytest.mark.parametrize("text", ["单号 wx134567890123456789", "批号 134567890123456789"])
def test_what_is_said_to_be_a_number_and_reads_as_a_code_is_one(text):
    assert masked(text).endswith("****6789")


@pytest.mark.parametrize("text", PLAIN)
def test_other_figures_stay(text):
    assert masked(text) == text
    assert not has_payment_code(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("134567890123456789", "****6789"),
        ("微信134567890123456789号", "微信****6789号"),
        ("1345 6789 0123 4567 89", "****6789"),
        ("1345.6789.0123.4567.89", "****6789"),
        ("１３４５６７８９０１２３４５６７８９", "****６７８９"),
        ("桌3 286501987654321098 等", "桌3 ****1098 等"),
        ("6222 0212 3456 7890 123", "****0123"),
        ("134567890123456789134567890123456789", "****6789"),
        ("1345\u200b6789-0123 4567\u00a089", "****6789"),
        ("01" + "2" * 17, "****2222"),
        ("1345a6789b0123c4567d89", "****6789"),
        ("13 付 45678901234567 款 89", "****6789"),
        ("1345      6789 0123 - - - 4567 89", "****6789"),
        ("134567890123" + " " * 13 + "456789", "****6789"),
        ("一三四五六七八九〇一二三四五六七八九", "****六七八九"),
        ("微信壹叁肆伍 陆柒捌玖 零壹贰叁 肆伍陆柒 捌玖", "微信****陆柒捌玖"),
        ("一 三 四 五 六 七 八 九 〇 一 二 三 四 五 六 七 八 九", "****六七八九"),
        ("文山三七134567890123456789", "文山三七****6789"),
        ("134567.89 0123.45 6789", "****6789"),
        ("134567890123.45 6789", "****6789"),
        ("13456789O123456789", "****6789"),
        ("l345 6789 o123 4567 89", "****6789"),
        ("13456789012345678O", "****678O"),
        ("1345678901234567x89", "****6789"),
        ("退给 13x4567890123456789", "退给 ****6789"),
        ("13号4567890123456789", "****6789"),
        ("13x45x67x89x01x23x45x67x89", "****6789"),
        ("1345678901234567件 89", "****6789"),
        ("13号 4567890123456789", "****6789"),
        ("11月26日10时304567890123", "****0123"),
        ("134567件 890123件 456789", "****6789"),
        ("1345 6789x0123 4567 89", "****6789"),
        ("1X×X3X×X4X×X5X×X6X×X789012X×X345678X×X9", "****6789"),
        ("1345 6789付0123 4567 收 89", "****6789"),
        ("134567890123456789 另有年货 12 盒", "****6789 另有年货 12 盒"),
    ],
)
def test_a_code_leaves_its_last_four(text, kept):
    assert masked(text) == kept
    assert masked(kept) == kept


@given(codes(), st.data())
def test_no_code_passes_however_it_is_dressed(code, data):
    assert payment_channel(code) is not None
    text = data.draw(dressed(code))
    left = masked(text)
    assert not leaks(left, code), (text, left)
    assert masked(left) == left


@given(st.text(max_size=200))
def test_text_without_many_figures_is_itself(text):
    assume(len(digits_of(text)) < 16)
    assert masked(text) == text


@given(codes(), st.data())
def test_no_letter_lets_a_code_through(code, data):
    """Cut anywhere, however small the piece, with any letters of a shop between."""
    letters = data.draw(st.text(MEASURES, min_size=1, max_size=3))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(code) - 1), min_size=1)))
    groups = [code[a:b] for a, b in zip([0, *cuts], [*cuts, len(code)], strict=True)]
    assume(not any(map(MOBILE.fullmatch, groups)))
    left = masked(letters.join(groups))
    assert not leaks(left, code), left
    assert masked(left) == left


def test_a_refusal_tells_no_code():
    refusal = Refusal("barcode_unknown", code="a134567890123456789", n=134567890123456789)
    assert refusal.params["code"] == "a****6789"
    assert "134567890123456789'" not in str(refusal)
    assert str(refusal.unnamed()) == "barcode_unknown()"


def test_what_is_shown_has_neither_a_code_nor_what_is_invisible():
    assert shown("wx134a567890123456789\u202e") == masked(legible("wx134a567890123456789\u202e"))
    assert "****" in shown("wx134a567890123456789")


@pytest.mark.parametrize(
    "number",
    [
        "SF1390-22817-000000088",
        "H2620261127000123",
        "jd134567890123456789",
        "HT-134567890123456789",
    ],
)
def test_letters_before_the_figures_make_it_the_number_of_a_paper(number):
    assert has_payment_code(number), "or there is nothing to prove"
    assert is_paper_number(number)


@pytest.mark.parametrize(
    "code",
    [
        "134567890123456789",
        "1345-6789-0123-4567-89",
        "]C1134567890123456789",
        "C1134567890123456789",
        "d2286501987654321098",
        "a134567890123456789",
        "wx134567890123456789",
        "ZFB-286501987654321098",
        "SF1390 134567890123456789",
        "微信134567890123456789",
    ],
)
def test_a_wallets_code_is_none_whatever_stands_before_it(code):
    assert not is_paper_number(code)


def test_a_field_for_papers_hides_codes_to_pay_by_alone():
    assert hides("134567890123456789")
    assert not hides("SF1390-22817-000000088")
    assert not hides("第二车")
