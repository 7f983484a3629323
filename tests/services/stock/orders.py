"""What tests of purchasing share: an order, and a delivery on it."""

from showroom.domain.documents.draft import DraftLine
from showroom.domain.stock import DocumentKind
from tests.factories import request
from tests.services.stock.deliveries import add_supplier, delivery_line, draft_of, line_over

ORDER = DocumentKind.PURCHASE_ORDER


def order(shop, sku, quantity=24, key="o1", number=300, **line):
    supplier = line.pop("supplier_id", None) or add_supplier(shop, f"社{key}")
    draft = draft_of(
        shop, DraftLine(sku.sku_id, quantity, **line), key=key, kind=ORDER, supplier_id=supplier
    )
    # Whoever may say yes to whatever it costs.
    return shop.suite.purchasing.post(shop.owner, key, draft.revision, request(number)).document


def deliver(shop, placed, sku, quantity, key="r1", number=400, **line):
    """A delivery on an order, of one product."""
    keeper = shop.stock_keeper
    draft = shop.suite.purchasing.begin_receipt(keeper, placed.document_id, key).draft
    (kept,) = [k for k in draft.lines if k.line.sku_id == sku.sku_id]
    came = delivery_line(sku, quantity, expected=kept.line.expected, **line)
    revision = line_over(shop, keeper, key, kept.key, came).revision
    # Whoever may say yes to whatever it cost.
    return shop.suite.receiving.post(shop.owner, key, revision, request(number)).document
