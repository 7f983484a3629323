"""Payment codes as customers show them, and as hands and input methods write them down."""

import re
import unicodedata

from hypothesis import assume
from hypothesis import strategies as st

from showroom.domain.mask import STRUCK

FIGURES = st.sampled_from("0123456789")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
SPELLED = st.sampled_from(
    [
        str.maketrans("0123456789", "〇一二三四五六七八九"),
        str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖"),
        str.maketrans("0", "O"),
    ]
)
AS_FIGURES = str.maketrans("〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖O", "012345678901234567890")
MOBILE = re.compile(r"1[3-9]\d{9}")
"""A telephone number is no part of a code."""
BETWEEN = st.sampled_from(
    [
        " ",
        "-",
        "\u00a0",
        "\u3000",
        "\u200b",
        " - ",
        "/",
        "_",
        "a",
        " wx ",
        "付款",
        "x",
        "X",
        "号",
        "件",
        "号楼",
        "室 ",
        " " * 6,
        " " * 13,
        "-" * 40,
        " …… , ",
    ]
)
MEASURES = "号时点分秒元角件个斤克千公盒袋箱桌楼室年月日xX×付wl款"
"""What stands behind a number in a shop's own words, and between a code's groups."""
AROUND = st.sampled_from(["", "WX", "微信", "a", "号", "桌3 ", "：", "参考 ", "Ａ"])


@st.composite
def codes(draw):
    """A code of any channel."""
    begin, low, high = draw(
        st.sampled_from(
            [(f"1{n}", 18, 18) for n in range(6)]
            + [(str(n), 16, 24) for n in range(25, 31)]
            + [("62", 16, 20), ("01", 19, 19)]
        )
    )
    size = draw(st.integers(low, high))
    return begin + "".join(draw(st.lists(FIGURES, min_size=size - 2, max_size=size - 2)))


@st.composite
def dressed(draw, code):
    """The code in groups, in full-width figures, between letters; spelled, with O for 0."""
    size, between = draw(st.integers(2, 24)), draw(BETWEEN)
    groups = [code[i : i + size] for i in range(0, len(code), size)]
    assume(not any(map(MOBILE.fullmatch, groups)))
    text = between.join(groups)
    figures = all(group.strip("0") for group in groups)  # OOO alone is a word
    if draw(st.booleans()) and figures and not any(map(str.isalpha, between)):
        return text.translate(draw(SPELLED))
    if draw(st.booleans()):
        text = text.translate(FULL_WIDTH)
    before, after = draw(AROUND), draw(AROUND)
    # A word behind each piece makes a list of it (docs/trade.md#payment-codes).
    assume(not (between == "室 " and after[:1].isalpha()))
    return before + text + ("" if after == "桌3 " else after)


def digits_of(text):
    """All figures of a text in ASCII, whatever stands between them."""
    return "".join(
        str(unicodedata.digit(c)) for c in text if unicodedata.digit(c, None) is not None
    )


def leaks(text, code):
    """True when more than the last four figures of the code can still be read."""
    left = [digits_of(part.translate(AS_FIGURES)) for part in text.split(STRUCK)]
    return any(code[-5:] in part or code[:6] in part for part in left)
