"""What the key bar says a key does it does, whatever field of the line has the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from showroom.domain.documents.attachment import Owner, OwnerKind
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


@pytest.mark.parametrize("turns", [0, 1, 5, 20])
def test_f12_twice_names_nobody_to_herself(desk, shop, qtbot, turns):
    """Whoever decides alone was asked about the document that her first F12 had posted."""
    add_supplier(shop, "A社")
    keeper = Keeper(desk, shop, qtbot).enter(shop.owner)
    keeper.go("receiving")
    keeper.choose("A")
    keeper.take_in(TEA, "7", "A1", "20260601")
    keeper.window.router.rest()
    QTest.keyClick(keeper.window.windowHandle(), Key.Key_F12)
    for _ in range(turns):
        QApplication.processEvents()
    keeper.window.router.rest()
    QTest.keyClick(keeper.window.windowHandle(), Key.Key_F12)
    keeper.settle()
    assert keeper.said.startswith("SH-2026-000001 已过账：1 行")


def test_opening_stock_that_nothing_was_said_of_is_not_kept(desk, shop, qtbot):
    """Each F7 and Esc left an empty draft in everybody's list."""
    keeper = Keeper(desk, shop, qtbot).enter(shop.owner)
    keeper.go("receiving")
    keeper.press(Key.Key_F7)
    keeper.settle()
    assert keeper.draft.kind is DocumentKind.OPENING
    keeper.press(Key.Key_Escape)
    keeper.settle()
    assert keeper.draft is None
    assert shop.suite.drafts.listed(shop.owner) == ()


def test_opening_stock_with_a_photograph_is_kept(desk, shop, qtbot):
    keeper = Keeper(desk, shop, qtbot).enter(shop.owner)
    keeper.go("receiving")
    keeper.press(Key.Key_F7)
    keeper.settle()
    owner = Owner(OwnerKind.DRAFT, keeper.draft.draft_id)
    shop.suite.attachments.add(shop.owner, owner, "合格证", b"%PDF-1.4 x", "paper")
    keeper.press(Key.Key_Escape)
    keeper.settle()
    assert keeper.said == "已暂存，谁都可以接着收"
    assert len(shop.suite.drafts.listed(shop.owner)) == 1


def test_enter_presses_the_button_of_a_screen_that_has_the_keyboard(keeper):
    """Qt presses buttons of its own dialogs alone: the key did nothing."""
    place = keeper.screen.page.line.place
    place.setFocus()
    keeper.press(ENTER)
    assert " 不用 Enter：" in keeper.said, "nobody walked there"
    keeper.screen.page.line.certificate.setFocus()
    while not place.hasFocus():
        keeper.press(Key.Key_Tab)
    keeper.press(ENTER)
    assert keeper.panel.accessibleName() == "放到哪里"


def test_what_a_line_says_is_not_said_beside_the_lines_too(keeper):
    keeper.press(Key.Key_F12)
    keeper.settle()
    page = keeper.screen.page
    assert keeper.said
    assert keeper.said in page.line.told
    assert page.said.text() == ""
