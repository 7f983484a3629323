"""Goods leave without being sold, by scanner and keys alone, in a real window over real books."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from showroom.domain.documents.draft import DraftHead
from showroom.domain.ids import RequestId
from showroom.domain.permission import GRANTS, Permission, Role
from showroom.domain.printer import PrinterSettings
from showroom.domain.slip_kind import SlipKind
from showroom.domain.stock import DocumentKind, Terms
from showroom.ui.leaving.back_panel import BackPanel
from showroom.ui.leaving.month_page import MonthPage
from showroom.ui.leaving.start_page import StartPage
from showroom.ui.look import formats
from showroom.ui.receiving.choosing import ContractPanel, SupplierPanel
from showroom.ui.transfers.place_panel import SpotPanel
from showroom.ui.widgets.approval import ApprovalPanel
from showroom.ui.widgets.pdf_overlay import PdfOverlay
from tests.factories import let_days_pass, request
from tests.printing.test_reports import text_of
from tests.services.stock.deliveries import (
    FLOOR,
    WAREHOUSE,
    add_supplier,
    contract_of,
    draft_of,
    line_over,
)
from tests.services.stock.leavings import arrived, kept_goods, on_hand, out_of, proved
from tests.ui.counter.counter_player import FLOWER, TEA, Till

Key = Qt.Key
ENTER = Key.Key_Return
ISSUE, WRITE_OFF = DocumentKind.ISSUE, DocumentKind.WRITE_OFF


class Keeper(Till):
    """A stock-keeper's hands."""

    def hit(self, *keys):
        for key in keys:
            self.press(key)
            self.settle()

    def type(self, text):
        self.write(text)
        self.hit(ENTER)

    def take(self, code, figures):
        self.scan(code)
        self.settle()
        self.type(figures)

    def go(self, name="leaving"):
        self.window.workspace.go(name)
        self.settle()

    def issue(self, reason=Key.Key_1, who="Li"):
        self.hit(Key.Key_F2, reason)
        self.type(who)

    @property
    def model(self):
        return self.screen.working.model

    @property
    def page(self):
        return self.screen.working.page

    @property
    def listed(self):
        return [row.cells[1:] for row in self.page.table.rows]

    @property
    def offered(self):
        cells = (row.cells for row in self.page.line.lots.rows)
        return [(c[0].split()[0], *c[1:]) for c in cells]

    @property
    def at_start(self):
        return isinstance(self.screen.part, StartPage)


@pytest.fixture
def goods(shop):
    """A product in pieces; its own lots lie in the warehouse as far as a test brings them."""
    return kept_goods(shop)


@pytest.fixture
def code(goods):
    return next(iter(goods.barcodes), goods.code)


@pytest.fixture
def keeper(desk, shop, qtbot):
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    made.go()
    return made


def brought(shop, goods, quantity=24, key="in", number=400, supplier=None, **known):
    more = {} if supplier is None else {"supplier_id": supplier}
    return arrived(shop, goods, quantity, key, number, {"cost_fen": 1_000, **known}, **more)


def from_warehouse(keeper):
    keeper.scan("KW-CK2")
    keeper.settle()


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


def test_what_expires_first_is_shown_and_taken_first(keeper, shop, goods, code):
    late = brought(shop, goods)
    soon = brought(shop, goods, 3, "b", 401, lot_no="S", expiry_date="2026-12-31")
    keeper.issue()
    from_warehouse(keeper)
    keeper.scan(code)
    keeper.settle()
    keeper.write("5")
    keeper.settle()
    assert keeper.offered == [
        ("S", "2026-12-31", "3", "3"),
        ("20260601A", "2027-05-31", "24", "2"),
    ]
    keeper.hit(ENTER)
    assert [(c[0], c[3]) for c in keeper.listed] == [("S", "3"), ("20260601A", "2")]
    keeper.scan(code)  # once more: the whole is said anew
    keeper.settle()
    keeper.type("2")
    assert [(c[0], c[3]) for c in keeper.listed] == [("S", "2")]
    keeper.hit(Key.Key_F12)
    assert (on_hand(shop, soon), on_hand(shop, late)) == ({"仓库": 1}, {"仓库": 24})


def test_another_lot_is_chosen_by_an_arrow(keeper, shop, goods, code):
    late = brought(shop, goods)
    brought(shop, goods, 3, "b", 401, lot_no="S", expiry_date="2026-12-31")
    keeper.issue()
    from_warehouse(keeper)
    keeper.scan(code)
    keeper.settle()
    keeper.hit(Key.Key_Down, Key.Key_Down)
    keeper.type("4")
    assert [(c[0], c[3]) for c in keeper.listed] == [("20260601A", "4")]
    keeper.hit(Key.Key_F12)
    assert on_hand(shop, late) == {"仓库": 20}


def test_every_line_is_in_the_books_before_the_next_scan(keeper, shop, goods, code):
    brought(shop, goods)
    keeper.issue()
    from_warehouse(keeper)
    keeper.scan(code)
    keeper.settle()
    keeper.write("2")
    keeper.settle()
    keeper.scan(TEA)  # no Enter before it
    keeper.settle()
    (waiting,) = shop.suite.drafts.listed(shop.owner)
    kept = shop.suite.drafts.open(shop.owner, waiting.draft_id)
    assert kept.kind is ISSUE
    assert (kept.head.reason, kept.head.asked_by) == ("tasting", "Li")
    assert [(k.line.quantity, k.line.place_id) for k in kept.lines] == [(2, WAREHOUSE)]


def test_goods_come_from_the_tills_own_floor_unless_a_card_says_otherwise(keeper):
    keeper.issue()
    assert keeper.model.head.place_id == FLOOR
    keeper.take(TEA, "1")
    assert [c[2] for c in keeper.listed] == ["卖场"]
    from_warehouse(keeper)
    assert [c[2] for c in keeper.listed] == ["卖场"], "a line stays where it was taken"
    keeper.scan(TEA)
    keeper.settle()
    assert keeper.said.startswith("仓库里没有 ")
    keeper.hit(Key.Key_F3)
    assert isinstance(keeper.panel, SpotPanel)
    keeper.scan("KW-NO")
    keeper.settle()
    assert keeper.said == "没有这个库位，请重新选"
    keeper.hit(ENTER)
    assert keeper.model.head.place_id == FLOOR


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


def test_more_than_is_there_is_refused_where_it_is_typed(keeper, shop, goods, code):
    brought(shop, goods)
    keeper.issue()
    from_warehouse(keeper)
    keeper.take(code, "25")
    assert "只有 24，请改数量" in keeper.said
    assert keeper.listed == []
    assert keeper.window.focusWidget() is keeper.page.line.amount
    keeper.type("24")
    assert [c[3] for c in keeper.listed] == ["24"]


def test_a_code_that_nobody_knows_and_one_to_pay_by(keeper, shop):
    keeper.issue()
    keeper.scan("6901234567892")
    keeper.settle()
    assert keeper.said == "没有 6901234567892 这种商品"
    keeper.scan("134567890123456789")
    keeper.settle()
    assert "付款码" in keeper.said
    assert "134567890123456789" not in keeper.said
    assert shop.suite.drafts.listed(shop.owner) == ()


def test_the_start_says_which_ways_there_are(keeper):
    keeper.scan(TEA)
    keeper.settle()
    assert keeper.said == "先选领用（F2）、报损（F3）还是采购退货（F4），再扫商品"
    keeper.issue()
    keeper.scan("SH-2026-000001")
    keeper.settle()
    assert keeper.said == "手上这张还没过账：先按 F12 过账，或按 F6 暂存"


def test_a_write_off_says_how_and_takes_the_lot_that_was_seen(keeper, shop, goods, code):
    line = brought(shop, goods)
    keeper.hit(Key.Key_F3, Key.Key_1)
    from_warehouse(keeper)
    keeper.take(code, "2")
    keeper.hit(Key.Key_F12)
    assert keeper.said == "请写明报损的经过"
    assert keeper.window.focusWidget() is keeper.page.head.words, "what is missing is asked for"
    keeper.type("fell down")
    keeper.hit(Key.Key_F12)
    assert keeper.said == "BS-2026-000001 已过账：1 行，代销金额（按结算价） ¥20.00"
    assert on_hand(shop, line) == {"仓库": 22}
    assert shop.suite.documents.find(shop.owner, "BS-2026-000001").reason == "broken"


def test_what_has_expired_leaves_by_a_write_off_alone(keeper, shop, goods, code):
    old = brought(shop, goods, lot_no="OLD", expiry_date="2026-12-31")
    new = brought(shop, goods, 6, "b", 401, lot_no="NEW", expiry_date="2027-12-31")
    let_days_pass(shop, 250)
    keeper.desk.context.reload_index()
    keeper.issue()
    from_warehouse(keeper)
    keeper.scan(code)
    keeper.settle()
    keeper.hit(Key.Key_Down)
    keeper.type("1")
    assert keeper.said.endswith("已到期，不能领用，请做报损")
    keeper.hit(Key.Key_Delete, Key.Key_F6)
    keeper.hit(Key.Key_F3, Key.Key_4)
    keeper.type("expired")
    from_warehouse(keeper)
    keeper.take(code, "24")
    assert [(c[0], c[3]) for c in keeper.listed] == [("OLD", "24")]
    keeper.hit(Key.Key_F12)
    assert keeper.said.startswith("BS-2027-000001 已过账")
    assert (on_hand(shop, old), on_hand(shop, new)) == ({"仓库": 0}, {"仓库": 6})


def test_goods_go_back_to_their_supplier_and_are_a_claim(keeper, shop, goods, code):
    supplier = add_supplier(shop, "A社", terms=[("buy_out", 0)], until="")
    line = brought(shop, goods, supplier=supplier)
    keeper.hit(Key.Key_F4)
    assert isinstance(keeper.panel, SupplierPanel)
    keeper.type("A")
    keeper.scan(TEA)  # the demo's own tea came from somebody else
    keeper.settle()
    assert "不是 A社 送来的" in keeper.said
    keeper.scan(code)  # found where it lies
    keeper.settle()
    keeper.type("4")
    assert keeper.listed == [("20260601A", "2027-05-31", "仓库", "4")]
    keeper.hit(Key.Key_F12)
    assert keeper.said == "CT-2026-000001 已过账：1 行，买断金额 ¥40.00"
    assert on_hand(shop, line) == {"仓库": 20}
    assert proved(shop) == []


def test_the_suppliers_lots_are_listed_with_the_last_day(keeper, shop, goods):
    supplier = add_supplier(shop, "A社", terms=[("consignment", 0)], until="")
    brought(shop, goods, supplier=supplier)
    soon = {"lot_no": "SOON", "expiry_date": "2026-12-10"}
    brought(shop, goods, 3, "b", 401, supplier, **soon)
    let_days_pass(shop, 160)
    keeper.hit(Key.Key_F4)
    keeper.type("A")
    keeper.hit(Key.Key_F5)
    assert isinstance(keeper.panel, BackPanel)
    told = [(r.cells[0].split()[1], r.cells[4]) for r in keeper.panel.table.rows]
    assert told == [("20260601A", "2027-05-01"), ("SOON", "过了期限 要授权")], (
        "what can go back first"
    )
    keeper.hit(Key.Key_Down, ENTER)
    assert "约定到期前 30 天以上才能退" in keeper.said
    keeper.hit(Key.Key_Delete, Key.Key_F5, ENTER)
    keeper.type("4")
    keeper.hit(Key.Key_F12)
    assert keeper.said == "CT-2026-000001 已过账：1 行，代销金额（按结算价） ¥40.00"


def test_what_goes_back_late_is_entered_with_its_clause_and_waits_for_a_yes(keeper, shop, goods):
    """Ten-day goods under 30 days before expiry were refused, and nobody could be asked."""
    supplier = add_supplier(shop, "A社", terms=[("buy_out", 0)], until="")
    brought(shop, goods, supplier=supplier, expiry_date="2026-06-25", production_date="2026-06-15")
    keeper.hit(Key.Key_F4)
    keeper.type("A")
    keeper.hit(Key.Key_F5, ENTER)
    assert "约定到期前 30 天以上才能退：供应商同意的要店长授权" in keeper.said
    keeper.type("4")
    keeper.hit(Key.Key_F12)
    keeper.settle()
    assert isinstance(keeper.panel, ApprovalPanel)
    told = "约定到期前 30 天以上才能退，2026-06-25 到期，40.00，供应商同意"
    assert keeper.panel.texts[0] == f"退回 {goods.name} 4{goods.unit}：{told}"
    keeper.hit(Key.Key_Escape)
    assert keeper.listed[0][-1] == "4", "nothing was posted"


def test_contracts_that_say_different_things_are_asked_about(keeper, shop, goods, code):
    supplier = add_supplier(shop, "A社", terms=[("consignment", 0)], until="")
    brought(shop, goods, supplier=supplier)
    add_contract = shop.suite.suppliers.add_contract
    other = contract_of(Terms.CONSIGNMENT, return_before_days=60)
    add_contract(shop.owner, supplier, replace(other, contract_no="HT-2"), RequestId("two"))
    keeper.hit(Key.Key_F4)
    keeper.type("A")
    assert isinstance(keeper.panel, ContractPanel)
    keeper.hit(ENTER)
    keeper.take(code, "1")
    keeper.hit(Key.Key_F12)
    assert keeper.said.startswith("CT-2026-000001 已过账")


def test_somebody_else_goes_on(keeper, shop, goods, code):
    brought(shop, goods)
    keeper.issue(Key.Key_5)
    from_warehouse(keeper)
    keeper.take(code, "2")
    keeper.hit(Key.Key_F6)
    assert keeper.said == "已暂存，谁都可以接着做"
    (row,) = keeper.screen.start.table.rows
    assert row.cells[:4] == ("领用单", "活动", "1", shop.stock_keeper.name)
    keeper.hit(ENTER)
    assert [c[3] for c in keeper.listed] == ["2"]
    assert keeper.page.head.words.text() == "Li"
    keeper.hit(Key.Key_F12)
    assert keeper.said.startswith("LY-2026-000001 已过账")


def test_a_draft_is_opened_by_its_key(keeper, shop, goods):
    line = brought(shop, goods)
    draft = kept_draft(shop, line)
    keeper.go("stock")
    keeper.desk.context.go_to.emit(f"leaving:draft/{draft.draft_id}")
    keeper.settle()
    assert keeper.model.kind is WRITE_OFF
    assert [c[3] for c in keeper.listed] == ["2"]


def test_another_kinds_draft_is_refused_in_words(keeper, shop):
    shop.suite.drafts.begin(shop.owner, DocumentKind.GOODS_RECEIPT, DraftHead(WAREHOUSE), "r")
    keeper.desk.context.go_to.emit("leaving:draft/r")
    keeper.settle()
    assert keeper.said == "收货单不在这里过账，请到它自己的页面"
    assert keeper.at_start


def test_a_draft_that_another_changed_posted_or_threw_away(keeper, shop, goods):
    line = brought(shop, goods)
    drafts = shop.suite.drafts
    for n, act in enumerate(("moved", "posted", "gone")):
        draft = kept_draft(shop, line, key=f"k{n}", reason="broken", note="x")
        keeper.desk.context.go_to.emit(f"leaving:draft/k{n}")
        keeper.settle()
        if act == "moved":
            line_over(shop, shop.owner, "k0", "k0-1", out_of(line, 3))
            keeper.hit(Key.Key_F12)
            assert keeper.said == f"{shop.owner.name} 刚改过这张单据：请看一遍再过账"
            assert [c[3] for c in keeper.listed] == ["3"]
            keeper.hit(Key.Key_F6)
            continue
        if act == "posted":
            shop.suite.write_offs.post(shop.owner, "k1", draft.revision, request(77))
        else:
            drafts.discard(shop.owner, "k2")
        keeper.hit(Key.Key_F12)
        words = {"posted": "已把这张单据过账：BS-2026-000001", "gone": "已作废这张暂存单据"}
        assert keeper.said.endswith(words[act])
        assert keeper.at_start


def test_a_line_and_a_draft_are_thrown_away(keeper, shop, goods, code):
    brought(shop, goods)
    keeper.issue()
    from_warehouse(keeper)
    keeper.take(code, "2")
    keeper.page.table.select_first()
    keeper.page.table.setFocus()
    keeper.hit(Key.Key_Delete)
    assert keeper.listed == []
    keeper.take(code, "2")
    keeper.hit(Key.Key_F8)
    keeper.click("作废", keeper.panel)
    keeper.settle()
    assert shop.suite.drafts.listed(shop.owner) == ()
    assert keeper.at_start


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
    ]
    assert [r.cells[2] for r in page.table.rows[-2:]] == ["视同销售", "不视同销售"]
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


def kept_draft(shop, line, key="d", **head):
    return draft_of(shop, out_of(line, 2), key=key, kind=WRITE_OFF, **head)


def take_out_numbered(shop, n, *lines, key, **head):
    draft = draft_of(shop, *lines, key=key, kind=ISSUE, **head)
    shop.suite.issues.post(shop.owner, key, draft.revision, request(800 + n))


def test_no_more_of_a_chosen_lot_than_is_there(keeper, shop, goods, code):
    brought(shop, goods)
    keeper.hit(Key.Key_F3, Key.Key_1)
    from_warehouse(keeper)
    keeper.take(code, "25")
    assert "批号 20260601A（" in keeper.said
    assert keeper.said.endswith("） 只有 24，不够出 25")
    assert keeper.listed == []
    keeper.type("24")
    assert [c[3] for c in keeper.listed] == ["24"]


def test_another_place_keeps_the_figure_as_it_stands(keeper, shop, goods, code):
    brought(shop, goods, 10, "b", 401, place_id=FLOOR)
    brought(shop, goods)
    keeper.issue()
    from_warehouse(keeper)
    keeper.take(code, "5")
    floor = place_card(shop, FLOOR)
    keeper.scan(floor)
    keeper.settle()
    keeper.scan(code)
    keeper.settle()
    keeper.write("3")
    from_warehouse(keeper)  # where a line of five is already
    assert keeper.model.entry.quantity == 3
    keeper.scan(floor)
    keeper.settle()
    assert keeper.model.entry.quantity == 3
    keeper.hit(ENTER)
    assert sorted(c[3] for c in keeper.listed) == ["3", "5"]


def place_card(shop, place_id):
    rows = shop.suite.places.listed(shop.owner)
    return next(x.place.code for x in rows if x.place.location_id == place_id)


def test_what_is_in_hand_stays_when_a_draft_is_opened(keeper, shop, goods, code):
    draft = kept_draft(shop, brought(shop, goods))
    keeper.issue()
    from_warehouse(keeper)
    keeper.scan(code)
    keeper.settle()
    keeper.desk.context.go_to.emit(f"leaving:draft/{draft.draft_id}")
    keeper.settle()
    assert keeper.said == "手上这张还没过账：先按 F12 过账，或按 F6 暂存"
    assert (keeper.model.kind, keeper.model.entry.quantity) == (ISSUE, 1)


def test_a_line_that_is_corrected_to_nought_is_not_posted(keeper, shop, goods, code):
    line = brought(shop, goods)
    keeper.issue()
    from_warehouse(keeper)
    keeper.take(code, "5")
    keeper.scan(code)
    keeper.settle()
    keeper.write("0")
    keeper.hit(Key.Key_F12)
    assert keeper.said == f"{goods.name} 的数量要大于 0"
    assert on_hand(shop, line) == {"仓库": 24}


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


@pytest.mark.parametrize("way", [Key.Key_F2, Key.Key_F3])
def test_a_scan_behind_a_figure_that_is_refused_is_kept(keeper, way):
    keeper.hit(way, Key.Key_1)
    keeper.type("Li")
    keeper.scan(TEA)
    keeper.settle()
    keeper.write("99999")
    keeper.scan(FLOWER)
    keeper.settle()
    assert [scan.code for scan in keeper.desk.context.kept.scans] == [FLOWER]
    assert keeper.page.line.amount.text() == "99999"
    assert keeper.said


def test_scanned_again_the_next_expired_lot_follows_one_that_is_taken_whole(
    keeper, shop, goods, code
):
    """It offered 6 of a lot whose 5 stood in the lines; each next lot had to be looked for."""
    ends = [f"2026-{month}-28" for month in (10, 11, 12)]
    for n, end in enumerate(ends):
        brought(shop, goods, 2, f"e{n}", 410 + n, lot_no=f"E{n}", expiry_date=end)
    brought(shop, goods, 6, "new", 420, lot_no="NEW", expiry_date="2027-12-31")
    let_days_pass(shop, 250)
    keeper.desk.context.reload_index()
    keeper.hit(Key.Key_F3, Key.Key_4)
    keeper.type("expired")
    from_warehouse(keeper)
    keeper.take(code, "2")
    for _ in range(4):
        keeper.scan(code)
        keeper.settle()
    assert [(c[0], c[3]) for c in keeper.listed][:2] == [("E0", "2"), ("E1", "2")]
    assert (keeper.model.entry.lot.lot_no, keeper.model.entry.quantity) == ("E2", 2)
    keeper.scan(code)
    keeper.settle()
    assert [(c[0], c[3]) for c in keeper.listed] == [("E0", "2"), ("E1", "2"), ("E2", "2")]
    assert keeper.model.entry is None
    assert "E0" in keeper.said or "E2" in keeper.said
