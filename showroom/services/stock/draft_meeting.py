"""Two people at one draft: each change is kept over what its editor saw, or somebody is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from showroom.db.engine import Tx
from showroom.db.reads import documents as reads
from showroom.db.reads import places, suppliers
from showroom.db.reads.receiving import delivered
from showroom.db.stores import document_drafts as store
from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine
from showroom.domain.documents.together import together
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId, SupplierId
from showroom.domain.money import figure
from showroom.domain.quantity import SoldBy, quantity_text

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "quantity": "数量",
        "expected": "应到",
        "refused": "拒收",
        "remark": "备注",
        "lot_no": "批号",
        "production_date": "生产日期",
        "expiry_date": "到期日",
        "cost_fen": "进价",
        "gift": "赠品",
        "certificate": "证书号",
        "place_id": "库位",
        "to_place_id": "调入库位",
        "supplier_id": "供应商",
        "contract_id": "合同",
        "order_id": "采购单",
        "follows": "单据",
        "reference": "单号",
        "reason": "类别",
        "asked_by": "领用人",
        "note": "备注",
        "wanted_on": "要求到货日",
        "sku_id": "商品",
        "lot_id": "批次",
        "line_no": "行",
    }
)
"""What the fields of a draft are called where two people disagree on them."""
NOTHING = "空"


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
        yours = _told(tx, mine, _filled(mine))
        raise _met("draft_line_gone", draft, draft.person, name=_name(tx, mine), yours=yours)
    both = together(seen, mine, there)
    if both.clash:
        person = store.who_put(tx, draft.draft_id, key)
        told = {"name": _name(tx, there), "now": _told(tx, there, both.clash)}
        yours = _told(tx, mine, both.clash)
        raise _met("draft_line_changed", draft, person, **told, yours=yours)
    return both.value


def check_drop(tx: Tx, draft: DocumentDraft, key: str, seen: DraftLine | None) -> None:
    """A line goes as its editor saw it; one that is gone is gone. Refuses `draft_line_kept`."""
    there = _line(draft, key)
    if there is None or there == seen:
        return
    apart = together(None, there, seen).clash if seen is not None else _filled(there)
    person = store.who_put(tx, draft.draft_id, key)
    now = _told(tx, there, apart)
    raise _met("draft_line_kept", draft, person, name=_name(tx, there), now=now)


def head_over(tx: Tx, draft: DocumentDraft, mine: DraftHead, seen: DraftHead) -> DraftHead:
    """The head as it is to be kept, with what somebody else changed of it. `draft_head_changed`."""
    both = together(seen, mine, draft.head)
    if both.clash:
        person = store.who_headed(tx, draft.draft_id)
        now, yours = (_told(tx, head, both.clash) for head in (draft.head, mine))
        raise _met("draft_head_changed", draft, person, now=now, yours=yours)
    return both.value


def _met(code: str, draft: DocumentDraft, person: str, **told: str) -> DraftMet:
    refusal = DraftMet(code, person=person, **told)
    refusal.draft = draft
    return refusal


def _line(draft: DocumentDraft, key: str) -> DraftLine | None:
    return next((kept.line for kept in draft.lines if kept.key == key), None)


def _filled(line: DraftLine) -> tuple[str, ...]:
    names = ("quantity", "refused", "lot_no", "production_date", "expiry_date", "certificate")
    return tuple(name for name in names if getattr(line, name) or name == "quantity")


def _name(tx: Tx, line: DraftLine) -> str:
    goods = delivered(tx, (line.sku_id,), ()).get(line.sku_id)
    return goods.name if goods is not None else ""


def _told(tx: Tx, of: DraftLine | DraftHead, names: Sequence[str]) -> str:
    """``数量 55、批号 C88``."""
    return "、".join(f"{WORDS[name]} {_value(tx, of, name) or NOTHING}" for name in names)


def _value(tx: Tx, of: DraftLine | DraftHead, name: str) -> str:
    value = getattr(of, name)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
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


def _document(tx: Tx, document_id: int) -> str:
    return reads.number_of(tx, DocumentId(document_id)) if document_id else ""


def _plain(_tx: Tx, value: int) -> str:
    return str(value) if value else ""


_NAMED: Mapping[str, Callable[[Tx, int], str]] = MappingProxyType(
    {
        "place_id": _place,
        "to_place_id": _place,
        "supplier_id": _supplier,
        "order_id": _document,
        "follows": _document,
        "cost_fen": lambda _tx, fen: figure(fen),
    }
)
