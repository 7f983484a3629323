"""Price tags by the places of what stands on them: whole names, and nothing upon anything."""

from dataclasses import replace
from itertools import combinations, takewhile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from showroom.domain.label import SIZES, PriceTag
from showroom.domain.legible import clusters
from showroom.domain.quantity import SoldBy
from showroom.printing.layouts.text import clean
from showroom.printing.render.price_tag import DOTS_PER_MM, EDGE, tag_places
from showroom.printing.render.tag_text import Words

YAK = "བོད་ཀྱི་གཡག་ཤ་སྐམ་པོ།"
LONG_YAK = "བོད་ཀྱི་གཡག་ཤ་སྐམ་པོ་ལྷོ་ཁ་ས་ཁུལ་གྱི་ཐོན་ཟོག"
DRIED_FRUIT = "ئۇيغۇر نانلىرى ۋە قۇرۇق مېۋىلەر"
RICE = PriceTag(
    "云南文山广南县八宝贡米有机小粒香米礼盒装", 3980, "袋", SoldBy.EACH, "5kg/袋", "广南县",
    "八宝米业合作社", "一级", "6990100100011", "WS0001",
)  # fmt: skip
SCRIPTS = [
    *("米", "鲊", "𠮷", "，", "（", "5kg", "Wy", " ", "ᚠ", "e\u0301", "a" + "\u0301" * 9),
    *("༡", "བོད་", "རྒྱུ", "སྐྱེ༷", "ཨྃཿ", "ཀིེོུ" * 4, "ئۇيغۇر", "گۈل"),
    *("👨\u200d👩\u200d👧\u200d👦", "1\ufe0f\u20e3", "🏳️\u200d🌈"),
]
PIECES = st.sampled_from(SCRIPTS)
WORDS = st.lists(PIECES, max_size=24).map("".join)
TAGS = st.builds(
    PriceTag,
    name=st.lists(PIECES, min_size=1, max_size=40).map("".join),
    price_fen=st.integers(1, 10**9),
    unit=WORDS.map(lambda text: text[:8]),
    sold_by=st.sampled_from(SoldBy),
    spec=WORDS,
    county=WORDS,
    producer=WORDS,
    grade=st.sampled_from(["", "一级"]),
    barcode=st.sampled_from(["", "6990100100011"]),
    code=st.text("ABC0189-_./", max_size=32),
    was_fen=st.integers(0, 10**9),
)


def named(places):
    """The lines of a name: the first words, and the only bold ones but the price."""
    return [
        words.shown for words in takewhile(lambda p: isinstance(p, Words) and p.type.bold, places)
    ]


def apart(one, other):
    left, top, right, bottom = one.box
    return (
        right <= other.box[0]
        or other.box[2] <= left
        or bottom <= other.box[1]
        or other.box[3] <= top
    )


def ink(places, wide, high):
    image = Image.new("L", (wide, high), 255)
    draw = ImageDraw.Draw(image)
    for place in places:
        place.draw(draw)
    return image


@pytest.mark.parametrize("size", SIZES)
@settings(max_examples=60, deadline=None)
@example(replace(RICE, name=YAK, was_fen=6800))
@example(replace(RICE, name="米", county="果洛མགོ་ལོག", was_fen=6800))
@example(replace(RICE, name=YAK * 4, spec=YAK, county=YAK * 2, unit="བོད་རྒྱུ", was_fen=10**9))
@given(TAGS)
def test_nothing_on_a_tag_lies_on_anything_else(size, tag):
    wide, high = (int(mm) * DOTS_PER_MM for mm in size.split("x"))
    places = tag_places(tag, size)
    for one, other in combinations(places, 2):
        assert apart(one, other), (one, other)
    for place in places:
        left, top, right, bottom = place.box
        assert EDGE <= left <= right <= wide - EDGE
        assert EDGE <= top <= bottom <= high
        blank = ink([], wide, high)
        seen = ImageChops.difference(ink([place], wide, high), blank).getbbox()
        # Marks may lean over the end of a line; the edge is wide enough for them.
        lean = place.type.size // 3 if isinstance(place, Words) else 0
        if seen:
            assert left - lean <= seen[0] <= seen[2] <= right + lean + 1
            assert top - 1 <= seen[1] <= seen[3] <= bottom + 2


@pytest.mark.parametrize("size", SIZES)
@settings(max_examples=60, deadline=None)
@given(TAGS)
def test_a_name_is_whole_or_says_that_it_is_not(size, tag):
    lines = named(tag_places(tag, size))
    shown, whole = "".join(lines), clean(tag.name)
    if shown != whole:
        kept = clusters(shown.removesuffix("…"))
        assert shown.endswith("…")
        assert kept == clusters(whole)[: len(kept)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("was", [0, 6800])
@pytest.mark.parametrize(
    "name", [RICE.name, LONG_YAK, "ئۇيغۇر نانلىرى ۋە قۇرۇق مېۋىلەر", RICE.name * 2]
)
def test_a_long_name_is_whole_beside_spec_county_and_what_it_was(size, was, name):
    places = tag_places(replace(RICE, name=name, was_fen=was), size)
    assert "".join(named(places)) == clean(name)
    told = "".join(p.shown for p in places if isinstance(p, Words))
    for fact in (RICE.spec, RICE.grade, RICE.county, "元/袋", "39.80", RICE.barcode):
        assert fact in told
    assert ("原价 68.00" in told) == bool(was)
