"""The base of every screen in the shell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from showroom.domain.errors import Refusal
from showroom.services.books.changes import Changes
from showroom.ui.engine.actions import POSTS, ActionSet, ActionSpec, build_actions
from showroom.ui.engine.context import Context
from showroom.ui.engine.kept_scans import Until, Wait
from showroom.ui.engine.waiting_keyboard import WaitingKeyboard


class Screen(QWidget):
    """One page of the shell, made when it is first shown to a role.

    `action_set` holds the actions this role may do: make buttons of them with `button_for`.
    Another person of the same role gets the same page; one of another role a new one, which
    reads the saved draft again.
    """

    name: ClassVar[str] = ""
    sells: ClassVar[bool] = False
    """Scans that were kept for a person are offered here."""
    specs: ClassVar[Sequence[ActionSpec]] = ()
    later: ClassVar[Sequence[str]] = ()
    """Parts that nobody sees at first, each a `cached_property`: made when they are asked for, or
    ahead of that while nobody touches the till."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName(self.name)
        self.action_set = build_actions(self, self.specs, context.granted())
        self._waiting = WaitingKeyboard(self)
        self._tabbed_to: QWidget | None = None
        """The button that Tab led to last."""

    @property
    def shown_actions(self) -> ActionSet:
        """What F1 lists: the actions of what is seen."""
        return self.action_set

    def open_part(self, part: str) -> None:
        """Somebody went to ``name:part``, e.g. ``settings:printer``."""

    def shown(self) -> None:
        """The screen became the visible one: read what it needs, set the focus."""

    def hidden(self) -> None:
        """Another screen took its place."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that somebody walked to by Tab; Qt does so in dialogs alone.

        Never one that posts, orders or prints, nor one that the keyboard came to by itself: an
        Enter may be a scanner's, or end a figure. What it does not press is said.
        """
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        now = self.window().focusWidget()
        if not enter or event.isAutoRepeat() or not isinstance(now, QPushButton):
            super().keyPressEvent(event)
        elif now is self._tabbed_to and not now.property(POSTS):
            now.click()
        else:
            named = now.text() or now.accessibleName()
            self.context.operations.refuse(Refusal("enter_presses_not", button=named))

    def focusNextPrevChild(self, following: bool) -> bool:  # noqa: FBT001 (Qt's signature)
        """Tab walks; Qt, that looks for a place for a moment, is not led to whatever comes next.

        What loses the keyboard because it is disabled or hidden gets it again once it is back;
        till then the screen has it, unless somebody else takes it.
        """
        lost = self.window().focusWidget()
        ours = lost is not None and self.isVisible() and self.isAncestorOf(lost)
        if lost is not None and ours and not (lost.isEnabled() and lost.isVisible()):
            self._waiting.wait_for(lost)
            return True
        moved = super().focusNextPrevChild(following)
        self._tabbed_to = self.window().focusWidget()
        return moved

    @property
    def shows_result(self) -> bool:
        """Whether something stands here that must be read before a list may cover it."""
        return False

    def scan_waits(self, code: str) -> Wait | None:
        """What `code` has to wait for before `scanned` may be told of it; None: nothing.

        Most screens have no use for a scan: it waits for one that has.
        """
        del code
        return Wait(Until.ANSWER, Refusal("scan_not_here"))

    def scan_is_first(self, code: str) -> bool:
        """Whether it is for what is done now: ahead of those kept and of a latched message."""
        del code
        return False

    def together(self, work: Callable[[], None]) -> None:
        """Do work with many scans: what follows from them all may be done once, at the end."""
        work()

    def make_way(self, code: str) -> bool:
        """Take what stands in a field before `code` begins anything.

        False when it cannot be taken, which has been said: it stays, and the scan is kept.
        """
        del code
        return True

    def scanned(self, code: str) -> bool:
        """A scanner read `code` while this screen was visible and nothing had to be waited for.

        False when it was refused, which has been said: one that was kept is kept again. An end
        that comes later is told to `KeptScans.give_back`.
        """
        del code
        return False

    def on_changes(self, changes: Changes) -> None:
        """Data moved; called on the visible screen only, others refresh when shown."""
