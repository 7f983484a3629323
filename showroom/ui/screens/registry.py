"""Which screens there are, by name only: a screen is imported when it is first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from showroom.domain.permission import Permission

if TYPE_CHECKING:
    from showroom.ui.screen import Screen

MAX_KEYS = 9
_HOME = "showroom.ui.screens"


@dataclass(frozen=True, slots=True)
class ScreenSpec:
    """A place in the rail. `target` is ``module:Class``; without `permission` all may go there."""

    name: str
    title: str
    icon: str
    permission: Permission | None
    target: str

    @property
    def exists(self) -> bool:
        """True when the program has this screen."""
        return find_spec(f"{_HOME}.{self.target.partition(':')[0]}") is not None

    def load(self) -> type[Screen]:
        """Import the screen's class."""
        module, _, kind = self.target.partition(":")
        found: type[Screen] = getattr(import_module(f"{_HOME}.{module}"), kind)
        return found


SCREENS = (
    ScreenSpec("checkout", "收银", "checkout", Permission.SELL, "checkout:CheckoutScreen"),
    ScreenSpec("stock", "库存", "stock", Permission.VIEW_STOCK, "stock:StockScreen"),
    ScreenSpec("report", "日报", "report", Permission.REPORT, "day_report:DayReportScreen"),
    ScreenSpec("shift", "班次", "shift", Permission.SHIFT, "shift:ShiftScreen"),
    ScreenSpec("catalogue", "商品", "product", Permission.IMPORT, "catalogue:CatalogueScreen"),
    ScreenSpec("prints", "打印", "printer", None, "prints:PrintsScreen"),
    ScreenSpec("settings", "设置", "settings", Permission.SETTINGS, "settings:SettingsScreen"),
)
