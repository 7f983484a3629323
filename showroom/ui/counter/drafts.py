"""Keeping the open basket on disk: every change is covered, and only the newest one waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from showroom.domain.basket import Basket
from showroom.ui.engine.operations import Operations

if TYPE_CHECKING:
    from showroom.services.books.done import Done


class Newest:
    """A place for one value between two threads: put often, taken when there is time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._basket = Basket()
        self._waiting = False

    def put(self, basket: Basket) -> bool:
        """Leave a value; True when somebody must be sent for it."""
        with self._lock:
            sent, self._waiting = self._waiting, True
            self._basket = basket
            return not sent

    def replace(self, basket: Basket) -> None:
        """Leave a value that is on disk already: whoever still comes finds it."""
        with self._lock:
            self._basket = basket

    def take(self) -> Basket:
        """The newest value; the next `put` needs a new messenger."""
        with self._lock:
            self._waiting = False
            return self._basket


class DraftKeeper(QObject):
    """Saves after every change; a job reads what is newest when its turn comes.

    Because a queued job always stands behind the last change, closing the lane at the end of the
    program saves everything, and a sale queued later never finds an older draft written after it.
    """

    def __init__(
        self, operations: Operations, save: Callable[[Basket], Done], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._newest = Newest()
        self._write = partial(_write, save, self._newest)

    def keep(self, basket: Basket) -> None:
        """Save this basket soon."""
        if self._newest.put(basket):
            self._operations.do(self._write, owner=self)

    def settled(self, basket: Basket = Basket()) -> None:  # noqa: B008 (an immutable value)
        """A verb has just written this state itself: a late retry must not bring back another."""
        self._newest.replace(basket)


def _write(save: Callable[[Basket], Done], newest: Newest) -> Done:
    return save(newest.take())
