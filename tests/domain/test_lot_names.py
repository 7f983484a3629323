"""What tells lots of one printed number apart is as little as is needed, and always enough."""

import itertools
import random
from dataclasses import replace

from showroom.domain.documents.lot_names import Twin, lot_named, sources_apart
from showroom.domain.ids import LotId
from showroom.domain.stock import Terms

FIRST = Twin(LotId(1), "萧氏茶业", Terms.BUY_OUT, "2026-06-01", "SH-2026-000001", 1)


def told(*twins):
    return list(sources_apart(twins).values())


def other(**known):
    return replace(FIRST, lot_id=LotId(2), **known)


def test_only_what_differs_is_said_and_no_more_than_is_needed():
    assert told(FIRST) == [()]
    assert told(FIRST, other(supplier="", terms=Terms.CONSIGNMENT)) == [
        ("萧氏茶业",),
        ("没有登记供应商",),
    ]
    assert told(FIRST, other(terms=Terms.CONSIGNMENT)) == [("买断",), ("代销",)]
    assert told(FIRST, other(day="2026-06-09", number="SH-2026-000009")) == [
        ("2026-06-01 收",),
        ("2026-06-09 收",),
    ]
    assert told(FIRST, other(number="")) == [("SH-2026-000001",), ("没有收货单",)]
    assert told(FIRST, other(line_no=2)) == [
        ("SH-2026-000001 第 1 行",),
        ("SH-2026-000001 第 2 行",),
    ]
    long = "夷陵萧氏茶业集团有限公司"
    assert told(FIRST, other(supplier=long))[1] == ("夷陵萧氏茶业集…",)
    assert told(replace(FIRST, supplier=f"{long}二部"), other(supplier=long))[1] == (long,)


def test_each_says_the_one_fact_that_no_other_has():
    third = Twin(LotId(3), "甲社", Terms.BUY_OUT, "2026-06-01", "SH-2026-000009", 1)
    found = sources_apart((FIRST, other(day="2026-06-02"), third))
    assert (found[LotId(2)], found[LotId(3)]) == (("2026-06-02 收",), ("甲社",))
    assert found[LotId(1)] == ("SH-2026-000001 第 1 行",), "it shares all else with one of them"


def test_any_lots_of_any_documents_are_told_apart():
    dice = random.Random(11)
    for _ in range(200):
        lines = dice.sample(list(itertools.product(["n1", "n2", "n3"], range(1, 5))), 9)
        facts = (
            (dice.choice(["甲", "乙", ""]), dice.choice(list(Terms)), dice.choice(["d1", "d2"]))
            for _ in lines
        )
        twins = [
            Twin(LotId(n), *known, *line)
            for n, (known, line) in enumerate(zip(facts, lines, strict=True), 1)
        ]
        assert len(set(told(*twins))) == len(twins)


def test_a_lot_is_named_by_its_number_and_what_tells_it():
    assert lot_named("T1", ()) == "T1"
    assert lot_named("T1", ("甲社", "代销")) == "T1 甲社 代销"
    assert lot_named("", ("甲社",)) == "甲社"
