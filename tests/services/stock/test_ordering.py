"""What may be ordered, of whom, for which day, and what needs a yes."""

from dataclasses import replace

import pytest

from showroom.domain.approval import Act, ApprovalNeeded
from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.errors import Refusal
from showroom.domain.money import figure
from tests.factories import grant, let_days_pass, request
from tests.services.stock.deliveries import (
    WAREHOUSE,
    add_supplier,
    delivery_line,
    draft_of,
    receive,
)
from tests.services.stock.moves import TRANSIT
from tests.services.stock.orders import ORDER, order
from tests.services.stock.test_receiving import proved


@pytest.mark.parametrize(
    ("quantity", "why"), [(0, "order_quantity"), (-1, "draft_figure"), (100_000, "order_quantity")]
)
def test_no_absurd_quantity_is_ordered(shop, sku, quantity, why):
    with pytest.raises(Refusal, match=why):
        order(shop, sku, quantity)


def test_nothing_is_ordered_to_where_no_delivery_comes(shop, sku):
    head = {"place_id": TRANSIT, "supplier_id": add_supplier(shop, "社")}
    draft = draft_of(shop, DraftLine(sku.sku_id, 5), key="o", kind=ORDER, **head)
    with pytest.raises(Refusal, match="receipt_head_place"):
        shop.suite.purchasing.post(shop.owner, draft.draft_id, draft.revision, request(1))


def test_an_order_is_for_somebody_who_delivers(shop, sku):
    draft = draft_of(shop, DraftLine(sku.sku_id, 5), key="o", kind=ORDER)
    with pytest.raises(Refusal, match="order_supplier_missing"):
        shop.suite.purchasing.post(shop.owner, "o", draft.revision, request(1))


def test_orders_that_are_late_come_first_and_an_order_for_yesterday_is_none(shop, sku):
    who, place = add_supplier(shop), shop.suite.purchasing.place
    for n, day in enumerate(("2026-06-16", "", "2026-06-18")):
        head = DraftHead(WAREHOUSE, supplier_id=who, wanted_on=day)
        place(shop.owner, head, (DraftLine(sku.sku_id, 5),), request(n))
    head = DraftHead(WAREHOUSE, supplier_id=who, wanted_on="2026-06-14")
    with pytest.raises(Refusal, match="order_wanted_past"):
        place(shop.owner, head, (DraftLine(sku.sku_id, 5),), request(9))
    told = [x.row.wanted_on for x in shop.suite.purchasing.open_orders(shop.owner)]
    assert told == ["2026-06-18", "", "2026-06-16"], "newest first, while none is late"
    let_days_pass(shop, 2)
    found = shop.suite.purchasing.open_orders(shop.owner)
    assert [(x.row.wanted_on, x.days_late(shop.books.today())) for x in found] == [
        *(("2026-06-16", 1), ("2026-06-18", 0), ("", 0)),
    ]


def place(shop, actor, line, number, approvals=()):
    head = DraftHead(WAREHOUSE, supplier_id=add_supplier(shop, f"社{number}"))
    verb = shop.suite.purchasing.place
    return verb(actor, head, (line,), request(number), approvals=approvals).document


def test_an_order_for_a_hundred_times_the_usual_is_refused_as_its_delivery_would_be(shop, sku):
    """9999 pieces of what sold 43 in four weeks were ordered at once."""
    receive(shop, delivery_line(sku, 24))
    usual = shop.suite.receiving.goods(shop.owner, sku.sku_id).usual
    limit = 100 * usual
    with pytest.raises(Refusal, match="order_quantity_unusual"):
        place(shop, shop.owner, DraftLine(sku.sku_id, limit + 1), 1)
    assert place(shop, shop.owner, DraftLine(sku.sku_id, limit), 2).lines[0].quantity == limit


def test_an_order_at_an_odd_price_waits_for_a_yes_that_its_paper_names(shop, sku):
    """4,420.00 for what cost 48.28 last: ¥44 million were ordered without a question."""
    dear = DraftLine(sku.sku_id, 5, cost_fen=442_000)
    with pytest.raises(ApprovalNeeded) as asked:
        place(shop, shop.stock_keeper, dear, 1)
    (deed,) = asked.value.deeds
    assert (deed.act, deed.new_fen) == (Act.ORDER, 442_000)
    assert [x.text for x in deed.passed] == [f"高于零售价 {figure(sku.list_price_fen)}"]
    assert shop.suite.purchasing.open_orders(shop.owner) == ()
    tokens = grant(shop, asked.value.deeds, shop.stock_keeper)
    with pytest.raises(ApprovalNeeded):
        place(shop, shop.stock_keeper, replace(dear, quantity=50), 2, tokens)
    head = DraftHead(WAREHOUSE, supplier_id=add_supplier(shop, "社1甲"))
    assert [f.code for f in shop.suite.purchasing.inspect(shop.owner, head, (dear,))] == [
        "order_cost_above_price"
    ]
    said = f"{shop.owner.name}：异常订货 {sku.name} 5 {sku.unit}"
    assert place(shop, shop.owner, dear, 3).approved_by == said
    assert place(shop, shop.owner, replace(dear, cost_fen=None), 4).approved_by == ""
    assert proved(shop) == []
