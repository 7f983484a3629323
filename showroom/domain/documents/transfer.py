"""调拨: goods that go from one place to another in two steps, none of them lost between the two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.documents.posted import DocumentLine, StockDocument
from showroom.domain.documents.reasons import Difference
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId, LotId, SkuId
from showroom.domain.quantity import counted_text
from showroom.domain.stock import LotName


@dataclass(frozen=True, slots=True)
class MoveLine:
    """So many pieces or grams of a lot that are to go from one place to another."""

    sku_id: SkuId
    lot_id: LotId
    quantity: int
    from_place_id: LocationId
    to_place_id: LocationId


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A transfer that was sent and not received; `days` since it was sent."""

    document_id: DocumentId
    number: str
    place: str
    to_place_id: LocationId
    to_place: str
    person: str
    at_us: int
    business_date: str
    lines: int
    days: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a receipt says of each line of a transfer; together it is what was sent."""

    lines: tuple[DocumentLine, ...]
    lost: tuple[DocumentLine, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as a line names it."""

    location_id: LocationId
    name: str


def arrival_head(transfer: StockDocument) -> DraftHead:
    """Of the draft that keeps what is counted of a transfer."""
    to = transfer.to_place_id
    return DraftHead(
        place_id=to,
        to_place_id=to,
        follows=transfer.document_id,
        reference=transfer.number,
    )


def counted_line(line: DocumentLine, came: int, why: Difference | None = None) -> DraftLine:
    """What was counted of a line that was sent, in pieces or grams, and why it is less."""
    return DraftLine(
        line.sku_id,
        came,
        lot_id=line.lot_id,
        lot_no=line.lot_no,
        expiry_date=line.expiry_date,
        expected=line.quantity,
        remark=why.word if why is not None else "",
        line_no=line.line_no,
    )


def arrived_of(lines: Iterable[DraftLine]) -> dict[int, int]:
    """What was counted, by the numbers of the lines that were sent."""
    return {line.line_no: line.quantity for line in lines}


def differences_of(lines: Iterable[DraftLine]) -> dict[int, Difference]:
    """The reasons that were named, by the numbers of the lines that were sent."""
    words = {why.word: why for why in Difference}
    return {x.line_no: words[x.remark] for x in lines if x.remark in words}


def arrival(
    transfer: StockDocument,
    arrived: Mapping[int, int],
    differences: Mapping[int, Difference],
    to: Mapping[int, Spot],
    transit: Spot,
) -> Arrival:
    """The lines of a transfer's receipt, by the numbers of the transfer's lines.

    A line that `arrived` does not name arrived whole. What arrived is numbered first. What is
    missing goes back to where it came from, or stays under way on a line of the receipt until the
    write-off that follows takes it.
    Refuses `transfer_line_unknown`, `transfer_arrived`, `transfer_more_than_sent`,
    `transfer_difference_unnamed`.
    """
    if not {*arrived, *differences} <= {line.line_no for line in transfer.lines}:
        raise Refusal("transfer_line_unknown")
    lines, lacking, lost = list[DocumentLine](), list[DocumentLine](), list[DocumentLine]()
    for line in transfer.lines:
        came = arrived.get(line.line_no, line.quantity)
        missing, why = line.quantity - came, differences.get(line.line_no)
        _check(line, came, why)
        if came:
            lines.append(_at(line, to[line.line_no], came, line.quantity))
        if missing and why is not None:
            back = Spot(line.place_id, line.place) if why is Difference.NOT_SENT else transit
            short = replace(_at(line, back, missing, 0), remark=why.word)
            # What did not come is worth nothing here: its amount stands where it went.
            lacking.append(replace(short, cost_fen=0, amount_fen=0))
            if why is Difference.LOST:
                lost.append(short)
    return Arrival(tuple(_numbered([*lines, *lacking])), tuple(_numbered(lost)))


def _check(line: DocumentLine, came: int, why: Difference | None) -> None:
    told = {"name": line.name, "lot": LotName(line.lot_no, line.terms)}
    sent = counted_text(line.quantity, line.sold_by, line.unit)
    if came < 0:
        raise Refusal("transfer_arrived", name=line.name)
    if came > line.quantity:
        raise Refusal("transfer_more_than_sent", **told, sent=sent)
    if came < line.quantity and why is None:
        missing = counted_text(line.quantity - came, line.sold_by, line.unit)
        raise Refusal("transfer_difference_unnamed", **told, missing=missing)


def _at(line: DocumentLine, spot: Spot, quantity: int, expected: int) -> DocumentLine:
    there = replace(line, place_id=spot.location_id, place=spot.name, expected=expected)
    return there.of(quantity, line.line_no)


def _numbered(lines: list[DocumentLine]) -> Iterator[DocumentLine]:
    return (replace(line, line_no=n) for n, line in enumerate(lines, 1))
