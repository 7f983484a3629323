"""A quiet sign in the top bar which turns amber or red and opens its desk."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from showroom.ui.engine.ports import Status
from showroom.ui.look.icons import set_icon
from showroom.ui.look.theme import colour, ui_font
from showroom.ui.look.tokens import SIZE

BADGE, BADGE_TEXT, MOST = 16, 10, 99
QUIET = Status()


class StatusGlyph(QToolButton):
    """Its place and size never change. The mark on it is a figure or ``!``, not colour alone."""

    def __init__(self, icon: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._title = icon, title
        self._state = QUIET
        dress_bar_button(self)
        self.show_state(QUIET)

    @property
    def state(self) -> Status:
        """What it tells."""
        return self._state

    @property
    def mark(self) -> str:
        """What stands at the corner: nothing while all is well, ``!``, how many, or ``99+``."""
        if not self._state.tone:
            return ""
        count = self._state.count
        return "!" if not count else str(count) if count <= MOST else f"{MOST}+"

    def show_state(self, state: Status) -> None:
        """Tell how the desk is doing."""
        self._state = state
        text = f"{self._title}：{state.sentence}" if state.sentence else self._title
        self.setToolTip(text)
        self.setAccessibleName(text)
        set_icon(self, self._icon, state.tone or "muted", SIZE.icon)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The icon, and a mark at its corner when it wants something."""
        super().paintEvent(event)
        text = self.mark
        if not text:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = ui_font(BADGE_TEXT, bold=True)
        painter.setFont(font)
        width = max(BADGE, painter.fontMetrics().horizontalAdvance(text) + 8)
        box = QRectF(self.width() - width - 3, 4, width, BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self._state.tone))
        painter.drawRoundedRect(box, BADGE / 2, BADGE / 2)
        painter.setPen(colour("card"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


def bar_button(icon: str, hint: str) -> QToolButton:
    """A plain button of the top bar."""
    made = QToolButton()
    dress_bar_button(made)
    made.setToolTip(hint)
    made.setAccessibleName(hint.partition("  ")[0])
    set_icon(made, icon, "muted", SIZE.icon)
    return made


def dress_bar_button(button: QToolButton) -> None:
    """As large as a finger needs and as quiet as the bar."""
    button.setProperty("variant", "bar")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
