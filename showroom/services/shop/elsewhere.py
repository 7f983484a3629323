"""What was done past this window: at another till, or by a verb of the command line."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.db.engine import Tx
from showroom.db.reads import catalogue as catalogue_reads
from showroom.db.reads import shop as reads
from showroom.services.books.books import Books
from showroom.services.books.door import behind_door


@dataclass(frozen=True, slots=True)
class Seen:
    """How far the books were: another value means that something moved, its size nothing.

    `catalogue` is the version that an index is of, `events` what other tills journaled, `drafts`
    what anybody keeps of documents not yet posted; both 0 where this till is the only one.
    """

    catalogue: int = 0
    events: int = 0
    drafts: int = 0


@behind_door
class Elsewhere:
    """For whoever shows what others may have moved meanwhile."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def seen(self) -> Seen:
        """The books as they are now; read by three small tables."""

        def read(tx: Tx) -> Seen:
            events, drafts = reads.moved_elsewhere(tx, self._books.till_id)
            return Seen(catalogue_reads.version(tx), events, drafts)

        return self._books.read(read)
