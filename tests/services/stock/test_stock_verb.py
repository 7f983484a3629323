"""`showroom stock export`: what lies there, or lay, and the moves of a period, from a terminal."""

import csv
import io
from collections import defaultdict

import pytest
from openpyxl import load_workbook

from showroom.__main__ import main
from showroom.machine.home import LocalSettings
from showroom.program.opening import open_books
from showroom.services.books.actor import SYSTEM


@pytest.fixture
def home(demo_homes, tmp_path, monkeypatch):
    made = demo_homes.small(tmp_path / "home")
    monkeypatch.setenv("SHOWROOM_HOME", str(made.folder))
    return made


def table(path):
    """(title, rows by heading) of a text."""
    title, heads, *rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig")))
    return title[0], [dict(zip(heads, row, strict=True)) for row in rows]


def test_a_row_for_each_lot_and_place(home, tmp_path, capsys):
    path = tmp_path / "库存.csv"
    assert main(["stock", "export", str(path)]) == 0
    title, rows = table(path)
    assert f"{len(rows)} 行" in capsys.readouterr().out
    opened = open_books(home, LocalSettings())
    try:
        today = opened.suite.reports.today()
        held = {x.code: x for x in opened.suite.stock.overview(SYSTEM).rows}
    finally:
        opened.close()
    assert title == f"库存表 {today}（演示）"
    assert {row["货号"] for row in rows} == {code for code, x in held.items() if x.on_hand}
    for code, sku in held.items():
        mine = [row for row in rows if row["货号"] == code]
        grams = sku.sold_by.value == "weight"
        told = sum(round(float(row["数量"]) * 1_000) if grams else int(row["数量"]) for row in mine)
        assert told == sku.on_hand
        worth = sum(round(float(row["批次金额"] or 0) * 100) for row in mine)
        assert worth == sku.held.value_fen
        assert all(row["批次成本"] == "" for row in mine if row["经营方式"] != "买断")


@pytest.mark.usefixtures("home")
def test_a_workbook_says_the_same(tmp_path):
    text, book = tmp_path / "a.csv", tmp_path / "a.xlsx"
    assert main(["stock", "export", str(text)]) == main(["stock", "export", str(book)]) == 0
    heads, *rows = load_workbook(book).active.iter_rows(values_only=True)
    _, told = table(text)
    assert list(heads) == list(told[0])
    assert [row[0] for row in rows] == [row["货号"] for row in told]


@pytest.mark.usefixtures("home")
def test_before_the_first_day_there_was_nothing(tmp_path):
    path = tmp_path / "a.csv"
    assert main(["stock", "export", str(path), "--date", "2001-01-31"]) == 0
    assert table(path)[1] == []


@pytest.mark.usefixtures("home")
def test_the_moves_of_a_period_name_their_documents(tmp_path):
    path, none = tmp_path / "流水.csv", tmp_path / "b.csv"
    assert main(["stock", "export", str(path), "--ledger"]) == 0
    title, rows = table(path)
    assert title == "库存流水（演示）"
    assert {row["单据"] for row in rows} == {"期初单"}
    assert {row["单号"][:3] for row in rows} == {"QC-"}
    assert all(row["数量"] == row["结存"] for row in rows)
    assert {row["经营方式"] for row in rows} > {"买断"}
    # One rule in both tables: what a supplier is settled at is no cost of ours.
    assert all((row["批次成本"] != "") is (row["经营方式"] == "买断") for row in rows)
    words = ["--ledger", "--since", "2001-01-01", "--until", "2001-12-31"]
    assert main(["stock", "export", str(none), *words]) == 0
    assert table(none)[1] == []


@pytest.mark.usefixtures("home")
def test_lots_of_one_printed_number_are_told_apart_by_the_line_that_brought_them(tmp_path):
    """Each group of those columns is one lot, and its balance is the sum of its moves."""
    moved, lying = tmp_path / "流水.csv", tmp_path / "库存.csv"
    assert main(["stock", "export", str(moved), "--ledger"]) == 0
    assert main(["stock", "export", str(lying)]) == 0
    sums, last = defaultdict(float), {}
    for row in table(moved)[1]:
        assert row["收进单号"].startswith("QC-")
        one = lot_and_place(row)
        sums[one] += float(row["数量"])
        last[one] = float(row["结存"])
    assert {one: round(held, 3) for one, held in sums.items()} == last
    held = {lot_and_place(row): float(row["数量"]) for row in table(lying)[1]}
    assert held == {one: held for one, held in last.items() if held}


def lot_and_place(row):
    return tuple(row[name] for name in ("收进单号", "收进行", "供应商", "经营方式", "库位"))


WRONG = {
    "没有文件夹": ["{none}/a.csv"],
    "以 .xlsx 或 .csv 结尾": ["{here}/a.pdf"],
    "没有覆盖": ["{here}/there.csv"],
    "看不懂": ["{here}/a.csv", "--date", "2026-2-3"],
    "还没有到这一天": ["{here}/a.csv", "--date", "2200-01-01"],
    "请加上 --ledger": ["{here}/a.csv", "--since", "2026-01-01"],
    "请只写一种": ["{here}/a.csv", "--date", "2026-01-01", "--until", "2026-01-31"],
    "晚于结束日期": ["{here}/a.csv", "--ledger", "--since", "2026-02-01", "--until", "2026-01-01"],
}


@pytest.mark.parametrize("told", WRONG)
@pytest.mark.usefixtures("home")
def test_what_is_wrong_is_said_and_nothing_is_written(told, tmp_path, capsys):
    there = tmp_path / "there.csv"
    there.write_text("数量\n12\n", "utf-8")
    places = {"none": str(tmp_path / "none"), "here": str(tmp_path)}
    words = [word.format(**places) for word in WRONG[told]]
    assert main(["stock", "export", *words]) == 1
    assert told in capsys.readouterr().err
    assert there.read_text("utf-8") == "数量\n12\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["home", "there.csv"]


@pytest.mark.usefixtures("home")
def test_a_second_word_for_the_period_is_a_misunderstanding(tmp_path, capsys):
    words = [str(tmp_path / "a.csv"), "--ledger", "--date", "2026-01-01"]
    assert main(["stock", "export", *words]) == 1
    assert "请只写一种" in capsys.readouterr().err
