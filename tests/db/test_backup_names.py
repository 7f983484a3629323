"""Copies are named by the clock, and a clock can run ahead."""

import errno
import os

import pytest

from showroom.db.backup import KEEP, back_up, latest
from showroom.db.engine import Database
from showroom.domain.clock_band import BEHIND_US
from showroom.domain.errors import Fault
from showroom.machine.fsafe import write_whole
from showroom.services.shop.shop_view import BACKUP_EVERY_US, backup_due

NOW = 1_781_488_800_000_000


def test_copies_from_the_future_push_none_out_and_are_not_the_latest(tmp_path):
    books = Database(f"sqlite:///{tmp_path / 'books.db'}")
    books.write(lambda tx: tx.cursor.execute("CREATE TABLE t (a)"))
    folder = tmp_path / "backups"
    folder.mkdir()
    ahead = [folder / f"showroom-9999{n:04d}-000000-000000-manual.db" for n in range(KEEP + 2)]
    for path in ahead:
        path.touch()
    assert latest(folder) == ahead[-1], "better than none"
    made = [back_up(books, folder, "manual") for _ in range(2)]
    books.close()
    assert latest(folder) == made[-1]
    assert sorted(folder.iterdir()) == sorted([*made, *ahead[2:]])


def test_a_copy_from_the_future_is_no_reason_to_make_none():
    assert not backup_due(NOW, NOW)
    assert not backup_due(NOW - BACKUP_EVERY_US, NOW)
    assert backup_due(NOW - BACKUP_EVERY_US - 1, NOW)
    assert not backup_due(NOW + BEHIND_US, NOW)
    assert backup_due(NOW + BEHIND_US + 1, NOW)
    assert backup_due(0, NOW)


def test_an_old_copy_that_cannot_go_stops_no_new_one(tmp_path):
    books = Database(f"sqlite:///{tmp_path / 'books.db'}")
    books.write(lambda tx: tx.cursor.execute("CREATE TABLE t (a)"))
    folder = tmp_path / "backups"
    stays = folder / "showroom-20000101-000000-000000-manual.db"
    stays.mkdir(parents=True)
    made = [back_up(books, folder, "manual") for _ in range(KEEP + 1)]
    books.close()
    assert sorted(folder.iterdir()) == [stays, *made[1:]], "the next oldest went"


def test_a_disk_that_turns_read_only_under_a_copy_is_a_fault_with_its_first_reason(
    tmp_path, monkeypatch
):
    """What could not be tidied away hid what had happened."""

    def refused(*_args, **_kw):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    books = Database(f"sqlite:///{tmp_path / 'books.db'}")
    books.write(lambda tx: tx.cursor.execute("CREATE TABLE t (a)"))
    for call in ("os.fsync", "os.unlink"):
        monkeypatch.setattr(call, refused)
    with pytest.raises(Fault, match="backup_failed"):
        back_up(books, tmp_path / "backups", "before-migration")
    with pytest.raises(OSError, match=os.strerror(errno.EROFS)):
        write_whole(tmp_path / "a", b"x")
    monkeypatch.undo()
    books.close()
