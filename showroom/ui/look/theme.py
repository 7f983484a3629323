"""Light and dark: fonts, palette and the style sheet, all from the tokens."""

from __future__ import annotations

from string import Template
from weakref import WeakSet

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget
from shiboken6 import isValid

from showroom.machine.assets import asset_bytes, asset_path
from showroom.ui.look.tokens import (
    FAMILIES,
    LIGHT,
    PALETTES,
    SIZE,
    SPACE,
    TYPE,
    Palette,
)

FONTS = (
    "NotoSansSC-Regular.ttf",
    "NotoSansSC-Bold.ttf",
    "NotoSansSCRare-Regular.ttf",
    "NotoSerifTibetan-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoEmoji-Regular.ttf",
)


class ThemeState(QObject):
    """The theme in force; `changed` is emitted after every window wears it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.palette: Palette = LIGHT
        self.prepared = False
        self.sheet = ""
        self.windows: WeakSet[QWidget] = WeakSet()


_state: list[ThemeState] = []


def theme_state() -> ThemeState:
    """The one theme of the process, made on first use (after the QApplication)."""
    if not _state:
        _state.append(ThemeState())
    return _state[0]


def theme() -> Palette:
    """Colours of the theme in force."""
    return theme_state().palette


def colour(token: str) -> QColor:
    """A token of the theme in force, ready to paint with."""
    return QColor(theme().colour(token))


def apply_theme(app: QApplication, name: str) -> None:
    """Dress the windows as ``light`` or ``dark``; unknown names mean light.

    Every widget is looked at anew, about a millisecond each: what is worn already stays on.
    """
    state = theme_state()
    palette = PALETTES.get(name, LIGHT)
    if state.sheet and state.palette is palette:
        return
    _prepare(app, state)
    state.palette, state.sheet = palette, style_sheet(palette)
    app.setPalette(_qt_palette(palette))
    for window in list(state.windows):
        if isValid(window):
            window.setStyleSheet(state.sheet)
    state.changed.emit()


def dress(window: QWidget) -> None:
    """Let a window, and whatever comes into it, wear the theme from now on.

    The style sheet is the window's: the application's would dress each widget when it is born and
    again whenever something around it gets a parent, six times before a page is seen
    (docs/performance.md#the-first-opening-of-a-page).
    """
    state = theme_state()
    state.windows.add(window)
    window.setStyleSheet(state.sheet)


def ui_font(pixels: int, *, bold: bool = False) -> QFont:
    """The interface font with figures of equal width, and the scripts' behind it."""
    font = QFont(list(FAMILIES))
    font.setPixelSize(pixels)
    font.setBold(bold)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def style_sheet(palette: Palette) -> str:
    """The template with its placeholders filled; a missing token raises KeyError."""
    values: dict[str, object] = dict(palette.colours())
    for group, prefix in ((SPACE, "space"), (TYPE, "type"), (SIZE, "size")):
        values |= {f"{prefix}_{name}": getattr(group, name) for name in group.__slots__}
    values["families"] = ", ".join(f'"{family}"' for family in FAMILIES)
    with asset_path("themes", palette.name) as folder:
        values["images"] = folder.as_posix()
    return Template(asset_bytes("themes", "showroom.qss").decode()).substitute(values)


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties and let the style sheet look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def _prepare(app: QApplication, state: ThemeState) -> None:
    """Once per process: style, fonts, and Qt's own words (menus of fields, calendars), Chinese."""
    if state.prepared:
        return
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    words = QTranslator(app)
    if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
    for name in FONTS:
        with asset_path("fonts", name) as path:
            QFontDatabase.addApplicationFont(str(path))
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(ui_font(TYPE.body))
    state.prepared = True


def _qt_palette(tokens: Palette) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: tokens.page,
        QPalette.ColorRole.Base: tokens.card,
        QPalette.ColorRole.AlternateBase: tokens.raised,
        QPalette.ColorRole.Button: tokens.card,
        QPalette.ColorRole.WindowText: tokens.ink,
        QPalette.ColorRole.Text: tokens.ink,
        QPalette.ColorRole.ButtonText: tokens.ink,
        QPalette.ColorRole.BrightText: tokens.danger,
        QPalette.ColorRole.PlaceholderText: tokens.muted,
        QPalette.ColorRole.Highlight: tokens.selection,
        QPalette.ColorRole.HighlightedText: tokens.ink,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.ToolTipBase: tokens.tooltip,
        QPalette.ColorRole.ToolTipText: tokens.on_tooltip,
        QPalette.ColorRole.Mid: tokens.line,
        QPalette.ColorRole.Accent: tokens.accent,
    }
    palette = QPalette()
    for role, value in roles.items():
        palette.setColor(role, QColor(value))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.disabled))
    return palette
