"""The longest that real books hold: goods by the ton, twin batches, registered names."""

from dataclasses import replace

from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.place import PlaceKind, PointKind
from showroom.domain.documents.reasons import Difference
from showroom.domain.stock import DocumentKind
from tests.factories import change_sku
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import (
    WAREHOUSE,
    add_supplier,
    delivery_line,
    draft_of,
    receive,
)
from tests.services.stock.moves import add_bin, add_place, arrive, asked, send

SUPPLIER = "W 云南省文山壮族苗族自治州丘北县普者黑湖区农特产品专业合作社"
POINT = "彭浦新村社区为老服务网点"
PLACE = "冷库二号（乳品和生鲜，零下十八度）"
LOT = "20260601-ABCDEF-001"
"""With one letter more the longest that GS1 has."""
CODE = "WS-2026-000123"
MOST_G = 3_699_999
GONE_G = 1_234_567


def longest(shop):
    """(order, transfer): numbers of an order, and of a transfer that lost some on its way."""
    supplier = add_supplier(shop, SUPPLIER, terms=[("buy_out", 0)])
    places = shop.suite.places
    point = places.add_point(shop.owner, "PX", POINT, PointKind.COMMUNITY, asked()).point
    cold = add_place(shop, PLACE, PlaceKind.COLD_STORE)
    loose = goods(shop, weighed=True)[0]
    loose = change_sku(shop, loose, code=CODE, reorder_point=MOST_G, cost_price_fen=123_456)
    ordered = draft_of(
        shop,
        DraftLine(loose.sku_id, MOST_G),
        key="tons",
        kind=DocumentKind.PURCHASE_ORDER,
        supplier_id=supplier,
    )
    posted = shop.suite.purchasing.post(shop.owner, "tons", ordered.revision, asked())
    lots = _twins(shop, loose, supplier, cold)
    moved = send(shop, loose, [(lots[0], MOST_G - GONE_G)], from_=cold, to=_floor_of(shop, point))
    arrive(shop, moved.document, {1: GONE_G}, {1: Difference.LOST})
    add_bin(shop, loose, "散货箱 12（干果）")
    kept = replace(delivery_line(loose, GONE_G), expected=MOST_G, lot_no=LOT, cost_fen=123_456)
    draft_of(
        shop,
        kept,
        replace(kept, lot_no=f"{LOT}B", expected=0),
        key="heavy",
        supplier_id=supplier,
        reference="送货单 SF1390-22817 第二车",
    )
    return posted.document.number, moved.document.number


def _twins(shop, sku, supplier, place):
    """One printed batch, delivered twice."""
    known = {"lot_no": LOT, "cost_fen": 123_456, "place_id": place}
    line = delivery_line(sku, MOST_G, **known)
    head = {"supplier_id": supplier, "actor": shop.owner, "reference": "SF1390-22817-000000088"}
    both = [receive(shop, line, key=f"twin-{n}", number=7_000 + n, **head) for n in (1, 2)]
    receive(shop, replace(line, place_id=WAREHOUSE), key="third", number=7_003, **head)
    return [posted.document.lines[0].lot_id for posted in both]


def _floor_of(shop, point):
    places = (x.place for x in shop.suite.places.listed(shop.owner))
    return next(x.location_id for x in places if x.point_id == point.point_id)
