"""The draft of the open basket and 挂单/取单."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from showroom.db.engine import Tx
from showroom.db.stores import drafts, sales
from showroom.domain.basket import Basket, BasketLine, Discount
from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.codec import from_json, to_json
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId, SkuId
from showroom.domain.mask import masked
from showroom.domain.permission import Permission
from showroom.domain.pin import looks_like_pin
from showroom.domain.tender import Payment, Tender, without_codes
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import NOTHING_MORE, Command, content_hash
from showroom.services.books.done import Done
from showroom.services.books.posting import Posting

OPEN_SLOT = 0
MAX_HELD = 50
LABEL_LENGTH = 40
DRAFTS = Done(changes=Changes(drafts=True))


@dataclass(frozen=True, slots=True)
class _DraftLine:
    sku_id: int
    price_fen: int
    quantity: int
    label_fen: int | None
    discount: Discount | None


@dataclass(frozen=True, slots=True)
class _DraftBasket:
    lines: tuple[_DraftLine, ...]
    current: int
    order_discount: Discount | None
    note: str
    age_checked: bool = False
    payment: Payment | None = None


@dataclass(frozen=True, slots=True)
class HeldBasket:
    """One row of the 挂单 list."""

    slot: int
    label: str
    saved_at_us: int
    pieces: int
    due_fen: int


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What lies at a till whose shift is to be closed: `held` baskets wait, an open one must not.

    `lines` is None without one; `paid` are the tenders taken down for it.
    """

    lines: int | None = None
    paid: tuple[Tender, ...] = ()
    held: int = 0


@dataclass(frozen=True, slots=True)
class Restored(Done):
    """A basket read back. `missing` products are gone; every line shows the price it had.

    `payment` was interrupted after its tenders had been taken: that money is here.
    """

    basket: Basket
    missing: int = 0
    payment: Payment | None = None
    changes: Changes = field(default=DRAFTS.changes, kw_only=True)


class Baskets:
    """Drafts of one till."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def save_open(self, basket: Basket, payment: Payment | None = None) -> Done:
        """Keep the basket being rung up and what was paid of it; called after every change.

        The sale clears both in its own transaction: a draft that is there was never sold.
        """

        def work(tx: Tx) -> Done:
            self._save_open(tx, basket, payment)
            return DRAFTS

        return self._books.keep(work)

    def give_up(
        self,
        actor: Actor,
        basket: Basket,
        payment: Payment,
        given: tuple[Tender, ...],
        request_id: RequestId,
    ) -> Done:
        """Journal that recorded electronic tenders went back to the customer.

        `given` are these tenders, `payment` is what is left of it and stays with the draft.
        Refuses `not_permitted`, `request_reused`.
        """

        def work(posting: Posting) -> Done:
            written = to_json({"tenders": without_codes(given), "due_fen": payment.due_fen})
            posting.journal("tender_given_up", written)
            self._save_open(posting.tx, basket, payment)
            return DRAFTS

        content = content_hash(payment, given)
        return self._books.command(
            Command(actor, Permission.SELL, request_id, "give_up", content, NOTHING_MORE), work
        )

    def _save_open(self, tx: Tx, basket: Basket, payment: Payment | None) -> None:
        paid = payment if payment is not None and payment.tenders else None
        if basket.is_empty and paid is None:
            sales.clear_draft(tx, self._books.till_id, OPEN_SLOT)
        else:
            draft = self._draft(OPEN_SLOT, basket, payment=paid)
            drafts.save(tx, self._books.till_id, draft)

    def load_open(self, index: CatalogueIndex) -> Restored | None:
        """The basket that a crash or power cut interrupted, or None."""
        found = self._books.read(lambda tx: drafts.load_all(tx, self._books.till_id))
        draft = next((d for d in found if d.slot == OPEN_SLOT), None)
        return None if draft is None else _restore(draft.content, index)

    def hold(self, actor: Actor, basket: Basket, label: str = "") -> Done:
        """挂单: park the basket under a short label and empty the open one.

        A basket that is paid in part is not held: its money would wait where nobody looks.
        Refuses `not_permitted`, `basket_empty`, `held_limit`, `label_too_long`, `words_like_pin`,
        `held_paid`.
        """
        actor.must(Permission.SELL)
        if basket.is_empty:
            raise Refusal("basket_empty")
        if looks_like_pin(label):
            raise Refusal("words_like_pin")
        if len(label) > LABEL_LENGTH:
            raise Refusal("label_too_long", limit=LABEL_LENGTH)
        label = masked(label)

        def work(tx: Tx) -> Done:
            found = drafts.load_all(tx, self._books.till_id)
            if any(d.slot == OPEN_SLOT and _stored(d.content).payment for d in found):
                raise Refusal("held_paid")
            if sum(d.slot != OPEN_SLOT for d in found) >= MAX_HELD:
                raise Refusal("held_limit", limit=MAX_HELD)
            slot = drafts.next_slot(tx, self._books.till_id)
            draft = self._draft(slot, basket, label, actor.person_id)
            drafts.save(tx, self._books.till_id, draft)
            sales.clear_draft(tx, self._books.till_id, OPEN_SLOT)
            return DRAFTS

        return self._books.keep(work)

    def held(self, index: CatalogueIndex) -> Sequence[HeldBasket]:
        """Held baskets, oldest first."""
        found = self._books.read(lambda tx: drafts.load_all(tx, self._books.till_id))
        rows = []
        for d in found:
            if d.slot != OPEN_SLOT:
                basket = _restore(d.content, index).basket
                rows.append(
                    HeldBasket(d.slot, d.label, d.saved_at_us, basket.pieces, basket.due_fen)
                )
        return rows

    def left_over(self) -> LeftOver:
        """What a close would meet; asked before anything is counted."""
        found = self._books.read(lambda tx: drafts.load_all(tx, self._books.till_id))
        held = sum(d.slot != OPEN_SLOT for d in found)
        for stored in (_stored(d.content) for d in found if d.slot == OPEN_SLOT):
            paid = stored.payment.tenders if stored.payment else ()
            return LeftOver(len(stored.lines), paid, held)
        return LeftOver(held=held)

    def recall(self, slot: int, index: CatalogueIndex) -> Restored:
        """取单: take a held basket back as the open one.

        Refuses `held_unknown` and `basket_not_empty`: what is being rung up is held first.
        """

        def work(tx: Tx) -> Restored:
            found = {d.slot: d for d in drafts.load_all(tx, self._books.till_id)}
            if slot not in found or slot == OPEN_SLOT:
                raise Refusal("held_unknown")
            if OPEN_SLOT in found:
                raise Refusal("basket_not_empty")
            restored = _restore(found[slot].content, index)
            sales.clear_draft(tx, self._books.till_id, slot)
            drafts.save(tx, self._books.till_id, replace(found[slot], slot=OPEN_SLOT))
            return restored

        return self._books.keep(work)

    def _draft(
        self,
        slot: int,
        basket: Basket,
        label: str = "",
        held_by: int = 0,
        payment: Payment | None = None,
    ) -> drafts.Draft:
        lines = tuple(
            _DraftLine(x.sku.sku_id, x.sku.list_price_fen, x.quantity, x.label_fen, x.discount)
            for x in basket.lines
        )
        paid = payment and replace(payment, tenders=without_codes(payment.tenders))
        note, order = masked(basket.note), basket.order_discount
        stored = _DraftBasket(lines, basket.current, order, note, basket.age_checked, paid)
        now = self._books.clock.now_us()
        return drafts.Draft(slot, to_json(stored), label, held_by, now)


def _stored(content: str) -> _DraftBasket:
    """A draft of any version: what it does not tell has its default."""
    return from_json(_DraftBasket, content)


def _restore(content: str, index: CatalogueIndex) -> Restored:
    stored = _stored(content)
    lines: list[BasketLine] = []
    for x in stored.lines:
        sku = index.by_id.get(SkuId(x.sku_id))
        if sku is not None:
            # A line shows the price it was rung up at; paying asks whether that is still so.
            priced = replace(sku, list_price_fen=x.price_fen)
            line = BasketLine(len(lines) + 1, priced, x.quantity, x.label_fen, x.discount)
            lines += [line] if line.is_sound else []
    basket = Basket(
        tuple(lines),
        lines[-1].line_id if lines else 0,
        len(lines) + 1,
        stored.order_discount,
        stored.note,
        stored.age_checked,
    )
    paid = stored.payment and replace(stored.payment, due_fen=basket.due_fen)
    return Restored(basket, len(stored.lines) - len(lines), paid)
