"""Nothing of a wrong type, too large or unstorable comes through the door of any verb.

The walk puts a wrong value into every place of everything that a verb is given.
"""

import copy
import inspect
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import get_type_hints

import pytest

from showroom.domain.approval import Act, Deed
from showroom.domain.basket import Basket
from showroom.domain.document import Document, ShopHeader
from showroom.domain.document import TestPage as Slip
from showroom.domain.errors import Refusal
from showroom.domain.label import LabelSheet
from showroom.services.books.door import MAX_NUMBER, MAX_TEXT, must_be
from showroom.services.books.verify import Verify
from showroom.services.shop.shifts import VOID_LENGTH
from showroom.services.suite import Suite
from tests.factories import OWNER_PIN, request
from tests.services.test_free_text import every_text
from tests.services.verbs.day import Day
from tests.services.verbs.needs import NEEDS

NO_NUMBERS = (1.5, True, "1", b"1", math.nan, 10**30, -(MAX_NUMBER + 1))
NO_TEXTS = (5, b"x", 1.5, "\ud800", "a\x00b")
NO_FLAGS = (1, "yes", None)
LAST = ("shifts.close_shift", "clock.confirm")
UNSEEN = {"settings.change", "baskets.recall"}
"""Their words are held by themselves: a table of names, and an index that a read has just made."""
ORDER = ["shifts.open_shift", *(n for n in NEEDS if n not in {"shifts.open_shift", *LAST}), *LAST]
"""Each with what it needs still there: an open shift, no basket in the way, a sound clock."""


def with_other(value, leaves):
    """The same shape with one other thing in one place; `leaves` gives what a leaf becomes."""
    if is_dataclass(value):
        for field in fields(value):
            for inner in with_other(getattr(value, field.name), leaves):
                other = copy.copy(value)
                object.__setattr__(other, field.name, inner)
                yield other
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from ({**value, key: other} for other in with_other(inner, leaves))
    elif isinstance(value, (tuple, list)):
        for at, inner in enumerate(value):
            yield from ((*value[:at], x, *value[at + 1 :]) for x in with_other(inner, leaves))
    yield from leaves(value)


def wrong(value):
    if isinstance(value, Mapping):
        return ([value], *({bad: x} for x in value.values() for bad in NO_NUMBERS))
    if value is None or is_dataclass(value) or isinstance(value, (tuple, list)):
        return ("a word",)
    if isinstance(value, bool):
        return NO_FLAGS
    if isinstance(value, Enum):
        return ("bitcoin", 1)
    if isinstance(value, int):
        return NO_NUMBERS
    return NO_TEXTS if isinstance(value, str) else ("x", 1)


def numbers(number):
    """Leaves that become this number where they are one."""
    return lambda value: (number,) if type(value) is int else ()


def given_to(day, name):
    """The verb, its actor and arguments."""
    verb, _, variant = name.partition(", ")
    service, _, method = verb.partition(".")
    given = getattr(day, f"{service}_{method}")
    args, named = given(variant) if variant else given()
    return getattr(getattr(day.suite, service), method), (day.shop.owner, *args), named


def test_every_verb_of_every_service_is_behind_the_door():
    hints = get_type_hints(Suite)
    open_ones = [
        f"{field.name}.{name}"
        for field in fields(Suite)
        if field.name != "books"
        for name, verb in inspect.getmembers(hints[field.name], inspect.isfunction)
        if not name.startswith("_") and not hasattr(verb, "__wrapped__")
    ]
    assert open_ones == []


def test_no_wrong_value_comes_through(file_shop):
    day = Day(file_shop)
    asked = {name: given_to(day, name) for name in ORDER if name not in UNSEEN}
    before, tried = every_text(file_shop), 0
    for name, (verb, args, named) in asked.items():
        calls = [(given, named) for given in with_other(args, wrong) if given != "a word"]
        calls += [
            (args, others) for others in with_other(named, wrong) if len(others) == len(named)
        ]
        for given, others in calls:
            with pytest.raises((Refusal, TypeError)) as caught:
                verb(*given, **others)
            door = {"number_out_of_range", "text_unstorable"}
            assert not isinstance(caught.value, Refusal) or caught.value.code in door, name
        tried += len(calls)
    assert tried > 1_000
    assert every_text(file_shop) == before


@pytest.mark.parametrize("number", [-1, 0, MAX_NUMBER])
def test_a_number_that_makes_no_sense_is_done_soundly_or_refused(file_shop, number):
    day, proved = Day(file_shop), 0
    for name in ORDER[1:]:
        verb, args, named = given_to(day, name)
        for at, value in enumerate(args[1:], 1):
            for other in with_other(value, numbers(number)):
                try:
                    verb(*args[:at], other, *args[at + 1 :], **named)
                except Refusal:
                    proved += 1
    assert proved > 20
    assert [f for f in Verify(file_shop.books).run().findings if not f.passed] == []


def test_a_value_behind_a_protocol_is_looked_into_and_no_other_name_is_taken(file_shop):
    header = ShopHeader("店")
    must_be(Slip(header, "前台"), Document | LabelSheet)
    with pytest.raises(TypeError, match="TestPage"):
        must_be(Slip(header, 5), Document | LabelSheet)  # type: ignore[arg-type]
    must_be(object(), Document)  # nobody can tell
    with pytest.raises(TypeError, match="no_such"):
        file_shop.suite.people.list_people(no_such=True)


def test_no_text_is_longer_than_an_event_takes(file_shop):
    """Two million characters of a taken out line ended in the database's own error."""
    suite, cashier = file_shop.suite, file_shop.cashier
    suite.shifts.open_shift(cashier, 0, request(800))
    before = every_text(file_shop)
    for ask, limit in (
        (lambda: suite.shifts.record_void(cashier, "x" * 2_000_000, request(1)), MAX_TEXT),
        (
            lambda: suite.shifts.record_void(cashier, "x" * (VOID_LENGTH + 1), request(1)),
            VOID_LENGTH,
        ),
        (lambda: suite.baskets.save_open(cashier, Basket(note="x" * (MAX_TEXT + 1))), MAX_TEXT),
    ):
        with pytest.raises(Refusal, match="text_too_long") as refused:
            ask()
        assert refused.value.params["limit"] == limit
    assert every_text(file_shop) == before
    suite.shifts.record_void(cashier, '"' * VOID_LENGTH, request(1))
    deed = Deed(Act.DRAWER, '"' * MAX_TEXT, "", 0, 0, "x")
    suite.approvals.approve(cashier, [deed], file_shop.owner.person_id, OWNER_PIN)
