"""Keys of a transfer: arrows, Del and Esc do what they say, and twin lots are told apart."""

import pytest
from PySide6.QtCore import Qt

from tests.services.stock.deliveries import (
    add_supplier,
    delivery_line,
    receive,
)
from tests.ui.counter.counter_player import TEA
from tests.ui.transfers.keeper import ENTER
from tests.ui.transfers.test_sending import begin, quantities

Key = Qt.Key


@pytest.mark.usefixtures("tea")
def test_arrows_of_the_empty_entry_field_lead_to_the_lines(keeper, shop):
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("7")  # of two lots
    part = keeper.part
    first, _last = (kept.key for kept in part.model.lines)
    assert keeper.window.focusWidget() is part.page.field
    keeper.key(Key.Key_Up)
    assert part.page.table.selected_key == first
    keeper.key(ENTER)
    assert part.model.entry.chosen == part.model.lines[0].line.lot_id
    keeper.type("4")
    assert quantities(keeper) == ["4", "2"]
    keeper.key(Key.Key_Down)
    keeper.key(Key.Key_Delete)
    assert quantities(keeper) == ["4"]


@pytest.mark.usefixtures("tea")
def test_a_key_that_is_grey_says_what_is_missing(keeper, shop):
    begin(keeper, shop)
    for key, said in (
        (Key.Key_F12, "单据还没有明细，请先扫商品"),
        (Key.Key_F8, "还没有录入什么，没有要作废的：按 Esc 返回"),
    ):
        keeper.key(key)
        assert keeper.said == said
    keeper.read(TEA)
    keeper.type("7")
    keeper.key(Key.Key_F3)
    assert keeper.said == "已有明细，不能换调出的库位：先删掉明细，或按 F8 作废"
    assert keeper.panel is None


def test_esc_leaves_an_empty_transfer(keeper, shop):
    begin(keeper, shop)
    keeper.key(Key.Key_Escape)
    assert keeper.part is keeper.screen.start
    assert shop.suite.drafts.listed(shop.owner) == ()


@pytest.mark.usefixtures("tea")
def test_esc_gives_up_what_is_entered_and_says_how_to_leave_what_has_lines(keeper, shop):
    part = begin(keeper, shop)
    keeper.read(TEA)
    keeper.write("3")
    keeper.key(Key.Key_Escape)
    assert (part.model.entry, keeper.lines) == (None, [])
    keeper.read(TEA)
    keeper.type("2")
    keeper.key(Key.Key_Up)
    keeper.key(ENTER)
    keeper.write("4")
    keeper.key(Key.Key_Escape)
    assert quantities(keeper) == ["2"], "the line stays as it was"
    keeper.key(Key.Key_Escape)
    assert "F6 暂存" in keeper.said
    assert keeper.part is part


@pytest.mark.usefixtures("tea")
def test_del_says_when_no_line_is_lit(keeper, shop):
    begin(keeper, shop)
    for _ in range(2):
        keeper.read(TEA)
        keeper.type("6")
    keeper.part.page.table.clearSelection()
    keeper.part.page.table.setCurrentIndex(keeper.part.page.table.rootIndex())
    keeper.key(Key.Key_Delete)
    assert keeper.said == "先按 ↑ ↓ 选一行"
    assert len(quantities(keeper)) == 2


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768)])
def test_rows_of_twin_lots_are_drawn_apart_in_the_draft_wherever_it_is_seen(keeper, shop, size):
    keeper.window.resize(*size)
    sku = keeper.found(TEA)
    for n in range(2):
        supplier = add_supplier(shop, f"湖北萧氏茶业第{n}合作社", terms=[("buy_out", 0)])
        line = delivery_line(sku, 5, lot_no="SAME20260601", expiry_date="2027-03-01")
        receive(shop, line, key=f"same{n}", number=900 + n, supplier_id=supplier)
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("7")
    table = keeper.part.page.table

    def drawn(table, lit):
        columns = [n for n in range(len(table.columns)) if not table.isColumnHidden(n)]
        return [tuple(table.drawn(row, n) for n in columns) for row in table.rows if lit(row)]

    one, other = drawn(table, lambda _row: True)
    assert one[:-1] != other[:-1], "the quantity is no name"
    keeper.key(Key.Key_F6)
    keeper.window.workspace.go("documents")
    keeper.settle()
    lots = drawn(keeper.screen.detail.lines, lambda row: row.role == "muted")
    told = {text for row in lots for cell in row for text in cell}
    assert {"湖北萧氏茶业第0合作社", "湖北萧氏茶业第1合作社"} <= told
