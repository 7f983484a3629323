"""What people call each setting, and what is said of those that nobody can read."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

NAMES = MappingProxyType(
    {
        "shop_name": "店名",
        "address": "地址",
        "phone": "电话",
        "slogan": "店名下的一句话",
        "footer": "小票页脚",
        "demo": "是不是演示店",
        "shop_uuid": "店铺的标识",
        "round_off": "现金抹零",
        "print_tax": "小票上的增值税",
        "idle_lock_min": "自动锁定",
        "drawer_on_cash": "收现金开钱箱",
        "default_float_fen": "默认备用金",
        "printers": "打印机",
        "theme": "外观",
        "label_rules": "秤标签规则",
        "quick_codes": "快捷商品",
        "receipt_head": "小票页眉",
        "receipt_qr": "小票二维码",
        "receipt_qr_text": "二维码内容",
        "logo": "店标",
        "scale": "电子秤",
        "pole": "顾显",
        "scanner": "串口扫码枪",
        "customer_display": "顾客屏",
        "approve_drawer": "空开钱箱要授权",
        "price_limits": "改价超过多少要授权",
        "cash_gap_fen": "长短款超过多少要授权",
        "drop_limit_fen": "缴款超过多少要授权",
    }
)


def unreadable_settings(names: Sequence[str]) -> str:
    """Which they are, what holds instead, and what to do."""
    named = "、".join(NAMES[name] for name in names)
    return f"这些设置读不出来：{named}。先当作没有设过，可以照常收银；请店长到设置里重新设一次"
