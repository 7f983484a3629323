"""Books that cannot be opened, or may not be now: a code with a sentence, nothing changed."""

import pytest

from showroom.__main__ import main
from showroom.domain.errors import Fault, Refusal
from showroom.machine.home import Home, LocalSettings
from showroom.machine.instance import InstanceLock
from showroom.program.app import Till
from showroom.program.opening import open_books


def test_a_corrupt_file_is_told_and_left_alone(home):
    path = home.database_file
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 9] = b"\xaa" * 4096 * 6
    path.write_bytes(content)
    with pytest.raises(Fault, match="database_corrupt"):
        open_books(home, LocalSettings())
    assert path.read_bytes() == bytes(content)


def test_no_database_at_all(home):
    home.database_file.write_bytes(b"this is a letter, not a database" * 200)
    with pytest.raises(Fault, match="database_corrupt"):
        open_books(home, LocalSettings())


def test_a_newer_schema_is_refused(home):
    opened = open_books(home, LocalSettings())
    opened.database.write(
        lambda tx: tx.cursor.execute("UPDATE alembic_version SET version_num = '9999'")
    )
    opened.close()
    with pytest.raises(Refusal, match="schema_newer"):
        open_books(home, LocalSettings())


def test_a_second_program_is_refused_until_the_first_ends(home):
    first = InstanceLock(home.folder / "running")
    with pytest.raises(Refusal, match="already_running"):
        InstanceLock(home.folder / "running")
    first.release()
    InstanceLock(home.folder / "running").release()


@pytest.mark.parametrize("name", ["keys", "data", "logs", "backups", ""])
def test_a_file_where_a_folder_should_be_is_told(tmp_path, monkeypatch, capsys, name):
    folder = tmp_path / "home"
    place = folder / name if name else folder
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"")
    code = "keys_unusable" if name == "keys" else "home_unusable"
    with pytest.raises(Fault, match=code):
        open_books(Home(folder), LocalSettings())
    with pytest.raises(Fault, match=code):
        Till(Home(folder), LocalSettings(), "").open()
    monkeypatch.setenv("SHOWROOM_HOME", str(folder))
    assert main(["backup"]) == 2
    assert capsys.readouterr().err.strip()


def test_a_lock_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "running").mkdir()
    with pytest.raises(Fault, match="home_unusable"):
        InstanceLock(tmp_path / "running")


def test_a_folder_that_is_misspelt_in_an_address_is_not_made(tmp_path):
    missing = tmp_path / "打错" / "a.db"
    with pytest.raises(Fault, match="database_unopenable"):
        open_books(Home(tmp_path / "home"), LocalSettings(), f"sqlite:///{missing}")
    assert not missing.parent.exists()
