"""Posted stock documents: one by its identity, and lists of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared
from showroom.db.reads import purchasing
from showroom.db.reads.standing import NO, taken_back
from showroom.db.rows import RowsOf
from showroom.db.seeking import holds
from showroom.db.tables.document import stock_document, stock_document_line
from showroom.db.tables.journal import journal, journal_head
from showroom.db.tables.stock import lot, stock_move
from showroom.db.tables.supplier import supplier
from showroom.domain.catalogue import CODE_PART
from showroom.domain.documents.kinds import (
    KINDS,
    NUMBER_DIGITS,
    number_begun,
    parse_number,
    printed_number,
)
from showroom.domain.documents.posted import DocumentLine, StockDocument
from showroom.domain.documents.purchase import OrderState
from showroom.domain.documents.reasons import reasons_called
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId, LotId, SkuId
from showroom.domain.journal import anchor
from showroom.domain.stock import DocumentKind, Terms

_d, _l, _j = stock_document.c, stock_document_line.c, journal.c
_header = RowsOf(
    StockDocument,
    {f.name: _d[f.name] for f in fields(StockDocument) if f.name != "lines"},
    filled=("lines",),
)
_line = RowsOf(DocumentLine, {f.name: _l[f.name] for f in fields(DocumentLine)})
_one = Prepared(select(*_header.columns).where(_d.document_id == bindparam("i")), ["i"])
_lines = Prepared(
    select(*_line.columns).where(_l.document_id == bindparam("i")).order_by(_l.line_no), ["i"]
)
_one_line = Prepared(
    select(*_line.columns).where(_l.document_id == bindparam("i"), _l.line_no == bindparam("n")),
    ["i", "n"],
)
_by_number = Prepared(
    select(_d.document_id).where(
        _d.kind == bindparam("k"), _d.year == bindparam("y"), _d.serial == bindparam("n")
    ),
    ["k", "y", "n"],
)
_NONE: ColumnElement[str] = literal_column("''")
# The indexes of what is mostly 0 or empty leave those rows out: SQLite takes one only where the
# statement says that it looks for none of them.
_reversal = Prepared(
    select(_d.document_id).where(_d.reverses == bindparam("i"), _d.reverses != NO), ["i"]
)
_of_draft = Prepared(
    select(_d.document_id, _d.kind, _d.year, _d.serial, _d.person).where(
        _d.draft_id == bindparam("i"), _d.draft_id != _NONE
    ),
    ["i"],
)


_back = stock_document.alias("back")
_next = stock_document.alias("next")


@dataclass(frozen=True, slots=True)
class DocumentsWanted:
    """What to list: kinds (all when empty), business dates from and to (ISO, empty: open).

    `text` names a number or a part of one, lot, person, place, supplier or the other side's
    number; `skus` are the products that it finds, or without a text those that are wanted.
    `names` are people and suppliers that it finds by how they are read.
    """

    kinds: frozenset[DocumentKind] = frozenset()
    since: str = ""
    until: str = ""
    text: str = ""
    limit: int = 500
    skus: frozenset[SkuId] = frozenset()
    names: frozenset[str] = frozenset()


_IN_PART = frozenset(
    {DocumentKind.GOODS_RECEIPT, DocumentKind.OPENING, DocumentKind.LOT_CORRECTION}
)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in a list; `reversed_by` is its 冲红's identity or 0.

    `amount_fen` is what the shop's own goods (买断) on it come to, as whole documents say apart;
    None where none of them has a price. `wanted_on` is by which day an order is to be there.
    """

    document_id: DocumentId
    kind: DocumentKind
    year: int
    serial: int
    at_us: int
    business_date: str
    person: str
    place: str
    to_place: str
    supplier: str
    reference: str
    reason: str
    line_count: int
    amount_fen: int | None
    wanted_on: str
    place_id: LocationId
    to_place_id: LocationId
    reverses: DocumentId
    reversed_by: DocumentId
    received_by: DocumentId
    order: OrderState | None = None
    """How far it has come, of an order."""
    stays: bool = False
    """Its 冲红 took back a part of what it had brought in."""
    short: bool = False
    """Of a transfer and its receipt: less arrived than was sent, and it has not turned up."""


def load(tx: Tx, document_id: DocumentId, line_no: int = 0) -> StockDocument:
    """A document with its lines, or with that one alone. Refuses `document_not_found`."""
    row = tx.one(_one, (document_id,))
    if row is None:
        raise Refusal("document_not_found")
    asked = (_one_line, (document_id, line_no)) if line_no else (_lines, (document_id,))
    return _header.value(row, tuple(map(_line.value, tx.rows(*asked))))


def find(tx: Tx, kind: DocumentKind, year: int, serial: int) -> DocumentId | None:
    """The document of that number, None for none."""
    row = tx.one(_by_number, (kind.value, year, serial))
    return None if row is None else DocumentId(row[0])


def reversal_of(tx: Tx, document_id: DocumentId) -> DocumentId:
    """The 冲红 of a document, 0 for none."""
    row = tx.one(_reversal, (document_id,))
    return DocumentId(0 if row is None else row[0])


def lock(tx: Tx, document_id: DocumentId) -> None:
    """Let nobody else receive or take back a document until the commit.

    A posted row is never changed: who holds it says what becomes of its goods.
    """
    row = select(_d.document_id).where(_d.document_id == document_id)
    tx.connection.execute(row.with_for_update()).all()


def brought_by(tx: Tx, document_id: DocumentId, kind: DocumentKind) -> list[DocumentId]:
    """Documents of a kind that came along with this one and still stand."""
    rows = tx.connection.execute(
        select(_d.document_id)
        .where(
            _d.follows == document_id,
            _d.follows != NO,
            _d.kind == kind.value,
            _d.reverses == 0,
            ~taken_back(_d.document_id),
        )
        .order_by(_d.document_id)
    )
    return [DocumentId(found) for found in rows.scalars()]


def corrections_of(tx: Tx, lot_ids: Collection[LotId]) -> list[DocumentId]:
    """补批次单 that stand and took from these lots, or gave to them."""
    rows = tx.connection.execute(
        select(_d.document_id)
        .join(stock_move, stock_move.c.document_id == _d.document_id)
        .where(
            stock_move.c.lot_id.in_(sorted(set(lot_ids))),
            stock_move.c.document == DocumentKind.LOT_CORRECTION.value,
            *(_d.reverses == 0, ~taken_back(_d.document_id)),
        )
        .distinct()
        .order_by(_d.document_id)
    )
    return [DocumentId(found) for found in rows.scalars()]


def number_of(tx: Tx, document_id: DocumentId) -> str:
    """The printed number of a document, empty for none."""
    if not document_id:
        return ""
    row = tx.connection.execute(
        select(_d.kind, _d.year, _d.serial).where(_d.document_id == document_id)
    ).one_or_none()
    return "" if row is None else printed_number(DocumentKind(row[0]), row[1], row[2])


def anchor_of(tx: Tx, document: StockDocument) -> str:
    """The journal's witness of the event that tells of it, as its paper carries it."""
    row = tx.connection.execute(
        select(_j.seq, _j.hash)
        .join_from(stock_document, journal_head, journal_head.c.till_id == _d.till_id)
        .join(
            journal,
            (_j.till_id == _d.till_id)
            & (_j.epoch == journal_head.c.epoch)
            & (_j.seq == _d.journal_seq),
        )
        .where(_d.document_id == document.document_id)
    ).first()
    return "" if row is None else anchor(row[0], bytes(row[1]))


def of_draft(tx: Tx, draft_id: str) -> tuple[DocumentId, str, str] | None:
    """(document, its number, who posted it) that a draft became; None while it has not."""
    row = tx.one(_of_draft, (draft_id,))
    if row is None:
        return None
    return DocumentId(row[0]), printed_number(DocumentKind(row[1]), row[2], row[3]), row[4]


def received_by(tx: Tx, document_id: DocumentId) -> DocumentId:
    """The 调拨收货单 of a transfer that still stands, 0 for none."""
    row = tx.connection.execute(
        select(_d.document_id).where(
            _d.follows == document_id,
            _d.follows != NO,
            _d.kind == DocumentKind.TRANSFER_RECEIPT.value,
            _d.reverses == 0,
            ~taken_back(_d.document_id),
        )
    ).first()
    return DocumentId(0 if row is None else row[0])


def in_one_go(tx: Tx, document_id: DocumentId) -> tuple[DocumentId, DocumentId] | None:
    """A transfer and its receipt that one request made, asked for by either; None for no such.

    Both tell what was asked; a receipt that somebody counted was asked for by a draft of its own.
    """
    sent, came = stock_document.alias("sent"), stock_document.alias("came")
    receipt = _d.kind == DocumentKind.TRANSFER_RECEIPT.value
    transfer = select(case((receipt, _d.follows), else_=_d.document_id))
    transfer = transfer.where(_d.document_id == document_id)
    found = tx.connection.execute(
        select(sent.c.document_id, came.c.document_id)
        .join_from(sent, came, (came.c.follows == sent.c.document_id) & (came.c.follows != NO))
        .where(
            sent.c.document_id == transfer.scalar_subquery(),
            sent.c.kind == DocumentKind.TRANSFER.value,
            came.c.kind == DocumentKind.TRANSFER_RECEIPT.value,
            came.c.content_hash == sent.c.content_hash,
            sent.c.content_hash != "",
            ~taken_back(came.c.document_id),
        )
    ).first()
    return None if found is None else (DocumentId(found[0]), DocumentId(found[1]))


def receipts_of(tx: Tx, transfer_id: DocumentId) -> int:
    """How often a transfer was received, those times that were taken back too."""
    wanted = select(func.count()).where(
        *(_d.follows == transfer_id, _d.follows != NO, _d.reverses == 0),
        _d.kind == DocumentKind.TRANSFER_RECEIPT.value,
    )
    return int(tx.connection.execute(wanted).scalar_one())


def related(tx: Tx, document: StockDocument) -> list[tuple[DocumentId, str]]:
    """What came along with a document, or what it came along with: (identity, printed number)."""
    followed = and_(_d.follows == document.document_id, _d.follows != NO)
    near = or_(followed, _d.document_id == document.follows)
    rows = tx.connection.execute(
        select(_d.document_id, _d.kind, _d.year, _d.serial).where(near).order_by(_d.document_id)
    )
    return [(DocumentId(r[0]), printed_number(DocumentKind(r[1]), r[2], r[3])) for r in rows]


def suppliers_of(tx: Tx, document_id: DocumentId) -> dict[int, str]:
    """Who brought the lots of a document, by line number; lines of nobody's are left out."""
    rows = tx.connection.execute(
        select(_l.line_no, supplier.c.name)
        .join(lot, lot.c.lot_id == _l.lot_id)
        .join(supplier, supplier.c.supplier_id == lot.c.supplier_id)
        .where(_l.document_id == document_id)
    )
    return {int(line_no): str(name) for line_no, name in rows}


def facts_of(tx: Tx, document_id: DocumentId) -> tuple[int, int]:
    """The journal's sequence of the event that tells of a document, and its stock moves."""
    row = tx.connection.execute(
        select(_d.kind, _d.journal_seq).where(_d.document_id == document_id)
    ).one()
    kind, seq = str(row[0]), int(row[1])
    m = stock_move.c
    lots = select(_l.lot_id).where(_l.document_id == document_id)
    moves = select(func.count()).where(
        m.lot_id.in_(lots), m.document == kind, m.document_id == document_id
    )
    return seq, int(tx.connection.execute(moves).scalar_one())


def by_text(tx: Tx, number: str) -> DocumentId | None:
    """The document of a printed number, None for none and for what is no number."""
    told = parse_number(number)
    return None if told is None else find(tx, *told)


def listed(tx: Tx, wanted: DocumentsWanted) -> list[DocumentRow]:
    """Documents, newest first, at most `limit`."""
    reversed_by = (
        select(func.coalesce(func.max(_back.c.document_id), 0))
        .where(_back.c.reverses == _d.document_id, _back.c.reverses != NO)
        .scalar_subquery()
    )
    received_by = (
        select(func.coalesce(func.max(_next.c.document_id), 0))
        .where(
            _next.c.follows == _d.document_id,
            _next.c.follows != NO,
            _next.c.kind == DocumentKind.TRANSFER_RECEIPT.value,
            _next.c.reverses == 0,
            ~taken_back(_next.c.document_id),
        )
        .scalar_subquery()
    )
    bought = (
        select(cast(func.sum(_l.amount_fen), BigInteger))
        .where(
            _l.document_id == _d.document_id,
            _l.terms == Terms.BUY_OUT.value,
            (_l.cost_fen != 0) | (_l.amount_fen != 0),
        )
        .scalar_subquery()
    )
    # What a row says of others is looked up for those that are shown, not for all that answer.
    newest = select(_d.document_id).where(*_conditions(wanted)).order_by(_d.document_id.desc())
    statement = (
        select(
            *(_d.document_id, _d.kind, _d.year, _d.serial, _d.at_us, _d.business_date, _d.person),
            *(_d.place, _d.to_place, _d.supplier, _d.reference, _d.reason, _d.line_count),
            *(bought, _d.wanted_on, _d.place_id, _d.to_place_id),
            *(_d.reverses, reversed_by, received_by),
        )
        .where(_d.document_id.in_(newest.limit(wanted.limit)))
        .order_by(_d.document_id.desc())
    )
    rows = [
        DocumentRow(DocumentId(r[0]), DocumentKind(r[1]), *r[2:17], *map(DocumentId, r[17:]))
        for r in tx.connection.execute(statement)
    ]
    return _with_states(tx, rows)


def _with_states(tx: Tx, rows: list[DocumentRow]) -> list[DocumentRow]:
    orders = [r for r in rows if r.kind is DocumentKind.PURCHASE_ORDER and not r.reverses]
    standing = [row.document_id for row in orders if not row.reversed_by]
    states = {row.document_id: OrderState.CLOSED for row in orders}
    states |= purchasing.order_states(tx, standing)
    partly = _partly_taken_back(tx, rows)
    return [
        replace(row, order=states.get(row.document_id), stays=row.document_id in partly)
        for row in rows
    ]


def _partly_taken_back(tx: Tx, rows: list[DocumentRow]) -> set[DocumentId]:
    """Those whose 冲红 left something: of no lot more goes back than it moved."""
    back = {r.document_id: r.reversed_by for r in rows if r.kind in _IN_PART and r.reversed_by}
    if not back:
        return set()
    asked = (
        select(_l.document_id, func.sum(func.abs(_l.quantity)))
        .where(_l.document_id.in_(sorted({*back, *back.values()})))
        .group_by(_l.document_id)
    )
    many = {DocumentId(r[0]): int(r[1]) for r in tx.connection.execute(asked)}
    return {one for one, other in back.items() if many.get(one, 0) != many.get(other, 0)}


def counts(tx: Tx, wanted: DocumentsWanted) -> dict[DocumentKind, int]:
    """How many documents of each kind answer to it, whatever kinds it names."""
    statement = (
        select(_d.kind, func.count()).where(*_conditions(wanted, kinds=False)).group_by(_d.kind)
    )
    rows: list[Any] = list(tx.connection.execute(statement))
    return {DocumentKind(kind): count for kind, count in rows}


def _conditions(wanted: DocumentsWanted, *, kinds: bool = True) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if kinds and wanted.kinds:
        found.append(_d.kind.in_(sorted(k.value for k in wanted.kinds)))
    if wanted.since:
        found.append(_d.business_date >= wanted.since)
    if wanted.until:
        found.append(_d.business_date <= wanted.until)
    if wanted.text:
        found.append(_names(wanted))
    elif wanted.skus:
        found.append(_has_line(_l.sku_id.in_(sorted(wanted.skus))))
    return found


def _printed() -> ColumnElement[str]:
    """The printed number (`kinds.printed_number`) as the books' machine writes it."""
    letters = case({kind.value: row.letters for kind, row in KINDS.items()}, value=_d.kind)
    serial = cast(_d.serial, String)
    noughts = func.substr("0" * NUMBER_DIGITS, 1, NUMBER_DIGITS - func.length(serial))
    full = _d.serial >= 10**NUMBER_DIGITS
    padded = case((full, serial), else_=noughts + serial)
    return letters + "-" + cast(_d.year, String) + "-" + padded


_PRINTED = _printed()


def _has_line(*any_of: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(_l.document_id == _d.document_id, or_(*any_of))


def _begins(kind: DocumentKind, figures: str) -> ColumnElement[bool]:
    """Year and number of the kind begin with these, or the number is they."""
    whole = func.replace(_PRINTED, "-", "").startswith(KINDS[kind].letters + figures)
    last = [_d.serial == int(figures)] if figures else []
    return and_(_d.kind == kind.value, or_(whole, *last))


def _names(wanted: DocumentsWanted) -> ColumnElement[bool]:
    number = parse_number(wanted.text)
    if number is not None:
        kind, year, serial = number
        named = and_(_d.kind == kind.value, _d.year == year, _d.serial == serial)
        if kind is not DocumentKind.PURCHASE_ORDER:
            return named
        order = select(_back.c.document_id).where(
            _back.c.kind == kind.value, _back.c.year == year, _back.c.serial == serial
        )
        return or_(named, _d.order_id == order.scalar_subquery())
    told = (_d.person, _d.place, _d.to_place, _d.supplier, _d.reference, _d.reason, _d.asked_by)
    texts = [holds(column, wanted.text) for column in told]
    if (begun := number_begun(wanted.text)) is not None:
        texts.append(_begins(*begun))
    if sum(c.isdigit() for c in wanted.text) >= CODE_PART:
        texts.append(holds(_PRINTED, wanted.text, any_case=True))
    if wanted.names:
        texts += [column.in_(sorted(wanted.names)) for column in (_d.person, _d.supplier)]
    texts += [
        and_(_d.kind == kind.value, _d.reason == value)
        for kind, value in reasons_called(wanted.text)
    ]
    of_line = [holds(_l.lot_no, wanted.text)]
    if wanted.skus:
        of_line.append(_l.sku_id.in_(sorted(wanted.skus)))
    return or_(*texts, _has_line(*of_line))


LATELY = 2_000
"""Events of each till that are looked through for who threw a draft away: some days' worth."""


def discarder(tx: Tx, draft_id: str) -> str:
    """Who threw a draft away lately, by name; "" where nobody did."""
    h = journal_head.c
    asked = (
        select(_j.actor)
        .join_from(journal, journal_head, _j.till_id == h.till_id)
        .where(_j.epoch == h.epoch, _j.seq > h.seq - LATELY, _j.kind == "draft_discarded")
        .where(_j.payload.contains(f'"draft_id":"{draft_id}"', autoescape=True))
        .order_by(_j.at_us.desc())
        .limit(1)
    )
    return str(tx.connection.execute(asked).scalar() or "")
