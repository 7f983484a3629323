"""Payment codes as customers show them, and as hands and input methods write them down."""

import unicodedata

from hypothesis import strategies as st

from showroom.domain.mask import STRUCK

FIGURES = st.sampled_from("0123456789")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
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
        " " * 6,
        " …… , ",
    ]
)
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
    """The code in groups, in full-width figures, between letters."""
    size = draw(st.integers(3, 24))
    groups = [code[i : i + size] for i in range(0, len(code), size)]
    text = draw(BETWEEN).join(groups)
    if draw(st.booleans()):
        text = text.translate(FULL_WIDTH)
    before, after = draw(AROUND), draw(AROUND)
    return before + text + ("" if after == "桌3 " else after)


def digits_of(text):
    """All figures of a text in ASCII, whatever stands between them."""
    return "".join(
        str(unicodedata.digit(c)) for c in text if unicodedata.digit(c, None) is not None
    )


def leaks(text, code):
    """True when more than the last four figures of the code can still be read."""
    left = [digits_of(part) for part in text.split(STRUCK)]
    return any(code[-5:] in part or code[:6] in part for part in left)
