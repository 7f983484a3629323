"""Drafts of documents, line by line: what was acknowledged is there after a power cut."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import bindparam, case, delete, func, select, text, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, insert_into
from showroom.db.reads.places import StockPlace, stock_places
from showroom.db.tables.document import document_draft, draft_line, stock_document
from showroom.db.tables.supplier import supplier
from showroom.domain.codec import from_json, to_json
from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine, DraftRow, KeptLine
from showroom.domain.documents.kinds import printed_number
from showroom.domain.documents.posted import way_of
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId, PersonId, TillId
from showroom.domain.stock import DocumentKind

MAX_DRAFTS = 200
"""Drafts that may lie open at once."""
_HAND = "\n"
"""Between names; there is none in a name, which is legible."""
_d, _l = document_draft.c, draft_line.c
_new = insert_into(document_draft)
_head = select(
    *(_d.draft_id, _d.kind, _d.head, _d.revision, _d.person_id, _d.person),
    *(_d.begun_at_us, _d.saved_at_us, _d.hands),
).where(_d.draft_id == bindparam("i"))
_find = Prepared(_head, ["i"])
_lock = Prepared(_head.with_for_update(), ["i"])
_lines = Prepared(
    select(_l.line_key, _l.content).where(_l.draft_id == bindparam("i")).order_by(_l.position),
    ["i"],
)
_put = Prepared(
    text(
        "INSERT INTO draft_line (draft_id, line_key, position, content, person) VALUES (:d, :k, "
        "(SELECT coalesce(max(position), 0) + 1 FROM draft_line WHERE draft_id = :i), :c, :p) "
        "ON CONFLICT (draft_id, line_key) "
        "DO UPDATE SET content = excluded.content, person = excluded.person"
    ),
    ["d", "k", "i", "c", "p"],
)
_drop = Prepared(
    delete(draft_line).where(_l.draft_id == bindparam("i"), _l.line_key == bindparam("k")),
    ["i", "k"],
)
_touch = Prepared(
    update(document_draft)
    .values(
        title=bindparam("t"),
        head=bindparam("h"),
        person_id=bindparam("p"),
        person=bindparam("n"),
        revision=_d.revision + bindparam("r"),
        saved_at_us=bindparam("s"),
        hands=bindparam("e"),
        head_person=case((_d.head == bindparam("o"), _d.head_person), else_=bindparam("m")),
    )
    .where(_d.draft_id == bindparam("i"))
    .returning(_d.revision),
    ["t", "h", "p", "n", "r", "s", "o", "m", "e", "i"],
)
_clear_lines = Prepared(delete(draft_line).where(_l.draft_id == bindparam("i")), ["i"])
_clear = Prepared(delete(document_draft).where(_d.draft_id == bindparam("i")), ["i"])

_who_put = Prepared(
    select(_l.person).where(_l.draft_id == bindparam("i"), _l.line_key == bindparam("k")),
    ["i", "k"],
)
_who_headed = Prepared(select(_d.head_person).where(_d.draft_id == bindparam("i")), ["i"])
_count_lines = Prepared(
    select(func.count()).select_from(draft_line).where(_l.draft_id == bindparam("i")), ["i"]
)


def find(tx: Tx, draft_id: str, *, lock: bool = False) -> DocumentDraft | None:
    """The draft with its lines as they were entered; None for none. Locked until the commit.

    Refuses `draft_torn`: it can be thrown away, and nothing else.
    """
    row = tx.one(_lock if lock else _find, (draft_id,))
    if row is None:
        return None
    kept = tx.rows(_lines, (draft_id,))
    try:
        head = from_json(DraftHead, row[2])
        keyed = tuple(KeptLine(key, line_of(content)) for key, content in kept)
    except Refusal as refusal:
        raise Refusal("draft_torn", saved=row[5]) from refusal
    revision, person_id, person, begun, saved, hands = row[3:]
    return DocumentDraft(
        *(row[0], DocumentKind(row[1]), head, keyed, revision, person_id, person),
        *(begun, saved, tuple(hands.split(_HAND) if hands else ())),
    )


@lru_cache(maxsize=4096)
def line_of(content: str) -> DraftLine:
    """The line that a text is; one that was read before is not parsed again.

    Each line that is put reads all of its draft, before and after.
    """
    return from_json(DraftLine, content)


@dataclass(frozen=True, slots=True)
class DraftTexts:
    """A draft as it is written, its lines by their keys: for one that cannot be read, too."""

    draft_id: str
    kind: DocumentKind
    head: str
    lines: dict[str, str]
    revision: int
    person: str


def texts(tx: Tx, draft_id: str) -> DraftTexts | None:
    """The draft as it is written, locked until the commit; None for none."""
    row = tx.one(_lock, (draft_id,))
    if row is None:
        return None
    lines = dict(tx.rows(_lines, (draft_id,)))
    return DraftTexts(row[0], DocumentKind(row[1]), row[2], lines, row[3], row[5])


def begin(tx: Tx, till_id: TillId, draft: DocumentDraft, title: str) -> None:
    """A new draft. Refuses `drafts_full`."""
    count = tx.connection.execute(select(func.count()).select_from(document_draft)).scalar_one()
    if count >= MAX_DRAFTS:
        raise Refusal("drafts_full", limit=MAX_DRAFTS)
    tx.run(
        _new,
        (
            *(draft.draft_id, draft.kind.value, till_id, title, to_json(draft.head)),
            *(draft.person_id, draft.person, draft.revision),
            *(draft.begun_at_us, draft.saved_at_us, draft.person, _HAND.join(draft.hands)),
        ),
    )
    for kept in draft.lines:
        put_line(tx, draft.draft_id, kept, draft.person)


def put_line(tx: Tx, draft_id: str, kept: KeptLine, person: str) -> None:
    """Add a line at the end, or replace the one under that key where it stands; by whom."""
    tx.run(_put, (draft_id, kept.key, draft_id, to_json(kept.line), person))


def who_put(tx: Tx, draft_id: str, key: str) -> str:
    """Who kept that line last; "" where none is."""
    row = tx.one(_who_put, (draft_id, key))
    return str(row[0]) if row is not None else ""


def who_headed(tx: Tx, draft_id: str) -> str:
    """Who changed the head last."""
    return str(tx.one(_who_headed, (draft_id,))[0])


def drop_line(tx: Tx, draft_id: str, key: str) -> None:
    """Take a line away; none under that key is none less."""
    tx.run(_drop, (draft_id, key))


def touch(tx: Tx, draft: DocumentDraft, title: str, who: tuple[PersonId, str], at_us: int) -> int:
    """Say who changed it now; the new revision."""
    head = to_json(draft.head)
    hands = _HAND.join(draft.hands)
    row = tx.one(_touch, (title, head, *who, 1, at_us, head, who[1], hands, draft.draft_id))
    return int(row[0])


def line_count(tx: Tx, draft_id: str) -> int:
    """Lines of a draft."""
    return int(tx.one(_count_lines, (draft_id,))[0])


def on_order(tx: Tx, order_id: DocumentId) -> tuple[str, str] | None:
    """The delivery on that order which was saved last: its key, and by whom; None for none."""
    rows = tx.connection.execute(
        select(_d.draft_id, _d.person, _d.head)
        .where(_d.kind == DocumentKind.GOODS_RECEIPT.value)
        .order_by(_d.saved_at_us.desc(), _d.draft_id)
    )
    return next(((r[0], r[1]) for r in rows if _follows(r[2], "order_id", order_id)), None)


def arrivals_of(tx: Tx, transfer_id: DocumentId) -> list[str]:
    """The keys of drafts that count what arrives of a transfer."""
    rows = tx.connection.execute(
        select(_d.draft_id, _d.head)
        .where(_d.kind == DocumentKind.TRANSFER_RECEIPT.value)
        .order_by(_d.draft_id)
    )
    return [row[0] for row in rows if _follows(row[1], "follows", transfer_id)]


def _follows(head: str, name: str, document_id: DocumentId) -> bool:
    """Whether a head names that document; one that cannot be read names none."""
    return bool(document_id) and bool(getattr(_head_of(head), name) == document_id)


def clear(tx: Tx, draft_id: str) -> None:
    """It became a document, or was thrown away."""
    tx.run(_clear_lines, (draft_id,))
    tx.run(_clear, (draft_id,))


def listed(tx: Tx, kinds: Collection[DocumentKind]) -> list[DraftRow]:
    """Drafts of these kinds, the last saved first."""
    count = (
        select(func.count()).where(_l.draft_id == _d.draft_id).correlate(document_draft)
    ).scalar_subquery()
    who = (_d.person, _d.begun_at_us, _d.saved_at_us, _d.revision)
    rows = tx.connection.execute(
        select(_d.draft_id, _d.kind, _d.title, count, *who, _d.head)
        .where(_d.kind.in_(sorted(k.value for k in kinds)))
        .order_by(_d.saved_at_us.desc(), _d.draft_id)
    ).all()
    heads = [_head_of(row[-1]) for row in rows]
    orders, names, places = _orders(tx, heads), _suppliers(tx, heads), stock_places(tx)
    return [
        DraftRow(
            *(r[0], DocumentKind(r[1]), *r[2:-1]),
            order=orders.get(head.order_id, ""),
            supplier=names.get(head.supplier_id, ""),
            way=way_of(*(_full(places, at) for at in (head.place_id, head.to_place_id))),
        )
        for r, head in zip(rows, heads, strict=True)
    ]


def _head_of(text: str) -> DraftHead:
    """One that cannot be read names nothing."""
    try:
        return from_json(DraftHead, text)
    except Refusal:
        return DraftHead()


def _full(places: Mapping[LocationId, StockPlace], place_id: LocationId) -> str:
    return places[place_id].full if place_id in places else ""


def _orders(tx: Tx, heads: Sequence[DraftHead]) -> dict[int, str]:
    wanted, order = {head.order_id for head in heads} - {0}, stock_document.c
    rows = tx.connection.execute(
        select(order.document_id, order.year, order.serial).where(
            order.document_id.in_(sorted(wanted))
        )
    )
    kind = DocumentKind.PURCHASE_ORDER
    return {document_id: printed_number(kind, year, no) for document_id, year, no in rows}


def _suppliers(tx: Tx, heads: Sequence[DraftHead]) -> dict[int, str]:
    wanted = {int(head.supplier_id) for head in heads} - {0}
    rows = tx.connection.execute(
        select(supplier.c.supplier_id, supplier.c.name).where(
            supplier.c.supplier_id.in_(sorted(wanted))
        )
    )
    return {int(supplier_id): str(name) for supplier_id, name in rows}
