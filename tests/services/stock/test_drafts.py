"""Lines of a draft: kept together or not at all, and a draft begins with its first ones."""

import json

import pytest
from sqlalchemy import select, update

from showroom.db.stores import document_drafts
from showroom.db.tables.document import draft_line
from showroom.db.tables.journal import journal
from showroom.domain.documents.draft import DraftHead, DraftLine, KeptLine
from showroom.domain.documents.kept import WORDS_LENGTH
from showroom.domain.documents.kinds import MAX_LINES
from showroom.domain.errors import Fault, Refusal
from showroom.domain.stock import DocumentKind
from showroom.services.stock.drafts import NewDraft
from showroom.services.stock.receiving import KINDS
from showroom.ui.documents.rows import of_draft
from showroom.ui.receiving.rows import draft_rows
from tests.factories import request
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import (
    WAREHOUSE,
    add_supplier,
    throw_away,
)

OPENING = NewDraft(DocumentKind.OPENING, DraftHead(WAREHOUSE))


@pytest.fixture
def sku(shop):
    return goods(shop)[0]


def line(sku, key, quantity=1, **known):
    return KeptLine(key, DraftLine(sku.sku_id, quantity, **known))


def put(shop, *lines, instead_of=(), new=None, actor=None):
    drafts = shop.suite.drafts
    seen = () if new is not None else drafts.open(shop.owner, "d").lines
    return drafts.put_lines(actor or shop.stock_keeper, "d", lines, instead_of, new, seen).draft


def kept(shop):
    return {k.key: k.line.quantity for k in shop.suite.drafts.open(shop.owner, "d").lines}


def test_a_draft_begins_with_its_first_lines_and_no_second_one_does(shop, sku):
    put(shop, line(sku, "a"), line(sku, "b", 2), new=OPENING)
    again = put(shop, line(sku, "a"), line(sku, "b", 2), new=OPENING)
    assert (again.kind, again.head.place_id) == (DocumentKind.OPENING, WAREHOUSE)
    assert kept(shop) == {"a": 1, "b": 2}
    assert len(shop.suite.drafts.listed(shop.owner)) == 1


def test_lines_take_the_place_of_others(shop, sku):
    put(shop, line(sku, "a"), line(sku, "b"), new=OPENING)
    put(shop, line(sku, "b", 5), line(sku, "c", 3), instead_of=["a"])
    assert kept(shop) == {"b": 5, "c": 3}


@pytest.mark.parametrize("fault", ["draft_words", "draft_key"])
def test_of_what_is_refused_nothing_is_kept_and_nothing_goes(shop, sku, fault):
    put(shop, line(sku, "a"), new=OPENING)
    bad = {
        "draft_words": line(sku, "z", remark="x" * (WORDS_LENGTH + 1)),
        "draft_key": line(sku, ""),
    }[fault]
    with pytest.raises(Refusal, match=fault):
        put(shop, line(sku, "b"), bad, instead_of=["a"])
    assert kept(shop) == {"a": 1}


def test_more_lines_than_a_document_holds_are_refused_whole(shop, sku):
    full = [line(sku, f"k{n}") for n in range(MAX_LINES)]
    put(shop, *full, new=OPENING)
    with pytest.raises(Refusal, match="document_too_long"):
        put(shop, line(sku, "b"), line(sku, "c"), instead_of=["k0"])
    assert len(kept(shop)) == MAX_LINES
    put(shop, line(sku, "b"), instead_of=["k0"])
    assert "k0" not in kept(shop)


def test_no_draft_begins_where_there_is_no_room_for_one(shop, sku, monkeypatch):
    monkeypatch.setattr(document_drafts, "MAX_DRAFTS", 0)
    with pytest.raises(Refusal, match="drafts_full"):
        put(shop, line(sku, "a"), new=OPENING)
    with pytest.raises(Refusal, match="draft_gone"):
        put(shop, line(sku, "a"))


def test_a_draft_that_became_a_document_does_not_begin_anew(shop, sku):
    revision = put(shop, line(sku, "a"), new=OPENING).revision
    shop.suite.receiving.post(shop.stock_keeper, "d", revision, request(9))
    with pytest.raises(Refusal, match="draft_posted"):
        put(shop, line(sku, "a"), new=OPENING)


def test_who_may_not_post_a_kind_begins_none(shop, sku):
    with pytest.raises(Refusal, match="not_permitted"):
        put(shop, line(sku, "a"), new=OPENING, actor=shop.cashier)


@pytest.mark.parametrize("content", ["{", "[]", "null"])
def test_a_draft_that_cannot_be_read_can_be_thrown_away(shop, sku, content):
    """It lay in the list for ever; the journal keeps what it was."""
    put(shop, line(sku, "a"), new=OPENING)
    spoiled = update(draft_line).values(content=content)
    shop.books.keep(lambda tx: tx.connection.execute(spoiled))
    with pytest.raises((Refusal, Fault)):
        shop.suite.drafts.open(shop.owner, "d")
    throw_away(shop, "d")
    assert shop.suite.drafts.listed(shop.owner) == ()
    last = select(journal.c.kind, journal.c.payload).order_by(journal.c.seq.desc()).limit(1)
    kind, payload = shop.books.read(lambda tx: tx.connection.execute(last).one())
    assert kind == "draft_discarded"
    assert json.loads(payload)["draft"]["lines"] == {"a": content}


def test_a_draft_is_thrown_away_as_somebody_saw_it(shop, sku):
    """Two of six lines had been seen by nobody who threw them away."""
    seen = put(shop, line(sku, "a"), new=OPENING).revision
    put(shop, line(sku, "b"))
    with pytest.raises(Refusal, match="draft_moved"):
        shop.suite.drafts.discard(shop.stock_keeper, "d", seen)
    assert len(kept(shop)) == 2
    throw_away(shop, "d")
    assert shop.suite.drafts.listed(shop.owner) == ()


def test_a_line_more_parses_no_line_that_was_read_before(shop, sku):
    """The whole draft was parsed twice for each of its lines: 9.3 ms at 400 of them."""
    put(shop, *(line(sku, f"k{n}", 1_000 + n) for n in range(20)), new=OPENING)
    document_drafts.line_of.cache_clear()
    assert len(kept(shop)) == 20
    draft = put(shop, line(sku, "one-more", 77_777))
    assert document_drafts.line_of.cache_info().misses == 21
    assert [k.line.quantity for k in draft.lines] == [*range(1_000, 1_020), 77_777]


def test_a_draft_of_an_order_says_so_and_whose_goods_it_is(shop, sku):
    """It stood beside the order under the order's own number, and named no supplier."""
    head = DraftHead(WAREHOUSE, supplier_id=add_supplier(shop, "A社"))
    wanted = (DraftLine(sku.sku_id, 5),)
    placed = shop.suite.purchasing.place(shop.owner, head, wanted, request(1)).document
    shop.suite.purchasing.begin_receipt(shop.owner, placed.document_id, "came")
    (row,) = shop.suite.drafts.listed(shop.owner)
    assert (row.order, row.supplier, row.title) == (placed.number, "A社", "")
    entry = of_draft(row)
    assert (entry.title, entry.supplier) == (f"收货草稿 · 来自 {placed.number}", "A社")
    assert draft_rows([row], KINDS)[0].cells[1] == f"来自 {placed.number}　A社"


@pytest.mark.parametrize("kind", [DocumentKind.LOT_CORRECTION, DocumentKind.SALE])
def test_what_is_only_ever_made_by_posting_has_no_draft(shop, sku, kind):
    """A draft of a 补批次 was kept, listed, and could never be posted."""
    new = NewDraft(kind, DraftHead(WAREHOUSE))
    with pytest.raises(Refusal, match="document_kind"):
        put(shop, line(sku, "a"), new=new)
    with pytest.raises(Refusal, match="document_kind"):
        shop.suite.drafts.begin(shop.owner, kind, new.head, "d")
    assert shop.suite.drafts.listed(shop.owner) == ()
