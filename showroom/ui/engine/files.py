"""A file that somebody chose or dropped: read up to a limit, off the GUI thread."""

from __future__ import annotations

from pathlib import Path

from showroom.domain.errors import Fault, Refusal
from showroom.machine.fsafe import read_plain

MEGABYTE = 10**6


def read_file(path: Path, most: int) -> bytes:
    """All of a plain file.

    Refuses `attachment_too_large` before anything is read of a file of more bytes than `most`.
    Raises Fault `file_missing` (a stick may come late), `file_unreadable`.
    """
    try:
        if path.stat().st_size > most and path.is_file():
            raise Refusal("attachment_too_large", limit_mb=most // MEGABYTE)
        return read_plain(path, most)
    except FileNotFoundError as error:
        raise Fault("file_missing", name=path.name) from error
    except OSError as error:
        raise Fault("file_unreadable", name=path.name) from error
