import json
from dataclasses import replace

import pytest

from showroom.db.reads.people import lock_credential
from showroom.db.tables.journal import journal
from showroom.db.tables.person import credential
from showroom.domain.approval import Act, Deed
from showroom.domain.errors import Fault, Refusal
from showroom.domain.ids import PersonId
from showroom.domain.permission import Role
from showroom.domain.pin import check_pin
from showroom.services.shop.people import People
from showroom.services.shop.pins import STRONG, Pins
from tests.factories import OWNER_PIN, MemorySecrets, cheap_pins, request
from tests.scenarios.fates import full_at_commit
from tests.services.books.test_command import cut_commit

RIGHT, WRONG = "206080", "194752"


def events(shop, kind):
    rows = shop.books.database.read(
        lambda tx: tx.connection.execute(
            journal.select().where(journal.c.kind == kind).order_by(journal.c.seq)
        ).all()
    )
    return [(row.actor, json.loads(row.payload)) for row in rows]


def refused(call):
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value


def miss(shop, times):
    for _ in range(times):
        refused(lambda: shop.suite.people.sign_in(shop.cashier.person_id, WRONG))


def test_signing_in_and_out_is_journaled_without_the_pin(demo_shop):
    people, cashier = demo_shop.suite.people, demo_shop.cashier
    assert people.sign_in(cashier.person_id, RIGHT).actor == cashier
    assert refused(lambda: people.sign_in(cashier.person_id, WRONG)).code == "pin_wrong"
    people.sign_out(cashier)
    assert events(demo_shop, "login") == [("小周", {"person": cashier.person_id})]
    assert events(demo_shop, "login_failed") == [("小周", {"person": cashier.person_id})]
    assert events(demo_shop, "logout") == [("小周", {"person": cashier.person_id})]


def test_an_unknown_or_departed_person_is_told_the_same_as_a_wrong_pin(demo_shop):
    people, keeper = demo_shop.suite.people, demo_shop.stock_keeper
    people.set_active(demo_shop.owner, keeper.person_id, active=False)
    assert keeper.person_id not in {p.person_id for p in people.list_people()}
    assert keeper.person_id in {p.person_id for p in people.list_people(everyone=True)}
    for person_id, pin in ((keeper.person_id, "405060"), (PersonId(999), RIGHT)):
        error = refused(lambda person_id=person_id, pin=pin: people.sign_in(person_id, pin))
        assert (error.code, dict(error.params)) == ("pin_wrong", {})


def test_the_fifth_miss_waits_and_the_wait_survives_a_restart(demo_shop):
    miss(demo_shop, 5)
    restarted = People(demo_shop.books, cheap_pins(demo_shop.books))
    error = refused(lambda: restarted.sign_in(demo_shop.cashier.person_id, RIGHT))
    assert (error.code, error.params["wait_s"]) == ("pin_locked", 30)
    demo_shop.clock.advance(30)
    assert restarted.sign_in(demo_shop.cashier.person_id, RIGHT).actor == demo_shop.cashier


def test_the_tenth_miss_waits_half_an_hour_even_if_the_clock_is_set_back(demo_shop):
    for _ in range(10):
        demo_shop.clock.advance(601)
        miss(demo_shop, 1)
    demo_shop.clock.advance(-86_400)
    people, person_id = demo_shop.suite.people, demo_shop.cashier.person_id
    assert refused(lambda: people.sign_in(person_id, RIGHT)).params["wait_s"] == 30 * 60


def test_a_hundred_misses_kill_the_pin_until_it_is_replaced(demo_shop):
    people, person_id = demo_shop.suite.people, demo_shop.cashier.person_id
    for _ in range(100):
        demo_shop.clock.advance(1800)
        miss(demo_shop, 1)
    demo_shop.clock.advance(86_400)
    assert refused(lambda: people.sign_in(person_id, RIGHT)).code == "pin_dead"
    people.set_pin(demo_shop.owner, person_id, "719283")
    assert people.sign_in(person_id, "719283").actor == demo_shop.cashier


def test_a_right_pin_forgets_the_misses_in_a_row_but_not_those_in_all(demo_shop):
    miss(demo_shop, 4)
    demo_shop.suite.people.sign_in(demo_shop.cashier.person_id, RIGHT)
    stored = demo_shop.books.database.write(
        lambda tx: lock_credential(tx, demo_shop.cashier.person_id)
    )
    assert (stored.failures, stored.failures_total) == (0, 4)


def test_pulling_the_plug_during_a_try_wins_no_free_guess(demo_shop):
    class Plug(Exception):
        pass

    class PulledPins(Pins):
        def verify(self, *_):
            raise Plug

    pulled = People(demo_shop.books, PulledPins(demo_shop.books.secrets))
    for _ in range(5):
        with pytest.raises(Plug):
            pulled.sign_in(demo_shop.cashier.person_id, RIGHT)
    error = refused(lambda: demo_shop.suite.people.sign_in(demo_shop.cashier.person_id, RIGHT))
    assert error.code == "pin_locked"


def test_spraying_over_everybody_closes_the_tills_sign_in(demo_shop):
    people = demo_shop.suite.people
    for _ in range(20):
        refused(lambda: people.sign_in(PersonId(999), WRONG))
        demo_shop.clock.advance(1)
    error = refused(lambda: people.sign_in(demo_shop.owner.person_id, "708090"))
    assert error.code == "till_locked"
    assert 570 <= error.params["wait_s"] <= 600
    demo_shop.clock.advance(600)
    assert people.sign_in(demo_shop.owner.person_id, "708090").actor == demo_shop.owner


def test_misses_of_a_clock_that_ran_ahead_do_not_shut_the_till_for_years(demo_shop):
    people = demo_shop.suite.people
    demo_shop.clock.advance(3650 * 86_400)
    for _ in range(20):
        refused(lambda: people.sign_in(PersonId(999), WRONG))
    assert refused(lambda: people.sign_in(PersonId(999), WRONG)).code == "till_locked"
    demo_shop.clock.advance(-3650 * 86_400)
    assert people.sign_in(demo_shop.owner.person_id, "708090").actor == demo_shop.owner


def test_another_pin_is_another_content(demo_shop):
    add, owner = demo_shop.suite.people.add_person, demo_shop.owner
    add(owner, "小李", Role.CASHIER, "708091", request())
    assert add(owner, "小李", Role.CASHIER, "708091", request()).repeated
    assert refused(lambda: add(owner, "小李", Role.CASHIER, "473829", request())).code == (
        "request_reused"
    )


def test_a_new_person_is_added_once_per_request(demo_shop):
    people = demo_shop.suite.people
    added = people.add_person(demo_shop.owner, " 小李 ", Role.CASHIER, "719283", request())
    again = people.add_person(demo_shop.owner, "小李", Role.CASHIER, "719283", request())
    assert added.person_id == again.person_id
    assert people.sign_in(added.person_id, "719283").actor.name == "小李"
    error = refused(
        lambda: people.add_person(demo_shop.owner, "小李", Role.CASHIER, "719283", request(2))
    )
    assert error.code == "person_name_taken"


def test_only_who_may_keeps_the_list(demo_shop):
    people = demo_shop.suite.people
    for actor in (demo_shop.cashier, demo_shop.stock_keeper):
        for call in (
            lambda a: people.add_person(a, "小李", Role.CASHIER, "719283", request()),
            lambda a: people.set_pin(a, demo_shop.owner.person_id, "719283"),
            lambda a: people.set_active(a, demo_shop.owner.person_id, active=False),
            lambda a: people.change_person(a, a.person_id, a.name, Role.SHOP_MANAGER),
        ):
            assert refused(lambda call=call, actor=actor: call(actor)).code == "not_permitted"


def test_the_last_shop_manager_stays(demo_shop):
    people, owner = demo_shop.suite.people, demo_shop.owner
    for call in (
        lambda: people.set_active(owner, owner.person_id, active=False),
        lambda: people.change_person(owner, owner.person_id, owner.name, Role.CASHIER),
    ):
        assert refused(call).code == "last_shop_manager"
    people.change_person(owner, demo_shop.cashier.person_id, "周店长", Role.SHOP_MANAGER)
    assert people.set_active(owner, owner.person_id, active=False).changes.people
    new = replace(demo_shop.cashier, name="周店长", role=Role.SHOP_MANAGER)
    assert not people.set_active(new, owner.person_id, active=False).changes.people


@pytest.mark.parametrize(
    "pin",
    [
        "000000",
        "123456",
        "654321",
        "135791",
        "121212",
        "123123",
        "112211",
        "900101",
        "311299",
        "198805",
        "520131",
        "111888",
    ],
)
def test_guessable_pins_are_refused(pin):
    assert refused(lambda: check_pin(pin)).code == "pin_weak"


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12345a", "１２３４５６", " 194752"])
def test_a_pin_is_six_digits(pin):
    assert refused(lambda: check_pin(pin)).code == "pin_not_six_digits"


def test_the_deny_list_leaves_most_pins_free():
    free = 0
    for number in range(0, 1_000_000, 97):
        try:
            check_pin(f"{number:06d}")
        except Refusal:
            continue
        free += 1
    assert free > 0.85 * 1_000_000 / 97


def test_a_stolen_hash_is_worth_nothing_without_the_pepper(demo_shop):
    stored = demo_shop.books.database.read(
        lambda tx: tx.connection.execute(credential.select()).first()
    )
    assert "708090" not in stored.pin_hash

    class OtherPepper(MemorySecrets):
        def pepper(self):
            return b"another machine"

    assert not Pins(OtherPepper()).verify(stored.pin_hash, "708090")
    assert Pins(demo_shop.books.secrets).verify(stored.pin_hash, "708090")


def test_the_shops_own_cost_is_the_strong_one(demo_shop):
    assert (STRONG.memory_kib, STRONG.passes) == (65_536, 3)
    assert "m=65536,t=3,p=1" in Pins(demo_shop.books.secrets).hash("194752")


@pytest.mark.parametrize("carried_out", [True, False])
def test_a_pin_whose_answer_was_lost_has_no_effect_and_says_so(demo_shop, carried_out):
    """Neither signed in nor approved: nobody has what it led to, so that it is typed again."""
    database, suite = demo_shop.books.database, demo_shop.suite
    deed = Deed(Act.DRAWER, "", "", 0, 0, "换零钱")
    owner, cashier = demo_shop.owner, demo_shop.cashier
    ways = {
        "commit_no_login": lambda: suite.people.sign_in(owner.person_id, OWNER_PIN),
        "commit_no_approval": lambda: suite.approvals.approve(
            cashier, [deed], owner.person_id, OWNER_PIN
        ),
    }
    for code, way in ways.items():
        cut_commit(database, carried_out=carried_out)
        with pytest.raises(Fault) as lost:
            way()
        assert lost.value.code == code
        assert way().changes is not None


def test_a_full_disk_is_told_as_that_to_who_types_a_pin(file_shop, monkeypatch):
    owner = file_shop.owner.person_id
    with (
        full_at_commit(file_shop.books, monkeypatch),
        pytest.raises(Fault, match="disk_full"),
    ):
        file_shop.suite.people.sign_in(owner, OWNER_PIN)
