"""Keeping the open basket and its payment on disk: every change is covered, the newest waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from showroom.domain.basket import Basket
from showroom.domain.tender import Payment, Tender
from showroom.ui.engine.operation import How
from showroom.ui.engine.operations import Operations

if TYPE_CHECKING:
    from showroom.services.books.done import Done


AGAIN_MS = 1500
SAVED_AT_LAST = "单子已经存进账本了"


@dataclass(frozen=True, slots=True)
class Rung:
    """What is on the counter: goods, and what was already paid for them."""

    basket: Basket = Basket()
    payment: Payment | None = None


class Newest:
    """A place for one value between two threads: put often, taken when there is time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._rung = self._on_disk = Rung()
        self._waiting = False

    def put(self, rung: Rung) -> bool:
        """Leave a value; True when somebody must be sent for it."""
        with self._lock:
            sent, self._waiting = self._waiting, True
            self._rung = rung
            return not sent

    def replace(self, rung: Rung) -> None:
        """Leave a value that is on disk already: whoever still comes finds it."""
        with self._lock:
            self._rung = self._on_disk = rung

    def written(self, rung: Rung) -> None:
        """This one is on the disk now."""
        with self._lock:
            self._on_disk = rung

    @property
    def unsaved(self) -> Rung | None:
        """The newest value while it is nowhere but here."""
        with self._lock:
            return None if self._rung is self._on_disk else self._rung

    @property
    def unwritten(self) -> Counter[Tender]:
        """Tenders of the newest value that the disk does not have."""
        with self._lock:
            left = Counter(_tenders(self._rung))
            left.subtract(_tenders(self._on_disk))
            return +left

    def take(self) -> Rung:
        """The newest value; the next `put` needs a new messenger."""
        with self._lock:
            self._waiting = False
            return self._rung


class DraftKeeper(QObject):
    """Saves after every change; a job reads what is newest when its turn comes.

    Because a queued job always stands behind the last change, closing the lane at the end of the
    program saves everything, and a sale queued later never finds an older draft written after it.
    It lives as long as the window: what the disk does not take outlives the screen and the person.
    `moved` follows whatever changes `unrecorded`.
    """

    moved = Signal()

    def __init__(
        self,
        operations: Operations,
        save: Callable[[Basket, Payment | None], Done],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._newest = Newest()
        self._write = partial(_write, save, self._newest)
        self._payment: Payment | None = None
        self._later = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._later.timeout.connect(self._save)
        self._failing = False

    @property
    def unsaved(self) -> Rung | None:
        """What is on the counter while the disk does not have it: perhaps in a moment."""
        return self._newest.unsaved

    @property
    def failing(self) -> Rung | None:
        """What the disk did not take when it was last tried."""
        return self.unsaved if self._failing else None

    @property
    def unrecorded(self) -> Counter[Tender]:
        """Money that is on the counter and not in the books: perhaps in a moment."""
        return self._newest.unwritten

    def try_again(self) -> None:
        """Save what is unsaved without waiting; the program may be about to end."""
        if self.unsaved is not None:
            self._save()

    def keep(self, basket: Basket) -> None:
        """Save this basket soon; what was paid stays with it until it is said otherwise."""
        self.keep_payment(basket, self._payment)

    def keep_payment(self, basket: Basket, payment: Payment | None) -> None:
        """Save this basket and what was paid of it soon."""
        self._payment = payment
        if self._newest.put(Rung(basket, payment)):
            self._save()
        self.moved.emit()

    def _save(self) -> None:
        how = How(failed=self._not_saved, until_done=True, about=self)
        self._operations.do(self._write, owner=self, on_done=self._saved, how=how)

    def _saved(self, _done: Done) -> None:
        if self._failing:
            self._failing = False
            self._operations.tell(SAVED_AT_LAST)
        self.moved.emit()

    def _not_saved(self, _error: Exception) -> bool:
        """Goods and money that are here must not stay off the disk: said once, tried until done."""
        said, self._failing = self._failing, True
        self._later.start()
        self.moved.emit()
        return said

    def settled(self, rung: Rung = Rung()) -> None:
        """A verb has just written this state itself: a late retry must not bring back another."""
        self._payment, self._failing = rung.payment, False
        self._later.stop()
        self._newest.replace(rung)
        self._operations.answered(self)
        self.moved.emit()


def _tenders(rung: Rung) -> tuple[Tender, ...]:
    return rung.payment.tenders if rung.payment is not None else ()


def _write(save: Callable[[Basket, Payment | None], Done], newest: Newest) -> Done:
    rung = newest.take()
    done = save(rung.basket, rung.payment)
    newest.written(rung)
    return done
