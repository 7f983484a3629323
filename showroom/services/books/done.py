"""What a verb that moved something answers."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.services.books.changes import Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The base of every result: it is in the books, and this is what moved.

    `repeated`: the request was carried out before, and this is its first result. `problem` is the
    code of what went wrong after the commit: ``mark_not_kept`` when the journal's mark outside the
    database could not be moved. What is in the books stands all the same. `paper` are the kinds of
    slips and drawer kicks that it put into the outbox just now; what becomes of them is another
    matter, told of its `jobs` (their keys in the outbox); a repeated result knows nothing of it.
    """

    changes: Changes = Changes()
    repeated: bool = False
    problem: str = ""
    paper: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
