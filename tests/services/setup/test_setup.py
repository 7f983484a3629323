import pytest

from showroom.db.reads.people import people
from showroom.domain.errors import Refusal
from showroom.domain.permission import Role
from showroom.services.goods.places import short_zone_name
from showroom.services.setup.demo import DEMO_PEOPLE
from showroom.services.setup.setup import Setup, SetupState
from showroom.services.stock.overview import StockStatus
from tests.factories import enter_shop, small_catalogue


def test_a_first_start_lays_out_zones_counties_people_and_a_till(books, pins):
    setup = Setup(books, pins)
    assert setup.state() is SetupState.EMPTY
    opened = setup.start_real("万荣路88号", "林店长", "708090")
    assert setup.state() is SetupState.REAL
    assert opened.owner.role is Role.SHOP_MANAGER
    shop = enter_shop_alone(books, opened)
    assert [z.short_name for z in shop.catalogue.zones()] == ["文山", "巴楚", "夷陵", "果洛"]
    assert [t.code for t in setup.tills()] == ["01"]
    assert shop.settings.load().shop_uuid
    assert books.database.read(people)[0].name == "林店长"


def enter_shop_alone(books, _opened):
    from showroom.services.suite import make_suite

    return make_suite(books)


def test_a_shop_is_set_up_once(books, pins):
    setup = Setup(books, pins)
    setup.start_real("万荣路88号", "林店长", "708090")
    for again in (
        lambda: setup.start_real("另一家", "王店长", "708090"),
        lambda: setup.start_demo(small_catalogue()),
    ):
        with pytest.raises(Refusal, match="already_set_up"):
            again()


@pytest.mark.parametrize(
    ("name", "owner", "pin", "code"),
    [
        (" ", "林店长", "708090", "shop_name_empty"),
        ("店", " ", "708090", "person_name"),
        ("店", "林店长", "123456", "pin_weak"),
        ("店", "林店长", "7080", "pin_not_six_digits"),
    ],
)
def test_a_refused_start_leaves_nothing(books, pins, name, owner, pin, code):
    setup = Setup(books, pins)
    with pytest.raises(Refusal, match=code):
        setup.start_real(name, owner, pin)
    assert setup.state() is SetupState.EMPTY


def test_the_demo_has_the_whole_catalogue_and_every_shelf_condition(books, pins):
    from showroom.machine.assets import asset_bytes

    steps = []
    Setup(books, pins).start_demo(
        asset_bytes("sample", "catalogue.csv"), lambda done, of: steps.append((done, of))
    )
    shop = enter_shop(books.database)
    assert steps[-1] == (len(DEMO_PEOPLE) + 1, len(DEMO_PEOPLE) + 1)
    assert shop.suite.settings.load().demo
    index = shop.suite.catalogue.load_index()
    assert len(index.skus) == 240
    assert {s.zone for s in index.skus} == {"云南文山", "新疆巴楚", "湖北夷陵", "青海果洛"}
    counts = shop.suite.stock.overview(shop.owner).counts
    assert counts[StockStatus.ALL] == 240
    assert 5 <= counts[StockStatus.EXPIRED] <= 20
    assert 15 <= counts[StockStatus.NEAR] <= 60
    assert 10 <= counts[StockStatus.LOW] <= 40
    assert counts[StockStatus.NEGATIVE] == 0


def test_everybody_of_the_demo_signs_in_with_the_pin_it_shows(demo_shop):
    by_name = {p.name: p for p in demo_shop.suite.people.list_people()}
    for person in DEMO_PEOPLE:
        actor = demo_shop.suite.people.sign_in(by_name[person.name].person_id, person.pin).actor
        assert actor.role is person.role


def test_a_further_till_sells_from_its_point_and_has_its_own_journal(demo_shop):
    setup = demo_shop.suite.setup
    first = setup.tills()[0]
    second = setup.add_till(demo_shop.owner, "02", "2 号收银台", first.point_id).till
    assert (second.till_id, second.location_id) == (2, first.location_id)
    for arguments, code in (
        (("02", "又一台", first.point_id), "till_code_taken"),
        (("0 3", "三号", first.point_id), "till_name"),
        (("03", "三号", 99), "point_unknown"),
    ):
        with pytest.raises(Refusal, match=code):
            setup.add_till(demo_shop.owner, *arguments)
    with pytest.raises(Refusal, match="not_permitted"):
        setup.add_till(demo_shop.cashier, "03", "三号", first.point_id)


@pytest.mark.parametrize(
    ("zone", "short"),
    [("云南文山", "文山"), ("黑龙江五常", "五常"), ("上海", "上海"), ("进博", "进博")],
)
def test_zones_are_called_by_their_place(zone, short):
    assert short_zone_name(zone) == short
