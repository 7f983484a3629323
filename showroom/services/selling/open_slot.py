"""The open slot of a till, and the one door through which recorded money leaves it.

Electronic money that was recorded for a basket is on an account already. It leaves the slot as
tenders of a sale or as a give-up in the journal, whatever verb writes the slot; and what cannot be
read, and may name such money, is set aside before anything is written over it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from showroom.db.engine import Tx
from showroom.db.stores import drafts
from showroom.db.stores.drafts import OPEN_SLOT
from showroom.domain.codec import to_json
from showroom.domain.errors import Refusal
from showroom.domain.money import yuan
from showroom.domain.tender import Tender, tender_name, without_codes
from showroom.services.books.posting import Posting
from showroom.services.selling.kept_basket import UNREADABLE, KeptBasket


def find(tx: Tx, till_id: int) -> KeptBasket | None:
    """What is being rung up, or None. Refuses `draft_unreadable`."""
    row = drafts.load(tx, till_id, OPEN_SLOT)
    return None if row is None else KeptBasket.read(row.content)


def recorded(tx: Tx, till_id: int) -> tuple[Tender, ...]:
    """The electronic tenders that the slot holds. Refuses `draft_unreadable`."""
    found = find(tx, till_id)
    if found is None or found.payment is None:
        return ()
    return tuple(t for t in found.payment.tenders if t.is_electronic)


def missing(before: Sequence[Tender], after: Sequence[Tender]) -> list[Tender]:
    """The electronic tenders of `before` that `after` has not, counted."""
    left = Counter(t for t in without_codes(tuple(before)) if t.is_electronic)
    left.subtract(t for t in without_codes(tuple(after)) if t.is_electronic)
    return list((+left).elements())


def keep_money(tx: Tx, till_id: int, tenders: Sequence[Tender]) -> None:
    """Hold what replaces the slot against the money in it.

    Refuses `money_recorded` (an electronic tender of the slot is not among `tenders`) and
    `draft_unreadable`.
    """
    lost = missing(recorded(tx, till_id), tenders)
    if lost:
        named = "、".join(f"{tender_name(t.kind)} {yuan(t.amount_fen)}" for t in lost)
        raise Refusal("money_recorded", tenders=named)


def make_room(posting: Posting, tenders: Sequence[Tender]) -> str:
    """`keep_money` for a command: what cannot be read is set aside; the problem's code or ""."""
    try:
        keep_money(posting.tx, posting.till_id, tenders)
    except Refusal as refusal:
        if refusal.code != UNREADABLE:
            raise
        return set_aside(posting)
    return ""


def is_unreadable(tx: Tx, till_id: int) -> bool:
    """True when the slot holds something that is no basket."""
    try:
        find(tx, till_id)
    except Refusal:
        return True
    return False


def set_aside(posting: Posting) -> str:
    """Move a slot that cannot be read among the held ones, as it is; the problem's code or "".

    It is one of those that are thrown away by hand, and may be one more than `MAX_HELD`.
    """
    tx, till_id = posting.tx, posting.till_id
    row = drafts.load(tx, till_id, OPEN_SLOT)
    if row is None or not is_unreadable(tx, till_id):
        return ""
    slot = drafts.next_slot(tx, till_id)
    drafts.save(tx, till_id, replace(row, slot=slot))
    drafts.clear(tx, till_id, OPEN_SLOT)
    posting.journal("draft_set_aside", to_json({"slot": slot, "saved_at_us": row.saved_at_us}))
    return UNREADABLE
