from dataclasses import fields, replace

import pytest

from showroom.db.reads.sales import best_sellers
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Cause, Discount, DiscountKind
from showroom.domain.errors import Refusal
from showroom.domain.figures import NET, compared_with
from showroom.domain.ids import TillId
from showroom.domain.quantity import SoldBy
from showroom.domain.report import CLOCK_IN_DOUBT, ReceiptFilter, SalesFigures, day_notes
from showroom.domain.tender import Payment, TenderKind
from tests.factories import TODAY, request
from tests.services.selling.test_checkout import goods, sell, shop  # noqa: F401 (a fixture)


def test_the_day_by_zone_ties_out(shop):  # noqa: F811
    skus = goods(shop)
    zones = sorted({s.zone for s in skus})
    sales = []
    for number, sku in enumerate(skus[:8], 1):
        basket = Basket().add(sku, 2).add(goods(shop, weighed=True)[0], 250)
        kind = (TenderKind.CASH, TenderKind.CARD)[number % 2]
        payment = Payment(basket.due_fen).pay(kind) if number % 2 else None
        sales.append(sell(shop, basket, payment, number).sale)
    refund = shop.suite.returns.refund(
        shop.owner, sales[0].sale_id, {1: 1}, "坏", request(50)
    ).refund
    report = shop.suite.reports.daily(shop.owner, TODAY)
    assert report.tie_out.balances
    assert report.total.orders == 8
    assert report.total.weight_g == 8 * 250
    assert report.total.net_fen == sum(s.net_fen for s in sales)
    assert report.total.refund_fen == -refund.net_fen
    assert report.tie_out.headers_fen == NET.of(report.total)
    assert sum(z.figures.net_fen for z in report.zones) == report.total.net_fen
    for zone in report.zones:
        assert sum(c.figures.net_fen for c in zone.counties) == zone.figures.net_fen
        assert zone.figures.orders <= sum(c.figures.orders for c in zone.counties)
    assert {z.zone for z in report.zones} <= set(zones)
    assert sum(t.amount_fen for t in report.tenders) == NET.of(report.total)
    assert sum(t.tax_fen for t in report.taxes) == report.total.tax_fen
    assert sum(h.net_fen for h in report.hours) == NET.of(report.total)
    assert {h.hour for h in report.hours} == {10}
    assert report.open_shifts == 1
    zone = report.zones[0]
    behind = shop.suite.reports.receipts(shop.owner, ReceiptFilter(TODAY, zone_id=zone.zone_id))
    assert len(behind) == zone.figures.orders + zone.figures.refund_orders
    county = zone.counties[0]
    behind = shop.suite.reports.receipts(
        shop.owner, ReceiptFilter(TODAY, county_id=county.county_id)
    )
    assert len(behind) == county.figures.orders + county.figures.refund_orders
    day = ReceiptFilter(TODAY)
    assert len(shop.suite.reports.receipts(shop.owner, replace(day, kind="refund"))) == 1
    assert len(shop.suite.reports.receipts(shop.owner, replace(day, hour=10))) == 9
    assert not shop.suite.reports.receipts(shop.owner, replace(day, hour=11))
    for tender in report.tenders:
        behind = shop.suite.reports.receipts(shop.owner, replace(day, tender=tender.kind))
        assert sum(r.net_fen for r in behind) == tender.amount_fen
    for tax in report.taxes:
        assert shop.suite.reports.receipts(shop.owner, replace(day, tax=(tax.kind, tax.rate_bp)))
    assert not shop.suite.reports.receipts(shop.owner, replace(day, tax=("taxed", 1)))
    latest = shop.suite.reports.latest(shop.cashier, 3)
    assert [r.number for r in latest] == ["01-000009", "01-000008", "01-000007"]
    assert latest[0].kind == "refund"


def test_the_same_weekday_a_week_ago_is_the_comparison(shop):  # noqa: F811
    sale = sell(shop, Basket().add(goods(shop)[0])).sale
    with pytest.raises(Refusal, match="day_not_yet"):
        shop.suite.reports.daily(shop.owner, "2026-06-22")
    shop.clock.advance(8 * 86_400)
    report = shop.suite.reports.daily(shop.owner, "2026-06-22")
    assert report.previous.net_fen == sale.net_fen
    assert report.total.orders == 0
    assert report.tie_out.balances
    assert compared_with(report) == "上周一"


def test_a_day_made_by_a_clock_in_doubt_says_so_first(demo_shop):
    """Ten years ahead 日报 showed a day of 2037 as today, with 0.00, and doubted nothing."""
    reports, clock = demo_shop.suite.reports, demo_shop.suite.clock
    demo_shop.clock.advance(3652 * 86_400)
    assert clock.doubt() is not None
    doubted = reports.daily(demo_shop.owner, reports.today())
    assert day_notes(doubted)[0] == CLOCK_IN_DOUBT
    clock.confirm(demo_shop.owner, request())
    sure = reports.daily(demo_shop.owner, reports.today())
    assert CLOCK_IN_DOUBT not in day_notes(sure)
    assert sure.standing == doubted.standing, "the same day's figures"


def test_a_running_day_is_compared_with_as_much_of_the_day_a_week_before(shop):  # noqa: F811
    morning = sell(shop, Basket().add(goods(shop)[0]), number=1).sale
    shop.clock.advance(6 * 3600)
    sell(shop, Basket().add(goods(shop)[0], 2), number=2)
    shop.clock.advance(7 * 86_400 - 5 * 3600)
    daily = shop.suite.reports.daily
    running = daily(shop.owner, "2026-06-22")
    assert running.previous.orders == 1
    assert running.previous.net_fen == morning.net_fen
    assert compared_with(running) == "上周一同时"
    shop.clock.advance(86_400)
    over = daily(shop.owner, "2026-06-22")
    assert over.previous.orders == 2
    assert compared_with(over) == "上周一"


def test_the_slip_goes_to_the_printer(shop):  # noqa: F811
    shop.suite.reports.print_daily(shop.owner, TODAY, request(1))
    assert [j.kind for j in shop.suite.prints.open_jobs()] == ["day_slip"]


def test_refusals(demo_shop):
    with pytest.raises(Refusal, match="not_permitted"):
        demo_shop.suite.reports.daily(demo_shop.cashier, TODAY)
    with pytest.raises(Refusal, match="date_unreadable"):
        demo_shop.suite.reports.daily(demo_shop.owner, "2026-02-30")


def test_what_sells_best_comes_first(shop):  # noqa: F811
    assert shop.suite.reports.best_sellers() == []
    first, second, third = goods(shop)[:3]
    sell(shop, Basket().add(second, 3), None, 1)
    sell(shop, Basket().add(second).add(third), None, 2)
    sale = sell(shop, Basket().add(first), None, 3).sale
    shop.suite.returns.refund(shop.owner, sale.sale_id, {1: 1}, "坏", request(4))
    best = shop.suite.reports.best_sellers()
    assert best[0] == second.sku_id
    assert sorted(best[1:]) == sorted((first.sku_id, third.sku_id))
    assert shop.suite.reports.best_sellers(1) == [second.sku_id]


def test_only_a_tills_last_receipts_tell_what_is_in_season(shop):  # noqa: F811
    skus = goods(shop)[:3]
    for number, sku in enumerate(skus, 1):
        sell(shop, Basket().add(sku), None, number)
    for receipts in (1, 2, 3):
        found = shop.books.read(lambda tx, n=receipts: best_sellers(tx, TillId(1), n, 9))
        assert sorted(found) == sorted(s.sku_id for s in skus[-receipts:])
    assert shop.books.read(lambda tx: best_sellers(tx, TillId(2), 9, 9)) == []


def test_every_figure_of_a_day_is_that_of_its_receipts(shop):  # noqa: F811
    taxed = next(s for s in goods(shop) if s.tax_rate_bp)
    kilos = goods(shop, weighed=True)[:2]
    basket = Basket().add(taxed, 3).add(kilos[0], 500).add(kilos[1], 250)
    basket = basket.discount_order(Discount(DiscountKind.PERCENT, 90))
    sold = [sell(shop, basket, None, 1).sale, sell(shop, Basket().add(taxed), None, 2).sale]
    back = shop.suite.returns.refund(
        shop.owner, sold[0].sale_id, {1: 1, 2: 200}, "坏", request(3)
    ).refund
    day = shop.suite.reports.daily(shop.owner, TODAY)
    lines = [x for sale in sold for x in sale.lines]

    def figures(*, of_zone=None, of_county=None):
        def mine(x):
            return of_zone in {None, x.zone_id} and of_county in {None, x.county_id}

        here, returned = ([x for x in xs if mine(x)] for xs in (lines, back.lines))
        return SalesFigures(
            orders=sum(any(mine(x) for x in sale.lines) for sale in sold),
            pieces=sum(x.quantity for x in here if x.sold_by is SoldBy.EACH),
            weight_g=sum(x.quantity for x in here if x.sold_by is SoldBy.WEIGHT),
            gross_fen=sum(x.list_fen for x in here),
            reduction_fen=sum(x.reduction_fen for x in here),
            net_fen=sum(x.net_fen for x in here),
            refund_orders=int(bool(returned)),
            refund_fen=-sum(x.net_fen for x in returned),
            tax_fen=sum(x.tax_fen for x in (*here, *returned)),
            round_off_fen=sum(
                r.amount_fen for x in here for r in x.reductions if r.cause is Cause.ROUND_OFF
            ),
        )

    assert day.total == figures()
    assert all(getattr(day.total, f.name) > 0 for f in fields(SalesFigures))
    assert {z.zone_id for z in day.zones} == {x.zone_id for x in lines}
    for zone in day.zones:
        assert zone.figures == figures(of_zone=zone.zone_id)
        for county in zone.counties:
            assert county.figures == figures(of_county=county.county_id)
