"""The screens of the signed-in person, made when they are first shown or while nobody waits."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from showroom.domain.permission import Role
from showroom.ui.shell.registry import SCREENS, ScreenSpec
from showroom.ui.widgets.scroll_box import ScrollBox

if TYPE_CHECKING:
    from showroom.services.books.changes import Changes
    from showroom.ui.engine.context import Context
    from showroom.ui.engine.screen import Screen


class ScreenStack(QStackedWidget):
    """`showing` carries the entry of the screen that became visible."""

    showing = Signal(object)

    def __init__(
        self,
        context: Context,
        entries: Sequence[ScreenSpec] = SCREENS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._known = tuple(entries)
        self._pages: dict[str, Screen] = {}
        self._places: dict[str, ScrollBox] = {}
        self._role: Role | None = None
        self._name = ""
        self._awake = False

    @property
    def entries(self) -> tuple[ScreenSpec, ...]:
        """Where the signed-in person may go, in the rail's order."""
        may = self._context.may
        return tuple(e for e in self._known if e.permission is None or may(e.permission))

    @property
    def made(self) -> Mapping[str, Screen]:
        """The pages that were built, by name, opened or not."""
        return MappingProxyType(self._pages)

    @property
    def page(self) -> Screen | None:
        """The screen in front, awake or not."""
        return self._pages.get(self._name)

    @property
    def awake(self) -> Screen | None:
        """The screen in front while somebody is signed in."""
        return self.page if self._awake else None

    @property
    def entry(self) -> ScreenSpec | None:
        """The entry of the screen in front."""
        return next((e for e in self._known if e.name == self._name), None)

    def enter(self) -> None:
        """Somebody signed in: the screen they left, or their first one."""
        role = self._context.actor.role
        if role is not self._role:
            self._clear()
            self._role = role
        entries = self.entries
        if entries:
            names = [entry.name for entry in entries]
            self.go(self._name if self._name in names else names[0])

    def leave(self) -> None:
        """Nobody is signed in; the screens keep what they hold."""
        if self.page is not None and self._awake:
            self._awake = False
            self.page.hidden()

    def go(self, where: str) -> bool:
        """Show a screen, ``name`` or ``name:part``; False when this person may not go there."""
        name, _, part = where.partition(":")
        entry = next((e for e in self.entries if e.name == name), None)
        if entry is None:
            return False
        try:
            if name != self._name or not self._awake:
                self._turn_to(entry)
            if part:
                self._pages[name].open_part(part)
        except Exception as error:  # noqa: BLE001 (one page's bug must not shut the others)
            self._context.operations.report_bug(error)
        return True

    def tell_changes(self, changes: Changes) -> None:
        """Data moved: only the visible screen reads again, others when they are shown."""
        if self._awake and self.page is not None:
            self.page.on_changes(changes)

    def _turn_to(self, entry: ScreenSpec) -> None:
        page = self._pages.get(entry.name) or self._make(entry)
        self._put(entry.name)
        self.leave()
        if entry.name != self._name:
            self._context.operations.move_on()
        self._name, self._awake = entry.name, True
        self.setCurrentWidget(self._places[entry.name])
        self.showing.emit(entry)
        page.shown()

    def build_on(self, imported: Container[str]) -> bool:
        """Take one step at what was not opened yet; False when nothing is left to be done.

        A step is a page made, a page put into the window, or a part of it that is seen later, of
        the `imported` screens.
        """
        for entry in self.entries:
            page = self._pages.get(entry.name)
            part = next((name for name in page.later if name not in vars(page)), "") if page else ""
            if page is None and entry.name in imported:
                self._make(entry)
            elif page is not None and entry.name not in self._places:
                self._put(entry.name)
            elif part:
                getattr(page, part)
            else:
                continue
            return True
        return False

    def _make(self, entry: ScreenSpec) -> Screen:
        page = self._pages[entry.name] = entry.load()(self._context)
        self.destroyed.connect(page.deleteLater)  # nobody's until it is put somewhere
        return page

    def _put(self, name: str) -> None:
        """Into the window, which dresses it."""
        if name not in self._places:
            self._places[name] = ScrollBox(self._pages[name])
            self.addWidget(self._places[name])

    def _clear(self) -> None:
        self.leave()
        for place in self._places.values():
            self.removeWidget(place)
            place.deleteLater()
        for name in self._pages.keys() - self._places.keys():
            self._pages[name].deleteLater()
        self._places.clear()
        self._pages.clear()
