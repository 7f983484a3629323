"""What is ordered at a price comes in at it: in however many lots, and however it is scanned."""

from dataclasses import dataclass

import pytest

from showroom.domain.approval import Act, ApprovalNeeded
from showroom.domain.documents.agreed import (
    due_price,
    fill,
    open_prices,
    priced_apart,
    still_due,
)
from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.purchase import OrderLine
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.limit import Limit, Passed
from showroom.domain.quantity import SoldBy
from tests.factories import request
from tests.services.stock.deliveries import (
    add_supplier,
    delivery_line,
    draft_of,
    line_of,
    line_over,
)
from tests.services.stock.orders import ORDER
from tests.services.stock.test_receiving import proved


@dataclass(frozen=True)
class Came:
    quantity: int
    cost_fen: int | None
    sku_id: SkuId = SkuId(1)
    unpriced: bool = False


def line(line_no, ordered, cost_fen, received=0, commission_bp=0):
    told = (SkuId(1), "", SoldBy.EACH, ordered, received, cost_fen, commission_bp)
    return OrderLine(line_no, *told)


@pytest.mark.parametrize(
    ("prices", "beside", "due"),
    [
        ({4050: 28}, [Came(28, 4050)], 4050),
        ({4050: 10, 3800: 18}, [], None),
        ({4050: 10, 3800: 18}, [Came(10, 4050)], 3800),
        ({4050: 10, 3800: 18}, [Came(4, 4050), Came(8, 3800)], None),
        ({4050: 10, 3800: 18}, [Came(10, 4050), Came(18, 3800)], None),
        ({4050: 0, 3800: 18}, [Came(3, None)], 3800),
    ],
)
def test_a_further_line_takes_the_price_that_is_open_and_no_guess(prices, beside, due):
    assert due_price(prices, beside) == due


@pytest.mark.parametrize(
    ("came", "apart"),
    [
        ([Came(10, 4050), Came(18, 3685)], {1: 4050}),
        ([Came(10, 4050), Came(0, 3685)], {}),
        ([Came(10, 4050), Came(18, None)], {}),
        ([Came(30, 4050)], {}),
        ([Came(10, 4050), Came(18, 0, unpriced=True)], {}),
    ],
)
def test_what_came_at_another_price_is_told(came, apart):
    assert priced_apart(came, {SkuId(1): {4050: 28}}) == apart


def test_goods_of_two_prices_that_all_came_at_one_are_not_what_was_ordered():
    ordered = {SkuId(1): {4050: 10, 3800: 18}}
    assert priced_apart([Came(10, 4050), Came(18, 4050)], ordered) == {1: 3800}
    assert priced_apart([Came(18, 3800), Came(10, 4050)], ordered) == {}
    assert priced_apart([Came(5, 3900)], ordered) == {0: 3800}


def test_what_came_at_a_price_fills_the_line_of_that_price_first():
    lines = [line(1, 10, 4050), line(2, 18, 3800)]
    assert [x.received for x in fill(lines, {3800: 18})] == [0, 18]
    assert [x.received for x in fill(lines, {3685: 12})] == [10, 2]
    assert [x.received for x in fill(lines, {4050: 12, 3800: 20})] == [10, 22]
    assert open_prices(fill(lines, {3800: 4})) == {SkuId(1): {4050: 10, 3800: 14}}
    assert open_prices([line(1, 10, 0, commission_bp=2_500)]) == {}


@pytest.fixture
def agreed(shop, sku):
    """Orders so many at such a price, on one order."""

    def made(*lines):
        asked = (DraftLine(sku.sku_id, n, cost_fen=fen) for n, fen in lines)
        who = {"supplier_id": add_supplier(shop, "订货社")}
        draft = draft_of(shop, *asked, key="o1", kind=ORDER, **who)
        post = shop.suite.purchasing.post
        return post(shop.owner, "o1", draft.revision, request(300)).document

    return made


def received(shop, placed, *lines, key="r1", number=400):
    """Each line under the key of the order's, where it names one."""
    keeper = shop.stock_keeper
    shop.suite.purchasing.begin_receipt(keeper, placed.document_id, key)
    for at, (name, told) in enumerate(lines):
        draft = line_over(shop, keeper, key, name or f"more{at}", told)
    return shop.suite.receiving.post(shop.owner, key, draft.revision, request(number)).document


def test_a_second_lot_of_an_ordered_line_costs_what_was_agreed(shop, sku, agreed):
    """28 ordered at 40.50 came in two lots; the second was posted at the product's own 36.85."""
    own = shop.suite.receiving.goods(shop.owner, sku.sku_id).cost_price_fen
    price = own + 365
    placed = agreed((28, price))
    first = delivery_line(sku, 10, expected=28, cost_fen=price, lot_no="A2")
    came = received(shop, placed, ("order-1", first), ("", delivery_line(sku, 18, lot_no="A3")))
    assert [(x.quantity, x.cost_fen) for x in came.lines] == [(10, price), (18, price)]
    assert came.amount_fen == 28 * price or came.worth[0][1] == 28 * price
    assert proved(shop) == []


def test_two_prices_of_one_product_are_asked_about_and_never_guessed(shop, sku, agreed):
    own = shop.suite.receiving.goods(shop.owner, sku.sku_id).cost_price_fen
    dear, cheap = own + 100, own + 50
    placed = agreed((10, dear), (18, cheap))
    some = delivery_line(sku, 4, expected=10, cost_fen=dear, lot_no="A")
    more = delivery_line(sku, 6, lot_no="B")
    with pytest.raises(Refusal, match="receipt_price_open"):
        received(shop, placed, ("order-1", some), ("", more))
    keeper = shop.stock_keeper
    whole = delivery_line(sku, 10, expected=10, cost_fen=dear, lot_no="A")
    draft = line_over(shop, keeper, "r1", "order-1", whole)
    came = shop.suite.receiving.post(shop.owner, "r1", draft.revision, request(401)).document
    told = sorted((x.quantity, x.cost_fen) for x in came.came)
    assert told == [(6, cheap), (10, dear)], "the one that is still open"


def test_a_price_that_came_is_not_expected_a_second_time(shop, sku, agreed):
    own = shop.suite.receiving.goods(shop.owner, sku.sku_id).cost_price_fen
    placed = agreed((10, own + 100), (18, own + 50))
    came = delivery_line(sku, 18, expected=18, cost_fen=own + 50)
    received(shop, placed, ("order-2", came))
    begin = shop.suite.purchasing.begin_receipt
    (kept,) = begin(shop.stock_keeper, placed.document_id, "r2").draft.lines
    assert (kept.line.expected, kept.line.cost_fen) == (10, own + 100)


def test_paper_names_the_agreed_price_of_goods_that_came_at_the_other_one(shop, sku, agreed):
    own = shop.suite.receiving.goods(shop.owner, sku.sku_id).cost_price_fen
    placed = agreed((10, own + 100), (18, own + 50))
    first = delivery_line(sku, 10, expected=10, cost_fen=own + 100, lot_no="A")
    second = delivery_line(sku, 18, expected=18, cost_fen=own + 100, lot_no="B")
    came = received(shop, placed, ("order-1", first), ("order-2", second))
    detail = shop.suite.documents.detail(shop.owner, came.document_id)
    assert detail.tied.prices == ((2, own + 50),)


def test_paper_holds_a_second_delivery_against_what_was_open_as_the_window_does(shop, sku, agreed):
    """All ten at the dear price had come: five more at it are five of the cheap ones, too dear."""
    own = shop.suite.receiving.goods(shop.owner, sku.sku_id).cost_price_fen
    placed = agreed((10, own + 100), (18, own + 50))
    first = delivery_line(sku, 10, expected=10, cost_fen=own + 100, lot_no="A")
    received(shop, placed, ("order-1", first))
    open_now = open_prices(shop.suite.purchasing.order(shop.owner, placed.document_id).lines)
    more = delivery_line(sku, 5, expected=18, cost_fen=own + 100, lot_no="B")
    came = received(shop, placed, ("order-2", more), key="r2", number=401)
    window = priced_apart([more], open_now)
    detail = shop.suite.documents.detail(shop.owner, came.document_id)
    assert dict(detail.tied.prices) == {1: own + 50}
    assert list(window.values()) == [own + 50]
    back = shop.suite.documents.reverse(shop.owner, came.document_id, "录错", request(403)).document
    assert shop.suite.documents.detail(shop.owner, back.document_id).tied.prices == ((1, own + 50),)


def test_what_came_meanwhile_is_due_no_more_in_the_draft_and_on_the_paper(shop, sku, agreed):
    placed = agreed((28, 500))
    keeper, purchasing = shop.stock_keeper, shop.suite.purchasing
    purchasing.begin_receipt(keeper, placed.document_id, "late")
    some = delivery_line(sku, 20, expected=28, cost_fen=500)
    purchasing.begin_receipt(keeper, placed.document_id, "early", beside=True)
    draft = line_over(shop, keeper, "early", "order-1", some)
    shop.suite.receiving.post(shop.owner, "early", draft.revision, request(404))
    rest = delivery_line(sku, 8, expected=28, cost_fen=500, lot_no="B")
    draft = line_over(shop, keeper, "late", "order-1", rest)
    lines = purchasing.order(keeper, placed.document_id).lines
    assert still_due(draft.draft.lines, lines) == {"order-1": 8}
    came = shop.suite.receiving.post(shop.owner, "late", draft.revision, request(405)).document
    assert [(x.expected, x.quantity) for x in came.lines] == [(8, 8)]
    assert came.apart == {}


def test_the_yes_to_an_odd_cost_is_to_the_cost_that_was_agreed(shop, sku, agreed):
    """A further lot has the order's price, and the 店长 is asked about that one."""
    goods = shop.suite.receiving.goods(shop.owner, sku.sku_id)
    dear = goods.list_price_fen + 100
    placed = agreed((28, dear))
    keeper = shop.stock_keeper
    shop.suite.purchasing.begin_receipt(keeper, placed.document_id, "r1")
    shop.suite.drafts.drop_line(keeper, "r1", "order-1", line_of(shop, "r1", "order-1"))
    draft = line_over(shop, keeper, "r1", "more", delivery_line(sku, 18)).draft
    assert [k.line.cost_fen for k in draft.lines] == [None]
    post = shop.suite.receiving.post
    with pytest.raises(ApprovalNeeded) as caught:
        post(keeper, "r1", draft.revision, request(402))
    (deed,) = caught.value.deeds
    assert (deed.act, deed.new_fen, deed.passed) == (
        *(Act.COST, dear),
        (Passed(Limit.TAG_PRICE, goods.list_price_fen),),
    )
