"""冲红 of every kind: what is told before it and after it is what it moves, place by place."""

from collections import Counter

import pytest

from showroom.db.tables.stock import stock_move
from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.kinds import KINDS
from showroom.domain.documents.reasons import Difference
from showroom.domain.stock import DocumentKind
from showroom.ui.documents.detail import goes_text
from tests.factories import request
from tests.services.stock.deliveries import FLOOR, add_supplier, draft_of
from tests.services.stock.leavings import arrived, kept_goods, out_of, proved, take_out
from tests.services.stock.moves import arrive, send


@pytest.fixture
def shop(demo_shop):
    return demo_shop


def received(shop):
    """Moved in part: it lies in two places."""
    line = arrived(shop, kept_goods(shop), 24)
    send(shop, kept_goods(shop), [(line.lot_id, 4)], to=FLOOR, step="move")
    return line


def order(shop):
    sku = kept_goods(shop)
    line, kind = DraftLine(sku.sku_id, 24), DocumentKind.PURCHASE_ORDER
    draft = draft_of(shop, line, key="o", kind=kind, supplier_id=add_supplier(shop))
    return shop.suite.purchasing.post(shop.owner, "o", draft.revision, request(1)).document


def supplier_return(shop):
    supplier, kind = add_supplier(shop), DocumentKind.SUPPLIER_RETURN
    line = arrived(shop, kept_goods(shop), supplier_id=supplier, known={"cost_fen": 1_000})
    out = out_of(line, 4)
    return take_out(shop, "supplier_returns", kind, out, supplier_id=supplier).document


def opening(shop):
    line = arrived(shop, kept_goods(shop), kind=DocumentKind.OPENING)
    return by_lot(shop, line)


def sent(shop):
    line = arrived(shop, kept_goods(shop), 24)
    return send(shop, kept_goods(shop), [(line.lot_id, 10)], to=FLOOR).document


def short(shop):
    """Of four lines one is whole, one was sent short, one lost something and one is lost."""
    sku = kept_goods(shop)
    lots = [arrived(shop, sku, 9, f"in{n}", 400 + n, {"lot_no": f"L{n}"}).lot_id for n in range(4)]
    there = send(shop, sku, [(lot, 9) for lot in lots], to=FLOOR).document
    why = {2: Difference.NOT_SENT, 3: Difference.LOST, 4: Difference.LOST}
    return arrive(shop, there, {2: 7, 3: 8, 4: 0}, why).document


def issue(shop):
    line = arrived(shop, kept_goods(shop))
    head = {"reason": "gift", "asked_by": "李主任"}
    return take_out(shop, "issues", DocumentKind.ISSUE, out_of(line, 4), **head).document


def write_off(shop):
    line = arrived(shop, kept_goods(shop))
    head = {"reason": "broken", "note": "搬运时摔破"}
    return take_out(shop, "write_offs", DocumentKind.WRITE_OFF, out_of(line, 4), **head).document


def by_lot(shop, line):
    """The document that brought a lot."""

    def read(tx):
        found = stock_move.select().where(stock_move.c.lot_id == line.lot_id)
        return tx.connection.execute(found.order_by(stock_move.c.move_id)).first().document_id

    return shop.suite.documents.detail(shop.owner, shop.books.read(read)).document


MAKES = {
    DocumentKind.GOODS_RECEIPT: lambda shop: by_lot(shop, received(shop)),
    DocumentKind.OPENING: opening,
    DocumentKind.SUPPLIER_RETURN: supplier_return,
    DocumentKind.TRANSFER: sent,
    DocumentKind.TRANSFER_RECEIPT: short,
    DocumentKind.ISSUE: issue,
    DocumentKind.WRITE_OFF: write_off,
    DocumentKind.PURCHASE_ORDER: order,
}


def moves(shop, since):
    """{(lot, place): quantity} of what was moved after so many moves; and how many there are."""

    def read(tx):
        rows = tx.connection.execute(stock_move.select().where(stock_move.c.move_id > since)).all()
        return [(r.lot_id, r.location_id, r.quantity, r.move_id) for r in rows]

    return shop.books.read(read)


def summed(told):
    found = Counter()
    for lot_id, place, quantity, *_ in told:
        found[lot_id, place] += quantity
    return {key: count for key, count in found.items() if count}


def names(shop):
    return {x.place.location_id: x.place.full for x in shop.suite.places.listed(shop.owner)}


def test_every_kind_is_taken_back_but_what_goes_with_another():
    assert KINDS.keys() - MAKES.keys() == {DocumentKind.LOT_CORRECTION}


@pytest.mark.parametrize("kind", MAKES)
def test_what_is_told_of_a_reversal_is_what_it_moves(shop, kind):
    """A return that was taken back said 仓库 -4 瓶 while four came; an arrival said 在途 -1."""
    made = MAKES[kind](shop)
    assert made.kind is kind
    before = max((m[3] for m in moves(shop, 0)), default=0)
    told = shop.suite.documents.would_reverse(shop.owner, made.document_id)
    done = shop.suite.documents.reverse(shop.owner, made.document_id, "录错了", request(9))
    place = names(shop)
    moved = {(lot, place[at]): n for (lot, at), n in summed(moves(shop, before)).items()}
    assert told == done.moved, "what was said before is what is said after"
    assert {(x.lot_id, x.place): x.quantity for x in told if x.place} == moved
    assert bool(moved) is (kind is not DocumentKind.PURCHASE_ORDER)
    again = shop.suite.documents.reverse(shop.owner, made.document_id, "录错了", request(9))
    assert again.moved == told, "asked twice, told the same"
    assert proved(shop) == []


def test_the_sentence_has_the_sign_of_the_stock(shop):
    name = kept_goods(shop).name
    back = shop.suite.documents.would_reverse(shop.owner, supplier_return(shop).document_id)
    unit = kept_goods(shop).unit
    assert goes_text(back) == f"{name} 仓库 +4 {unit}"
    closed = shop.suite.documents.would_reverse(shop.owner, order(shop).document_id)
    assert goes_text(closed) == f"{name} 不再到货 24 {unit}"
