"""One program per home: a lock that the kernel releases whatever happens to the process."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import IO

from showroom.domain.errors import Fault, Refusal


class InstanceLock:
    """Held as long as the program runs; a second program is refused.

    Raises Fault `home_unusable`, `disk_full`: nothing can be written there.
    """

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: IO[bytes] = path.open("ab")
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise Fault("disk_full") from error
            raise Fault("home_unusable", folder=str(path.parent)) from error
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise Refusal("already_running", home=str(path.parent)) from error

    def release(self) -> None:
        """Let another program start."""
        self._file.close()


def _lock(file: IO[bytes]) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
