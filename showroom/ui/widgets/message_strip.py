"""The strip at the bottom of a screen: one sentence, one action.

It never takes the focus. A latched message stays until Esc or its button answers it; later ones
wait behind it, what was done among them newest first, and what was held back meanwhile is counted.
That of a refused code is answered by a deed too. Ctrl+Enter does the action from the keyboard.
The first Esc answers whatever says no here, the next one is the page's.

What is said has a cause, and goes with it: a page or panel that is left, a basket that changed,
something else that was done, a person who went. Only what `Message.stands` outlives these: it
comes back behind what passes, and lies aside while nobody is signed in. What a panel in front
repeats beside its entry is said there alone.

It is as high as two lines whatever it says, so that nothing moves under a finger. What is longer
still is read in a panel (全文), and does not fade before it was.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QResizeEvent, QWindow
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget
from shiboken6 import isValid

from showroom.ui.engine.message import KEPT_SCAN, OF_CODE, Kind, Message
from showroom.ui.look.icons import set_icon
from showroom.ui.look.theme import restyle
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.widgets.card import label
from showroom.ui.widgets.elided_label import TwoLineLabel
from showroom.ui.widgets.pages import Pages

FADES_AFTER_MS = 6000
WAITING = 16
ICONS = {
    "success": ("success", "success"),
    "info": ("info", "muted"),
    "warning": ("warning", "warning"),
    "refusal": ("warning", "warning"),
    "fault": ("offline", "warning"),
    "bug": ("error", "danger"),
}
ANSWER = "知道了"
WHOLE = "全文"
HELD_BACK = "之后有 {} 步没有录入"
KEPT = "有 {} 个码还没处理"
KEPT_KEY = "Ctrl+K 看看"


ASKS = "asks"
"""The property of a panel that asks: its Esc is the person's no, whatever the strip says."""
LOUD = frozenset({"refusal", "fault", "bug"})
"""What says no: repeated beside the entry that caused it."""


class MessageStrip(QFrame):
    """Shows messages.

    `said` follows every change of what is on show, `latched_changed` says whether one waits for
    an answer.
    """

    said = Signal()
    latched_changed = Signal(bool)

    def __init__(self, idle_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(SIZE.strip)
        self.setAccessibleName("提示")
        self._idle = idle_text
        self._message: Message | None = None
        self._waiting: deque[Message] = deque(maxlen=WAITING)
        self._aside: deque[Message] = deque(maxlen=WAITING)
        self._person: Hashable = None
        self._panel: QWidget | None = None
        self._page: QWidget | None = None
        self._held_back = self._kept = 0
        self._hooked: QWindow | None = None
        self._fade = QTimer(self, singleShot=True)
        self._fade.timeout.connect(self._next)
        self._glyph = label()
        self._text = TwoLineLabel()
        self._whole = _quiet_button(self.show_whole, "link")
        self._whole.setText(WHOLE)
        self._whole.setToolTip("看全文")
        self._list = label("", "strong")
        self._action = _quiet_button(self.act, "primary")
        self._close = _quiet_button(self.answer, "ghost")
        self._line = line = QHBoxLayout(self)
        line.setContentsMargins(SPACE.m, 0, SPACE.xs, 0)
        line.setSpacing(SPACE.s)
        line.addWidget(self._glyph)
        line.addWidget(self._text, 1)
        line.addWidget(self._whole)
        line.addWidget(self._list)
        line.addWidget(self._action)
        line.addWidget(self._close)
        self._render()

    @property
    def message(self) -> Message | None:
        """What is on show."""
        return self._message

    @property
    def latched(self) -> bool:
        """True while a message must be answered."""
        return self._message is not None and self._message.latched

    def show_message(self, message: Message) -> None:
        """Say it now, or after the latched one on show has been answered."""
        if message.person not in (None, self._person) and not (self._person and message.stands):
            self._lay_aside(message)
        elif self.latched:
            self._wait_behind(message)
        else:
            self._put_before(message)

    def _wait_behind(self, message: Message) -> None:
        """Of what is only noted the last is worth waiting for; all that was done is told."""
        if _is_note(message):
            self._waiting = deque((m for m in self._waiting if not _is_note(m)), maxlen=WAITING)
        self._waiting.append(message)

    def _put_before(self, message: Message) -> None:
        """What stands on show comes back after it, unless it says the same of the same."""
        stood = self._message
        if stood is not None and stood.true_still and not _same(stood, message):
            self._waiting.appendleft(stood)
        self._put(message)

    def _lay_aside(self, message: Message) -> None:
        """Its person is not here: of what passes they are told the last."""
        stand = [m for m in self._aside if m.stands and not _same(m, message)]
        self._aside = deque((*stand, message), maxlen=WAITING)

    def turn_to(self, person: Hashable) -> None:
        """Somebody else looks from here on, or nobody in particular: None.

        What stands lies aside while nobody is signed in; what passes is for its person only.
        """
        here = [m for m in (self._message, *self._waiting) if m is not None and m.stands]
        kept = [m for m in self._aside if m.stands or (person and m.person == person)]
        self._person = person
        self._waiting.clear()
        self._aside.clear()
        self._put(None)
        for message in (*here, *kept):
            self.show_message(message)

    def say(self, kind: Kind, text: str) -> None:
        """A sentence without an action."""
        self.show_message(Message(kind, text))

    def insist(self) -> None:
        """Something was not done because the latched message still waits: count it aloud."""
        self._held_back += 1
        self._render()

    def show_kept(self, count: int) -> None:
        """Scans wait for a person: said for as long as they do."""
        if count != self._kept:
            self._kept = count
            self._render()

    def set_idle_text(self, text: str) -> None:
        """The quiet hint while there is nothing to say."""
        self._idle = text
        if self._message is None:
            self._render()

    def answer(self) -> None:
        """The person has read it."""
        self._next()

    def show_whole(self) -> None:
        """What two lines are too short for, in a panel. Reading it answers nothing."""
        from showroom.ui.widgets.overlay import Overlay  # which knows the strip

        read, panel = self._message, Overlay(self, self.accessibleName(), 720, throwaway=True)
        panel.body.addWidget(label(self._text.text(), "section", wrap=True))
        panel.closed.connect(lambda: self._fade_away() if self._message is read else None)
        panel.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was whole may be cut in less room."""
        super().resizeEvent(event)
        self._offer_whole()

    def move_on(self) -> None:
        """What is on show goes, unless it stands: the next scan came, the page was left."""
        if self._message is not None and not self._message.stands:
            self._next()

    def withdraw(self, about: Hashable) -> None:
        """Take back what was said about this: it went well after all.

        Steps that were held back meanwhile keep their message until it is answered.
        """
        if about is None:
            return
        self._waiting = deque((m for m in self._waiting if m.about != about), maxlen=WAITING)
        self._aside = deque((m for m in self._aside if m.about != about), maxlen=WAITING)
        if self._message is not None and self._message.about == about and not self._held_back:
            self._next()

    def reword(self, old: Message, new: Message) -> None:
        """More is known of what is on show; what is not on show any more is not brought back."""
        if self._message is old and not self.latched:
            self._put(new)

    def overtake(self, stood: Message | None, *, told: bool = False) -> None:
        """Take back what stood when something was begun which is done now, and is `told` of.

        One that latched waits for its answer, that of a refused code only while nothing else was
        done that is told; one that came since is not read yet.
        """
        if stood is None or self._message is not stood:
            return
        if told and stood.about in OF_CODE and not self._held_back:
            self._next()
        else:
            self.move_on()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc answers, Ctrl+Enter acts, before any shortcut of the screen; a panel may go."""
        if watched is self._panel or watched is self._page:
            if event.type() == QEvent.Type.Hide and not event.spontaneous():
                self.move_on()
                if self.latched:  # what lies in front now is over it, or nothing is
                    self._belong(self._message)
            return False
        if not isinstance(event, QKeyEvent) or not self.isVisible():
            return False
        work = self._work_of(event)
        if work is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            work()
        return True

    def _work_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return None
        if event.key() == Qt.Key.Key_Escape and self._says_no and self._has_escape:
            return self.answer
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and control and self._message is not None and self._message.action is not None:
            return self.act
        return None

    @property
    def _says_no(self) -> bool:
        """It latched, or refuses what was done last: a person has to have seen it."""
        message = self._message
        if message is None or message.latched:
            return self.latched
        return message.kind in LOUD and not message.true_still and message.about != KEPT_SCAN

    @property
    def _has_escape(self) -> bool:
        """Nothing lies over what is said: a question in front is answered with no first.

        What does not latch is said beside its entry in a panel, and goes with that.
        """
        front = front_layer(self.window())
        own = front is self._panel and self.latched
        return front is None or (own and not front.property(ASKS))

    def _put(self, message: Message | None) -> None:
        was = self.latched
        self._message, self._held_back = message, 0
        self._fade.stop()
        self._hook(on=self._says_no or (message is not None and message.action is not None))
        self._belong(message)
        self._render()
        if self._whole.isHidden():
            self._fade_away()
        self.said.emit()
        if self.latched != was:
            self.latched_changed.emit(self.latched)
        if message is not None:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _fade_away(self) -> None:
        """What only passes goes by itself, after as long as its lines want to be read."""
        message = self._message
        if message is not None and message.kind in ("success", "info") and not message.stands:
            self._fade.start(FADES_AFTER_MS * len(self._text.lines(self._text.width())))

    def _next(self) -> None:
        """What latched in its order, then the newest deed; what is true still comes behind."""
        passing = [m for m in self._waiting if not m.true_still]
        done = [m for m in reversed(passing) if m.is_outcome]
        ranked = [m for m in passing if m.latched] + done + passing + list(self._waiting)
        message = ranked[0] if ranked else None
        if message is not None:
            self._waiting.remove(message)
        self._put(message)

    def act(self) -> None:
        """Do what is offered; that answers it."""
        message = self._message
        self._next()
        if message is not None and message.action is not None:
            message.action()

    def _belong(self, message: Message | None) -> None:
        """What was refused in a panel goes with it, what is no outcome with its page."""
        for cause in (self._panel, self._page):
            if cause is not None and isValid(cause):
                cause.removeEventFilter(self)
        refused = message is not None and message.kind in LOUD
        passes = message is not None and (refused or _is_note(message))
        self._panel = front_layer(self.window()) if refused else None
        self._page = front_page(self.window()) if passes else None
        for cause in (self._panel, self._page):
            if cause is not None:
                cause.installEventFilter(self)

    def _hook(self, *, on: bool) -> None:
        """Listen to the keys of the window while there is something to answer."""
        window = self.window()
        handle = window.windowHandle() if on else None
        if self._hooked is not None and isValid(self._hooked):
            self._hooked.removeEventFilter(self)
        self._hooked = handle
        if handle is not None:
            handle.installEventFilter(self)

    @property
    def _said_in_panel(self) -> bool:
        """The panel in front says it, beside the entry, and needs nothing of the strip."""
        message = self._message
        return bool(message and self._panel and not message.stands and message.action is None)

    def _render(self) -> None:
        message = None if self._said_in_panel else self._message
        kind = "" if message is None else "latched" if message.latched else message.kind
        restyle(self, strip=kind)
        kept = f"{KEPT.format(self._kept)}　{KEPT_KEY}" if self._kept else ""
        text = (kept or self._idle) if message is None else message.text
        held = HELD_BACK.format(self._held_back) if self._held_back else ""
        self._text.setText(text)
        # Beside the sentence, which may be cut: what was held back or is kept is always seen.
        beside = [x for x in (held, kept) if x] if message is not None else []
        self._list.setText("\n".join(beside))
        self._list.setVisible(bool(beside))
        restyle(self._text, role="muted" if message is None else "")
        self._glyph.setVisible(message is not None)
        if message is not None:
            name, tint = ICONS[message.kind]
            set_icon(self._glyph, name, "danger" if message.latched else tint)
        action = "" if message is None else message.action_text
        self._action.setVisible(bool(action))
        self._action.setText(action)
        self._action.setToolTip(f"{action}  Ctrl+Enter")
        self._close.setVisible(message is not None and not message.is_state)
        self._close.setText(f"{ANSWER}  Esc" if self.latched else "")
        self._close.setToolTip(f"{ANSWER}  Esc" if self._says_no else ANSWER)
        self._close.setAccessibleName(ANSWER)
        set_icon(self._close, "close", "danger" if self.latched else "muted", 16)
        told = "" if message is None else text
        self.setAccessibleDescription("　".join(x for x in (told, held, kept) if x))
        self._offer_whole()

    def _offer_whole(self) -> None:
        """The button is there while something is cut without it; a cut sentence waits for it."""
        self._line.activate()
        spare = 0 if self._whole.isHidden() else self._whole.width() + SPACE.s
        self._whole.setVisible(not self._text.fits(self._text.width() + spare))
        self._line.activate()
        if not self._whole.isHidden():
            self._fade.stop()


def front_layer(window: QWidget) -> QWidget | None:
    """The panel that lies in front of the window's page, if any."""
    layers = [c for c in window.children() if isinstance(c, QWidget) and c.isVisible()]
    return next((c for c in reversed(layers) if c.property("modal_layer")), None)


def front_page(window: QWidget) -> QWidget | None:
    """The page that is seen of the screen in front, where it has several."""
    stacks = window.findChildren(Pages)
    return next((stack.currentWidget() for stack in stacks if stack.isVisible()), None)


def _is_note(message: Message) -> bool:
    """It tells of nothing done, and nothing will ever take it back."""
    return not message.stands and message.about is None and not message.is_outcome


def _same(one: Message, other: Message) -> bool:
    """Both are about the same, or say the same of nothing in particular.

    In the words of one thing nothing is said of another: each is answered for itself.
    """
    if one.about is None or other.about is None:
        return one.text == other.text
    return one.about == other.about


def _quiet_button(work: Callable[[], None], variant: str) -> QPushButton:
    made = QPushButton()
    made.setProperty("variant", variant)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.clicked.connect(work)
    return made
