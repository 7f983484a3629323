"""What tests of receiving share: a supplier with papers, a draft of a delivery, its posting."""

from collections.abc import Sequence
from threading import Barrier, Thread

from showroom.db.engine import Database
from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.documents.supplier import (
    Borne,
    Contract,
    Licence,
    LicenceKind,
    SupplierContent,
)
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, RequestId
from showroom.domain.stock import DocumentKind, Terms
from showroom.services.suite import make_suite
from tests.factories import cheap_pins, make_books, request

FLOOR, WAREHOUSE, QUARANTINE, COLD = (LocationId(n) for n in (1, 2, 3, 4))
TEA = "萧氏茶业"


def add_supplier(shop, name=TEA, *, until="2027-03-01", terms=()):
    """A supplier with one licence, and a contract for each of `terms` (word, 扣点)."""
    suppliers, owner = shop.suite.suppliers, shop.owner
    content = SupplierContent(name, address="宜昌市夷陵区", phone="0717-1234567")
    made = suppliers.add(owner, content, RequestId(f"add {name}")).supplier_id
    licence = Licence(0, LicenceKind.FOOD_TRADE, "JY1420506", until)
    suppliers.add_licence(owner, made, licence, RequestId(f"licence {name}"))
    for word, commission_bp in terms:
        contract = contract_of(Terms(word), commission_bp=commission_bp)
        suppliers.add_contract(owner, made, contract, RequestId(f"{word} {name}"))
    return made


def contract_of(terms, **known):
    """A contract in force since the beginning of the year."""
    usual: dict = {"commission_bp": 0, "payment_days": 60, "return_before_days": 30}
    usual |= {"loss_borne_by": Borne.SHOP, "promotion_borne_by": Borne.SHOP}
    usual |= {"valid_from": "2026-01-01", "valid_to": ""}
    return Contract(0, f"HT-{terms}", terms, **{**usual, **known})


def delivery_line(sku, quantity=24, **known):
    """A line of goods that are fresh on 2026-06-15."""
    dates = {"lot_no": "20260601A", "production_date": "2026-06-01", "expiry_date": "2027-05-31"}
    return DraftLine(sku.sku_id, quantity, **{**dates, **known})


def draft_of(shop, *lines, key="d1", actor=None, kind=DocumentKind.GOODS_RECEIPT, **head):
    """A draft with these lines, as the stock-keeper left it."""
    keeper, drafts = actor or shop.stock_keeper, shop.suite.drafts
    known = {"place_id": WAREHOUSE, **head}
    draft = drafts.begin(keeper, kind, DraftHead(**known), key)
    for n, line in enumerate(lines, 1):
        draft = drafts.put_line(keeper, key, f"{key}-{n}", line)
    return draft


def receive(shop, *lines, key="d1", number=500, actor=None, tokens=(), **head):
    """Draft and post; what was posted."""
    if head.get("kind") is not DocumentKind.OPENING and "supplier_id" not in head:
        head["supplier_id"] = add_supplier(shop, f"{TEA}{key}")
    draft = draft_of(shop, *lines, key=key, actor=actor, **head)
    post = shop.suite.receiving.post
    keeper = actor or shop.stock_keeper
    return post(keeper, draft.draft_id, draft.revision, request(number), tokens)


def each_on_its_till(shop, works: Sequence) -> list[str]:
    """How each ended that began at once on a till (a connection) of its own; "" for done.

    Works take the suite of their till. What one till does waits for its own turn, so two works on
    one of them would never meet.
    """
    url = shop.books.database.url.render_as_string(hide_password=False)
    start, ends = Barrier(len(works), timeout=120), []

    def run(work):
        other = Database(url)
        books = make_books(other)
        suite = make_suite(books, cheap_pins(books))
        start.wait()
        try:
            work(suite)
            ends.append("")
        except Refusal as refusal:
            ends.append(refusal.code)
        finally:
            other.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def line_of(shop, draft_id, key):
    """A line of a draft as the books have it; None for none."""
    lines = shop.suite.drafts.open(shop.owner, draft_id).lines
    return next((kept.line for kept in lines if kept.key == key), None)


def line_over(shop, actor, draft_id, key, line):
    """Keep a line over what somebody has just seen there."""
    seen = line_of(shop, draft_id, key)
    return shop.suite.drafts.put_line(actor, draft_id, key, line, seen)


def head_over(shop, actor, draft_id, head):
    """Keep a head over what somebody has just seen."""
    seen = shop.suite.drafts.open(shop.owner, draft_id).head
    return shop.suite.drafts.save_head(actor, draft_id, head, seen)


def throw_away(shop, draft_id, actor=None):
    """As it stands in the list now."""
    who = actor or shop.stock_keeper
    (row,) = (r for r in shop.suite.drafts.listed(who) if r.draft_id == draft_id)
    return shop.suite.drafts.discard(who, draft_id, row.revision)
