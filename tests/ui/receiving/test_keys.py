"""What the key bar says a key does it does, whatever field of the line has the keyboard."""

import pytest
from PySide6.QtCore import Qt

from showroom.domain.documents.draft import DraftLine
from showroom.domain.stock import DocumentKind
from tests.services.stock.deliveries import add_supplier, draft_of
from tests.ui.counter.counter_player import FLOWER, TEA
from tests.ui.receiving.keeper import ENTER, Keeper

Key = Qt.Key


@pytest.fixture
def keeper(desk, shop, qtbot):
    add_supplier(shop, "A社")
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    made.go("receiving")
    made.choose("A")
    made.take_in(TEA, "5")
    made.scan(FLOWER)
    made.settle()
    return made


def in_field(keeper, name):
    fields = dict(
        zip(
            ("quantity", "lot", "made", "expiry", "cost", "certificate"),
            keeper.screen.page.line.entries,
            strict=True,
        )
    )
    fields[name].setFocus()
    return fields[name]


@pytest.mark.parametrize("name", ["quantity", "lot", "made", "expiry", "cost", "certificate"])
def test_del_takes_the_line_away_from_any_of_its_fields(keeper, name):
    assert len(keeper.listed) == 2
    in_field(keeper, name)
    keeper.write("1")
    keeper.press(Key.Key_Delete)
    keeper.settle()
    assert [cells[0].split()[0] for cells in keeper.listed] == [keeper.found(TEA).name.split()[0]]
    assert keeper.window.focusWidget() is keeper.screen.page.field
    assert keeper.said.startswith("已删除")
    keeper.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    keeper.settle()
    assert len(keeper.listed) == 2


def test_backspace_corrects_the_figure(keeper):
    field = in_field(keeper, "quantity")
    keeper.write("12")
    keeper.press(Key.Key_Backspace)
    assert field.text() == "1"
    keeper.press(ENTER)
    keeper.settle()
    assert [cells[-2] for cells in keeper.listed][-1].split()[0] == "1"


def lit(keeper):
    return keeper.screen.page.table.selected_key


def test_arrows_of_the_empty_entry_field_lead_to_the_lines(keeper):
    keeper.type("3")
    field = keeper.screen.page.field
    field.setFocus()
    first, last = (kept.key for kept in keeper.screen.model.lines)
    assert lit(keeper) == last
    keeper.press(Key.Key_Up)
    keeper.settle()
    assert (lit(keeper), keeper.screen.model.key) == (first, first)
    assert keeper.window.focusWidget() is field, "the next scan or word may come"
    keeper.press(ENTER)
    assert keeper.window.focusWidget() is keeper.screen.page.line.amount
    keeper.type("7")
    keeper.settle()
    assert keeper.screen.model.kept(first).quantity == 7
    field.setFocus()
    keeper.press(ENTER)
    assert keeper.window.focusWidget() is field, "no arrow led anywhere"
    keeper.press(Key.Key_Down)
    keeper.press(Key.Key_Delete)
    keeper.settle()
    assert [kept.key for kept in keeper.screen.model.lines] == [first]


def test_arrows_go_along_what_is_looked_for_while_something_is_typed(keeper):
    field = keeper.screen.page.field
    field.setFocus()
    before = lit(keeper)
    keeper.write("mj")
    keeper.press(Key.Key_Down)
    assert lit(keeper) == before


def test_what_is_lit_in_the_list_is_the_line_beside_it(keeper):
    keeper.type("3")
    first = keeper.screen.model.lines[0].key
    keeper.screen.page.table.setFocus()
    keeper.press(Key.Key_Up)
    keeper.settle()
    assert keeper.screen.model.key == first
    keeper.press(Key.Key_Delete)
    keeper.settle()
    assert first not in [kept.key for kept in keeper.screen.model.lines]


def test_a_figure_that_is_refused_keeps_its_line_lit(keeper):
    in_field(keeper, "quantity")
    keeper.write("1.5")
    keeper.screen.page.field.setFocus()
    before = lit(keeper)
    keeper.press(Key.Key_Up)
    keeper.settle()
    assert lit(keeper) == keeper.screen.model.key == before


def test_esc_leads_from_the_line_to_the_next_goods_and_then_says_how_to_leave(keeper):
    in_field(keeper, "lot")
    keeper.write("B7")
    keeper.press(Key.Key_Escape)
    keeper.settle()
    page = keeper.screen.page
    assert keeper.window.focusWidget() is page.field
    assert keeper.screen.model.lines[-1].line.lot_no == "B7", "what was typed is kept"
    keeper.press(Key.Key_Escape)
    assert "F6 暂存" in keeper.said
    keeper.press(Key.Key_Escape)
    assert keeper.said == ""
    for _ in range(2):
        keeper.press(Key.Key_Up)
        keeper.press(Key.Key_Delete)
        keeper.settle()
    keeper.press(Key.Key_Escape)
    keeper.settle()
    assert keeper.draft is None, "an empty one is left"
    assert keeper.screen.start.isVisible()


def test_a_line_without_a_quantity_is_not_refused_without_a_word(keeper):
    in_field(keeper, "quantity")
    for _ in range(3):
        keeper.press(Key.Key_Backspace)
    keeper.press(Key.Key_F10)
    keeper.settle()
    assert keeper.panel is None
    assert "没有数量" in keeper.said
    assert keeper.window.focusWidget() is keeper.screen.page.line.amount


def test_a_key_for_the_lit_line_says_when_none_is(keeper):
    keeper.screen.page.field.setFocus()
    keeper.press(Key.Key_Delete)
    keeper.settle()
    assert lit(keeper) is None
    for key in (Key.Key_Delete, Key.Key_F10):
        keeper.press(key)
        keeper.settle()
        assert keeper.said == "先按 ↑ ↓ 选一行"


def test_what_was_refused_is_seen_on_its_row(keeper):
    in_field(keeper, "quantity")
    keeper.write("4")
    keeper.press(Key.Key_F10)
    keeper.settle()
    keeper.press(ENTER)
    keeper.settle()
    assert [cells[-2:] for cells in keeper.listed][-1] == ("0", "拒收 4")
    keeper.scan("2210014")
    keeper.settle()
    keeper.type("1.5")
    keeper.press(Key.Key_F10)
    keeper.settle()
    keeper.press(ENTER)
    keeper.settle()
    assert [cells[-2:] for cells in keeper.listed][-1] == ("0.000 kg", "拒收 1.500 kg")
    keeper.press(Key.Key_F6)
    keeper.settle()
    keeper.go("documents")
    told = [row.cells[0] for row in keeper.screen.detail.lines.rows]
    assert any(cell.startswith("拒收 4") and "：已到期" in cell for cell in told)


def test_what_waits_is_opened_by_a_button_that_names_its_key(keeper, shop):
    draft = DraftLine(keeper.found(TEA).sku_id, 24)
    supplier = add_supplier(shop, "C社")
    drafted = draft_of(shop, draft, key="o", kind=DocumentKind.PURCHASE_ORDER, supplier_id=supplier)
    shop.suite.purchasing.post(shop.owner, "o", drafted.revision, "order")
    keeper.type("2")
    keeper.press(Key.Key_F6)
    keeper.settle()
    keeper.go("stock")
    keeper.go("receiving")
    keeper.click("接着收  Enter")
    keeper.settle()
    assert len(keeper.listed) == 2
    keeper.press(Key.Key_F6)
    keeper.settle()
    keeper.click("收这张单  Enter")
    keeper.settle()
    assert [kept.line.expected for kept in keeper.screen.model.lines] == [24]
