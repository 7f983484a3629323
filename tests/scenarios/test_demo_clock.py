"""Nothing of the demo lies in the future of the machine's clock, however early it is made."""

from datetime import date

import pytest

from showroom.domain.permission import Role
from showroom.domain.stock import DocumentKind, MoveReason
from showroom.services.books.actor import Actor
from showroom.services.stock.ledger import LedgerOf, LedgerWanted
from showroom.services.suite import make_suite
from showroom.showcase.demo import SET_UP_S
from showroom.showcase.simulation import Plan, SetClock, Simulation, at_us
from showroom.showcase.supplying import BRANCH, ORDER_EVERY_DAYS
from tests.factories import cheap_pins, make_books, small_catalogue

DAY, EARLIER = date(2026, 6, 15), date(2026, 6, 12)


@pytest.mark.parametrize("stop_s", [6 * 3600 + 22 * 60, 8 * 3600 + 60, 9 * 3600 + 1800])
def test_no_event_of_the_demo_is_later_than_the_stop(sqlite_databases, monkeypatch, stop_s):
    """At 06:22 the till was left at 08:45 of today, and its question met the first cashier."""
    monkeypatch.setattr("showroom.showcase.simulation.ORDERS_ON_WEEKDAY", 2)  # a quiet week
    clock = SetClock()
    with sqlite_databases.fresh("migrated") as database:
        _run(database, clock, stop_s)


def test_goods_go_to_the_branch_and_are_taken_in_there(sqlite_databases):
    """Grams came before pieces, and nothing ever went."""
    with sqlite_databases.fresh("migrated") as database:
        clock = SetClock()
        suite = _demo(database, clock)
        people = {p.role: Actor(p.person_id, p.name, p.role) for p in suite.people.list_people()}
        Simulation(suite, clock, people).run(Plan(3, 3, DAY), lambda *_: None)
        rows = suite.documents.listed(people[Role.SHOP_MANAGER]).rows
        gone = [r for r in rows if r.kind is DocumentKind.TRANSFER and BRANCH[1] in r.to_place]
        come = [r for r in rows if r.kind is DocumentKind.TRANSFER_RECEIPT and BRANCH[1] in r.place]
        assert len(gone) == len(come) == 1
        assert not suite.transfers.under_way(people[Role.SHOP_MANAGER])


def test_loose_goods_are_served_from_a_bin_and_nothing_is_oversold(sqlite_databases):
    with sqlite_databases.fresh("migrated") as database:
        clock = SetClock()
        suite = _demo(database, clock)
        people = {p.role: Actor(p.person_id, p.name, p.role) for p in suite.people.list_people()}
        Simulation(suite, clock, people).run(Plan(4, 3, DAY), lambda *_: None)
        (box,) = suite.bins.listed(people[Role.SHOP_MANAGER])
        assert box.lot is not None
        of_bin = LedgerWanted(LedgerOf(location_id=box.place.location_id))
        moves = suite.ledger.page(people[Role.SHOP_MANAGER], of_bin).moves
        assert MoveReason.SALE in {m.reason for m in moves}
        rows = suite.stock.overview(people[Role.SHOP_MANAGER]).rows
        assert not [x.name for x in rows if x.negative.on_hand]


def _demo(database, clock):
    books = make_books(database, clock)
    suite = make_suite(books, cheap_pins(books))
    clock.set(EARLIER, SET_UP_S)
    suite.setup.start_demo(small_catalogue())
    return suite


def _run(database, clock, stop_s):
    suite = _demo(database, clock)
    people = {p.role: Actor(p.person_id, p.name, p.role) for p in suite.people.list_people()}
    simulation = Simulation(suite, clock, people)
    stop_us = at_us(DAY, stop_s)
    simulation.run(Plan(ORDER_EVERY_DAYS + 1, 3, DAY, stop_us), lambda *_: None)
    assert clock.now_us() < stop_us
    latest = database.read(
        lambda tx: tx.cursor.execute("SELECT max(at_us) FROM journal").fetchone()[0]
    )
    assert latest < stop_us
