"""Limits of docs/limits.md from both sides, where the books must be asked."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import Workbook

from showroom.domain.basket import Basket
from showroom.domain.counter_device import PATTERN_LENGTH, Line, ScaleSettings
from showroom.domain.errors import Refusal
from showroom.domain.ids import MAX_TILLS
from showroom.domain.legible import cut
from showroom.domain.permission import PERSON_NAME_LENGTH
from showroom.domain.printer import NAME_LENGTH, PrinterModel, PrinterSettings
from showroom.domain.shift import MAX_DRAWER_FEN
from showroom.services.goods import import_sheet, import_table
from showroom.services.goods.asked import TEXT_LENGTH
from showroom.services.goods.formats import import_xlsx
from showroom.services.goods.formats.import_xlsx import MAX_RATIO
from showroom.services.goods.import_files import read_table
from showroom.services.goods.import_formats import EXACT_DIGITS
from showroom.services.goods.import_life import MAX_DAYS, MAX_MONTHS
from showroom.services.goods.import_planner import MAX_PROBLEMS
from showroom.services.goods.import_sheet import MAX_BLANK_ROWS
from showroom.services.goods.import_table import (
    HEADER_ROWS,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Rows,
)
from showroom.services.goods.import_values import LENGTHS, MAX_BARCODES, MAX_QUANTITY
from showroom.services.goods.import_values import TEXT_LENGTH as CELL_LENGTH
from showroom.services.goods.imports import FILE_NAME_LENGTH
from showroom.services.selling.baskets import LABEL_LENGTH
from showroom.services.setup.setup import CODE_LENGTH
from showroom.services.shop.device_checks import PORT_LENGTH
from showroom.services.shop.people import MAX_PEOPLE
from showroom.services.shop.printer_checks import (
    ADDRESS_LENGTH,
    MAX_PORT,
    MAX_PRINTERS,
    MAX_PULSE,
)
from showroom.services.shop.proofs import LONG_LOCK, SHORT_LOCK, _wait_s
from showroom.services.shop.settings import (
    IDLE_MINUTES,
    LONG,
    MAX_QUICK,
    PERCENTS,
    SHORT,
    ShopSettings,
    check,
)
from showroom.services.shop.shop_view import BACKUP_EVERY_US, backup_due
from tests.factories import request
from tests.services.goods.spreadsheets import gtin, product, read_any, table, xlsx_file

SOUND = ShopSettings(shop_name="店")
PRINTER = PrinterSettings("receipt", "前台", "network", "printer:9100", 48)


def with_printer(**changes):
    return {"printers": (replace(PRINTER, **changes),)}


def pulse(units):
    return with_printer(learned=PrinterModel("x", "x", drawer_times=(units, units)))


def limits(**changes):
    return {"price_limits": replace(SOUND.price_limits, **changes)}


def scale(**changes):
    return {"scale": ScaleSettings(**changes)}


SETTINGS = [
    ("setting_text", {"shop_name": "店" * SHORT}, {"shop_name": "店" * (SHORT + 1)}),
    ("setting_text", {"phone": "店" * SHORT}, {"phone": "店" * (SHORT + 1)}),
    ("setting_text", {"address": "店" * LONG}, {"address": "店" * (LONG + 1)}),
    ("setting_text", {"footer": "店" * LONG}, {"footer": "店" * (LONG + 1)}),
    *(
        ("setting_range", {"idle_lock_min": at}, {"idle_lock_min": past})
        for at, past in zip(IDLE_MINUTES, (IDLE_MINUTES[0] - 1, IDLE_MINUTES[1] + 1), strict=True)
    ),
    *(
        ("setting_range", limits(percent=at), limits(percent=past))
        for at, past in zip(PERCENTS, (PERCENTS[0] - 1, PERCENTS[1] + 1), strict=True)
    ),
    ("setting_range", {"quick_codes": ("A",) * MAX_QUICK}, {"quick_codes": ("A",) * 61}),
    *(
        ("float_out_of_range", {name: MAX_DRAWER_FEN}, {name: MAX_DRAWER_FEN + 1})
        for name in ("default_float_fen", "cash_gap_fen", "drop_limit_fen")
    ),
    ("float_out_of_range", limits(amount_fen=0), limits(amount_fen=-1)),
    ("setting_text", with_printer(name="机" * NAME_LENGTH), with_printer(name="机" * 41)),
    (
        "setting_text",
        with_printer(address="h" * (ADDRESS_LENGTH - 5) + ":9100"),
        with_printer(address="h" * (ADDRESS_LENGTH - 4) + ":9100"),
    ),
    (
        "printer_address",
        with_printer(address=f"h:{MAX_PORT}"),
        with_printer(address=f"h:{MAX_PORT + 1}"),
    ),
    ("setting_range", pulse(MAX_PULSE), pulse(MAX_PULSE + 1)),
    (
        "setting_range",
        {"printers": tuple(replace(PRINTER, name=f"{n}") for n in range(MAX_PRINTERS))},
        {"printers": tuple(replace(PRINTER, name=f"{n}") for n in range(MAX_PRINTERS + 1))},
    ),
    ("setting_text", scale(pattern="9" * PATTERN_LENGTH), scale(pattern="9" * 81)),
    (
        "setting_text",
        scale(line=Line("/" * PORT_LENGTH)),
        scale(line=Line("/" * (PORT_LENGTH + 1))),
    ),
]


@pytest.mark.parametrize(("code", "goes", "more"), SETTINGS)
def test_a_setting_goes_as_far_as_it_is_said(code, goes, more):
    check(replace(SOUND, **goes))
    with pytest.raises(Refusal, match=code):
        check(replace(SOUND, **more))


def test_the_glyph_warns_when_the_backup_is_older_than_said():
    assert not backup_due(1, 1 + BACKUP_EVERY_US)
    assert backup_due(1, 2 + BACKUP_EVERY_US)


def test_how_long_a_miss_waits():
    (short, short_s), (long, long_s) = SHORT_LOCK, LONG_LOCK
    waits = [_wait_s(n) for n in (short - 1, short, long - 1, long, 10 * long)]
    assert waits == [0, short_s, short_s, long_s, long_s]


def check_file(shop, content, name="products.csv"):
    return shop.suite.imports.check(shop.stock_keeper, content, name)


def troubles(shop, *rows):
    return [e.code for e in check_file(shop, table(*rows)).errors]


CELLS = [
    ("货号", "X" * LENGTHS["code"], "X" * (LENGTHS["code"] + 1), "cell_too_long"),
    ("品名", "米" * LENGTHS["name"], "米" * (LENGTHS["name"] + 1), "cell_too_long"),
    ("小票简称", "米" * LENGTHS["short_name"], "米" * 41, "cell_too_long"),
    ("生产者", "米" * LENGTHS["producer"], "米" * 81, "cell_too_long"),
    ("单位", "米" * LENGTHS["unit"], "米" * (LENGTHS["unit"] + 1), "cell_too_long"),
    ("规格", "米" * CELL_LENGTH, "米" * (CELL_LENGTH + 1), "cell_too_long"),
    ("保质期(天)", f"{MAX_DAYS}", f"{MAX_DAYS + 1}", "days_unreadable"),
    ("保质期(天)", f"{MAX_MONTHS}个月", f"{MAX_MONTHS + 1}个月", "days_unreadable"),
    ("补货点", f"{MAX_QUANTITY}", f"{MAX_QUANTITY + 1}", "opening_unreadable"),
    ("零售价(元)", "10000000", "10000000.01", "price_range"),
]


@pytest.mark.parametrize(("column", "goes", "more", "code"), CELLS)
def test_a_cell_holds_as_much_as_it_is_said(file_shop, column, goes, more, code):
    assert troubles(file_shop, product(**{column: goes})) == []
    assert troubles(file_shop, product(**{column: more})) == [code]


def test_a_product_has_so_many_barcodes(file_shop):
    codes = [gtin(n) for n in range(100, 101 + MAX_BARCODES)]
    assert troubles(file_shop, product(条码=" ".join(codes[:-1]))) == []
    assert troubles(file_shop, product(条码=" ".join(codes))) == ["barcode_too_many"]


def test_so_many_problems_are_listed(file_shop):
    rows = [product(货号=f"P{n}", 条码="", 品名="") for n in range(MAX_PROBLEMS + 1)]
    plan = check_file(file_shop, table(*rows))
    assert (len(plan.errors), plan.error_count) == (MAX_PROBLEMS, MAX_PROBLEMS + 1)


def test_a_file_keeps_so_much_of_its_name(file_shop):
    name = f"{'n' * FILE_NAME_LENGTH}x.csv"
    assert check_file(file_shop, table(product()), name).file_name == cut(name, FILE_NAME_LENGTH)


@pytest.mark.parametrize(("above", "found"), [(HEADER_ROWS - 1, True), (HEADER_ROWS, False)])
def test_the_header_stands_near_the_top(file_shop, above, found):
    content = ("title\n" * above).encode() + table(product())
    if found:
        assert check_file(file_shop, content).errors == ()
    else:
        with pytest.raises(Refusal, match="import_no_header"):
            check_file(file_shop, content)


def test_a_table_is_as_long_as_it_is_said():
    assert len(read_any(b"a,b\n" * MAX_ROWS).rows) == MAX_ROWS
    with pytest.raises(Refusal, match="import_too_many_rows"):
        read_any(b"a,b\n" * (MAX_ROWS + 1))
    assert len(read_any(b"a," * MAX_COLUMNS + b"b\n").rows[0].cells) == MAX_COLUMNS


def test_a_file_keeps_so_many_characters(monkeypatch):
    monkeypatch.setattr(import_table, "MAX_CHARACTERS", 3 * MAX_CELL)
    rows = Rows()
    for _ in range(3):
        rows.add(1, ["x" * (MAX_CELL + 1)])
    assert {len(row.cells[0]) for row in rows.kept} == {MAX_CELL}
    with pytest.raises(Refusal, match="import_too_heavy"):
        rows.add(1, ["x"])


def test_merged_cells_cover_so_many(monkeypatch):
    book = Workbook()
    book.active.append(["货号", "品名"])
    book.active.append(["X1", "米线"])
    book.active.merge_cells("A2:B2")
    content = BytesIO()
    book.save(content)
    for limit in (2, 1):
        monkeypatch.setattr(import_sheet, "MAX_COVERED", limit)
        if limit == 2:
            assert read_table(content.getvalue()).rows[1].kinds == "tg"
        else:
            with pytest.raises(Refusal, match="import_merged_many"):
                read_table(content.getvalue())


def test_so_many_blank_rows_end_a_sheet():
    for blank, rows in ((MAX_BLANK_ROWS, 2), (MAX_BLANK_ROWS + 1, 1)):
        assert len(read_any(xlsx_file(["a"], *([""] for _ in range(blank)), ["b"])).rows) == rows


def test_a_spreadsheet_keeps_so_many_digits():
    whole = 10 ** (EXACT_DIGITS - 1)
    (row,) = read_any(xlsx_file([whole, 10 * whole])).rows
    assert (row.cells, row.kinds) == ((str(whole), str(10 * whole)), "nl")


def test_a_text_with_a_share_of_unreadable_characters_is_none():
    good, bad = "米".encode("gb18030"), b"\xff"
    assert read_any(good * 9 + bad).encoding == "gb18030"
    with pytest.raises(Refusal, match="import_encoding"):
        read_any(good * 8 + bad)


@pytest.mark.parametrize(("parts", "code"), [(2000, "packed"), (2001, "archive")])
def test_an_archive_of_so_many_parts_is_looked_into(parts, code):
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for n in range(parts):
            made.writestr(f"{n}", b"")
    with pytest.raises(Refusal, match=f"import_{code}"):
        read_table(content.getvalue())
    assert import_xlsx.MAX_ENTRIES == 2000


@pytest.mark.parametrize(("times", "swollen"), [(MAX_RATIO, False), (MAX_RATIO + 1, True)])
def test_an_archive_swells_so_far(times, swollen):
    """Directories that say any size: the sizes stand in them before anything is unpacked."""
    size = 20_000
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr("a", b"0" * size)
    raw = content.getvalue()
    at = raw.rindex(b"PK\x01\x02")
    told = raw[: at + 24] + (size * times).to_bytes(4, "little") + raw[at + 28 :]
    with pytest.raises(Refusal, match="import_archive" if swollen else "import_packed"):
        read_table(told)


def test_texts_of_the_counter(file_shop):
    shop, suite = file_shop, file_shop.suite
    suite.shifts.open_shift(shop.cashier, 0, request(900))
    each = suite.catalogue.load_index().skus[0]
    suite.baskets.hold(shop.cashier, Basket().add(each), "名" * LABEL_LENGTH)
    with pytest.raises(Refusal, match="label_too_long"):
        suite.baskets.hold(shop.cashier, Basket().add(each), "名" * (LABEL_LENGTH + 1))
    suite.asked.note(shop.cashier, "x" * (TEXT_LENGTH + 1))
    assert [a.text for a in suite.asked.every(shop.owner)] == ["x" * (TEXT_LENGTH - 1) + "…"]


def test_people_and_tills(file_shop):
    shop, suite = file_shop, file_shop.suite
    point = suite.setup.tills()[0].point_id
    suite.setup.add_till(shop.owner, "X" * CODE_LENGTH, "台", point)
    with pytest.raises(Refusal, match="till_name"):
        suite.setup.add_till(shop.owner, "Y" * (CODE_LENGTH + 1), "台", point)
    for n in range(len(suite.setup.tills()), MAX_TILLS):
        suite.setup.add_till(shop.owner, f"T{n}", "台", point)
    with pytest.raises(Refusal, match="till_limit"):
        suite.setup.add_till(shop.owner, "last", "台", point)


def test_names_and_number_of_people(file_shop):
    shop, people = file_shop, file_shop.suite.people

    def add(name, number):
        return people.add_person(shop.owner, name, shop.cashier.role, "719283", request(number))

    add("名" * PERSON_NAME_LENGTH, 1)
    with pytest.raises(Refusal, match="person_name"):
        add("名" * (PERSON_NAME_LENGTH + 1), 2)
    for n in range(len(people.list_people()), MAX_PEOPLE):
        add(f"人{n}号", n)
    with pytest.raises(Refusal, match="people_limit"):
        add("最后", 300)
