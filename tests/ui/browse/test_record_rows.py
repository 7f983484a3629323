"""Rows made out of those that stood say what rows made anew say."""

from dataclasses import dataclass, replace
from random import Random

import pytest

from showroom.domain.sheet import Cell, Measure
from showroom.ui.browse.columns import ListColumn, Listing
from showroom.ui.browse.record_rows import KEPT, RecordRows

TALL = "བོད་"


@dataclass(frozen=True)
class Thing:
    key: int
    name: str
    amount: int


LISTING = Listing(
    "东西",
    (
        ListColumn("名", 0, lambda x: x.name),
        ListColumn("数", 90, lambda x: Cell(x.amount, Measure.PIECES), None, "right", "amount"),
    ),
    key=lambda x: x.key,
)


def told(rows):
    sizes = [abs(int(row.cells[1])) for row in rows.largest(1)]
    places = [rows.place_of(x.key) for x in rows.records]
    return rows.records, tuple(rows), tuple(rows.tall(0)), sizes, places


@pytest.mark.parametrize("order", [None, (1, True), (0, False)])
def test_a_few_others_are_told_as_all_anew(order):
    dice = Random(7)
    things = [
        Thing(n, f"{TALL if n % 9 == 0 else '茶'}{n}", dice.randint(-50, 50)) for n in range(40)
    ]
    rows = RecordRows(LISTING, things, order)
    for _ in range(60):
        for at in dice.sample(range(len(things)), dice.randint(0, 3)):
            seldom, new = dice.random(), replace(things[at], amount=dice.randint(-60, 60))
            if seldom < 0.1:
                new = replace(new, name=f"{dice.choice((TALL, '米'))}x")
            elif seldom < 0.2:
                new = Thing(1000 + dice.randrange(9**9), "新", 1)
            things[at] = new
        rows = RecordRows(LISTING, things, order, rows)
        assert told(rows) == told(RecordRows(LISTING, things, order))


def test_nothing_is_made_anew_of_what_stands_as_it_was():
    things = [Thing(n, "茶", n) for n in range(KEPT)]
    before = RecordRows(LISTING, things)
    things[3] = replace(things[3], amount=999)
    after = RecordRows(LISTING, things, before=before)
    assert after.known_of(LISTING, before.records) is not None
    assert (after.row(3).cells[1], after.largest(1)[0].cells[1]) == ("999", "999")
    other = replace(LISTING, title="另一个")
    assert after.known_of(other, after.records) is None
    assert after.known_of(LISTING, after.records[1:]) is None
