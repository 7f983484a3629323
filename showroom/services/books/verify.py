"""Proof that the books agree with themselves: balances, numbers, journal, tie-outs.

What could not be looked at is told as that, never as in order.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hmac import compare_digest
from typing import ParamSpec

from showroom.db.engine import Tx
from showroom.db.reads import documents as document_reads
from showroom.db.reads import sales as sale_reads
from showroom.db.reads import verify as reads
from showroom.db.stores import approvals
from showroom.domain.approval import Approval
from showroom.domain.codec import from_json
from showroom.domain.documents.kinds import KINDS
from showroom.domain.documents.posted import StockDocument
from showroom.domain.errors import Refusal
from showroom.domain.ids import SaleId, TillId
from showroom.domain.journal import Event, check_chain, ratchet, seal
from showroom.domain.sale import Sale
from showroom.services.books.books import Books
from showroom.services.books.ports import Secrets

Step = Callable[[int, int], object]
Check = Callable[[Tx], list[str]]
P = ParamSpec("P")
_DOCUMENTS = frozenset(kind.value for kind in KINDS)
APPROVAL = '"approval":{'
"""How any event says by whose yes something was done, whatever its kind; no text can: its marks
are escaped."""
_NO_VALUE = (Refusal, AttributeError, KeyError, RecursionError, TypeError, ValueError)
"""What reading raises for a word that is none of its kind, or a text that is no document."""


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
    ("balances", reads.balances),
    ("lines", reads.line_sums),
    ("tenders", reads.tender_sums),
    ("reductions", reads.reduction_sums),
    ("lots", reads.lot_sums),
    ("numbers", reads.numbers),
    ("document_numbers", reads.document_numbers),
    ("document_heads", reads.document_heads),
    ("document_moves", reads.document_moves),
    ("document_lots", reads.document_lots),
    ("under_way", reads.under_way),
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
        return self._books.database.read(lambda tx: self.look(tx, step))

    def look(self, tx: Tx, step: Step | None = None) -> Verdict:
        """The same over what a transaction sees."""
        unsealed: list[str] = []
        unapproved: list[str] = []
        further: Sequence[tuple[str, Check]] = (
            ("journal", lambda tx: self._journal(tx, unsealed, unapproved)),
            ("macs", lambda _: unsealed[: reads.LIMIT]),
            ("approvals", lambda _: unapproved[: reads.LIMIT]),
            ("anchors", self._anchors),
        )
        findings, why = [], self._missing(tx)
        # A server proves its own files; nothing is claimed of them here.
        of_file = _CHECKS if tx.dialect == "sqlite" else _CHECKS[1:]
        checks = (*of_file, *further)
        for i, (name, check) in enumerate(checks):
            if step is not None:
                step(i, len(checks))
            findings.append(Finding(name, tuple(_read(name, check, tx)), why.get(name, "")))
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
        if not any(seq for _, _, seq, _, _ in reads.tills(tx)):
            why |= dict.fromkeys(("journal", "macs"), "journal_empty")
        return why

    def _journal(self, tx: Tx, unsealed: list[str], unapproved: list[str]) -> list[str]:
        """Walk every till's events; what another key than the till's own sealed is put there.

        So is what was done by approvals, or waits as one, that the journal never gave.

        Earlier keys are gone by design, and other tills keep theirs (docs/reliability.md#journal).
        """
        problems: list[str] = []
        for till_id, epoch, seq, head_hash, public_key in reads.tills(tx):
            walk = _Walk(self._books.secrets, TillId(till_id), public_key)
            chain = [
                f"till {till_id} seq {d.seq} {d.problem}" for d in check_chain(walk.events(tx))
            ]
            problems += walk.wrong + chain
            unsealed += walk.unsealed
            unapproved += walk.unapproved + walk.stray(tx)
            if seq and walk.last != (epoch, seq, head_hash):
                problems.append(f"till {till_id} head {seq} is not the last event {walk.last[1]}")
        return problems[: reads.LIMIT]

    def _anchors(self, tx: Tx) -> list[str]:
        """The database must be at least as far as the mark kept outside it (tail cut, old copy)."""
        problems = []
        for till_id, epoch, seq, _, _ in reads.tills(tx):
            kept = self._books.secrets.remembered_head(TillId(till_id))
            if kept is not None and (epoch, seq) < (kept[0], kept[1]):
                problems.append(f"till {till_id} ends at {seq}, mark outside says {kept[1]}")
        return problems


class _Walk:
    """A till's journal, each event read once: its place in the chain, its seal, its sale."""

    def __init__(self, secrets: Secrets, till_id: TillId, public_key: bytes) -> None:
        self._secrets, self._till_id, self._public_key = secrets, till_id, public_key
        kept = secrets.kept_key(till_id)
        self._keys = None if kept is None else _Keys(*kept)
        self.last = (0, 0, b"")
        self.wrong: list[str] = []
        self.unsealed: list[str] = []
        self.unapproved: list[str] = []
        self._given: Counter[Approval] = Counter()
        self._ever: set[Approval] = set()

    def events(self, tx: Tx) -> Iterator[Event]:
        """All of them, looked at as they pass."""
        for event in reads.events(tx, self._till_id):
            self.last, name = (event.epoch, event.seq, event.hash), self._named(event)
            if event.kind in {"sale", "refund"}:
                self.wrong += _read(name, _projection, tx, event.payload)
            if event.kind in _DOCUMENTS:
                self.wrong += _read(name, _document, tx, event.payload)
            if event.kind == "z_report" and not self._secrets.verify(
                self._public_key, event.payload.encode(), event.signature
            ):
                self.wrong.append(f"{name} signature")
            if self._keys is not None and not self._keys.sealed(event):
                self.unsealed.append(f"{name} mac")
            if event.kind == "approval" or APPROVAL in event.payload:
                self.unapproved += _read(name, self._approved, event)
            yield event

    def _named(self, event: Event) -> str:
        return f"till {self._till_id} seq {event.seq}"

    def _approved(self, event: Event) -> list[str]:
        """Take down what was given; what was done by it takes one away."""
        if event.kind == "approval":
            given = from_json(Approval, event.payload)
            self._given[given] += 1
            self._ever.add(given)
            return []
        used = from_json(Approval, json.dumps(json.loads(event.payload)["approval"]))
        self._given[used] -= 1
        return [] if self._given[used] >= 0 else [f"{self._named(event)} approval never given"]

    def stray(self, tx: Tx) -> list[str]:
        """Approvals that wait, or are marked as spent, and that the journal does not tell of."""
        return [
            problem
            for token, written in approvals.of_till(tx, self._till_id)
            for problem in _read(f"approval {token}", self._stray, token, written)
        ]

    def _stray(self, token: str, written: str) -> list[str]:
        known = from_json(Approval, written) in self._ever
        return [] if known else [f"approval {token} never given"]


class _Keys:
    """A till's keys from the one that is kept here on, as its events move to the next."""

    def __init__(self, index: int, key: bytes) -> None:
        self._index, self._key = index, key

    def sealed(self, event: Event) -> bool:
        """False when another key made its seal; nothing is said of keys that are gone."""
        if event.key_index < self._index:
            return True
        while self._index < event.key_index:
            self._index, self._key = self._index + 1, ratchet(self._key)
        return compare_digest(seal(self._key, event.hash), event.mac)


def _projection(tx: Tx, payload: str) -> list[str]:
    """A sale's rows must say what the journal hashed, to the last field."""
    sale_id = json.loads(payload)["sale_id"]
    return _read(f"sale {sale_id}", _compare, tx, sale_id, payload)


def _document(tx: Tx, payload: str) -> list[str]:
    """A document's rows must say what the journal hashed, to the last field."""
    told = from_json(StockDocument, payload)
    name = f"document {told.document_id}"
    try:
        stored = document_reads.load(tx, told.document_id)
    except Refusal:  # `document_not_found`, the one it has
        return [f"{name} missing"]
    return [] if stored == told else [f"{name} differs from journal"]


def _compare(tx: Tx, sale_id: SaleId, payload: str) -> list[str]:
    try:
        stored, _ = sale_reads.load(tx, sale_id)
    except Refusal:  # `sale_unknown`, the one it has
        return [f"sale {sale_id} missing"]
    # As values: a field that was added later has its default in both.
    same = stored == from_json(Sale, payload)
    return [] if same else [f"sale {sale_id} differs from journal"]


def _read(name: str, check: Callable[P, list[str]], *args: P.args, **kw: P.kwargs) -> list[str]:
    """What a check finds; a row that holds what no program of ours wrote is itself a finding.

    No such row ends the checks after it: it may be there for that.
    """
    try:
        return check(*args, **kw)
    except _NO_VALUE:
        return [f"{name} unreadable"]
