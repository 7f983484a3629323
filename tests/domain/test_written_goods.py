"""How goods are written in files and lists: their codes, their units, and which are wanted."""

from dataclasses import fields
from itertools import product as every
from typing import Any

import pytest

from showroom.domain.barcode import written_gtin
from showroom.domain.ids import SkuId, ZoneId
from showroom.domain.product import Product, ProductFilter
from showroom.domain.quantity import grams_of, is_bare_mass, mass_word

MILK = "6901234567892"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("(01)06901234567892(10)L1", MILK),
        ("0206901234567892" + "3724", "0206901234567892" + "3724"),  # it names what is inside
        ("柜台上没有", "柜台上没有"),
    ],
)
def test_a_code_is_read_as_its_article_or_left_as_it_is(written, read):
    assert written_gtin(written) == read


@pytest.mark.parametrize(
    ("unit", "bare", "word"),
    [("kg", True, "kg"), ("元/斤", True, "斤"), ("每斤", True, "斤"), ("袋500g", False, "袋500g")],
)
def test_a_unit_that_is_a_mass_has_no_figure(unit, bare, word):
    assert (is_bare_mass(unit), mass_word(unit)) == (bare, word)
    assert grams_of(unit) or not bare


@pytest.mark.parametrize(
    ("zone", "active", "only"), [*every([None, 1, 2], [None, True, False], [None, {7}, {8}])]
)
def test_a_list_shows_what_is_wanted_in_every_way(zone, active, only):
    known: dict[str, Any] = dict.fromkeys((field.name for field in fields(Product)), "")
    goods = Product(**{**known, "sku_id": SkuId(7), "zone_id": ZoneId(1), "active": True})
    wanted = ProductFilter(
        None if zone is None else ZoneId(zone), active, None if only is None else frozenset(only)
    )
    right = zone in (None, 1) and active in (None, True) and only in (None, {7})
    assert wanted.shows(goods) is right
