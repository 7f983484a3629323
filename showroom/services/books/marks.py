"""The mark outside the database against the journal inside: are these books the last ones?"""

from __future__ import annotations

from dataclasses import dataclass

from showroom.db.engine import Heads, Tx
from showroom.db.reads import verify as reads
from showroom.db.stores.journal import HeadRow
from showroom.domain.errors import Fault
from showroom.domain.ids import TillId
from showroom.services.books.ports import Secrets

WENT_ON, KEPT_KEY = "went_on_from_copy", "key_index"
"""The event of whoever goes on with books that were put back, and the key that it was sealed by."""


@dataclass(frozen=True, slots=True)
class Parted:
    """A mark that the journal contradicts: it ends sooner, or has another event in that place."""

    till_id: TillId
    epoch: int
    seq: int
    hash: bytes
    ends: int


class Followed:
    """The heads that this program committed last: what it posts next must follow from them.

    And from the mark outside, which another program of the till may have written since, or one
    before this. Books that were exchanged, cut or made anew would otherwise be posted into, and the
    mark that tells of it written over.
    """

    def __init__(self) -> None:
        self._heads: Heads = {}

    def committed(self, heads: Heads) -> None:
        """The books hold these now."""
        self._heads |= heads

    def check(self, tx: Tx, head: HeadRow, mark: tuple[int, int, bytes] | None) -> None:
        """Raises Fault `books_exchanged`. Another program of this till may have posted since."""
        now = (head.epoch, head.seq, head.hash)
        for epoch, seq, digest in {x for x in (self._heads.get(head.till_id), mark) if x} - {now}:
            if reads.event_hash(tx, head.till_id, epoch, seq) != digest:
                raise Fault("books_exchanged", seq=seq, ends=head.seq)


def parted(tx: Tx, secrets: Secrets, till_id: TillId) -> Parted | None:
    """What speaks against these books; None where the mark's event is there, or there is no mark.

    The mark may lag behind the books after a power cut, never lead them.
    """
    kept = secrets.remembered_head(till_id)
    if kept is None or reads.event_hash(tx, till_id, *kept[:2]) == kept[2]:
        return None
    return Parted(till_id, *kept, reads.last_seq(tx, till_id))
