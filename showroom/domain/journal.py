"""The tamper-evident journal: a gapless hash chain per till.

Three layers: SHA-256 over every event finds the changed row; an HMAC whose key is ratcheted at
each Z keeps yesterday from being forged with today's key; Ed25519 on each Z is public. It is
tamper-evident, never tamper-proof: today's sale can be rewritten by who holds today's key until
an anchor (a customer's receipt, a printed Z, another till) has left the machine
(docs/reliability.md#journal).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

GENESIS = b"\x00" * 32
DOMAIN_TAG = b"POSJ\x01"
ALGORITHM = 1
ANCHOR_BYTES = 6
_ANCHOR = re.compile(r"([1-9][0-9]{0,14})-[0-9a-f]{12}")


PIN_REPLACED = "pin_replaced"
"""The event of a lost PIN replaced from the command line; the next Z names whose."""


@dataclass(frozen=True, slots=True)
class Event:
    """One journal row. `payload` is the exact text that was hashed."""

    till_id: int
    epoch: int
    seq: int
    at_us: int
    business_date: str
    kind: str
    actor: str
    payload: str
    prev_hash: bytes
    hash: bytes
    mac: bytes
    key_index: int
    signature: bytes = b""


@dataclass(frozen=True, slots=True)
class Defect:
    """The first bad event and what is wrong with it."""

    seq: int
    problem: str


def pre_image(  # noqa: PLR0913, PLR0917 (docs/reliability.md#journal-pre-image)
    till_id: int,
    epoch: int,
    seq: int,
    at_us: int,
    business_date: str,
    kind: str,
    actor: str,
    payload: str,
    prev_hash: bytes,
) -> bytes:
    """Length-prefixed, domain-separated bytes of an event."""
    head = f"{till_id}|{epoch}|{seq}|{at_us}|{business_date}|{ALGORITHM}".encode()
    parts = (head, kind.encode(), actor.encode(), hashlib.sha256(payload.encode()).digest())
    body = b"".join(len(p).to_bytes(4, "big") + p for p in parts)
    return DOMAIN_TAG + body + prev_hash


def chain_hash(image: bytes) -> bytes:
    """SHA-256 of a pre-image."""
    return hashlib.sha256(image).digest()


def seal(key: bytes, event_hash: bytes) -> bytes:
    """HMAC-SHA256 of an event's hash under the key of its day."""
    return hmac.digest(key, event_hash, "sha256")


def ratchet(key: bytes) -> bytes:
    """The next key; the old one cannot be computed from it."""
    return hashlib.sha256(b"ratchet|" + key).digest()


MOST_ZS = 100_000
"""Keys that may lie between one that is kept and one that is named: 90 years of three shifts."""


def ratcheted(key: bytes, index: int, wanted: int) -> bytes | None:
    """The key of a later index; None of one that was before it, or that no shop ever reaches.

    An index is a number of the database: whoever writes 10**12 there would have every reader walk.
    """
    if not index <= wanted <= index + MOST_ZS:
        return None
    for _ in range(index, wanted):
        key = ratchet(key)
    return key


def anchor(seq: int, event_hash: bytes) -> str:
    """What a receipt carries away: the sequence and the first six bytes of the hash."""
    return f"{seq}-{event_hash[:ANCHOR_BYTES].hex()}"


def anchor_seq(name: str) -> int | None:
    """The sequence that an anchor names; None for what is no anchor."""
    found = _ANCHOR.fullmatch(name)
    return int(found[1]) if found else None


def check_chain(
    events: Iterable[Event], start: bytes = GENESIS, first_seq: int = 1
) -> Iterator[Defect]:
    """Defects of one till's events in order; nothing when the chain is whole."""
    expected, prev = first_seq, start
    for e in events:
        if e.seq != expected:
            yield Defect(expected, "missing")
        if e.prev_hash != prev:
            yield Defect(e.seq, "broken_link")
        image = pre_image(
            e.till_id,
            e.epoch,
            e.seq,
            e.at_us,
            e.business_date,
            e.kind,
            e.actor,
            e.payload,
            e.prev_hash,
        )
        if chain_hash(image) != e.hash:
            yield Defect(e.seq, "changed")
        expected, prev = e.seq + 1, e.hash
