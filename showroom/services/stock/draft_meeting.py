"""Two people at one draft: each change is kept over what its editor saw, or somebody is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from showroom.db.engine import Tx
from showroom.db.reads import documents as reads
from showroom.db.reads import places, suppliers
from showroom.db.reads.lot_goods import lot_goods, sources_of
from showroom.db.reads.receiving import delivered
from showroom.db.stores import document_drafts as store
from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine
from showroom.domain.documents.lot_names import lot_named
from showroom.domain.documents.reasons import reason_word
from showroom.domain.documents.together import Parts, together
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId, LotId, SkuId, SupplierId
from showroom.domain.money import figure
from showroom.domain.quantity import SoldBy, quantity_text
from showroom.domain.stock import DocumentKind


class DraftMet(Refusal):
    """Somebody else changed the same meanwhile; `draft` is how the books have it now.

    `draft_line_changed`, `draft_line_gone`, `draft_line_kept` (it was to be dropped),
    `draft_head_changed`.
    """

    draft: DocumentDraft | None = None


def line_over(
    tx: Tx, draft: DocumentDraft, key: str, mine: DraftLine, seen: DraftLine | None
) -> DraftLine:
    """A line as it is to be kept: with what somebody else changed of its other parts since.

    Refuses `draft_line_changed`, `draft_line_gone`.
    """
    there = _line(draft, key)
    if there is None:
        if seen is None:
            return mine
        yours = _told(tx, draft, mine, _filled(mine))
        raise _met("draft_line_gone", draft, draft.person, name=_name(tx, mine), yours=yours)
    both = together(seen, mine, there)
    if both.clash:
        person = store.who_put(tx, draft.draft_id, key)
        now, yours = (_told(tx, draft, line, both.clash) for line in (there, mine))
        named = {"name": _name(tx, there)}
        raise _met("draft_line_changed", draft, person, **named, now=now, yours=yours)
    return both.value


def check_drop(tx: Tx, draft: DocumentDraft, key: str, seen: DraftLine | None) -> None:
    """A line goes as its editor saw it; one that is gone is gone. Refuses `draft_line_kept`."""
    there = _line(draft, key)
    if there is None or there == seen:
        return
    apart = together(None, there, seen).clash if seen is not None else _filled(there)
    person = store.who_put(tx, draft.draft_id, key)
    now = _told(tx, draft, there, apart)
    raise _met("draft_line_kept", draft, person, name=_name(tx, there), now=now)


def head_over(tx: Tx, draft: DocumentDraft, mine: DraftHead, seen: DraftHead) -> DraftHead:
    """The head as it is to be kept, with what somebody else changed of it. `draft_head_changed`."""
    both = together(seen, mine, draft.head)
    if both.clash:
        person = store.who_headed(tx, draft.draft_id)
        now, yours = (_told(tx, draft, head, both.clash) for head in (draft.head, mine))
        raise _met("draft_head_changed", draft, person, now=now, yours=yours)
    return both.value


def _met(code: str, draft: DocumentDraft, person: str, **told: str | Parts) -> DraftMet:
    refusal = DraftMet(code, person=person, **told)
    refusal.draft = draft
    return refusal


def _line(draft: DocumentDraft, key: str) -> DraftLine | None:
    return next((kept.line for kept in draft.lines if kept.key == key), None)


def _filled(line: DraftLine) -> tuple[str, ...]:
    names = ("quantity", "refused", "lot_no", "production_date", "expiry_date", "certificate")
    return tuple(name for name in names if getattr(line, name) or name == "quantity")


def _name(tx: Tx, line: DraftLine) -> str:
    return _goods(tx, line.sku_id)


def _told(tx: Tx, draft: DocumentDraft, of: DraftLine | DraftHead, names: Sequence[str]) -> Parts:
    """As people know it: no identity and no code is anything to choose by."""
    return Parts(tuple((name, _value(tx, draft.kind, of, name)) for name in names))


def _value(tx: Tx, kind: DocumentKind, of: DraftLine | DraftHead, name: str) -> str | bool:
    value = getattr(of, name)
    if name == "reason":
        return reason_word(kind, value)
    if isinstance(value, str | bool):
        return value
    if isinstance(of, DraftLine) and name in ("quantity", "expected", "refused"):
        goods = delivered(tx, (of.sku_id,), ()).get(of.sku_id)
        return quantity_text(value, goods.sold_by if goods is not None else SoldBy.EACH)
    named = _NAMED.get(name, _plain)
    return named(tx, value) if value is not None else ""


def _place(tx: Tx, place_id: int) -> str:
    place = places.stock_places(tx).get(LocationId(place_id))
    return place.name if place is not None else ""


def _supplier(tx: Tx, supplier_id: int) -> str:
    found = suppliers.find(tx, SupplierId(supplier_id)) if supplier_id else None
    return found.content.name if found is not None else ""


def _contract(tx: Tx, contract_id: int) -> str:
    found = suppliers.contract_of(tx, contract_id) if contract_id else None
    return "" if found is None else f"{found[1].contract_no} {found[1].named}".strip()


def _goods(tx: Tx, sku_id: int) -> str:
    goods = delivered(tx, (SkuId(sku_id),), ()).get(SkuId(sku_id))
    return goods.name if goods is not None else ""


def _lot(tx: Tx, lot_id: int) -> str:
    lot = LotId(lot_id)
    found = lot_goods(tx, [lot]).get(lot)
    return "" if found is None else lot_named(found.lot_no, sources_of(tx, [lot]).get(lot, ()))


def _document(tx: Tx, document_id: int) -> str:
    return reads.number_of(tx, DocumentId(document_id)) if document_id else ""


def _plain(_tx: Tx, value: int) -> str:
    return str(value) if value else ""


_NAMED: Mapping[str, Callable[[Tx, int], str]] = MappingProxyType(
    {
        "place_id": _place,
        "to_place_id": _place,
        "supplier_id": _supplier,
        "contract_id": _contract,
        "sku_id": _goods,
        "lot_id": _lot,
        "order_id": _document,
        "follows": _document,
        "cost_fen": lambda _tx, fen: figure(fen),
    }
)
