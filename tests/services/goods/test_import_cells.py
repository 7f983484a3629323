"""No figure, date or code of a file is read as another: it comes back, or it is refused."""

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from showroom.domain.money import yuan
from showroom.services.goods.import_columns import find_columns
from showroom.services.goods.import_files import read_table
from showroom.services.goods.import_formats import PLAIN, looks_of, number_cell
from showroom.services.goods.import_rows import read_row
from showroom.ui.words.messages import sentence_for
from tests.services.goods.spreadsheets import gtin

HEAD = {
    "code": "货号",
    "barcodes": "条码",
    "name": "品名",
    "spec": "规格",
    "list_price_fen": "零售价",
    "cost_price_fen": "进价",
    "tax": "税率",
    "quantity": "期初数量",
    "reorder_point": "补货点",
    "shelf_life": "保质期",
    "lot_no": "批号",
    "production_date": "生产日期",
    "no_discount": "不参加优惠",
    "fen": "retail_price_fen",
    "jiao": "零售价(角)",
    "months": "保质期(月)",
    "years": "保质期（年）",
}


WRITTEN = {
    **dict.fromkeys(("fen", "jiao"), "list_price_fen"),
    **dict.fromkeys(("months", "years"), "shelf_life"),
}


def header(field):
    return ["条码" if field == "code" else "货号", HEAD[field]]


def as_csv(field, value):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header(field), ["", value]])
    return out.getvalue().encode()


def as_xlsx(field, value, number_format=None):
    book = Workbook()
    book.active.append(header(field))
    cell = book.active.cell(2, 2, value)
    if number_format:
        cell.number_format = number_format
    book.active.cell(2, 3, "x")  # so that the row stands, whatever the cell says
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(content, field):
    """The field's value, or the code of what is wrong with its cell."""
    table = read_table(content)
    values, problems = read_row(table.rows[1], find_columns(table))
    for problem in problems:
        assert "（" not in sentence_for(problem.code, problem.params), "a code without a sentence"
        assert problem.column == HEAD[field]
    found = values.get(WRITTEN.get(field, field))
    if isinstance(found, tuple) and field == "tax":
        return found[1]
    return problems[0].code if problems else found


CSV_CELLS = [
    ("list_price_fen", "9,90", "price_unreadable"),
    ("list_price_fen", "0,990", "price_unreadable"),
    ("list_price_fen", "1,250", 125000),
    ("list_price_fen", "1,250.00", 125000),
    ("list_price_fen", "1.250,00", "price_unreadable"),
    ("list_price_fen", "1.250", "price_unreadable"),
    ("list_price_fen", "12.500", "price_unreadable"),
    ("list_price_fen", "12.5000", 1250),
    ("list_price_fen", "¥12.500000元", 1250),
    ("list_price_fen", "12.5010", "price_unreadable"),
    ("list_price_fen", "12.50005", "price_unreadable"),
    ("list_price_fen", "￥12.50", 1250),
    ("list_price_fen", "¥12.50", 1250),
    ("list_price_fen", "12.5元", 1250),
    ("list_price_fen", "12.5元/斤", "price_unreadable"),
    ("list_price_fen", "１２．５", 1250),
    ("list_price_fen", "12½", "price_unreadable"),
    ("list_price_fen", "12²", "price_unreadable"),
    ("list_price_fen", "①", "price_unreadable"),
    ("list_price_fen", "13%", "price_unreadable"),
    ("list_price_fen", "1E3", "price_unreadable"),
    ("list_price_fen", "(12.50)", "price_unreadable"),
    ("list_price_fen", "-1", "price_range"),
    ("list_price_fen", "'12.50", 1250),
    ("cost_price_fen", "-0", 0),
    ("fen", "1250", 1250),
    ("fen", "12.50", "price_fen_unreadable"),
    ("quantity", "500克", "opening_unreadable"),
    ("quantity", "1,250", "opening_unreadable"),
    ("quantity", "1,250.5", 1_250_500),
    ("quantity", "1.25", 1250),
    ("quantity", "-1", -1000),
    ("quantity", "－3", -3000),
    ("reorder_point", "-1", "opening_unreadable"),
    ("shelf_life", "365天", (365, 0)),
    ("shelf_life", "180 天", (180, 0)),
    ("shelf_life", "90日", (90, 0)),
    ("shelf_life", "365", (365, 0)),
    ("shelf_life", "0", (0, 0)),
    ("shelf_life", "0个月", (0, 0)),
    ("shelf_life", "2周", (14, 0)),
    ("shelf_life", "三星期", (21, 0)),
    *(("shelf_life", c, (0, 12)) for c in ("12个月", "12月", "12M", "12months", "一年", "1 year")),
    *(("shelf_life", c, (0, 18)) for c in ("18月", "一年半", "1.5年", "1年6个月", "十八个月")),
    *(("shelf_life", c, (0, 24)) for c in ("2年", "两年", "二十四个月", "8个季度")),
    *(("shelf_life", c, (0, 6)) for c in ("半年", "0.5年", "6 个月", "六个月", "二季度")),
    *(
        ("shelf_life", c, "life_several")
        for c in ("12个月(常温)", "1个月15天", "12-18个月", "1.2年", "半个月", "1年以上")
    ),
    *(("shelf_life", c, "days_unreadable") for c in ("三天", "-1", "见包装", "1e3", "36501天")),
    ("shelf_life", "1201个月", "days_unreadable"),
    ("months", "12", (0, 12)),
    ("months", "365天", (365, 0)),
    ("years", "2", (0, 24)),
    ("years", "18个月", (0, 18)),
    ("jiao", "125", 1250),
    ("jiao", "12.5", 125),
    ("jiao", "1.25", "price_jiao_unreadable"),
    ("quantity", "-0", 0),
    ("tax", "0.13", 1300),
    ("tax", "13%", 1300),
    ("tax", "13", 1300),
    ("tax", "0.13%", "tax_rate_unknown"),
    ("tax", "1300", "tax_rate_unknown"),
    ("production_date", "2026111", "date_unreadable"),
    ("production_date", "2026-111", "date_unreadable"),
    ("production_date", "2026-12", "day_missing"),
    ("production_date", "2026-02-30", "day_unknown"),
    ("production_date", "01/02/2026", "date_unreadable"),
    ("production_date", "26-1-2", "date_unreadable"),
    ("production_date", "2026-1/2", "date_unreadable"),
    ("production_date", "2026-01-02 明天", "date_unreadable"),
    ("production_date", "45000", "date_serial"),
    ("production_date", "45000.5", "date_serial"),
    ("production_date", "2026-1-2", "2026-01-02"),
    ("production_date", "2026/1/2", "2026-01-02"),
    ("production_date", "2026/1/2 0:00", "2026-01-02"),
    ("production_date", "2026-01-02T08:00:00", "2026-01-02"),
    ("production_date", "2026.1.2", "2026-01-02"),
    ("production_date", "2026年1月2日", "2026-01-02"),
    ("production_date", "２０２６０１０２", "2026-01-02"),
    ("code", "1E10", "1E10"),
    ("code", "1E-05", "cell_scientific"),
    ("code", "6.90123E+12", "cell_scientific"),
    ("code", "6.9E12", "cell_scientific"),
    ("name", "6.97E+12", "cell_scientific"),
    ("name", "\u200b\u200b", "cell_control"),
    ("name", "\u034f", "cell_control"),
    ("name", "\u0301", "cell_control"),
    ("name", "\U000e0100", "cell_control"),
    ("spec", "1.0E+05", "cell_scientific"),
    ("code", "'000123", "000123"),
    ("code", '="000123"', "000123"),
    ("code", "12½", "code_characters"),
    ("barcodes", "6.90123E+12", "cell_scientific"),
    ("barcodes", f"'{gtin(1)}", (gtin(1),)),
    ("barcodes", f'="{gtin(1)}"', (gtin(1),)),
    ("name", "2026-08-15", "cell_is_date"),
    ("spec", "1月2日", "cell_is_date"),
    ("spec", "2-Jan", "cell_is_date"),
    ("spec", "1-2", "1-2"),
    ("name", "2026年货", "2026年货"),
    ("name", "½斤装", "½斤装"),
    ("lot_no", "2026-08-15", "2026-08-15"),
    ("no_discount", "TRUE", True),
    ("name", "品\ufffd名", "cell_mojibake"),
    ("list_price_fen", "\u202e09.9", "cell_turned"),
    ("code", "A\u202e12", "cell_turned"),
    *[("name", unseen, "cell_control") for unseen in "\u3164\u115f\u1160\uffa0\u2800"],
]


@pytest.mark.parametrize(("field", "text", "found"), CSV_CELLS)
def test_a_text_has_one_reading_or_none(field, text, found):
    assert read(as_csv(field, text), field) == found


@pytest.mark.parametrize(("field", "text", "found"), CSV_CELLS)
def test_a_text_of_a_workbook_is_read_like_one_of_a_text_file(field, text, found):
    if not text.startswith("="):  # a formula there: below
        assert read(as_xlsx(field, text, "@"), field) == found


DAY = date(2026, 1, 2)
OTHER_FACES = (
    *(r"0\.00", '0"."00', "0!.00", "0.00,", "0!.0,", "#,##0,", "0,", '0"0"', r"0\0", '"-"0', "-0"),
    *("$0", "[$€]0", '0.00"万"', '0.0"折"', ";;;", '"5.00"', "[=12]0", '[>10]"0.10";0', "*x0"),
    *("[DBNum1]0", "0.00E+00", "# ?/?", "(0)", '0"%"', "0,000", "#.##0,00", '"9"0', "_"),
)
"""What each shows of 12 is not 12 yuan, or may not be."""
SAME_FACES = (
    *("0", "0.00", "#,##0.00", "#", ".00", "00000", "[Red]0.00", "[$-804]0.00", "@", "Standard"),
    *('"¥"#,##0.00', "[$¥-804]#,##0.00", '0.00"元"', '￥General"元"', r"0.00_ ;[Red]\-0.00\ "),
    *('_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', "#,##0.00_);(#,##0.00)"),
)
HALF_DAYS = (
    *('yyyy"年"m"月"', "mm-dd", "mmm-yy", "dddd", 'yyyy-mm-"01"', "yyyy-dd-mm", "dd/mm/yyyy"),
    *("yy-mm-dd", "d-mmm-yy", "b2yyyy-mm-dd", "[$-D07041E]yyyy-mm-dd", "h:mm", "[h]:mm"),
)
WHOLE_DAYS = (
    *("yyyy-mm-dd", "yyyy/m/d;@", 'yyyy"年"m"月"d"日"', r"yyyy\-mm\-dd hh:mm:ss", "mm-dd-yy"),
    *(r"[$-F800]dddd\,\ mmmm\ dd\,\ yyyy", "yyyymmdd", "yyyy/m/d h:mm AM/PM", "yyyy-mm-dd ddd"),
)
"""``mm-dd-yy`` is what the library calls format 14, a Chinese program's short day."""


@pytest.mark.parametrize(
    ("field", "value", "face", "found"),
    [
        ("spec", DAY, None, "cell_is_date"),
        ("name", datetime(2026, 8, 15), None, "cell_is_date"),  # noqa: DTZ001
        ("code", DAY, 'm"月"d"日"', "cell_is_date"),
        ("lot_no", DAY, None, "cell_is_date"),
        ("list_price_fen", DAY, None, "cell_is_date"),
        ("spec", time(8, 30), None, "cell_is_date"),
        ("production_date", DAY, None, "2026-01-02"),
        ("production_date", DAY, 'e"年"m"月"d"日"', "2026-01-02"),
        ("production_date", 46024, "[$-804]yyyy/m/d;@", "2026-01-02"),
        ("production_date", 46024, "General", "date_serial"),
        ("production_date", 20260102, None, "2026-01-02"),
        ("production_date", time(8, 30), None, "date_unreadable"),
        ("tax", 0.13, "0%", 1300),
        ("tax", 0.07, "0.00%", "tax_rate_unknown"),
        ("tax", 0.09, None, 900),
        ("tax", 13, None, 1300),
        ("quantity", 500, '0"克"', "cell_styled"),
        ("quantity", 500, "0克", "cell_styled"),
        ("quantity", 5, "G/通用格式", 5000),
        ("list_price_fen", 12.5, '"¥"#,##0.00', 1250),
        ("list_price_fen", 12.5, '#,##0.00"元";[Red]-#,##0.00"元"', 1250),
        ("list_price_fen", 0.1 + 0.2, None, 30),
        ("list_price_fen", 12.345, "0.00", "cell_styled"),
        ("list_price_fen", 12.345, None, "price_unreadable"),
        *[("list_price_fen", 12, face, "cell_styled") for face in OTHER_FACES],
        *[("list_price_fen", 12, face, 1200) for face in SAME_FACES],
        *[("quantity", 1250, face, "cell_styled") for face in OTHER_FACES],
        *[("production_date", 46024, face, "cell_date_part") for face in HALF_DAYS],
        *[("production_date", 46024, face, "2026-01-02") for face in WHOLE_DAYS],
        ("list_price_fen", 9.9, "0", "cell_styled"),
        ("list_price_fen", 9.895, "0.00", "cell_styled"),
        ("list_price_fen", 9.899999999999999, "0.00", 990),
        ("list_price_fen", "9.90", ';;;"x"@', "cell_styled"),
        ("list_price_fen", "9.90", ";;;", "cell_styled"),
        ("cost_price_fen", 0, '0.00;-0.00;"–"', 0),
        ("cost_price_fen", 0, "0.00;-0.00;", "cell_styled"),
        ("cost_price_fen", 0, "#.##", "cell_styled"),
        ("cost_price_fen", -12, "0.00;0.00", "cell_styled"),
        ("cost_price_fen", -12, "0.00;(0.00)", "price_range"),
        ("barcodes", int(gtin(1)), "0.00E+00", "cell_styled"),
        ("name", "x", ";;;@", "x"),
        ("list_price_fen", True, None, "cell_is_flag"),
        ("name", False, None, "cell_is_flag"),
        ("no_discount", True, None, True),
        ("cost_price_fen", -0.0, None, 0),
        ("code", 123, "000000", "000123"),
        ("code", -5, "000", "-005"),
        ("code", 1.1, None, "cell_fraction"),
        ("code", 123, '"A-"0', "cell_styled"),
        ("code", "1E10", None, "1E10"),
        ("code", 10**10, None, "10000000000"),
        ("barcodes", int(gtin(1)), None, (gtin(1),)),
        ("barcodes", 12345678901234567890, None, "cell_digits_lost"),
        ("barcodes", f'="{gtin(1)}"', None, (gtin(1),)),
        ("list_price_fen", "=A1*2", None, "cell_formula"),
        ("name", "#N/A", None, "cell_error"),
        ("spec", 2026, None, "2026"),
    ],
)
def test_a_cell_of_a_workbook_is_read_by_what_it_is(field, value, face, found):
    assert read(as_xlsx(field, value, face), field) == found


@pytest.mark.parametrize(
    ("text", "looks", "found"),
    [
        ("x", PLAIN, ("x", "e")),
        ("inf", PLAIN, ("inf", "e")),
        ("1E-99", PLAIN, ("1E-99", "e")),
        ("1E-5", PLAIN, ("0.00001", "n")),
        ("1E+300", PLAIN, ("1E+300", "l")),
        ("99999999", looks_of(14, ""), ("99999999", "e")),
        ("-0.5", looks_of(9, ""), ("-50%", "n")),
        ("0", looks_of(14, ""), ("00:00:00", "d")),
    ],
)
def test_digits_that_a_program_would_not_write(text, looks, found):
    assert number_cell(text, looks, from_1904=False) == found


def test_days_are_counted_from_where_the_file_says():
    assert number_cell("44562", looks_of(14, ""), from_1904=True) == ("2026-01-02", "d")
    assert looks_of(14, "").whole_day
    assert looks_of(200, "").positive is None, "a format that the file does not hold"
    assert looks_of(0, "[h]:mm").date
    assert not looks_of(0, "[Red]0.00").date


FEW = settings(max_examples=40)
PRINTABLE = st.text(st.characters(blacklist_categories=("C", "Z")), min_size=1, max_size=30)
DATE_LIKE = st.from_regex(r"\d{1,4}[-/.]\d{1,2}([-/.]\d{1,2})?", fullmatch=True)
CODES = st.text("0123456789ABCEX._/-", min_size=1, max_size=14)


@FEW
@given(st.integers(1, 10**9))
def test_prices_come_back(fen):
    assert read(as_csv("list_price_fen", yuan(fen)), "list_price_fen") == fen
    as_number = float(Decimal(fen) / 100)
    assert read(as_xlsx("list_price_fen", as_number), "list_price_fen") == fen


@FEW
@given(PRINTABLE | CODES | DATE_LIKE)
def test_names_come_back_or_are_refused(name):
    found = {read(as_csv("name", name), "name"), read(as_xlsx("name", name, "@"), "name")}
    refused = {"cell_is_date", "cell_control", "text_is_pay_code", "cell_formula", "cell_error"}
    assert found - refused <= {name.strip()}


@FEW
@given(CODES)
def test_codes_come_back_or_are_refused(code):
    found = {read(as_csv("code", code), "code"), read(as_xlsx("code", code, "@"), "code")}
    assert found <= {code, "cell_scientific", "text_is_pay_code", "cell_is_date"}


@FEW
@given(st.integers(0, 10**17))
def test_codes_that_were_numbers_come_back_or_are_refused(code):
    found = read(as_xlsx("code", code), "code")
    assert found in {str(code), "cell_digits_lost", "text_is_pay_code"}


@FEW
@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(("-", "/", ".", "")))
def test_dates_come_back(day, sign):
    assert read(as_csv("production_date", f"{day:%Y{sign}%m{sign}%d}"), "production_date") == (
        day.isoformat()
    )
    assert read(as_xlsx("production_date", day), "production_date") == day.isoformat()


@given(
    st.dates(date(1900, 1, 1)), st.sampled_from(("%d/%m/%Y", "%m-%d-%Y", "%y-%m-%d", "%d.%m.%y"))
)
def test_dates_of_another_order_are_refused(day, form):
    found = read(as_csv("production_date", day.strftime(form)), "production_date")
    assert found == "date_unreadable"
