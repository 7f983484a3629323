"""Before anybody is signed in: opening the books, the first start, trouble, signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from showroom.ui.sign_in.sign_in import SignIn

if TYPE_CHECKING:
    from showroom.services.books.actor import Actor
    from showroom.services.shop.shop_view import ShopView
    from showroom.services.suite import Suite
    from showroom.ui.engine.context import Context
    from showroom.ui.engine.ports import Opening
    from showroom.ui.sign_in.first_start import FirstStart
    from showroom.ui.sign_in.trouble import Trouble


class SignedOut(QStackedWidget):
    """`entered` carries the Actor who proved who they are; `left` asks to end the program."""

    entered = Signal(object)
    left = Signal()

    def __init__(self, opening: Opening, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opening = opening
        self._trouble: Trouble | None = None
        self._first: FirstStart | None = None
        self._last_person = 0
        self.sign_in = SignIn()
        self.sign_in.show_opening()
        self.sign_in.signed_in.connect(self._enter)
        self.addWidget(self.sign_in)

    def use_context(self, context: Context) -> None:
        """Work with this one; before the books are opened."""
        self._context = context
        self.sign_in.use_context(context)
        context.shop_changed.connect(self._show_shop)

    def open_books(self) -> None:
        """On the database lane, which loads what it needs first; again after a failure."""
        if self._trouble is not None:
            self._trouble.set_trying(True)
        from showroom.ui.engine.operation import How

        how = How(failed=self._not_opened)
        self._context.operations.ask(
            _open, self._opening, owner=self, on_done=self._opened, how=how
        )

    def close_up(self) -> None:
        """Nobody is signed in any more: ask for a PIN."""
        self.sign_in.show_shop(self._context.shop, chosen=self._last_person, locked=True)
        self.setCurrentWidget(self.sign_in)
        self.sign_in.take_focus()

    def _opened(self, opened: tuple[Suite, ShopView]) -> None:
        suite, shop = opened
        self._context.use_services(suite)
        self._context.use_shop(shop)
        if shop.state == "empty":
            self._ask_for_shop()
        else:
            self._let_in()

    def _let_in(self) -> None:
        self._context.reload_index()
        self.setCurrentWidget(self.sign_in)
        self.sign_in.take_focus()

    def _show_shop(self, shop: ShopView) -> None:
        if shop.state != "empty" and not self._context.signed_in:
            self.sign_in.show_shop(shop, chosen=self._last_person)

    def _enter(self, actor: Actor) -> None:
        self._last_person = actor.person_id
        self.entered.emit(actor)

    # -- the first start ----------------------------------------------------------------------

    def _ask_for_shop(self) -> None:
        if self._first is None:
            from showroom.ui.sign_in.first_start import FirstStart

            self._first = FirstStart(self._context)
            self._first.opened.connect(self._shop_made)
            self.addWidget(self._first)
        self.setCurrentWidget(self._first)
        self._first.take_focus()

    def _shop_made(self, owner: Actor | None) -> None:
        """A real shop's owner has just proved to be there; in the demo one chooses."""
        from showroom.services.shop.shop_view import read_shop_view
        from showroom.ui.engine.operation import How

        suite = self._context.services

        def go_on(shop: ShopView) -> None:
            self._context.use_shop(shop)
            self._let_in()
            if owner is not None:
                self._enter(owner)

        how = How(failed=self._not_opened)
        self._context.operations.ask(read_shop_view, suite, owner=self, on_done=go_on, how=how)

    # -- trouble ------------------------------------------------------------------------------

    def _not_opened(self, error: Exception) -> bool:
        if self._trouble is None:
            from showroom.ui.sign_in.trouble import Trouble

            self._trouble = Trouble()
            self._trouble.retry.connect(self.open_books)
            self._trouble.leave.connect(self.left)
            self._trouble.show_backups.connect(self._show_backups)
            self.addWidget(self._trouble)
        self._trouble.set_trying(False)
        self._trouble.explain(error)
        self.setCurrentWidget(self._trouble)
        self._trouble.setFocus()
        return True

    def _show_backups(self) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(self._context.machine.backups))


def _open(opening: Opening) -> tuple[Suite, ShopView]:
    from showroom.services.shop.shop_view import read_shop_view

    suite = opening()
    return suite, read_shop_view(suite)
