import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.domain.barcode import ProductCode, check_digit, has_good_check_digit, packed_code
from showroom.domain.errors import Refusal
from showroom.domain.scan import (
    DEFAULT_LABEL_RULES,
    LabelRule,
    PayChannel,
    PlainText,
    ScaleLabel,
    classify,
    payment_channel,
    reads_as_scan,
)

VECTORS = json.loads(
    (Path(__file__).parents[1] / "golden" / "scale_label_vectors.json").read_text("utf-8")
)
AMOUNT_FIRST = (LabelRule("22", 13, 7, (("amount", 5),)),)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["sku"])
def test_scale_labels_of_the_sample_scale(vector):
    key, grams, fen = vector["item_key"], vector["grams"], vector["amount_fen"]
    assert classify(vector["label13_weight"]) == ScaleLabel(key, grams, None)
    assert classify(vector["label13_amount"], AMOUNT_FIRST) == ScaleLabel(key, None, fen)
    assert classify(vector["label18_amount_weight"]) == ScaleLabel(key, grams, fen)


@given(st.integers(0, 99999), st.integers(1, 99999), st.integers(1, 99999))
def test_any_good_label_is_read_and_any_wrong_digit_refused(plu, fen, grams):
    body = f"22{plu:05d}{fen:05d}{grams:05d}"
    code = body + check_digit(body)
    assert classify(code) == ScaleLabel(f"22{plu:05d}", grams, fen)
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    with pytest.raises(Refusal, match="scan_check_digit"):
        classify(wrong)


def test_a_digital_link_loses_the_one_digit_that_is_no_part_of_the_barcode():
    link = "https://example.com/01/{}/10/L7"
    assert classify(link.format("06901234567892")) == ProductCode("6901234567892", "L7")
    assert classify(link.format("00012345678905")) == ProductCode("0012345678905", "L7")
    assert classify(link.format("16901234567899")) == ProductCode("16901234567899", "L7")


@pytest.mark.parametrize(("fen", "grams"), [(0, 500), (500, 0), (0, 0)])
def test_a_label_with_any_field_at_zero_sells_nothing(fen, grams):
    body = f"2200001{fen:05d}{grams:05d}"
    with pytest.raises(Refusal, match="label_zero"):
        classify(body + check_digit(body))


def test_a_scale_may_count_in_other_units_than_fen_and_grams():
    coarse = LabelRule("24", 18, 7, (("amount", 5), ("weight", 5)), amount_scale=10, weight_scale=5)
    body = "2400001" + "00071" + "00100"
    assert classify(body + check_digit(body), (coarse,)) == ScaleLabel("2400001", 500, 710)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("2210001000000", "label_zero"),
        ("6901234567891", "scan_check_digit"),
        ("120061098828009406", "scan_payment_code"),
        ("286501987654321098", "scan_payment_code"),
        ("", "scan_empty"),
        ("   ", "scan_empty"),
        ("a" * 129, "scan_too_long"),
        ("69\x00123", "scan_garbled"),
        ("\x1b@p", "scan_garbled"),
    ],
)
def test_what_may_not_enter_the_basket(code, refusal):
    with pytest.raises(Refusal, match=refusal):
        classify(code)


def test_a_payment_code_is_not_repeated_in_its_refusal():
    with pytest.raises(Refusal) as refused:
        classify("120061098828009406")
    assert not refused.value.params


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("6901234567892", ProductCode("6901234567892")),
        ("６９０１２３４５６７８９２", ProductCode("6901234567892")),
        ("\u200b6901234567892", ProductCode("6901234567892")),
        ("WS0001", PlainText("WS0001")),
        ("123", PlainText("123")),
        (
            "https://id.gs1.org/01/06901234567892/10/LOT1?17=270101",
            ProductCode("6901234567892", "LOT1", "2027-01-01"),
        ),
        ("https://a.cn/01/16901234567899", ProductCode("16901234567899")),
    ],
)
def test_what_a_code_means(code, meaning):
    assert classify(code) == meaning


@pytest.mark.parametrize(
    ("code", "channel"),
    [
        ("120061098828009406", PayChannel.WECHAT),
        ("280061098828009406", PayChannel.ALIPAY),
        ("6200000000000000000", PayChannel.UNIONPAY),
        ("0100000000000000000", PayChannel.ECNY),
        ("6901234567892", None),
    ],
)
def test_whose_payment_code(code, channel):
    assert payment_channel(code) is channel


@pytest.mark.parametrize("prefix", ["25", "13", "2a"])
def test_a_label_prefix_never_collides_with_payment_codes(prefix):
    with pytest.raises(Refusal, match="label_rule_prefix"):
        LabelRule(prefix, 13, 7, (("weight", 5),))


def test_a_label_rule_must_add_up():
    with pytest.raises(Refusal, match="label_rule_length"):
        LabelRule("22", 13, 7, (("weight", 4),))


def test_an_unchecked_scale_with_coarse_units():
    rule = LabelRule("20", 12, 7, (("amount", 5),), amount_scale=10, checked=False)
    assert classify("200000100123", (rule,)) == ScaleLabel("2000001", None, 1230)


def test_check_digits():
    assert check_digit("690123456789") == "2"
    assert has_good_check_digit("6901234567892")
    assert not has_good_check_digit("1")
    assert not has_good_check_digit("69012x")


def test_default_rules_have_distinct_layouts():
    assert len({(r.prefix, r.length) for r in DEFAULT_LABEL_RULES}) == len(DEFAULT_LABEL_RULES)


@given(st.text("0123456789", min_size=12, max_size=12), st.sampled_from("0123456789"))
def test_a_case_tells_what_is_in_it(body, indicator):
    piece = body + check_digit(body)
    case = indicator + body + check_digit(indicator + body)
    wrong = case[:-1] + str((int(case[-1]) + 1) % 10)
    assert packed_code(case) == (piece if indicator in "12345678" else "")
    assert [packed_code(code) for code in (wrong, piece, "")] == ["", "", ""]


@given(st.text("0123456789", min_size=12, max_size=12))
def test_a_code_off_goods_reads_as_a_scan_and_a_wrong_figure_does_not(body):
    code = body + check_digit(body)
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert reads_as_scan(code)
    assert not reads_as_scan(wrong)


@pytest.mark.parametrize(
    ("text", "is_scan"),
    [
        ("01-000041", True),
        ("01-000041/7f3a/234.00", True),
        ("https://id.gs1.org/01/06901234567892", True),
        ("2210014005009", True),
        ("", False),
        ("684213", False),
        ("134567890123456789", False),
        ("4200002115202601011234567890", False),
        ("A1B2C3", False),
    ],
)
def test_what_may_be_a_reference_and_what_looks_scanned(text, is_scan):
    assert reads_as_scan(text) is is_scan
