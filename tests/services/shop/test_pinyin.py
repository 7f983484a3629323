import pytest

from showroom.domain.catalogue import APART
from showroom.domain.spelling import plain
from showroom.machine.assets import asset_bytes
from showroom.services.shop.pinyin import spelling


def words(name):
    return spelling(name, "").split(APART)[0].split(" ")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("番茄酱", "fqj"),
        ("广南小粒香大米", "gnxlxdm"),
        ("文山三七(60头)", "wssq60t"),
        ("长阳重阳酒", "cycyj"),
        ("重楼", "cl"),
        ("朝天椒", "ctj"),
        ("党参", "ds"),
        ("单枞茶", "dcc"),
        ("曾氏腊肉", "zslr"),
        ("Ｖ8果汁", "v8gz"),
        ("绿茶", "lc"),
        ("—·()", ""),
        ("", ""),
    ],
)
def test_the_usual_reading_comes_first(name, letters):
    assert "".join(word[:1] for word in words(name)) == letters


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("参", {"shen", "can", "cen"}),
        ("长", {"chang", "zhang"}),
        ("重", {"zhong", "chong", "tong"}),
        ("单", {"dan", "chan", "shan"}),
        ("曾", {"zeng", "ceng"}),
        ("朝", {"chao", "zhao", "zhu"}),
        ("绿", {"lv", "lu"}),
    ],
)
def test_every_reading_is_kept(name, readings):
    assert set(words(name)[0].split("/")) == readings


def test_a_spelling_has_a_word_for_each_letter_and_figure_of_both_names():
    for name in ("文山三七(60头)", "龘𠮷ㄅ茶", "①号 A/B"):
        assert len(words(name)) == len(plain(name))
    assert spelling("三七", "粉").split(APART) == ["san qi", "fen"]


def test_names_of_the_sample_read_as_pypinyin_reads_them_but_for_our_own_places():
    from pypinyin import Style, lazy_pinyin

    rows = asset_bytes("sample", "catalogue.csv").decode().splitlines()[1:]
    names = [row.split(",")[2] for row in rows]
    different = []
    for name in names:
        han = "".join(c for c in name if c > "\u2e7f" and c.isalpha())
        letters = "".join(word[:1] for word in words(han))
        if letters != "".join(lazy_pinyin(han, style=Style.FIRST_LETTER)).lower():
            different.append(name)
    assert different == ["广南底圩茶"]
