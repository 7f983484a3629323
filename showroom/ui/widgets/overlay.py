"""A panel inside the window instead of a dialog: the page dims, a card comes forward.

Esc closes, Tab stays inside, the focus returns where it was or is wanted since. Shortcuts of the
screen behind do not fire; those of hosts inside do (by `actions.shortcut_action`, which knows
the layers).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from showroom.domain.mask import shown
from showroom.ui.engine.actions import shortcut_action
from showroom.ui.look.icons import set_icon
from showroom.ui.look.theme import colour, theme
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.message_strip import ASKS
from showroom.ui.widgets.said_here import SaidHere
from showroom.ui.widgets.scroll_box import ScrollBox
from showroom.ui.widgets.words_edit import WordsEdit

DIM_LIGHT, DIM_DARK = 90, 150
MARGIN = SPACE.l
DROP_WIDTH = 420
PAD_WIDTH = 280
MOST = (1 << 24) - 1
"""Qt's own word for no limit."""
HEAD, FOOT, SAID = 44 + SPACE.m, 44 + SPACE.m, 60 + SPACE.m
"""Title, buttons, and a refusal of two lines, with the gap beside each, logical pixels."""


class Overlay(QWidget):
    """Fill `body` and `footer`, then `open()`. `closed` follows every way out.

    `side` is ``center`` or ``right``. With `dismissable` off neither Esc nor a click beside the
    card closes it. A `throwaway` one is deleted once closed.
    """

    closed = Signal()
    gives_way: ClassVar[bool] = False
    """A scan closes it and goes on to the screen behind."""
    takes_scans: ClassVar[bool] = False
    """`scanned` has a use for them; behind all others a scan waits."""

    def __init__(
        self,
        host: QWidget,
        title: str,
        width: int = 520,
        side: str = "center",
        *,
        dismissable: bool = True,
        throwaway: bool = False,
    ) -> None:
        super().__init__(host.window())
        self.hide()
        self.setProperty("modal_layer", True)
        # A click on a chip or beside a field leaves the keyboard where it was.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(title)
        self.dismissable = dismissable
        self._side = side
        self._throwaway = throwaway
        self._before: QWidget | None = None
        self._stood: dict[QLineEdit, str] = {}
        self.first: QWidget | None = None
        self.default: QPushButton | None = None
        """What Enter on a chip does; none where that would be dangerous."""
        self._width, self._height = width, 0
        self.card = Card(padding=SPACE.l)
        self.title = label(title, "section")
        self._close = QPushButton()
        self._close.setProperty("variant", "ghost")
        self._close.setProperty("scale", "glyph")
        self._close.setAccessibleName("关闭")
        self._close.setToolTip("关闭  Esc")
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.dismiss)
        set_icon(self._close, "close", "muted")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self._close)
        content = QWidget()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(SPACE.s)
        self._scroll = ScrollBox(content)
        self.footer = QHBoxLayout()
        self.footer.setSpacing(SPACE.xs)
        self.card.body.setSpacing(SPACE.m)
        self.card.body.addLayout(head)
        self.said = SaidHere(self)
        self._touched: QWidget | None = None
        left = column(self._scroll, self.said, spacing=SPACE.m)
        left.setStretch(0, 1)
        self._middle = row(spacing=SPACE.m)
        self._middle.addLayout(left, 1)
        self.card.body.addLayout(self._middle, 1)
        self.card.body.addLayout(self.footer)
        self._outer = QHBoxLayout(self)
        self._place_card()
        self._fit()
        self._close.setHidden(not dismissable)

    def keep_height(self, pixels: int) -> None:
        """One height whatever its content, where the window has it."""
        self._height = pixels
        self._fit()

    def put_pad(self, pad: QWidget) -> None:
        """What fingers type on: below the body, which scrolls; beside it where height is short."""
        self._touched = pad
        self.body.addStretch(1)
        self._middle.addWidget(pad)
        self._fit()

    def drop_pad(self) -> None:
        """Nothing is typed on it any more: the body has its room."""
        if self._touched is not None:
            self._touched.hide()
            self._touched = None
            self.body.takeAt(self.body.count() - 1)
            self._fit()

    def stand_below(self, widget: QWidget) -> None:
        """Between body and buttons, where it never scrolls: what decides what they do."""
        self.card.body.insertWidget(self.card.body.count() - 1, widget)

    def open(self, focus: QWidget | None = None) -> None:
        """Come forward; `focus` (or `first`, or the first field) gets the keyboard."""
        self._before = self.window().focusWidget()
        self._stood = {field: field.text() for field in _entries(self)}
        self.cover()
        self.window().installEventFilter(self)
        _application().focusChanged.connect(self._hold_keyboard)
        self.raise_()
        self.show()
        self._outer.activate()
        first = focus or self.first or next(iter(self._stops()), self)
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def entry(self) -> str:
        """What somebody filled in that closing would lose, in words; "" for nothing.

        Figures and words of any panel; what shows dots is named by no figure of it.
        """
        filled = [f for f in _entries(self) if f.text() and f.text() != self._stood.get(f, "")]
        seen = "、".join(f.text() for f in filled if f.echoMode() is f.EchoMode.Normal)
        told = f"已填 {seen}" if seen else "填的"
        return f"{told}，还没有确定" if filled else ""

    def dismiss(self) -> None:
        """Close if the person may; what was filled in is asked about."""
        if not self.dismissable:
            return
        if entry := self.entry():
            ask_drop(self, entry, self.close_panel)
        else:
            self.close_panel()

    @property
    def in_the_way(self) -> dict[str, str]:
        """What a refusal of what it holds back says of it: Esc only where Esc closes it."""
        way_out = {"esc": "Esc"} if self.dismissable else {}
        return {"title": self.title.text(), **way_out}

    def scanned(self, code: str) -> bool:
        """A scan while it is in front, of those that take scans; False when it was refused."""
        del code
        return False

    def scan_waits(self, code: str) -> bool:
        """Whether a scan is taken later: by it, when it has read something, or behind it."""
        del code
        return False

    def close_panel(self) -> None:
        """Go away and give the focus back."""
        if not self.isVisible():
            return
        self.window().removeEventFilter(self)
        _application().focusChanged.disconnect(self._hold_keyboard)
        self.hide()
        before = self._before
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        if self._throwaway:
            self.deleteLater()

    def _hold_keyboard(self, old: QWidget | None, now: QWidget | None) -> None:
        """What asks for the keyboard behind the panel is given it when the panel is gone.

        A PIN that is typed on must not fall into a field of the page.
        """
        window = self.window()
        if now is None or now.window() is not window or top_overlay(window) is not self:
            return
        if now is not self and not self.isAncestorOf(now):
            inside = old is not None and isValid(old) and (old is self or self.isAncestorOf(old))
            if old is not None and inside and old.isVisible():
                self._before = now  # else Qt only looked for a place for what was hidden
                old.setFocus()
            else:
                self.setFocus()

    def event(self, event: QEvent) -> bool:
        """Keep all shortcuts from the screen behind."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; other keys go to the actions inside; nothing reaches the screen behind.

        A field leaves its Enter to us after it has answered: by then the panel may be closed and
        the keyboard back on a button of the screen.
        """
        if not self.isVisible():
            event.accept()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key():
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            key = QKeyCombination(modifiers, Qt.Key(event.key()))
            action = shortcut_action(self.window(), key)
            if action is not None:
                action.trigger()
            elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
                self._answer()
        event.accept()

    def _answer(self) -> None:
        """Enter presses the button that has the keyboard; on a chip it does what is the default.

        Qt presses buttons of its own dialogs alone. A panel that has the keyboard itself takes
        none: the key may be the bounce of the one that opened it.
        """
        now = self.window().focusWidget()
        if isinstance(now, QPushButton):
            now.click()
        elif isinstance(now, QAbstractButton) and self.default is not None:
            self.default.click()

    def focusNextPrevChild(self, following: bool) -> bool:  # noqa: FBT001 (Qt's signature)
        """Tab goes round inside the panel."""
        stops = self._stops()
        if not stops:
            return True
        now = self.window().focusWidget()
        at = stops.index(now) if now in stops else (-1 if following else 0)
        stop = stops[(at + (1 if following else -1)) % len(stops)]
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        if self._scroll.isAncestorOf(stop):
            self._scroll.ensureWidgetVisible(stop)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card closes it."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.dismiss()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep covering the window."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self.cover()
        return False

    def cover(self) -> None:
        """All of the window, the card no larger than it."""
        self.setGeometry(self.window().rect())
        self._fit()

    def _fit(self) -> None:
        """Too little room makes the body scroll; title and buttons stay."""
        window, margin = self.window().size(), 0 if self._side == "right" else 2 * MARGIN
        card = min(self._width, window.width() - margin)
        # To the pixel: a text as wide as the card without its hairline is one line more.
        self._scroll.wide = card - 2 * (SPACE.l + SIZE.hairline)
        wide = min(self._width + self._beside(window.height() - margin), window.width() - margin)
        self.card.setFixedWidth(wide)
        if self._height:
            self.card.setFixedHeight(min(self._height, window.height() - margin))

    def _beside(self, room: int) -> int:
        """More logical pixels of width that a pad needs which has no room below; else 0."""
        if self._touched is None:
            return 0
        fixed = 2 * SPACE.l + HEAD + FOOT * bool(self.footer.count()) + SAID
        tall = fixed + self._scroll.sizeHint().height() + self._touched.minimumSizeHint().height()
        ways = QBoxLayout.Direction
        beside = tall > room and self._touched.minimumSizeHint().width() <= PAD_WIDTH
        self._middle.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._touched.setMinimumWidth(PAD_WIDTH if beside else 0)
        self._touched.setMaximumWidth(PAD_WIDTH if beside else MOST)
        return PAD_WIDTH + SPACE.m if beside else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim the page."""
        shade = colour("dim")
        shade.setAlpha(DIM_DARK if theme().dark else DIM_LIGHT)
        painter = QPainter(self)
        painter.fillRect(self.rect(), shade)
        painter.end()

    def _place_card(self) -> None:
        outer = self._outer
        if self._side == "right":
            outer.setContentsMargins(0, 0, 0, 0)
            outer.addStretch(1)
            outer.addWidget(self.card)
            return
        outer.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        outer.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)

    def _stops(self) -> list[QWidget]:
        """Where Tab may stop, in order; the closing cross comes last."""
        found = [
            child
            for child in self._chain()
            if child.isEnabled()
            and child.isVisibleTo(self)
            and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        return sorted(found, key=lambda child: child is self._close)

    def _chain(self) -> list[QWidget]:
        chain, at = [], self.nextInFocusChain()
        while at is not None and at is not self:
            if self.isAncestorOf(at):
                chain.append(at)
            at = at.nextInFocusChain()
        return chain


def _application() -> QApplication:
    made = QApplication.instance()
    assert isinstance(made, QApplication)  # noqa: S101 (no widget without one)
    return made


def _entries(panel: QWidget) -> list[QLineEdit]:
    """Its fields for figures and words; a field to search or scan in empties itself at Esc."""
    fields = panel.findChildren(QLineEdit)
    kinds = (AmountEdit, WordsEdit)
    return [f for f in fields if isinstance(f, kinds) or isinstance(f.parent(), QAbstractSpinBox)]


def top_overlay(window: QWidget, below: Overlay | None = None) -> Overlay | None:
    """The panel in front, if any, or in front but for that one."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    panels = window.findChildren(Overlay, options=direct)
    shown = [o for o in panels if o.isVisible() and o is not below]
    return shown[-1] if shown else None


def ask_drop(host: QWidget, entry: str, drop: Callable[[], object]) -> None:
    """Name what was filled in; `drop` follows only from somebody who wants that."""
    panel = Overlay(host, "填好的不要了？", DROP_WIDTH, throwaway=True)
    panel.body.addWidget(label(shown(f"{entry}，关掉就没有了。"), wrap=True))
    go = ask(panel, "不要了", "接着填", danger=True)
    go.clicked.connect(panel.close_panel)
    go.clicked.connect(drop)
    panel.open()


def ask(overlay: Overlay, yes: str, no: str = "取消", *, danger: bool = False) -> QPushButton:
    """Give an overlay the two buttons of a question; returns the one that does it.

    The dangerous one is never the default: the focus starts on the other.
    """
    overlay.setProperty(ASKS, True)
    back = QPushButton(no)
    back.clicked.connect(overlay.close_panel)
    go = QPushButton(yes)
    go.setProperty("variant", "danger" if danger else "primary")
    for button in (back, go):
        button.setProperty("scale", "touch")
        button.setAutoDefault(True)
    overlay.footer.addStretch(1)
    overlay.footer.addWidget(back)
    overlay.footer.addWidget(go)
    overlay.first = back if danger else go
    overlay.default = None if danger else go
    return go
