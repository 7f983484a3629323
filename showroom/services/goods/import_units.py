"""Prices and stock of loose goods that a file tells by another mass than the kilogram.

The books have fen per kilogram and grams (`domain.quantity`); what does not come out in whole
ones is refused, never rounded. Nothing is by the kilogram because nobody said a unit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from showroom.domain.money import MAX_PRICE_FEN, yuan
from showroom.domain.product import PRICE_FIELDS, SkuContent
from showroom.domain.quantity import (
    GRAMS_PER_KG,
    SoldBy,
    grams_of,
    is_bare_mass,
    kilograms,
    mass_word,
)
from showroom.services.goods.import_columns import remarks_of
from showroom.services.goods.import_remarks import AMOUNTS, MEASURED, measure
from showroom.services.goods.import_rows import Values
from showroom.services.goods.import_values import BY_UNIT, MAX_QUANTITY, BadCell

KILOGRAM = "kg"
_OF = re.compile(r"^元?[/每按]")


def with_fixed(values: Values, fixed: Values, before: SkuContent | None) -> Values:
    """The row with what holds for all rows; a mass does not for goods by the piece.

    Of a shop that has both, one text says what its loose goods are priced by.
    """
    made = {**fixed, **values}
    mass = "unit" not in values and grams_of(str(fixed.get("unit", "")))
    if mass and _sold_by(made, before) is SoldBy.EACH:
        del made["unit"]
    return made


def _sold_by(values: Values, before: SkuContent | None) -> object:
    return values.get("sold_by", before.sold_by if before else None)


def sold_by_unit(values: Values, before: SkuContent | None) -> Values:
    """The row of a file whose goods are weighed where their unit is a mass (``按单位``).

    Refuses `unit_needs_sold_by` of a bag of 500g, which may be either.
    """
    if values.get("sold_by") != BY_UNIT:
        return values
    unit = str(values.get("unit", ""))
    if before is not None and unit in ("", before.unit):
        return {**values, "sold_by": before.sold_by}
    if grams_of(unit) and not is_bare_mass(unit):
        raise BadCell("unit_needs_sold_by", field="unit", cell=unit)
    return {**values, "sold_by": SoldBy.WEIGHT if grams_of(unit) else SoldBy.EACH}


def with_heading_units(
    values: Values, titles: Mapping[str, str], before: SkuContent | None
) -> Values:
    """The row with the unit that a heading like ``零售价(元/斤)`` or ``库存(袋)`` says.

    Refuses `unit_two` where the row, the books or another heading say another one,
    `heading_of_weighed` of a mass and what is sold by the piece.
    """
    made = values
    for name in (n for n in MEASURED if n in values):
        for said in filter(None, (measure(name, r) for r in remarks_of(titles.get(name, "")))):
            if grams_of(said) and values.get("sold_by") is SoldBy.EACH:
                raise BadCell("heading_of_weighed", field=name, other=titles[name])
            if "unit" not in made and not (before and not grams_of(said)):
                made = {**made, "unit": said}
            unit = str(made.get("unit") or (before.unit if before else ""))
            if not _is_same(unit, said):
                raise BadCell("unit_two", field=name, cell=unit, other=titles[name])
    return made


def _is_same(unit: str, said: str) -> bool:
    if grams_of(said):
        return grams_of(unit) == grams_of(said)
    return _OF.sub("", "".join(unicodedata.normalize("NFKC", unit).split())) == said


def in_kilograms(values: Values, before: SkuContent | None) -> Values:
    """The row as the books have it: of loose goods the price of a kilogram, and grams.

    A row that says no unit is by that of the books, which is the kilogram. Refuses `unit_unsaid`
    (a new one that says none), `unit_needs_sold_by` (a mass of what nobody said is weighed),
    `unit_no_mass` (loose goods by the bag), `price_per_kg_broken`, `grams_broken`, `price_range`,
    `opening_unreadable`.
    """
    sold_by = _sold_by(values, before)
    if "unit" not in values:
        if sold_by is SoldBy.WEIGHT and before is None:
            raise BadCell("unit_unsaid", field="unit")
        return values
    unit = str(values["unit"])
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
    for name in (n for n in PRICE_FIELDS if n in values):
        made[name] = _price(name, int(str(values[name])), unit, grams)
    for name in (n for n in AMOUNTS if n in values):
        made[name] = _amount(name, int(str(values[name])), unit, grams)
    return made


def _price(name: str, fen: int, unit: str, grams: int) -> int:
    made, rest = divmod(fen * GRAMS_PER_KG, grams)
    if rest:
        raise BadCell("price_per_kg_broken", field=name, cell=yuan(fen), unit=mass_word(unit))
    if made > MAX_PRICE_FEN:
        raise BadCell("price_range", field=name, cell=yuan(fen))
    return made


def _amount(name: str, thousandths: int, unit: str, grams: int) -> int:
    made, rest = divmod(thousandths * grams, GRAMS_PER_KG)
    if rest:
        raise BadCell("grams_broken", field=name, cell=kilograms(thousandths), unit=mass_word(unit))
    if made > MAX_QUANTITY * GRAMS_PER_KG:
        raise BadCell("opening_unreadable", field=name, cell=kilograms(thousandths))
    return made
