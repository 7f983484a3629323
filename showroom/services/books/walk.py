"""The journal read once: each event's place in the chain, its seal, the rows that it tells of."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from hmac import compare_digest
from typing import ParamSpec

from showroom.db.engine import Tx
from showroom.db.reads import documents as document_reads
from showroom.db.reads import sales as sale_reads
from showroom.db.reads import verify as reads
from showroom.db.reads.proofs import stock
from showroom.db.stores import approvals
from showroom.domain.approval import Approval
from showroom.domain.codec import from_json
from showroom.domain.documents.kinds import KINDS
from showroom.domain.documents.posted import StockDocument
from showroom.domain.errors import Refusal
from showroom.domain.ids import SaleId, TillId
from showroom.domain.journal import Event, anchor, ratcheted, seal
from showroom.domain.sale import Sale, Taken, told_apart
from showroom.services.books.drawer import Drawer
from showroom.services.books.marks import KEPT_KEY, WENT_ON
from showroom.services.books.ports import Secrets
from showroom.services.books.told import ROWS, Told

P = ParamSpec("P")
Part = tuple[int, int, int, int]
"""Line, lot, place, pieces or grams."""
_DOCUMENTS = frozenset(kind.value for kind in KINDS)
_BY_THE_CLOCK = _DOCUMENTS | {
    "sale",
    "refund",
    "shift_open",
    "z_report",
    "cash_drop",
    "cash_pay_in",
}
APPROVAL = '"approval":{'
"""How any event says by whose yes something was done, whatever its kind; no text can: its marks
are escaped."""
_NO_VALUE = (Refusal, AttributeError, KeyError, RecursionError, TypeError, ValueError)
"""What reading raises for a word that is none of its kind, or a text that is no document."""


class Walk:
    """A till's journal, each event read once: its place in the chain, its seal, its rows.

    Each Z moves the key on, so no event is sealed with an older one, and none with a later one
    unless books that were put back went on with it.
    """

    def __init__(self, secrets: Secrets, head: reads.Head, told: Told) -> None:
        self._secrets, self._head, self._till_id = secrets, head, TillId(head.till_id)
        kept = secrets.kept_key(self._till_id)
        self._keys = None if kept is None else _Keys(*kept)
        self._last = (0, 0, b"")
        self._instants = _Instants(head.last_at_us)
        self._closed = 0
        self.wrong: list[str] = []
        self.unsealed: list[str] = []
        self.unapproved: list[str] = []
        self.drawer: list[str] = []
        self._told = told
        self._rows: Counter[str] = Counter()
        self._given: Counter[Approval] = Counter()
        self._ever: set[Approval] = set()

    def events(self, tx: Tx) -> Iterator[Event]:
        """All of them, looked at as they pass."""
        groups = stock.sold_moves(tx, self._till_id)
        try:
            yield from self._events(tx, _Moved(groups), Drawer(tx, self._till_id))
        finally:
            groups.close()

    def _events(self, tx: Tx, moved: _Moved, drawer: Drawer) -> Iterator[Event]:
        for event in reads.events(tx, self._till_id):
            self._last, name = (event.epoch, event.seq, event.hash), self._named(event)
            if event.kind in {"sale", "refund"}:
                self._rows["sale"] += 1
                self.wrong += readable(name, _sale, tx, event, moved)
            if event.kind in _DOCUMENTS:
                self._rows["stock_document"] += 1
                self.wrong += readable(name, _document, tx, event)
            if ROWS in event.payload:
                self.wrong += readable(name, self._told.take, event.payload)
            self.drawer += readable(name, drawer.take, event)
            self._instants.take(event)
            self.wrong += readable(name, self._keyed, event)
            if event.kind == "z_report":
                self._closed += 1
                self.wrong += readable(name, self._z, event)
            elif event.signature:
                self.wrong.append(f"{name} signed, and no Z")
            if self._keys is not None and not self._keys.sealed(event):
                self.unsealed.append(f"{name} mac")
            if event.kind == "approval" or APPROVAL in event.payload:
                self.unapproved += readable(name, self._approved, event)
            yield event
        self.drawer += drawer.left(self._head.open_shift_id)

    def _named(self, event: Event) -> str:
        return f"till {self._till_id} seq {event.seq}"

    def _z(self, event: Event) -> list[str]:
        """A Z is signed, and with it the chain up to it: whoever makes that anew signs no Z anew.

        The link to the event before is held by the chain itself.
        """
        name, told = self._named(event), json.loads(event.payload)
        signed = self._secrets.verify(
            self._head.public_key, event.payload.encode(), event.signature
        )
        follows = (told["journal_last_seq"], told["journal_head"])
        same = follows == (event.seq - 1, event.prev_hash.hex())
        return [
            *([] if signed else [f"{name} signature"]),
            *([] if same else [f"{name} signed after another event"]),
        ]

    def _keyed(self, event: Event) -> list[str]:
        """It names the key of its day; books that were put back went on with the one kept."""
        if event.kind == WENT_ON:
            self._closed = max(self._closed, int(json.loads(event.payload).get(KEPT_KEY, 0)))
        if event.key_index == self._closed:
            return []
        name = self._named(event)
        return [f"{name} key {event.key_index} after {self._closed} closed shifts"]

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

    def not_at_head(self) -> list[str]:
        """What the till's head says else than its events; nothing of a till that has none."""
        head, name = self._head, f"till {self._till_id} head"
        if not head.seq:
            return []
        same = self._last == (head.epoch, head.seq, head.hash)
        key = head.key_index == self._closed
        return [
            *([] if same else [f"{name} {head.seq} is not the last event {self._last[1]}"]),
            *([] if key else [f"{name} key {head.key_index} after {self._closed} closed shifts"]),
            *([] if self._instants.agree() else [f"{name} instant is of no event"]),
        ]

    def untold(self, tx: Tx) -> list[str]:
        """Sales and documents of the till that no event tells of."""
        return stock.untold(tx, self._till_id, self._rows)

    def stray(self, tx: Tx) -> list[str]:
        """Approvals that wait, or are marked as spent, and that the journal does not tell of."""
        return [
            problem
            for token, written in approvals.of_till(tx, self._till_id)
            for problem in readable(f"approval {token}", self._stray, token, written)
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
        key = ratcheted(self._key, self._index, event.key_index)
        if key is None:
            return False
        self._index, self._key = event.key_index, key
        return compare_digest(seal(key, event.hash), event.mac)


class _Instants:
    """Which instant a head may keep as the last that nobody doubted: the latest of some event.

    Whoever said that the clock is right made that event's the last. What asks for no clock
    (signing in, paper) may have been written by one in doubt, and says nothing.
    """

    def __init__(self, kept_us: int) -> None:
        self._kept_us = kept_us
        self._is_told, self._least_us = not kept_us, 0

    def take(self, event: Event) -> None:
        """The next event."""
        if event.kind == "clock_confirmed":
            self._is_told, self._least_us = False, event.at_us
        elif event.kind in _BY_THE_CLOCK:
            self._least_us = max(self._least_us, event.at_us)
        self._is_told |= event.at_us == self._kept_us

    def agree(self) -> bool:
        """Whether the kept instant is that of an event, and no sure one is later."""
        return self._is_told and self._kept_us >= self._least_us


class _Moved:
    """The moves of a till's sales, read along with its events: both go by the sales' numbers."""

    def __init__(self, groups: Iterator[tuple[int, list[Part]]]) -> None:
        self._groups = groups
        self._next = next(groups, None)

    def by(self, sale_id: int) -> list[Part]:
        """Those of a sale; what no event tells of is passed over, and found elsewhere."""
        while self._next is not None and self._next[0] < sale_id:
            self._next = next(self._groups, None)
        return self._next[1] if self._next is not None and self._next[0] == sale_id else []


def _sale(tx: Tx, event: Event, moved: _Moved) -> list[str]:
    """A sale's rows must say what the journal hashed, to the last field."""
    content, taken = told_apart(event.payload)
    sale_id = json.loads(content)["sale_id"]
    name = f"sale {sale_id}"
    problems = readable(name, _compare, tx, sale_id, event, content)
    if taken is not None and not problems:
        problems = readable(name, _taken, tx, sale_id, taken, moved.by(sale_id))
    return problems


def _compare(tx: Tx, sale_id: SaleId, event: Event, content: str) -> list[str]:
    try:
        stored, mark = sale_reads.load(tx, sale_id)
    except Refusal:  # `sale_unknown`, the one it has
        return [f"sale {sale_id} missing"]
    # As values: a field that was added later has its default in both.
    same = stored == from_json(Sale, content) and mark == anchor(event.seq, event.hash)
    return [] if same else [f"sale {sale_id} differs from journal"]


def _taken(tx: Tx, sale_id: SaleId, taken: tuple[Taken, ...], moved: list[Part]) -> list[str]:
    """Lots and places that a sale took from must be those that the journal hashed, in its order."""
    parts: dict[tuple[int, int], tuple[int, int]] = {}
    for line_no, lot_id, _, quantity, net_fen in taken:
        before = parts.get((line_no, lot_id), (0, 0))
        parts[line_no, lot_id] = (before[0] + quantity, before[1] + net_fen)
    kept = sorted(stock.parts_of(tx, sale_id))
    if kept != sorted((*key, *sums) for key, sums in parts.items()):
        return [f"sale {sale_id} lots differ from journal"]
    same = moved == [part[:4] for part in taken]
    return [] if same else [f"sale {sale_id} moves differ from journal"]


def _document(tx: Tx, event: Event) -> list[str]:
    """A document's rows must say what the journal hashed, to the last field."""
    told = from_json(StockDocument, event.payload)
    name = f"document {told.document_id}"
    try:
        stored = document_reads.load(tx, told.document_id)
    except Refusal:  # `document_not_found`, the one it has
        return [f"{name} missing"]
    at = stock.told_at(tx, told.document_id)
    same = stored == told and at == (event.till_id, event.seq)
    return [] if same else [f"{name} differs from journal"]


def readable(name: str, check: Callable[P, list[str]], *args: P.args, **kw: P.kwargs) -> list[str]:
    """What a check finds; a row that holds what no program of ours wrote is itself a finding.

    No such row ends the checks after it: it may be there for that.
    """
    try:
        return check(*args, **kw)
    except _NO_VALUE:
        return [f"{name} unreadable"]
