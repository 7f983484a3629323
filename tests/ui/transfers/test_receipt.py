"""A transfer arrives: what lacks has its figure and its reason, and everything has a number."""

import pytest
from PySide6.QtCore import Qt

from showroom.domain.documents.reasons import Difference
from showroom.ui.counter.panels import ReasonPanel
from tests.services.stock.deliveries import (
    FLOOR,
    WAREHOUSE,
    throw_away,
)
from tests.services.stock.moves import (
    TRANSIT,
    arrive,
    asked,
    at,
    counted,
    delivered,
    proved,
    send,
    share_code,
    there,
)
from tests.ui.counter.counter_player import FLOWER, TEA
from tests.ui.transfers.keeper import ENTER, add_point, card_of

Key = Qt.Key


@pytest.fixture
def sent(keeper, shop):
    """Two lots of tea under way to the floor."""
    tea = keeper.found(TEA)
    first = delivered(shop, tea, 10, lot_no="A", expiry_date="2027-03-01")
    second = delivered(shop, tea, 10, lot_no="B")
    posted = send(shop, tea, [(first, 10), (second, 10)], to=FLOOR).document
    keeper.window.workspace.go("stock")
    keeper.go()
    return posted


def test_what_arrives_whole_takes_one_scan_and_one_key(keeper, shop, sent):
    keeper.read(sent.number)
    assert [cells[1:] for cells in keeper.walk] == [
        ("A", "10", "10", ""),
        ("B", "10", "10", ""),
    ]
    names = [shop.suite.documents.detail(shop.owner, sent.document_id).suppliers[n] for n in (1, 2)]
    assert names[0] != names[1], "each lot says whose it is"
    tea = keeper.found(TEA)
    told = [
        f"{tea.name} {tea.spec}　{x.terms.word} {name}"
        for x, name in zip(sent.lines, names, strict=True)
    ]
    assert [cells[0] for cells in keeper.walk] == told
    keeper.key(Key.Key_F12)
    assert keeper.said == "DS-2026-000001 已收货：全到"
    assert at(shop, keeper.found(TEA), TRANSIT) == 0
    assert keeper.part is keeper.screen.start
    assert not keeper.part.sent.rows
    assert proved(shop) == []


def test_what_lacks_has_a_reason_by_one_key_and_the_documents_are_named(keeper, shop, sent):
    keeper.key(ENTER)  # the first under way
    keeper.read(TEA)
    keeper.type("7")
    assert isinstance(keeper.panel, ReasonPanel)
    keeper.key(Key.Key_1)
    keeper.read(TEA)  # the next lot of it
    keeper.type("9")
    keeper.key(Key.Key_2)
    assert [cells[3:] for cells in keeper.walk] == [("7", "发货方少装"), ("9", "途中短少")]
    keeper.key(Key.Key_F12)
    tea = keeper.found(TEA)
    assert keeper.said == (
        f"DS-2026-000001 已收货：{tea.name} 3 {tea.unit} 发货方少装，退回仓库；"
        f"{tea.name} 1 {tea.unit} 途中短少，由 BS-2026-000001 报损"
    )
    first, second = (line.lot_id for line in sent.lines)
    found = there(shop, tea)
    assert (found[WAREHOUSE, first], found[FLOOR, second]) == (3, 9)
    assert proved(shop) == []


def test_no_reason_no_receipt_and_no_more_than_was_sent(keeper, shop, sent):
    keeper.read(sent.number, TEA)
    keeper.type("11")
    assert "只发了 10" in keeper.said
    keeper.type("8")
    keeper.key(Key.Key_Escape)  # no reason given
    keeper.key(Key.Key_F12)
    assert isinstance(keeper.panel, ReasonPanel)
    assert at(shop, keeper.found(TEA), TRANSIT) == 20
    keeper.key(Key.Key_2)
    keeper.key(Key.Key_F12)
    assert "BS-2026-000001 报损" in keeper.said


def test_what_is_not_under_way_or_not_on_it_is_said(keeper, shop, sent):
    keeper.read("DB-2026-000009")
    assert keeper.said == "DB-2026-000009 不在途中：收过货了、已取消，或没有这张调拨单"
    keeper.read(sent.number, FLOWER)
    assert keeper.said.endswith("不在这张调拨单上")
    got = arrive(shop, sent).document
    keeper.key(Key.Key_F12)
    assert keeper.said == f"{shop.stock_keeper.name} 已把这张单据过账：{got.number}"
    assert keeper.part is keeper.screen.start
    assert proved(shop) == []


def test_a_figure_without_enter_is_asked_about_before_it_goes(keeper, shop, sent):
    keeper.read(sent.number, TEA)
    keeper.write("7")
    keeper.key(Key.Key_Escape)
    keeper.click("接着填", keeper.panel)
    assert keeper.part is keeper.screen.receipt
    keeper.key(Key.Key_Escape)
    keeper.click("不要了", keeper.panel)
    keeper.settle()
    assert keeper.part is keeper.screen.start
    assert shop.suite.drafts.listed(shop.owner) == ()


def test_what_was_counted_stays_when_somebody_goes_back(keeper, shop, sent):
    keeper.read(sent.number, TEA)
    keeper.type("7")
    keeper.key(Key.Key_1)
    keeper.key(Key.Key_Escape)
    assert keeper.said == "点了 1 行，已暂存，谁都可以接着点"
    assert keeper.part is keeper.screen.start
    (waiting,) = [row.cells for row in keeper.part.drafts.rows]
    assert waiting[:4] == ("调拨收货单", f"卖场　{sent.number}", "1", shop.stock_keeper.name)
    keeper.read(sent.number)
    assert [cells[3:] for cells in keeper.walk] == [("7", "发货方少装"), ("10", "")]
    assert keeper.part.table.selected_key == sent.lines[1].line_no, "the next one to count"
    keeper.key(Key.Key_F12)
    assert "发货方少装，退回仓库" in keeper.said
    assert shop.suite.drafts.listed(shop.owner) == ()
    assert proved(shop) == []


def test_somebody_else_goes_on_with_what_was_counted(keeper, shop, sent):
    keeper.read(sent.number, TEA)
    keeper.type("9")
    keeper.key(Key.Key_2)
    keeper.enter(shop.owner).go()
    keeper.part.drafts.setFocus()
    keeper.key(ENTER)
    assert keeper.part is keeper.screen.receipt
    assert arrived(keeper) == {"A": "9", "B": "10"}
    keeper.read(TEA)
    keeper.type("10")
    (waiting,) = shop.suite.drafts.listed(shop.owner)
    assert (waiting.lines, waiting.person) == (2, shop.owner.name)
    keeper.key(Key.Key_F12)
    assert "途中短少，由 BS-2026-000001 报损" in keeper.said
    assert proved(shop) == []


def test_it_is_gone_on_with_from_the_documents(keeper, shop, sent):
    draft = counted(shop, sent, {1: 8}, {1: Difference.NOT_SENT})
    keeper.window.workspace.go("documents")
    keeper.settle()
    assert keeper.screen.table.select_key(draft.draft_id)
    found = keeper.screen.table.chosen
    assert (found.kind_words, found.title) == ("调拨收货单", f"调拨收货草稿 · {sent.number}")
    keeper.key(Key.Key_F4)
    assert keeper.part is keeper.screen.receipt
    assert arrived(keeper) == {"A": "8", "B": "10"}


def test_of_two_who_finish_one_count_one_wins(keeper, shop, sent):
    keeper.read(sent.number, TEA)
    keeper.type("10")
    (waiting,) = shop.suite.drafts.listed(shop.owner)
    draft = shop.suite.drafts.open(shop.owner, waiting.draft_id)
    receive = shop.suite.transfers.receive
    got = receive(shop.owner, draft.draft_id, draft.revision, asked()).document
    keeper.key(Key.Key_F12)
    assert keeper.said == f"{shop.owner.name} 已把这张单据过账：{got.number}"
    assert keeper.part is keeper.screen.start
    assert at(shop, keeper.found(TEA), TRANSIT) == 0
    assert proved(shop) == []


def test_what_another_counted_on_is_looked_at_before_it_is_received(keeper, shop, sent):
    keeper.read(sent.number, TEA)
    keeper.type("10")
    counted(shop, sent, {1: 10, 2: 4}, {2: Difference.LOST}, actor=shop.owner)
    keeper.key(Key.Key_F12)
    assert keeper.said == f"{shop.owner.name} 刚改过这张单据：请再看一遍"
    assert arrived(keeper) == {"A": "10", "B": "4"}
    keeper.key(Key.Key_F12)
    assert "途中短少" in keeper.said


def test_a_transfer_taken_back_ends_its_count_with_a_sentence(keeper, shop, sent):
    keeper.read(sent.number, TEA)
    keeper.type("10")
    back = shop.suite.documents.reverse(shop.owner, sent.document_id, "不调了", asked()).document
    assert shop.suite.drafts.listed(shop.owner) == ()
    keeper.read(TEA)
    keeper.type("9")
    assert keeper.said == f"这张单据已由 {back.number} 冲红"
    assert keeper.part is keeper.screen.start
    assert shop.suite.drafts.listed(shop.owner) == ()
    assert proved(shop) == []


def test_a_transfer_taken_back_is_not_counted_at_all(keeper, shop, sent):
    keeper.read(sent.number, TEA)
    back = shop.suite.documents.reverse(shop.owner, sent.document_id, "不调了", asked()).document
    keeper.type("10")
    assert keeper.said == f"这张单据已由 {back.number} 冲红"
    assert keeper.part is keeper.screen.start
    assert shop.suite.drafts.listed(shop.owner) == ()


def test_a_count_is_thrown_away_after_a_question(keeper, shop, sent):
    keeper.read(sent.number, TEA)
    keeper.type("10")
    keeper.key(Key.Key_F8)
    keeper.click("作废", keeper.panel)
    keeper.settle()
    assert keeper.said == "已作废，日志里记下了明细"
    assert shop.suite.drafts.listed(shop.owner) == ()
    keeper.read(sent.number)
    assert arrived(keeper) == {"A": "10", "B": "10"}
    assert keeper.walk[0][4] == "", "nobody counted it"


def test_what_somebody_else_threw_away_is_counted_anew(keeper, shop, sent):
    keeper.read(sent.number, TEA)
    keeper.type("7")
    keeper.key(Key.Key_1)
    (waiting,) = shop.suite.drafts.listed(shop.owner)
    throw_away(shop, waiting.draft_id, shop.owner)
    keeper.key(Key.Key_F12)
    assert keeper.said == f"{shop.owner.name} 已作废这张暂存单据"
    assert arrived(keeper) == {"A": "10", "B": "10"}
    keeper.key(Key.Key_F12)
    assert "已收货：全到" in keeper.said


def test_a_day_a_transfer_to_a_service_point_arrives_short(keeper, shop):
    """Sent by the stock-keeper, received by the 店长, seen by whoever asks afterwards."""
    tea, far = keeper.found(TEA), add_point(shop)
    lot = delivered(shop, tea, 24, lot_no="A")
    keeper.go()
    keeper.key(Key.Key_F2)
    keeper.read(card_of(shop, WAREHOUSE), far.code, TEA)
    keeper.type("12")
    keeper.key(Key.Key_F12)
    assert keeper.said.startswith("DB-2026-000001 已发往彭浦社区网点 卖场：1 行")
    assert (at(shop, tea, WAREHOUSE), at(shop, tea, TRANSIT)) == (12, 12)
    keeper.enter(shop.owner).go()
    keeper.read("DB-2026-000001", TEA)
    keeper.type("10")
    keeper.key(Key.Key_2)
    keeper.key(Key.Key_F12)
    assert keeper.said == (
        f"DS-2026-000001 已收货：{tea.name} 2 {tea.unit} 途中短少，由 BS-2026-000001 报损"
    )
    assert there(shop, tea)[far.location_id, lot] == 10
    assert at(shop, tea, TRANSIT) == 0
    listed = shop.suite.documents.listed(shop.owner).rows
    assert {row.kind.value for row in listed} >= {"transfer", "transfer_receipt", "write_off"}
    assert proved(shop) == []


def arrived(keeper):
    return {cells[1]: cells[3] for cells in keeper.walk}


def test_a_figure_typed_without_enter_stays_with_its_own_line(keeper, shop, sent):
    keeper.read(sent.number, TEA)
    keeper.write("7")
    table = keeper.part.table
    table.setFocus()
    keeper.key(Key.Key_Down)
    keeper.key(Key.Key_2)  # why three of the first lack
    assert arrived(keeper) == {"A": "7", "B": "10"}
    assert keeper.part.amount.field.value == 10
    keeper.key(Key.Key_F12)
    first, second = (line.lot_id for line in sent.lines)
    found = there(shop, keeper.found(TEA))
    assert (found[FLOOR, first], found[FLOOR, second]) == (7, 10)


@pytest.mark.parametrize("typed", ["11", "-1"])
def test_a_figure_that_is_refused_keeps_its_line_in_front(keeper, sent, typed):
    keeper.read(sent.number, TEA)
    keeper.write(typed)
    keeper.part.table.setFocus()
    keeper.key(Key.Key_Down)
    assert keeper.part.table.selected_key == sent.lines[0].line_no
    assert keeper.part.amount.field.text() == typed
    assert arrived(keeper) == {"A": "10", "B": "10"}
    assert keeper.said


def test_no_figure_is_asked_for_and_none_at_all_is_nought(keeper, shop, sent):
    keeper.read(sent.number, TEA)
    keeper.key(Key.Key_Backspace)
    keeper.key(Key.Key_F12)
    assert keeper.said == f"请输 {keeper.found(TEA).name} 的数量"
    assert at(shop, keeper.found(TEA), TRANSIT) == 20
    keeper.write("0")
    keeper.key(Key.Key_F12)
    keeper.key(Key.Key_2)
    keeper.key(Key.Key_F12)
    assert "途中短少" in keeper.said
    assert at(shop, keeper.found(TEA), FLOOR) >= 10


def test_a_reason_is_asked_once_when_nobody_pressed_enter(keeper, sent):
    keeper.read(sent.number, TEA)
    keeper.write("7")
    keeper.key(Key.Key_F12)
    assert isinstance(keeper.panel, ReasonPanel)
    keeper.key(Key.Key_1)
    assert keeper.panel is None
    keeper.key(Key.Key_F12)
    assert "已收货" in keeper.said
    assert keeper.part is keeper.screen.start


def test_of_products_that_share_a_barcode_the_one_that_was_sent_is_meant(keeper, shop, sent):
    share_code(shop, keeper.found(FLOWER), TEA)
    keeper.desk.context.reload_index()
    keeper.settle()
    keeper.read(sent.number, TEA)
    assert keeper.panel is None
    assert keeper.part.table.selected_key == sent.lines[0].line_no


@pytest.mark.usefixtures("sent")
def test_a_figure_typed_over_the_list_is_of_the_lit_line(keeper):
    """A delivery begins with the keyboard in its list."""
    keeper.key(ENTER)
    assert keeper.part.table.hasFocus()
    keeper.type("7")
    keeper.key(Key.Key_1)
    assert keeper.part.arrived == {1: 7}
