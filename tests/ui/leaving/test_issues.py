"""Goods are issued by scanner and keys alone: why, for whom, and the month they make."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from showroom.domain.permission import GRANTS, Permission, Role
from showroom.domain.printer import PrinterSettings
from showroom.domain.slip_kind import SlipKind
from showroom.ui.leaving.month_page import MonthPage
from showroom.ui.look import formats
from showroom.ui.widgets.pdf_overlay import PdfOverlay
from tests.factories import request
from tests.printing.test_reports import text_of
from tests.services.stock.deliveries import WAREHOUSE, draft_of
from tests.services.stock.leavings import on_hand, out_of, proved
from tests.ui.counter.counter_player import TEA
from tests.ui.leaving.keeper import ENTER, ISSUE, Key, brought, from_warehouse


def test_a_gift_leaves_by_one_figure_a_name_a_scan_and_a_quantity(keeper, shop, goods, code):
    line = brought(shop, goods)
    keeper.issue(Key.Key_2, "Director Li")
    assert keeper.window.focusWidget() is keeper.page.field
    from_warehouse(keeper)
    keeper.take(code, "5")
    assert keeper.listed == [("20260601A", "2027-05-31", "仓库", "5")]
    keeper.hit(Key.Key_F12)
    assert keeper.said == "LY-2026-000001 已过账：1 行，代销金额（按结算价） ¥50.00"
    assert keeper.at_start
    assert on_hand(shop, line) == {"仓库": 19}
    found = shop.suite.documents.find(shop.owner, "LY-2026-000001")
    assert (found.reason, found.asked_by, found.place_id) == ("gift", "Director Li", WAREHOUSE)
    assert proved(shop) == []


@pytest.mark.parametrize(
    ("keys", "who", "told"),
    [
        ((), "", "还没有选领用类别"),
        ((Key.Key_3,), "", "还没有写领用人"),
    ],
)
def test_what_the_head_lacks_is_said_and_nothing_is_posted(keeper, shop, keys, who, told):
    keeper.hit(Key.Key_F2, *keys)
    keeper.write(who)
    keeper.take(TEA, "1")
    before = shop.suite.documents.listed(shop.owner).counts
    keeper.hit(Key.Key_F12)
    assert keeper.said.startswith(told)
    assert len(keeper.listed) == 1
    assert shop.suite.documents.listed(shop.owner).counts == before


def test_the_field_that_is_empty_has_the_cursor_and_a_key_of_its_own(keeper, shop, goods):
    brought(shop, goods)
    keeper.hit(Key.Key_F2, Key.Key_3)
    keeper.take(TEA, "1")
    keeper.hit(Key.Key_F12)
    assert keeper.said == "还没有写领用人"
    assert keeper.window.focusWidget() is keeper.page.head.words
    keeper.type("Li")
    assert keeper.window.focusWidget() is keeper.page.field
    keeper.hit(Key.Key_F9)
    assert keeper.window.focusWidget() is keeper.page.head.words
    keeper.hit(ENTER, Key.Key_F12)
    assert "已过账" in keeper.said


def test_a_head_that_is_said_in_a_row_is_kept_whole(keeper, shop, goods, code):
    brought(shop, goods)
    keeper.issue()
    from_warehouse(keeper)
    keeper.scan(code)
    keeper.settle()
    keeper.write("2")
    keeper.settle()
    with keeper.stalled():
        keeper.press(ENTER)  # the draft begins, and its head is said anew meanwhile
        keeper.press(Key.Key_F2)
        keeper.press(Key.Key_3)
        keeper.page.head.words.setFocus()
        keeper.page.head.words.selectAll()
        keeper.write("Wang")
        keeper.press(ENTER)
    (waiting,) = shop.suite.drafts.listed(shop.owner)
    head = shop.suite.drafts.open(shop.owner, waiting.draft_id).head
    assert (head.reason, head.asked_by) == ("staff", "Wang")


def test_the_start_says_which_ways_there_are(keeper):
    keeper.scan(TEA)
    keeper.settle()
    assert keeper.said == "先选领用（F2）、报损（F3）还是采购退货（F4），再扫商品"
    keeper.issue()
    keeper.scan("SH-2026-000001")
    keeper.settle()
    assert keeper.said == "手上这张还没过账：先按 F12 过账，或按 F6 暂存"


def test_what_it_cost_is_for_who_may_know(keeper, shop, goods, code, monkeypatch):
    brought(shop, goods)
    keeper.issue()
    from_warehouse(keeper)
    keeper.take(code, "5")
    grants = {**GRANTS, Role.STOCK_KEEPER: GRANTS[Role.STOCK_KEEPER] - {Permission.VIEW_COST}}
    monkeypatch.setattr("showroom.domain.permission.GRANTS", grants)
    keeper.hit(Key.Key_F12)
    assert keeper.said == "LY-2026-000001 已过账：1 行"


def test_a_month_of_issues_with_its_totals_leaves_as_sheet_and_paper(keeper, shop, goods, tmp_path):
    folder = str(tmp_path)
    a4 = PrinterSettings(name="办公室", role="report", connection="file", address=folder)
    shop.suite.settings.change(shop.owner, {"printers": (a4,)})
    line = brought(shop, goods)
    for n, (reason, quantity) in enumerate((("gift", 2), ("staff", 1), ("gift", 1))):
        head = {"reason": reason, "asked_by": "Li", "key": f"out{n}"}
        take_out_numbered(shop, n, out_of(line, quantity), **head)
    keeper.hit(Key.Key_F9)
    page = keeper.screen.part
    assert isinstance(page, MonthPage)
    price = goods.list_price_fen
    rows = [(r.cells[0], r.cells[4], r.cells[5], r.cells[6]) for r in page.table.rows]
    unit = goods.unit
    assert rows == [
        ("赠品", "", "30.00", formats.figure(3 * price)),
        ("2026-06-15", f"2 {unit}", "20.00", formats.figure(2 * price)),
        ("2026-06-15", f"1 {unit}", "10.00", formats.figure(price)),
        ("员工自用", "", "10.00", formats.figure(price)),
        ("2026-06-15", f"1 {unit}", "10.00", formats.figure(price)),
        ("视同销售", "", "30.00", formats.figure(3 * price)),
        ("合计", "", "30.00", formats.figure(3 * price)),
        ("合计", "", "10.00", formats.figure(price)),
        ("总计", "", "40.00", formats.figure(4 * price)),
    ]
    assert [r.cells[2] for r in page.table.rows[-3:]] == ["视同销售", "不视同销售", ""]
    named = page.table.rows[1].cells
    assert named[1] == "Li"
    assert named[3].endswith("LY-2026-000001")
    keeper.press(Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    keeper.settle()
    (made,) = Path(keeper.desk.context.machine.exports).glob("领用清单 2026-06*.xlsx")
    assert made.stat().st_size > 0
    keeper.hit(Key.Key_F10)
    assert isinstance(keeper.panel, PdfOverlay)
    keeper.panel.save()
    keeper.settle()
    told = text_of((made.parent / "领用清单-2026-06（演示）.pdf").read_bytes())
    assert "30.00" in told
    assert "审核：" in told
    keeper.click("送到 办公室", keeper.panel)
    keeper.settle()
    (job,) = [j for j in shop.suite.prints.open_jobs() if j.kind == SlipKind.ISSUES_SHEET]
    assert job.title == "2026-06"
    keeper.hit(Key.Key_Escape)
    assert keeper.panel is None
    keeper.hit(Key.Key_Left)
    assert (page.month, list(page.table.rows)) == ("2026-05", [])
    keeper.hit(Key.Key_Right, Key.Key_Right)
    assert page.month == "2026-06", "no month that has not begun"
    keeper.hit(Key.Key_Escape)
    assert keeper.at_start


def take_out_numbered(shop, n, *lines, key, **head):
    draft = draft_of(shop, *lines, key=key, kind=ISSUE, **head)
    shop.suite.issues.post(shop.owner, key, draft.revision, request(800 + n))
