"""The words of the slips, and instants in local time."""

from __future__ import annotations

from showroom.domain import business_day
from showroom.domain.business_day import UTC_OFFSET_MIN
from showroom.domain.money import yuan

TENDERS = {
    "cash": "现金",
    "wechat": "微信支付",
    "alipay": "支付宝",
    "unionpay": "云闪付",
    "card": "银行卡",
    "ecny": "数字人民币",
}
CAUSES = {"label": "标签价差", "manual": "单品折扣", "order": "整单折扣", "round_off": "抹零"}
MOVES = {"drop": "中途缴款", "pay_in": "补充备用金"}
PERCENT_BP = 100


def tax_name(kind: str, rate_bp: int) -> str:
    """``应税 9%``, ``免税``."""
    if kind == "taxed":
        return f"应税 {rate_bp / PERCENT_BP:g}%"
    return {"exempt": "免税", "zero_rated": "零税率", "outside": "不征税"}[kind]


def local(at_us: int, offset_min: int = UTC_OFFSET_MIN, *, seconds: bool = True) -> str:
    """``2030-05-01 09:30:15`` of an instant in UTC microseconds."""
    when = business_day.local(at_us, offset_min)
    return when.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")


def money(fen: int) -> str:
    """A figure in yuan with grouping, e.g. ``1,234.50``."""
    sign = "-" if fen < 0 else ""
    whole, cents = yuan(abs(fen)).split(".")
    return f"{sign}{int(whole):,}.{cents}"
