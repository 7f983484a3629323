"""The journal tells of rows that change as they were and as they are; proof that this is so."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from showroom.db.engine import Tx
from showroom.db.reads.told_rows import TOLD, Key, Row, ToldTable, row_of, rows_of

ROWS = '"rows":['
"""How any event tells of rows; no text can: its marks are escaped."""


class Changed:
    """Rows that a command changes, for the payload of its event under ``rows``.

    `before` is called before a row is written, `made` for one that was not there; `now` at the end.
    """

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._was: dict[tuple[str, Key], Row | None] = {}

    def before(self, table: str, *key: int | str) -> None:
        """A row that will be changed or taken away, or may not be there yet."""
        self._was.setdefault((table, key), row_of(self._tx, table, key))

    def made(self, table: str, *key: int | str) -> None:
        """A row that was not there before."""
        self._was.setdefault((table, key), None)

    def now(self) -> dict[str, list[dict[str, Any]]]:
        """``{"rows": [{"table", "was", "now"}]}``; null where there was or is none."""
        told = [
            {"table": table, "was": was, "now": row_of(self._tx, table, key)}
            for (table, key), was in self._was.items()
        ]
        return {"rows": [row for row in told if row["was"] != row["now"]]}


class Told:
    """What the events of all tills leave standing: each takes what was and gives what is.

    So it matters not in which order the tills are read.
    """

    def __init__(self) -> None:
        self._facts: dict[str, dict[Key, Counter[Key]]] = {name: {} for name in TOLD}
        self._born: dict[str, set[Key]] = {name: set() for name in TOLD}

    def take(self, payload: str) -> list[str]:
        """What an event tells; nothing is found yet."""
        for change in json.loads(payload)["rows"]:
            told = TOLD[change["table"]]
            was, now = change["was"], change["now"]
            key = told.key(now or was)
            facts = self._facts[change["table"]].setdefault(key, Counter())
            if was is None:
                self._born[change["table"]].add(key)
            else:
                facts[told.fact(was)] -= 1
            if now is not None:
                facts[told.fact(now)] += 1
        return []

    def problems(self, tx: Tx) -> list[str]:
        """Rows that are not what was told last, that nothing tells of, or that are gone."""
        return [problem for told in TOLD.values() for problem in self._of(tx, told)]

    def _of(self, tx: Tx, told: ToldTable) -> Iterable[str]:
        name = told.table.name
        facts, born = self._facts[name], self._born[name]
        first = min(born, default=None) if told.is_old else ()

        def is_older(key: Key) -> bool:
            return told.is_old and key not in born and (first is None or key < first)

        for row in rows_of(tx, told):
            key, fact = told.key(row), told.fact(row)
            stands = facts.pop(key, None)
            named = f"{name} {' '.join(map(str, key))}"
            if stands is None:
                if not is_older(key):
                    yield f"{named} of no event"
                continue
            stands[fact] -= 1
            if not _settled(stands, is_older=is_older(key)):
                yield f"{named} differs from journal"
        for key, stands in facts.items():
            if not _settled(stands, is_older=is_older(key)):
                yield f"{name} {' '.join(map(str, key))} missing"


def _settled(stands: Counter[Key], *, is_older: bool) -> bool:
    """Nothing is left over; of a row older than its events, what it was before the first."""
    left = [count for count in stands.values() if count]
    return not left or (is_older and left == [-1])
