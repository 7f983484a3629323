from itertools import pairwise

import pytest

from showroom.db.reads.verify import events
from showroom.db.tables.shift import shift_close
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.codec import from_json
from showroom.domain.document import Receipt, ZSlip
from showroom.domain.errors import Refusal
from showroom.domain.journal import seal
from showroom.domain.shift import CashCount
from showroom.domain.tender import Payment, RoundOff, TenderKind
from tests.factories import TODAY, request
from tests.services.books.test_verify import tamper
from tests.services.selling.test_checkout import goods, prove, sell, shop  # noqa: F401 (a fixture)


def test_a_shift_from_float_to_z(demo_shop):
    shifts, cashier = demo_shop.suite.shifts, demo_shop.cashier
    assert shifts.current() is None
    opened = shifts.open_shift(cashier, 30_000, request(1), CashCount({10000: 3})).shift
    assert (opened.number, opened.business_date, opened.till) == (1, TODAY, "01")
    again = shifts.open_shift(cashier, 30_000, request(1), CashCount({10000: 3}))
    assert (again.shift, again.repeated) == (opened, True)
    with pytest.raises(Refusal, match="shift_already_open"):
        shifts.open_shift(cashier, 30_000, request(2))
    first, second = goods(demo_shop)[:2]
    cash = sell(demo_shop, Basket().add(first), number=3).sale
    basket = Basket().add(second)
    sell(demo_shop, basket, Payment(basket.due_fen).pay(TenderKind.WECHAT), number=4)
    shifts.move_cash(cashier, -5_000, "大额上缴", request(5))
    shifts.move_cash(cashier, -5_000, "大额上缴", request(5))
    shifts.move_cash(cashier, 2_000, "换零钱", request(6))
    assert [m.amount_fen for m in shifts.movements()] == [-5_000, 2_000]
    shifts.record_void(cashier, "{}", request(7))
    shifts.open_drawer(demo_shop.owner, "换零钱", request(8))
    demo_shop.suite.prints.reprint(cashier, "receipt", cash.sale_id, request(9))
    totals = shifts.x_slip(demo_shop.owner).totals
    assert (totals.sales, totals.voided_lines, totals.drawer_openings, totals.reprints) == (
        2,
        1,
        1,
        1,
    )
    assert totals.net_fen == cash.net_fen + basket.due_fen
    expected = 30_000 + cash.net_fen - 3_000
    report = shifts.close_shift(cashier, CashCount({10000: 3}), request(10), "少了").report
    assert report.expected_fen == expected
    assert report.over_short_fen == 30_000 - expected
    assert report.perpetual_sales_fen == totals.net_fen
    again = shifts.close_shift(cashier, CashCount({10000: 3}), request(10), "少了")
    assert (again.report, again.repeated) == (report, True)
    with pytest.raises(Refusal, match="request_reused"):
        shifts.close_shift(cashier, CashCount({100: 0}), request(10))
    assert shifts.closed(cashier) == [report]
    assert shifts.current() is None
    with pytest.raises(Refusal, match="shift_not_open"):
        shifts.close_shift(cashier, CashCount({100: 0}), request(11))
    again = shifts.open_shift(cashier, 0, request(12)).shift
    assert again.number == 2
    prove(demo_shop)


def test_the_business_date_is_fixed_at_opening(shop):  # noqa: F811
    shop.clock.advance(17 * 3600)
    assert sell(shop, Basket().add(goods(shop)[0])).sale.business_date == TODAY
    assert shop.suite.reports.today() == TODAY


def test_a_clock_that_is_set_back_a_little_does_not_reorder(shop):  # noqa: F811
    first = sell(shop, Basket().add(goods(shop)[0])).sale
    shop.clock.advance(-200)
    second = sell(shop, Basket().add(goods(shop)[0]), number=2).sale
    assert second.sold_at_us == first.sold_at_us - 200_000_000, "the time is what the clock says"
    assert [r.number for r in shop.suite.reports.latest(shop.cashier)] == [
        second.number,
        first.number,
    ]
    assert [e.kind for e in journal_of(shop)][-2:] == ["sale", "sale"]
    prove(shop)


def test_refusals(shop):  # noqa: F811
    shifts, cashier = shop.suite.shifts, shop.cashier
    for call, code in (
        (lambda: shifts.open_shift(shop.stock_keeper, 0, request(1)), "not_permitted"),
        (lambda: shifts.open_shift(cashier, -1, request(1)), "float_out_of_range"),
        (lambda: shifts.move_cash(cashier, 0, "", request(1)), "cash_move_zero"),
        (lambda: shifts.move_cash(cashier, 1, "长" * 81, request(1)), "reason_too_long"),
        (
            lambda: shifts.close_shift(cashier, CashCount({100: 0}), request(1), "长" * 81),
            "reason_too",
        ),
        (lambda: shifts.open_drawer(shop.owner, " ", request(1)), "reason_missing"),
        (lambda: shifts.record_void(shop.stock_keeper, "x", request(1)), "not_permitted"),
    ):
        with pytest.raises(Refusal, match=code):
            call()


def test_without_a_shift_there_is_nothing_to_look_at(demo_shop):
    assert demo_shop.suite.shifts.movements() == ()
    with pytest.raises(Refusal, match="shift_not_open"):
        demo_shop.suite.shifts.x_slip(demo_shop.cashier)
    with pytest.raises(Refusal, match="shift_not_open"):
        demo_shop.suite.shifts.open_drawer(demo_shop.owner, "换零钱", request(1))


def test_a_head_that_names_no_shift_is_refused(file_shop):
    file_shop.suite.shifts.open_shift(file_shop.cashier, 0, request(1))
    tamper(file_shop, "UPDATE journal_head SET open_shift_id = open_shift_id + 1")
    with pytest.raises(Refusal, match="shift_not_open"):
        file_shop.suite.shifts.move_cash(file_shop.cashier, 100, "", request(2))


def test_a_rung_up_basket_holds_back_the_close(shop):  # noqa: F811
    basket = Basket().add(goods(shop)[0])
    shop.suite.baskets.save_open(shop.cashier, basket)
    with pytest.raises(Refusal, match="basket_not_empty"):
        shop.suite.shifts.close_shift(shop.cashier, CashCount({100: 0}), request(60))
    shop.suite.baskets.hold(shop.cashier, basket)
    assert shop.suite.shifts.close_shift(shop.cashier, CashCount({100: 0}), request(60)).report


def test_a_z_slip_is_printed_again_with_its_number(shop):  # noqa: F811
    shifts, prints = shop.suite.shifts, shop.suite.prints
    with pytest.raises(Refusal, match="shift_unknown"):
        prints.reprint(shop.cashier, "z_slip", shifts.current().shift_id, request(70))
    report = shifts.close_shift(shop.cashier, CashCount({100: 0}), request(71)).report
    for number in (72, 73):
        prints.reprint(shop.cashier, "z_slip", report.shift.shift_id, request(number))
    slips = [j for j in shop.suite.prints.open_jobs() if j.kind == "z_slip"]
    assert [from_json(ZSlip, j.payload).copy_no for j in slips] == [0, 1, 2]
    assert all(from_json(ZSlip, j.payload).report == report for j in slips)
    prove(shop)


@pytest.mark.parametrize(("hours", "date"), [(17.99, "2026-06-15"), (18, "2026-06-16")])
def test_a_shift_opened_before_four_belongs_to_the_day_before(file_shop, hours, date):
    """The test shop's clock starts at ten in the morning."""
    file_shop.clock.advance(hours * 3600)
    opened = file_shop.suite.shifts.open_shift(file_shop.cashier, 0, request(1)).shift
    assert opened.business_date == date == file_shop.suite.reports.today()


def test_every_z_says_which_events_it_covers_and_none_is_left_out(file_shop):
    suite, cashier, reports = file_shop.suite, file_shop.cashier, []
    for number in (10, 20, 30):
        suite.shifts.open_shift(cashier, 0, request(number))
        for extra in range(number // 10):
            suite.shifts.record_void(cashier, "{}", request(number + 1 + extra))
        reports.append(
            suite.shifts.close_shift(cashier, CashCount({100: 0}), request(number + 9)).report
        )
    events = journal_of(file_shop)
    assert reports[0].journal_first_seq == 1
    for before, after in pairwise(reports):
        assert events[before.journal_last_seq].kind == "z_report", (
            "it follows the last that it covers"
        )
        assert after.journal_first_seq == before.journal_last_seq + 2
    for report in reports:
        assert report.journal_head == events[report.journal_last_seq - 1].hash.hex()


def test_the_key_of_the_journal_moves_on_with_every_z(file_shop):
    shifts, cashier, secrets = file_shop.suite.shifts, file_shop.cashier, file_shop.books.secrets
    for number in (1, 3):
        shifts.open_shift(cashier, 0, request(number))
        shifts.close_shift(cashier, CashCount({100: 0}), request(number + 1))
    shifts.open_shift(cashier, 0, request(5))
    events = journal_of(file_shop)
    closed = [e.seq for e in events if e.kind == "z_report"]
    for event in events:
        index = sum(event.seq > seq for seq in closed)
        assert event.key_index == index
        assert event.mac == seal(secrets.journal_key(1, index), event.hash)


def journal_of(till):
    return till.books.read(lambda tx: list(events(tx, till.books.till_id)))


def test_a_x_slip_tells_sales_and_refunds_apart(file_shop):
    shifts, cashier = file_shop.suite.shifts, file_shop.cashier
    shifts.open_shift(cashier, 30_000, request(900))
    file_shop.suite.settings.change(file_shop.owner, {"round_off": RoundOff.JIAO})
    sku = next(s for s in goods(file_shop) if s.tax_rate_bp)
    off = Discount(DiscountKind.PERCENT, 90)
    basket = Basket().add(sku, 2).discount_line(1, off).add(sku).discount_order(off)
    paid = Payment(basket.due_fen, RoundOff.JIAO).pay(TenderKind.WECHAT, 500).pay_cash()
    sale = sell(file_shop, basket, paid).sale
    back = file_shop.suite.returns.refund(
        file_shop.owner, sale.sale_id, {1: 1}, "坏", request(2)
    ).refund
    totals = shifts.x_slip(file_shop.owner).totals
    told = (totals.sales, totals.refunds, totals.gross_fen, totals.reduction_fen, totals.net_fen)
    assert told == (1, 1, sale.gross_fen, sale.reduction_fen, sale.net_fen)
    assert (totals.round_off_fen, totals.refund_fen) == (sale.round_off_fen, -back.net_fen)
    assert totals.tax_fen == sale.tax_fen + back.tax_fen
    assert (totals.first_number, totals.last_number) == (sale.number, back.number)
    assert sum(t.amount_fen for t in totals.tenders) == sale.net_fen + back.net_fen
    (zone,) = totals.zones
    assert (zone.zone, zone.orders, zone.refunds) == (sku.zone, 1, 1)
    assert zone.net_fen == sale.net_fen + back.net_fen
    (tax,) = totals.taxes
    assert (tax.net_fen, tax.tax_fen) == (zone.net_fen, totals.tax_fen)


def test_every_copy_has_the_next_number(file_shop):
    prints, cashier = file_shop.suite.prints, file_shop.cashier
    file_shop.suite.shifts.open_shift(cashier, 0, request(900))
    for number in (1, 2):
        sale = sell(file_shop, Basket().add(goods(file_shop)[0]), number=number).sale
        for copy in range(11):
            prints.reprint(cashier, "receipt", sale.sale_id, request(100 * number + copy))
        slips = [j for j in prints.open_jobs() if (j.kind, j.title) == ("receipt", sale.number)]
        assert [from_json(Receipt, j.payload).copy_no for j in slips] == list(range(12))
    assert file_shop.suite.shifts.x_slip(cashier).totals.reprints == 22


def test_cash_may_leave_to_the_last_fen_and_is_named_by_its_way(file_shop):
    shifts, cashier = file_shop.suite.shifts, file_shop.cashier
    shifts.open_shift(cashier, 5_000, request(1))
    shifts.move_cash(cashier, -5_000, "上缴", request(3))
    shifts.move_cash(cashier, 200, "零钱", request(4))
    moved = [(m.kind, m.amount_fen, m.reason, m.actor) for m in shifts.movements()]
    assert moved == [("drop", -5_000, "上缴", cashier.name), ("pay_in", 200, "零钱", cashier.name)]
    assert [e.kind for e in journal_of(file_shop)][-2:] == ["cash_drop", "cash_pay_in"]
    report = shifts.close_shift(cashier, CashCount({100: 1}), request(5)).report
    assert (report.expected_fen, report.over_short_fen) == (200, -100)
    row = file_shop.books.read(lambda tx: tx.connection.execute(shift_close.select()).one())
    assert (row.counted_fen, row.expected_fen) == (100, 200)
    assert row.journal_seq == journal_of(file_shop)[-1].seq


def test_what_is_empty_is_no_deed(shop):  # noqa: F811
    """A count of nothing closed a shift as if the drawer were empty."""
    suite, cashier, owner = shop.suite, shop.cashier, shop.owner
    sold = sell(shop, Basket().add(goods(shop)[0])).sale
    wanted = request(80)
    for call, code in (
        (lambda: suite.shifts.close_shift(cashier, CashCount({}), wanted), "count_missing"),
        (lambda: suite.shifts.record_void(cashier, " ", wanted), "void_missing"),
        (lambda: suite.returns.refund(owner, sold.sale_id, {}, "坏", wanted), "refund_nothing"),
        (
            lambda: suite.checkout.complete_sale(cashier, Basket(), Payment(0), wanted),
            "basket_empty",
        ),
        (lambda: suite.baskets.hold(cashier, Basket()), "basket_empty"),
        (lambda: suite.asked.note(cashier, " "), "asked_empty"),
        (lambda: suite.imports.check(owner, b"", "leer.csv"), "import_empty"),
    ):
        seq = len(journal_of(shop))
        with pytest.raises(Refusal, match=code):
            call()
        assert len(journal_of(shop)) == seq
    assert suite.shifts.current() is not None
