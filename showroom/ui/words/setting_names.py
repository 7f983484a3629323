"""What a setting is called, what is said of a change of it, and of those nobody can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from showroom.domain.legible import cut
from showroom.domain.tender import RoundOff
from showroom.ui.look import formats

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "shop_name": "店名",
        "demo": "是不是演示店",
        "shop_uuid": "店铺的标识",
        "address": "地址",
        "phone": "电话",
        "slogan": "一句话",
        "footer": "小票底部",
        "round_off": "抹零",
        "print_tax": "小票印税额",
        "idle_lock_min": "自动锁屏",
        "drawer_on_cash": "收现金开钱箱",
        "default_float_fen": "默认备用金",
        "printers": "打印机",
        "theme": "外观",
        "label_rules": "秤标签",
        "quick_codes": "快捷商品",
        "receipt_head": "小票抬头",
        "receipt_qr": "小票二维码",
        "receipt_qr_text": "二维码内容",
        "logo": "店标",
        "scale": "电子秤",
        "pole": "客显",
        "scanner": "扫码枪",
        "customer_display": "顾客屏",
        "approve_drawer": "空开钱箱要授权",
        "price_limits": "调价上限",
        "cash_gap_fen": "长短款上限",
        "drop_limit_fen": "缴款上限",
    }
)
LONGEST = 16
ROUND_OFF: Mapping[RoundOff, str] = MappingProxyType(
    {RoundOff.NONE: "不抹零", RoundOff.FEN: "抹分", RoundOff.JIAO: "抹角分"}
)


def saved_text(name: str, old: object, new: object) -> str:
    """``电话 已保存：空 → 110``; what cannot be said in a few words is only named."""
    before, after = _words(name, old), _words(name, new)
    moved = f"：{before} → {after}" if before and after else ""
    return f"{NAMES[name]} 已保存{moved}"


def unreadable_settings(names: Sequence[str]) -> str:
    """Which they are, what holds instead, and what to do."""
    named = "、".join(NAMES[name] for name in names)
    return f"这些设置读不出来：{named}。先当作没有设过，可以照常收银；请店长到设置里重新设一次"


def _words(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "开" if value else "关"
    if isinstance(value, RoundOff):
        return ROUND_OFF[value]
    if isinstance(value, int):
        return formats.money(value) if name.endswith("_fen") else f"{value} 分钟"
    if isinstance(value, str) and name not in {"theme", "receipt_qr", "logo"}:
        text = " ".join(value.split())
        return cut(text, LONGEST) or "空"
    return ""
