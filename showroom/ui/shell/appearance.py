"""Light, dark, or as the desktop wears it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from showroom.ui.look.theme import apply_theme, theme

SYSTEM = "system"


def theme_name(wanted: str) -> str:
    """``light`` or ``dark``; ``system`` follows the desktop."""
    if wanted != SYSTEM:
        return wanted
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


class Appearance(QObject):
    """Dresses the application and follows the desktop while the shop wishes it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = ""
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)

    def use(self, wanted: str) -> None:
        """Wear ``light``, ``dark`` or ``system``; no work when it is worn already."""
        self._wanted = wanted
        app, name = QApplication.instance(), theme_name(wanted)
        if isinstance(app, QApplication) and theme().name != name:
            apply_theme(app, name)

    def _follow(self) -> None:
        if self._wanted == SYSTEM:
            self.use(SYSTEM)
