"""New transfers: places, scan, figure, Enter; lots as they expire; F12."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from showroom.db.stores import document_drafts
from showroom.domain.documents.draft import DraftLine
from showroom.domain.stock import DocumentKind
from showroom.ui.browse.choice_panel import ChoicePanel
from tests.factories import let_days_pass
from tests.services.stock.deliveries import (
    FLOOR,
    QUARANTINE,
    WAREHOUSE,
    add_supplier,
    delivery_line,
    receive,
    throw_away,
)
from tests.services.stock.moves import at, delivered, drafted, proved, share_code, there
from tests.ui.counter.counter_player import BANANA, FLOWER, TEA
from tests.ui.transfers.keeper import ENTER, add_point, card_of

Key = Qt.Key


def begin(keeper, shop, from_=WAREHOUSE, to=FLOOR):
    keeper.key(Key.Key_F2)
    keeper.read(card_of(shop, from_), card_of(shop, to))
    assert keeper.panel is None
    return keeper.part


def test_within_one_service_point_goods_move_in_one_step_first_expired_first(keeper, shop, tea):
    sku, soon, late = tea
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.write("7")
    keeper.settle()
    assert keeper.lots == [("S", "2027-03-01", "5", "5"), ("L", "2027-05-31", "20", "2")]
    keeper.key(ENTER)
    assert [cells[1:] for cells in keeper.lines] == [
        ("S", "2027-03-01", "5"),
        ("L", "2027-05-31", "2"),
    ]
    assert keeper.window.focusWidget() is keeper.part.page.field
    before = there(shop, sku)
    keeper.key(Key.Key_F12)
    assert keeper.said == "DB-2026-000001 已移到卖场：2 行，收货单 DS-2026-000001"
    after = there(shop, sku)
    assert after[FLOOR, soon] - before.get((FLOOR, soon), 0) == 5
    assert after[FLOOR, late] - before.get((FLOOR, late), 0) == 2
    assert keeper.part is keeper.screen.start
    assert proved(shop) == []


def test_every_line_is_in_the_books_before_the_next_scan_and_somebody_else_goes_on(
    keeper, shop, tea
):
    delivered(shop, keeper.found(FLOWER), 9, lot_no="F")
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.write("3")
    keeper.read(FLOWER)  # no Enter before it
    (waiting,) = shop.suite.drafts.listed(shop.owner)
    kept = shop.suite.drafts.open(shop.owner, waiting.draft_id)
    assert kept.kind is DocumentKind.TRANSFER
    assert [(k.line.lot_id, k.line.quantity) for k in kept.lines] == [(tea[1], 3)]
    keeper.type("4")
    keeper.key(Key.Key_F6)
    assert keeper.said == "已暂存，谁都可以接着调"
    keeper.enter(shop.owner).go()
    (row,) = keeper.part.drafts.rows
    assert row.cells[:4] == ("调拨单", "仓库 → 卖场", "2", shop.stock_keeper.name)
    keeper.key(ENTER)
    assert [cells[3] for cells in keeper.lines] == ["3", "4"]
    keeper.key(Key.Key_F12)
    assert keeper.said.startswith("DB-2026-000001 已移到卖场：2 行")
    assert proved(shop) == []


def test_an_arrow_chooses_another_lot_and_no_more_than_is_there(keeper, shop, tea):
    _sku, _soon, late = tea
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.write("6")
    keeper.key(Key.Key_Down)
    assert [cells[3] for cells in keeper.lots] == ["6", ""]
    keeper.key(ENTER)
    assert keeper.said.startswith(f"仓库 里 {keeper.found(TEA).name} 批号 S（")
    assert keeper.said.endswith(f"） 只有 5 {keeper.found(TEA).unit}，请改数量")
    assert keeper.lines == []
    keeper.key(Key.Key_Down)
    keeper.key(ENTER)
    assert [cells[1:] for cells in keeper.lines] == [("L", "2027-05-31", "6")]
    assert keeper.part.model.lines[0].line.lot_id == late


@pytest.mark.usefixtures("tea")
def test_more_than_is_fresh_is_said_with_what_there_is(keeper, shop):
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("26")
    assert keeper.said.startswith("仓库 里没到期的")
    assert "只有 25" in keeper.said
    assert keeper.lines == []
    assert keeper.part.model.entry.quantity == 26


def test_expired_goods_go_to_quarantine_and_to_no_floor(keeper, shop):
    sku = keeper.found(TEA)
    old = delivered(shop, sku, 4, lot_no="O", expiry_date="2026-12-01")
    let_days_pass(shop, 200)
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.write("2")
    keeper.key(Key.Key_Down)
    keeper.key(ENTER)
    assert keeper.said.endswith("已于 2026-12-01 到期，不能放到 卖场 去卖")
    keeper.key(Key.Key_F4)
    keeper.read(card_of(shop, QUARANTINE))
    keeper.key(Key.Key_Down)
    keeper.key(ENTER)
    keeper.key(Key.Key_F12)
    assert keeper.said.startswith("DB-2027-000001 已移到退货待检：1 行")
    assert there(shop, sku)[QUARANTINE, old] == 2


@pytest.mark.usefixtures("tea")
def test_the_product_again_is_one_more_and_goods_by_weight_are_kilograms(keeper, shop):
    loose = keeper.found(BANANA)
    delivered(shop, loose, 9_000, lot_no="B")
    begin(keeper, shop)
    keeper.read(TEA, TEA, TEA)
    keeper.key(ENTER)
    keeper.read(BANANA)
    keeper.type("2.5")
    assert [cells[3] for cells in keeper.lines] == ["3", "2.500 kg"]
    keeper.read(TEA)  # what stands there is corrected, not doubled
    keeper.type("4")
    assert sorted(cells[3] for cells in keeper.lines) == ["2.500 kg", "4"]


@pytest.mark.usefixtures("tea")
def test_del_takes_a_line_away_and_a_line_is_corrected_by_enter(keeper, shop):
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("7")
    table = keeper.part.page.table
    table.setFocus()
    table.select_first()
    keeper.key(ENTER)
    keeper.type("4")
    assert [cells[3] for cells in keeper.lines] == ["4", "2"]
    table.setFocus()
    table.select_first()
    keeper.key(Key.Key_Delete)
    assert [cells[1] for cells in keeper.lines] == ["L"]


def test_to_another_service_point_goods_are_sent_and_are_under_way(keeper, shop, tea):
    far = add_point(shop)
    keeper.read(far.code)  # its card alone begins a transfer to it
    keeper.read(card_of(shop, WAREHOUSE))
    way = [x.text() for x in keeper.part.page.findChildren(QLabel)]
    assert "万荣路88号 仓库 → 彭浦社区网点 卖场" in way, "each point has a 卖场 of its own"
    keeper.read(TEA)
    keeper.write("5")
    keeper.key(Key.Key_F12)  # what stands in the field goes along
    assert keeper.said == "DB-2026-000001 已发往彭浦社区网点 卖场：1 行，到货请扫单号收货"
    assert at(shop, tea[0], 8) == 5
    (row,) = keeper.part.sent.rows
    assert row.cells == (
        "DB-2026-000001",
        "万荣路88号 仓库",
        "彭浦社区网点 卖场",
        "1",
        shop.stock_keeper.name,
        "今天",
    )


def test_a_draft_that_another_changed_or_posted_is_said(keeper, shop, tea):
    sku, soon, _late = tea
    draft = drafted(shop, sku, [(soon, 2)], from_=WAREHOUSE, to=FLOOR)
    keeper.desk.context.go_to.emit(f"transfers:draft/{draft.draft_id}")
    keeper.settle()
    assert [cells[3] for cells in keeper.lines] == ["2"]
    more = DraftLine(sku.sku_id, 1, lot_id=tea[2])
    changed = shop.suite.drafts.put_line(shop.owner, draft.draft_id, "other", more)
    keeper.key(Key.Key_F12)
    assert keeper.said == f"{shop.owner.name} 刚改过这张单据：请再看一遍"
    assert [cells[3] for cells in keeper.lines] == ["2", "1"]
    shop.suite.transfers.move(shop.owner, draft.draft_id, changed.revision, "theirs")
    keeper.key(Key.Key_F12)
    assert keeper.said == f"{shop.owner.name} 已把这张单据过账：DB-2026-000001"
    assert keeper.part is keeper.screen.start


@pytest.mark.usefixtures("tea")
def test_a_draft_that_was_thrown_away_is_gone(keeper, shop):
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("2")
    (waiting,) = shop.suite.drafts.listed(shop.owner)
    throw_away(shop, waiting.draft_id, shop.owner)
    keeper.read(TEA)
    keeper.type("3")
    assert keeper.said == f"{shop.owner.name} 已作废这张暂存单据"
    assert keeper.part is keeper.screen.start


@pytest.mark.usefixtures("tea")
def test_a_draft_is_thrown_away_after_a_question(keeper, shop):
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("2")
    keeper.key(Key.Key_F8)
    keeper.click("作废", keeper.panel)
    keeper.settle()
    assert keeper.part is keeper.screen.start
    assert shop.suite.drafts.listed(shop.owner) == ()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("KW-NOWHERE", "没有这个库位，请重新选"),
        ("DB-2026-000001", "手上这张调拨单还没发：先按 F12 发出，或按 F6 暂存"),
        ("6901234567892", "没有 6901234567892 这种商品，不能调拨"),
    ],
)
def test_other_codes_are_refused_with_a_sentence(keeper, shop, code, said):
    begin(keeper, shop)
    keeper.read(code)
    assert keeper.said == said


def test_goods_wait_for_the_places(keeper, shop):
    keeper.key(Key.Key_F2)
    keeper.read(card_of(shop, QUARANTINE), card_of(shop, QUARANTINE))
    assert keeper.said == "调出和调入都是 退货待检，请换一个"
    keeper.key(Key.Key_Escape)
    keeper.read(TEA)
    assert keeper.said == "请选从哪里调出、调到哪里"
    keeper.read(card_of(shop, FLOOR), TEA)
    assert keeper.said.endswith(f"里没有 {keeper.found(TEA).name}，请换一个调出的库位")
    keeper.read(card_of(shop, FLOOR))
    assert keeper.said == "调出和调入都是 卖场，请换一个"
    keeper.read(card_of(shop, WAREHOUSE))
    assert keeper.said == "调出和调入都选好了，要换请按 F3 或 F4"


@pytest.mark.usefixtures("tea")
def test_goods_scanned_before_the_places_are_taken_behind_them(keeper, shop):
    keeper.key(Key.Key_F2)
    keeper.settle()
    keeper.scan(TEA)
    assert keeper.said == "", "it waits for the place"
    keeper.scan(card_of(shop, WAREHOUSE), card_of(shop, FLOOR))
    keeper.qtbot.waitUntil(lambda: not keeper.desk.context.kept.scans)
    keeper.settle()
    assert keeper.panel is None
    entry = keeper.part.model.entry
    assert entry is not None
    assert entry.goods.sku_id == keeper.found(TEA).sku_id


@pytest.mark.usefixtures("tea")
def test_a_finger_enters_a_quantity_on_the_keypad(keeper, shop):
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.part.page.line.pad.click()
    for name in "4", "确定":
        keeper.click(name, keeper.panel)
    keeper.settle()
    assert keeper.panel is None
    assert [cells[3] for cells in keeper.lines] == ["4"]
    keeper.click("删除这一行")
    keeper.settle()
    assert keeper.lines == []


@pytest.mark.usefixtures("tea")
def test_less_of_a_product_takes_its_other_lots_off_the_draft(keeper, shop):
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("7")
    keeper.read(TEA)
    keeper.type("3")
    assert [cells[1:] for cells in keeper.lines] == [("S", "2027-03-01", "3")]


def quantities(keeper):
    return [cells[3] for cells in keeper.lines]


@pytest.mark.usefixtures("tea")
def test_a_scan_is_a_piece_wherever_its_line_is(keeper, shop):
    delivered(shop, keeper.found(FLOWER), 9, lot_no="F")
    begin(keeper, shop)
    keeper.read(TEA, FLOWER, TEA, FLOWER, FLOWER)
    keeper.key(Key.Key_F12)
    assert "已移到卖场：2 行" in keeper.said
    found = shop.suite.documents.find(shop.owner, "DB-2026-000001").lines
    assert [(line.quantity, line.lot_no) for line in found] == [(2, "S"), (3, "F")]


def test_loose_goods_once_more_are_weighed_again(keeper, shop):
    delivered(shop, keeper.found(BANANA), 9_000, lot_no="B")
    begin(keeper, shop)
    keeper.read(BANANA)
    keeper.write("2.5")
    keeper.read(BANANA)
    assert keeper.part.model.entry.quantity == 2_500
    keeper.key(ENTER)
    keeper.read(BANANA)
    assert keeper.part.model.entry.quantity == 2_500
    keeper.type("3")
    assert quantities(keeper) == ["3.000 kg"]


@pytest.mark.usefixtures("tea")
@pytest.mark.parametrize("keys", ["0", ""])
def test_no_figure_is_refused_and_the_old_one_is_not_posted(keeper, shop, keys):
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("4")
    table = keeper.part.page.table
    table.setFocus()
    table.select_first()
    keeper.key(ENTER)
    keeper.key(Key.Key_Backspace)
    keeper.write(keys)
    for key in (Key.Key_F12, ENTER, Key.Key_F6):
        keeper.key(key)
        assert keeper.said == f"{keeper.found(TEA).name} 的数量要大于 0"
        assert shop.suite.documents.listed(shop.owner).rows[0].kind is not DocumentKind.TRANSFER
    keeper.key(Key.Key_Delete)
    assert keeper.lines == []


def test_loose_goods_without_a_weight_are_not_passed_over(keeper, shop, tea):
    loose = keeper.found(BANANA)
    delivered(shop, loose, 9_000, lot_no="B")
    begin(keeper, shop)
    keeper.read(BANANA)
    keeper.scan(TEA)
    assert [scan.code for scan in keeper.desk.context.kept.scans] == [TEA]
    assert keeper.said == f"{loose.name} 的数量要大于 0"
    assert keeper.part.model.entry.goods.sku_id == loose.sku_id != tea[0].sku_id


@pytest.mark.usefixtures("tea")
def test_what_is_refused_stays_before_the_next_product(keeper, shop):
    delivered(shop, keeper.found(FLOWER), 9, lot_no="F")
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.write("26")
    keeper.scan(FLOWER)
    assert "只有 25" in keeper.said
    entry = keeper.part.model.entry
    assert (entry.goods.name, entry.quantity) == (keeper.found(TEA).name, 26)
    keeper.type("25")
    keeper.key(Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    keeper.take_kept()
    keeper.settle()
    keeper.key(ENTER)
    assert quantities(keeper) == ["5", "20", "1"]


@pytest.mark.usefixtures("tea")
def test_a_draft_that_could_not_begin_keeps_its_lines_in_the_window(keeper, shop, monkeypatch):
    monkeypatch.setattr(document_drafts, "MAX_DRAFTS", 0)
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("3")
    full = "暂存的单据已有 0 张，请先过账或作废几张"
    assert (keeper.said, quantities(keeper)) == (full, ["3"])
    for key in (Key.Key_F6, Key.Key_F12):
        keeper.key(key)
        assert (keeper.said, quantities(keeper)) == (full, ["3"])
    assert keeper.part is keeper.screen.sending
    monkeypatch.undo()
    keeper.key(Key.Key_F12)
    assert keeper.said.startswith("DB-2026-000001 已移到卖场：1 行")
    assert proved(shop) == []


@pytest.mark.usefixtures("tea")
def test_what_could_not_begin_is_dropped_again(keeper, shop, monkeypatch):
    monkeypatch.setattr(document_drafts, "MAX_DRAFTS", 0)
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("3")
    keeper.part.page.table.select_first()
    keeper.part.page.table.setFocus()
    keeper.key(Key.Key_Delete)
    assert keeper.lines == []
    keeper.key(Key.Key_F6)
    assert keeper.part is keeper.screen.start


@pytest.mark.usefixtures("tea")
def test_lines_go_to_the_books_in_one_transaction(keeper, shop):
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("7")
    (waiting,) = shop.suite.drafts.listed(shop.owner)
    before = shop.suite.drafts.open(shop.owner, waiting.draft_id).revision
    keeper.read(TEA)
    keeper.type("3")  # one lot less
    after = shop.suite.drafts.open(shop.owner, waiting.draft_id)
    assert (after.revision, [k.line.quantity for k in after.lines]) == (before + 1, [3])


def test_what_is_in_hand_stays_when_something_else_is_opened(keeper, shop, tea):
    draft = drafted(shop, tea[0], [(tea[1], 2)], from_=WAREHOUSE, to=FLOOR)
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.write("3")
    go = keeper.desk.context.go_to.emit
    for part in (f"draft/{draft.draft_id}", f"fill/{tea[0].sku_id}"):
        go(f"transfers:{part}")
        keeper.settle()
        assert keeper.said == "手上这张调拨单还没发：先按 F12 发出，或按 F6 暂存"
        assert keeper.part.model.entry.quantity == 3
    keeper.key(Key.Key_F6)
    go(f"transfers:draft/{draft.draft_id}")
    keeper.settle()
    assert quantities(keeper) == ["2"]
    go(f"transfers:draft/{draft.draft_id}")
    keeper.settle()
    assert "还没发" not in keeper.said, "it is this very one"


def test_del_drops_what_is_entered_and_no_other_line(keeper, shop, tea):
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("5")  # the first lot
    keeper.read(TEA)
    keeper.key(Key.Key_Down)
    keeper.key(Key.Key_Down)
    assert keeper.part.model.entry.chosen == tea[2]
    keeper.part.page.table.select_first()
    keeper.key(Key.Key_Delete)
    assert [cells[1] for cells in keeper.lines] == ["S"]


def test_f3_asks_from_where_while_nobody_knows_where_to(keeper, shop):
    keeper.key(Key.Key_F2)
    keeper.read(card_of(shop, WAREHOUSE))
    keeper.key(Key.Key_Escape)  # where to is left open
    keeper.key(Key.Key_F3)
    keeper.read(card_of(shop, QUARANTINE))
    assert keeper.part.model.head.place_id == QUARANTINE
    keeper.read(card_of(shop, FLOOR))
    assert (keeper.panel, keeper.part.model.to_place.location_id) == (None, FLOOR)


@pytest.mark.usefixtures("tea")
def test_a_part_of_a_code_lists_and_takes_nothing(keeper, shop):
    begin(keeper, shop)
    keeper.type(keeper.found(TEA).code[:-1])
    assert keeper.part.model.entry is None
    assert keeper.part.page.results.isVisible()
    share_code(shop, keeper.found(FLOWER), TEA)
    keeper.desk.context.reload_index()
    keeper.settle()
    keeper.key(Key.Key_Escape)
    keeper.type(TEA)
    assert isinstance(keeper.panel, ChoicePanel)


@pytest.mark.usefixtures("tea")
def test_a_figure_that_is_typed_writes_no_line_anew(keeper, shop):
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("2")
    keeper.read(TEA)
    rows = keeper.part.page.table.rows
    keeper.write("17")
    keeper.settle()
    assert keeper.part.page.table.rows is rows
    assert [cells[3] for cells in keeper.lots] == ["5", "12"]


def test_two_lots_of_one_printed_number_are_told_apart(keeper, shop):
    sku = keeper.found(TEA)
    for n, terms in enumerate(("buy_out", "consignment")):
        supplier = add_supplier(shop, f"Tea {n}", terms=[(terms, 0)], until="")
        line = delivery_line(sku, 5, lot_no="SAME", expiry_date="2027-03-01")
        receive(shop, line, key=f"same{n}", number=900 + n, supplier_id=supplier)
    begin(keeper, shop)
    keeper.read(TEA)
    sources = [cells[0] for cells in keeper.sources_of_lots]
    assert sources == ["SAME 买断 Tea 0", "SAME 代销 Tea 1"]
