import json
import os
import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest

import showroom
from showroom.domain.errors import Fault
from showroom.domain.journal import MOST_ZS, ratchet, ratcheted
from showroom.machine import fsafe
from showroom.machine.fsafe import write_whole
from showroom.machine.home import Home, KeptSettings, LocalSettings, find_home
from showroom.machine.keystore import FileSecrets
from tests.posix import POSIX_MODES


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path / "showroom")
    made.make()
    return made


@pytest.fixture
def keys(home):
    made = FileSecrets(home.keys)
    yield made
    made.close()


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


# -- files -------------------------------------------------------------------------------------


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "settings.json"
    write_whole(path, b"old")

    def full(_):
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="disk full"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["settings.json"]


def test_what_cannot_be_made_is_called_what_was_asked_for(tmp_path):
    """A folder that takes nothing named `库存.xlsx.partial`, which nobody had asked for."""
    path = tmp_path / f"{'长' * 300}.xlsx"
    with pytest.raises(OSError, match="长") as refused:
        write_whole(path, b"new")
    assert refused.value.filename == str(path)


@pytest.mark.parametrize(("windows", "tries"), [(True, 3), (False, 1)])
def test_a_file_that_another_program_holds_for_a_moment_is_replaced(
    tmp_path, monkeypatch, windows, tries
):
    held, rename = [], Path.replace

    def replace(partial, path):
        held.append(path)
        if len(held) < 3:
            raise PermissionError(13, "held", str(path))
        return rename(partial, path)

    monkeypatch.setattr(fsafe, "_WINDOWS", windows)
    monkeypatch.setattr(fsafe, "HELD_STEP_S", 0)
    monkeypatch.setattr(Path, "replace", replace)
    path = tmp_path / "settings.json"
    if windows:
        write_whole(path, b"new")
    else:
        with pytest.raises(PermissionError):
            write_whole(path, b"new")
    assert (len(held), path.exists()) == (tries, windows)


def test_whoever_writes_through_a_handle_gets_it_where_lf_stays_lf():
    """Windows made CR LF of the LF in a mark, and the roll-back check passed everything."""
    root = Path(showroom.__file__).parent
    opens = {
        p.name for p in root.rglob("*.py") if re.search(r"O_(WRONLY|RDWR)", p.read_text("utf-8"))
    }
    assert opens == {"fsafe.py", "usblp.py"}, "usblp.py is a device of Linux"


def test_settings_of_this_machine_survive_a_torn_file(home):
    wanted = LocalSettings(till_id=2, theme="dark")
    assert home.load() == (LocalSettings(), "")
    home.save(wanted)
    assert home.load() == (wanted, "")
    home.settings_file.write_text('{"till_id": 2, "the')
    found, problem = home.load()
    assert found == wanted
    assert "settings.json" in problem
    home.settings_file.with_suffix(".good").write_text("also torn")
    with pytest.raises(Fault, match="settings_unreadable"):
        home.load()


NO_IDENTITY = (
    '{"till_id": "x"}',
    '{"till_id": 0}',
    '{"till_id": true}',
    '{"till_id": 100}',
    '{"till_id": 99999999999999999999}',
    '{"database": 5}',
    '{"database": null, "theme": "dark"}',
    '{"databse": "postgresql://server/shop"}',
    '{"Till_ID": 2}',
    '{"till-id": 2, "theme": "dark"}',
)


@pytest.mark.parametrize("stored", [*NO_IDENTITY, "[" * 200_000, "[]", "null", ""])
@pytest.mark.parametrize("copied", [True, False])
def test_no_till_and_no_books_are_guessed(home, stored, copied):
    """What a person wrote is not read as another till's; a torn file has its copy, else nothing."""
    if copied:
        home.save(LocalSettings(till_id=2))
    home.settings_file.write_text(stored)
    if copied and stored not in NO_IDENTITY:
        assert home.load()[0] == LocalSettings(till_id=2)
    else:
        with pytest.raises(Fault, match="settings_unreadable"):
            home.load()


def test_what_a_newer_program_wrote_is_no_misspelt_word(home):
    home.settings_file.write_text('{"till_id": 2, "drawer_sound": true, "backups": 3}')
    assert home.load() == (LocalSettings(till_id=2), "")


def test_what_could_not_be_read_is_never_written_over_and_read_again(home):
    home.settings_file.write_text(NO_IDENTITY[0])
    kept = KeptSettings(home, None)
    with pytest.raises(Fault, match="settings_unreadable"):
        kept.read()
    kept.change(lambda local: replace(local, theme="dark"))
    assert home.settings_file.read_text() == NO_IDENTITY[0]
    home.settings_file.write_text('{"till_id": 2}')
    assert kept.read() == kept.now == LocalSettings(till_id=2)
    kept.change(lambda local: replace(local, theme="dark"))
    assert home.load()[0] == LocalSettings(till_id=2, theme="dark")


def test_settings_that_cannot_be_written_stay_as_they_were(tmp_path, monkeypatch):
    home = Home(tmp_path)
    home.save(LocalSettings(theme="dark"))
    kept = KeptSettings(home, LocalSettings(theme="dark"))
    monkeypatch.setattr(fsafe, "MAX_PARTIALS", 1)
    (tmp_path / "settings.json.partial").mkdir()
    with pytest.raises(Fault, match="settings_not_kept") as told:
        kept.change(lambda local: replace(local, theme="light"))
    assert told.value.params == {"path": str(home.settings_file)}
    assert kept.now.theme == "dark"
    assert home.load() == (LocalSettings(theme="dark"), "")


def test_settings_from_another_program_give_what_can_be_understood(home):
    told = {"till_id": 2, "theme": "dark", "widths": 5, "future": True}
    home.settings_file.write_text(json.dumps(told))
    assert home.load() == (LocalSettings(till_id=2, theme="dark"), "")


def test_the_home_is_named_or_the_users_own(home, monkeypatch):
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    assert find_home() == home
    monkeypatch.delenv("SHOWROOM_HOME")
    assert find_home().folder.name == "showroom"
    assert home.database_url(LocalSettings()) == f"sqlite:///{home.database_file}"
    assert home.database_url(LocalSettings(database="b"), "a") == "a"


@POSIX_MODES
def test_folders_and_keys_are_their_owners_alone(home, keys):
    keys.pepper()
    keys.sign(1, b"z report")
    keys.journal_key(1, 0)
    keys.remember_head(1, 1, 1, b"h" * 32)
    assert {mode(p) for p in (home.folder, home.keys, home.backups)} == {0o700}
    files = list(home.keys.iterdir())
    assert len(files) == 4
    assert {mode(p) for p in files} == {0o600}


# -- keys --------------------------------------------------------------------------------------


def test_keys_are_kept_over_a_restart(home, keys):
    before = (keys.pepper(), keys.public_key(1), keys.journal_key(1, 0))
    again = FileSecrets(home.keys)
    assert (again.pepper(), again.public_key(1), again.journal_key(1, 0)) == before
    assert again.public_key(2) != before[1]


def test_signatures_are_the_tills_and_of_the_message(keys):
    signature = keys.sign(1, b"z report")
    assert keys.verify(keys.public_key(1), b"z report", signature)
    assert not keys.verify(keys.public_key(1), b"z report!", signature)
    assert not keys.verify(keys.public_key(2), b"z report", signature)


def test_the_journal_key_goes_forward_only(home, keys):
    first = keys.journal_key(1, 0)
    assert keys.journal_key(1, 2) == ratchet(ratchet(first))
    stored = b"".join(p.read_bytes() for p in home.keys.iterdir())
    assert first not in stored
    for kept in (keys, FileSecrets(home.keys)):
        with pytest.raises(Fault, match="journal_key_lost"):
            kept.journal_key(1, 1)


def test_a_torn_journal_key_is_told(home, keys):
    keys.journal_key(1, 0)
    (home.keys / "journal-1").write_bytes(b"torn")
    with pytest.raises(Fault, match="journal_key_lost"):
        FileSecrets(home.keys).journal_key(1, 0)


def test_the_high_water_mark_is_the_last_one_and_a_torn_one_is_none(home, keys):
    assert keys.remembered_head(1) is None
    for seq in (41, 42):
        keys.remember_head(1, 1, seq, bytes([seq]) * 32)
    assert keys.remembered_head(1) == (1, 42, b"\x2a" * 32)
    path = home.keys / "head-1"
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")
    assert keys.remembered_head(1) is None


def test_the_mark_never_waits_for_the_disk(keys, monkeypatch):
    monkeypatch.setattr("os.fsync", None)
    keys.remember_head(1, 1, 1, b"h" * 32)
    assert keys.remembered_head(1) == (1, 1, b"h" * 32)


def shut(home):
    """A file stands where the folder should be, which stops root too; returns the way back."""
    away = home.keys.with_name("away")
    home.keys.rename(away)
    home.keys.write_bytes(b"")

    def open_again():
        home.keys.unlink()
        away.rename(home.keys)

    return open_again


def test_a_folder_that_takes_nothing_stops_no_ratchet_and_is_told_after_the_commit(home, keys):
    first = keys.journal_key(1, 0)
    open_again = shut(home)
    assert keys.journal_key(1, 1) == ratchet(first)
    with pytest.raises(Fault, match="mark_not_kept"):
        keys.remember_head(1, 1, 1, b"h" * 32)
    open_again()
    assert FileSecrets(home.keys).journal_key(1, 1) == ratchet(first), "the old file leads to it"
    keys.remember_head(1, 1, 2, b"i" * 32)
    assert first not in b"".join(p.read_bytes() for p in home.keys.iterdir())
    assert keys.remembered_head(1) == (1, 2, b"i" * 32)


@pytest.mark.parametrize(
    "use", [lambda k: k.journal_key(1, 0), lambda k: k.sign(1, b"z"), lambda k: k.pepper()]
)
def test_nothing_is_sealed_with_a_first_key_that_is_not_kept(home, keys, use):
    open_again = shut(home)
    with pytest.raises(Fault, match="keys_unusable"):
        use(keys)
    open_again()
    assert use(keys)


def test_what_a_verb_wrote_beside_the_window_outlives_the_windows_next_change(tmp_path):
    home = Home(tmp_path / "home")
    window = KeptSettings(home, LocalSettings())
    window.change(lambda local: replace(local, theme="dark"))
    verb = KeptSettings(home, home.load()[0])
    verb.change(lambda local: local.with_file("a", {"columns": {"x": "code"}}))
    window.change(lambda local: replace(local, theme="light"))
    kept = home.load()[0]
    assert (kept.theme, kept.files) == ("light", {"a": {"columns": {"x": "code"}}})


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices")
@pytest.mark.parametrize("what", ["pipe", "device", "long"])
def test_a_file_of_the_till_that_has_no_end_is_not_read(home, what):
    keys = FileSecrets(home.keys)
    keys.pepper(), keys.journal_key(1, 0)
    keys.remember_head(1, 1, 1, b"h" * 32)
    keys.close()
    for path in [*home.keys.iterdir(), home.settings_file]:
        path.unlink(missing_ok=True)
        if what == "pipe":
            os.mkfifo(path)
        elif what == "device":
            path.symlink_to("/dev/zero")
        else:
            path.write_bytes(b"x" * 2**21)
    fresh = FileSecrets(home.keys)
    assert fresh.kept_key(1) is None
    assert fresh.remembered_head(1) is None
    for read in (fresh.pepper, lambda: fresh.journal_key(1, 0)):
        with pytest.raises(Fault, match="keys_unusable"):
            read()
    with pytest.raises(Fault, match="settings_unreadable"):
        home.load()


def test_an_index_that_no_shop_reaches_is_not_walked_to(tmp_path):
    """10**12 in one row of the books: the window never opened, and verify named nothing."""
    keys = FileSecrets(tmp_path)
    first = keys.journal_key(1, 0)
    with pytest.raises(Fault, match="journal_key_lost"):
        keys.journal_key(1, 10**12)
    assert keys.kept_key(1) == (0, first)
    assert ratcheted(first, 0, 2) == ratchet(ratchet(first))
    assert ratcheted(first, 3, 2) is ratcheted(first, 0, MOST_ZS + 1) is None
