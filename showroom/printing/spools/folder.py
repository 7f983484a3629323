"""A folder: each job a file, whole or absent."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from showroom.domain.errors import Fault


@dataclass(frozen=True, slots=True)
class FolderSpool:
    """`address` is the folder; the first job makes it when it is not there."""

    address: str

    def look(self) -> None:
        """For who has only named it: nothing is made. Raises Fault `printer_folder_missing`."""
        if not Path(self.address).is_dir():
            raise Fault("printer_folder_missing", folder=self.address)

    def check(self) -> None:
        """Raises Fault `printer_folder` when it cannot be written, nor made."""
        there = Path(self.address).absolute()
        while not there.exists() and there != there.parent:
            there = there.parent
        if not (there.is_dir() and os.access(there, os.W_OK)):
            raise Fault("printer_folder", folder=self.address)

    def submit(self, data: bytes, title: str, *, soon: bool = False) -> bool:  # noqa: ARG002 (at once)
        """Write the file: tmp, fsync, rename; named by the instant and the title's plain letters.

        Raises Fault `printer_folder`: then no file is there.
        """
        from showroom.machine.fsafe import write_whole

        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        plain = "".join(c for c in title if c.isascii() and (c.isalnum() or c in "-_"))[:40]
        name = f"{stamp}-{plain}.bin" if plain else f"{stamp}.bin"
        try:
            write_whole(Path(self.address) / name, data)
        except OSError as error:
            raise Fault("printer_folder", folder=self.address) from error
        return True

    def withdraw(self, title: str) -> None:
        """A file is there at once and whole: nothing ever waits."""
