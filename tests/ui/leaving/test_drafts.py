"""A draft of 领用: kept line by line, gone on with by another, thrown away."""

from showroom.domain.documents.draft import DraftHead
from showroom.domain.stock import DocumentKind
from tests.factories import request
from tests.services.stock.deliveries import (
    WAREHOUSE,
    line_over,
    throw_away,
)
from tests.services.stock.leavings import out_of
from tests.ui.counter.counter_player import TEA
from tests.ui.leaving.keeper import (
    ENTER,
    ISSUE,
    WRITE_OFF,
    Key,
    brought,
    from_warehouse,
    kept_draft,
)


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


def test_somebody_else_goes_on(keeper, shop, goods, code):
    brought(shop, goods)
    keeper.issue(Key.Key_5)
    from_warehouse(keeper)
    keeper.take(code, "2")
    keeper.hit(Key.Key_F6)
    assert keeper.said == "已暂存，谁都可以接着做"
    (row,) = keeper.screen.start.table.rows
    assert row.cells[:4] == ("领用单", "仓库　活动", "1", shop.stock_keeper.name)
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
    for n, act in enumerate(("moved", "posted", "gone")):
        draft = kept_draft(shop, line, key=f"k{n}", reason="broken", note="x")
        keeper.desk.context.go_to.emit(f"leaving:draft/k{n}")
        keeper.settle()
        if act == "moved":
            line_over(shop, shop.owner, "k0", "k0-1", out_of(line, 3))
            keeper.hit(Key.Key_F12)
            assert keeper.said == f"{shop.owner.name} 刚改过这张单据：请再看一遍"
            assert [c[3] for c in keeper.listed] == ["3"]
            keeper.hit(Key.Key_F6)
            continue
        if act == "posted":
            shop.suite.write_offs.post(shop.owner, "k1", draft.revision, request(77))
        else:
            throw_away(shop, "k2", shop.owner)
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
