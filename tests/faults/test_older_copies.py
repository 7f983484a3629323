"""Books that were moved away, or put back from a copy that is not the last one."""

import shutil
from pathlib import Path

import pytest

from showroom.__main__ import main
from showroom.db.reads import verify as reads
from showroom.domain.errors import Fault
from showroom.domain.shift import CashCount
from showroom.machine.home import Home, LocalSettings
from showroom.machine.instance import InstanceLock
from showroom.program.opening import open_books
from showroom.services.books.verify import Verify
from showroom.ui.words import trouble
from tests.factories import request


@pytest.mark.parametrize("kept", ["", "pepper", "journal-1", "signing-1", "head-1"])
def test_books_that_were_moved_away_are_missed_and_not_begun_anew(home, monkeypatch, capsys, kept):
    """Whichever of its keys is left."""
    others = [path for path in home.keys.iterdir() if kept and path.name != kept]
    keys = {path: path.read_bytes() for path in others}
    for path in others:
        path.unlink()
    books = home.database_file
    moved = books.rename(books.with_name("移走的.db"))
    with pytest.raises(Fault, match="books_lost"):
        open_books(home, LocalSettings())
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    for words in (["demo", "--days", "1"], ["backup"], ["verify"], ["export", "x.csv"]):
        assert main(words) == 2
        assert "没有它的账本" in capsys.readouterr().err
    assert not books.exists()
    for path, content in keys.items():
        path.write_bytes(content)
    moved.rename(books)
    open_books(home, LocalSettings()).close()


def put_back(home, copy):
    for path in home.database_file.parent.glob(f"{home.database_file.name}*"):
        path.unlink()
    shutil.copyfile(copy, home.database_file)


def signed_in(home):
    opened = open_books(home, LocalSettings())
    owner = opened.suite.people.list_people()[0]
    opened.suite.people.sign_in(owner.person_id, "708090")
    opened.close()


def test_an_older_copy_is_told_at_start_and_its_mark_stays_until_somebody_goes_on(
    home, tmp_path, monkeypatch, capsys
):
    """The sign-in alone wrote the mark over, and verify passed over what was lost."""
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    copy = tmp_path / "copy.db"
    shutil.copyfile(home.database_file, copy)
    signed_in(home)
    assert main(["go-on"]) == 1, "these are the last ones"
    mark = (home.keys / "head-1").read_bytes()
    put_back(home, copy)
    for _ in range(2):
        with pytest.raises(Fault, match="books_older") as refused:
            open_books(home, LocalSettings())
        assert (home.keys / "head-1").read_bytes() == mark
    advice = trouble.advice(refused.value)
    assert "先按“退出”" in advice, "the verb waits for that window"
    assert "showroom go-on" in advice
    window = InstanceLock(home.folder / "running")
    assert main(["go-on"]) == 1
    assert "先在窗口里退出" in capsys.readouterr().err
    window.release()
    capsys.readouterr()
    assert main(["verify"]) == 1
    told = capsys.readouterr().out
    assert "像是放回了旧的备份，放回来的做法见 showroom go-on --help" in told, "in our words"
    assert "mark outside says" in told
    assert main(["go-on"]) == 0
    signed_in(home)
    opened = open_books(home, LocalSettings())
    kept = opened.database.read(lambda tx: list(reads.events(tx, 1)))
    assert [e.kind for e in kept].count("went_on_from_copy") == 1
    assert Verify(opened.suite.books).run().passed
    opened.close()


def a_shift(home, number):
    """One that is opened and closed."""
    opened = open_books(home, LocalSettings())
    people, shifts = opened.suite.people, opened.suite.shifts
    actor = people.sign_in(people.list_people()[0].person_id, "708090").actor
    shifts.open_shift(actor, 0, request(number))
    shifts.close_shift(actor, CashCount({100: 0}), request(number + 1))
    opened.close()


def two_shifts_ago(home, tmp_path, monkeypatch):
    """A copy of the books, and two shifts after it: no key of the copy's is kept any more."""
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    a_shift(home, 1)
    copy = tmp_path / "copy.db"
    shutil.copyfile(home.database_file, copy)
    for number in (4, 7):
        a_shift(home, number)
    return copy


def test_a_backup_of_the_day_before_is_gone_on_with(home, tmp_path, monkeypatch, capsys):
    """A till's key moves on with each Z and the ones before it are gone: it had sealed nothing
    that the copy knows of, and no copy older than a shift could be gone on with."""
    copy = two_shifts_ago(home, tmp_path, monkeypatch)
    put_back(home, copy)
    assert main(["go-on"]) == 0, capsys.readouterr().err
    a_shift(home, 10)
    opened = open_books(home, LocalSettings())
    assert [f for f in Verify(opened.suite.books).run().findings if not f.passed] == []
    opened.close()
    put_back(home, copy)
    assert main(["go-on"]) == 0, "and once more"
    a_shift(home, 13)
    opened = open_books(home, LocalSettings())
    assert [f for f in Verify(opened.suite.books).run().findings if not f.passed] == []
    opened.close()


def test_a_backup_is_gone_on_with_where_no_mark_can_be_read(home, tmp_path, monkeypatch, capsys):
    """The key that is kept tells that the books are some shifts behind it."""
    put_back(home, two_shifts_ago(home, tmp_path, monkeypatch))
    (home.keys / "head-1").unlink()
    with pytest.raises(Fault, match="journal_key_lost"):
        a_shift(home, 10)
    assert main(["go-on"]) == 0
    assert "标记读不出来" in capsys.readouterr().out
    a_shift(home, 10)
    opened = open_books(home, LocalSettings())
    assert [f for f in Verify(opened.suite.books).run().findings if not f.passed] == []
    opened.close()


def test_how_a_backup_is_put_back_is_said_where_it_is_looked_for(home, monkeypatch, capsys):
    """No verb does it, and nothing said which file goes where."""
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    for words in (["--help"], ["go-on", "--help"]):
        with pytest.raises(SystemExit):
            main(words)
    told = capsys.readouterr().out
    steps = (home.database_file.name, f"{home.database_file.name}-wal", home.backups.name)
    for part in (*steps, home.keys.name, "showroom go-on --help"):
        assert part in told, part
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    assert "**把备份放回来**" in readme.partition("## 数据放在哪里")[2].partition("\n## ")[0]


def test_a_copy_that_went_another_way_is_told_though_it_is_longer(home, tmp_path):
    """Its own keys and marks elsewhere let it go on; only the hash tells the two apart."""
    elsewhere = Home(tmp_path / "elsewhere")
    shutil.copytree(home.folder, elsewhere.folder)
    signed_in(home)
    for _ in range(3):
        signed_in(elsewhere)
    put_back(home, elsewhere.database_file)
    with pytest.raises(Fault, match="books_older"):
        open_books(home, LocalSettings())
