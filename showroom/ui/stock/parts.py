"""Lots and places of a product as rows to choose from, made where nobody waits for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from showroom.domain.documents.lot_names import lot_named
from showroom.domain.figures import NOTHING
from showroom.domain.quantity import SoldBy
from showroom.services.stock.ledger import LedgerParts, LotPart, PlacePart
from showroom.ui.look import formats
from showroom.ui.widgets.table_rows import Column, Row

ALL = 0
"""The identity of no lot and no place."""
EVERY_LOT, EVERY_PLACE = "全部批次", "全部库位"
LOTS = (
    Column("批号", 0, kind="strong"),
    Column("收货", 104, kind="muted"),
    Column("到期", 104),
    Column("现存", 104, "right", "amount"),
)
PLACES = (Column("库位", 0, kind="strong"), Column("现存", 120, "right", "amount"))


@dataclass(frozen=True, slots=True)
class Parts:
    """What a ledger can be narrowed to, all of it first; names are those on the buttons."""

    lots: Sequence[Row]
    places: Sequence[Row]
    lot_names: Mapping[int, str]
    place_names: Mapping[int, str]


def _all_of(word: str, columns: Sequence[Column]) -> Row:
    return Row(ALL, (word, *("" for _ in columns[1:])))


NO_PARTS = Parts(
    (_all_of(EVERY_LOT, LOTS),),
    (_all_of(EVERY_PLACE, PLACES),),
    {ALL: EVERY_LOT},
    {ALL: EVERY_PLACE},
)


def parts_of(found: LedgerParts, sold_by: SoldBy) -> Parts:
    """As they come; there may be thousands of lots."""
    names = {x.lot_id: lot_named(x.lot_no, x.source) for x in found.lots}
    return Parts(
        (*NO_PARTS.lots, *(lot_row(x, sold_by, lot=names[x.lot_id]) for x in found.lots)),
        (*NO_PARTS.places, *(_place_row(x, sold_by) for x in found.places)),
        {ALL: EVERY_LOT} | {lot_id: f"批号 {name}" for lot_id, name in names.items()},
        {ALL: EVERY_PLACE} | {x.location_id: x.place for x in found.places},
    )


def lot_row(x: LotPart, sold_by: SoldBy, name: str = "", lot: str = "") -> Row:
    """One that is gone is quiet; `name` is that of its product, where there are several.

    `lot` is what it is called where its number alone is not enough.
    """
    return Row(
        x.lot_id,
        (
            *(f"{lot or x.lot_no}　{name}".strip(), formats.day_of(x.received_at_us)),
            *(x.expiry_date or NOTHING, formats.quantity(x.on_hand, sold_by)),
        ),
        role="" if x.on_hand else "muted",
    )


def _place_row(x: PlacePart, sold_by: SoldBy) -> Row:
    cells = (x.place, formats.quantity(x.on_hand, sold_by))
    return Row(x.location_id, cells, role="" if x.on_hand else "muted")
