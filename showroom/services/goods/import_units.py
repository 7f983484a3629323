"""Prices and stock of loose goods that a file tells by another mass than the kilogram.

The books have fen per kilogram and grams (`domain.quantity`); what does not come out in whole
ones is refused, never rounded. The market's 斤 is 500 g, its 两 50 g.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from showroom.domain.money import MAX_PRICE_FEN, parse_figure, yuan
from showroom.domain.product import SkuContent
from showroom.domain.quantity import GRAMS_PER_KG, SoldBy, kilograms
from showroom.services.goods.import_columns import remarks_of
from showroom.services.goods.import_rows import Values
from showroom.services.goods.import_values import MAX_QUANTITY, BadCell

KILOGRAM = "kg"
_MASSES: Mapping[str, int] = {
    **dict.fromkeys(("kg", "kgs", "千克", "公斤", "kilogram", "kilograms"), GRAMS_PER_KG),
    **dict.fromkeys(("斤", "市斤"), 500),
    **dict.fromkeys(("两", "市两"), 50),
    **dict.fromkeys(("克", "g", "gram", "grams"), 1),
    **dict.fromkeys(("吨", "公吨", "t", "ton"), 1000 * GRAMS_PER_KG),
}
_MASS = re.compile(r"(?:元/|/|每)?(\d+(?:\.\d+)?)?([^\d./]+)")
_PRICES = ("list_price_fen", "member_price_fen", "cost_price_fen")
_AMOUNTS = ("quantity", "reorder_point")


def grams_of(unit: str) -> int:
    """Grams of ``斤``, ``500g`` or ``每公斤``; 0 for what is no mass in whole grams."""
    text = "".join(unicodedata.normalize("NFKC", unit).lower().split())
    found = _MASS.fullmatch(text)
    if found is None or found[2] not in _MASSES:
        return 0
    many = parse_figure(found[1] or "1", 3) or 0
    grams, rest = divmod(many * _MASSES[found[2]], 1000)
    return 0 if rest else grams


def with_heading_units(values: Values, titles: Mapping[str, str]) -> Values:
    """The row with the unit that a heading like ``零售价(元/斤)`` says, where somebody took it so.

    Refuses `unit_two` where the row or another heading says another mass, `heading_of_weighed` of
    what is sold by the piece.
    """
    made = values
    for name in (n for n in (*_PRICES, *_AMOUNTS) if n in values):
        for remark in filter(grams_of, remarks_of(titles.get(name, ""))):
            made = made if "unit" in made else {**made, "unit": remark}
            unit = str(made["unit"])
            if values.get("sold_by") is SoldBy.EACH:
                raise BadCell("heading_of_weighed", field=name, other=titles[name])
            if grams_of(unit) != grams_of(remark):
                raise BadCell("unit_two", field=name, cell=unit, other=titles[name])
    return made


def in_kilograms(values: Values, before: SkuContent | None) -> Values:
    """The row as the books have it: of loose goods the price of a kilogram, and grams.

    A row that says no unit is by the kilogram. Refuses `unit_needs_sold_by` (a mass of what nobody
    said is weighed), `unit_no_mass` (loose goods by the bag), `price_per_kg_broken`,
    `grams_broken`, `price_range`, `opening_unreadable`.
    """
    if "unit" not in values:
        return values
    unit, sold_by = str(values["unit"]), values.get("sold_by", before.sold_by if before else None)
    grams, same = grams_of(unit), before is not None and before.unit == unit
    if sold_by is not SoldBy.WEIGHT:
        if grams and not same and "sold_by" not in values:
            raise BadCell("unit_needs_sold_by", field="unit", cell=unit)
        return values
    if not grams and not same:
        raise BadCell("unit_no_mass", field="unit", cell=unit)
    if grams in (0, GRAMS_PER_KG):
        return values
    made = {**values, "unit": KILOGRAM}
    for name in (n for n in _PRICES if n in values):
        made[name] = _price(name, int(str(values[name])), unit, grams)
    for name in (n for n in _AMOUNTS if n in values):
        made[name] = _amount(name, int(str(values[name])), unit, grams)
    return made


def _price(name: str, fen: int, unit: str, grams: int) -> int:
    made, rest = divmod(fen * GRAMS_PER_KG, grams)
    if rest:
        raise BadCell("price_per_kg_broken", field=name, cell=yuan(fen), unit=unit)
    if made > MAX_PRICE_FEN:
        raise BadCell("price_range", field=name, cell=yuan(fen))
    return made


def _amount(name: str, thousandths: int, unit: str, grams: int) -> int:
    made, rest = divmod(thousandths * grams, GRAMS_PER_KG)
    if rest:
        raise BadCell("grams_broken", field=name, cell=kilograms(thousandths), unit=unit)
    if made > MAX_QUANTITY * GRAMS_PER_KG:
        raise BadCell("opening_unreadable", field=name, cell=kilograms(thousandths))
    return made
