"""What each role may do; checked in the services, shown by the screens."""

from __future__ import annotations

from enum import StrEnum

PERSON_NAME_LENGTH = 40


class Role(StrEnum):
    """收银员, 库管员, 店长."""

    CASHIER = "cashier"
    STOCK_KEEPER = "stock_keeper"
    SHOP_MANAGER = "shop_manager"


class Permission(StrEnum):
    """One word per thing that may be refused."""

    SELL = "sell"
    DISCOUNT = "discount"
    REFUND = "refund"
    OPEN_DRAWER = "open_drawer"
    SHIFT = "shift"
    VIEW_STOCK = "view_stock"
    VIEW_COST = "view_cost"
    IMPORT = "import"
    RECEIVE = "receive"
    MOVE_STOCK = "move_stock"
    SUPPLIERS = "suppliers"
    CONTRACTS = "contracts"
    PLACES = "places"
    REVERSE = "reverse"
    REPORT = "report"
    SETTINGS = "settings"
    PEOPLE = "people"
    APPROVE = "approve"


_CASHIER = frozenset({Permission.SELL, Permission.SHIFT, Permission.VIEW_STOCK})
_STOCK = frozenset(
    {
        *(Permission.VIEW_STOCK, Permission.VIEW_COST, Permission.IMPORT),
        *(Permission.RECEIVE, Permission.MOVE_STOCK, Permission.SUPPLIERS, Permission.PLACES),
    }
)
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.CASHIER: _CASHIER,
    Role.STOCK_KEEPER: _STOCK,
    Role.SHOP_MANAGER: frozenset(Permission),
}


def may(role: Role, permission: Permission) -> bool:
    """True when the role carries the permission."""
    return permission in GRANTS[role]
