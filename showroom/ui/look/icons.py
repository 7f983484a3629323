"""Icons of one outlined family, tinted by the theme and sharp at any scaling."""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel
from shiboken6 import isValid

from showroom.machine.assets import asset_bytes
from showroom.ui.look.theme import ThemeState, theme, theme_state
from showroom.ui.look.tokens import SIZE

CACHED = 512


@dataclass(frozen=True, slots=True)
class _Dress:
    name: str
    tint: str
    size: int
    on: str


_listening: list[ThemeState] = []
_worn: WeakKeyDictionary[QAbstractButton | QAction | QLabel, _Dress] = WeakKeyDictionary()


def set_icon(
    target: QAbstractButton | QAction | QLabel,
    name: str,
    tint: str = "ink",
    size: int = SIZE.icon,
    on: str = "",
) -> None:
    """Give `target` an icon that follows the theme; `on` is the token while it is checked."""
    if not _listening:
        _listening.append(theme_state())
        theme_state().changed.connect(_redress)
    _worn[target] = _Dress(name, tint, size, on)
    _put_on(target, _worn[target])


def _redress() -> None:
    for target, dress in list(_worn.items()):
        if isValid(target):
            _put_on(target, dress)
        else:
            del _worn[target]


def _put_on(target: QAbstractButton | QAction | QLabel, dress: _Dress) -> None:
    if isinstance(target, QLabel):
        target.setPixmap(pixmap(dress.name, dress.tint, dress.size))
        return
    plain = icon(dress.name, dress.tint, dress.size)
    target.setIcon(
        two_state_icon(dress.name, dress.tint, dress.on, dress.size) if dress.on else plain
    )
    if isinstance(target, QAbstractButton):
        target.setIconSize(QSize(dress.size, dress.size))


def icon(name: str, tint: str = "ink", size: int = SIZE.icon) -> QIcon:
    """The icon `name` of resources/icons in a token's colour, e.g. ``icon("cash", "accent")``.

    Disabled states come along in the `disabled` token. Unknown names raise FileNotFoundError.
    """
    scale = _scale()
    palette = theme()
    made = QIcon(_pixmap(name, palette.colour(tint), size, scale))
    made.addPixmap(_pixmap(name, palette.disabled, size, scale), QIcon.Mode.Disabled)
    return made


def two_state_icon(name: str, off: str, on: str, size: int = SIZE.icon) -> QIcon:
    """An icon which changes its colour token when its button is checked."""
    scale = _scale()
    palette = theme()
    made = QIcon(_pixmap(name, palette.colour(off), size, scale))
    chosen = _pixmap(name, palette.colour(on), size, scale)
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Active):
        made.addPixmap(chosen, mode, QIcon.State.On)
    made.addPixmap(_pixmap(name, palette.disabled, size, scale), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, tint: str = "ink", size: int = SIZE.icon) -> QPixmap:
    """The same as a picture for labels and painters; treat it as read-only."""
    return _pixmap(name, theme().colour(tint), size, _scale())


def _scale() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


@lru_cache(maxsize=CACHED)
def _pixmap(name: str, tint: str, size: int, scale: float) -> QPixmap:
    source = asset_bytes("icons", f"{name}.svg").replace(b"currentColor", tint.encode())
    renderer = QSvgRenderer(QByteArray(source))
    side = round(size * scale)
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(scale)
    return drawn


atexit.register(_pixmap.cache_clear)  # pictures must not outlive the QApplication


def till_icon() -> QIcon:
    """The picture of the program itself, in no colour of a theme."""
    picture = QPixmap()
    picture.loadFromData(asset_bytes("app", "till.png"))
    return QIcon(picture)
