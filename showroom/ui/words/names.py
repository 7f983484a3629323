"""What sign-in and top bar call things; apart from `trade`, so that the first paint is quick."""

from __future__ import annotations

from types import MappingProxyType

from showroom.domain.permission import Role

PRODUCT = "万荣路88号 · 收银与库存"
PINS_DIFFER = "两次输入的 PIN 不一样，请再输一次"
ROLES = MappingProxyType(
    {Role.CASHIER: "收银员", Role.STOCK_KEEPER: "库管员", Role.SHOP_MANAGER: "店长"}
)
