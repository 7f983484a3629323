"""Products and baskets for tests of the rules."""

from showroom.domain.catalogue import PricedSku
from showroom.domain.ids import CategoryId, CountyId, ProducerId, SkuId, ZoneId
from showroom.domain.quantity import SoldBy
from showroom.domain.tax import TaxKind

PLENTY = 10**6


def sku(number=1, price_fen=1000, **changes):
    facts = {
        "sku_id": SkuId(number),
        "code": f"WS{number:04d}",
        "name": f"广南小粒香大米{number}",
        "short_name": f"小粒香米{number}",
        "zone_id": ZoneId(1),
        "zone": "云南文山",
        "zone_colour": 0,
        "county_id": CountyId(2),
        "county": "广南县",
        "producer_id": ProducerId(3),
        "producer": "广南县米业合作社",
        "category_id": CategoryId(4),
        "category": "米面粮油",
        "unit": "袋",
        "spec": "5kg/袋",
        "sold_by": SoldBy.EACH,
        "list_price_fen": price_fen,
        "tax_kind": TaxKind.TAXED,
        "tax_rate_bp": 900,
        "barcodes": (f"69{number:011d}",),
        "spelling": "",
        "oversell": False,
        "no_discount": False,
        "age_restricted": False,
        "on_hand": PLENTY,
        "expired_on_hand": 0,
        "reorder_point": 5,
    }
    return PricedSku(**{**facts, **changes})


def weighed(number=50, price_fen=1960, **changes):
    return sku(
        number, price_fen, sold_by=SoldBy.WEIGHT, unit="kg", barcodes=("2210001",), **changes
    )
