"""Goods go back to whom they came from, in time and never expired; their terms decide the money."""

import pytest

from showroom.domain.errors import Refusal
from showroom.domain.stock import DocumentKind, Terms
from tests.factories import let_days_pass, request
from tests.services.stock.deliveries import FLOOR, add_supplier
from tests.services.stock.leavings import arrived, kept_goods, on_hand, out_of, proved, take_out

KIND = DocumentKind.SUPPLIER_RETURN


@pytest.fixture
def shop(demo_shop):
    return demo_shop


def bring(shop, word, key="in", number=400, **known):
    supplier = add_supplier(shop, f"茶社{key}", terms=[(word, 0)] if word else (), until="")
    known = {"cost_fen": 1_000, **known}
    sku = kept_goods(shop)
    return supplier, arrived(shop, sku, key=key, number=number, known=known, supplier_id=supplier)


def send_back(shop, supplier, *lines, **more):
    return take_out(shop, "supplier_returns", KIND, *lines, supplier_id=supplier, **more)


def test_bought_goods_are_a_claim_at_what_they_cost(shop):
    supplier, line = bring(shop, "buy_out")
    document = send_back(shop, supplier, out_of(line, 4)).document
    assert (document.number, document.supplier) == ("CT-2026-000001", "茶社in")
    assert (document.lines[0].amount_fen, document.amount_fen) == (4_000, 4_000)
    assert on_hand(shop, line) == {"仓库": 20}
    assert proved(shop) == []


def test_consigned_goods_go_back_as_a_quantity_and_so_does_their_reversal(shop):
    supplier, line = bring(shop, "consignment")
    document = send_back(shop, supplier, out_of(line, 4)).document
    (told,) = document.lines
    assert (told.terms, told.cost_fen, told.amount_fen) == (Terms.CONSIGNMENT, 1_000, 0)
    reverse = shop.suite.documents.reverse
    back = reverse(shop.stock_keeper, document.document_id, "没来取", request(9)).document
    assert [(x.quantity, x.amount_fen) for x in back.lines] == [(-4, 0)]
    assert on_hand(shop, line) == {"仓库": 24}
    assert proved(shop) == []


def test_goods_of_another_supplier_or_of_none_do_not_go_back(shop):
    supplier, _ = bring(shop, "buy_out", "a")
    _, other = bring(shop, "buy_out", "b", 401)
    opening = arrived(shop, kept_goods(shop), key="c", number=402, kind=DocumentKind.OPENING)
    for n, line in enumerate((other, opening)):
        with pytest.raises(Refusal, match="return_not_from_supplier"):
            send_back(shop, supplier, out_of(line, 1), key=f"out{n}")
    with pytest.raises(Refusal, match="return_supplier_missing"):
        send_back(shop, 0, out_of(opening, 1), key="none")


def test_expired_goods_are_destroyed_and_not_sent_back(shop):
    supplier, line = bring(shop, "")
    let_days_pass(shop, 350)  # 2027-05-31 is its expiry day
    send_back(shop, supplier, out_of(line, 1), key="a", number=1)
    let_days_pass(shop, 1)
    with pytest.raises(Refusal, match="return_expired"):
        send_back(shop, supplier, out_of(line, 1), key="b", number=2)
    (row,) = shop.suite.supplier_returns.returnable(shop.stock_keeper, supplier)
    assert (row.on_hand, row.problem) == (23, "return_expired")


def test_the_agreed_days_before_expiry_are_kept_to_the_day(shop):
    supplier, line = bring(shop, "consignment")  # 30 days: until 2027-05-01
    let_days_pass(shop, 320)
    (row,) = shop.suite.supplier_returns.returnable(shop.stock_keeper, supplier)
    assert (row.last_day, row.problem) == ("2027-05-01", "")
    send_back(shop, supplier, out_of(line, 1), key="a", number=1)
    let_days_pass(shop, 1)
    with pytest.raises(Refusal, match="return_too_late") as refused:
        send_back(shop, supplier, out_of(line, 1), key="b", number=2)
    told = refused.value.params
    assert (told["days"], told["date"]) == (30, "2027-05-01")
    assert proved(shop) == []


def test_no_more_goes_back_than_is_there(shop):
    supplier, line = bring(shop, "buy_out")
    for place, quantity in ((FLOOR, 1), (line.place_id, 25)):
        with pytest.raises(Refusal, match="leaving_short"):
            send_back(shop, supplier, out_of(line, quantity, place), key=f"p{place}")
