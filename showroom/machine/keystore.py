"""Keys in files of their own (docs/reliability.md#keys-outside-the-database)."""

from __future__ import annotations

import errno
import os
import secrets
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from showroom.domain.errors import Fault
from showroom.domain.journal import ratcheted
from showroom.machine.fsafe import open_in_place, read_plain, write_whole

KEY_BYTES = 32
_JOURNAL_BYTES = 8 + KEY_BYTES
"""The index, then the key."""
_HEAD = struct.Struct(">qq32sI")


class FileSecrets:
    """Pepper, journal keys and signing keys under one folder, files 0600, folder 0700.

    A key is made when it is first used: `lacking` is asked before the books of a shop are, and a
    key that was once read or made is kept in memory. Raises Fault `keys_unusable`, `disk_full`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with self._usable():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = threading.Lock()
        self._keys: dict[int, tuple[int, bytes]] = {}
        self._unstored: set[int] = set()
        self._signers: dict[int, object] = {}
        self._pepper = b""
        self._heads: dict[int, int] = {}

    def pepper(self) -> bytes:
        """The shop's PIN pepper; made at first use."""
        if not self._pepper:
            self._pepper = self._kept("pepper", lambda: secrets.token_bytes(KEY_BYTES))
        return self._pepper

    def lacking(self, till_id: int = 0) -> tuple[str, ...]:
        """The key files of the shop, and of a till, that are gone or torn.

        For books that were sealed with them no others may be made.
        """
        sizes = {"pepper": KEY_BYTES}
        if till_id:
            sizes |= {f"journal-{till_id}": _JOURNAL_BYTES, f"signing-{till_id}": KEY_BYTES}
        with self._usable():
            return tuple(name for name, size in sizes.items() if self._size(name) != size)

    def have_sealed(self) -> bool:
        """Whether books were written with these keys: the first commit leaves its mark."""
        return self._any_of("head-*")

    def were_made(self) -> bool:
        """Whether there are any: they are made when the books' file is there already."""
        return any(map(self._any_of, ("pepper", "journal-*", "signing-*", "head-*")))

    def _any_of(self, names: str) -> bool:
        with self._usable():
            return any(self._folder.glob(names))

    def _size(self, name: str) -> int:
        path = self._folder / name
        return path.stat().st_size if path.exists() else -1

    def journal_key(self, till_id: int, index: int) -> bytes:
        """The till's HMAC key after `index` ratchets.

        A key is kept with its index; when the books are one Z further, it is ratcheted on and
        the old one overwritten, so that who steals today's key cannot forge yesterday. While the
        folder takes nothing the ratcheted key lives in memory: the old file leads to it again, and
        `remember_head` says so after each commit. A first key must be kept before anything is
        sealed with it. Raises Fault `journal_key_lost`, `keys_unusable`, `disk_full`.
        """
        with self._lock:
            now, key = self._keys.get(till_id) or self._load_key(till_id, index)
            wanted = ratcheted(key, now, index)
            if wanted is None:
                raise Fault("journal_key_lost", till_id=till_id, index=index, have=now)
            moved, now, key = now < index, index, wanted
            self._keys[till_id] = (now, key)
            if moved:
                try:
                    self._store_key(till_id, now, key)
                except OSError:
                    self._unstored.add(till_id)
            return key

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """What the folder refuses is the world's doing: nothing was sealed with it."""
        try:
            yield
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise Fault("disk_full") from error
            raise Fault("keys_unusable", folder=str(self._folder)) from error

    def _load_key(self, till_id: int, index: int) -> tuple[int, bytes]:
        path = self._folder / f"journal-{till_id}"
        with self._usable():
            if not path.exists():
                if index:
                    # A new key here would seal what nobody can check against the old ones.
                    raise Fault("journal_key_lost", till_id=till_id, index=index, have=-1)
                self._store_key(till_id, 0, secrets.token_bytes(KEY_BYTES))
            stored = read_plain(path, _JOURNAL_BYTES)
        if len(stored) != _JOURNAL_BYTES:
            raise Fault("journal_key_lost", till_id=till_id, index=0, have=-1)
        return _parted(stored)

    def kept_key(self, till_id: int) -> tuple[int, bytes] | None:
        """(index, HMAC key) of the till's file; None when it is not here or cannot be read."""
        try:
            stored = read_plain(self._folder / f"journal-{till_id}", _JOURNAL_BYTES)
        except OSError:
            return None
        return _parted(stored) if len(stored) == _JOURNAL_BYTES else None

    def _store_key(self, till_id: int, index: int, key: bytes) -> None:
        for left in self._folder.glob(f"journal-{till_id}.*partial"):
            left.unlink()  # of a power cut: it may hold a key from which this one follows
        write_whole(self._folder / f"journal-{till_id}", index.to_bytes(8, "big") + key)

    def sign(self, till_id: int, message: bytes) -> bytes:
        """Ed25519 signature of the till."""
        signed: bytes = self._signer(till_id).sign(message)  # type: ignore[attr-defined]
        return signed

    def verify(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
        """True when the signature is genuine."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def public_key(self, till_id: int) -> bytes:
        """The till's raw public key, 32 bytes."""
        raw: bytes = self._signer(till_id).public_key().public_bytes_raw()  # type: ignore[attr-defined]
        return raw

    def _signer(self, till_id: int) -> object:
        found = self._signers.get(till_id)
        if found is None:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

            raw = self._kept(
                f"signing-{till_id}", lambda: Ed25519PrivateKey.generate().private_bytes_raw()
            )
            found = self._signers[till_id] = Ed25519PrivateKey.from_private_bytes(raw)
        return found

    def _kept(self, name: str, make: Callable[[], bytes]) -> bytes:
        path = self._folder / name
        with self._lock, self._usable():
            if not path.exists():
                write_whole(path, make())
            return read_plain(path, KEY_BYTES)

    def remember_head(self, till_id: int, epoch: int, seq: int, head_hash: bytes) -> None:
        """Keep the high-water mark: one checksummed record written in place.

        Not synced: the commit's own sync is the only one a sale pays for. After a power cut the
        mark may lag behind the database, never lead it; a torn record reads as none. A ratcheted
        key that the folder has not taken yet is offered to it again. Raises Fault `mark_not_kept`
        when one of them cannot be written.
        """
        try:
            self._write_mark(till_id, struct.pack(">qq32s", epoch, seq, head_hash))
            with self._lock:
                if till_id in self._unstored:
                    self._store_key(till_id, *self._keys[till_id])
                    self._unstored.discard(till_id)
        except OSError as error:
            raise Fault("mark_not_kept", folder=str(self._folder)) from error

    def _write_mark(self, till_id: int, body: bytes) -> None:
        handle = self._heads.get(till_id)
        if handle is None:
            path = self._folder / f"head-{till_id}"
            handle = self._heads[till_id] = open_in_place(path)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, body + struct.pack(">I", zlib.crc32(body)))

    def remembered_head(self, till_id: int) -> tuple[int, int, bytes] | None:
        """(epoch, seq, hash) of the kept mark; None when it is not there, torn or no plain file."""
        try:
            mark = read_plain(self._folder / f"head-{till_id}", _HEAD.size)
        except OSError:
            return None
        if len(mark) != _HEAD.size:
            return None
        epoch, seq, head_hash, checksum = _HEAD.unpack(mark)
        if zlib.crc32(mark[:-4]) != checksum:
            return None
        return epoch, seq, head_hash

    def close(self) -> None:
        """Release the head files."""
        for handle in self._heads.values():
            os.close(handle)
        self._heads.clear()


def _parted(stored: bytes) -> tuple[int, bytes]:
    """(index, key) of a journal key's file."""
    return int.from_bytes(stored[:-KEY_BYTES], "big"), stored[-KEY_BYTES:]
