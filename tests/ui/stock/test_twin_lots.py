"""Two lots of one printed number, in the window: each is told from the other where it stands."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from showroom.domain.stock import DocumentKind
from showroom.ui.stock.trace_page import TraceView
from tests.services.stock.deliveries import FLOOR, add_supplier, draft_of
from tests.services.stock.leavings import arrived, kept_goods, out_of, take_out
from tests.ui.counter.counter_player import Till
from tests.ui.stock.hand import choose_lot, page, press

Key = Qt.Key
ONE = "ONE"


@pytest.fixture
def twins(shop):
    """Of one supplier, on one day: what brought them alone tells them apart."""
    sku, tea = kept_goods(shop), add_supplier(shop, "甲社", terms=[("buy_out", 0)])
    known = {"lot_no": ONE, "place_id": FLOOR}
    return [
        arrived(shop, sku, 9, key=f"t{n}", number=n, known=known, supplier_id=tea) for n in (1, 2)
    ]


@pytest.fixture
def till(desk, shop, twins, qtbot):
    assert twins
    return Till(desk, shop, qtbot).enter(shop.owner)


@pytest.fixture
def names(shop, twins):
    traced = [shop.suite.tracing.trace(shop.owner, line.lot_id).origin for line in twins]
    return [f"{ONE} {origin.number}" for origin in traced]


def test_in_the_stock_list_its_moves_its_ledger_and_its_trace(till, twins, names):
    till.window.workspace.go("stock")
    till.settle()
    assert till.screen.table.select_key(twins[0].sku_id)
    till.settle()
    detail = till.screen.detail
    lots = {row.key[0]: row.cells[0] for row in detail.lots.rows}
    assert [lots[line.lot_id] for line in twins] == [
        name.replace(ONE, f"{ONE} 买断 甲社") for name in names
    ]
    assert set(names) <= {row.cells[2] for row in detail.moves.rows}
    till.screen.table.toggle(twins[0].sku_id)
    till.settle()
    assert set(names) <= {row.cells[0] for row in till.screen.table.rows}
    choose_lot(till, twins[1])
    press(till, Key.Key_F9)
    assert page(till, TraceView).name.text().endswith(f"　批号 {names[1]}")


def test_in_a_document_and_before_it_is_taken_back(till, shop, twins, names):
    given = {"reason": "gift", "asked_by": "李主任"}
    lines = [out_of(line, 2, FLOOR) for line in twins]
    posted = take_out(shop, "issues", DocumentKind.ISSUE, *lines, **given).document
    till.window.workspace.go("documents")
    till.settle()
    assert till.screen.table.select_key(posted.document_id)
    till.settle()
    told = [row.cells[0] for row in till.screen.detail.lines.rows if row.role == "muted"]
    assert [" ".join(pair) for pair in zip(told[::2], told[1::2], strict=True)] == names
    till.press(Key.Key_F8)
    till.settle()
    assert [row.cells[1] for row in till.panel.goes.rows] == names


def test_among_the_lines_that_leave(till, shop, twins, names):
    draft_of(
        *(shop, *(replace(out_of(x, 2, FLOOR), lot_no=ONE) for x in twins)),
        key="gift",
        kind=DocumentKind.ISSUE,
        reason="gift",
        place_id=FLOOR,
    )
    till.window.workspace.go("leaving")
    till.settle()
    till.screen.open_part("draft/gift")
    till.settle()
    rows = till.screen.working.page.table.rows
    assert [f"{row.cells[1]} {row.cells[0].split(chr(0x3000))[-1]}" for row in rows] == names
