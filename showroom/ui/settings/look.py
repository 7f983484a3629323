"""外观: light, dark, or as the desktop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.ui.settings.part import Part, choice, line
from showroom.ui.words.setting_names import NAMES

if TYPE_CHECKING:
    from showroom.services.shop.settings import ShopSettings
    from showroom.ui.engine.context import Context

THEMES = (("light", "浅色"), ("dark", "深色"), ("system", "跟随系统"))


class LookPart(Part):
    """Takes effect at once, on this till alone."""

    key, title, icon = "look", "外观", "sun"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._theme = choice(NAMES["theme"], THEMES)
        self._theme.chosen.connect(lambda key: self.edited.emit("theme", key))
        self.form.addLayout(line(NAMES["theme"], self._theme, hint="只影响这个收银台，马上生效"))

    def show_settings(self, settings: ShopSettings) -> None:
        """Fill the field."""
        self._theme.choose(settings.theme)
