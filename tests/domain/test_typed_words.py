"""What typed words are: a receipt's number, a PIN, a code, a reason."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.kept import kept_line
from showroom.domain.documents.kinds import is_numbered
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId, printed_number
from showroom.domain.legible import clusters, cut, legible
from showroom.domain.pin import looks_like_pin
from showroom.domain.reason import REASON_LENGTH, check_reason
from showroom.domain.scan import is_no_figure
from showroom.domain.spelling import KEPT_FROM, Spelled, plain
from showroom.domain.tender import MAX_CASH_FEN, Payment, Tender, TenderKind


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("01-000041", "01-000041"),
        (" 01-000041/9f3a/12.50 ", "01-000041"),
        ("6990100100011", ""),
        ("腊肉", ""),
        ("", ""),
    ],
)
def test_the_number_of_a_receipt(text, number):
    assert printed_number(text) == number


@pytest.mark.parametrize(
    ("text", "is_pin"),
    [
        ("708090", True),
        (" 708090 ", True),
        ("７０８０９０", True),
        ("p708090", True),
        ("没带卡 708090", True),
        ("708090708090", True),
        ("70 80 90", True),
        ("7-0-8-0-9-0", True),
        ("７０８．０９０", True),
        ("换 70 80 90", False),
        ("12-25 10", False),
        ("1234", False),
        ("7080901", False),
        ("20260615", False),
        ("换零", False),
    ],
)
def test_words_that_may_be_a_pin(text, is_pin):
    assert looks_like_pin(text) is is_pin
    if is_pin:
        with pytest.raises(Refusal, match="words_like_pin"):
            check_reason(text)
    else:
        assert check_reason(text) == text


def test_typed_words_hold_nothing_that_is_not_seen():
    for char in map(chr, range(0x3100)):
        shown = legible(f"a{char}b")
        no_ink = char in "\u034f\u115f\u1160\u17b4\u17b5\u2800"
        gone = no_ink or unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}
        assert shown in ({"ab", "a b"} if gone else {f"a{char}b"}), hex(ord(char))


def test_what_no_alphabet_has_falls_away_and_rare_names_stay():
    assert legible("a\ud800\ue000\uffff\ufeff\U000f0000\U0001ffffb") == "ab"
    assert legible("龘𠮷 🧧　é") == "龘𠮷 🧧　é"
    assert legible("a\u202e\r\nb") == "a  b"


def test_a_joiner_stays_between_two_pictures_alone():
    for joined in ("👨\u200d👩\u200d👧", "👩🏽\u200d🌾", "❤\ufe0f\u200d🔥"):
        assert legible(f"\u200d{joined}\u200d") == joined
    assert legible("张\u200d三🍵\u200d茶\u200d🍵\u200d") == "张三🍵茶🍵"


FAMILY, STACK = "👨\u200d👩\u200d👧\u200d👦", "རྒྱུ"


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("大礼包", 3, "大礼包"),
        ("大礼包装", 3, "大礼…"),
        (f"礼{FAMILY}包", 9, f"礼{FAMILY}包"),
        (f"礼{FAMILY}礼包", 9, f"礼{FAMILY}…"),
        (f"礼{FAMILY}礼包", 8, "礼…"),
        (f"礼{STACK}{STACK}", 6, f"礼{STACK}…"),
        ("大米 大米", 4, "大米…"),
        (FAMILY, 3, "…"),
    ],
)
def test_a_cut_text_says_so_and_tears_nothing_apart(text, limit, shown):
    assert cut(text, limit) == shown


PIECES = st.sampled_from(["米", "a", " ", "1\ufe0f\u20e3", "🇨🇳", "👍🏽", FAMILY, STACK, "ལོ", "ئۈ"])


@given(st.lists(PIECES, max_size=20), st.integers(1, 40))
def test_a_cut_text_is_the_beginning_of_the_whole(pieces, limit):
    text = "".join(pieces)
    shown = cut(text, limit)
    assert len(shown) <= limit
    assert shown == text or shown.endswith("…")
    whole = clusters(text)
    kept = clusters(shown.removesuffix("…"))
    assert kept == whole[: len(kept)]


def test_a_reason_is_as_long_as_the_slip_takes():
    assert check_reason("因" * REASON_LENGTH) == "因" * REASON_LENGTH
    with pytest.raises(Refusal, match="reason_too_long"):
        check_reason("因" * (REASON_LENGTH + 1))


@pytest.mark.parametrize(
    ("typed", "is_code"),
    [
        ("9999999", False),
        ("69901001", True),
        ("9901.00", False),
        ("WS0001", True),
        ("WS-01", True),
        ("01-000041", True),
        ("６９９０１００１", True),
        ("69901001.5", True),
        ("1２.5", False),
        ("1。5", False),
        (" 12", False),
        ("WS-0001", True),
        ("12345x", True),
        ("1234x", True),
        ("-12.50", False),
        ("", False),
    ],
)
def test_a_code_is_no_figure(typed, is_code):
    assert is_no_figure(typed) is is_code


def test_a_letter_of_every_name_is_looked_up_once_and_kept():
    spelled = Spelled.of([("米", "mi")] * KEPT_FROM + [("茶", "cha")])
    first = set(spelled.find(plain("mi")))
    assert first == set(spelled.find(plain("mi"))) == set(range(KEPT_FROM))
    assert set(spelled.find(plain("c"))) == {KEPT_FROM}


@pytest.mark.parametrize(
    ("due", "received", "implausible"),
    [(1580, 1580, 0), (1580, 10_000, 0), (1580, 20_000, 0), (1580, 20_001, 20_001)],
)
def test_cash_that_no_notes_explain(due, received, implausible):
    assert Payment(due).pay_cash(received).implausible_fen == implausible


def test_money_on_an_account_is_no_cash():
    assert Tender(TenderKind.WECHAT, 1, 1).is_electronic
    assert not Tender(TenderKind.CASH, 1, 1).is_electronic
    assert MAX_CASH_FEN > 0


def test_more_paid_than_due_is_said_before_more_is_taken():
    over = Payment(1000, tenders=(Tender(TenderKind.WECHAT, 1500, 1500),))
    for more in (over.pay_cash, lambda: over.pay(TenderKind.ALIPAY)):
        with pytest.raises(Refusal, match="paid_too_much"):
            more()


def test_a_line_is_kept_as_it_reads():
    """A mark that nobody sees, pasted with a lot's number, would make it another lot."""
    line = DraftLine(SkuId(1), 3, lot_no="A1", remark="箱破")
    assert kept_line(line) is line
    pasted = DraftLine(SkuId(1), 3, lot_no="A\u200b1", remark="箱\t破 ")
    assert kept_line(pasted) == DraftLine(SkuId(1), 3, lot_no="A1", remark="箱 破")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("CG-2026-000012", True),
        (" cg2026000012 ", True),
        ("cg12", True),
        ("cg2026", True),
        ("cg", False),
        ("cg13", False),
        ("sh12", False),
        ("大米", False),
    ],
)
def test_a_number_is_named_as_far_as_somebody_typed_it(text, names):
    assert is_numbered("CG-2026-000012", text) is names
    assert not is_numbered("未过账的收货单", text), "a draft has none"
