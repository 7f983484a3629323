"""Words of the trade which several screens use."""

from __future__ import annotations

from types import MappingProxyType

from showroom.domain.stock import Terms
from showroom.domain.tax import TaxKind
from showroom.domain.tender import TenderKind
from showroom.ui.look import formats

TENDERS = MappingProxyType(
    {
        TenderKind.CASH: "现金",
        TenderKind.WECHAT: "微信支付",
        TenderKind.ALIPAY: "支付宝",
        TenderKind.UNIONPAY: "云闪付",
        TenderKind.CARD: "银行卡",
        TenderKind.ECNY: "数字人民币",
    }
)
TERMS = MappingProxyType({Terms.BUY_OUT: "买断", Terms.CONSIGNMENT: "代销"})
STORAGE = MappingProxyType({"ambient": "常温", "chilled": "冷藏", "frozen": "冷冻"})
_UNTAXED = MappingProxyType(
    {TaxKind.EXEMPT: "免税", TaxKind.ZERO_RATED: "零税率", TaxKind.OUTSIDE: "不征税"}
)


def tender_name(kind: str) -> str:
    """``微信支付``."""
    return TENDERS[TenderKind(kind)]


def tax_name(kind: str, rate_bp: int) -> str:
    """``应税 9%``, ``免税``."""
    return _UNTAXED.get(TaxKind(kind)) or f"应税 {formats.percent(rate_bp)}"
