import pytest

from showroom.domain.approval import ApprovalNeeded
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.errors import Refusal
from showroom.domain.quantity import amount_fen
from showroom.domain.scan import ScaleLabel
from showroom.domain.tax import tax_included
from showroom.domain.tender import Payment, RoundOff, TenderKind
from tests.factories import change_sku, request
from tests.services.selling.test_checkout import goods, prove, sell, shop  # noqa: F401 (a fixture)


def give_back(shop, sale, quantities, number, **kw):  # noqa: F811
    return shop.suite.returns.refund(
        shop.owner, sale.sale_id, quantities, "包装破损", request(number), **kw
    )


def test_piece_by_piece_gives_back_exactly_what_was_paid(shop):  # noqa: F811
    first, second = goods(shop)[:2]
    basket = Basket().add(first, 3).add(second, 2)
    basket = basket.discount_order(Discount(DiscountKind.AMOUNT, 101))
    sale = sell(shop, basket, Payment(basket.due_fen).pay(TenderKind.ALIPAY, 700).pay_cash()).sale
    back = [give_back(shop, sale, {1: 1}, n).refund for n in (2, 3, 4)]
    back.append(give_back(shop, sale, {2: 2}, 5, restock=True).refund)
    assert sum(r.net_fen for r in back) == -sale.net_fen
    assert sum(r.tax_fen for r in back) == -sale.tax_fen
    paid = {"cash": 0, "alipay": 0}
    for refund in back:
        for tender in refund.tenders:
            paid[tender.kind] -= tender.amount_fen
    assert paid == {t.kind.value: t.amount_fen for t in sale.tenders}
    assert back[0].number == "01-000002"
    assert back[0].original_sale_id == sale.sale_id
    after = shop.suite.catalogue.load_index().by_id
    assert after[first.sku_id].on_hand == first.on_hand - 3, "returned food waits in quarantine"
    assert after[second.sku_id].on_hand == second.on_hand
    prove(shop)
    with pytest.raises(Refusal, match="refund_too_much"):
        give_back(shop, sale, {1: 1}, 6)


def test_a_repeated_refund_is_one(shop):  # noqa: F811
    sale = sell(shop, Basket().add(goods(shop)[0], 2)).sale
    first, again = give_back(shop, sale, {1: 1}, 2), give_back(shop, sale, {1: 1}, 2)
    assert again.repeated
    assert again.refund == first.refund
    assert shop.suite.returns.look_up(sale.sale_id).remaining == {1: 1}


def test_refusals(shop):  # noqa: F811
    sale = sell(shop, Basket().add(goods(shop)[0], 2)).sale
    returns = shop.suite.returns
    cases = [
        (shop.stock_keeper, {1: 1}, "坏", "not_permitted"),
        (shop.owner, {1: 1}, " ", "reason_missing"),
        (shop.owner, {1: 1}, "长" * 81, "reason_too_long"),
        (shop.owner, {1: 0}, "坏", "refund_nothing"),
        (shop.owner, {1: -1}, "坏", "refund_nothing"),
        (shop.owner, {9: 1}, "坏", "refund_too_much"),
        (shop.owner, {1: 3}, "坏", "refund_too_much"),
    ]
    for actor, quantities, reason, code in cases:
        with pytest.raises(Refusal, match=code):
            returns.refund(actor, sale.sale_id, quantities, reason, request(7))
    refund = give_back(shop, sale, {1: 1}, 8).refund
    for ask in (
        lambda: returns.quote(sale.sale_id, {1: 2}),
        lambda: give_back(shop, sale, {1: 2}, 9),
    ):
        with pytest.raises(Refusal, match="refund_too_much") as refused:
            ask()
        assert refused.value.params["remaining"] == 1
    with pytest.raises(Refusal, match="refund_of_refund"):
        returns.look_up(refund.sale_id)


def test_who_says_yes_to_a_second_refund_is_shown_what_is_left_of_the_sale(shop):  # noqa: F811
    sale = sell(shop, Basket().add(goods(shop)[0], 3)).sale
    first = give_back(shop, sale, {1: 1}, 2).refund
    with pytest.raises(ApprovalNeeded) as asked:
        shop.suite.returns.refund(shop.cashier, sale.sale_id, {1: 1}, "坏", request(3))
    (deed,) = asked.value.deeds
    assert (deed.old_fen, deed.new_fen) == (
        sale.net_fen + first.net_fen,
        sale.net_fen + 2 * first.net_fen,
    )


def test_a_quote_tells_what_the_refund_will_give_back(shop):  # noqa: F811
    first = goods(shop)[0]
    basket = Basket().add(first, 3)
    sale = sell(shop, basket, Payment(basket.due_fen).pay(TenderKind.ALIPAY, 700).pay_cash()).sale
    quote = shop.suite.returns.quote(sale.sale_id, {1: 2})
    refund = give_back(shop, sale, {1: 2}, 2).refund
    assert quote.amount_fen == -refund.net_fen
    assert [(t.kind, t.amount_fen) for t in quote.tenders] == [
        (t.kind, -t.amount_fen) for t in refund.tenders
    ]
    assert shop.suite.returns.quote(sale.sale_id, {}).tenders == ()


def test_electronic_money_goes_back_first_whatever_was_paid_first(file_shop):
    till, sku = at_the_counter(file_shop)
    basket = Basket().add(sku, 3)
    paid = Payment(basket.due_fen, RoundOff.NONE).pay_cash(500)
    sale = sell(till, basket, paid.pay(TenderKind.WECHAT, 200, "w").pay(TenderKind.CARD)).sale
    one = sale.net_fen // 3
    assert 200 < one < sale.net_fen - 500
    back = [give_back(till, sale, {1: 1}, number).refund for number in (2, 3, 4)]
    assert [(t.kind, t.reference) for t in back[0].tenders] == [("wechat", "w"), ("card", "")]
    assert back[0].tenders[0].amount_fen == -200
    assert [t.kind for t in back[2].tenders][-1] == "cash"
    assert given(back) == {"cash": -500, "wechat": -200, "card": 700 - sale.net_fen}
    prove(till)


def given(refunds):
    sums = {}
    for tender in (t for refund in refunds for t in refund.tenders):
        sums[tender.kind] = sums.get(tender.kind, 0) + tender.amount_fen
    return sums


@pytest.mark.parametrize("share", [0.5, 1])
def test_goods_of_two_lots_come_back_to_the_lots_they_left(file_shop, share):
    till, sku = at_the_counter(file_shop)
    first, second = till.suite.stock.lots(till.owner, sku.sku_id)[:2]
    sale = sell(till, Basket().add(sku, first.lot.on_hand + 2)).sale
    part = int(first.lot.on_hand * share)
    give_back(till, sale, {1: part}, 2, restock=True)
    give_back(till, sale, {1: first.lot.on_hand + 2 - part}, 3, restock=True)
    after = {x.lot.lot_id: x.lot.on_hand for x in till.suite.stock.lots(till.owner, sku.sku_id)}
    assert after[first.lot.lot_id] == first.lot.on_hand
    assert after[second.lot.lot_id] == second.lot.on_hand
    prove(till)


def at_the_counter(till):
    """A product of two lots, the first of which sells first."""
    till.suite.shifts.open_shift(till.cashier, 30_000, request(900))
    for sku in goods(till):
        lots = till.suite.stock.lots(till.owner, sku.sku_id)
        if len(lots) > 1 and not sku.expired_on_hand and min(x.lot.on_hand for x in lots) > 3:
            return till, sku
    raise AssertionError("the demo has products of several lots")


def test_a_refund_stays_out_of_the_shelf_unless_it_was_looked_at(file_shop):
    till, sku = at_the_counter(file_shop)
    sale = sell(till, Basket().add(sku, 3)).sale
    give_back(till, sale, {1: 1}, 2)
    shelf, quarantine = (
        [
            x.lot.on_hand
            for x in till.suite.stock.lots(till.owner, sku.sku_id)
            if x.lot.location == n
        ]
        for n in ("卖场", "退货待检")
    )
    assert (sum(shelf), quarantine) == (sku.on_hand - 3, [1])


def test_a_piece_of_a_line_that_cost_next_to_nothing_gives_nothing_less(shop):  # noqa: F811
    """A weighed line of 1 fen: 86 of 144 g were refunded as minus 1 fen, taken from the buyer."""
    kg = goods(shop, weighed=True)[0]
    whole = Basket().add(kg, 144).due_fen
    label = ScaleLabel("x", 144, max(2, whole // 50))
    basket = Basket().add_label(kg, label).add(goods(shop)[0])
    basket = basket.discount_line(1, Discount(DiscountKind.PERCENT, 1))
    sale = sell(shop, basket).sale
    back = [give_back(shop, sale, {1: n}, 10 + n).refund for n in (86, 1, 30, 27)]
    assert all(r.net_fen <= 0 for r in back)
    assert sum(r.net_fen for r in back) == -sale.lines[0].net_fen


def test_an_amount_on_a_label_is_paid_taxed_and_given_back_whole(shop):  # noqa: F811
    """202.53 of 860.00 a kilogram are 235.5 g: they were sold as 236 g less 0.43, or 235 g."""
    sku = change_sku(shop, goods(shop, weighed=True)[0], list_price_fen=86_000)
    for number, fen in enumerate((20_253, 20_250, 20_296, 43), 1):
        basket = Basket().add_label(sku, ScaleLabel("x", None, fen))
        paid = Payment(basket.due_fen).pay(TenderKind.ALIPAY, fen)
        sale = sell(shop, basket, paid, 2 * number).sale
        (line,) = sale.lines
        taken = sum(r.amount_fen for r in line.reductions)
        assert (sale.net_fen, line.net_fen, line.list_fen - taken) == (fen, fen, fen)
        assert line.list_fen == amount_fen(86_000, line.quantity, line.sold_by)
        assert line.tax_fen == tax_included(fen, line.tax_kind, line.tax_rate_bp)
        back = give_back(shop, sale, {1: line.quantity}, 2 * number + 1).refund
        assert (back.net_fen, back.lines[0].tax_fen) == (-fen, -line.tax_fen)


@pytest.mark.parametrize(
    ("policy", "back"),
    [
        (RoundOff.FEN, (340, 330, 330)),
        (RoundOff.NONE, (333, 334, 333)),
        (RoundOff.JIAO, (400, 300, 300)),
    ],
)
def test_cash_goes_back_in_coins_that_there_are(shop, policy, back):  # noqa: F811
    """Three of 10.00 in cash: one of them asked for 3.33, and no drawer has 3 fen."""
    shop.suite.settings.change(shop.owner, {"round_off": policy})
    sku = goods(shop)[0]
    basket = Basket().add(sku, 3)
    basket = basket.discount_order(Discount(DiscountKind.AMOUNT, basket.gross_fen - 1000))
    sale = sell(shop, basket, Payment(basket.due_fen, policy).pay_cash()).sale
    made = []
    for number, fen in enumerate(back, 2):
        quote = shop.suite.returns.quote(sale.sale_id, {1: 1})
        assert quote.amount_fen == fen
        made.append(give_back(shop, sale, {1: 1}, number).refund)
        assert quote.evened_fen == made[-1].evened_fen
        assert [t.amount_fen for t in made[-1].tenders] == [-fen]
        assert (made[-1].net_fen, made[-1].discount_fen < 0) == (-fen, True)
    assert sum(r.evened_fen for r in made) == 0
    assert sum(r.tax_fen for r in made) == -sale.tax_fen
    prove(shop)


def test_many_small_refunds_give_no_more_than_one_step_ahead(shop):  # noqa: F811
    """1.01 refunded ten times is not ten times 2.00, and what stays with the buyer stays paid."""
    shop.suite.settings.change(shop.owner, {"round_off": RoundOff.JIAO})
    basket = Basket().add(goods(shop)[0], 10)
    basket = basket.discount_order(Discount(DiscountKind.AMOUNT, basket.gross_fen - 1019))
    sale = sell(shop, basket, Payment(basket.due_fen, RoundOff.JIAO).pay_cash()).sale
    back = [give_back(shop, sale, {1: 1}, n).refund for n in range(2, 7)]
    assert [r.net_fen for r in back] == [-100] * 5
    shop.suite.settings.change(shop.owner, {"round_off": RoundOff.NONE})
    back += [give_back(shop, sale, {1: 1}, n).refund for n in range(7, 12)]
    assert sum(r.net_fen for r in back) == -sale.net_fen == -1000


def test_a_finer_rule_than_before_takes_nothing_from_the_buyer(shop):  # noqa: F811
    shop.suite.settings.change(shop.owner, {"round_off": RoundOff.JIAO})
    dear = max(goods(shop, weighed=True), key=lambda x: x.list_price_fen)
    basket = Basket().add(dear, 1000)
    basket = basket.discount_order(Discount(DiscountKind.AMOUNT, basket.gross_fen - 1000))
    sale = sell(shop, basket, Payment(basket.due_fen, RoundOff.JIAO).pay_cash()).sale
    assert give_back(shop, sale, {1: 110}, 2).refund.net_fen == -200
    shop.suite.settings.change(shop.owner, {"round_off": RoundOff.FEN})
    second = give_back(shop, sale, {1: 20}, 3).refund
    assert (second.net_fen, second.tenders) == (0, ())
    assert give_back(shop, sale, {1: 870}, 4).refund.net_fen == -800
    prove(shop)
