"""What documents do to the stock, as it is told before and after: lot by lot, place by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from showroom.domain.documents.kinds import KINDS
from showroom.domain.documents.posted import DocumentLine, StockDocument, moves_of
from showroom.domain.documents.transfer import Spot
from showroom.domain.ids import LocationId, LotId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import Source


@dataclass(frozen=True, slots=True)
class Moved:
    """So many pieces or grams more (less, below zero) of a lot at a place.

    `place` is empty of what moves nothing: goods that nobody waits for any more, of an order that
    is closed, and those that had been refused (`refused`), of a delivery that brought nothing.
    """

    lot_id: LotId
    name: str
    lot_no: str
    sold_by: SoldBy
    unit: str
    place: str
    quantity: int
    refused: bool = False
    source: Source = ()
    """What tells its lot from another of that number."""


def moved_by(documents: Iterable[StockDocument], transit: Spot) -> tuple[Moved, ...]:
    """What the moves of these documents come to, in their order; what comes to nothing is not told.

    Of an order the lines, signed as they stand.
    """
    found: dict[tuple[object, LotId, LocationId], Moved] = {}
    for document in documents:
        for key, moved in _each(document, transit):
            before = found[key].quantity if key in found else 0
            found[key] = replace(moved, quantity=before + moved.quantity)
    return tuple(moved for moved in found.values() if moved.quantity)


def _each(
    document: StockDocument, transit: Spot
) -> Iterator[tuple[tuple[object, LotId, LocationId], Moved]]:
    names: Mapping[LocationId, str] = {line.place_id: line.place for line in document.lines}
    lines = {line.line_no: line for line in document.lines}
    if not KINDS[document.kind].legs:
        for line in document.came:
            yield (line.sku_id, line.lot_id, LocationId(0)), _of(line, "", line.quantity)
    if not document.came:
        for line in document.lines:
            refused = replace(_of(line, "", line.refused), refused=True)
            yield (line.line_no, line.lot_id, LocationId(0)), refused
    for move in moves_of(document, transit.location_id):
        spot = move.location_id
        place = transit.name if spot == transit.location_id else names[spot]
        told = _of(lines[move.line_no], place, move.quantity)
        yield (move.sku_id, move.lot_id, spot), told


def _of(line: DocumentLine, place: str, quantity: int) -> Moved:
    return Moved(line.lot_id, line.name, line.lot_no, line.sold_by, line.unit, place, quantity)
