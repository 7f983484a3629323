"""A stranger sees suppliers of every condition, on whatever day the demo ends."""

from collections import Counter

from showroom.domain.documents.supplier import PaperState
from showroom.domain.stock import Terms
from showroom.services.setup.setup import Setup
from showroom.services.suite import make_suite
from tests.factories import TODAY, cheap_pins, enter_shop, make_books, small_catalogue


def told(shop, day):
    listed = shop.suite.suppliers.listed(shop.stock_keeper).suppliers
    assert all("演示" in s.content.name and s.content.note for s in listed)
    assert all(s.content.credit_code and s.content.phone for s in listed)
    return Counter(s.state(day) for s in listed)


WANTED = {PaperState.SOUND: 6, PaperState.SOON: 1, PaperState.ENDED: 1}


def test_one_licence_has_ended_and_one_soon_will(demo_shop):
    assert told(demo_shop, TODAY) == WANTED


def test_contracts_are_of_every_kind(file_shop):
    listed = file_shop.suite.suppliers.listed(file_shop.owner).suppliers
    terms = Counter(c.terms for s in listed for c in s.terms_on(TODAY))
    assert terms[Terms.CONCESSION] == 1
    assert terms[Terms.CONSIGNMENT] >= 4
    assert terms[Terms.BUY_OUT] >= 4


def test_papers_are_dated_from_the_day_on_which_the_demo_ends(database):
    books = make_books(database)
    Setup(books, cheap_pins(books)).start_demo(small_catalogue(), papers_day="2026-08-01")
    shop = enter_shop(database)
    assert told(shop, "2026-08-01") == WANTED
    assert make_suite(books).suppliers.listed(shop.owner).today == TODAY
