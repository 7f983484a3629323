"""No figure, day or text of a draft is posted that could not be kept, of any kind, on any line."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from showroom.db.seeking import MAX_SOUGHT
from showroom.db.stores import document_drafts
from showroom.db.tables.document import document_draft, draft_line
from showroom.domain.documents.draft import DraftLine, KeptLine
from showroom.domain.documents.inspection import MAX_GRAMS, MAX_PIECES
from showroom.domain.documents.kept import WORDS_LENGTH
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId
from showroom.domain.money import MAX_PRICE_FEN
from showroom.domain.stock import DocumentKind
from showroom.services.stock.documents import DocumentsWanted
from tests.factories import request
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import (
    TEA,
    WAREHOUSE,
    add_supplier,
    delivery_line,
    draft_of,
    head_over,
    line_over,
    receive,
    throw_away,
)
from tests.services.stock.leavings import arrived, kept_goods, out_of, proved
from tests.services.stock.moves import TRANSIT

POSTS = {
    DocumentKind.GOODS_RECEIPT: ("receiving", "post"),
    DocumentKind.OPENING: ("receiving", "post"),
    DocumentKind.PURCHASE_ORDER: ("purchasing", "post"),
    DocumentKind.TRANSFER: ("transfers", "move"),
    DocumentKind.ISSUE: ("issues", "post"),
    DocumentKind.WRITE_OFF: ("write_offs", "post"),
    DocumentKind.SUPPLIER_RETURN: ("supplier_returns", "post"),
}
HEADS: dict[DocumentKind, dict[str, Any]] = {
    DocumentKind.TRANSFER: {"to_place_id": LocationId(1)},
    DocumentKind.ISSUE: {"reason": "tasting", "asked_by": "王"},
    DocumentKind.WRITE_OFF: {"reason": "broken", "note": "摔了"},
}
BAD_LINES: dict[str, tuple[str, dict[str, Any]]] = {
    "negative": ("draft_figure", {"quantity": -1}),
    "huge": ("draft_figure", {"quantity": MAX_GRAMS + 1}),
    "refused below 0": ("draft_figure", {"refused": -4, "remark": "破损"}),
    "refused too many": ("draft_figure", {"refused": 10**12, "remark": "破损"}),
    "expected below 0": ("draft_figure", {"expected": -5}),
    "expected too many": ("draft_figure", {"expected": 10**12}),
    "cost below 0": ("draft_figure", {"cost_fen": -1}),
    "cost too high": ("draft_figure", {"cost_fen": MAX_PRICE_FEN + 1}),
    "full-width day": ("day_unclear", {"expiry_date": "２０２８-11-20"}),
    "no day": ("day_unclear", {"production_date": "2026-02-30"}),
    "no place": ("draft_key", {"to_place_id": LocationId(-1)}),
    "long words": ("draft_words", {"remark": "长" * (WORDS_LENGTH + 1)}),
    "a payment code": ("text_is_pay_code", {"remark": "284512345678901234"}),
}
OF_EVERY_KIND = ("huge", "refused below 0", "full-width day")
EACH = [
    *((DocumentKind.GOODS_RECEIPT, bad) for bad in BAD_LINES),
    *((k, bad) for k in POSTS if k is not DocumentKind.GOODS_RECEIPT for bad in OF_EVERY_KIND),
]
BAD_HEADS: dict[str, dict[str, Any]] = {
    "draft_key": {"follows": DocumentId(-1)},
    "draft_words": {"note": "长" * (WORDS_LENGTH + 1)},
    "text_is_pay_code": {"asked_by": "284512345678901234"},
    "day_unknown": {"wanted_on": "2026-02-30"},
}


@pytest.fixture
def shop(demo_shop):
    return demo_shop


@pytest.fixture
def sku(shop):
    return kept_goods(shop)


@pytest.fixture
def came(shop, sku):
    """A posted line of a delivery, whose lot may go out again."""
    return arrived(shop, sku)


def drafted(shop, kind, line):
    known = {"supplier_id": supplier_of(shop), **HEADS.get(kind, {})}
    return draft_of(shop, line, key="k", kind=kind, actor=shop.owner, **known)


def supplier_of(shop):
    every = shop.suite.suppliers.listed(shop.owner).suppliers
    return next(x.supplier_id for x in every if x.content.name == f"{TEA}in")


def posted(shop, kind, revision):
    service, verb = POSTS[kind]
    return getattr(getattr(shop.suite, service), verb)(shop.owner, "k", revision, request(77))


def forged(shop, line):
    """A draft's line as no window ever kept it."""
    shop.books.keep(lambda tx: document_drafts.put_line(tx, "k", KeptLine("k-1", line), "老王"))


def usual(kind, sku, came):
    if kind in {DocumentKind.GOODS_RECEIPT, DocumentKind.OPENING}:
        return delivery_line(sku)
    return replace(out_of(came, 2), to_place_id=HEADS.get(kind, {}).get("to_place_id", 0))


@pytest.mark.parametrize(("kind", "bad"), EACH)
def test_no_line_is_kept_or_posted_with_what_no_line_holds(shop, sku, came, kind, bad):
    code, wrong = BAD_LINES[bad]
    line = usual(kind, sku, came)
    revision = drafted(shop, kind, line).revision
    with pytest.raises(Refusal, match=f"^{code}"):
        line_over(shop, shop.owner, "k", "k-1", replace(line, **wrong))
    forged(shop, replace(line, **wrong))
    with pytest.raises(Refusal, match=f"^{code}"):
        posted(shop, kind, revision)
    forged(shop, line)
    assert posted(shop, kind, revision).document.kind is kind, "as it was it can be posted"
    assert proved(shop) == []


@pytest.mark.parametrize("code", BAD_HEADS)
def test_no_head_is_kept_or_posted_either(shop, came, code):
    kind, line = DocumentKind.ISSUE, out_of(came, 2)
    draft = drafted(shop, kind, line)
    wrong = replace(draft.draft.head, **BAD_HEADS[code])
    with pytest.raises(Refusal, match=f"^{code}"):
        head_over(shop, shop.owner, "k", wrong)
    who = (shop.owner.person_id, shop.owner.name)
    bad = replace(draft.draft, head=wrong)
    shop.books.keep(lambda tx: document_drafts.touch(tx, bad, "", who, 1))
    with pytest.raises(Refusal, match=f"^{code}"):
        posted(shop, kind, draft.revision + 1)


NOTHING: dict[str, dict[str, Any]] = {
    "receipt_refused_limit": {"refused": MAX_PIECES + 1, "remark": "破损"},
    "receipt_refused_why": {"refused": 3},
    "receipt_lot_reserved": {"refused": 3, "remark": "破损", "lot_no": "待补批次"},
    "receipt_place_missing": {"refused": 3, "remark": "破损", "place_id": LocationId(99)},
    "receipt_place": {"refused": 3, "remark": "破损", "place_id": LocationId(TRANSIT)},
    "sku_unknown": {"refused": 3, "remark": "破损", "sku_id": 99_999},
}


@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside goods"])
@pytest.mark.parametrize("code", NOTHING)
def test_a_line_that_brings_nothing_is_inspected_as_any_other(shop, sku, code, beside):
    line = replace(DraftLine(sku.sku_id, 0), **NOTHING[code])
    others = [delivery_line(sku)] if beside else []
    with pytest.raises(Refusal, match=f"^{code}"):
        receive(shop, line, *others)
    found = shop.suite.receiving.inspect(shop.stock_keeper, "d1").lines["d1-1"]
    assert [f.code for f in found] == [code], "the window says it before anybody posts"


def test_what_is_refused_of_goods_that_came_is_inspected_too(shop, sku):
    with pytest.raises(Refusal, match="receipt_refused_limit"):
        receive(shop, delivery_line(sku, refused=MAX_PIECES + 1, remark="破损"))


def test_nobody_expects_of_an_order_what_it_did_not_ask_for(shop, sku):
    other = next(x for x in goods(shop) if x.sku_id != sku.sku_id)
    known = {"kind": DocumentKind.PURCHASE_ORDER, "supplier_id": add_supplier(shop, "社")}
    draft = draft_of(shop, DraftLine(sku.sku_id, 5), key="o", **known)
    placed = shop.suite.purchasing.post(shop.owner, "o", draft.revision, request(79)).document
    on_it = {"order_id": placed.document_id, "supplier_id": placed.supplier_id}
    lines = (delivery_line(sku, 5, expected=9), delivery_line(other, 1, expected=7))
    brought = receive(shop, *lines, actor=shop.owner, **on_it).document
    assert [line.expected for line in brought.lines] == [5, 0]


def test_goods_come_in_on_an_order_and_on_nothing_else(shop, sku):
    came = receive(shop, delivery_line(sku)).document
    known = {"order_id": came.document_id, "supplier_id": came.supplier_id}
    with pytest.raises(Refusal, match="document_kind"):
        receive(shop, delivery_line(sku), key="d2", number=501, **known)
    opening = {"kind": DocumentKind.OPENING, "order_id": came.document_id}
    with pytest.raises(Refusal, match="document_kind"):
        receive(shop, delivery_line(sku), key="d3", number=502, actor=shop.owner, **opening)


def test_a_delivery_of_which_all_was_refused_happens_in_a_place_that_receives(shop, sku):
    line = DraftLine(sku.sku_id, 0, place_id=WAREHOUSE, refused=2, remark="破损")
    with pytest.raises(Refusal, match="receipt_head_place"):
        receive(shop, line, place_id=LocationId(TRANSIT))


def test_goods_leave_from_where_they_lie_whatever_the_head_says(shop, came):
    moved = shop.suite.transfers
    draft = draft_of(
        shop, out_of(came, 5), key="m", kind=DocumentKind.TRANSFER, to_place_id=LocationId(1)
    )
    moved.move(shop.stock_keeper, "m", draft.revision, request(78))
    lines = [out_of(came, 1), out_of(came, 1, LocationId(1))]
    head = {"place_id": LocationId(TRANSIT), "reason": "tasting", "asked_by": "王"}
    draft = draft_of(shop, *lines, key="k", kind=DocumentKind.ISSUE, **head)
    assert posted(shop, DocumentKind.ISSUE, draft.revision).document.place_id == WAREHOUSE


# -- drafts that cannot be read -----------------------------------------------------------------


@pytest.mark.parametrize("table", [document_draft, draft_line])
def test_a_torn_draft_stops_no_search(shop, sku, table):
    draft_of(shop, delivery_line(sku, lot_no="LOTX"), key="torn", note="东")
    draft_of(shop, delivery_line(sku, lot_no="LOTX"), key="whole", note="东")
    column = "head" if table is document_draft else "content"
    spoiled = update(table).where(table.c.draft_id == "torn").values({column: "{"})
    shop.books.keep(lambda tx: tx.connection.execute(spoiled))
    named = shop.suite.drafts.naming(shop.stock_keeper, "lotx", frozenset())
    assert (named.found, named.torn) == (frozenset({"whole"}), 1)
    assert len(shop.suite.drafts.listed(shop.stock_keeper)) == 2, "there it can be thrown away"
    for verb in (shop.suite.drafts.open, shop.suite.receiving.inspect):
        with pytest.raises(Refusal, match="draft_torn"):
            verb(shop.stock_keeper, "torn")
    throw_away(shop, "torn")
    assert shop.suite.drafts.naming(shop.stock_keeper, "东", frozenset()).torn == 0


def test_a_torn_draft_keeps_nobody_from_an_order(shop, sku):
    draft_of(shop, delivery_line(sku), key="torn")
    spoiled = update(document_draft).values(head="[")
    shop.books.keep(lambda tx: tx.connection.execute(spoiled))
    order = {"kind": DocumentKind.PURCHASE_ORDER, "supplier_id": add_supplier(shop, "另一家")}
    draft = draft_of(shop, DraftLine(sku.sku_id, 5), key="o", **order)
    placed = shop.suite.purchasing.post(shop.owner, "o", draft.revision, request(79)).document
    begun = shop.suite.purchasing.begin_receipt(shop.stock_keeper, placed.document_id, "r")
    assert begun.draft.head.order_id == placed.document_id


# -- texts that are looked for ------------------------------------------------------------------


@pytest.mark.parametrize("length", [MAX_SOUGHT + 1, 150_000])
def test_a_text_longer_than_anything_is_refused(shop, length):
    text = "x" * length
    with pytest.raises(Refusal, match="search_too_long"):
        shop.suite.documents.listed(shop.owner, DocumentsWanted(text=text))
    with pytest.raises(Refusal, match="search_too_long"):
        shop.suite.tracing.named(shop.owner, text)
    assert shop.suite.drafts.naming(shop.owner, text, frozenset()).found == frozenset()


def test_the_longest_text_is_looked_for_sign_by_sign(shop):
    text = "％%_\\" * (MAX_SOUGHT // 4)
    assert shop.suite.documents.listed(shop.owner, DocumentsWanted(text=text)).rows == ()
    assert shop.suite.tracing.named(shop.owner, text).lots == ()
