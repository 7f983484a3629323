"""The row of a till in which scans wait for a person; they lie there like the open basket."""

from __future__ import annotations

from dataclasses import dataclass, replace

from showroom.db.engine import Tx
from showroom.db.stores import drafts
from showroom.db.stores.drafts import SCANS_SLOT, Draft
from showroom.domain.codec import from_json, to_json
from showroom.domain.errors import Refusal
from showroom.domain.legible import legible
from showroom.domain.reason import kept_words
from showroom.domain.scan import WaitingScan
from showroom.services.books.books import Books
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door, must_be


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Stored as JSON. `left_out` counts those that are not written down: codes to pay by, PINs."""

    scans: tuple[WaitingScan, ...] = ()
    left_out: int = 0


@behind_door
class WaitingScans:
    """Of one till, the oldest first."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def keep(self, scans: tuple[WaitingScan, ...]) -> Done:
        """Keep these in place of those before; called after every change.

        What is not `storable` is counted and forgotten.
        """
        seen = [replace(s, code=legible(s.code), by=kept_words(s.by)) for s in scans]
        kept = tuple(scan for scan in seen if scan.storable)
        text = to_json(WaitingRow(kept, len(scans) - len(kept)))

        def work(tx: Tx) -> Done:
            if scans:
                draft = Draft(SCANS_SLOT, text, "", 0, self._books.clock.now_us())
                drafts.save(tx, self._books.till_id, draft)
            else:
                drafts.clear(tx, self._books.till_id, SCANS_SLOT)
            return Done()

        return self._books.keep(work)

    def load(self) -> WaitingRow:
        """What a crash or the end of the program left. Refuses `scans_unreadable`."""
        found = self._books.read(lambda tx: drafts.load(tx, self._books.till_id, SCANS_SLOT))
        if found is None:
            return WaitingRow()
        try:
            row = from_json(WaitingRow, found.content)
            must_be(row, WaitingRow)
        except (Refusal, TypeError, RecursionError) as error:
            raise Refusal("scans_unreadable") from error
        return row
