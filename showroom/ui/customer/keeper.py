"""Keeps the customer's window on the second screen, while there is one and it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from showroom.ui.customer.state import IDLE

if TYPE_CHECKING:
    from showroom.services.shop.shop_view import ShopView
    from showroom.ui.customer.window import CustomerWindow
    from showroom.ui.engine.context import Context

PREVIEW_SIZE = (960, 540)


class CustomerKeeper(QObject):
    """Screens come and go; the till's own screen is never covered."""

    def __init__(self, till: QWidget, context: Context) -> None:
        super().__init__(till)
        self._till = till
        self._context = context
        self._wanted = False
        self.window: CustomerWindow | None = None
        self.preview_window: CustomerWindow | None = None
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._screens_moved)
            app.screenRemoved.connect(self._screens_moved)
        context.shop_changed.connect(self._use_front)
        context.index_changed.connect(self._use_index)
        context.customer_changed.connect(self._show_state)

    def preview(self) -> None:
        """Look at it on this screen."""
        if self.preview_window is not None:
            self.preview_window.close()
        self.preview_window = self._make(preview=True)
        self.preview_window.resize(*PREVIEW_SIZE)
        self.preview_window.show()

    def close(self) -> None:
        """The till closes."""
        for window in (self.window, self.preview_window):
            if window is not None:
                window.close()
                window.deleteLater()
        self.window = self.preview_window = None

    @property
    def second_screen(self) -> QScreen | None:
        """A screen that is not the till's."""
        own = self._till.screen()
        return next((s for s in QGuiApplication.screens() if s is not own), None)

    def _use_front(self, front: ShopView) -> None:
        self._wanted = front.customer_display
        self._place()
        for window in self._windows:
            window.show_shop(front)

    def _use_index(self, index: object) -> None:
        del index
        for window in self._windows:
            window.show_index(self._context.index)

    def _show_state(self, state: object) -> None:
        del state
        for window in self._windows:
            window.show_state(self._context.customer or IDLE)

    @property
    def _windows(self) -> list[CustomerWindow]:
        shown = (self.window, self.preview_window)
        return [w for w in shown if w is not None and w.isVisible()]

    def _screens_moved(self, _screen: object) -> None:
        self._place()

    def _place(self) -> None:
        """On the second screen, or away."""
        screen = self.second_screen if self._wanted else None
        if screen is None:
            if self.window is not None:
                self.window.close()
                self.window.deleteLater()
                self.window = None
            return
        if self.window is None:
            self.window = self._make()
            screen.geometryChanged.connect(self._fit)
        self.window.setScreen(screen)
        self.window.setGeometry(screen.geometry())
        till_has_keys = self._till.isActiveWindow()
        self.window.show()
        if till_has_keys:
            self._till.activateWindow()  # for window systems which activate whatever is new

    def _fit(self, _geometry: object) -> None:
        self._place()

    def _make(self, *, preview: bool = False) -> CustomerWindow:
        from showroom.ui.customer.window import CustomerWindow

        made = CustomerWindow(preview=preview)
        made.show_shop(self._context.shop)
        made.show_index(self._context.index)
        made.show_state(self._context.customer or IDLE)
        return made
