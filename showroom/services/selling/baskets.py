"""The draft of the open basket and 挂单/取单."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from showroom.db.engine import Tx
from showroom.db.stores import drafts, requests
from showroom.db.stores.drafts import OPEN_SLOT, Draft
from showroom.domain.basket import Basket
from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.codec import to_json
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId
from showroom.domain.legible import legible
from showroom.domain.mask import masked
from showroom.domain.permission import Permission
from showroom.domain.pin import looks_like_pin
from showroom.domain.tender import Payment, Tender, without_codes
from showroom.services.books.actor import SYSTEM, Actor, check_actor
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import NOTHING_MORE, Command, content_hash
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.selling import open_slot
from showroom.services.selling.kept_basket import UNREADABLE, KeptBasket

MAX_HELD = 50
LABEL_LENGTH = 40
CONTENT_JOURNALED = 4_000
"""Characters of a thrown away basket that the journal keeps: some forty lines of goods."""
DRAFTS = Done(changes=Changes(drafts=True))
T = TypeVar("T", bound=Done)


@dataclass(frozen=True, slots=True)
class HeldBasket:
    """One row of the 挂单 list; one that is not `readable` can only be thrown away."""

    slot: int
    label: str
    saved_at_us: int
    pieces: int = 0
    due_fen: int = 0
    readable: bool = True


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What lies at a till whose shift is to be closed: `held` baskets wait, an open one must not.

    `lines` is None without one and 0 for one that cannot be read; `paid` are the tenders taken
    down for it.
    """

    lines: int | None = None
    paid: tuple[Tender, ...] = ()
    held: int = 0


@dataclass(frozen=True, slots=True)
class Restored(Done):
    """A basket read back. `missing` lines fit no product any more; others show the price they had.

    `payment` was interrupted after its tenders had been taken: that money is here. One that is not
    `readable` is empty: the slot holds what nobody can read, and `set_aside` comes next.
    """

    basket: Basket
    missing: int = 0
    payment: Payment | None = None
    readable: bool = True
    changes: Changes = field(default=DRAFTS.changes, kw_only=True)


@behind_door
class Baskets:
    """Drafts of one till."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def save_open(self, actor: Actor, basket: Basket, payment: Payment | None = None) -> Done:
        """Keep the basket being rung up and what was paid of it; called after every change.

        The sale clears both in its own transaction, and a save that comes behind it, or behind
        挂单, brings nothing back: a draft that is there was never sold. Refuses
        `not_permitted`, `actor_changed` and `money_recorded`: electronic money that the slot holds
        is not in this payment.
        """

        def work(tx: Tx) -> Done:
            check_actor(tx, actor, Permission.SELL)
            open_slot.keep_money(tx, self._books.till_id, _tenders(payment))
            self._save_open(tx, basket, payment)
            return DRAFTS

        return self._keep(work)

    def give_up(
        self,
        actor: Actor,
        basket: Basket,
        payment: Payment,
        given: tuple[Tender, ...],
        request_id: RequestId,
    ) -> Done:
        """Journal that recorded electronic tenders went back to the customer.

        `given` are these tenders as a person confirmed them, `payment` is what is left of it and
        stays with the draft. What leaves is told by the draft: refuses `given_up_other` when that
        is something else, `draft_unreadable` (it is set aside by then), `not_permitted`,
        `request_reused`.
        """

        def work(posting: Posting) -> Done:
            tx, till_id = posting.tx, posting.till_id
            gone = open_slot.missing(open_slot.recorded(tx, till_id), payment.tenders)
            if Counter(gone) != Counter(without_codes(given)):
                raise Refusal("given_up_other")
            written = to_json({"tenders": gone, "due_fen": payment.due_fen})
            posting.journal("tender_given_up", written)
            self._save_open(tx, basket, payment)
            return DRAFTS

        content = content_hash(KeptBasket.of(basket, payment), given)
        command = Command(actor, Permission.SELL, request_id, "give_up", content, NOTHING_MORE)
        try:
            return self._books.command(command, work)
        except Refusal as refusal:
            if refusal.code == UNREADABLE:
                self.set_aside()
            raise

    def _save_open(self, tx: Tx, basket: Basket, payment: Payment | None) -> None:
        if self._is_settled(tx, basket):
            return
        paid = payment if _tenders(payment) else None
        if basket.is_empty and paid is None:
            drafts.clear(tx, self._books.till_id, OPEN_SLOT)
        else:
            self._save(tx, OPEN_SLOT, KeptBasket.of(basket, paid))

    def _is_settled(self, tx: Tx, basket: Basket) -> bool:
        """Sold, under its key as the request, or put aside by now."""
        sold = bool(basket.key) and requests.find(tx, basket.key) is not None
        return sold or self._held_slot(tx, basket) is not None

    def _held_slot(self, tx: Tx, basket: Basket) -> int | None:
        return drafts.held_slot(tx, self._books.till_id, basket.key) if basket.key else None

    def _save(self, tx: Tx, slot: int, kept: KeptBasket, label: str = "", held_by: int = 0) -> None:
        now_us = self._books.clock.now_us()
        drafts.save(tx, self._books.till_id, Draft(slot, kept.text(), label, held_by, now_us))

    def load_open(self, index: CatalogueIndex) -> Restored | None:
        """The basket that a crash or power cut interrupted, or None."""
        found = self._books.read(lambda tx: drafts.load(tx, self._books.till_id, OPEN_SLOT))
        try:
            return None if found is None else _restore(found, index)
        except Refusal:
            return Restored(Basket(), readable=False)

    def set_aside(self) -> Done:
        """Lay an open basket that cannot be read among the held ones, journaled by the program.

        `problem` is ``draft_unreadable`` when there was one.
        """

        def work(posting: Posting) -> Done:
            problem = open_slot.set_aside(posting)
            return replace(DRAFTS, problem=problem) if problem else Done()

        command = Command(SYSTEM, None, "", "set_aside", "", NOTHING_MORE, any_clock=True)
        return self._books.command(command, work)

    def _keep(self, work: Callable[[Tx], T]) -> T:
        """Write working state over the open slot; what cannot be read there is set aside first."""
        try:
            return self._books.keep(work)
        except Refusal as refusal:
            if refusal.code != UNREADABLE:
                raise
        aside = self.set_aside()
        return replace(self._books.keep(work), problem=aside.problem)

    def hold(self, actor: Actor, basket: Basket, label: str = "") -> Done:
        """挂单: park the basket under a short label and empty the open one; twice is once.

        A basket that is paid in part is not held: its money would wait where nobody looks.
        Refuses `not_permitted`, `actor_changed`, `basket_empty`, `held_limit`, `label_too_long`,
        `words_like_pin`, `held_paid`.
        """
        actor.must(Permission.SELL)
        if basket.is_empty:
            raise Refusal("basket_empty")
        label = legible(label)
        if looks_like_pin(label):
            raise Refusal("words_like_pin")
        if len(label) > LABEL_LENGTH:
            raise Refusal("label_too_long", limit=LABEL_LENGTH)
        label = masked(label)

        def work(tx: Tx) -> Done:
            check_actor(tx, actor, Permission.SELL)
            till_id = self._books.till_id
            rung = open_slot.find(tx, till_id)
            if rung is not None and _tenders(rung.payment):
                raise Refusal("held_paid")
            slot = self._held_slot(tx, basket)  # asked again, with what came since
            if slot is None:
                slot = self._free_slot(tx)
            self._save(tx, slot, KeptBasket.of(basket, None), label, actor.person_id)
            drafts.clear(tx, till_id, OPEN_SLOT)
            return DRAFTS

        return self._keep(work)

    def _free_slot(self, tx: Tx) -> int:
        till_id = self._books.till_id
        if sum(d.slot != OPEN_SLOT for d in drafts.load_all(tx, till_id)) >= MAX_HELD:
            raise Refusal("held_limit", limit=MAX_HELD)
        return drafts.next_slot(tx, till_id)

    def held(self, index: CatalogueIndex) -> Sequence[HeldBasket]:
        """Held baskets, oldest first; one that cannot be read costs itself alone."""
        found = self._books.read(lambda tx: drafts.load_all(tx, self._books.till_id))
        return [_row(d, index) for d in found if d.slot != OPEN_SLOT]

    def left_over(self) -> LeftOver:
        """What a close would meet; asked before anything is counted."""
        found = self._books.read(lambda tx: drafts.load_all(tx, self._books.till_id))
        held = sum(d.slot != OPEN_SLOT for d in found)
        rung = [d.content for d in found if d.slot == OPEN_SLOT]
        if not rung:
            return LeftOver(held=held)
        try:
            kept = KeptBasket.read(rung[0])
        except Refusal:
            return LeftOver(0, (), held)
        return LeftOver(len(kept.lines), kept.payment.tenders if kept.payment else (), held)

    def recall(self, actor: Actor, slot: int, index: CatalogueIndex) -> Restored:
        """取单: take a held basket back as the open one.

        Refuses `not_permitted`, `actor_changed`, `held_unknown`, `held_unreadable` and
        `basket_not_empty`: what is being rung up is held first.
        """

        def work(tx: Tx) -> Restored:
            check_actor(tx, actor, Permission.SELL)
            till_id = self._books.till_id
            row = self._held(tx, slot)
            if open_slot.find(tx, till_id) is not None:
                raise Refusal("basket_not_empty")
            try:
                restored = _restore(row, index)
            except Refusal as refusal:
                raise Refusal("held_unreadable") from refusal
            drafts.clear(tx, till_id, slot)
            drafts.save(tx, till_id, replace(row, slot=OPEN_SLOT))
            return restored

        return self._keep(work)

    def throw_away(self, actor: Actor, slot: int, request_id: RequestId) -> Done:
        """Forget a held basket that cannot be read; the journal keeps its beginning.

        Refuses `not_permitted`, `held_unknown`, `held_readable` (such a one is sold or emptied by
        hand), `request_reused`.
        """

        def work(posting: Posting) -> Done:
            row = self._held(posting.tx, slot)
            if _readable(row):
                raise Refusal("held_readable")
            content = masked(row.content[:CONTENT_JOURNALED])
            written = {"slot": slot, "label": row.label, "content": content}
            posting.journal("draft_thrown_away", to_json(written))
            drafts.clear(posting.tx, posting.till_id, slot)
            return DRAFTS

        content = content_hash(slot)
        return self._books.command(
            Command(actor, Permission.SELL, request_id, "throw_away", content, NOTHING_MORE), work
        )

    def _held(self, tx: Tx, slot: int) -> Draft:
        found = drafts.load(tx, self._books.till_id, slot)
        if found is None or slot <= OPEN_SLOT:
            raise Refusal("held_unknown")
        return found


def _tenders(payment: Payment | None) -> tuple[Tender, ...]:
    return payment.tenders if payment is not None else ()


def _readable(row: Draft) -> bool:
    try:
        KeptBasket.read(row.content)
    except Refusal:
        return False
    return True


def _row(row: Draft, index: CatalogueIndex) -> HeldBasket:
    if not _readable(row):
        return HeldBasket(row.slot, row.label, row.saved_at_us, readable=False)
    basket = _restore(row, index).basket
    return HeldBasket(row.slot, row.label, row.saved_at_us, basket.pieces, basket.due_fen)


def _restore(row: Draft, index: CatalogueIndex) -> Restored:
    kept = KeptBasket.read(row.content)
    basket, missing = kept.restore(index)
    paid = kept.payment and replace(kept.payment, due_fen=basket.due_fen)
    return Restored(basket, missing, paid)
