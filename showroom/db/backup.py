"""Copies of the books that were read back: a backup is only its last verified restore."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from showroom.db import sqlite
from showroom.db.engine import Database
from showroom.domain.errors import Fault
from showroom.machine.fsafe import put_in_place, sync_folder

KEEP = 30


def back_up(database: Database, folder: Path, reason: str) -> Path:
    """Copy the books into `folder` and verify the copy; the new file.

    SQLite uses the online backup, so that the till sells on; PostgreSQL uses pg_dump. Raises
    Fault `backup_failed`, `backup_unreadable`, `backup_tool_missing`, `disk_full`.
    """
    suffix = "db" if database.is_sqlite else "dump"
    target = folder / f"{_stamp()}-{reason}.{suffix}"
    partial = target.with_suffix(".partial")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if database.is_sqlite:
            _copy_sqlite(database, partial)
        else:
            _dump_postgresql(database, partial)
        _settle(partial, target)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise Fault("disk_full") from error
        raise Fault("backup_failed", detail=str(error), folder=str(folder)) from error
    finally:
        # A disk that takes nothing any more keeps this too; the reason of its own is what is told.
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    _prune(target)
    return target


def _stamp() -> str:
    """How the name of a copy made now begins."""
    return datetime.now(UTC).strftime("showroom-%Y%m%d-%H%M%S-%f")


def _uri_of(path: Path | None) -> str:
    """As SQLite reads it: a name may hold ``%``, ``?`` and ``#``."""
    return "file:" if path is None else path.absolute().as_uri()


def _copy_sqlite(database: Database, target: Path) -> None:
    dbapi2 = sqlite.driver()
    try:
        source = dbapi2.connect(f"{_uri_of(database.path)}?mode=ro", uri=True)
        copy = dbapi2.connect(str(target))
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
        finally:
            copy.close()
            source.close()
    except dbapi2.Error as error:
        if "disk is full" in str(error):
            raise Fault("disk_full") from error
        raise Fault("backup_failed", detail=str(error), folder=str(target.parent)) from error
    if answer != "ok":
        raise Fault("backup_unreadable", detail=str(answer))


def _dump_postgresql(database: Database, target: Path) -> None:
    dump, restore = shutil.which("pg_dump"), shutil.which("pg_restore")
    if dump is None or restore is None:
        raise Fault("backup_tool_missing")
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    made = subprocess.run(  # noqa: S603 (fixed program, our own URL)
        [dump, "--format=custom", f"--file={target}", url], capture_output=True, check=False
    )
    if made.returncode:
        raise Fault("backup_failed", detail=made.stderr.decode()[:500], folder=str(target.parent))
    listed = subprocess.run(  # noqa: S603 (fixed program, our own file)
        [restore, "--list", str(target)], capture_output=True, check=False
    )
    if listed.returncode or b"TABLE DATA" not in listed.stdout:
        raise Fault("backup_unreadable", detail=listed.stderr.decode()[:500])


def _settle(partial: Path, target: Path) -> None:
    """On Windows what scans new files for viruses may hold this one for a moment."""
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    partial.chmod(0o600)
    put_in_place(partial, target)
    sync_folder(target.parent)


def _prune(made: Path) -> None:
    """Keep the newest; archives for the thirty years of the law are moved away by the owner.

    Copies that a clock running ahead named later than the one just made take no place of others.
    """
    found = sorted(made.parent.glob(f"showroom-*{made.suffix}"))
    for kept in ([x for x in found if x <= made], [x for x in found if x > made]):
        for old in kept[:-KEEP]:
            with suppress(OSError):  # somebody has it open: it goes with a later one
                old.unlink()


def latest(folder: Path) -> Path | None:
    """The newest backup that is not from the future, else the newest, or None."""
    found = sorted([*folder.glob("showroom-*.db"), *folder.glob("showroom-*.dump")])
    made = [x for x in found if x.name <= _stamp()] or found
    return made[-1] if made else None
