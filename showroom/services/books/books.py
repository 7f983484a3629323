"""What every service is built on: the database, the clock, the secrets and this till."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from showroom.db.engine import CommitUnknownError, Database, Heads, Tx
from showroom.db.stores import journal as journal_store
from showroom.domain.errors import Fault
from showroom.domain.ids import TillId
from showroom.services.books.actor import Actor
from showroom.services.books.ports import Clock, Secrets

T = TypeVar("T")
BUSINESS_DAY_STARTS_H = 4
"""A shift opened before 04:00 local still belongs to the day before (跨零点班次)."""


@dataclass(frozen=True, slots=True)
class Books:
    """One till's access to the shop's books."""

    database: Database
    clock: Clock
    secrets: Secrets
    till_id: TillId

    def today(self) -> str:
        """The business date that an opening shift would get, ISO text."""
        local = datetime.fromtimestamp(self.clock.now_us() // 10**6, UTC) + timedelta(
            minutes=self.clock.utc_offset_min(), hours=-BUSINESS_DAY_STARTS_H
        )
        return local.date().isoformat()

    def journal(
        self, tx: Tx, kind: str, actor: Actor, payload: str, *, business_date: str = ""
    ) -> None:
        """Append one event to this till's chain, inside the caller's transaction."""
        head = journal_store.lock_head(tx, self.till_id)
        at_us, date = self.clock.now_us(), business_date or self.today()
        self.append(tx, head, journal_store.NewEvent(kind, actor.name, payload, date, at_us))
        journal_store.save_head(tx, head)

    def append(
        self,
        tx: Tx,
        head: journal_store.HeadRow,
        event: journal_store.NewEvent,
        signature: bytes = b"",
    ) -> bytes:
        """Append to a locked head without saving it; the event's hash."""
        key = self.secrets.journal_key(self.till_id, head.key_index)
        digest = journal_store.append(tx, head, event, key, signature)
        tx.heads[head.till_id] = (head.epoch, head.seq, digest)
        return digest

    def write(self, work: Callable[[Tx], T]) -> T:
        """`Database.write`, then keep the journal's high-water mark outside the database.

        The printers' threads write beside the till's: what a transaction moved is its own.
        """

        def noted(tx: Tx) -> tuple[T, Heads]:
            return work(tx), tx.heads

        result, heads = self.database.write(noted)
        for till_id, mark in heads.items():
            self.secrets.remember_head(till_id, *mark)
        return result

    def post(self, work: Callable[[Tx], T], find: Callable[[Tx], T | None]) -> T:
        """Write; when COMMIT's fate is unknown, ask the books by `find` before trying again.

        A COMMIT that raised may have committed (reliability finding 4): only the request's own
        identity tells. `work` must itself return the first result when it was already done.
        """
        try:
            return self.write(work)
        except CommitUnknownError:
            found = self.database.read(find)
            if found is not None:
                return found
        try:
            return self.write(work)
        except CommitUnknownError as error:
            raise Fault("commit_unknown", detail=str(error)) from error
