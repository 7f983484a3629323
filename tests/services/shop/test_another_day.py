"""The business day changes by rule: nothing is posted into a day that is over."""

import pytest

from showroom.db.stores.shifts import counted
from showroom.domain.basket import Basket
from showroom.domain.business_day import US_PER_S, day_ends_us
from showroom.domain.errors import Refusal
from showroom.domain.shift import CashCount
from showroom.domain.shift_day import GRACE_US, RUNS_ON, ShiftDay
from tests.factories import TODAY, make_books, request
from tests.services.selling.test_checkout import goods, prove, sell, shop  # noqa: F401 (a fixture)
from tests.services.shop.test_shifts import journal_of

DAY_S = 86_400


def doors(till, sale):
    """Everything that would post into the open shift."""
    shifts, cashier = till.suite.shifts, till.cashier
    return {
        "sell": lambda: sell(till, Basket().add(goods(till)[0]), number=70),
        "refund": lambda: till.suite.returns.refund(
            till.owner, sale.sale_id, {1: 1}, "坏", request(71)
        ),
        "pay in": lambda: shifts.move_cash(cashier, 100, "", request(72)),
        "drawer": lambda: shifts.open_drawer(till.owner, "换零", request(73)),
    }


def test_a_shift_that_was_never_closed_takes_nothing_of_another_day(shop):  # noqa: F811
    sale = sell(shop, Basket().add(goods(shop)[0])).sale
    shop.clock.advance(3 * DAY_S)
    for name, door in doors(shop, sale).items():
        with pytest.raises(Refusal, match="shift_of_another_day") as refused:
            door()
        assert refused.value.params["shift_date"] == TODAY, name
    with pytest.raises(Refusal, match="shift_of_another_day"):
        shop.suite.shifts.run_on(shop.cashier, request(74))
    report = shop.suite.shifts.close_shift(shop.cashier, CashCount({100: 0}), request(75)).report
    assert (report.shift.business_date, report.totals.sales) == (TODAY, 1)
    opened = shop.suite.shifts.open_shift(shop.cashier, 0, request(76)).shift
    assert opened.business_date == "2026-06-18"
    for door in doors(shop, sale).values():
        door()
    assert [r.business_date for r in shop.suite.reports.latest(shop.cashier)] == [
        "2026-06-18"
    ] * 2 + [TODAY]
    prove(shop)


def test_a_night_that_runs_over_goes_on_when_somebody_says_so(shop):  # noqa: F811
    shop.clock.now = day_ends_us(TODAY)
    shifts = shop.suite.shifts
    assert shifts.current().day(shop.clock.now) is ShiftDay.MAY_RUN_ON
    with pytest.raises(Refusal, match="shift_of_another_day"):
        sell(shop, Basket().add(goods(shop)[0]))
    assert shifts.run_on(shop.cashier, request(80)).changes.shift
    assert shifts.run_on(shop.cashier, request(81)).changes.shift, "said twice is said once"
    assert shop.books.read(lambda tx: counted(tx, shifts.current().shift_id, RUNS_ON)) == 1
    assert shifts.current().day(shop.clock.now) is ShiftDay.OWN
    assert sell(shop, Basket().add(goods(shop)[0])).sale.business_date == TODAY
    shop.clock.advance(GRACE_US / US_PER_S)
    with pytest.raises(Refusal, match="shift_of_another_day"):
        sell(shop, Basket().add(goods(shop)[0]), number=2)
    report = shifts.close_shift(shop.cashier, CashCount({100: 0}), request(82)).report
    assert report.shift.runs_on
    assert [e.kind for e in journal_of(shop)].count("shift_runs_on") == 2
    prove(shop)


def test_what_spoiled_overnight_is_not_sold_by_yesterdays_date(file_shop):
    till = file_shop
    till.suite.shifts.open_shift(till.cashier, 0, request(900))
    lots = till.suite.stock.lots
    dated = {s.sku_id: {x.lot.expiry_date for x in lots(till.owner, s.sku_id)} for s in goods(till)}
    sku = next(s for s in goods(till) if len(dated[s.sku_id]) == 1 and "" not in dated[s.sku_id])
    (last_day,) = dated[sku.sku_id]
    till.suite.shifts.close_shift(till.cashier, CashCount({100: 0}), request(901))
    till.clock.now = day_ends_us(last_day) - US_PER_S
    till.suite.clock.confirm(till.owner, request(701))
    till.suite.shifts.open_shift(till.cashier, 0, request(902))
    assert sell(till, Basket().add(sku)).sale.business_date == last_day
    till.clock.advance(2)
    till.suite.shifts.run_on(till.cashier, request(903))
    with pytest.raises(Refusal, match="sku_expired"):
        sell(till, Basket().add(sku), number=2)


def test_each_till_has_a_shift_and_a_day_of_its_own(shop):  # noqa: F811
    setup, suite = shop.suite.setup, shop.suite
    point = setup.tills()[0].point_id
    added = setup.add_till(shop.owner, "02", "2 号收银台", point).till
    books = make_books(shop.books.database, shop.clock, added.till_id)
    beside = type(suite.shifts)(books, suite.shifts._heads)  # noqa: SLF001 (the same shop's head)
    shop.clock.advance(DAY_S)
    today = beside.open_shift(shop.cashier, 0, request(60)).shift
    beside.move_cash(shop.cashier, 100, "", request(61))
    assert today.business_date == "2026-06-16"
    with pytest.raises(Refusal, match="shift_of_another_day"):
        suite.shifts.move_cash(shop.cashier, 100, "", request(62))
    prove(shop)


def test_a_shift_of_a_later_date_takes_nothing_either(shop):  # noqa: F811
    shop.suite.shifts.close_shift(shop.cashier, CashCount({100: 0}), request(50))
    shop.clock.advance(10 * DAY_S)
    later = shop.suite.shifts.open_shift(shop.cashier, 0, request(51)).shift
    shop.clock.advance(-10 * DAY_S)
    shop.suite.clock.confirm(shop.owner, request(702))
    with pytest.raises(Refusal, match="shift_of_another_day"):
        sell(shop, Basket().add(goods(shop)[0]))
    assert later.day(shop.clock.now) is ShiftDay.OVER
