"""A clock that leaves its band posts nothing until somebody has answered for it."""

import json

import pytest

from showroom.domain.approval import ApprovalNeeded
from showroom.domain.basket import Basket
from showroom.domain.business_day import US_PER_S, day_starts_us
from showroom.domain.clock_band import QUIET_US, ClockBand
from showroom.domain.errors import Refusal
from showroom.domain.ids import TillId
from showroom.domain.shift import CashCount
from showroom.services.books.books import Books
from showroom.services.books.clock_guard import ClockGuard
from showroom.services.setup.setup import Setup
from showroom.services.suite import make_suite
from showroom.ui.look import formats
from showroom.ui.words.approvals import deed_text
from tests.factories import (
    MONDAY_TEN_US,
    TODAY,
    FakeClock,
    MemorySecrets,
    approved,
    cheap_pins,
    grant,
    request,
)
from tests.services.selling.test_checkout import goods, prove, sell, shop  # noqa: F401 (a fixture)
from tests.services.shop.test_shifts import journal_of

DAY_S = 86_400
TEN_YEARS_S = 3652 * DAY_S


def refuses(till, code):
    """Every door is shut, and nothing moved behind any of them."""
    before = journal_of(till)
    shifts, cashier = till.suite.shifts, till.cashier
    for door in (
        lambda: sell(till, Basket().add(goods(till)[0]), number=40),
        lambda: shifts.move_cash(cashier, 100, "", request(41)),
        lambda: shifts.close_shift(cashier, CashCount({100: 0}), request(42)),
        lambda: shifts.open_shift(cashier, 0, request(43)),
        lambda: till.suite.settings.change(till.owner, {"phone": "021-1"}),
    ):
        with pytest.raises(Refusal, match=code):
            door()
    assert journal_of(till) == before


def next_shift(till, number):
    shifts = till.suite.shifts
    if shifts.current():
        shifts.close_shift(till.cashier, CashCount({100: 0}), request(number))
    return shifts.open_shift(till.cashier, 0, request(number + 1)).shift


@pytest.mark.parametrize(("jump_s", "code"), [(TEN_YEARS_S, "clock_ahead"), (-400, "clock_behind")])
def test_a_clock_out_of_its_band_posts_nothing(shop, jump_s, code):  # noqa: F811
    assert shop.suite.clock.doubt() is None
    shop.clock.advance(jump_s)
    doubt = shop.suite.clock.doubt()
    assert doubt.code == code
    assert dict(doubt.params) == {"clock_us": shop.clock.now, "known_us": MONDAY_TEN_US}
    refuses(shop, code)
    shop.clock.now = MONDAY_TEN_US
    assert sell(shop, Basket().add(goods(shop)[0])).sale.sold_at_us == MONDAY_TEN_US


def test_after_a_pause_a_cashier_says_that_the_day_is_right(shop):  # noqa: F811
    shop.books.guard._band = ClockBand(quiet_us=QUIET_US)  # noqa: SLF001 (a till's own is fixed)
    shop.clock.advance(5 * DAY_S)
    refuses(shop, "clock_gap")
    shop.suite.clock.confirm(shop.cashier, request(61))
    told = journal_of(shop)[-1]
    assert (told.kind, told.actor) == ("clock_confirmed", shop.cashier.name)
    assert "clock_gap" in told.payload
    next_shift(shop, 62)
    assert sell(shop, Basket().add(goods(shop)[0])).sale.sold_at_us == shop.clock.now


def test_the_right_clock_outweighs_what_a_cashier_alone_said(shop):  # noqa: F811
    """Three days at a time, a shift at each step; the true day is asked about once, and sells."""
    shop.books.guard._band = ClockBand(quiet_us=QUIET_US)  # noqa: SLF001 (a till's own is fixed)
    clock, cashier, first = shop.suite.clock, shop.cashier, goods(shop)[0]
    asked = []
    for step in range(4):
        shop.clock.advance(3 * DAY_S)
        doubt = clock.doubt()
        asked.append(doubt.code if doubt else "")
        clock.confirm(cashier, request(100 + step))
        next_shift(shop, 10 * step + 210)
        sell(shop, Basket().add(first), number=10 * step + 212)
    assert asked == ["", "clock_gap", "", "clock_gap"]
    shop.clock.now = MONDAY_TEN_US + 3600 * US_PER_S
    refuses(shop, "clock_either")
    clock.confirm(cashier, request(105))
    assert "clock_either" in journal_of(shop)[-1].payload
    assert next_shift(shop, 290).business_date == TODAY
    assert sell(shop, Basket().add(first), number=292).sale.sold_at_us == shop.clock.now
    shop.clock.advance(-2 * 3600)
    assert clock.doubt().code == "clock_behind", "what was walked ahead is gone back only once"
    prove(shop)


def test_twenty_days_that_no_manager_vouched_for_ask_one(shop):  # noqa: F811
    shop.books.guard._band = ClockBand(quiet_us=QUIET_US)  # noqa: SLF001 (a till's own is fixed)
    shop.clock.advance(19 * DAY_S)
    shop.suite.clock.confirm(shop.cashier, request(101))
    shop.clock.advance(2 * DAY_S)
    refuses(shop, "clock_unvouched")
    with pytest.raises(ApprovalNeeded):
        shop.suite.clock.confirm(shop.cashier, request(102))
    shop.suite.clock.confirm(shop.owner, request(103))
    shop.clock.advance(4 * DAY_S)
    assert shop.suite.clock.doubt() is None
    next_shift(shop, 10)
    shop.clock.advance(-DAY_S - 3600)
    shop.suite.clock.confirm(shop.cashier, request(104))
    shop.clock.advance(-4 * DAY_S)
    refuses(shop, "clock_behind")


def test_what_runs_between_two_events_is_no_silence(shop):  # noqa: F811
    shop.books.guard._band = ClockBand(quiet_us=QUIET_US)  # noqa: SLF001 (a till's own is fixed)
    shop.suite.shifts.move_cash(shop.cashier, 100, "", request(1))
    shop.clock.run(5 * DAY_S)
    assert shop.suite.clock.doubt() is None, "five days without a sale, the till left on"
    next_shift(shop, 10)
    shop.clock.advance(5 * DAY_S)
    assert shop.suite.clock.doubt().code == "clock_gap"


def test_people_come_and_go_by_a_clock_in_doubt_and_prove_nothing_for_it(shop):  # noqa: F811
    shop.clock.advance(TEN_YEARS_S)
    people = shop.suite.people
    people.sign_in(shop.owner.person_id, "708090")
    people.sign_out(shop.owner)
    assert [e.at_us for e in journal_of(shop)][-2:] == [shop.clock.now] * 2
    refuses(shop, "clock_ahead")
    shop.clock.advance(-TEN_YEARS_S)
    assert shop.suite.clock.doubt() is None, "the sign-in is no witness against the right clock"
    sell(shop, Basket().add(goods(shop)[0]))
    prove(shop)


@pytest.mark.parametrize(("jump_s", "why"), [(TEN_YEARS_S, "ahead"), (-400, "behind")])
def test_only_a_manager_vouches_for_a_clock(shop, jump_s, why):  # noqa: F811
    shop.clock.advance(jump_s)
    with pytest.raises(ApprovalNeeded):
        shop.suite.clock.confirm(shop.cashier, request(701))
    assert shop.suite.clock.doubt() is not None
    approved(shop, lambda tokens: shop.suite.clock.confirm(shop.cashier, request(702), tokens))
    told = journal_of(shop)[-1]
    assert (told.kind, told.actor, told.at_us) == (
        "clock_confirmed",
        shop.cashier.name,
        shop.clock.now,
    )
    assert all(
        word in told.payload
        for word in (f"clock_{why}", str(MONDAY_TEN_US), str(shop.clock.now), shop.owner.name)
    )
    assert shop.suite.clock.doubt() is None
    shop.suite.clock.confirm(shop.owner, request(703))
    assert journal_of(shop)[-1] == told, "nothing to vouch for, nothing to journal"
    prove(shop)


def test_small_steps_back_add_up(shop):  # noqa: F811
    """Each was within the band of the last event; together they went back for ever."""
    first = goods(shop)[0]
    for number in (1, 2):
        shop.clock.advance(-140)
        sell(shop, Basket().add(first), number=number)
    shop.clock.advance(-140)
    with pytest.raises(Refusal, match="clock_behind") as refused:
        sell(shop, Basket().add(first), number=3)
    assert refused.value.params["known_us"] == MONDAY_TEN_US


def test_a_yes_to_one_wrong_clock_is_none_to_another(shop):  # noqa: F811
    shop.clock.advance(TEN_YEARS_S)
    with pytest.raises(ApprovalNeeded) as asked:
        shop.suite.clock.confirm(shop.cashier, request(710))
    tokens = grant(shop, asked.value.deeds)
    shop.clock.advance(DAY_S)
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        shop.suite.clock.confirm(shop.cashier, request(711), tokens)


def test_a_yes_to_a_clock_names_both_times_while_it_goes_on(shop):  # noqa: F811
    last_us = shop.clock.now
    shop.clock.advance(TEN_YEARS_S)
    with pytest.raises(ApprovalNeeded) as asked:
        shop.suite.clock.confirm(shop.cashier, request(712))
    known_us, clock_us = asked.value.deeds[0].clocks_us
    assert (known_us <= last_us, clock_us) == (True, shop.clock.now)
    shown = deed_text(asked.value.deeds[0])
    assert formats.date_time(known_us) in shown
    assert formats.date_time(clock_us) in shown
    tokens = grant(shop, asked.value.deeds)
    shop.clock.advance(90)
    shop.suite.clock.confirm(shop.cashier, request(713), ("unknown", *tokens))
    spent, written = (json.loads(e.payload) for e in journal_of(shop)[-2:])
    assert spent["approval"]["deed"]["clocks_us"] == [known_us, clock_us]
    assert written["clock_us"] == shop.clock.now


def test_ten_years_ahead_for_one_shift_and_right_again_after(shop):  # noqa: F811
    """The wrong shift keeps its wrong dates; nothing after it does."""
    shop.clock.advance(TEN_YEARS_S)
    shop.suite.clock.confirm(shop.owner, request(704))
    assert next_shift(shop, 10).business_date > "2036"
    wrong = sell(shop, Basket().add(goods(shop)[0]), number=12).sale
    shop.clock.advance(-TEN_YEARS_S + 600)
    refuses(shop, "clock_behind")
    shop.suite.clock.confirm(shop.owner, request(705))
    with pytest.raises(Refusal, match="shift_of_another_day"):
        sell(shop, Basket().add(goods(shop)[0]), number=13)
    assert next_shift(shop, 14).business_date == TODAY
    right = [sell(shop, Basket().add(goods(shop)[0]), number=n).sale for n in (16, 17)]
    assert [s.sold_at_us for s in right] == [MONDAY_TEN_US + 600 * US_PER_S] * 2
    report = shop.suite.reports.daily(shop.owner, TODAY)
    assert (report.total.orders, report.total.net_fen) == (2, sum(s.net_fen for s in right))
    assert [r.number for r in shop.suite.reports.latest(shop.cashier)] == [
        s.number for s in (right[1], right[0], wrong)
    ]
    closed = shop.suite.shifts.closed(shop.owner)
    assert [z.shift.number for z in closed] == [2, 1], "by number, whatever their clocks said"
    queue, printed = shop.suite.queue, []
    while job := queue.claim(lambda _job: True):
        queue.mark_printed(job)
        printed.append(job.kind)
    assert sorted(printed) == ["drawer"] * 2 + ["receipt"] * 3 + ["z_slip"] * 2, (
        "no slip waits for 2036, and the kick of 2036 is too late"
    )
    prove(shop)


def test_1970_sells_nothing_that_today_would_miss(shop):  # noqa: F811
    banded = Books(
        shop.books.database,
        shop.clock,
        shop.books.secrets,
        shop.books.till_id,
        ClockGuard(ClockBand(day_starts_us("2026-06-01"))),
    )
    suite = make_suite(banded, cheap_pins(banded))
    shop.clock.now = 0
    assert suite.clock.doubt().code == "clock_before_release"
    with pytest.raises(Refusal, match="clock_before_release"):
        suite.shifts.move_cash(shop.cashier, 100, "", request(1))
    with pytest.raises(Refusal, match="clock_before_release"):
        suite.clock.confirm(shop.owner, request(706))


def test_no_shop_is_opened_by_a_clock_older_than_the_program(database):
    books = Books(
        database, FakeClock(0), MemorySecrets(), TillId(1), ClockGuard(ClockBand(MONDAY_TEN_US))
    )
    with pytest.raises(Refusal, match="clock_before_release"):
        Setup(books, cheap_pins(books)).start_real("店", "林", "708090")
    assert make_suite(books).clock.doubt().code == "clock_before_release"


@pytest.mark.postgres
def test_the_server_is_a_witness(postgres_databases):
    with postgres_databases.fresh("shop") as here:
        clock = FakeClock()
        band = ClockGuard(ClockBand(asks_server=True))
        books = Books(here, clock, MemorySecrets(), TillId(1), band)
        suite = make_suite(books, cheap_pins(books))
        owner = suite.people.sign_in(suite.people.list_people()[0].person_id, "708090").actor
        server_us = here.read(
            lambda tx: int(
                tx.cursor.execute("SELECT extract(epoch FROM now()) * 1000000").fetchone()[0]
            )
        )
        clock.now = server_us
        assert suite.clock.doubt() is None, "it vouches for a clock far from the last event"
        clock.advance(-3600)
        assert suite.clock.doubt().code == "clock_not_servers"
        with pytest.raises(Refusal, match="clock_not_servers"):
            suite.shifts.open_shift(owner, 0, request(1))
        suite.clock.confirm(owner, request(707))
        assert suite.shifts.open_shift(owner, 0, request(1)).shift.opened_at_us == clock.now


def test_a_pause_written_by_a_clock_that_ran_ahead_holds_nothing_back(shop):  # noqa: F811
    queue, prints = shop.suite.queue, shop.suite.prints
    shop.suite.prints.reprint(
        shop.cashier, "receipt", sell(shop, Basket().add(goods(shop)[0])).sale.sale_id, request(5)
    )
    prints.discard_backlog(shop.owner)
    sell(shop, Basket().add(goods(shop)[0]), number=6)
    shop.clock.advance(TEN_YEARS_S)
    slip = queue.claim(lambda job: job.kind == "receipt")
    queue.mark_blocked(slip, "printer_offline")
    assert queue.claim(lambda _job: True) is None, "a pause is kept while the clock runs on"
    shop.clock.advance(-TEN_YEARS_S + 60)
    assert queue.claim(lambda _job: True).job_id == slip.job_id


def test_a_kick_does_not_live_through_a_jump_of_the_clock(shop):  # noqa: F811
    sell(shop, Basket().add(goods(shop)[0]))
    shop.clock.advance(-TEN_YEARS_S)
    assert shop.suite.queue.claim(lambda job: job.kind == "drawer") is None
    assert "drawer" not in [j.kind for j in shop.suite.prints.open_jobs()]
