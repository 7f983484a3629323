"""导入: a file is looked at, asked about, and brought in whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel

from showroom.domain.errors import Fault
from showroom.ui.catalogue.file_panel import FilePanel, list_folder
from showroom.ui.catalogue.import_page import CHIPS
from showroom.ui.catalogue.import_rows import Listed, rows_of
from showroom.ui.widgets.figure import FigureCard
from tests.factories import OWNER_PIN
from tests.services.goods.spreadsheets import big_catalogue, csv_file, product, table, xlsx_file
from tests.services.stock.deliveries import add_supplier
from tests.ui.catalogue.test_catalogue_screen import codes, known


def check(till, path, content):
    path.write_bytes(content)
    till.screen.importing.check_file(path)
    till.settle()


def figures(page):
    return [c.figure.text for c in page.findChildren(FigureCard)]


def test_the_import_asks_whether_spirits_are_for_adults(till, page, folder):
    check(till, folder / "new.csv", table(product(品名="苞谷酒")))
    assert page.restrict.isVisible()
    assert page.restrict.text() == "1 种烟酒不卖给未成年人"
    page.restrict.click()
    till.settle()
    assert not page._plan.create[0].content.age_restricted  # noqa: SLF001 (what will be written)
    check(till, folder / "new.csv", table(product(品名="矿泉水")))
    assert not page.restrict.isVisible()


def test_a_sound_sheet_is_checked_then_written(till, page, folder, shop):
    check(till, folder / "new.csv", table(product(货号="N1"), product(货号="N2")))
    assert figures(page) == ["2", "0", "0", "0"]
    assert page.acts["apply"].isEnabled()
    assert len(shop.suite.catalogue.products(shop.owner)) == 24
    till.press(Qt.Key.Key_F12)
    till.settle()
    assert "导入完成：新增 2" in till.said
    assert not page.acts["apply"].isEnabled()
    till.press(Qt.Key.Key_Escape)
    till.settle()
    assert {"N1", "N2"} <= set(codes(till))
    assert till.desk.context.index.find("N1")


def test_prices_that_jump_ask_for_one_yes_before_they_are_brought_in(till, page, folder, shop):
    """60 became 6000 through a file, and nobody was asked."""
    shelf = shop.suite.catalogue.load_index().skus[:6]
    rows = [(sku.code, "5000") for sku in shelf]
    check(till, folder / "p.csv", csv_file(*rows, header=["货号", "零售价"]))
    told = [label.text() for label in page.findChildren(QLabel)]
    assert any("6 种调价要店长授权" in text for text in told)
    till.press(Qt.Key.Key_F12)
    till.settle()
    assert len(till.panel.texts) == 12
    till.press(Qt.Key.Key_Escape)
    assert shop.suite.elsewhere.seen().catalogue == 1
    till.press(Qt.Key.Key_F12)
    till.settle()
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: shop.suite.elsewhere.seen().catalogue > 1)
    till.settle()
    assert {s.list_price_fen for s in shop.suite.catalogue.load_index().skus[:6]} == {500_000}


@pytest.mark.usefixtures("page")
def test_after_an_import_the_keys_are_still_those_of_its_page(till, folder, desk):
    check(till, folder / "new.csv", table(product(货号="N1")))
    till.press(Qt.Key.Key_F12)
    till.settle()
    till.press(Qt.Key.Key_F4)
    till.settle()
    assert (Path(desk.machine.exports) / "商品导入模板.csv").exists()
    assert till.panel is None


def test_a_workbook_and_a_gbk_sheet_are_read_too(till, page, folder):
    header = list(product())
    check(till, folder / "a.xlsx", xlsx_file(header, list(product().values())))
    assert figures(page)[0] == "1"
    check(till, folder / "b.csv", table(product(), encoding="gb18030"))
    assert figures(page)[0] == "1"
    assert "GB18030" in page.summary.text()


def test_rows_to_mend_are_named_in_chinese_and_nothing_is_written(till, page, folder, shop):
    bad = table(
        product(货号="N1", 税率="17%"),
        product(货号="N2", 条码="6990100100012"),
        product(货号="N3", **{"县/产地": "某县"}),
    )
    check(till, folder / "bad.csv", bad)
    assert figures(page)[3] == "3"
    rows = [row.cells for row in page.table.rows]
    assert [cells[0] for cells in rows] == ["2", "3", "4"]
    assert "税率请写" in rows[0][2]
    assert "校验位不对" in rows[1][2]
    assert "没有产地“某县”" in rows[2][2]
    assert not page.acts["apply"].isEnabled()
    till.press(Qt.Key.Key_F12)
    till.settle()
    assert len(shop.suite.catalogue.products(shop.owner)) == 24


def test_new_places_are_allowed_by_a_tick(till, page, folder):
    check(till, folder / "new.csv", table(product(**{"县/产地": "新县"})))
    assert figures(page)[3] == "1"
    page.new_places.setChecked(True)
    till.settle()
    assert figures(page)[3] == "0"
    assert "新产地 新县" in page.summary.text()


def test_a_move_to_another_place_is_seen_before_it_is_made(till, page, folder):
    """It read: changed 1."""
    rows = csv_file(("WS0001", "青海果洛", "甘德县"), header=["货号", "展区", "县/产地"])
    check(till, folder / "moved.csv", rows)
    told = [row.cells[1:] for row in page.table.rows]
    assert [code for code, _ in told] == ["WS0001", "WS0001"]
    assert "展区 云南文山 → 青海果洛" in told[0][1]
    assert "县/产地 文山市 → 甘德县" in told[1][1]


def test_what_is_new_and_what_stays_are_told_apart(till, page, folder, shop):
    name = known(shop, "WS0001").content.name
    check(till, folder / "a.csv", table(product(货号="WS0001", 品名=name), product(货号="N1")))
    listed = {}
    for _ in CHIPS:
        listed[page.chips.choice] = [row.cells[1] for row in page.table.rows]
        till.press(Qt.Key.Key_F7)
    assert listed[Listed.NEW] == ["N1"]
    assert "WS0001" in listed[Listed.CHANGED]
    check(till, folder / "b.csv", csv_file(("WS0001", name), header=["货号", "品名"]))
    assert page.chips.choice is Listed.KEPT
    assert [row.cells for row in page.table.rows] == [("2", "WS0001", name)]


def test_price_moves_are_listed(till, page, folder):
    header = table(product(货号="WS0001", 品名="三七花(特级)", **{"零售价(元)": "200"}))
    check(till, folder / "prices.csv", header)
    assert "从 ¥68.00 变为 ¥200.00" in page.table.rows[0].cells[2]
    page.chips.chosen.emit(page.chips.step())
    told = [row.cells[2] for row in page.table.rows]
    assert any("¥68.00 → ¥200.00" in text for text in told)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "没有内容"),
        (b"a\n1\n", "没有找到表头"),
        (b"PK\x03\x04 broken", "读不出来"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 xls"),
    ],
)
def test_what_is_no_sheet_is_refused_in_a_sentence(till, page, folder, content, sentence):
    check(till, folder / "x.csv", content)
    assert sentence in till.said
    assert page.isVisible()
    assert not page.acts["apply"].isEnabled()


def test_a_missing_file_is_a_fault(till, page, folder):
    page.check_file(folder / "gone.csv")
    till.settle()
    assert "没有文件“gone.csv”" in till.said


def test_a_file_that_came_late_is_checked_at_the_second_try(till, page, folder):
    page.check_file(folder / "late.csv")
    till.settle()
    (folder / "late.csv").write_bytes(table(product(货号="N1")))
    till.click("重试")
    till.settle()
    assert till.said == ""
    assert figures(page) == ["1", "0", "0", "0"]


def test_a_long_import_shows_progress_and_can_be_stopped(till, page, folder, shop):
    (folder / "big.csv").write_bytes(big_catalogue(4000))
    page.check_file(folder / "big.csv")
    page.progress.cancel()
    till.settle()
    assert till.said == "已取消"
    assert len(shop.suite.catalogue.products(shop.owner)) == 24


def test_files_are_dropped_onto_the_page(till, page, folder):
    path = folder / "new.csv"
    path.write_bytes(table(product()))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    drop = QDropEvent(
        QPoint(5, 5), actions, mime, button, Qt.KeyboardModifier.NoModifier, QDropEvent.Type.Drop
    )
    page.dropEvent(drop)
    till.settle()
    assert figures(page)[0] == "1"


@pytest.mark.usefixtures("page")
def test_the_template_is_saved_and_found_again(till, desk):
    till.press(Qt.Key.Key_F4)
    till.settle()
    path = Path(desk.machine.exports) / "商品导入模板.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    till.press(Qt.Key.Key_F3)
    till.settle()
    panel = till.panel
    assert isinstance(panel, FilePanel)
    assert [row.cells[0] for row in panel.table.rows] == ["商品导入模板.csv"]
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert till.panel is None
    assert "只有标题，没有商品" in till.said


@pytest.mark.usefixtures("page")
def test_folders_are_walked_by_keyboard(till, folder):
    inner = folder / "六月"
    inner.mkdir()
    (inner / "a.csv").write_bytes(table(product()))
    (inner / "notes.doc").write_text("no sheet")
    till.press(Qt.Key.Key_F3)
    till.settle()
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert [row.cells[0] for row in till.panel.table.rows] == ["a.csv"]
    till.press(Qt.Key.Key_Backspace)
    till.settle()
    assert [row.cells[0] for row in till.panel.table.rows] == ["六月/"]
    with pytest.raises(Fault, match="folder_unreadable"):
        list_folder(folder / "nowhere")


def test_it_fits_the_smallest_window(till, page):
    assert till.window.size().toTuple() == (1366, 768)
    assert page.minimumSizeHint().height() <= till.screen.height()
    assert till.screen.minimumSizeHint().width() <= till.screen.width()


def test_f1_lists_the_keys_of_the_page_that_is_seen(till, page):
    for covered in (True, False):
        till.press(Qt.Key.Key_F1)
        said = {label.text() for label in till.panel.findChildren(QLabel)}
        assert ("存一份模板" in said, "改价" in said) == (covered, not covered)
        till.press(Qt.Key.Key_F1)
        page.leave()
        till.settle()


def test_whose_stock_is_unclear_is_told_in_its_row_and_then_comes_in(till, page, folder, shop):
    add_supplier(shop, "甲社", until="2026-01-31", terms=[("consignment", 2_500)])
    of = {"供应商": "甲社", "期初数量": "5", "批号": "A1"}
    check(till, folder / "new.csv", table(product() | of | {"供应商": "甲"}))
    (row,) = page.table.rows
    assert row.cells[:2] == ("2", "供应商")
    assert "供应商里没有 甲" in row.cells[2]
    assert not page.acts["apply"].isEnabled()
    check(till, folder / "new.csv", table(product() | of))
    (told,) = rows_of(page._plan, Listed.WARNINGS)  # noqa: SLF001
    assert "2026-01-31 到期：期初照样记" in told.cells[2]
    (new,) = rows_of(page._plan, Listed.NEW)  # noqa: SLF001
    assert "供应商 甲社，合同 HT-consignment 代销 扣点 25%" in new.cells[2]
    till.press(Qt.Key.Key_F12)
    till.settle()
    assert "期初批次 1" in till.said
    assert shop.suite.documents.listed(shop.owner).rows[0].supplier == "甲社"
