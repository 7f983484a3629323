"""What tests of goods that go out share: a lot of its own, and drafts of it."""

from showroom.domain.documents.draft import DraftLine
from showroom.services.books.verify import Verify
from tests.factories import request
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import WAREHOUSE, delivery_line, draft_of, receive


def kept_goods(shop):
    """A product in pieces that keeps well and lies where it is put."""
    facts = shop.suite.receiving.goods
    kept = (x for x in goods(shop) if facts(shop.owner, x.sku_id).storage == "ambient")
    return next(x for x in kept if facts(shop.owner, x.sku_id).shelf_life_days > 300)


def arrived(shop, sku, quantity=24, key="in", number=400, known=None, **head):
    """A lot that a delivery brought to the warehouse: the line that was posted.

    Whoever posts it may say yes to whatever it cost.
    """
    head.setdefault("actor", shop.owner)
    line = delivery_line(sku, quantity, **(known or {}))
    return receive(shop, line, key=key, number=number, **head).document.lines[0]


def out_of(line, quantity, place_id=WAREHOUSE):
    """A draft's line that takes so much of what a posted line brought."""
    return DraftLine(line.sku_id, quantity, line.lot_id, place_id=place_id)


def take_out(shop, service, kind, *lines, key="out", number=450, actor=None, **head):
    """Draft and post by that service; what was posted. `tokens` are approvals."""
    tokens = head.pop("tokens", None)
    given = () if tokens is None else (tokens,)
    draft = draft_of(shop, *lines, key=key, kind=kind, actor=actor, **head)
    post = getattr(shop.suite, service).post
    return post(actor or shop.stock_keeper, draft.draft_id, draft.revision, request(number), *given)


def proved(shop):
    """What the books' own proof finds against them."""
    return [f for f in Verify(shop.books).run().findings if not f.passed]


def on_hand(shop, line):
    """{place: on hand} of a lot."""
    rows = shop.suite.stock.lots(shop.owner, line.sku_id)
    return {x.lot.location: x.lot.on_hand for x in rows if x.lot.lot_id == line.lot_id}
