"""Books with documents of several kinds, a reversal and two drafts."""

from showroom.domain.documents.draft import DraftLine
from showroom.domain.stock import DocumentKind
from tests.factories import request
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import (
    FLOOR,
    WAREHOUSE,
    add_supplier,
    delivery_line,
    draft_of,
    receive,
)

SUPPLIER = "夷陵萧氏茶业集团有限公司"
BOUGHT = (("buy_out", 0),)


def fill(shop):
    """What was posted: a delivery, one that was taken back, its 冲红; besides two drafts."""
    first, second, *_ = goods(shop)
    tea = add_supplier(shop, SUPPLIER, terms=BOUGHT)
    kept = receive(
        shop,
        delivery_line(first, 24, cost_fen=2850, expected=25),
        delivery_line(second, 6, lot_no="20260602B", cost_fen=9900),
        key="kept",
        number=901,
        supplier_id=tea,
        reference="SF1390-22817",
        note="第二车",
    ).document
    other = add_supplier(shop, "巴楚果品社", terms=BOUGHT)
    wrong = receive(
        shop, delivery_line(first, 3), key="wrong", number=902, supplier_id=other
    ).document
    back = shop.suite.documents.reverse(
        shop.stock_keeper, wrong.document_id, "录错数量", request(903)
    ).document
    draft_of(
        shop,
        delivery_line(first),
        delivery_line(second),
        key="mine",
        supplier_id=tea,
        reference="SF1391-00001",
    )
    draft_of(
        shop,
        DraftLine(first.sku_id, 2),
        key="moved",
        kind=DocumentKind.TRANSFER,
        place_id=WAREHOUSE,
        to_place_id=FLOOR,
    )
    return kept, wrong, back


def taken_back(shop, name="订货社", lot_no="20260601-A1"):
    """An order at 20, what came of it at 35, and its 冲红."""
    tea = goods(shop)[0]
    who = {"supplier_id": add_supplier(shop, name, terms=BOUGHT)}
    kind = DocumentKind.PURCHASE_ORDER
    asked = DraftLine(tea.sku_id, 1_200, cost_fen=2_000)
    draft = draft_of(shop, asked, key="agreed", actor=shop.owner, kind=kind, **who)
    post = shop.suite.purchasing.post
    order = post(shop.owner, "agreed", draft.revision, request(911)).document
    came = delivery_line(tea, 1_100, cost_fen=3_500, expected=1_200, lot_no=lot_no)
    head = {"order_id": order.document_id, **who}
    posted = receive(shop, came, key="dearer", number=912, actor=shop.owner, **head).document
    reverse = shop.suite.documents.reverse
    back = reverse(shop.owner, posted.document_id, "价格录错", request(913)).document
    return order, posted, back
