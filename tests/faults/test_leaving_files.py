"""Files that leave: whole or not at all, and only ever in the place of a report of ours."""

import os
import pickle
import subprocess
import sys

import pytest
from openpyxl import Workbook, load_workbook

from showroom.__main__ import main
from showroom.machine.fsafe import write_whole
from showroom.printing.ours import MARK
from tests.faults.verb_ends import end_of, state_of, told_well
from tests.posix import IS_ROOT

KINDS = (("--pdf", ".pdf", b"%PDF"), ("--xlsx", ".xlsx", b"PK"))


@pytest.fixture(scope="module")
def shop(demo_homes, tmp_path_factory):
    return demo_homes.whole(tmp_path_factory.mktemp("leaving") / "home")


@pytest.fixture
def home(shop, monkeypatch):
    monkeypatch.setenv("SHOWROOM_HOME", str(shop.folder))
    return shop


@pytest.mark.parametrize(("option", "suffix", "begins"), KINDS)
def test_a_report_takes_the_place_of_an_older_one_of_either_kind(
    option, suffix, begins, home, tmp_path
):
    assert home.folder.exists()
    for name in (f"r{suffix}", f"R{suffix.upper()}", f"店 报{suffix}"):
        for _ in range(2):
            assert main(["report", "daily", option, str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_bytes().startswith(begins)
        assert not (tmp_path / f"{name}.partial").exists()


def other_workbook(path, title="进货"):
    book = Workbook()
    book.active.title = title
    book.active.append(["进货", 1])
    book.save(path)


def report_changed_since(path):
    """As other programs leave it: appended to, or with who changed it last."""
    assert main(["report", "daily", f"--{path.suffix[1:]}", str(path)]) == 0
    if path.suffix == ".pdf":
        path.write_bytes(path.read_bytes() + b"9 0 obj\n(my note)\nendobj\n%%EOF\n")
    else:
        book = load_workbook(path)
        book.properties.lastModifiedBy = "会计"
        book.save(path)


OTHERS = {
    "pdf": lambda path, _home: path.write_bytes(b"%PDF-1.7 of a supplier /Producer (ReportLab)"),
    "pdf that names us": lambda path, _home: path.write_bytes(
        f"%PDF-1.4\n(/Creator (showroom) /Producer ({MARK}))\n%%EOF".encode()
    ),
    "xlsx": lambda path, _home: other_workbook(path),
    "xlsx of the same sheet": lambda path, _home: other_workbook(path, "概览"),
    "a report that somebody wrote in": lambda path, _home: report_changed_since(path),
    "zip": lambda path, _home: path.write_bytes(b"PK\x03\x04 torn"),
    "empty": lambda path, _home: path.write_bytes(b""),
    "folder": lambda path, _home: path.mkdir(),
    "link to the books": lambda path, home: path.symlink_to(home.database_file),
    "the books by another name": lambda path, home: os.link(home.database_file, path),
    "a key by another name": lambda path, home: os.link(home.keys / "pepper", path),
    "link to nothing": lambda path, home: path.symlink_to(home.folder / "settings.json"),
}


@pytest.mark.skipif(os.name != "posix", reason="links")
@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize(("option", "suffix", "_begins"), KINDS)
def test_a_report_replaces_nothing_but_a_report(kind, option, suffix, _begins, home, tmp_path):
    path = tmp_path / f"x{suffix}"
    OTHERS[kind](path, home)
    before = state_of(tmp_path), state_of(home.folder)
    words = ["report", "daily", option, str(path)]
    end = told_well(words, end_of(words), answers=(1,))
    assert "没有覆盖" in end.err
    assert (state_of(tmp_path), state_of(home.folder)) == before


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_the_half_written_file_is_never_another(tmp_path):
    """Who may write beside it laid a link where the new content goes first."""
    books, partial = tmp_path / "books.db", tmp_path / "r.pdf.partial"
    books.write_bytes(b"the books")
    for lay in (partial.symlink_to, lambda path: os.link(path, partial)):
        lay(books)
        write_whole(tmp_path / "r.pdf", b"%PDF")
        assert (books.read_bytes(), (tmp_path / "r.pdf").read_bytes()) == (b"the books", b"%PDF")
        partial.unlink()
    os.mkfifo(partial)
    write_whole(tmp_path / "r.pdf", b"%PDF 3")
    assert (tmp_path / "r.pdf").read_bytes() == b"%PDF 3"
    partial.unlink()
    partial.write_bytes(b"a download that somebody waits for")
    write_whole(tmp_path / "r.pdf", b"%PDF 4")
    assert partial.read_bytes() == b"a download that somebody waits for"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["books.db", "r.pdf", partial.name]


@pytest.mark.skipif(not IS_ROOT, reason="only root may mount a small disk")
@pytest.mark.parametrize(("option", "suffix", "_begins"), KINDS)
def test_a_disk_that_fills_midway_leaves_the_older_report_whole(
    option, suffix, _begins, home, tmp_path
):
    assert home.folder.exists()
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)], check=True)
    try:
        path = disk / f"r{suffix}"
        words = ["report", "daily", option, str(path)]
        told_well(words, end_of(words), answers=(0,))
        older = path.read_bytes()
        left = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        (disk / "ballast").write_bytes(bytes(left - len(older) // 2))
        end = told_well(words, end_of(words), answers=(2,))
        assert "磁盘已满" in end.err
        assert path.read_bytes() == older
        assert sorted(p.name for p in disk.iterdir()) == ["ballast", path.name]
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


class Planted:
    def __init__(self, mark):
        self.mark = str(mark)

    def __reduce__(self):
        return os.mkdir, (self.mark,)


@pytest.mark.parametrize("torn", [True, False])
def test_a_planted_pickle_runs_nothing_and_stops_nothing(torn, tmp_path):
    """Wherever python-escpos would look for what it kept of printers."""
    content = b"torn" if torn else pickle.dumps(Planted(tmp_path / "ran"))
    version = ".".join(map(str, sys.version_info[:3]))
    for folder in (tmp_path, tmp_path / "showroom-escpos", tmp_path / "escpos"):
        folder.mkdir(exist_ok=True)
        (folder / f"{version}.capabilities.pickle").write_bytes(content)
    before = state_of(tmp_path)
    program = (
        "from showroom.domain.printer import PrinterModel\n"
        "from showroom.printing.render.escpos_bytes import drawer_kick\n"
        "print(drawer_kick(PrinterModel('x', '')).hex())\n"
    )
    places = ("TMPDIR", "TEMP", "TMP", "ESCPOS_CAPABILITIES_PICKLE_DIR", "XDG_CACHE_HOME")
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **dict.fromkeys(places, str(tmp_path))},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.startswith("1b70")
    after = {name: what for name, what in state_of(tmp_path).items() if "." in name}
    assert after == {name: what for name, what in before.items() if "." in name}
    assert not (tmp_path / "ran").exists()
