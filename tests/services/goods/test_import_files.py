import os
import zipfile
from datetime import datetime
from io import BytesIO

import pytest

from showroom.domain.errors import Fault, Refusal
from showroom.services.goods import import_files
from showroom.services.goods.formats import import_xlsx
from showroom.services.goods.import_columns import find_columns
from showroom.services.goods.import_files import read_table, read_upload
from showroom.services.goods.import_table import MAX_ROWS, Table, TableRow
from tests.services.goods.spreadsheets import CHINESE, PRODUCT, csv_file, read_any, xlsx_file


def refused(content):
    with pytest.raises(Refusal) as caught:
        read_table(content)
    return caught.value.code


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_delimiters_are_told_apart(encoding, named, delimiter):
    read = read_table(csv_file(PRODUCT, encoding=encoding, delimiter=delimiter))
    assert read.encoding == named
    assert [r.cells for r in read.rows] == [tuple(CHINESE), PRODUCT]
    assert find_columns(read).titles["code"] == "货号"


def test_rows_of_another_encoding_are_marked_not_taken():
    mixed = csv_file(PRODUCT, encoding="gb18030") + b"\r\n" + ",".join(PRODUCT).encode()
    rows = read_table(mixed).rows
    assert rows[1].cells == PRODUCT
    assert (rows[2].cells, rows[2].kinds) == ((), "m")


def test_rare_but_real_names_are_not_taken_for_nonsense():
    row = ("X1", "", "鸡枞菌(㙡)", "云南文山", "麻栗坡县", "12", "9%")
    assert read_table(csv_file(row, encoding="gb18030")).rows[1].cells == row


def test_rows_keep_the_numbers_people_see():
    content = csv_file(("a", '"two\nlines"'), ("b", "c"), header=["货号", "品名"])
    assert [r.number for r in read_any(content + b"\r\n\r\n\r\nd,e").rows] == [1, 2, 4, 7]
    book = xlsx_file(["货号"], [None], ["a"], [], ["b"])
    assert [r.number for r in read_any(book).rows] == [1, 3, 5]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import_empty"),
        (b" \r\n ", "import_empty"),
        ("货号,品名\nX1,米\x00线".encode(), "import_nul"),
        (csv_file(PRODUCT).decode().encode("utf-16-le"), "import_encoding"),
        ('货号,品名\nX1,"米线\nX2,面'.encode(), "import_broken_quote"),
        (b"code,name\n" + b'"' + b"x" * 200_000 + b'"', "import_cell_huge"),
        (b"\xff\xfe\x00\xd8", "import_encoding"),
        (b"code,name\nX1,\xff\xff\xff", "import_encoding"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "import_old_xls"),
        (b"PK\x03\x04 torn", "import_unreadable"),
        (b"x" * (import_files.MAX_BYTES + 1), "import_too_large"),
        (b"code,name\n" + b"x,y\n" * MAX_ROWS, "import_too_many_rows"),
    ],
)
def test_files_that_are_refused(content, code):
    assert refused(content) == code


def archive(*parts, method=zipfile.ZIP_DEFLATED):
    content = BytesIO()
    with zipfile.ZipFile(content, "w", method) as made:
        for name, body in parts:
            made.writestr(name, body)
    return content.getvalue()


def test_archives_that_swell_are_refused_from_their_directory(monkeypatch):
    bomb = archive(("xl/worksheets/sheet1.xml", b"0" * (4 * 2**20)))
    crowd = archive(*((f"{n}", b"") for n in range(import_xlsx.MAX_ENTRIES + 1)))
    monkeypatch.setattr(import_xlsx, "MAX_UNPACKED", 2**20)
    large = archive(("xl/worksheets/sheet1.xml", os.urandom(2**20 + 1)), method=0)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    for content in (bomb, crowd, large):
        assert refused(content) == "import_archive"


def test_an_archive_that_is_no_workbook_is_refused():
    assert refused(archive(("readme.txt", b"hello"))) == "import_packed"


def sheet_with(body, dimension='<dimension ref="A1:XFD1048576"/>'):
    """A workbook whose only sheet holds `body`, and says whatever `dimension` says."""
    plain, content = BytesIO(xlsx_file(["x"])), BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                head = b'<?xml version="1.0"?>'
                main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
                sheet = f'<worksheet xmlns="{main}">{dimension}<sheetData>{body}</sheetData>'
                text = head + sheet.encode() + b"</worksheet>"
            new.writestr(name, text)
    return content.getvalue()


def cell(at, value, kind="inlineStr"):
    if kind == "inlineStr":
        return f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{at}" t="{kind}"><v>{value}</v></c>'


def test_a_lying_dimension_and_a_far_row_cost_nothing():
    rows = f'<row r="1">{cell("A1", "货号")}{cell("XFD1", "far")}</row>'
    rows += f'<row r="1048576">{cell("A1048576", "end")}</row>'
    read = read_any(sheet_with(rows))
    assert [r.cells for r in read.rows] == [("货号",)]
    assert read.cut


@pytest.mark.parametrize("number", ["99999999999", "1048577", "-1"])
def test_a_row_that_no_program_numbers_so_is_not_passed_over(number):
    rows = f'<row r="1">{cell("A1", "货号")}</row><row r="{number}">{cell("A2", "A1")}</row>'
    with pytest.raises(Refusal, match="import_unreadable"):
        read_any(sheet_with(rows))


def test_cells_that_cannot_say_their_value_are_marked():
    row = '<row r="1"><c r="A1"><f>B1*2</f><v>3</v></c>'
    row += cell("B1", "#REF!", "e") + cell("C1", "123456789012345678", "n") + "</row>"
    (read,) = read_any(sheet_with(row)).rows
    assert read.cells == ("=B1*2", "#REF!", "123456789012345678")
    assert read.kinds == "fel"


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    content = BytesIO()
    with zipfile.ZipFile(BytesIO(sheet_with(""))) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                text = text.replace(b"<worksheet", bomb.encode() + b"<worksheet", 1)
                text = text.replace(b"<sheetData>", b"<sheetData>&a;", 1)
            new.writestr(name, text)
    assert refused(content.getvalue()) == "import_unreadable"


def test_numbers_and_dates_of_a_workbook_become_plain_text():
    book = xlsx_file([12.5, 0.1 + 0.2, 6901234567892, datetime(2026, 6, 15, 8), True, 7.0])  # noqa: DTZ001
    (row,) = read_any(book).rows
    assert row.cells == ("12.5", "0.3", "6901234567892", "2026-06-15", "TRUE", "7")
    assert row.kinds == "nnndbn"


def test_other_sheets_are_named():
    assert read_table(xlsx_file(["货号", "品名"], sheets=3)).other_sheets == ("另一张1", "另一张2")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (["货号", "某列"], "import_no_header"),
        (["品名", "零售价"], "import_no_header"),
        (["品名", "序号"], "import_no_header"),
        (["货号", "品名", "商品名称"], "import_column_twice"),
        (["货号", "零售价(元)", "retail_price_fen"], "import_column_twice"),
    ],
)
def test_headers_that_do_not_serve(header, code):
    with pytest.raises(Refusal, match=code):
        find_columns(Table("utf-8", (TableRow(1, tuple(header)),)))


def test_only_regular_files_are_read(tmp_path):
    file, link, pipe = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.csv"
    file.write_bytes(b"code")
    others = [tmp_path]
    if os.name == "posix":
        link.symlink_to(file)
        os.mkfifo(pipe)
        others += [link, pipe]
    assert read_upload(file) == b"code"
    for path in others:
        with pytest.raises(Refusal, match="import_not_a_file"):
            read_upload(path)
    with pytest.raises(Fault, match="file_missing"):
        read_upload(tmp_path / "missing.csv")
    with file.open("r+b") as sparse:
        sparse.truncate(import_files.MAX_BYTES + 1)
    with pytest.raises(Refusal, match="import_too_large"):
        read_upload(file)
