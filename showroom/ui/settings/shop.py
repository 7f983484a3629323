"""店铺信息: what the shop is called and what its slips say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.ui.settings.part import Part, TextField, line

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
            "shop_name": TextField("店名", SHORT),
            "address": TextField("地址", LONG),
            "phone": TextField("电话", SHORT, "例如 021-5566 8888"),
            "slogan": TextField("店名下的一句话", LONG, "例如 从田间到舌尖"),
        }
        names = {
            "shop_name": ("店名", "小票、日报和窗口上方都用它"),
            "address": ("地址", ""),
            "phone": ("电话", ""),
            "slogan": ("一句话", "印在店名下面，可以不填"),
        }
        for key, field in self._fields.items():
            name, hint = names[key]
            self.form.addLayout(line(name, field, hint=hint))
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
