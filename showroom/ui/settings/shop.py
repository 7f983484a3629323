"""店铺信息: what the shop is called and what its slips say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.ui.settings.part import Part, TextField, line
from showroom.ui.words.setting_names import NAMES

if TYPE_CHECKING:
    from showroom.services.shop.settings import ShopSettings
    from showroom.ui.engine.context import Context

SHORT, LONG = 60, 200


class ShopPart(Part):
    """Name, address, phone, slogan."""

    key, title, icon, shows_receipt = "shop", "店铺信息", "zone", True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._fields: dict[str, TextField] = {
            "shop_name": TextField(NAMES["shop_name"], SHORT),
            "address": TextField(NAMES["address"], LONG),
            "phone": TextField(NAMES["phone"], SHORT, "例如 021-5566 8888"),
            "slogan": TextField(NAMES["slogan"], LONG, "例如 从田间到舌尖"),
        }
        hints = {
            "shop_name": "小票、日报和窗口上方都用它",
            "slogan": "印在店名下面，可以不填",
        }
        for key, field in self._fields.items():
            self.form.addLayout(line(NAMES[key], field, hint=hints.get(key, "")))
            field.left.connect(lambda text, key=key: self.edited.emit(key, text))
            field.textChanged.connect(lambda *_, key=key: self.tried.emit(key, self._text(key)))

    def show_settings(self, settings: ShopSettings) -> None:
        """Fill the fields."""
        for key, field in self._fields.items():
            field.show_value(getattr(settings, key))

    def complain(self, name: str) -> None:
        """Mark the field."""
        field = self._fields.get(name)
        if field is not None:
            field.complain()

    def _text(self, key: str) -> str:
        return self._fields[key].text()
