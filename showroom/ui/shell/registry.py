"""Which screens there are, by name only: a screen is imported when it is first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from showroom.domain.permission import Permission
from showroom.domain.stock import DocumentKind

if TYPE_CHECKING:
    from showroom.ui.engine.screen import Screen

MAX_KEYS = 10
"""Figures of a keyboard: Alt+1 … Alt+9, and Alt+0 for the tenth place."""
_HOME = "showroom.ui"


@dataclass(frozen=True, slots=True)
class ScreenSpec:
    """A place in the rail; without `permission` everybody may go there.

    `target` is ``room:Class``, found in the room's ``screen.py``. `drafts` are the kinds of
    documents whose drafts it goes on with: its `open_part` gets ``draft/`` and the draft's key.
    """

    name: str
    title: str
    icon: str
    permission: Permission | None
    target: str
    drafts: tuple[DocumentKind, ...] = ()

    @property
    def key(self) -> str:
        """``Alt+3``: of the place, not of who may go there; a number has one meaning for all."""
        at = SCREENS.index(self) + 1
        return f"Alt+{at % MAX_KEYS}" if at <= MAX_KEYS else ""

    def load(self) -> type[Screen]:
        """Import the screen's class."""
        room, _, kind = self.target.partition(":")
        found: type[Screen] = getattr(import_module(f"{_HOME}.{room}.screen"), kind)
        return found


SCREENS = (
    ScreenSpec("checkout", "收银", "checkout", Permission.SELL, "counter:CounterScreen"),
    ScreenSpec("stock", "库存", "stock", Permission.VIEW_STOCK, "stock:StockScreen"),
    ScreenSpec(
        "receiving",
        "收货",
        "import",
        Permission.RECEIVE,
        "receiving:ReceivingScreen",
        drafts=(DocumentKind.GOODS_RECEIPT, DocumentKind.OPENING),
    ),
    ScreenSpec("documents", "单据", "document", Permission.VIEW_STOCK, "documents:DocumentsScreen"),
    ScreenSpec(
        "transfers",
        "调拨",
        "transfer",
        Permission.MOVE_STOCK,
        "transfers:TransfersScreen",
        drafts=(DocumentKind.TRANSFER, DocumentKind.TRANSFER_RECEIPT),
    ),
    ScreenSpec(
        "leaving",
        "领用",
        "export",
        Permission.MOVE_STOCK,
        "leaving:LeavingScreen",
        drafts=(DocumentKind.ISSUE, DocumentKind.WRITE_OFF, DocumentKind.SUPPLIER_RETURN),
    ),
    ScreenSpec(
        "suppliers", "供应商", "supplier", Permission.SUPPLIERS, "suppliers:SuppliersScreen"
    ),
    ScreenSpec("report", "日报", "report", Permission.REPORT, "report:DayReportScreen"),
    ScreenSpec("shift", "班次", "shift", Permission.SHIFT, "shift:ShiftScreen"),
    ScreenSpec("catalogue", "商品", "product", Permission.IMPORT, "catalogue:CatalogueScreen"),
    ScreenSpec("prints", "打印", "printer", None, "slips:PrintsScreen"),
    ScreenSpec("settings", "设置", "settings", Permission.SETTINGS, "settings:SettingsScreen"),
)


def places_with_keys() -> str:
    """``Alt+1…8``, and from the tenth place on ``Alt+1…9、Alt+0``."""
    last = min(len(SCREENS), MAX_KEYS)
    return f"Alt+1…{last}" if last < MAX_KEYS else f"Alt+1…{MAX_KEYS - 1}、Alt+0"


def goes_on_with(kind: DocumentKind) -> ScreenSpec | None:
    """The screen that goes on with a draft of this kind, None while there is none."""
    return next((entry for entry in SCREENS if kind in entry.drafts), None)
