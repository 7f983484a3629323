"""Nothing that somebody typed or scanned is lost, and nothing comes back that was put aside."""

import pytest
from PySide6.QtCore import Qt

from showroom.domain.documents.draft import DraftHead
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind
from showroom.ui.receiving.arrived import ArrivedPanel
from tests.factories import change_sku
from tests.services.stock.deliveries import WAREHOUSE, add_supplier
from tests.services.stock.test_receiving import lots
from tests.ui.counter.counter_player import BANANA, FLOWER, TEA
from tests.ui.other_till import hear
from tests.ui.receiving.keeper import ENTER, Keeper

KEY = Qt.Key


@pytest.fixture
def keeper(desk, shop, qtbot):
    add_supplier(shop, "A社")
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    made.go("receiving")
    return made


def begun(keeper):
    """A delivery of tea that lacks nothing."""
    keeper.choose("A")
    keeper.take_in(TEA, "24", "L1", "20260601")


def kept(shop):
    """The only draft, as the books have it."""
    (waiting,) = shop.suite.drafts.listed(shop.owner)
    return shop.suite.drafts.open(shop.owner, waiting.draft_id)


# answers that are late


def test_what_is_put_aside_is_not_brought_back_by_a_late_answer(keeper, shop):
    begun(keeper)
    keeper.scan(FLOWER)
    with keeper.stalled():
        keeper.write("7")
        keeper.press(KEY.Key_F6)
        assert keeper.draft is not None, "it leaves once the books have all of it"
    assert keeper.said == "已暂存，谁都可以接着收"
    assert keeper.screen.keeping.draft_id == ""
    assert keeper.screen.start.isVisible()
    assert [k.line.quantity for k in kept(shop).lines] == [24, 7]


def test_an_answer_about_another_draft_is_no_answer(keeper, shop):
    shop.suite.drafts.begin(shop.owner, DocumentKind.OPENING, DraftHead(WAREHOUSE), "theirs")
    keeper.go("stock")
    keeper.go("receiving")
    with keeper.stalled():
        keeper.press(ENTER)  # opens theirs, and is slow
        keeper.press(KEY.Key_F7)
    assert keeper.draft.draft_id != "theirs"
    assert keeper.screen.keeping.draft_id == keeper.draft.draft_id


def test_f7_twice_begins_one_draft(keeper, shop):
    with keeper.stalled():
        keeper.press(KEY.Key_F7)
        keeper.press(KEY.Key_F7)
    assert kept(shop).kind is DocumentKind.OPENING


def test_a_draft_that_could_not_begin_lets_the_keeper_go(keeper, monkeypatch):
    monkeypatch.setattr("showroom.db.stores.document_drafts.MAX_DRAFTS", 0)
    keeper.press(KEY.Key_F7)
    keeper.settle()
    assert keeper.said.startswith("暂存的单据已有 0 张")
    assert keeper.screen.keeping.draft_id == ""
    keeper.scan(TEA)
    keeper.settle()
    assert keeper.said.startswith("暂存的单据已有 0 张")
    assert keeper.screen.start.isVisible()
    with keeper.stalled():
        keeper.scan(TEA)
        keeper.press(KEY.Key_F6)
    assert not keeper.said.startswith("已暂存"), "nothing was kept"


def test_f12_twice_while_a_line_is_being_kept_posts_all_of_it_once(keeper, shop):
    begun(keeper)
    keeper.scan(FLOWER)
    keeper.settle()
    keeper.type("3", "B7")
    with keeper.stalled():
        keeper.write("20260610")
        keeper.press(KEY.Key_F12)
        keeper.press(KEY.Key_F12)
    keeper.settle()
    assert keeper.said.startswith("SH-2026-000001 已过账：2 行，代销 ¥")
    assert shop.suite.drafts.listed(shop.owner) == ()


# the head's words


@pytest.mark.parametrize("leave", [KEY.Key_F12, KEY.Key_Return, KEY.Key_F6])
def test_the_number_of_the_delivery_note_is_kept_however_it_is_left(keeper, shop, leave):
    begun(keeper)
    keeper.screen.page.head.reference.setFocus()
    keeper.write("SD-77")
    keeper.press(leave)
    keeper.settle()
    if leave == KEY.Key_F12:
        document = shop.suite.documents.find(shop.owner, "SH-2026-000001")
        assert document.reference == "SD-77"
    else:
        assert kept(shop).head.reference == "SD-77"
    if leave == KEY.Key_Return:
        assert keeper.screen.page.field.hasFocus()


def test_two_changes_of_the_head_do_not_undo_each_other(keeper, shop):
    begun(keeper)
    keeper.screen.page.head.reference.setFocus()
    with keeper.stalled():
        keeper.write("SD-77")
        keeper.press(ENTER)
        keeper.scan(shop.suite.receiving.choices(shop.owner).places[0].code)
    head = kept(shop).head
    assert head.reference == "SD-77"


# lines


def test_del_takes_the_highlighted_line_and_ctrl_z_brings_it_back(keeper, shop):
    begun(keeper)
    keeper.take_in(FLOWER, "3", "B7", "20260610")
    table = keeper.screen.page.table
    tea = kept(shop).lines[0].key
    table.setFocus()
    table.select_key(tea)
    keeper.press(KEY.Key_Delete)
    keeper.settle()
    assert [k.line.lot_no for k in kept(shop).lines] == ["B7"]
    assert keeper.said.startswith("已删除")
    keeper.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    keeper.settle()
    assert sorted(k.line.lot_no for k in kept(shop).lines) == ["B7", "L1"]


def test_nothing_of_a_deleted_line_stays_in_the_card(keeper):
    begun(keeper)
    keeper.click("删除这一行")
    keeper.settle()
    card = keeper.screen.page.line
    assert [field.text() for field in card.entries] == [""] * 6


def test_the_codes_of_one_pack_tell_one_line(keeper):
    keeper.scan(TEA)
    keeper.settle()
    keeper.type("24")
    assert keeper.window.focusWidget() is keeper.screen.page.line.lot
    keeper.scan(f"]C1010{TEA}17270301" + "10G9")
    keeper.settle()
    (cells,) = keeper.listed
    assert cells[1:4] == ("G9", "2027-03-01", "24")


def test_the_lots_field_takes_no_code_of_ours(keeper, shop):
    places = shop.suite.receiving.choices(shop.owner).places
    keeper.scan(TEA)
    keeper.settle()
    keeper.type("24")
    keeper.scan(places[-1].code)
    keeper.settle()
    line = kept(shop).lines[0].line
    assert (line.lot_no, line.place_id) == ("", places[-1].location_id)
    keeper.screen.page.line.lot.setFocus()
    keeper.scan("20260612")
    keeper.settle()
    assert kept(shop).lines[0].line.lot_no == "20260612", "eight figures are a date"


def test_loose_goods_once_more_are_weighed_not_counted(keeper):
    keeper.take_in(BANANA, "2.5")
    keeper.scan(BANANA)
    keeper.settle()
    assert [c[3] for c in keeper.listed] == ["2.500 kg"]


def test_a_line_that_was_not_inspected_is_not_said_to_be_right(keeper):
    keeper.choose("A")
    keeper.scan(TEA)
    keeper.settle()
    keeper.type("24", "L1")
    with keeper.stalled():
        keeper.write("20260601")
        keeper.press(ENTER)
        assert keeper.listed[0][4] != "✓"
        assert keeper.screen.page.told != "可以过账了"
    assert keeper.listed[0][4] == "✓"
    assert keeper.screen.page.told == "可以过账了"


def test_spirits_last_but_their_lot_or_day_is_recorded(keeper, shop):
    change_sku(shop, keeper.found(FLOWER), shelf_life_days=0, age_restricted=1)
    keeper.choose("A")
    keeper.take_in(FLOWER, "6", "", "")
    assert keeper.listed[0][4] == "缺批号"
    assert keeper.window.focusWidget() is keeper.screen.page.field
    keeper.press(KEY.Key_F12)
    keeper.settle()
    assert "缺批号或生产日期" in keeper.said
    keeper.click("删除这一行")
    keeper.settle()
    keeper.take_in(FLOWER, "6", "", "20250301")
    assert keeper.listed[0][4] == "✓"


# 采购建议 and the tags


def test_a_figure_that_was_not_entered_is_ordered(keeper):
    keeper.press(KEY.Key_F9)
    keeper.settle()
    page = keeper.screen.ordering.page
    first = page.listed[0]
    keeper.press(ENTER)
    keeper.write("77")
    keeper.press(KEY.Key_F12)
    keeper.settle()
    wanted = 77 if first.sold_by is SoldBy.EACH else 77_000
    assert page.listed[0].quantity == wanted
    keeper.press(KEY.Key_Escape)
    page.table.select_key(first.sku_id)
    field = page.field
    field.setFocus()
    keeper.write("78")
    page.table.select_key(page.listed[1].sku_id)
    assert page.listed[0].quantity == wanted // 77 * 78


def test_more_than_an_order_may_hold_is_refused_with_a_sentence(keeper):
    keeper.press(KEY.Key_F9)
    keeper.settle()
    page = keeper.screen.ordering.page
    page.field.setFocus()
    keeper.write("999999")
    keeper.press(KEY.Key_F12)
    assert keeper.panel is None
    limit = "9999.999" if page.listed[0].sold_by is SoldBy.WEIGHT else "99999"
    assert limit in keeper.said.replace(",", "")


def test_only_what_somebody_changed_outlives_new_proposals(keeper):
    keeper.press(KEY.Key_F9)
    keeper.settle()
    page = keeper.screen.ordering.page
    first, second, *others = page.listed
    keeper.press(ENTER)
    keeper.type("77")
    proposed = [first, second.__class__(**{**_fields(second), "quantity": 5}), *others]
    page.show_proposals(proposed)
    assert page.listed[0].quantity in (77, 77_000)
    assert page.listed[1].quantity == 5


def _fields(proposal):
    return {name: getattr(proposal, name) for name in proposal.__slots__}


def test_a_scan_among_the_proposals_begins_no_delivery(keeper, shop):
    keeper.press(KEY.Key_F9)
    keeper.settle()
    page = keeper.screen.ordering.page
    last = page.listed[-1]
    keeper.scan(keeper.desk.context.index.by_id[last.sku_id].code)
    keeper.settle()
    assert shop.suite.drafts.listed(shop.owner) == ()
    assert page.table.selected_key == last.sku_id


def test_tags_that_were_typed_and_not_entered_are_printed(keeper):
    begun(keeper)
    keeper.press(KEY.Key_F12)
    keeper.settle()
    panel = keeper.panel
    assert isinstance(panel, ArrivedPanel)
    keeper.write("6")
    keeper.click("打印标签", panel)
    keeper.settle()
    assert [n for _, n in panel.tags] == [6]


def test_what_another_till_does_takes_nothing_from_what_is_typed(keeper, shop):
    keeper.choose("A")
    hear(keeper)
    keeper.scan(TEA)
    keeper.settle()
    hear(keeper)
    keeper.write("2")
    hear(keeper)
    keeper.type("4")
    keeper.write("2026")
    hear(keeper)
    keeper.type("0601A")
    hear(keeper)
    keeper.write("202606")
    hear(keeper)
    keeper.type("01")
    hear(keeper)
    (cells,) = keeper.listed
    assert cells[1:] == ("20260601A", "2027-11-23", "24", "✓")
    assert keeper.window.focusWidget() is keeper.screen.page.field
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    assert lots(shop, keeper.found(TEA))["20260601A"] == [("仓库", 24)]
