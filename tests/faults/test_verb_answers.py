"""What a verb answers: its sentence, its status, in whatever the output can hold."""

import os
import shutil
import subprocess
import sys

import pytest

from showroom.__main__ import main


def test_verbs_answer_in_words_and_by_status(home, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("SHOWROOM_HOME", str(home.folder))
    assert main(["verify"]) == 3
    told = capsys.readouterr().out
    assert "小票 = 明细（行数、金额、让利） 没有检查：还没有小票" in told
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
    "demo until a week": ["demo", "--until", "2030-W01-1"],
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
