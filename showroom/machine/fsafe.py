"""Files that are whole or absent: tmp, fsync, rename, fsync of the folder.

Leaving out any of the four loses files (docs/reliability.md#whole-files). What writes bytes through
a handle of its own opens it here: without `O_BINARY` Windows makes CR LF of every LF.
"""

from __future__ import annotations

import errno
import os
import time
from contextlib import suppress
from pathlib import Path

HELD_STEP_S = 0.1
HELD_LIMIT_S = 3.0
"""So long a scanner of viruses, or a program that is just closing, may hold a file on Windows."""
MAX_PARTIALS = 1000
"""Left by as many power cuts in the midst of a file, or by somebody else."""
_WINDOWS = os.name == "nt"
_BINARY = getattr(os, "O_BINARY", 0)


def read_plain(path: Path, most: int) -> bytes:
    """All of a plain file of at most so many bytes; of nothing else, for it may have no end.

    Raises OSError: of a pipe, a device, a folder and what is longer EINVAL.
    """
    handle = os.open(path, os.O_RDONLY | _BINARY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        content = file.read(most + 1) if path.is_file() else None
    if content is None or len(content) > most:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    return content


def write_whole(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Replace `path` by `content` so that a power cut leaves the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = _new_beside(path, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(partial, path)
    except BaseException:
        with suppress(OSError):  # the reason of its own is what is told
            partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _new_beside(path: Path, mode: int) -> tuple[int, Path]:
    """A file of its own under a name that was not there: what is there is somebody's, or a link.

    An OSError names `path`, which is what somebody asked for.
    """
    for number in range(MAX_PARTIALS):
        partial = path.with_name(f"{path.name}{f'.{number}' if number else ''}.partial")
        with suppress(FileExistsError):
            try:
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
                return os.open(partial, flags, mode), partial
            except FileExistsError:
                raise
            except OSError as error:
                raise OSError(error.errno, error.strerror, str(path)) from error
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(partial))


def put_in_place(partial: Path, path: Path) -> None:
    """Rename over what is there; on Windows wait for a program that holds it for a moment.

    Raises PermissionError when it goes on, as Excel does with the file it shows.
    """
    deadline = time.monotonic() + HELD_LIMIT_S
    while True:
        try:
            partial.replace(path)
        except PermissionError:
            if not _WINDOWS or time.monotonic() > deadline:
                raise
            time.sleep(HELD_STEP_S)
        else:
            return


def open_in_place(path: Path, mode: int = 0o600) -> int:
    """A handle that reads and writes the file's own bytes where they stand; made if it is new."""
    return os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, mode)


def sync_folder(folder: Path) -> None:
    """Make a rename durable; Windows does it with the rename itself."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
