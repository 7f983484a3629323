"""The mark outside the database against the journal inside: are these books the last ones?"""

from __future__ import annotations

from dataclasses import dataclass

from showroom.db.engine import Tx
from showroom.db.reads import verify as reads
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


def parted(tx: Tx, secrets: Secrets, till_id: TillId) -> Parted | None:
    """What speaks against these books; None where the mark's event is there, or there is no mark.

    The mark may lag behind the books after a power cut, never lead them.
    """
    kept = secrets.remembered_head(till_id)
    if kept is None or reads.event_hash(tx, till_id, *kept[:2]) == kept[2]:
        return None
    return Parted(till_id, *kept, reads.last_seq(tx, till_id))
