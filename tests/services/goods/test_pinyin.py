import pytest

from showroom.machine.assets import asset_bytes
from showroom.services.goods.pinyin import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("番茄酱", "fqj"),
        ("广南小粒香大米", "gnxlxdm"),
        ("文山三七(60头)", "wssq60t"),
        ("长阳重阳酒", "cycyj"),
        ("Ｖ8果汁", "v8gz"),
        ("绿茶", "lc"),
        ("—·()", ""),
        ("", ""),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_names_of_the_sample_read_as_pypinyin_reads_them_but_for_our_own_places():
    from pypinyin import Style, lazy_pinyin

    rows = asset_bytes("sample", "catalogue.csv").decode().splitlines()[1:]
    names = [row.split(",")[2] for row in rows]
    different = []
    for name in names:
        han = "".join(c for c in name if c > "\u2e7f" and c.isalpha())
        if initials(han) != "".join(lazy_pinyin(han, style=Style.FIRST_LETTER)).lower():
            different.append(name)
    assert different == ["广南底圩茶"]
