"""A document before it is posted: one shape for all kinds, kept line by line as it is made."""

from __future__ import annotations

from dataclasses import dataclass, replace

from showroom.domain.ids import DocumentId, LocationId, LotId, PersonId, SkuId, SupplierId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind


@dataclass(frozen=True, slots=True)
class DraftHead:
    """What is true of the whole document; 0 and empty where it does not apply (`StockDocument`)."""

    place_id: LocationId = LocationId(0)
    to_place_id: LocationId = LocationId(0)
    supplier_id: SupplierId = SupplierId(0)
    contract_id: int = 0
    order_id: int = 0
    follows: DocumentId = DocumentId(0)
    reference: str = ""
    reason: str = ""
    asked_by: str = ""
    note: str = ""
    wanted_on: str = ""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line as it was entered. Quantities in pieces or grams, cost in fen per piece or kilogram.

    A receipt's line describes a lot that is not there yet (`lot_id` 0); all others name theirs.
    `place_id` and `to_place_id` 0 are the head's places, `cost_fen` None what the contract or the
    product says. `line_no` is that of the document that the head follows, 0 where none is.
    `refused` is what was brought and went back (拒收), on top of `quantity`; the remark is then
    why. `gift` are goods that the supplier asks nothing for (赠品).
    """

    sku_id: SkuId
    quantity: int
    lot_id: LotId = LotId(0)
    lot_no: str = ""
    production_date: str = ""
    expiry_date: str = ""
    place_id: LocationId = LocationId(0)
    expected: int = 0
    cost_fen: int | None = None
    certificate: str = ""
    remark: str = ""
    to_place_id: LocationId = LocationId(0)
    line_no: int = 0
    refused: int = 0
    gift: bool = False

    @property
    def is_absent(self) -> bool:
        """Nothing of it is here, and that is to be said.

        Of what has a lot, a date or a paper something is here: how much, nobody has said yet.
        """
        awaited = bool(self.expected) and not self.is_described
        return not self.quantity and bool(awaited or self.refused)

    @property
    def is_described(self) -> bool:
        """Somebody said what stands on the pack."""
        told = (self.lot_no, self.production_date, self.expiry_date, self.certificate)
        return any(told) or self.gift

    @property
    def unpriced(self) -> bool:
        """Nothing is paid for it, whatever was ordered."""
        return self.gift

    def cost_or(self, known: int) -> int:
        """What was said of its cost, else that (fen per piece or kilogram)."""
        return known if self.cost_fen is None else self.cost_fen


def once_more(before: int, said: int, sold_by: SoldBy) -> int:
    """What a line holds once its goods were read again, in pieces or grams.

    A code that says how much adds that. One that says nothing is a piece, the first reading of it
    too; loose goods it only names: they are weighed.
    """
    if said or sold_by is SoldBy.WEIGHT:
        return before + said
    return (before or 1) + 1


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line of a draft under the key that its window gave it."""

    key: str
    line: DraftLine


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A draft as the books have it. `revision` grows with every change by whomever.

    `hands` are those who kept a line or the head, each once, the first one first: whoever changes a
    line after them takes nobody's name away.
    """

    draft_id: str
    kind: DocumentKind
    head: DraftHead
    lines: tuple[KeptLine, ...]
    revision: int
    person_id: PersonId
    person: str
    begun_at_us: int
    saved_at_us: int
    hands: tuple[str, ...] = ()

    def kept_by(self, person: str) -> DocumentDraft:
        """The draft with what that person has just kept of it."""
        return replace(self, hands=tuple(dict.fromkeys((*self.hands, person))))

    def entered_beside(self, person: str) -> str:
        """``张敏、李强``: who entered it, if anybody but that person did; else nothing."""
        return "、".join(self.hands) if set(self.hands) - {person} else ""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in a list: who saved it last, and how many lines it has.

    `order` is the number of the order that it comes on, `supplier` whose goods they are, `way` from
    where to where, or where they lie.
    """

    draft_id: str
    kind: DocumentKind
    title: str
    lines: int
    person: str
    begun_at_us: int
    saved_at_us: int
    revision: int
    order: str = ""
    supplier: str = ""
    way: str = ""
