from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader
from PySide6.QtCore import QDate, Qt, qInstallMessageHandler
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from showroom.domain.basket import Basket
from showroom.domain.printer import PrinterSettings
from showroom.domain.shift import CashCount
from showroom.domain.tender import Payment, TenderKind
from showroom.printing.documents import render_job
from showroom.ui.counter.receipts_overlay import ReceiptsOverlay
from showroom.ui.engine.pdf_print import new_printer
from showroom.ui.look.theme import theme
from showroom.ui.report.panels import SidePanel, TieOutBar
from showroom.ui.report.rows import behind, tie_out_words
from showroom.ui.widgets.calendar_panel import CalendarPanel
from showroom.ui.widgets.figure import FigureCard
from showroom.ui.widgets.pdf_overlay import PdfOverlay
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.words.message_table import REFUSALS
from showroom.ui.words.paper import BEFORE, HANDED_ON
from tests.factories import request
from tests.services.books.test_command import answers_lost
from tests.services.selling.test_checkout import goods, sell
from tests.ui.counter.counter_player import Till

DAY_S = 86_400
TODAY = "2026-06-22"
"""A week after the small shop was opened."""


@pytest.fixture
def traded(shop):
    """Three sales, one of them a week ago, and a refund."""
    shifts = shop.suite.shifts
    shifts.open_shift(shop.cashier, 30_000, request(900))
    sell(shop, Basket().add(goods(shop)[0]), number=1)
    shifts.close_shift(shop.cashier, CashCount({100: 0}), request(901))
    shop.clock.advance(7 * DAY_S + 60)
    shifts.open_shift(shop.cashier, 30_000, request(902))
    skus = goods(shop)
    basket = Basket().add(skus[0], 2).add(goods(shop, weighed=True)[0], 250)
    first = sell(shop, basket, number=2).sale
    basket = Basket().add(skus[-1])
    sell(shop, basket, Payment(basket.due_fen).pay(TenderKind.WECHAT), number=3)
    shop.suite.returns.refund(shop.owner, first.sale_id, {1: 1}, "买错了", request(50))
    return shop


@pytest.fixture
def till(desk, traded, qtbot):
    made = Till(desk, traded, qtbot).enter(traded.owner)
    made.window.workspace.go("report")
    wait_for(made, TODAY)
    return made


def wait_for(till, day):
    till.qtbot.waitUntil(lambda: shown(till) == day)
    till.settle()


def shown(till):
    return till.screen.report.business_date if till.screen.report else ""


def figures(till):
    return {c.accessibleName(): c.figure.text for c in till.screen.findChildren(FigureCard)}


def test_every_tender_and_rate_is_in_sight_in_the_usual_window(till, traded):
    """At 1366×768 the taxes were scrolled below a chart with room to spare."""
    side = till.screen.findChild(SidePanel)
    report = traded.suite.reports.daily(traded.owner, TODAY)
    each = tuple(replace(report.tenders[0], kind=kind) for kind in TenderKind)
    side.show_report(replace(report, tenders=each))
    till.settle()
    assert till.window.size().toTuple() == (1366, 768)
    table = side.findChild(RowTable)
    till.qtbot.waitUntil(lambda: table.verticalScrollBar().maximum() == 0)
    assert len(table.rows) == len(each) + 4
    assert side.chart.height() > 1.4 * side.chart.minimumSizeHint().height()


def test_the_figures_are_those_of_the_day(till, traded):
    report = traded.suite.reports.daily(traded.owner, TODAY)
    assert till.screen.report.total == report.total
    assert figures(till) == {
        "净销售额": f"¥{(report.total.net_fen - report.total.refund_fen) / 100:,.2f}",
        "单数": "2",
        "客单价": f"¥{report.total.net_fen / 200:,.2f}",
        "退款": f"-¥{report.total.refund_fen / 100:,.2f}",
    }
    notes = [x.text() for x in till.screen.findChildren(QLabel)]
    assert "较上周一同时 +100.0%" in notes
    assert "退货单数 1" in notes
    assert "尚有 1 个班次未交班" in notes


def test_every_note_of_a_day_can_be_read(till, traded):
    """「… 第 30 班未交班 等 2 项」 stood below the day, and no way led to the second."""
    assert not till.screen.action_set["notes"].isVisible()
    traded.clock.advance(86_400)
    till.screen.go_today()
    wait_for(till, "2026-06-23")
    till.press(Qt.Key.Key_N)
    told = [x.text() for x in till.panel.findChildren(QLabel)]
    assert "01 号台 6月22日 周一 第 2 班未交班" in told
    assert "这一天没有开过班" in told


def test_zones_unfold_into_counties_above_a_total(till):
    table, report = till.screen.table, till.screen.report
    folded = [row for row in table.rows if row.level == 0]
    assert [row.cells[0] for row in folded[:-1]] == [z.zone for z in report.zones]
    assert table.rows[-1].role == "total"

    def counties():
        return [row.cells[0] for row in table.rows if row.level]

    unfolded = bool(counties())
    for wanted in (not unfolded, unfolded):
        till.press(Qt.Key.Key_F)
        till.qtbot.waitUntil(lambda wanted=wanted: bool(counties()) is wanted)
    till.screen.table.select_key(("zone", report.zones[0].zone_id))
    before = len(counties())
    till.press(Qt.Key.Key_Space)
    change = len(report.zones[0].counties)
    till.qtbot.waitUntil(lambda: abs(len(counties()) - before) == change)


def test_the_books_tie_out_in_green_and_a_gap_shows_in_red(till):
    bar = till.screen.findChild(TieOutBar)
    assert bar.verdict == "对账相符"
    report = till.screen.report
    wrong = replace(report, tie_out=replace(report.tie_out, tenders_fen=1))
    lost = f"{(report.tie_out.headers_fen - 1) / 100:,.2f}"
    assert tie_out_words(wrong)[0] == f"对账不符 相差 -{lost}"
    assert tie_out_words(wrong)[2] == "danger"
    bar.show_report(wrong)
    assert bar.verdict.startswith("对账不符")


def test_arrows_walk_through_the_days_but_not_into_tomorrow(till):
    till.press(Qt.Key.Key_Right)
    assert shown(till) == TODAY
    till.press(Qt.Key.Key_Left)
    wait_for(till, "2026-06-21")
    assert not till.screen.table.rows
    till.press(Qt.Key.Key_Right)
    wait_for(till, TODAY)
    till.press(Qt.Key.Key_PageUp)
    wait_for(till, "2026-06-15")
    assert figures(till)["单数"] == "1"
    till.press(Qt.Key.Key_T)
    wait_for(till, TODAY)


def test_a_day_is_picked_from_the_calendar(till):
    till.press(Qt.Key.Key_D)
    till.qtbot.waitUntil(lambda: isinstance(till.panel, CalendarPanel))
    calendar = till.panel.calendar
    assert calendar.maximumDate() == QDate(2026, 6, 22)
    inks = {d: calendar.ink(QDate(2026, *d)) for d in ((6, 21), (6, 19), (6, 22), (6, 23), (5, 31))}
    assert list(inks.values()) == ["ink", "ink", "on_accent", "disabled", "muted"], (
        "weekends looked like days that cannot be chosen, days to come like those that can"
    )
    ground = calendar.grab().toImage()
    seen = {
        ground.pixelColor(x, y).name()
        for x in range(0, ground.width(), 2)
        for y in range(60, ground.height(), 2)
    }
    assert {theme().colour("accent").lower(), theme().colour("raised").lower()} <= seen
    calendar.activated.emit(QDate(2026, 6, 15))
    wait_for(till, "2026-06-15")
    assert till.panel is None


def test_every_figure_opens_the_receipts_behind_it(till, traded):
    report = till.screen.report
    zone = report.zones[0]
    counts = {
        "total": 3,
        ("kind", "sale"): 2,
        ("kind", "refund"): 1,
        ("zone", zone.zone_id): zone.figures.orders + zone.figures.refund_orders,
        ("tender", "wechat"): 1,
        ("hour", 10): 3,
        ("hour", 11): 0,
    }
    for key, count in counts.items():
        found = behind(report, key)
        assert found is not None
        assert len(traded.suite.reports.receipts(traded.owner, found[1])) == count
    for county in zone.counties:
        found = behind(report, ("county", county.county_id))
        assert found is not None
        assert traded.suite.reports.receipts(traded.owner, found[1])
    for tax in report.taxes:
        assert behind(report, ("tax", tax.kind, tax.rate_bp))
    assert behind(report, "taxes") is None


def test_receipts_are_looked_at_and_printed_again(till, traded):
    card = next(c for c in till.screen.findChildren(FigureCard) if c.accessibleName() == "净销售额")
    till.qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    till.settle()
    panel = till.panel
    assert isinstance(panel, ReceiptsOverlay)
    assert [row.cells[2] for row in panel.table.rows] == ["退货", "销售", "销售"]
    till.qtbot.waitUntil(lambda: panel.pane.has_picture)
    till.press(Qt.Key.Key_Down)
    chosen = panel.table.selected_key
    assert isinstance(chosen, int)
    till.press(Qt.Key.Key_P)
    till.settle()
    job = traded.suite.prints.open_jobs()[-1]
    assert job.dedupe_key == f"receipt:{chosen}:1"
    assert till.said.endswith("打印已记录，小票在排队打印")
    till.press(Qt.Key.Key_Escape)
    assert till.panel is None


def test_in_a_narrow_window_a_receipt_still_says_its_kind_and_who_sold(till):
    till.window.resize(1024, 768)
    card = next(c for c in till.screen.findChildren(FigureCard) if c.accessibleName() == "净销售额")
    till.qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    till.settle()
    table = till.panel.table
    shown = [c.title for at, c in enumerate(table.columns) if not table.isColumnHidden(at)]
    assert shown == ["时间", "单号", "类型", "收银员", "金额"]
    who = [table.drawn(row, 3) for row in table.rows]
    assert ["".join(x) for x in who] == [row.cells[3] for row in table.rows]
    till.press(Qt.Key.Key_Escape)


def test_the_receipts_of_an_hour_open_from_its_bar(till):
    side = till.screen.findChild(SidePanel)
    side.chart.setFocus()
    for _ in range(2):
        till.press(Qt.Key.Key_Down)
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert "10 时" in till.panel.title.text()
    assert len(till.panel.table.rows) == 3


@pytest.fixture
def pages(till):
    till.press(Qt.Key.Key_P)
    till.qtbot.waitUntil(lambda: isinstance(till.panel, PdfOverlay))
    till.qtbot.waitUntil(lambda: any(w.pixmap() for w in till.panel.findChildren(QLabel)))
    till.settle()
    return till.panel


def test_the_pages_are_shown_saved_and_offered(till, pages, desk):
    assert any("共 1 页" in w.text() for w in pages.findChildren(QLabel))
    till.click("保存", pages)
    till.qtbot.waitUntil(lambda: "pdf" in till.said)
    assert desk.strip.message.action_text == "打开"
    folder = Path(desk.machine.exports)
    assert (folder / f"营业日报-{TODAY}（演示）.pdf").read_bytes().startswith(b"%PDF")
    pages.close_panel()
    till.press(Qt.Key.Key_X)
    till.qtbot.waitUntil(lambda: "xlsx" in till.said)
    assert (folder / f"营业日报-{TODAY}（演示）.xlsx").read_bytes().startswith(b"PK")


def save_as(till, pages, typed):
    """Through the system's dialog, as far as it is not one of the desktop's own."""
    pages.ask_file()
    dialog = pages.findChild(QFileDialog)
    assert dialog.labelText(QFileDialog.DialogLabel.LookIn) == "位置："
    dialog.fileSelected.emit(str(typed))
    dialog.reject()
    till.settle()


@pytest.mark.parametrize(
    ("typed", "name"),
    [("contract", "contract.pdf"), ("day 11.27", "day 11.27.pdf"), ("X.PDF", "X.PDF")],
)
def test_a_report_saved_elsewhere_keeps_its_name_and_replaces_nothing_else(
    typed, name, till, pages, desk, tmp_path
):
    path = tmp_path / name
    path.write_bytes(b"%PDF-1.7 somebody's own")
    save_as(till, pages, tmp_path / typed)
    till.qtbot.waitUntil(lambda: "没有覆盖" in till.said)
    assert path.read_bytes() == b"%PDF-1.7 somebody's own"
    path.unlink()
    save_as(till, pages, tmp_path / typed)
    till.qtbot.waitUntil(lambda: "已保存" in till.said)
    assert [p.name for p in tmp_path.iterdir()] == [name]
    path.write_bytes(first := path.read_bytes())
    save_as(till, pages, tmp_path / typed)
    till.qtbot.waitUntil(lambda: "已有一份报表" in till.said)
    assert desk.strip.message.action_text == "替换"
    desk.strip.act()
    till.qtbot.waitUntil(lambda: "已保存" in till.said)
    assert path.read_bytes() == first


def test_a_file_of_somebodys_among_the_exports_stays_beside_the_report(till, pages, desk):
    folder = Path(desk.machine.exports)
    folder.mkdir()
    for ending in ("pdf", "xlsx"):
        (folder / f"营业日报-{TODAY}（演示）.{ending}").write_bytes(b"somebody's own")
    till.click("保存", pages)
    till.qtbot.waitUntil(lambda: "pdf" in till.said)
    pages.close_panel()
    till.press(Qt.Key.Key_X)
    till.qtbot.waitUntil(lambda: "xlsx" in till.said)
    for ending in ("pdf", "xlsx"):
        assert (folder / f"营业日报-{TODAY}（演示）.{ending}").read_bytes() == b"somebody's own"
        assert (folder / f"营业日报-{TODAY}（演示） 2.{ending}").stat().st_size > 1000


def test_the_pages_go_to_a_printer_of_the_system_as_they_are(till, pages, tmp_path):
    printer = new_printer("日报")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(100)
    pages.print_on(printer)
    till.qtbot.waitUntil(lambda: till.said == HANDED_ON)
    (page,) = PdfReader(tmp_path / "printed.pdf").pages
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    drawn = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    picture = drawn[0].render(scale=1).to_pil().convert("L")
    drawn.close()
    assert picture.getextrema()[0] < 100, "there is ink on it"

    assert picture.getpixel((3, 3)) > 250, "and a margin round it"


def test_pages_that_the_system_does_not_take_are_not_called_handed_on(till, pages, tmp_path):
    printer = new_printer("日报")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "nowhere" / "printed.pdf"))
    before = qInstallMessageHandler(lambda *_: None)  # Qt complains of the folder as well
    pages.print_on(printer)
    till.settle()
    qInstallMessageHandler(before)
    assert till.said == REFUSALS["pages_not_taken"]


def test_a_printer_for_reports_is_offered_by_name(till, traded):
    office = PrinterSettings("report", "办公室", "cups", "office")
    traded.suite.settings.change(traded.owner, {"printers": (office,)})
    till.press(Qt.Key.Key_P)
    till.qtbot.waitUntil(lambda: isinstance(till.panel, PdfOverlay))
    till.settle()
    till.click("送到 办公室", till.panel)
    till.settle()
    (job,) = [j for j in traded.suite.prints.open_jobs() if j.kind == "day_report"]
    assert job.title == TODAY
    slip = render_job(job.kind, job.payload, office, lambda _: None)
    assert "营业日报" in PdfReader(io.BytesIO(slip.data)).pages[0].extract_text()


def test_a_folder_that_takes_nothing_is_said_with_a_retry(till, pages, desk):
    Path(desk.machine.exports).write_text("a file where the folder should be")
    till.click("保存", pages)
    till.qtbot.waitUntil(lambda: "没有保存成功" in till.said)
    assert desk.strip.message.action_text == "重试"


def test_the_slip_goes_to_the_printer_once(till, traded):
    till.press(Qt.Key.Key_R)
    till.settle()
    kinds = [job.kind for job in traded.suite.prints.open_jobs()]
    assert kinds.count("day_slip") == 1


def test_a_sale_meanwhile_moves_the_figures(till, traded, desk):
    done = sell(traded, Basket().add(goods(traded)[2]), number=9)
    desk.context.announce(done)
    till.qtbot.waitUntil(lambda: figures(till)["单数"] == "3")


def test_it_fits_the_smallest_window(till):
    assert till.window.size().toTuple() == (1366, 768)
    assert till.screen.minimumSizeHint().width() <= till.screen.width()
    assert till.screen.minimumSizeHint().height() <= till.screen.height()


def test_figures_open_by_keyboard_too(till):
    card = next(c for c in till.screen.findChildren(FigureCard) if c.accessibleName() == "退款")
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Return)
    till.settle()
    assert [row.cells[2] for row in till.panel.table.rows] == ["退货"]


def test_a_day_slip_pressed_again_after_an_unknown_end_is_one_slip(till, traded, monkeypatch):
    """Its answer is lost and it cannot be looked up; R again is the same wish, then another."""
    monkeypatch.setattr("showroom.ui.engine.operations.LOOK_UP_AFTER_MS", ())
    before = len(traded.suite.prints.open_jobs())
    with answers_lost(traded.books.database, monkeypatch):
        till.press(Qt.Key.Key_R)
        till.settle()
        assert "还不能确定" in till.said
    till.press(Qt.Key.Key_R)
    till.settle()
    assert till.said == BEFORE
    assert len(traded.suite.prints.open_jobs()) == before + 1
    till.press(Qt.Key.Key_R)
    till.settle()
    assert till.said == "营业日报在排队打印"
    assert len(traded.suite.prints.open_jobs()) == before + 2
