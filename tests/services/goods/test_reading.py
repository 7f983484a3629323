"""A file is read in a process of its own: bounded in time and memory, and it says why it ended."""

import io
import os
import subprocess
import sys
import zipfile

import pytest

from showroom.domain.errors import Fault, Refusal
from showroom.services.goods import reading
from showroom.services.goods.import_files import IS_ARCHIVE, read_heads, read_table
from showroom.services.goods.import_table import ANYTHING, MAX_CELL, Wanted
from showroom.services.goods.reading import heads_apart, read_apart
from tests.services.goods.spreadsheets import big_catalogue, xlsx_file
from tests.services.goods.test_import_files import archive, cell, sheet_with

HEAD = ["货号", "品名"]


def quiet(_done, _total):
    """Nobody watches."""


def with_part(name, text):
    """A workbook of one sheet with a header, one part of which is another."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_file(HEAD, ["X1", "米线"]))) as old:
        parts = {n: old.read(n) for n in old.namelist()}
    parts[name] = text
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for part, body in parts.items():
            new.writestr(part, body)
    return content.getvalue()


def stand_in(monkeypatch, program):
    monkeypatch.setattr(reading, "command", lambda: (sys.executable, "-c", program))


def test_a_workbook_is_read_in_another_process_as_it_would_be_here(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit(3)")  # nothing of the folder is loaded
    content = xlsx_file(HEAD, ["X1", "米线"], sheets=2)
    assert read_apart(content, ANYTHING, quiet) == read_table(content)
    assert heads_apart(content, quiet) == read_heads(content)
    with pytest.raises(Refusal) as caught:
        read_apart(content, Wanted("三月"), quiet)
    assert (caught.value.code, caught.value.params["sheet"]) == ("import_sheet_unknown", "三月")


def test_a_large_text_goes_the_same_way_and_a_small_one_needs_no_process(monkeypatch):
    large = big_catalogue(3000)
    assert len(large) > reading.SMALL_BYTES
    assert len(read_apart(large, ANYTHING, quiet).rows) == 3001
    stand_in(monkeypatch, "raise SystemExit(3)")
    with pytest.raises(Fault, match="reader_failed"):
        read_apart(large, ANYTHING, quiet)
    assert len(read_apart("货号,品名\nX1,米线".encode(), ANYTHING, quiet).rows) == 2
    assert len(heads_apart(b"a,b\n", quiet)) == 1


def test_a_process_that_cannot_be_had_is_a_fault(monkeypatch, tmp_path):
    monkeypatch.setattr(reading, "command", lambda: (str(tmp_path / "gone"),))
    with pytest.raises(Fault, match="reader_failed"):
        read_apart(xlsx_file(HEAD), ANYTHING, quiet)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no signals")
def test_a_process_that_was_killed_is_a_refusal(monkeypatch):
    stand_in(monkeypatch, "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(Refusal, match="import_too_heavy"):
        read_apart(xlsx_file(HEAD), ANYTHING, quiet)


def test_a_process_is_watched_and_stopped(monkeypatch):
    stand_in(monkeypatch, "import threading; threading.Event().wait()")
    monkeypatch.setattr(reading, "READ_S", 1)
    deaf = IS_ARCHIVE + bytes(2**20)  # more than a pipe holds
    for content in (xlsx_file(HEAD), deaf):
        with pytest.raises(Refusal, match="import_too_slow"):
            read_apart(content, ANYTHING, quiet)

    class StopError(Exception):
        pass

    def stop(_done, _total):
        raise StopError

    with pytest.raises(StopError):
        read_apart(xlsx_file(HEAD), ANYTHING, stop)


def test_memory_has_an_end_where_the_system_knows_one():
    resource = pytest.importorskip("resource")
    program = (
        "from showroom.services.goods import reading\n"
        "reading.read_table = lambda *_: bytearray(reading.MEMORY_BYTES)\n"
        "reading.answer()"
    )
    asked = b'{"table": {"sheet": "", "columns": {}}}\n'
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, input=asked, capture_output=True
    )
    assert done.stdout == b'{"refused": "import_too_heavy", "params": {}}', done.stderr
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != reading.MEMORY_BYTES


def test_a_frozen_program_starts_itself(monkeypatch):
    assert reading.command() == (sys.executable, "-m", "showroom", "read-table")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert reading.command() == (sys.executable, "read-table")


# -- files that mean harm ----------------------------------------------------------------------


def test_a_missing_header_is_said_before_the_rest_is_read():
    """The rest is no XML at all: whoever reads on finds that out."""
    rows = "".join(f'<row r="{n}">{cell(f"A{n}", "x")}</row>' for n in range(1, 20_000))
    with pytest.raises(Refusal, match="import_no_header"):
        read_table(sheet_with(rows + "</wrong>"))
    head = f'<row r="1">{cell("A1", "货号")}{cell("B1", "品名")}</row>'
    with pytest.raises(Refusal, match="import_unreadable"):
        read_table(sheet_with(head + rows + "</wrong>"))


def test_shared_texts_are_read_no_further_than_they_are_named():
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = "".join(f"<si><t>{t}</t></si>" for t in (*HEAD, "X1", "米线"))
    body = f'<sst xmlns="{main}">{texts}{"<si><t>x</t></si>" * 50_000}</wrong>'
    table = read_table(with_part("xl/sharedStrings.xml", body.encode()))
    assert [row.cells for row in table.rows] == [tuple(HEAD), ("X1", "米线")]


def test_a_text_is_kept_as_far_as_any_field_has_room():
    body = f'<row r="1">{cell("A1", "货号")}{cell("B1", "品名")}</row>'
    body += f'<row r="2">{cell("A2", "x" * 10**5)}<c r="B2" t="str"><v>{"y" * 10**5}</v></c></row>'
    content = sheet_with(body)
    assert [len(c) for c in read_table(content).rows[1].cells] == [MAX_CELL, MAX_CELL]


@pytest.mark.parametrize(
    "text",
    [
        b"no xml",
        b'<?xml version="1.0" encoding="klingon"?><worksheet/>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>',
        b'<x><row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row></x>',
        b'<x><row r="1"><c r="A1" t="s"><v>99</v></c></row></x>',
        b'<worksheet><sheetData><row r="x"/></sheetData></worksheet>',
    ],
)
def test_a_sheet_that_is_none_is_refused(text):
    content = with_part("xl/worksheets/sheet1.xml", text)
    for read in (read_table, read_heads):
        with pytest.raises(Refusal, match="import_unreadable"):
            read(content)


def test_an_encrypted_archive_is_refused():
    content = bytearray(archive(("xl/workbook.xml", b"x")))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Refusal, match="import_locked"):
        read_table(bytes(content))


# -- how other programs write a workbook -------------------------------------------------------


def test_prefixes_runs_sounds_and_cells_without_places_are_understood():
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    body = (
        f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row>'
        '<x:c t="inlineStr"><x:is><x:r><x:t>货</x:t></x:r><x:r><x:t>号</x:t></x:r>'
        "<x:rPh><x:t>ホ</x:t></x:rPh></x:is></x:c>"
        '<x:c t="inlineStr"><x:is><x:t>到期日</x:t></x:is></x:c></x:row>'
        '<x:row ht="0"><x:c><x:v>1</x:v></x:c></x:row>'
        '<x:row><x:c><x:v>7</x:v></x:c><x:c t="d"><x:v>2026-01-02T00:00:00</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    table = read_table(with_part("xl/worksheets/sheet1.xml", body.encode()))
    assert [(r.number, r.cells, r.kinds) for r in table.rows] == [
        (1, ("货号", "到期日"), "tt"),
        (3, ("7", "2026-01-02T00:00:00"), "nd"),
    ]
    assert table.hidden_rows == 1
