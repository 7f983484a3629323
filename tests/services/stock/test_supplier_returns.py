"""Goods go back to whom they came from, in time and never expired; their terms decide the money."""

from dataclasses import replace

import pytest

from showroom.domain.approval import Act, ApprovalNeeded
from showroom.domain.errors import Refusal
from showroom.domain.stock import DocumentKind, Terms
from tests.factories import grant, let_days_pass, request
from tests.services.stock.deliveries import FLOOR, add_supplier, contract_of
from tests.services.stock.leavings import arrived, kept_goods, on_hand, out_of, proved, take_out
from tests.services.stock.moves import send

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
    with pytest.raises(ApprovalNeeded) as asked:
        send_back(shop, supplier, out_of(line, 1), key="b", number=2)
    (deed,) = asked.value.deeds
    assert (deed.act, deed.dates) == (Act.LATE_RETURN, ("2027-05-01", "2027-05-31"))
    with pytest.raises(Refusal, match="leaving_short"):
        send_back(shop, supplier, out_of(line, 99), key="c", number=3)
    assert proved(shop) == []


def test_goods_that_keep_shorter_than_the_clause_go_back_when_the_supplier_agrees(shop):
    """Ten-day goods under 30 days before expiry could not go back on the day they came."""
    supplier, line = bring(shop, "buy_out", expiry_date="2026-06-25", production_date="2026-06-15")
    (row,) = shop.suite.supplier_returns.returnable(shop.stock_keeper, supplier)
    assert (row.problem, row.may_go_back) == ("return_too_late", True)
    assert "date" not in row.why.params, "that day was before the goods were made"
    assert row.why.params["days"] == 30
    with pytest.raises(ApprovalNeeded) as asked:
        send_back(shop, supplier, out_of(line, 4), key="b", number=2)
    tokens = grant(shop, asked.value.deeds, shop.stock_keeper)
    draft = shop.suite.drafts.open(shop.owner, "b")
    post = shop.suite.supplier_returns.post
    done = post(shop.stock_keeper, "b", draft.revision, request(2), tokens).document
    said = f"{shop.owner.name}：过期限退货 {done.lines[0].name}"
    assert done.approved_by.startswith(said)
    assert done.amount_fen == 4_000
    by_boss = send_back(shop, supplier, out_of(line, 1), key="c", number=3, actor=shop.owner)
    assert by_boss.document.approved_by.startswith(said)
    let_days_pass(shop, 11)
    with pytest.raises(Refusal, match="return_expired"):
        send_back(shop, supplier, out_of(line, 1), key="d", number=4, actor=shop.owner)
    assert proved(shop) == []


def test_no_more_goes_back_than_is_there(shop):
    supplier, line = bring(shop, "buy_out")
    for place, quantity in ((FLOOR, 1), (line.place_id, 25)):
        with pytest.raises(Refusal, match="leaving_short"):
            send_back(shop, supplier, out_of(line, quantity, place), key=f"p{place}")


def returnable(shop, supplier, contract_id=0):
    found = shop.suite.supplier_returns.returnable(shop.stock_keeper, supplier, contract_id)
    return [(x.place, x.on_hand, x.problem, x.last_day) for x in found]


def test_what_is_under_way_is_not_offered(shop):
    supplier, line = bring(shop, "buy_out")
    sku = kept_goods(shop)
    send(shop, sku, [(line.lot_id, 9)], to=FLOOR)
    assert [x[:3] for x in returnable(shop, supplier)] == [("仓库", 15, "")]


def test_the_contract_that_is_named_says_which_lots_may_go_back(shop):
    supplier, _ = bring(shop, "consignment")
    add = shop.suite.suppliers.add_contract
    other = replace(contract_of(Terms.CONSIGNMENT, return_before_days=60), contract_no="HT-2")
    add(shop.owner, supplier, other, request(77))
    (open_,) = returnable(shop, supplier)
    assert open_[2] == "return_contract_open"
    contracts = shop.suite.receiving.supplier(shop.owner, supplier).contracts
    days = {c.contract_id: c.return_before_days for c in contracts}
    found = {days[key]: returnable(shop, supplier, key)[0][2:] for key in days}
    assert found == {30: ("", "2027-05-01"), 60: ("", "2027-04-01")}
