"""Files that are something else, or mean harm: told with a cure, in bounded time and memory."""

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest

from showroom.domain.errors import Fault, Refusal
from showroom.services.goods import reading
from showroom.services.goods.import_files import MAX_BYTES, read_heads, read_table, read_upload
from showroom.services.goods.import_table import ANYTHING
from showroom.services.goods.reading import heads_apart, read_apart
from showroom.ui.words.messages import sentence
from tests.services.goods.spreadsheets import CHINESE, PRODUCT, csv_file, xlsx_file
from tests.services.goods.test_import_files import archive, cell, sheet_with
from tests.services.goods.test_reading import HEAD, quiet, with_part

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KINDS = {
    "XML of Excel 2003": (b'<?xml version="1.0"?><Workbook/>', "import_html", "另存为 xlsx"),
    "a page without a table": (b"<html><body>x</body></html>", "import_html", "另存为 xlsx"),
    "xls of 97": (OLE + bytes(600), "import_old_xls", "另存为 xlsx"),
    "xls of 95": (b"\x09\x08\x08\x00\x00\x05\x05\x00" + bytes(40), "import_old_xls", "另存为"),
    "a workbook with a password": (
        OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "import_locked",
        "去掉密码",
    ),
    "gzip": (gzip.compress(csv_file(PRODUCT)), "import_packed", "解压"),
    "bzip2": (b"BZh91AY&SY", "import_packed", "解压"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "import_packed", "解压"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "import_packed", "解压"),
    "a table in a zip": (archive(("a.csv", csv_file(PRODUCT))), "import_packed", "解压"),
    "xlsb": (
        archive(("_rels/.rels", b"<R/>"), ("xl/workbook.bin", b"")),
        "import_other_table",
        "另存为 xlsx",
    ),
    "ods": (archive(("mimetype", b"x"), ("content.xml", b"")), "import_other_table", "另存为"),
    "numbers": (archive(("Index/Document.iwa", b"")), "import_other_table", "另存为 xlsx"),
    "pdf": (b"%PDF-1.7 ", "import_no_table", "xlsx 或 csv"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "import_no_table", "xlsx 或 csv"),
    "a program": (b"MZ" + bytes(90), "import_no_table", "xlsx 或 csv"),
    "another program's books": (b"SQLite format 3\0" + bytes(90), "import_no_table", "xlsx"),
    "UTF-16 without a mark": (csv_file(PRODUCT, encoding="utf-16-be"), "import_encoding", "UTF-8"),
    "UTF-32 without a mark": (csv_file(PRODUCT, encoding="utf-32-le"), "import_encoding", "UTF-8"),
    "a mark and nothing": (b"\xef\xbb\xbf\r\n", "import_empty", "没有内容"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_something_else_is_told_with_its_cure(kind):
    content, code, cure = KINDS[kind]
    for read in (read_table, read_heads):
        with pytest.raises(Refusal) as caught:
            read(content)
        assert caught.value.code == code
        assert cure in sentence(caught.value)


def bomb(levels=5, wide=16):
    inner = archive(("a", bytes(10**6)))
    for _ in range(levels):
        inner = archive(*((f"{n}.zip", inner) for n in range(wide)))
    return inner


def shared(count):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = f'<sst xmlns="{main}">{"<si><t>文山三七</t></si>" * count}</sst>'
    head = "".join(cell(f"{at}1", title) for at, title in zip("AB", HEAD, strict=True))
    body = f'<row r="1">{head}</row><row r="2"><c r="A2" t="s"><v>{count - 1}</v></c></row>'
    return with_sheet(sheet_with(body), texts.encode())


def with_sheet(content, texts):
    """The workbook with that part of shared texts, which its relations name."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="t" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                part = part.replace(b"</Relationships>", link.encode())
            new.writestr(name, part)
        new.writestr("xl/sharedStrings.xml", texts)
    return made.getvalue()


LAUGHS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
SHEET = "xl/worksheets/sheet1.xml"
HARM = {
    "packed in packed": bomb,
    "many parts": lambda: archive(*((f"f{n}", b"") for n in range(20_000))),
    "swells": lambda: with_part(SHEET, b" " * 30 * 2**20),
    "rows without end": lambda: with_part(SHEET, b"<x>" + b"<row>" * 3_000_000),
    "an outer entity": lambda: with_part(
        SHEET, b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><x>&x;</x>'
    ),
    "laughs": lambda: with_part(
        SHEET, f'<!DOCTYPE l [<!ENTITY a0 "x">{LAUGHS}]><x>&a12;</x>'.encode()
    ),
    "a page of open tags": lambda: b"<html><table>" + b"<tr><td colspan=999 x=" * 200_000,
    "one line": lambda: b"x" * (MAX_BYTES - 1),
    "one cell": lambda: ",".join(CHINESE).encode() + b'\n"' + b"x\n" * (MAX_BYTES // 4),
    "cut in the middle": lambda: xlsx_file(CHINESE, PRODUCT)[:900],
}


@pytest.mark.parametrize("kind", HARM)
def test_a_file_that_means_harm_is_refused_within_the_bounds_of_its_process(kind):
    """A signal for want of memory is `import_too_heavy`, time `import_too_slow`: it is neither."""
    content = HARM[kind]()
    with pytest.raises(Refusal) as caught:
        read_apart(content, ANYTHING, quiet)
    assert caught.value.code not in {"import_too_slow", "import_too_heavy"}
    assert (
        "后" in sentence(caught.value)
        or "要有" in sentence(caught.value)
        or "请" in sentence(caught.value)
    )


def test_what_is_read_stays_far_below_the_memory_of_its_process(monkeypatch):
    """With half of it many shared texts and a row of ten million cells still go."""
    resource = pytest.importorskip("resource")
    limited = (
        "from showroom.services.goods import reading\n"
        f"reading.MEMORY_BYTES = {reading.MEMORY_BYTES // 2}\n"
        "raise SystemExit(reading.answer())"
    )
    assert resource
    command = reading.command()
    monkeypatch.setattr(reading, "command", lambda: (command[0], "-c", limited))
    wide = f"{','.join(HEAD)}\n".encode() + b"x," * (MAX_BYTES // 2 - 100)
    assert read_apart(wide, ANYTHING, quiet).cut
    assert heads_apart(shared(300_000), quiet)[0].rows[1].cells[0] == "文山三七"


# -- what is no plain file -------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="its devices and links are POSIX's")
@pytest.mark.parametrize("kind", ["link", "fifo", "folder", "/dev/zero", "/dev/full", "/proc/self"])
def test_what_is_no_plain_file_is_not_waited_for(kind, tmp_path):
    path = tmp_path / "x.csv"
    if kind == "link":
        (tmp_path / "y.csv").write_bytes(csv_file(PRODUCT))
        path.symlink_to(tmp_path / "y.csv")
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path = Path(kind)
    with pytest.raises(Refusal, match="import_not_a_file"):
        read_upload(path)


def test_a_file_that_grows_or_goes_while_it_is_chosen(tmp_path, monkeypatch):
    path = tmp_path / "x.csv"
    path.write_bytes(csv_file(PRODUCT))
    small = path.lstat()
    path.write_bytes(b"x" * (MAX_BYTES + 1))
    monkeypatch.setattr(Path, "lstat", lambda _path: small)
    with pytest.raises(Refusal, match="import_too_large"):
        read_upload(path)
    path.unlink()
    with pytest.raises(Fault, match="file_missing"):
        read_upload(path)
