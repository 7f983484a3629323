"""What tests of places and transfers share: what lies where, drafts of transfers, their posting."""

from dataclasses import replace
from itertools import count

from showroom.db.stores import catalogue as catalogue_store
from showroom.db.tables.catalogue import barcode
from showroom.db.tables.stock import stock_level
from showroom.domain.documents.draft import DraftLine, KeptLine
from showroom.domain.documents.place import PlaceKind
from showroom.domain.documents.transfer import counted_line
from showroom.domain.ids import LocationId, PointId
from showroom.domain.stock import DocumentKind
from showroom.services.books.verify import Verify
from showroom.services.stock.drafts import NewDraft
from showroom.services.stock.places import NewPlace
from tests.factories import request
from tests.services.stock.deliveries import WAREHOUSE, delivery_line, draft_of, receive

NEAR, SHOW, TASTE, TRANSIT = 5, 6, 7, 8
_numbers = count(5_000)


def asked():
    """A request that nobody made before."""
    return request(next(_numbers))


def there(shop, sku):
    """{(place, lot): on hand} of what is not at zero."""

    def read(tx):
        level = stock_level.c
        rows = tx.connection.execute(
            stock_level.select().where(level.sku_id == sku.sku_id, level.on_hand != 0)
        )
        return {(row.location_id, row.lot_id): row.on_hand for row in rows}

    return shop.books.read(read)


def at(shop, sku, place):
    """How much of a product lies at a place, whatever the lot."""
    return sum(n for (location, _), n in there(shop, sku).items() if location == place)


def delivered(shop, sku, quantity=24, place=WAREHOUSE, **known):
    """A new lot of a product at a place; its identity. Who posts it may say yes to its dates."""
    number = next(_numbers)
    line = delivery_line(sku, quantity, place_id=place, **known)
    key, actor = f"k{number}", shop.owner
    posted = receive(shop, line, key=key, number=number, place_id=place, actor=actor)
    return posted.document.lines[0].lot_id


def lines_of(sku, *lots):
    """Lines of a transfer: (lot, quantity) or (lot, quantity, place)."""
    return [
        DraftLine(sku.sku_id, quantity, lot_id=lot, place_id=LocationId(sum(place)))
        for lot, quantity, *place in lots
    ]


def drafted(shop, sku, lots, *, from_, to):
    lines, kind = lines_of(sku, *lots), DocumentKind.TRANSFER
    key = f"t{next(_numbers)}"
    return draft_of(shop, *lines, key=key, kind=kind, place_id=from_, to_place_id=to)


def send(shop, sku, lots, *, from_=WAREHOUSE, to, step="send"):
    """Draft and post a transfer, or a move in one step; what was posted."""
    draft = drafted(shop, sku, lots, from_=from_, to=to)
    post = getattr(shop.suite.transfers, step)
    return post(shop.stock_keeper, draft.draft_id, draft.revision, asked())


def arrive(shop, document, arrived=None, differences=None):
    """Receive a transfer; what was posted."""
    draft = counted(shop, document, arrived, differences)
    return shop.suite.transfers.receive(shop.stock_keeper, draft.draft_id, draft.revision, asked())


def counted(shop, document, arrived=None, differences=None, actor=None):
    """The draft of a transfer's receipt with these counts, and none that stood there before."""
    keeper, why = actor or shop.stock_keeper, differences or {}
    found = shop.suite.transfers.arriving(keeper, document.document_id)
    known = {x.line_no: x for x in found.transfer.lines}
    some = next(iter(known.values()))
    lines = [
        KeptLine(
            f"line-{n}", counted_line(replace(known.get(n, some), line_no=n), came, why.get(n))
        )
        for n, came in {**dict.fromkeys(why, some.quantity), **(arrived or {})}.items()
    ]
    there = found.draft.lines if found.draft is not None else ()
    new = NewDraft(DocumentKind.TRANSFER_RECEIPT, found.head)
    put, gone = shop.suite.drafts.put_lines, [k.key for k in there]
    return put(keeper, found.draft_id, lines, gone, new, there)


def add_place(shop, name, kind, **known):
    """A place of the first service point; its identity."""
    new = NewPlace(PointId(1), name, kind, **known)
    return shop.suite.places.add(shop.stock_keeper, new, asked()).place.location_id


def add_bin(shop, sku, name="散货箱 1"):
    return add_place(shop, name, PlaceKind.BULK_BIN, sku_id=sku.sku_id)


def share_code(shop, sku, code):
    """Give a product a barcode that another has, too."""

    def work(tx):
        catalogue_store.bump_version(tx)
        tx.connection.execute(barcode.insert().values(sku_id=sku.sku_id, code=code, kind="gtin"))

    shop.books.keep(work)


def proved(shop):
    return [f for f in Verify(shop.books).run().findings if not f.passed]
