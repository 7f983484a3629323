"""Opening the books: backup, migration, keys, services. Shared by the window and the verbs."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from hmac import compare_digest
from pathlib import Path

import showroom
from showroom.db.backup import back_up
from showroom.db.engine import Database
from showroom.db.migrate import current_revision, migrate, needs_migration
from showroom.db.reads.verify import newest_seal, tills
from showroom.domain.business_day import day_starts_us
from showroom.domain.clock_band import QUIET_US, ClockBand
from showroom.domain.errors import Fault, Refusal
from showroom.domain.ids import TillId
from showroom.domain.journal import ratcheted, seal
from showroom.machine.clock import SystemClock
from showroom.machine.home import Home, LocalSettings
from showroom.machine.keystore import FileSecrets
from showroom.services.books.books import Books
from showroom.services.books.clock_guard import ClockGuard
from showroom.services.books.marks import parted
from showroom.services.suite import Suite, make_suite

SQLITE = b"SQLite format 3\0"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """Open books; close them when the program ends."""

    suite: Suite
    database: Database
    secrets: FileSecrets

    def close(self) -> None:
        """Copy the WAL into the file and let go of everything.

        What cannot be copied now is copied at the next start: it hides no reason of its own.
        """
        try:
            self.database.checkpoint()
        except Fault as fault:
            log.info("the WAL is not copied: %s", fault.code)
        finally:
            self.database.close()
            self.secrets.close()


def open_books(
    home: Home,
    local: LocalSettings,
    url: str = "",
    *,
    needs_keys: bool = True,
    makes: bool = True,
    goes_on: bool = False,
) -> Opened:
    """Open the books of this machine's till; where there are none they are made, if `makes`.

    A schema older than the program is migrated in one transaction after a verified backup. Books
    that were sealed with keys that are gone are not opened, unless for what needs no keys; and no
    new ones are begun beside the keys of a shop, whose marks they would overwrite. Nor are those
    opened for writing that the mark outside contradicts, unless somebody `goes_on` from them.
    Raises Refusal `schema_newer`, `shop_not_set_up`; Fault `database_*`, `disk_*`, `server_*`,
    `backup_*`, `books_lost`, `books_older`, `keys_lost`, `keys_foreign`, `keys_unusable`,
    `home_unusable`.
    """
    database = database_of(home, local, url)
    try:
        if not makes and not home.folder.exists():
            _check_there(database.path)
        keys = prepare_home(home, database, makes=makes, is_named=bool(url))
        if needs_keys:
            check_keys(database, keys, local.till_id, home.keys)
            if not goes_on:
                check_mark(database, keys, TillId(local.till_id))
        released_us = day_starts_us(showroom.__released__)
        band = ClockBand(released_us, asks_server=not database.is_sqlite, quiet_us=QUIET_US)
        books = Books(database, SystemClock(), keys, TillId(local.till_id), ClockGuard(band))
        return Opened(make_suite(books), database, keys)
    except BaseException:
        database.close()
        raise


def prepare_home(
    home: Home, database: Database, *, makes: bool = True, is_named: bool = False
) -> FileSecrets:
    """The home's folders, its keys, and the schema of its books.

    A verb makes no books, least of all at a mistyped address (`is_named`): there it is said that
    none are there. Refuses and raises as `open_books`.
    """
    home.make()
    keys = FileSecrets(home.keys)
    if not makes and is_named:
        _check_there(database.path)
    if keys.were_made() and not _is_there(database.path):
        raise Fault("books_lost", folder=str(home.keys))
    if not makes:
        _check_there(database.path)
    prepare(database, home.backups, makes=makes)
    return keys


def database_of(home: Home, local: LocalSettings, url: str = "") -> Database:
    """The books of this machine, or those at `url`; nothing is read of them yet.

    What was named by hand and is no database at all was never ours: nothing is damaged. Raises
    Fault `database_foreign`, `database_address`, `database_driver`.
    """
    database = Database(home.database_url(local, url))
    path = database.path if url else None
    if path is not None and path.exists():
        if not (path.is_file() or path.is_dir()):  # a device, a queue: reading has no end
            raise Fault("database_foreign")
        begins = _begins(path)
        if begins and begins != SQLITE:
            raise Fault("database_foreign")
    return database


def _begins(path: Path) -> bytes:
    """What a plain file begins with; of a folder the system says no when it is opened."""
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(len(SQLITE))


def _check_there(path: Path | None) -> None:
    """Refuses `shop_not_set_up` where no file is, or one that says nothing."""
    if not _is_there(path):
        raise Refusal("shop_not_set_up")


def _is_there(path: Path | None) -> bool:
    """Whether a file says something there; what is in the way is told when it is opened."""
    try:
        return path is None or bool(path.stat().st_size) or not path.is_file()
    except FileNotFoundError:
        return False
    except OSError:
        return True


def check_keys(database: Database, keys: FileSecrets, till_id: int, folder: Path) -> None:
    """Hold the keys against books that exist: new ones would check nothing that was written.

    A shop has its pepper, and a till that the books know its own keys, which are those that its
    journal names and was sealed with; keys that have sealed belong to books that exist. Raises
    Fault `books_lost`, `keys_lost`, `keys_foreign`.
    """
    known = database.read(lambda tx: {head.till_id: head.public_key for head in tills(tx)})
    if not known and keys.have_sealed():
        raise Fault("books_lost", folder=str(folder))
    lost = keys.lacking(till_id if till_id in known else 0) if known else ()
    if lost:
        raise Fault("keys_lost", missing="、".join(lost), folder=str(folder))
    if till_id not in known:
        return
    foreign = [] if keys.public_key(till_id) == known[till_id] else [f"signing-{till_id}"]
    seal_of = database.read(lambda tx: newest_seal(tx, till_id))
    if seal_of is not None and not _seals(keys, till_id, seal_of):
        foreign.append(f"journal-{till_id}")
    if foreign:
        raise Fault("keys_foreign", foreign="、".join(foreign), folder=str(folder))


def check_mark(database: Database, keys: FileSecrets, till_id: TillId) -> None:
    """An older copy, or another journal, would go on in silence and write the evidence over.

    Raises Fault `books_older`.
    """
    mark = database.read(lambda tx: parted(tx, keys, till_id))
    if mark is not None:
        raise Fault("books_older", seq=mark.seq, ends=mark.ends)


def _seals(keys: FileSecrets, till_id: int, newest: tuple[int, bytes, bytes]) -> bool:
    """Whether the till's key made that seal; one that has gone on since cannot be asked."""
    wanted, digest, mac = newest
    kept = keys.kept_key(till_id)
    if kept is None or kept[0] > wanted:
        return True
    key = ratcheted(kept[1], kept[0], wanted)
    return key is not None and compare_digest(seal(key, digest), mac)


def prepare(database: Database, backups: Path, *, makes: bool = True) -> None:
    """Check the file and bring the schema to this program's; the file's folder is there.

    Where nothing is yet it is made, if `makes`; else refuses `shop_not_set_up`.
    """
    path = database.path
    if path is not None and path.exists() and path.stat().st_size:
        database.quick_check()
    if needs_migration(database):
        if current_revision(database) is not None:
            back_up(database, backups, "before-migration")
        elif not makes:
            raise Refusal("shop_not_set_up")
        migrate(database)
    database.check_writable()
