"""Goods that minors may not have: asked once a basket, whatever leads to the payment."""

import json

import pytest
from PySide6.QtCore import Qt

from showroom.db.tables.journal import journal
from showroom.domain.catalogue import CatalogueIndex
from tests.factories import change_sku
from tests.ui.counter.counter_player import FLOWER, TEA, sku_like
from tests.ui.engine.wedge import Wedge

KEY = Qt.Key


def journaled(shop, kind):
    rows = shop.books.database.read(
        lambda tx: tx.connection.execute(journal.select().where(journal.c.kind == kind)).all()
    )
    return [json.loads(row.payload) for row in rows]


@pytest.fixture
def spirits(till):
    """TEA is spirits; FLOWER is for anybody."""
    spirit = change_sku(till.shop, sku_like(till, TEA), age_restricted=1)
    till.screen.counter.index = CatalogueIndex.build((spirit, sku_like(till, FLOWER)))
    return till


def title(till):
    return till.panel.title.text() if till.panel else ""


def test_spirits_ask_once_a_basket_and_the_answer_goes_with_the_sale(spirits, shop):
    till, shelf = spirits, spirits.screen.counter.index
    till.scan(TEA)
    assert "18" in title(till)
    till.press(KEY.Key_Escape)
    till.press(KEY.Key_Return)
    assert till.panel is not None
    till.press(KEY.Key_1)
    assert till.panel is None
    assert till.said == ""
    till.scan(TEA, FLOWER)
    till.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    till.scan(TEA)
    assert till.panel is None
    assert till.rung == [("YL0001", 3)]
    till.press(KEY.Key_F12)
    till.settle()
    (told,) = journaled(shop, "age_checked")
    assert told == {"sale": till.sales[0].sale_id, "codes": ["YL0001"]}
    till.screen.counter.index = shelf
    till.scan(TEA)
    assert "18" in title(till)


def test_figures_of_a_slow_code_answer_no_question(spirits):
    """A scanner of 60 ms a character said yes by the first ``1`` of the next product."""
    till = spirits
    till.scan(TEA)
    for code in (FLOWER, "12345670"):
        Wedge(till.window.router).scan(code, 60)
        till.settle()
        assert "18" in title(till)
    assert till.rung == [("YL0001", 1)]
    assert [x.code for x in till.desk.context.kept.scans] == [FLOWER, "12345670"]


def test_spirits_that_are_not_sold_leave_the_basket(spirits, shop):
    till = spirits
    till.scan(FLOWER, TEA)
    till.press(KEY.Key_2)
    till.settle()
    assert till.rung == [("WS0001", 1)]
    assert journaled(shop, "line_void") == [{"code": "YL0001", "quantity": 1, "reason": "age"}]
    till.press(KEY.Key_F12)
    till.settle()
    assert journaled(shop, "age_checked") == []
    assert len(till.sales) == 1


def test_the_next_bottle_is_asked_about_when_the_last_one_went(spirits):
    """Yes, Del, and the answer stayed with the basket."""
    till = spirits
    till.scan(FLOWER, TEA)
    till.press(KEY.Key_1)
    till.press(KEY.Key_Delete)
    assert till.rung == [("WS0001", 1)]
    till.scan(TEA)
    assert "18" in title(till)
    till.press(KEY.Key_1)
    till.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert till.rung == [("WS0001", 1)]
    till.scan(TEA)
    assert "18" in title(till)


def test_no_way_to_pay_leads_round_the_question(spirits):
    till = spirits
    till.scan(FLOWER, TEA)
    till.press(KEY.Key_2)
    till.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert till.panel is None
    for key in (KEY.Key_Space, KEY.Key_F12):
        till.press(key)
        till.settle()
        assert "18" in title(till)
        till.press(KEY.Key_2)
        till.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert till.sales == []
