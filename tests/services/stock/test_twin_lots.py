"""Two lots of one product with one printed number: wherever a lot is told, it is told which."""

import pytest

from showroom.domain.errors import Refusal
from showroom.domain.stock import DocumentKind, LotName, Terms
from showroom.printing.documents import lay_out
from showroom.printing.layouts.stock_table import stock_table
from showroom.printing.pdf.stock_sheet import stock_pdf
from showroom.printing.render.plain_text import page_text
from showroom.services.stock.ledger import LedgerOf, LedgerWanted
from tests.printing.test_reports import text_of
from tests.services.stock.deliveries import (
    WAREHOUSE,
    add_supplier,
    delivery_line,
    receive,
)
from tests.services.stock.leavings import arrived, out_of, take_out

ONE = "ONE"


@pytest.fixture
def twins(shop, sku):
    """Of one supplier on one set of terms, on one day: two deliveries."""
    tea = add_supplier(shop, "甲社", terms=[("buy_out", 0)])
    return [
        arrived(shop, sku, 9, key=f"t{n}", number=n, known={"lot_no": ONE}, supplier_id=tea)
        for n in (1, 2)
    ]


def numbers(shop, twins):
    """By lot the number of what brought it."""
    traced = [shop.suite.tracing.trace(shop.owner, line.lot_id).origin for line in twins]
    return {origin.lot_id: (origin.number,) for origin in traced}


def test_every_reading_of_a_lot_tells_it_from_its_twin(shop, sku, twins):
    told, suite, owner = numbers(shop, twins), shop.suite, shop.owner
    assert len(set(told.values())) == 2
    lots = [line.lot_id for line in twins]
    assert suite.tracing.sources(owner, frozenset(lots)) == told
    traced = [suite.tracing.trace(owner, lot_id).origin for lot_id in lots]
    listed = [row.lot for row in suite.stock.lots(owner, sku.sku_id)]
    page = suite.ledger.page(owner, LedgerWanted(LedgerOf(sku_id=sku.sku_id)))
    readings = [
        traced,
        listed,
        suite.stock.moves(owner, sku.sku_id),
        page.moves,
        suite.ledger.parts(owner, sku.sku_id).lots,
        suite.tracing.numbered(owner, ONE, frozenset({sku.sku_id})),
        suite.transfers.lying(owner, sku.sku_id, WAREHOUSE),
        suite.supplier_returns.returnable(owner, traced[0].supplier_id),
    ]
    for found in readings:
        known = {x.lot_id: x.source for x in found}
        assert {lot_id: known.pop(lot_id) for lot_id in lots} == told
        assert not any(known.values()), "a lot of its own number needs nothing beside it"


def test_a_lot_without_a_twin_is_its_number(shop, sku):
    line = arrived(shop, sku, 5, known={"lot_no": "ALONE"})
    assert shop.suite.tracing.sources(shop.owner, frozenset({line.lot_id})) == {}
    assert shop.suite.tracing.trace(shop.owner, line.lot_id).origin.source == ()


def test_the_same_number_of_another_product_is_no_twin(shop, sku, loose):
    one = arrived(shop, sku, 5, key="a", number=1, known={"lot_no": ONE})
    two = arrived(shop, loose, 5_000, key="b", number=2, known={"lot_no": ONE})
    assert shop.suite.tracing.sources(shop.owner, frozenset({one.lot_id, two.lot_id})) == {}


def test_documents_and_their_papers_say_which(shop, twins):
    told, kind = numbers(shop, twins), DocumentKind.ISSUE
    given = {"reason": "gift", "asked_by": "李主任"}
    lines = [out_of(line, 2) for line in twins]
    posted = take_out(shop, "issues", kind, *lines, **given).document
    detail = shop.suite.documents.detail(shop.owner, posted.document_id)
    assert detail.sources == told
    slip = shop.suite.documents.slip(shop.owner, posted.document_id)
    paper, sheet = page_text(lay_out(slip, 48)), "".join(text_of(stock_pdf(slip)).split())
    table = [cell.value for row in stock_table(slip).rows for cell in row]
    for (number,) in told.values():
        assert f"{ONE} {number}" in paper
        assert f"{ONE}{number}" in sheet
        assert f"{ONE} {number}" in table
    goes = shop.suite.documents.would_reverse(shop.owner, posted.document_id)
    assert {moved.lot_id: moved.source for moved in goes} == told


def test_a_delivery_says_whose_it_is_by_itself(shop, twins):
    """Its head names supplier, day and number: nothing of that is repeated on each line."""
    bought = shop.suite.tracing.trace(shop.owner, twins[0].lot_id).origin.document_id
    assert shop.suite.documents.detail(shop.owner, bought).sources == {}
    goes = shop.suite.documents.would_reverse(shop.owner, bought)
    assert [moved.source for moved in goes] == [numbers(shop, twins)[twins[0].lot_id]]


def test_two_terms_of_one_supplier_are_what_is_told(shop, sku):
    tea = add_supplier(shop, "甲社", terms=[("buy_out", 0), ("consignment", 0)])
    contracts = shop.suite.receiving.supplier(shop.owner, tea).contracts
    lots = []
    for n, contract in enumerate(contracts, 1):
        head = {"supplier_id": tea, "contract_id": contract.contract_id, "key": f"c{n}"}
        line = delivery_line(sku, 5, lot_no=ONE, cost_fen=900)
        lots.append(receive(shop, line, number=n, actor=shop.owner, **head).document.lines[0])
    found = shop.suite.tracing.sources(shop.owner, frozenset(x.lot_id for x in lots))
    assert sorted(found.values()) == [("买断",), ("代销",)]


def test_a_lot_that_lacks_is_named_with_what_tells_it(shop, twins):
    given = {"reason": "gift", "asked_by": "李主任"}
    with pytest.raises(Refusal) as refused:
        take_out(shop, "issues", DocumentKind.ISSUE, out_of(twins[0], 99), **given)
    assert refused.value.code == "leaving_short"
    told = LotName(ONE, Terms.BUY_OUT, source=numbers(shop, twins)[twins[0].lot_id])
    assert refused.value.params["lot"] == told
