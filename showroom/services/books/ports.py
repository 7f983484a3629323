"""What the services need of the outside; `app` hands the concrete things in."""

from __future__ import annotations

from typing import Protocol


class Clock(Protocol):
    """Time as the machine tells it."""

    def now_us(self) -> int:
        """UTC microseconds since 1970."""
        ...

    def up_us(self) -> int:
        """Microseconds of a counter that runs with the computer and that nobody can set."""
        ...


class Secrets(Protocol):
    """Keys that must not lie in the database they protect."""

    def pepper(self) -> bytes:
        """Key mixed into every PIN before it is hashed."""
        ...

    def journal_key(self, till_id: int, index: int) -> bytes:
        """HMAC key of a till's journal after `index` ratchets; forgets earlier ones."""
        ...

    def kept_key(self, till_id: int) -> tuple[int, bytes] | None:
        """(index, HMAC key) as the till's key is kept here; nothing is made or moved on."""
        ...

    def sign(self, till_id: int, message: bytes) -> bytes:
        """Ed25519 signature by the till."""
        ...

    def verify(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
        """True when the signature of a till is genuine."""
        ...

    def public_key(self, till_id: int) -> bytes:
        """The till's raw Ed25519 public key."""
        ...

    def remember_head(self, till_id: int, epoch: int, seq: int, head_hash: bytes) -> None:
        """Keep the high-water mark of a journal outside the database. Fault `mark_not_kept`."""
        ...

    def remembered_head(self, till_id: int) -> tuple[int, int, bytes] | None:
        """(epoch, seq, hash) of the last kept high-water mark."""
        ...
