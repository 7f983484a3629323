"""PINs as Argon2id over HMAC-SHA256(pepper, PIN): the database alone is worth nothing.

Why a hash is not enough: docs/reliability.md#pins.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from showroom.services.books.ports import Secrets

if TYPE_CHECKING:
    from argon2 import PasswordHasher


@dataclass(frozen=True, slots=True)
class PinCost:
    """Argon2id cost with one lane; 64 MiB and three passes take 0.2 s on a till."""

    memory_kib: int = 65_536
    passes: int = 3


STRONG = PinCost()


class Pins:
    """Hashes and checks PINs; blocks for the whole cost, so never on the GUI thread."""

    def __init__(self, secrets: Secrets, cost: PinCost = STRONG) -> None:
        self._secrets = secrets
        self._cost = cost

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher

        return PasswordHasher(
            time_cost=self._cost.passes, memory_cost=self._cost.memory_kib, parallelism=1
        )

    @cached_property
    def _decoy(self) -> str:
        return self.hash("")

    def hash(self, pin: str) -> str:
        """The stored form of a PIN."""
        return self._hasher.hash(self._peppered(pin))

    def told_apart(self, pin: str, request_id: str) -> str:
        """The PIN in the content of a request: the same for the same PIN of that request alone.

        A million values are tried in a second against a quick digest, keyed or not once the key is
        out: this one costs as much as `hash`, and its salt is the request's own.
        """
        from argon2.low_level import Type, hash_secret_raw

        salt = hashlib.sha256(request_id.encode()).digest()
        cost = self._cost
        raw = hash_secret_raw(
            self._peppered(pin), salt, cost.passes, cost.memory_kib, 1, len(salt), Type.ID
        )
        return raw.hex()

    def verify(self, stored: str, pin: str) -> bool:
        """True when the PIN is the one; an empty `stored` takes as long and is never right."""
        from argon2.exceptions import InvalidHashError, VerifyMismatchError

        try:
            right = self._hasher.verify(stored or self._decoy, self._peppered(pin))
        except (VerifyMismatchError, InvalidHashError):
            return False
        return right and bool(stored)

    def _peppered(self, pin: str) -> bytes:
        return hmac.digest(self._secrets.pepper(), pin.encode(), "sha256")
