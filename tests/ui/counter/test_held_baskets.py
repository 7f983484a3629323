"""F7 and what it finds: one basket at once, several in a list, one that nobody can read."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from showroom.db.stores import drafts
from showroom.db.stores.drafts import OPEN_SLOT, Draft
from showroom.db.tables.journal import journal
from showroom.ui.counter.due_card import READING
from showroom.ui.counter.held import RESTORED
from showroom.ui.counter.panels import HeldPanel
from showroom.ui.counter.screen import OF_A_BASKET
from showroom.ui.widgets.chip import Chip
from tests.factories import request
from tests.services.goods.spreadsheets import gtin, product, table
from tests.ui.counter.counter_player import FLOWER, TEA, Till

KEY = Qt.Key


@pytest.fixture
def shut(desk, shop, qtbot):
    """A window before anybody signed in; a shift is open."""
    made = Till(desk, shop, qtbot)
    made.open_shift(shop.cashier)
    return made


@pytest.fixture
def till(shut, shop):
    return shut.enter(shop.cashier)


def put(till, slot, content="{"):
    books = till.shop.books
    books.keep(lambda tx: drafts.save(tx, books.till_id, Draft(slot, content, "", 0, 1)))


def journaled(till, kind):
    rows = select(journal.c.payload).where(journal.c.kind == kind)
    found = till.shop.books.read(lambda tx: tx.connection.execute(rows).scalars().all())
    return [json.loads(payload) for payload in found]


def press(till, *keys):
    for key in keys:
        till.press(key)
        till.settle()


def test_the_only_held_basket_comes_back_with_one_key(till):
    till.scan(FLOWER)
    press(till, KEY.Key_F6)
    assert till.rung == []
    press(till, KEY.Key_F7)
    assert (till.panel, till.rung) == (None, [("WS0001", 1)])
    till.scan(FLOWER)
    assert till.rung == [("WS0001", 2)]
    press(till, KEY.Key_F12)
    assert len(till.sales) == 1


def test_what_was_taken_off_sale_comes_back_with_its_name(till, shop):
    """The order came back empty, and nobody knew what to take out of the bag."""
    till.scan(FLOWER, TEA)
    skus = [x.sku for x in till.basket.lines]
    press(till, KEY.Key_F6)
    for number, sku in enumerate(skus, 50):
        shop.suite.catalogue.set_active(shop.owner, sku.sku_id, request(number), active=False)
    till.desk.context.reload_index()
    till.settle()
    press(till, KEY.Key_F7)
    assert "、".join(x.name for x in skus) + " 已停售" in till.said
    assert [code for code, _ in till.rung] == [x.code for x in skus]


def test_no_key_acts_on_a_basket_that_is_not_there_yet(shut, shop):
    """For seconds after a PIN F12 and 结算 were lit over a draft that was still being read."""
    till = shut.enter(shop.cashier)
    till.scan(FLOWER)
    till.settle()
    till.window.lock()
    till.settle()
    with till.stalled():
        till.window.signed_out.entered.emit(shop.owner)
        keys, page = till.screen.action_set, till.screen.page
        assert [name for name in (*OF_A_BASKET, "undo") if keys[name].isEnabled()] == []
        told = [x.text() for x in page.due.findChildren(QLabel)]
        assert (READING in told, page.due.texts) == (True, ("应收", "…"))
    assert (till.rung, page.due.texts) == ([("WS0001", 1)], ("应收", "¥68.00"))
    assert [name for name in OF_A_BASKET if not keys[name].isEnabled()] == []
    assert till.said == RESTORED


def test_a_product_with_a_long_name_is_held_under_its_beginning(desk, shop, qtbot):
    new = table(product(品名="贡米礼盒" * 20, 条码=gtin(1)))
    plan = shop.suite.imports.check(shop.stock_keeper, new, "a.csv")
    shop.suite.imports.apply(shop.stock_keeper, plan, request(940))
    till = Till(desk, shop, qtbot)
    till.open_shift(shop.cashier)
    till.enter(shop.cashier)
    till.scan(gtin(1))
    till.settle()
    press(till, KEY.Key_F4)
    (name, *_) = [chip.face.text for chip in till.panel.findChildren(Chip)]
    assert name == ("贡米礼盒" * 4)[:15] + "…"
    press(till, KEY.Key_Escape)
    till.scan(TEA)
    press(till, KEY.Key_F6)
    held = shop.suite.baskets.held(till.desk.context.index)
    assert [each.label for each in held] == [("贡米礼盒" * 6)[:23] + "… 等 2 行"]


def test_an_open_basket_is_not_lost_to_the_held_one(till):
    till.scan(FLOWER)
    press(till, KEY.Key_F6)
    till.scan(TEA)
    press(till, KEY.Key_F7)
    assert till.rung == [("YL0001", 1)]
    assert "还有一单没结" in till.said


def test_a_scan_that_overtakes_the_one_key_is_not_lost(till):
    till.scan(FLOWER)
    press(till, KEY.Key_F6)
    with till.stalled():
        till.press(KEY.Key_F7)
        till.scan(TEA)
    assert till.rung == [("YL0001", 1)]
    assert "还有一单没结" in till.said
    press(till, KEY.Key_F6, KEY.Key_F7)
    assert isinstance(till.panel, HeldPanel)
    assert len(till.panel.table.rows) == 2


def test_an_unreadable_open_basket_is_said_and_waits_among_the_held(shut, shop):
    put(shut, OPEN_SLOT)
    till = shut.enter(shop.cashier)
    till.qtbot.waitUntil(lambda: "读不出来" in till.said)
    till.scan(FLOWER)
    press(till, KEY.Key_F12)
    assert len(till.sales) == 1
    assert len(journaled(till, "draft_set_aside")) == 1
    press(till, KEY.Key_F7)
    assert [row.cells[3] for row in till.panel.table.rows] == ["读不出来"]


def test_what_nobody_can_read_is_thrown_away_on_purpose(till):
    till.scan(FLOWER)
    press(till, KEY.Key_F6)
    put(till, 7)
    press(till, KEY.Key_F7)
    assert isinstance(till.panel, HeldPanel)
    till.panel.table.select_key(7)
    press(till, KEY.Key_Return)
    assert "已收的款" in "".join(x.text() for x in till.panel.findChildren(type(till.panel.title)))
    press(till, KEY.Key_Escape)
    assert journaled(till, "draft_thrown_away") == []
    press(till, KEY.Key_F7)
    till.panel.table.select_key(7)
    press(till, KEY.Key_Return)
    till.click("丢掉", till.panel)
    till.settle()
    assert [x["slot"] for x in journaled(till, "draft_thrown_away")] == [7]
    assert "已丢掉" in till.said
    press(till, KEY.Key_F7)
    assert till.rung == [("WS0001", 1)], "the sound one is the only one again"
