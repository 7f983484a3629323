"""Stock proved against what moved it, row by row and both ways.

What is told (lines of documents, lots of sales) and what was kept of it are laid beside each other,
one counted up and the other down: what does not come to zero is on one side alone.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.exc import OperationalError

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared
from showroom.db.reads import moving
from showroom.db.reads.totals import summed
from showroom.db.tables.document import stock_document, stock_document_line
from showroom.db.tables.journal import journal, shop_series
from showroom.db.tables.sale import sale, sale_line, sale_lot
from showroom.db.tables.shop import location
from showroom.db.tables.stock import lot, stock_level, stock_move
from showroom.domain.documents.kinds import KINDS, Place
from showroom.domain.documents.place import PlaceKind
from showroom.domain.ids import SERIES
from showroom.domain.stock import PENDING_LOT_NO, DocumentKind, MoveReason

LIMIT = 20
PAGE = 2_000
_d, _x, _m = stock_document.c, stock_document_line.c, stock_move.c
_KINDS = sorted(kind.value for kind in KINDS)
_SALE, _IMPORT = DocumentKind.SALE.value, DocumentKind.IMPORT.value
_ARRIVALS = (DocumentKind.GOODS_RECEIPT.value, DocumentKind.OPENING.value)


def found(tx: Tx, statement: Select[Any]) -> list[str]:
    """The first rows of a statement that looks for none; a figure that no sum holds is found."""
    try:
        rows = tx.connection.execute(statement.limit(LIMIT)).all()
    except OperationalError as error:
        if "integer overflow" not in str(error.orig):
            raise
        return ["figures out of range"]
    return [" ".join(str(value) for value in row) for row in rows]


def apart(tx: Tx, told: Select[Any], kept: Select[Any]) -> list[str]:
    """What one side has and the other has not; the last column, ``n``, is what is counted."""
    up, down = told.subquery(), kept.subquery()
    *names, _ = up.c.keys()
    both = union_all(
        select(*(up.c[name] for name in names), up.c.n),
        select(*(down.c[name] for name in names), (-down.c.n).label("n")),
    ).subquery()
    same = [both.c[name] for name in names]
    rest = summed(both.c.n)
    return found(tx, select(*same, rest).group_by(*same).having(rest != 0))


def one() -> ColumnElement[int]:
    """What `apart` counts where a row is all that counts."""
    return literal(1, Integer).label("n")


def balances(tx: Tx) -> list[str]:
    """Balances that are not the sum of their moves, or of none, and moves without a balance."""
    level = stock_level.c
    key = ("location_id", "sku_id", "lot_id")
    side, none = literal(1, Integer), literal(0, Integer)
    both = union_all(
        select(
            *(level[name] for name in key),
            *(level.on_hand.label("n"), side.label("held"), none.label("moved")),
        ),
        select(
            *(_m[name] for name in key),
            *((-_m.quantity).label("n"), none.label("held"), side.label("moved")),
        ),
    ).subquery()
    same = [both.c[name] for name in key]
    rest, held, moved = summed(both.c.n), func.max(both.c.held), func.max(both.c.moved)
    apart = or_(rest != 0, held != moved)
    return found(tx, select(*same, rest, held, moved).group_by(*same).having(apart))


def bins(tx: Tx) -> list[str]:
    """Balances that share a 散货箱 unseen, or bar other lots from a place that is none."""
    level = stock_level.c
    alone = case((location.c.kind == PlaceKind.BULK_BIN.value, 1), else_=0)
    return found(
        tx,
        select(level.location_id, level.sku_id, level.lot_id, level.one_lot)
        .join_from(stock_level, location, location.c.location_id == level.location_id)
        .where(level.one_lot != alone),
    )


def document_numbers(tx: Tx) -> list[str]:
    """Kinds and years whose documents have gaps, or whose series is not at their last."""
    s = shop_series.c
    used = (
        select(_d.kind, _d.year, func.count().label("count"), func.max(_d.serial).label("last"))
        .group_by(_d.kind, _d.year)
        .subquery()
    )
    drawn = select(s.kind, s.year, s.last).subquery()
    same = (used.c.kind == drawn.c.kind) & (used.c.year == drawn.c.year)
    count, last = func.coalesce(used.c.count, 0), func.coalesce(used.c.last, 0)
    counter = func.coalesce(drawn.c.last, 0)
    problems: list[str] = []
    for part, other in ((used, drawn), (drawn, used)):
        problems += found(
            tx,
            select(part.c.kind, part.c.year, count, last, counter)
            .outerjoin_from(part, other, same)
            .where((count != last) | (last != counter)),
        )
    return list(dict.fromkeys(problems))


_OF_MOVE = ("document", "document_id", "line_no", "sku_id", "lot_id", "reason", "at_us")


def document_moves(tx: Tx) -> list[str]:
    """Stock moves that no line of a document makes, and lines whose moves are not there."""
    columns = (*_OF_MOVE, "business_date", "location_id")
    kept = select(*(_m[name] for name in columns), _m.quantity.label("n"))
    told = _told_moves(tx)
    return apart(
        tx,
        select(*(told.c[name] for name in columns), told.c.n),
        kept.where(_m.document.in_(_KINDS)),
    )


def transit(tx: Tx) -> int:
    """Where goods under way lie; 0 in books without."""
    lowest = select(func.min(location.c.location_id)).where(location.c.kind == "transit")
    return tx.connection.execute(lowest).scalar() or 0


def _told_moves(tx: Tx) -> Subquery:
    """What the lines of all documents move, in the columns of a move; ``n`` is the quantity."""
    under_way = transit(tx)
    parts = []
    for kind, row in KINDS.items():
        through = any(leg.place is Place.TRANSIT for leg in row.legs)
        for leg in row.legs:
            place = _x.place_id if leg.place is Place.OF_LINE else literal(under_way)
            part = (
                select(
                    *(_d.kind.label("document"), _x.document_id, _x.line_no, _x.sku_id, _x.lot_id),
                    *(literal(leg.reason.value).label("reason"), _d.at_us, _d.business_date),
                    *(place.label("location_id"), (_x.quantity * leg.sign).label("n")),
                )
                .join_from(stock_document, stock_document_line, _x.document_id == _d.document_id)
                .where(_d.kind == kind.value)
            )
            # What stays on the way (途中短少) moves nothing: the write-off that follows takes it.
            parts.append(part.where(_x.place_id != under_way) if through else part)
    return union_all(*parts).subquery()


def sale_moves(tx: Tx) -> list[str]:
    """Moves of sales and refunds that their lots do not make, and lots without their moves.

    The place is told by the journal alone.
    """
    columns = (*_OF_MOVE, "business_date")
    line = sale_line.c
    told = (
        select(
            *(literal(_SALE).label("document"), sale_lot.c.sale_id.label("document_id")),
            *(sale_lot.c.line_no, line.sku_id, sale_lot.c.lot_id, sale.c.kind.label("reason")),
            *(sale.c.sold_at_us.label("at_us"), sale.c.business_date),
            (-sale_lot.c.quantity).label("n"),
        )
        .join_from(sale_lot, sale, sale.c.sale_id == sale_lot.c.sale_id)
        .join(
            sale_line,
            (line.sale_id == sale_lot.c.sale_id) & (line.line_no == sale_lot.c.line_no),
        )
    )
    kept = select(*(_m[name] for name in columns), _m.quantity.label("n"))
    return apart(tx, told, kept.where(_m.document == _SALE))


def stray_moves(tx: Tx) -> list[str]:
    """Moves of nothing that moves goods: of no kind, or imported after the first document.

    Books of before documents brought goods in by imports; a document is what does it since.
    """
    first = select(func.min(_m.move_id)).where(_m.document.in_(_KINDS)).scalar_subquery()
    imported = and_(
        _m.document == _IMPORT,
        _m.reason == MoveReason.OPENING.value,
        _m.quantity > 0,
        _m.move_id < func.coalesce(first, _m.move_id + 1),
    )
    known = or_(_m.document.in_((*_KINDS, _SALE)), imported)
    return found(
        tx, select(_m.move_id, _m.document, _m.document_id, _m.lot_id, _m.quantity).where(~known)
    )


def document_heads(tx: Tx) -> list[str]:
    """Documents whose head is not the sum of its lines."""
    lines = (
        select(_x.document_id, func.count().label("n"), summed(_x.amount_fen).label("fen"))
        .group_by(_x.document_id)
        .subquery()
    )
    return found(
        tx,
        select(_d.document_id, _d.line_count, lines.c.n, _d.amount_fen, lines.c.fen)
        .outerjoin_from(stock_document, lines, lines.c.document_id == _d.document_id)
        .where(
            (func.coalesce(lines.c.n, 0) != _d.line_count)
            | (func.coalesce(lines.c.fen, 0) != _d.amount_fen)
        ),
    )


_OF_LINE = (
    *("lot_id", "document_id", "line_no", "sku_id", "lot_no", "production_date", "expiry_date"),
    *("terms", "cost_fen", "commission_bp", "certificate", "producer_id"),
)


def document_lots(tx: Tx) -> list[str]:
    """Lots that are not, to the last word, the receipt line that brought them, and lines without.

    A line of what did not come (未到) has none. A lot of no document is older than the first that
    has one, or waits for its receipt; of the latter the journal tells.
    """
    told = (
        select(*(_x[name] for name in _OF_LINE))
        .add_columns(_d.supplier_id, _d.at_us.label("received_at_us"), one())
        .join_from(stock_document, stock_document_line, _x.document_id == _d.document_id)
        .where(_d.kind.in_(_ARRIVALS), _d.reverses == 0, _x.lot_id != 0)
    )
    kept = (
        select(*(lot.c[name] for name in _OF_LINE))
        .add_columns(lot.c.supplier_id, lot.c.received_at_us, one())
        .where(lot.c.document_id != 0)
    )
    first = select(func.min(lot.c.lot_id)).where(lot.c.document_id != 0).scalar_subquery()
    bare = (
        *(lot.c.line_no == 0, lot.c.supplier_id == 0, lot.c.commission_bp == 0),
        *(lot.c.certificate == "", lot.c.lot_id < func.coalesce(first, lot.c.lot_id + 1)),
    )
    older = select(lot.c.lot_id, lot.c.sku_id, lot.c.lot_no).where(
        lot.c.document_id == 0, lot.c.lot_no != PENDING_LOT_NO, ~and_(*bare)
    )
    return apart(tx, told, kept) + found(tx, older)


def sold_lots(tx: Tx) -> list[str]:
    """Parts of sales that say other terms, cost or goods of a lot than the lot does."""
    line = sale_line.c
    same = (
        *(sale_lot.c.terms == lot.c.terms, sale_lot.c.cost_fen == lot.c.cost_fen),
        line.sku_id == lot.c.sku_id,
    )
    return found(
        tx,
        select(sale_lot.c.sale_id, sale_lot.c.line_no, sale_lot.c.lot_id)
        .join_from(sale_lot, lot, lot.c.lot_id == sale_lot.c.lot_id)
        .join(
            sale_line,
            (line.sale_id == sale_lot.c.sale_id) & (line.line_no == sale_lot.c.line_no),
        )
        .where(~and_(*same)),
    )


def under_way(tx: Tx) -> list[str]:
    """Lots of which 在途 does not hold what the transfers under way hold; nothing less than zero.

    What was received, came back or was written off is under way no more.
    """
    sent = [row.document_id for row in moving.under_way(tx)]
    level = stock_level.c
    lines = (
        select(_x.lot_id, summed(_x.quantity).label("q"))
        .where(_x.document_id.in_(sent))
        .group_by(_x.lot_id)
        .subquery()
    )
    held = (
        select(level.lot_id, summed(level.on_hand).label("q"))
        .join_from(stock_level, location, location.c.location_id == level.location_id)
        .where(location.c.kind == PlaceKind.TRANSIT.value)
        .group_by(level.lot_id)
        .subquery()
    )
    problems: list[str] = []
    for part, other in ((lines, held), (held, lines)):
        problems += found(
            tx,
            select(part.c.lot_id, part.c.q, other.c.q)
            .outerjoin_from(part, other, part.c.lot_id == other.c.lot_id)
            .where((func.coalesce(other.c.q, 0) != part.c.q) | (part.c.q < 0)),
        )
    return list(dict.fromkeys(problems))


_parts = Prepared(
    select(sale_lot.c.line_no, sale_lot.c.lot_id, sale_lot.c.quantity, sale_lot.c.net_fen).where(
        sale_lot.c.sale_id == bindparam("i")
    ),
    ["i"],
)


def parts_of(tx: Tx, sale_id: int) -> list[tuple[int, int, int, int]]:
    """(line, lot, pieces or grams, share of the net in fen) of a sale."""
    return [(n, lot_id, q, fen) for n, lot_id, q, fen in tx.rows(_parts, (sale_id,))]


def sold_moves(
    tx: Tx, till_id: int
) -> Generator[tuple[int, list[tuple[int, int, int, int]]], None, None]:
    """By sale of a till, in the order of its numbers: (line, lot, place, pieces or grams) taken.

    Those of one sale as they were written.
    """
    first = till_id * SERIES
    asked = (
        select(_m.document_id, _m.line_no, _m.lot_id, _m.location_id, -_m.quantity)
        .where(_m.document == _SALE, _m.document_id >= first, _m.document_id < first + SERIES)
        .order_by(_m.document_id, _m.move_id)
        .execution_options(stream_results=True, yield_per=PAGE)
    )
    with tx.connection.execute(asked) as rows:
        for sale_id, group in groupby(rows, itemgetter(0)):
            yield int(sale_id), [(n, lot_id, place, q) for _, n, lot_id, place, q in group]


_seq = Prepared(select(_d.till_id, _d.journal_seq).where(_d.document_id == bindparam("i")), ["i"])


def told_at(tx: Tx, document_id: int) -> tuple[int, int]:
    """(till, sequence) of the event that tells of a document."""
    till_id, seq = tx.one(_seq, (document_id,))
    return int(till_id), int(seq)


def untold(tx: Tx, till_id: int, told: Mapping[str, int]) -> list[str]:
    """Sales and documents of a till beyond those that its journal tells of, `told` by table.

    Each event was held against the one row that names it, so more rows are rows without one.
    """
    problems: list[str] = []
    for table, key in ((sale, sale.c.sale_id), (stock_document, _d.document_id)):
        here = table.c.till_id == till_id
        count = tx.connection.execute(select(func.count()).where(here)).scalar_one()
        if count <= told.get(table.name, 0):
            continue
        j, twin = journal.c, table.alias()
        event = exists().where(
            j.till_id == table.c.till_id, j.seq == table.c.journal_seq, j.kind == table.c.kind
        )
        shared = exists().where(
            twin.c.till_id == table.c.till_id,
            twin.c.journal_seq == table.c.journal_seq,
            twin.c[key.name] != key,
        )
        names = found(tx, select(key).where(here, or_(~event, shared)).order_by(key))
        problems += [f"{table.name} {name} of no event" for name in names] or [
            f"{table.name}: {count} of till {till_id}, {told.get(table.name, 0)} told"
        ]
    return problems
