"""Books that cannot be opened or written: a code with a sentence, nothing changed."""

import os
import shutil
import subprocess
import sys
from functools import partial
from uuid import uuid4

import pytest

from showroom.__main__ import main
from showroom.db.reads import verify as reads
from showroom.domain.basket import Basket
from showroom.domain.errors import Fault, Refusal
from showroom.domain.ids import RequestId
from showroom.domain.shift import CashCount
from showroom.domain.tender import Payment
from showroom.machine.assets import sample_catalogue
from showroom.machine.home import Home, LocalSettings
from showroom.machine.instance import InstanceLock
from showroom.machine.keystore import FileSecrets
from showroom.program.app import Till
from showroom.program.opening import open_books
from showroom.services.books.verify import Verify
from showroom.ui.words import trouble
from tests.posix import IS_ROOT


@pytest.fixture
def home(demo_homes, tmp_path):
    return demo_homes.whole(tmp_path / "home")


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
    assert "showroom go-on" in trouble.advice(refused.value)
    capsys.readouterr()
    assert main(["verify"]) == 1
    assert "mark outside says" in capsys.readouterr().out
    assert main(["go-on"]) == 0
    signed_in(home)
    opened = open_books(home, LocalSettings())
    kept = opened.database.read(lambda tx: list(reads.events(tx, 1)))
    assert [e.kind for e in kept].count("went_on_from_copy") == 1
    assert Verify(opened.suite.books).run().passed
    opened.close()


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


@pytest.mark.skipif(IS_ROOT, reason="root may write everywhere")
def test_a_home_that_this_user_may_not_write_is_told(home):
    home.folder.chmod(0o500)
    try:
        with pytest.raises(Fault, match="home_unusable"):
            Till(home, LocalSettings(), "").open()
    finally:
        home.folder.chmod(0o700)


def test_a_lock_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "running").mkdir()
    with pytest.raises(Fault, match="home_unusable"):
        InstanceLock(tmp_path / "running")


def sell_until_fault(sell, told):
    for _ in range(500):
        try:
            told.append(sell())
        except Fault as fault:
            return fault
    raise AssertionError("the disk never filled")


@pytest.mark.skipif(not IS_ROOT, reason="only root may mount a small disk")
def test_a_full_disk_loses_nothing(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], check=True)
    try:
        home = Home(disk / "home")
        opened = open_books(home, LocalSettings())
        suite = opened.suite
        owner = suite.setup.start_demo(sample_catalogue()).owner
        suite.shifts.open_shift(owner, 0, RequestId(uuid4().hex))
        sku = next(s for s in suite.catalogue.load_index().skus if s.oversell)
        basket = Basket().add(sku, 1)

        def sell():
            payment = Payment(basket.due_fen).pay_cash()
            return suite.checkout.complete_sale(
                owner, basket, payment, RequestId(uuid4().hex)
            ).sale.sale_id

        told = []
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * (shutil.disk_usage(disk).free - 60_000))
        fault = sell_until_fault(sell, told)
        assert fault.code == "disk_full", "told as what it is, never as unknown"
        ballast.unlink()
        told.append(sell())
        posted = {r.sale_id for r in suite.reports.receipts(owner, limit=1000)}
        assert set(told) == posted, "what was told as not done is not there"
        verdict = Verify(suite.books).run()
        assert [f for f in verdict.findings if not f.passed] == []
        opened.close()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.skipif(not IS_ROOT, reason="only root may mount a read-only disk")
def test_a_read_only_disk_is_told(tmp_path, home, monkeypatch, capsys):
    """By window and verbs, with the folder and what may be the matter with it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)], check=True)
    try:
        shutil.copytree(home.folder, disk / "home")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        there = Home(disk / "home")
        for opens in (
            Till(there, LocalSettings(), "").open,
            partial(open_books, there, LocalSettings()),
        ):
            with pytest.raises(Fault) as refused:
                opens()
            assert refused.value.code == "home_unusable"
            assert refused.value.params["folder"] == str(there.folder)
        monkeypatch.setenv("SHOWROOM_HOME", str(there.folder))
        for words in (["verify"], ["backup"], ["go-on"], ["report", "daily"]):
            assert main(words) == 2, words
            said = capsys.readouterr().err
            assert str(there.folder) in said, words
            assert "只读" in said, words
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_verbs_answer_in_words_and_by_status(home, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    assert main(["verify"]) == 3
    told = capsys.readouterr().out
    assert "小票 = 明细 没有检查：还没有小票" in told
    assert "账账相符" not in told
    assert main(["backup"]) == 0
    assert "已校验" in capsys.readouterr().out
    assert main(["report", "daily", "--date", "2030-13-01"]) == 1
    assert "日期" in capsys.readouterr().err
    assert main(["report", "daily", "--pdf", str(tmp_path / "d.pdf")]) == 0
    assert (tmp_path / "d.pdf").read_bytes().startswith(b"%PDF")
    capsys.readouterr()
    assert main(["report", "daily"]) == 0
    told = capsys.readouterr().out
    assert "没有可对的账" in told
    assert "这一天没有开过班" in told
    for day in ("20300501", "2030-W18-3", "0001-01-03"):
        assert main(["report", "daily", "--date", day]) == 1
        assert "日期" in capsys.readouterr().err
    assert main(["report", "daily", "--date", "2999-01-01", "--pdf", str(tmp_path / "x.pdf")]) == 1
    assert "还没有到这一天" in capsys.readouterr().err
    assert not (tmp_path / "x.pdf").exists()
    assert main(["import", str(tmp_path / "missing.csv")]) == 2
    bad = tmp_path / "bad.csv"
    bad.write_text("货号,零售价(元)\nWS0001,六块\n", "utf-8")
    assert main(["import", str(bad), "--dry-run"]) == 1
    assert "第 2 行" in capsys.readouterr().out
    good = tmp_path / "good.csv"
    good.write_text("货号,零售价(元)\nWS0001,70.00\n", "gbk")
    assert main(["import", str(good), "--dry-run"]) == 0
    assert main(["import", str(good)]) == 0
    assert "更改 1" in capsys.readouterr().out
    assert main(["import", str(good)]) == 0
    assert "没有需要写入" in capsys.readouterr().out
    assert main(["demo", "--days", "1"]) == 1
    assert main(["demo", "--days", "0"]) == 1


def test_an_empty_home_is_told_what_comes_first(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SHOWROOM_HOME", str(tmp_path / "empty"))
    assert main(["verify"]) == 3
    assert capsys.readouterr().err.strip()
    assert main(["backup"]) == 1, "there is nothing yet that a copy could save"


WRONG = {
    "report below a file": ["report", "daily", "--xlsx", "{file}/x.xlsx"],
    "export to a folder": ["export", "{folder}"],
    "export below a file": ["export", "{file}/x.csv"],
    "export over the books": ["export", "{books}"],
    "export to nowhere": ["export", "/proc/nowhere/x.xlsx"],
    "stock over the books": ["stock", "export", "{books}"],
    "stock to nowhere": ["stock", "export", "/proc/nowhere/x.xlsx"],
    "report to nowhere": ["report", "daily", "--pdf", "/proc/nowhere/x.pdf"],
    "import of a folder": ["import", "{folder}"],
    "import below a file": ["import", "{file}/x.csv"],
    "import of nothing": ["import", "{folder}/none.csv"],
    "import of books": ["import", "{books}"],
    "tour into a file": ["tour", "{file}"],
    "tour below a file": ["tour", "{file}/x"],
    "demo until nonsense": ["demo", "--until", "2030-13-01"],
    "no address": ["--database", "letter", "verify"],
    "another server": ["--database", "mysql://host/x", "backup"],
    "a folder as books": ["--database", "sqlite:///{folder}", "verify"],
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_path_is_one_sentence_and_a_status(name, home, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    places = {"file": tmp_path / "file", "folder": tmp_path / "folder", "books": home.database_file}
    status = main([word.format(**places) for word in WRONG[name]])
    assert status in {1, 2}
    one_sentence(capsys.readouterr().err)
    assert list((tmp_path / "folder").iterdir()) == []


@pytest.mark.parametrize("name", ["keys", "backups", "data"])
def test_a_file_where_a_folder_belongs_is_one_sentence(name, home, monkeypatch, capsys):
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    shutil.rmtree(home.folder / name)
    (home.folder / name).write_text("in the way")
    assert main(["backup"]) == 2
    one_sentence(capsys.readouterr().err)


def test_words_that_no_verb_knows_are_told_in_our_own(capsys):
    for words in (["demo", "--days", "abc"], ["report", "weekly"], ["nonsense", "verify"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 2
        assert "命令写得不对" in capsys.readouterr().err


def test_torn_settings_are_told_since_they_name_the_books(home, monkeypatch, capsys):
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    home.settings_file.write_text("torn")
    assert main(["verify"]) == 2
    one_sentence(capsys.readouterr().err)
    home.settings_file.with_suffix(".good").write_text("{}")
    main(["verify"])
    assert "副本" in capsys.readouterr().err


def test_a_mistyped_address_makes_no_books(home, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    missing = tmp_path / "none" / "x.db"
    for words in (["verify"], ["backup"], ["report", "daily"], ["import", "x.csv"]):
        assert main(["--database", f"sqlite:///{missing}", *words]) == (
            3 if "verify" in words else 1
        )
        one_sentence(capsys.readouterr().err)
    monkeypatch.setenv("SHOWROOM_HOME", str(tmp_path / "mistyped"))
    assert main(["verify"]) == 3
    assert list(tmp_path.glob("none")) == list(tmp_path.glob("mistyped")) == []


def test_a_folder_that_is_misspelt_in_an_address_is_not_made(tmp_path):
    missing = tmp_path / "打错" / "a.db"
    with pytest.raises(Fault, match="database_unopenable"):
        open_books(Home(tmp_path / "home"), LocalSettings(), f"sqlite:///{missing}")
    assert not missing.parent.exists()


def test_no_date_is_today_and_an_empty_one_is_none(home, monkeypatch, capsys):
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    assert main(["report", "daily", "--date", ""]) == 1
    assert "日期看不懂" in capsys.readouterr().err
    assert main(["report", "daily", "--date", "2999-01-01"]) == 1
    assert "2999" in capsys.readouterr().err, "another year is named"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk", "utf-8"])
def test_an_answer_is_written_whatever_the_file_can_hold(home, encoding, tmp_path):
    """A redirected answer has the encoding of the system, which may lack our words."""
    told = shown(home, ["verify"], encoding, tmp_path)
    assert told[0] == 3
    assert "√ 库存余额" in told[1]
    assert told[2] == ""


def test_a_reader_who_went_hears_nothing_more(home):
    running = subprocess.Popen(
        [sys.executable, "-m", "showroom", "report", "daily"],
        env={**os.environ, "SHOWROOM_HOME": str(home.folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait() == 2
    running.stderr.close()


def shown(home, words, encoding, tmp_path):
    """Status, answer and complaints of a verb whose answer goes into a file."""
    with (tmp_path / "out").open("wb") as out:
        ended = subprocess.run(
            [sys.executable, "-m", "showroom", *words],
            env={
                **os.environ,
                "SHOWROOM_HOME": str(home.folder),
                "PYTHONIOENCODING": encoding,
            },
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
        )
    spoken = "gbk" if encoding == "gbk" else "utf-8"
    return ended.returncode, (tmp_path / "out").read_text(spoken), ended.stderr.decode(spoken)


def one_sentence(told):
    lines = [line for line in told.replace("\r", "\n").splitlines() if "%" not in line]
    (line,) = [line for line in lines if line.strip()]
    assert any("\u4e00" <= char <= "\u9fff" for char in line), line
