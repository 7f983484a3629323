"""Keeping the open basket and its payment on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from showroom.domain.basket import Basket
from showroom.domain.tender import Payment, Tender
from showroom.ui.engine.saver import Saver

if TYPE_CHECKING:
    from showroom.services.books.done import Done
    from showroom.ui.engine.operations import Operations

SAVED_AT_LAST = "单子已经存进账本了"


@dataclass(frozen=True, slots=True)
class Rung:
    """What is on the counter: goods, and what was already paid for them."""

    basket: Basket = Basket()
    payment: Payment | None = None


class DraftKeeper(Saver[Rung]):
    """A sale queued later never finds an older draft written after it."""

    def __init__(
        self,
        operations: Operations,
        save: Callable[[Basket, Payment | None], Done],
        parent: QObject,
    ) -> None:
        def write(rung: Rung) -> Done:
            return save(rung.basket, rung.payment)

        super().__init__(operations, write, Rung(), SAVED_AT_LAST, parent)
        self._payment: Payment | None = None

    @property
    def unrecorded(self) -> Counter[Tender]:
        """Money that is on the counter and not in the books: perhaps in a moment."""
        now, on_disk = self._newest.both
        left = Counter(_tenders(now))
        left.subtract(_tenders(on_disk))
        return +left

    def keep(self, basket: Basket) -> None:
        """Save this basket soon; what was paid stays with it until it is said otherwise."""
        self.keep_payment(basket, self._payment)

    def keep_payment(self, basket: Basket, payment: Payment | None) -> None:
        """Save this basket and what was paid of it soon."""
        self._payment = payment
        self.put(Rung(basket, payment))

    def settled(self, rung: Rung = Rung()) -> None:
        """A verb has just written this state itself."""
        self._payment = rung.payment
        self.is_saved(rung)


def _tenders(rung: Rung) -> tuple[Tender, ...]:
    return rung.payment.tenders if rung.payment is not None else ()
