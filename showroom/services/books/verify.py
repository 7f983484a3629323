"""Proof that the books agree with themselves: balances, numbers, journal, tie-outs.

What could not be looked at is told as that, never as in order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from showroom.db.engine import Tx
from showroom.db.reads import told_rows
from showroom.db.reads import verify as reads
from showroom.db.reads.proofs import sales, stock
from showroom.db.reads.proofs.order import move_order
from showroom.db.reads.proofs.schema import shape
from showroom.db.reads.proofs.stock import LIMIT
from showroom.domain.ids import TillId
from showroom.domain.journal import check_chain
from showroom.services.books.books import Books
from showroom.services.books.marks import parted
from showroom.services.books.told import Told
from showroom.services.books.walk import Walk, readable

Step = Callable[[int, int], object]
Check = Callable[[Tx], list[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and the rows that contradict it (at most twenty).

    `unchecked` is why there was nothing to look at: ``no_receipts``, ``journal_empty``,
    ``key_missing``, ``key_unused`` or ``mark_missing``; empty when the check was made.
    """

    check: str
    problems: tuple[str, ...]
    unchecked: str = ""

    @property
    def passed(self) -> bool:
        """True when nothing contradicts."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Verdict:
    """All checks of one run."""

    findings: tuple[Finding, ...]
    sales: int

    @property
    def passed(self) -> bool:
        """True when nothing contradicts, as far as it was looked at."""
        return all(f.passed for f in self.findings)

    @property
    def unchecked(self) -> int:
        """How many checks could not be made."""
        return sum(1 for f in self.findings if f.unchecked)


_CHECKS: tuple[tuple[str, Check], ...] = (
    ("file", reads.file_problems),
    ("guards", reads.guards),
    ("shape", shape),
    ("balances", stock.balances),
    ("bins", stock.bins),
    ("lines", sales.line_sums),
    ("tenders", sales.tender_sums),
    ("reductions", sales.reduction_sums),
    ("lots", sales.lot_sums),
    ("refunded", sales.refunded_lines),
    ("numbers", reads.numbers),
    ("sale_moves", stock.sale_moves),
    ("sold_lots", stock.sold_lots),
    ("stray_moves", stock.stray_moves),
    ("move_order", move_order),
    ("document_numbers", stock.document_numbers),
    ("document_heads", stock.document_heads),
    ("document_moves", stock.document_moves),
    ("document_lots", stock.document_lots),
    ("under_way", stock.under_way),
    ("attachments", told_rows.attachments),
    ("perpetual", reads.perpetual_totals),
    ("roll_up", reads.roll_up),
)


BESIDE = ("macs", "approvals", "shifts")
"""Checks that are made while the journal is read."""
_OF_RECEIPTS = ("lines", "tenders", "reductions", "lots")


class Verify:
    """Runs on one snapshot, beside the selling till."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def run(self, step: Step | None = None) -> Verdict:
        """Every check in turn; `step(done, total)` reports progress."""
        return self._books.database.read(lambda tx: self.look(tx, step))

    def look(self, tx: Tx, step: Step | None = None) -> Verdict:
        """The same over what a transaction sees."""
        beside: defaultdict[str, list[str]] = defaultdict(list)
        told = Told()
        further: Sequence[tuple[str, Check]] = (
            ("journal", lambda tx: self._journal(tx, beside, told)),
            *((name, lambda _, name=name: beside[name][:LIMIT]) for name in BESIDE),
            ("told", lambda tx: told.problems(tx)[:LIMIT]),
            ("anchors", self._anchors),
        )
        findings, why = [], self._missing(tx)
        # A server proves its own files; nothing is claimed of them here.
        of_file = _CHECKS if tx.dialect == "sqlite" else _CHECKS[1:]
        checks = (*of_file, *further)
        for i, (name, check) in enumerate(checks):
            if step is not None:
                step(i, len(checks))
            findings.append(Finding(name, tuple(readable(name, check, tx)), why.get(name, "")))
        return Verdict(tuple(findings), reads.sale_count(tx))

    def _missing(self, tx: Tx) -> dict[str, str]:
        """Checks that have nothing to look at, and why."""
        till_id, secrets = self._books.till_id, self._books.secrets
        why = {} if reads.sale_count(tx) else dict.fromkeys(_OF_RECEIPTS, "no_receipts")
        kept = secrets.kept_key(till_id)
        if kept is None:
            why["macs"] = "key_missing"
        elif kept[0] > reads.newest_key(tx, till_id):
            why["macs"] = "key_unused"
        if secrets.remembered_head(till_id) is None:
            why["anchors"] = "mark_missing"
        if not any(head.seq for head in reads.tills(tx)):
            why |= dict.fromkeys(("journal", "macs", "told"), "journal_empty")
        return why

    def _journal(self, tx: Tx, beside: dict[str, list[str]], told: Told) -> list[str]:
        """Walk every till's events; what is found on the way of other checks is put there.

        That is what another key than the till's own sealed, what was done by approvals, or waits
        as one, that the journal never gave, and what the drawer's rows say else than its events.

        Earlier keys are gone by design, and other tills keep theirs (docs/reliability.md#journal).
        """
        problems = [f"{till} without a head" for till in reads.headless(tx)]
        for head in reads.tills(tx):
            walk = Walk(self._books.secrets, head, told)
            chain = [
                f"till {head.till_id} seq {d.seq} {d.problem}" for d in check_chain(walk.events(tx))
            ]
            problems += walk.wrong + chain + walk.untold(tx) + walk.not_at_head()
            beside["macs"] += walk.unsealed
            beside["approvals"] += walk.unapproved + walk.stray(tx)
            beside["shifts"] += walk.drawer
        return problems[:LIMIT]

    def _anchors(self, tx: Tx) -> list[str]:
        """The journal must have the event that the mark outside names (tail cut, old copy)."""
        known = {TillId(head.till_id) for head in reads.tills(tx)} | {self._books.till_id}
        marks = (parted(tx, self._books.secrets, till_id) for till_id in sorted(known))
        return [
            f"till {mark.till_id} ends at {mark.ends}, mark outside says {mark.seq}"
            if mark.ends < mark.seq
            else f"till {mark.till_id} seq {mark.seq} is not what the mark outside says"
            for mark in marks
            if mark is not None
        ]
