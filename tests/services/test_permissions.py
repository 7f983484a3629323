"""Every verb of the services asked both ways: with its permissions alone, and with all others.

What a role may do is in `GRANTS`; what a verb needs in `NEEDS`. A verb with an actor that is not in
the table fails the first test.
"""

import inspect
from dataclasses import fields, replace
from typing import get_type_hints

import pytest

from showroom.domain.errors import Refusal
from showroom.domain.ids import PersonId
from showroom.domain.permission import GRANTS, Permission, Role
from showroom.services.books.actor import SYSTEM, Actor
from showroom.services.suite import Suite
from tests.factories import request
from tests.services.verbs.day import Day
from tests.services.verbs.needs import (
    FREE,
    IMPORT,
    NEEDS,
    NOBODY,
    OF_A_PERSON,
    RECEIVE,
    SELL,
    SHIFT,
    STOCK,
)


def test_no_verb_with_an_actor_is_left_out():
    hints = get_type_hints(Suite)
    verbs = {
        f"{field.name}.{name}": inspect.signature(verb).parameters
        for field in fields(Suite)
        if field.name not in {"books", "queue"}
        for name, verb in inspect.getmembers(hints[field.name], inspect.isfunction)
        if not name.startswith("_")
    }
    acted = {verb for verb, given in verbs.items() if {"actor", "asker"} & set(given)}
    approvals = {"approvals.approve", "approvals.decline"}
    assert acted == {name.partition(",")[0] for name in NEEDS} | FREE | approvals
    assert set(verbs) - acted == set(NOBODY)


def test_what_each_role_may_do():
    assert {
        Role.CASHIER: {SELL, SHIFT, STOCK},
        Role.STOCK_KEEPER: {
            *(STOCK, IMPORT, Permission.VIEW_COST, RECEIVE, Permission.MOVE_STOCK),
            *(Permission.SUPPLIERS, Permission.PLACES),
        },
        Role.SHOP_MANAGER: set(Permission),
    } == GRANTS


@pytest.mark.parametrize("name", NEEDS)
def test_a_verb_is_refused_without_each_of_its_permissions_and_done_with_them_alone(
    file_shop, name, monkeypatch
):
    day, actor, needed = Day(file_shop), file_shop.cashier, NEEDS[name]
    for missing in needed:
        monkeypatch.setitem(GRANTS, Role.CASHIER, frozenset(Permission) - {missing})
        with pytest.raises(Refusal, match=r"not_permitted|approval_missing|reversal_not_yours"):
            day.ask(name, actor)
    monkeypatch.setitem(GRANTS, Role.CASHIER, frozenset(needed))
    day.ask(name, actor)


@pytest.mark.parametrize("name", NEEDS)
def test_every_verb_holds_its_actor_against_the_books(file_shop, name):
    day, people = Day(file_shop), file_shop.suite.people
    added = people.add_person(file_shop.owner, "王店长", Role.SHOP_MANAGER, "719283", request(800))
    gone = Actor(added.person_id, "王店长", Role.SHOP_MANAGER)
    people.set_active(file_shop.owner, gone.person_id, active=False)
    promoted = replace(file_shop.cashier, role=Role.SHOP_MANAGER)
    renamed, unknown = replace(gone, name="李店长"), replace(gone, person_id=PersonId(999))
    for nobody in (gone, promoted, renamed, unknown, replace(SYSTEM)):
        with pytest.raises(Refusal, match="actor_changed"):
            day.ask(name, nobody)


@pytest.mark.parametrize("name", NEEDS)
def test_the_program_itself_is_nobodys_hand(file_shop, name):
    day, of_a_person = Day(file_shop), NEEDS[name] & OF_A_PERSON
    if of_a_person:
        with pytest.raises(Refusal, match="not_permitted"):
            day.ask(name, SYSTEM)
    else:
        day.ask(name, SYSTEM)
