import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.domain.spelling import Spelled, plain

NAMES = (
    ("文山三七(60头)", "wen shan san qi 6 0 tou"),
    ("广味腊肉", "guang/yan wei la/xi rou/ru"),
    ("党参", "dang shen/can/cen"),
    ("长阳V8单枞", "chang/zhang yang v 8 dan/chan/shan cong/zong"),
    ("绿茶", "lv/lu cha"),
    ("没有拼音", ""),
    ("西安", "xi an"),
    ("仙草", "xian cao"),
)
SPELLED = Spelled.of(NAMES)


def found(text):
    return list(dict.fromkeys(NAMES[i][0] for i in SPELLED.find(plain(text))))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("sq", "文山三七(60头)"),
        ("wssq", "文山三七(60头)"),
        ("sanqi", "文山三七(60头)"),
        ("wenshansanqi", "文山三七(60头)"),
        ("wssanq", "文山三七(60头)"),
        ("wenssqi60t", "文山三七(60头)"),
        ("三七60", "文山三七(60头)"),
        ("三七（60头）", "文山三七(60头)"),
        ("文shan三q", "文山三七(60头)"),
        ("lr", "广味腊肉"),
        ("LaRou", "广味腊肉"),
        ("ds", "党参"),
        ("dc", "长阳V8单枞"),
        ("dangc", "党参"),
        ("shen", "党参"),
        ("cy", "长阳V8单枞"),
        ("zhyang", "长阳V8单枞"),
        ("v8dc", "长阳V8单枞"),
        ("v8czong", "长阳V8单枞"),
        ("lvcha", "绿茶"),
        ("lucha", "绿茶"),
        ("音", "没有拼音"),
    ],
)
def test_a_name_is_found_however_it_is_typed(text, first):
    assert found(text)[0] == first


@pytest.mark.parametrize(
    "text", ["", "qs", "sq6t", "sanqiu", "wsan qix", "三头", "lvc茶", "\x00", "-"]
)
def test_what_no_name_says_finds_nothing(text):
    assert found(text) == []


def test_only_the_last_syllable_may_be_half_typed():
    assert found("wensha") == ["文山三七(60头)"]
    assert found("weshan") == []


def test_the_usual_reading_comes_before_the_others_and_beginnings_within_each():
    names = (("石参", "shi/dan shen/can"), ("党参", "dang shen/can"), ("参果", "can/shen guo"))
    spelled = Spelled.of(names)
    assert list(dict.fromkeys(spelled.find("s"))) == [0, 1, 2]
    assert list(dict.fromkeys(spelled.find("shen"))) == [0, 1, 2]
    assert list(dict.fromkeys(spelled.find("can"))) == [2, 0, 1]
    assert list(dict.fromkeys(spelled.find("d"))) == [1, 0]


SYLLABLES = st.sampled_from(("wen", "shan", "san", "qi", "zhuang", "an", "xi", "lv", "e"))


@given(
    st.lists(st.lists(SYLLABLES, min_size=1, max_size=2, unique=True), min_size=1, max_size=8),
    st.data(),
)
def test_every_way_to_type_a_part_of_a_name_finds_it(words, data):
    name = "".join(chr(0x4E00 + i) for i in range(len(words)))
    spelled = Spelled.of(
        [("前", "qian"), (name, " ".join("/".join(w) for w in words)), ("后", "-")]
    )
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    typed = ""
    for place in range(start, end):
        reading = data.draw(st.sampled_from(words[place]))
        ways = [reading, reading[0], name[place]]
        if place == end - 1:
            ways.append(reading[: data.draw(st.integers(1, len(reading)))])
        typed += data.draw(st.sampled_from(ways))
    assert 1 in set(spelled.find(typed))


@given(st.text(max_size=30))
def test_no_text_breaks_the_search(text):
    assert set(SPELLED.find(plain(text))) <= set(range(len(NAMES)))


def test_nothing_finds_nothing_and_the_order_is_that_of_the_names():
    assert list(SPELLED.find_all("")) == []
    for text in ("s", "米", "dwbt"):
        assert list(dict.fromkeys(SPELLED.find_all(text))) == sorted(set(SPELLED.find(text)))
