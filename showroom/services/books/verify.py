"""Proof that the books agree with themselves: balances, numbers, journal, tie-outs.

What could not be looked at is told as that, never as in order.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest

from showroom.db.engine import Tx
from showroom.db.reads import sales as sale_reads
from showroom.db.reads import verify as reads
from showroom.domain.codec import from_json
from showroom.domain.errors import Refusal
from showroom.domain.ids import TillId
from showroom.domain.journal import check_chain, ratchet, seal
from showroom.domain.sale import Sale
from showroom.services.books.books import Books

Step = Callable[[int, int], object]


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


_CHECKS: tuple[tuple[str, Callable[[Tx], list[str]]], ...] = (
    ("file", reads.file_problems),
    ("balances", reads.balances),
    ("lines", reads.line_sums),
    ("tenders", reads.tender_sums),
    ("reductions", reads.reduction_sums),
    ("lots", reads.lot_sums),
    ("numbers", reads.numbers),
    ("perpetual", reads.perpetual_totals),
    ("roll_up", reads.roll_up),
    ("shifts", reads.shift_cash),
)


_OF_RECEIPTS = ("lines", "tenders", "reductions", "lots")


class Verify:
    """Runs on one snapshot, beside the selling till."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def run(self, step: Step | None = None) -> Verdict:
        """Every check in turn; `step(done, total)` reports progress."""
        further = (("journal", self._journal), ("macs", self._macs), ("anchors", self._anchors))

        def read(tx: Tx) -> Verdict:
            findings, why = [], self._missing(tx)
            # A server proves its own files; nothing is claimed of them here.
            of_file = _CHECKS if tx.dialect == "sqlite" else _CHECKS[1:]
            checks = (*of_file, *further)
            for i, (name, check) in enumerate(checks):
                if step is not None:
                    step(i, len(checks))
                findings.append(Finding(name, tuple(check(tx)), why.get(name, "")))
            return Verdict(tuple(findings), reads.sale_count(tx))

        return self._books.database.read(read)

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
        if not any(seq for _, _, seq, _, _ in reads.tills(tx)):
            why |= dict.fromkeys(("journal", "macs"), "journal_empty")
        return why

    def _macs(self, tx: Tx) -> list[str]:
        """Events sealed with another key than the till's own, since the key that is kept here.

        Earlier keys are gone by design, and other tills keep theirs (docs/reliability.md#journal).
        """
        problems = []
        for till_id, *_ in reads.tills(tx):
            kept = self._books.secrets.kept_key(TillId(till_id))
            if kept is None:
                continue
            index, key = kept
            for event in reads.events(tx, till_id):
                if event.key_index < index:
                    continue
                while index < event.key_index:
                    index, key = index + 1, ratchet(key)
                if not compare_digest(seal(key, event.hash), event.mac):
                    problems.append(f"till {till_id} seq {event.seq} mac")
        return problems[: reads.LIMIT]

    def _journal(self, tx: Tx) -> list[str]:
        problems: list[str] = []
        for till_id, epoch, seq, head_hash, public_key in reads.tills(tx):
            last = (0, 0, b"")
            for event in reads.events(tx, till_id):
                last = (event.epoch, event.seq, event.hash)
                if event.kind in {"sale", "refund"}:
                    problems += _projection(tx, event.payload)
                if event.kind == "z_report" and not self._books.secrets.verify(
                    public_key, event.payload.encode(), event.signature
                ):
                    problems.append(f"till {till_id} seq {event.seq} signature")
            chain = check_chain(reads.events(tx, till_id))
            problems += [f"till {till_id} seq {d.seq} {d.problem}" for d in chain]
            if seq and last != (epoch, seq, head_hash):
                problems.append(f"till {till_id} head {seq} is not the last event {last[1]}")
        return problems[: reads.LIMIT]

    def _anchors(self, tx: Tx) -> list[str]:
        """The database must be at least as far as the mark kept outside it (tail cut, old copy)."""
        problems = []
        for till_id, epoch, seq, _, _ in reads.tills(tx):
            kept = self._books.secrets.remembered_head(TillId(till_id))
            if kept is not None and (epoch, seq) < (kept[0], kept[1]):
                problems.append(f"till {till_id} ends at {seq}, mark outside says {kept[1]}")
        return problems


def _projection(tx: Tx, payload: str) -> list[str]:
    """A sale's rows must say what the journal hashed, to the last field."""
    sale_id = json.loads(payload)["sale_id"]
    try:
        stored, _ = sale_reads.load(tx, sale_id)
    except Refusal:
        return [f"sale {sale_id} missing"]
    # As values: a field that was added later has its default in both.
    same = stored == from_json(Sale, payload)
    return [] if same else [f"sale {sale_id} differs from journal"]
