import ast
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from showroom.domain.tender import RoundOff
from showroom.services.shop.settings import ShopSettings
from showroom.ui.settings import part
from showroom.ui.settings.screen import PARTS
from showroom.ui.words.setting_names import NAMES, saved_text

FIELDS = {"line", "choice", "TextField", "NoteField", "AmountEdit", "CountSpin"}
PARTS_OF = {
    "shop": ("shop_name", "address", "phone", "slogan"),
    "counter": (
        *("round_off", "print_tax", "drawer_on_cash", "default_float_fen", "idle_lock_min"),
        *("approve_drawer", "cash_gap_fen", "drop_limit_fen", "price_limits"),
    ),
    "receipt": ("logo", "receipt_head", "footer", "receipt_qr"),
    "look": ("theme",),
    "customer": ("customer_display",),
    "devices": ("scale", "pole", "scanner"),
}


def test_every_setting_has_a_name():
    assert set(NAMES) == {field.name for field in fields(ShopSettings)}


def test_a_form_calls_a_setting_as_the_table_does():
    """The caption and the voice of a field are no words of the form's own."""
    own = []
    for path in Path(part.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in FIELDS:
                first = node.args[0]
                said = str(first.value) if isinstance(first, ast.Constant) else ""
                own += [f"{path.stem}: {said}"] * (said in NAMES.values())
    assert not own


@pytest.mark.parametrize("key", PARTS_OF)
def test_every_setting_with_a_form_has_its_line_there(desk, shop, key):
    """Whatever a form sends under a setting's name stands beside that name."""
    desk.open(shop.suite)
    made = next(p for p in PARTS if p.key == key)(desk.context)
    said = {w.text() for w in made.findChildren(QLabel)}
    assert {NAMES[name] for name in PARTS_OF[key]} <= said
    made.deleteLater()


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("phone", "", "110", "电话 已保存：空 → 110"),
        ("footer", "谢谢\n惠顾", "好" * 20, f"小票底部 已保存：谢谢 惠顾 → {'好' * 15}…"),
        ("approve_drawer", True, False, "空开钱箱要授权 已保存：开 → 关"),
        ("cash_gap_fen", 2_000, 5_000, "长短款上限 已保存：¥20.00 → ¥50.00"),
        ("idle_lock_min", 5, 2, "自动锁屏 已保存：5 分钟 → 2 分钟"),
        ("round_off", RoundOff.FEN, RoundOff.NONE, "抹零 已保存：抹分 → 不抹零"),
        ("theme", "system", "dark", "外观 已保存"),
    ],
)
def test_what_was_saved_is_said_from_what_to_what(name, old, new, said):
    assert saved_text(name, old, new) == said
