"""Keys that are gone, torn or another shop's: told, and never made anew."""

import pytest

from showroom.__main__ import main
from showroom.domain.errors import Fault
from showroom.domain.ids import RequestId
from showroom.domain.shift import CashCount
from showroom.machine.home import Home, LocalSettings
from showroom.machine.keystore import FileSecrets
from showroom.program.opening import open_books
from showroom.services.books.verify import Verify


@pytest.mark.parametrize("name", ["pepper", "signing-1", "journal-1", ""])
def test_keys_that_are_gone_are_told_and_never_made_anew(home, name):
    lost = [home.keys / name] if name else list(home.keys.iterdir())
    kept = {path: path.read_bytes() for path in lost}
    for path in lost:
        path.unlink()
    with pytest.raises(Fault, match="keys_lost") as refused:
        open_books(home, LocalSettings())
    assert (name or "pepper") in str(refused.value.params["missing"])
    assert refused.value.params["folder"] == str(home.keys)
    assert not any(path.exists() for path in lost)
    for path, key in kept.items():
        path.write_bytes(key)
    opened = open_books(home, LocalSettings())
    owner = opened.suite.people.list_people()[0]
    assert opened.suite.people.sign_in(owner.person_id, "708090").actor.name == owner.name
    assert Verify(opened.suite.books).run().passed
    opened.close()


@pytest.mark.parametrize("name", ["signing-1", "journal-1", ""])
def test_keys_of_another_shop_are_told_before_anything_is_sealed(home, tmp_path, name):
    other = FileSecrets(tmp_path / "other")
    other.pepper(), other.public_key(1), other.journal_key(1, 0)
    mine = {path.name: path.read_bytes() for path in home.keys.iterdir()}
    for path in (tmp_path / "other").iterdir():
        if path.name == name or not name:
            (home.keys / path.name).write_bytes(path.read_bytes())
    with pytest.raises(Fault, match="keys_foreign") as refused:
        open_books(home, LocalSettings())
    assert (name or "signing-1") in str(refused.value.params["foreign"])
    for key, content in mine.items():
        (home.keys / key).write_bytes(content)
    opened = open_books(home, LocalSettings())
    assert Verify(opened.suite.books).run().passed
    opened.close()


@pytest.mark.parametrize("left", ["nothing", "an empty file", "tables without a shop"])
def test_no_new_books_are_begun_where_a_shops_keys_have_sealed(home, tmp_path, left):
    marks = {path.name: path.read_bytes() for path in home.keys.iterdir()}
    elsewhere = tmp_path / "另一本.db"
    if left == "an empty file":
        elsewhere.touch()
    if left == "tables without a shop":
        open_books(Home(tmp_path / "fresh"), LocalSettings(), f"sqlite:///{elsewhere}").close()
    with pytest.raises(Fault, match="books_lost") as refused:
        open_books(home, LocalSettings(), f"sqlite:///{elsewhere}")
    assert refused.value.params["folder"] == str(home.keys)
    assert elsewhere.exists() == (left != "nothing")
    assert {path.name: path.read_bytes() for path in home.keys.iterdir()} == marks
    opened = open_books(home, LocalSettings())
    assert Verify(opened.suite.books).run().passed
    opened.close()


def test_a_key_kept_before_the_last_close_still_opens_its_own_books(home):
    kept = (home.keys / "journal-1").read_bytes()
    opened = open_books(home, LocalSettings())
    owner = opened.suite.people.list_people()[0]
    actor = opened.suite.people.sign_in(owner.person_id, "708090").actor
    opened.suite.shifts.open_shift(actor, 0, RequestId("a"))
    opened.suite.shifts.close_shift(actor, CashCount({100: 0}), RequestId("b"))
    opened.suite.people.sign_out(actor)
    opened.close()
    open_books(home, LocalSettings()).close()
    (home.keys / "journal-1").write_bytes(kept)
    open_books(home, LocalSettings()).close()


@pytest.mark.parametrize("torn", [b"", b"too short"])
def test_a_torn_pepper_is_no_pepper(home, torn):
    (home.keys / "pepper").write_bytes(torn)
    with pytest.raises(Fault, match="keys_lost"):
        open_books(home, LocalSettings())


def test_keys_that_vanish_while_the_till_runs_are_not_made_anew(home):
    opened = open_books(home, LocalSettings())
    owner = opened.suite.people.list_people()[0]
    opened.suite.people.sign_in(owner.person_id, "708090")
    for path in home.keys.iterdir():
        path.unlink()
    assert opened.suite.people.sign_in(owner.person_id, "708090").actor.name == owner.name
    opened.close()
    with pytest.raises(Fault, match="keys_lost"):
        open_books(home, LocalSettings())


def test_a_till_that_joins_a_shop_needs_the_shops_pepper(home):
    for name in ("signing-1", "journal-1"):
        (home.keys / name).unlink()
    open_books(home, LocalSettings(till_id=7)).close()
    (home.keys / "pepper").unlink()
    with pytest.raises(Fault, match="keys_lost"):
        open_books(home, LocalSettings(till_id=7))


def test_without_keys_the_books_can_still_be_read_and_copied(home, monkeypatch, capsys):
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    for path in home.keys.iterdir():
        path.unlink()
    for words, status in ((["backup"], 0), (["verify"], 3), (["report", "daily"], 0)):
        assert main(words) == status, words
    assert "没有检查：这台电脑上没有本收银台可用的日志密钥" in capsys.readouterr().out
    assert main(["import", "x.csv"]) == 2
    assert "密钥不见了" in capsys.readouterr().err
    assert list(home.keys.iterdir()) == []
