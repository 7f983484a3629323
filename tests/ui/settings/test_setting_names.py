from dataclasses import fields

import pytest

from showroom.domain.tender import RoundOff
from showroom.services.shop.settings import ShopSettings
from showroom.ui.words.setting_names import NAMES, saved_text


def test_every_setting_has_a_name():
    assert set(NAMES) == {field.name for field in fields(ShopSettings)}


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("phone", "", "110", "电话 已保存：空 → 110"),
        ("footer", "谢谢\n惠顾", "好" * 20, f"小票底部 已保存：谢谢 惠顾 → {'好' * 16}…"),
        ("approve_drawer", True, False, "空开钱箱要授权 已保存：开 → 关"),
        ("cash_gap_fen", 2_000, 5_000, "长短款上限 已保存：¥20.00 → ¥50.00"),
        ("idle_lock_min", 5, 2, "自动锁屏 已保存：5 分钟 → 2 分钟"),
        ("round_off", RoundOff.FEN, RoundOff.NONE, "抹零 已保存：抹分 → 不抹零"),
        ("theme", "system", "dark", "外观 已保存"),
    ],
)
def test_what_was_saved_is_said_from_what_to_what(name, old, new, said):
    assert saved_text(name, old, new) == said
