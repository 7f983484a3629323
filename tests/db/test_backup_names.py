"""Copies are named by the clock, and a clock can run ahead."""

from showroom.db.backup import KEEP, back_up, latest
from showroom.db.engine import Database
from showroom.domain.clock_band import BEHIND_US
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
