"""Words of the trade which several screens use."""

from __future__ import annotations

from types import MappingProxyType

from showroom.domain.stock import Terms
from showroom.domain.tax import tax_name
from showroom.domain.tender import tender_name

__all__ = ["STORAGE", "TERMS", "tax_name", "tender_name"]

TERMS = MappingProxyType({Terms.BUY_OUT: "买断", Terms.CONSIGNMENT: "代销"})
STORAGE = MappingProxyType({"ambient": "常温", "chilled": "冷藏", "frozen": "冷冻"})
