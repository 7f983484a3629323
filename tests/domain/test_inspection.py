"""进货查验: what speaks against a line or a supplier, at both sides of each edge."""

from dataclasses import replace

import pytest

from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.inspection import (
    Delivered,
    Level,
    inspect_cost,
    inspect_line,
    inspect_supplier,
)
from showroom.domain.documents.supplier import (
    Borne,
    Contract,
    Licence,
    LicenceKind,
    SupplierFacts,
)
from showroom.domain.ids import ProducerId, SkuId, SupplierId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import Terms

TODAY = "2030-06-15"
TEA = Delivered(
    SkuId(1),
    "YL-001",
    "宜红茶",
    "250g",
    "盒",
    SoldBy.EACH,
    ProducerId(1),
    540,
    "常温",
    Terms.BUY_OUT,
    2_000,
    active=True,
    usual=10,
)
PUER = replace(TEA, shelf_life_days=0, shelf_life_months=262)
CHEESE = replace(TEA, shelf_life_days=90)
SPOON = replace(TEA, shelf_life_days=0, usual=0)
SPIRIT = replace(SPOON, age_restricted=True)
FRUIT = replace(TEA, sold_by=SoldBy.WEIGHT, usual=0)
GOOD = DraftLine(SkuId(1), 10, lot_no="A1", production_date="2030-05-01", expiry_date="2031-10-23")
LICENCE = Licence(1, LicenceKind.FOOD_TRADE, "913101", "2031-06-15")
ENDED = Licence(2, LicenceKind.FOOD_TRADE, "913099", "2030-06-14")
OTHER = Licence(3, LicenceKind.OTHER, "7", "2031-06-15")
EXPIRED = ["supplier_licence_expired"]
CONTRACT = Contract(
    1, "HT-1", Terms.BUY_OUT, 0, 30, Borne.SHOP, Borne.SHOP, 0, "2030-01-01", "2030-12-31"
)
SUPPLIER = SupplierFacts(
    SupplierId(1), "GY-1", "合作社", "夷陵", "老王", "138", True, (LICENCE,), (CONTRACT,)
)


MONTHS = replace(TEA, shelf_life_days=0, shelf_life_months=18)


@pytest.mark.parametrize("goods", [TEA, MONTHS])
def test_goods_of_months_are_asked_for_lot_and_end_as_goods_of_days_are(goods):
    bare = {"lot_no": "", "production_date": "", "expiry_date": ""}
    assert codes(goods, **bare) == ["receipt_lot_missing", "receipt_expiry_missing"]
    assert not codes(SPOON, **bare)


def codes(goods=TEA, **changes):
    return [f.code for f in inspect_line(replace(GOOD, **changes), goods, TODAY)]


PRICED = replace(TEA, cost_price_fen=4_060, list_price_fen=14_000)


@pytest.mark.parametrize(
    ("goods", "cost", "told"),
    [
        (PRICED, None, []),
        (PRICED, 4_060, []),
        (PRICED, 12_180, []),
        (PRICED, 12_181, ["receipt_cost_far"]),
        (PRICED, 14_000, ["receipt_cost_far"]),
        (PRICED, 14_001, ["receipt_cost_above_price"]),
        (PRICED, 406_000, ["receipt_cost_above_price"]),
        (PRICED, 1_354, []),
        (PRICED, 1_353, ["receipt_cost_far"]),
        (replace(PRICED, cost_price_fen=0), 14_000, []),
        (replace(PRICED, cost_price_fen=0), 14_001, ["receipt_cost_above_price"]),
        (replace(PRICED, list_price_fen=0), 12_181, ["receipt_cost_far"]),
    ],
)
def test_a_cost_that_a_slip_of_the_hand_makes_is_asked_about(goods, cost, told):
    """4060.00 for 40.60 had a ✓, and the delivery came to 81,200."""
    found = list(inspect_cost(replace(GOOD, cost_fen=cost), goods))
    assert [f.code for f in found] == told
    assert all(f.level is Level.APPROVE for f in found)


@pytest.mark.parametrize(
    ("goods", "changes", "told"),
    [
        (TEA, {}, []),
        (TEA, {"quantity": 0}, ["receipt_quantity"]),
        (TEA, {"quantity": -1}, ["receipt_quantity"]),
        (TEA, {"quantity": 1_000}, []),
        (TEA, {"quantity": 1_001}, ["receipt_quantity_unusual"]),
        (TEA, {"quantity": 100_000}, ["receipt_quantity_limit"]),
        (FRUIT, {"quantity": 9_999_999}, []),
        (FRUIT, {"quantity": 10_000_000}, ["receipt_quantity_limit"]),
        (TEA, {"lot_no": ""}, []),
        (TEA, {"lot_no": "", "production_date": ""}, ["receipt_lot_missing"]),
        (SPIRIT, {"lot_no": "", "production_date": "", "expiry_date": ""}, ["receipt_lot_missing"]),
        (SPIRIT, {"production_date": "", "expiry_date": ""}, []),
        (SPIRIT, {"lot_no": "", "expiry_date": ""}, []),
        (TEA, {"expiry_date": ""}, ["receipt_expiry_missing"]),
        (SPOON, {"lot_no": "", "production_date": "", "expiry_date": ""}, []),
        (TEA, {"production_date": "301101"}, ["receipt_date"]),
        (TEA, {"expiry_date": "明年"}, ["receipt_date"]),
        (TEA, {"production_date": TODAY, "expiry_date": "2031-12-07"}, []),
        (TEA, {"production_date": "2030-06-16"}, ["receipt_made_tomorrow"]),
        (
            TEA,
            {"production_date": "2009-12-31", "lot_no": "普洱"},
            ["receipt_date_implausible", "receipt_short_life"],
        ),
        (PUER, {"production_date": "2010-01-01", "lot_no": "普洱"}, ["receipt_short_life"]),
        (TEA, {"expiry_date": "2060-12-31"}, ["receipt_expiry_far"]),
        (TEA, {"production_date": "", "expiry_date": "9999-12-31"}, ["receipt_date_implausible"]),
        (SPIRIT, {"expiry_date": "2060-12-31"}, []),
        (SPIRIT, {"expiry_date": "2061-01-01"}, ["receipt_date_implausible"]),
        (TEA, {"expiry_date": "2061-01-01"}, ["receipt_date_implausible"]),
        (TEA, {"expiry_date": "2030-04-30"}, ["receipt_expiry_before_made"]),
        (TEA, {"expiry_date": "2030-06-14"}, ["receipt_expired"]),
        (TEA, {"expiry_date": TODAY}, ["receipt_expiry_far", "receipt_short_life"]),
        (CHEESE, {"expiry_date": TODAY}, ["receipt_short_life"]),
        (CHEESE, {"production_date": "2030-05-16", "expiry_date": "2030-08-14"}, []),
        (
            CHEESE,
            {"production_date": "2030-05-15", "expiry_date": "2030-08-14"},
            ["receipt_short_life"],
        ),
    ],
)
def test_a_line_says_what_speaks_against_it(goods, changes, told):
    assert codes(goods, **changes) == told


FAR = ["receipt_expiry_far"]
MADE = "2030-06-10"


@pytest.mark.parametrize(
    ("life", "made", "expiry", "told"),
    [
        ((365, 0), MADE, "2031-06-10", []),
        ((365, 0), MADE, "2041-06-10", FAR),  # a slip in the year: ✓, and posted without a question
        ((365, 0), MADE, "2032-06-09", FAR),
        ((365, 0), MADE, "2032-06-08", []),
        ((365, 0), MADE, "2030-10-10", []),
        ((365, 0), MADE, "2030-10-09", FAR),
        ((12, 0), MADE, "2031-06-22", FAR),  # twelve days took one year
        ((12, 0), MADE, "2030-07-04", []),
        ((12, 0), MADE, "2030-07-05", FAR),
        ((18, 0), MADE, "2030-06-16", ["receipt_short_life"]),
        ((18, 0), MADE, "2030-06-15", [*FAR, "receipt_short_life"]),
        ((0, 24), MADE, "2032-06-09", []),
        ((0, 24), MADE, "2033-06-09", FAR),  # the next year, of goods that keep for two
        ((0, 24), MADE, "2033-06-08", []),
        ((0, 24), MADE, "2031-06-09", []),
        ((365, 0), "", "2032-06-13", []),
        ((365, 0), "", "2032-06-14", FAR),
        ((365, 0), "", "2031-02-14", []),  # nobody says when it was made: 121 of its 365 days ago
        ((365, 0), "", "2031-02-13", ["receipt_short_rest"]),
        ((365, 0), "", "2030-06-20", ["receipt_short_rest"]),
        ((0, 24), "", "2031-10-14", []),
        ((0, 24), "", "2031-10-13", ["receipt_short_rest"]),
        ((0, 0), "", "2030-06-20", []),
    ],
)
def test_a_last_day_that_is_far_from_the_shelf_life_is_asked_about(life, made, expiry, told):
    goods = replace(TEA, shelf_life_days=life[0], shelf_life_months=life[1])
    found = list(
        inspect_line(replace(GOOD, production_date=made, expiry_date=expiry), goods, TODAY)
    )
    assert [f.code for f in found] == told
    assert {f.level for f in found} <= {Level.APPROVE}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"active": False}, ["supplier_inactive"]),
        ({"licences": ()}, ["supplier_licence_missing"]),
        ({"licences": (replace(LICENCE, valid_until=""),)}, []),
        ({"licences": (replace(LICENCE, valid_until=TODAY),)}, []),
        ({"licences": (ENDED,)}, EXPIRED),
        ({"licences": (ENDED, LICENCE)}, []),
        ({"licences": (LICENCE, ENDED)}, []),
        ({"licences": (ENDED, replace(LICENCE, valid_until=""))}, []),
        ({"licences": (ENDED, replace(ENDED, valid_until="2029-01-01"))}, EXPIRED),
        ({"licences": (replace(ENDED, kind=LicenceKind.BUSINESS), LICENCE)}, EXPIRED),
        ({"licences": (replace(ENDED, kind=LicenceKind.OTHER), OTHER)}, EXPIRED),
        ({"licences": (replace(OTHER, valid_until="2030-06-14"), OTHER)}, []),
        ({"address": ""}, ["supplier_address_missing"]),
        ({"phone": ""}, ["supplier_address_missing"]),
        ({"contracts": ()}, []),
        ({"contracts": (replace(CONTRACT, valid_to=TODAY),)}, []),
        ({"contracts": (replace(CONTRACT, valid_to="2030-06-14"),)}, ["supplier_contract_ended"]),
        ({"contracts": (replace(CONTRACT, valid_from="2030-06-16"),)}, ["supplier_contract_ended"]),
    ],
)
def test_a_supplier_says_what_speaks_against_its_deliveries(changes, told):
    found = inspect_supplier(replace(SUPPLIER, **changes), TODAY)
    assert [finding.code for finding in found] == told
