"""有人问: what customers wanted and nobody could ring up, for whoever buys for the shop."""

from __future__ import annotations

from showroom.db.engine import Tx
from showroom.db.stores import asked as store
from showroom.db.stores.asked import Asked
from showroom.domain.errors import Refusal
from showroom.domain.legible import cut, legible
from showroom.domain.mask import masked
from showroom.domain.permission import Permission
from showroom.domain.pin import looks_like_pin
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door

__all__ = ["Asked", "AskedFor"]
TEXT_LENGTH = 64


@behind_door
class AskedFor:
    """The shop's list; a note of it is working state and journals nothing."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def note(self, actor: Actor, text: str) -> Done:
        """Count a name or a code that was not found.

        Refuses `not_permitted`, `actor_changed`, `asked_empty`, `words_like_pin`.
        """
        actor.must(Permission.SELL)
        text = legible(text)
        if looks_like_pin(text):
            raise Refusal("words_like_pin")
        said = cut(masked(" ".join(text.split())), TEXT_LENGTH).lower()
        if not said:
            raise Refusal("asked_empty")

        def work(tx: Tx) -> Done:
            store.note(tx, said, self._books.clock.now_us())
            return Done()

        return self._books.keep_as(actor, Permission.SELL, work)

    def every(self, actor: Actor) -> tuple[Asked, ...]:
        """What was asked for, the most wanted first. Refuses `not_permitted`, `actor_changed`."""
        return self._books.read_as(actor, Permission.IMPORT, store.every)

    def forget(self, actor: Actor, text: str) -> Done:
        """Take it off the list. Refuses `not_permitted`, `actor_changed`."""

        def work(tx: Tx) -> Done:
            store.forget(tx, text)
            return Done()

        return self._books.keep_as(actor, Permission.IMPORT, work)
