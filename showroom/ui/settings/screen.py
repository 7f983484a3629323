"""设置: a plain list at the left, one form at the right, saved as you leave the field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from showroom.domain.errors import Refusal
from showroom.services.books.changes import Changes
from showroom.services.shop.settings import ShopSettings
from showroom.ui.engine.actions import ActionSpec
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.screen import Screen
from showroom.ui.look.icons import icon
from showroom.ui.look.theme import theme_state
from showroom.ui.look.tokens import NARROW_BELOW, SIZE, SPACE
from showroom.ui.settings.about import AboutPart
from showroom.ui.settings.books import BooksPart
from showroom.ui.settings.counter import CounterPart
from showroom.ui.settings.customer import CustomerPart
from showroom.ui.settings.devices import DevicesPart
from showroom.ui.settings.look import LookPart
from showroom.ui.settings.part import Part
from showroom.ui.settings.people import PeoplePart
from showroom.ui.settings.printer import PrinterPart
from showroom.ui.settings.receipt import ReceiptPart
from showroom.ui.settings.receipt_preview import ReceiptPreview
from showroom.ui.settings.shop import ShopPart
from showroom.ui.widgets.card import Card, row
from showroom.ui.widgets.pages import Pages
from showroom.ui.widgets.scroll_box import ScrollBox
from showroom.ui.widgets.turning import Turning, is_low
from showroom.ui.words.setting_names import saved_text

PARTS: tuple[type[Part], ...] = (
    ShopPart,
    ReceiptPart,
    CounterPart,
    PrinterPart,
    DevicesPart,
    CustomerPart,
    PeoplePart,
    LookPart,
    BooksPart,
    AboutPart,
)
LIST_WIDTH = 184


class SettingsScreen(Screen):
    """Every change is one call which changes that setting alone."""

    name = "settings"
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("previous", "上一项", ("Ctrl+PgUp",), handler="previous_part"),
        ActionSpec("next", "下一项", ("Ctrl+PgDown",), handler="next_part"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._settings = ShopSettings()
        self._read = False
        self._list = QListWidget()
        self._pages = Pages()
        self._parts: dict[int, Part] = {}
        self._places: dict[int, ScrollBox] = {}
        self._preview = ReceiptPreview(context)
        self._fill()
        self._lay_out()
        theme_state().changed.connect(self._tint)
        context.shop_changed.connect(self._front_moved)

    def shown(self) -> None:
        """Read the settings again."""
        self._load()
        self._turn(max(0, self._list.currentRow()))
        self._list.setFocus()

    def open_part(self, part: str) -> None:
        """Come to one form at once."""
        keys = [kind.key for kind in PARTS]
        if part in keys:
            self._list.setCurrentRow(keys.index(part))

    def on_changes(self, changes: Changes) -> None:
        """Somebody changed something; this screen, most likely."""
        if changes.settings:
            self._load()

    def previous_part(self) -> None:
        """One form up."""
        self._list.setCurrentRow(max(0, self._list.currentRow() - 1))

    def next_part(self) -> None:
        """One form down."""
        self._list.setCurrentRow(min(len(PARTS) - 1, self._list.currentRow() + 1))

    @property
    def part(self) -> Part:
        """The form in front."""
        return self._part(max(0, self._list.currentRow()))

    def _part(self, at: int) -> Part:
        """Made when somebody comes to it."""
        if at not in self._parts:
            part = self._parts[at] = PARTS[at](self.context)
            self._places[at] = ScrollBox(part)
            self._pages.addWidget(self._places[at])
            part.edited.connect(lambda name, value: self._save(part, name, value))
            part.tried.connect(self._try)
            if self._read:
                part.show_settings(self._settings)
        return self._parts[at]

    # -- layout -------------------------------------------------------------------------------

    def _fill(self) -> None:
        self._list.setAccessibleName("设置项目")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setIconSize(QSize(SIZE.icon, SIZE.icon))
        for kind in PARTS:
            entry = QListWidgetItem(icon(kind.icon, "muted"), kind.title)
            entry.setSizeHint(QSize(0, SIZE.touch))
            self._list.addItem(entry)
        self._list.setCurrentRow(0)
        self._list.currentRowChanged.connect(self._turn)

    def _lay_out(self) -> None:
        side = Card(padding=SPACE.xs)
        side.setFixedWidth(LIST_WIDTH)
        side.body.addWidget(self._list, 1)
        line = row(side, spacing=SPACE.m)
        line.addWidget(Turning(self._pages, self._preview, (1, 0), SPACE.m), 1)
        line.setContentsMargins(SPACE.m, 0, SPACE.m, 0)
        self.setLayout(line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A window without room beside or below the form shows the form alone."""
        super().resizeEvent(event)
        self._show_preview()

    def _show_preview(self) -> None:
        narrow = self.window().width() < NARROW_BELOW
        below = narrow and (is_low(self) or self.part.needs_height)
        self._preview.setVisible(self.part.shows_receipt and not below)

    def _tint(self) -> None:
        for at, kind in enumerate(PARTS):
            self._list.item(at).setIcon(icon(kind.icon, "muted"))

    def _turn(self, at: int) -> None:
        part = self._part(at)
        self._pages.setCurrentWidget(self._places[at])
        self.context.operations.move_on()
        self._show_preview()
        part.shown()
        self._draw(self._settings)

    # -- values -------------------------------------------------------------------------------

    def _load(self) -> None:
        load = self.context.services.settings.load
        self.context.operations.ask(load, owner=self, on_done=self._show)

    def _show(self, settings: ShopSettings) -> None:
        self._settings, self._read = settings, True
        for part in self._parts.values():
            part.show_settings(settings)
        self._draw(settings)

    def _draw(self, settings: ShopSettings) -> None:
        if self.part.shows_receipt:
            self._preview.show_settings(settings, settings.receipt_columns)

    def _front_moved(self, _front: object) -> None:
        """Another logo, perhaps."""
        self._draw(self._settings)

    def _try(self, name: str, value: object) -> None:
        """What is being typed shows on the sample at once."""
        tried = replace(self._settings, **{name: value})  # type: ignore[arg-type]  # parts name fields
        if tried != self._settings:
            self._draw(tried)

    def _save(self, part: Part, name: str, value: object) -> None:
        def refused(_refusal: Refusal) -> bool:
            part.complain(name)
            return False

        saved = saved_text(name, getattr(self._settings, name), value)
        self.context.operations.do(
            self.context.services.settings.change,
            self.context.actor,
            {name: value},
            owner=self,
            how=How(success=saved, refused=refused),
        )
