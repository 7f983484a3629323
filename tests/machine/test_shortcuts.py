"""The till as an icon: the launcher starts this Python, with this home."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from showroom.__main__ import main
from showroom.domain.errors import Refusal
from showroom.machine.assets import asset_bytes
from showroom.machine.shortcuts import icon_file, make_shortcuts

FREEDESKTOP = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="desktops of X11")


@pytest.fixture
def user(tmp_path, monkeypatch):
    """A user without settings of a desktop."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_DESKTOP_DIR", "SHOWROOM_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def entries(path):
    lines = path.read_text("utf-8").splitlines()
    assert lines[0] == "[Desktop Entry]"
    return dict(line.split("=", 1) for line in lines[1:])


def words(text):
    """As a launcher reads Exec: escapes of the file first, then field codes and quotes."""
    line = text.replace("\\\\", "\\").replace("%%", "%")
    told = subprocess.run(["sh", "-c", f"printf '%s\\n' {line}"], capture_output=True, check=True)
    return told.stdout.decode().splitlines()


@FREEDESKTOP
@pytest.mark.parametrize("home", ["", "店 里", 'a"b', "$HOME`x`", "100% 文山\\"])
def test_an_icon_starts_this_python_with_this_home(user, monkeypatch, capsys, home):
    wanted = [sys.executable, "-P", "-m", "showroom"]
    if home:
        monkeypatch.setenv("SHOWROOM_HOME", str(user / home))
        wanted = ["env", f"SHOWROOM_HOME={user / home}", *wanted]
    assert main(["shortcut"]) == 0
    made = [Path(line.partition("：")[2]) for line in capsys.readouterr().out.splitlines()]
    assert made == [
        user / "Desktop" / "showroom.desktop",
        user / ".local/share/applications/showroom.desktop",
    ]
    for path in made:
        told = entries(path)
        assert words(told["Exec"]) == wanted
        assert Path(told["Icon"]).read_bytes() == asset_bytes("app", "till.png")
        assert path.stat().st_mode & 0o111


@FREEDESKTOP
def test_what_lies_where_the_icon_is_started_is_no_part_of_the_till(user):
    """A launcher starts programs in the user's home, where a module's name may be any file's."""
    make_shortcuts()
    start = words(entries(user / "Desktop" / "showroom.desktop")["Exec"])
    (user / "json.py").write_text("raise SystemExit('not ours')")
    told = subprocess.run([*start, "--version"], cwd=user, capture_output=True, check=False)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith(b"showroom ")


@FREEDESKTOP
def test_a_desktop_that_takes_no_file_is_told(user, capsys):
    (user / "Desktop").write_text("in the way")
    assert main(["shortcut"]) == 2
    assert f"{user / 'Desktop'} 打不开或写不进" in capsys.readouterr().err


@FREEDESKTOP
def test_another_programs_icon_is_not_overwritten(user):
    other = user / "Desktop" / "showroom.desktop"
    other.parent.mkdir()
    other.write_text("[Desktop Entry]\nName=another\n")
    with pytest.raises(Refusal, match="shortcut_there"):
        make_shortcuts()
    assert "another" in other.read_text()
    other.unlink()
    made = [path.read_bytes() for path in make_shortcuts()]
    assert [path.read_bytes() for path in make_shortcuts()] == made


@pytest.mark.usefixtures("user")
def test_no_icon_is_claimed_that_opens_other_books_or_none(capsys, monkeypatch):
    assert main(["--database", "sqlite:///x.db", "shortcut"]) == 1
    assert "请去掉 --database" in capsys.readouterr().err
    monkeypatch.setattr(sys, "platform", "darwin")
    assert main(["shortcut"]) == 1
    assert "放不了图标" in capsys.readouterr().err


def test_the_icon_of_windows_is_the_same_picture():
    with Image.open(io.BytesIO(icon_file(asset_bytes("app", "till.png")))) as picture:
        assert (picture.format, picture.size) == ("ICO", (256, 256))
