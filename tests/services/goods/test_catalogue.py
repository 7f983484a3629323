import json

import pytest

from showroom.db.tables.journal import journal
from showroom.domain.basket import Basket
from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.product import ProductFilter
from showroom.domain.quantity import SoldBy
from showroom.domain.tax import TaxKind
from showroom.domain.tender import Payment
from showroom.machine.assets import asset_bytes
from tests.factories import TODAY, request


def test_the_index_finds_by_every_code_and_by_initials(demo_shop):
    index = demo_shop.suite.catalogue.load_index()
    sku = index.find("WS0001")[0]
    assert index.find("6990100100011") == (sku,) == index.find("ws0001")
    assert sku in index.search("sqh")
    assert (sku.zone, sku.county, sku.list_price_fen) == ("云南文山", "文山市", 6800)
    assert (sku.tax_kind, sku.tax_rate_bp) == (TaxKind.TAXED, 900)


def test_weighed_goods_are_found_by_their_scale_key(demo_shop):
    index = demo_shop.suite.catalogue.load_index()
    weighed = [s for s in index.skus if s.sold_by is SoldBy.WEIGHT]
    assert weighed
    for sku in weighed:
        (key,) = sku.barcodes
        assert len(key) == 7
        assert index.find(key) == (sku,)


def test_stock_is_this_tills_and_says_what_has_expired(demo_shop):
    today = demo_shop.books.today()
    before = {s.code: s for s in demo_shop.suite.catalogue.load_index().skus}
    stock, owner = demo_shop.suite.stock, demo_shop.owner
    for row in stock.overview(owner).rows:
        aside = sum(x.lot.on_hand for x in stock.lots(owner, row.sku_id) if not x.lot.sells)
        assert before[row.code].on_hand == row.on_hand - aside
        assert before[row.code].expired_on_hand == row.expired.on_hand - aside
    demo_shop.clock.advance(20 * 365 * 86_400)
    demo_shop.suite.clock.confirm(demo_shop.owner, request())
    after = {s.code: s for s in demo_shop.suite.catalogue.load_index().skus}
    dated = [c for c, s in after.items() if s.expired_on_hand]
    assert len(dated) > len(after) / 2
    assert all(after[c].expired_on_hand == after[c].on_hand for c in dated)
    assert today < demo_shop.books.today()


def test_a_price_change_moves_the_version_and_is_journaled_once(demo_shop):
    catalogue = demo_shop.suite.catalogue
    sku = catalogue.load_index().find("WS0001")[0]
    for _ in range(2):
        catalogue.set_price(demo_shop.stock_keeper, sku.sku_id, 6500, request())
    index = catalogue.load_index()
    assert index.find("WS0001")[0].list_price_fen == 6500
    assert index.version == demo_shop.suite.elsewhere.seen().catalogue == 2
    rows = demo_shop.books.database.read(
        lambda tx: tx.connection.execute(
            journal.select().where(journal.c.kind == "price_change")
        ).all()
    )
    told = [json.loads(r.payload) for r in rows]
    assert told == [{"prices": [["WS0001", sku.name, 6800, 6500]]}]


def test_a_delisted_product_leaves_the_index_and_comes_back(demo_shop):
    catalogue, owner = demo_shop.suite.catalogue, demo_shop.owner
    sku_id = catalogue.load_index().find("WS0001")[0].sku_id
    assert catalogue.set_active(owner, sku_id, request(1), active=False).changes.catalogue
    assert not catalogue.set_active(owner, sku_id, request(2), active=False).changes.catalogue
    assert not catalogue.load_index().find("WS0001")
    catalogue.set_active(owner, sku_id, request(3), active=True)
    assert catalogue.load_index().find("WS0001")


def test_a_wrong_age_flag_is_corrected_and_journaled(demo_shop):
    catalogue, owner = demo_shop.suite.catalogue, demo_shop.owner
    sku = catalogue.load_index().find("WS0001")[0]
    assert not sku.age_restricted
    for number, restricted in ((1, True), (2, True), (3, False)):
        catalogue.set_restricted(owner, sku.sku_id, request(number), restricted=restricted)
        assert catalogue.load_index().find("WS0001")[0].age_restricted is restricted
    rows = demo_shop.books.database.read(
        lambda tx: tx.connection.execute(journal.select().where(journal.c.kind == "sku_age")).all()
    )
    assert [json.loads(r.payload)["age_restricted"] for r in rows] == [True, False]


def test_only_spirits_of_the_sample_are_not_for_minors(demo_shop):
    plan = demo_shop.suite.imports.check(
        demo_shop.owner, asset_bytes("sample", "catalogue.csv"), "catalogue.csv"
    )
    adults = {p.content.name for p in plan.create if p.content.age_restricted}
    assert adults == {"三峡苞谷酒", "青稞酒"}


def test_prices_are_refused_when_they_cannot_be(demo_shop):
    catalogue, owner = demo_shop.suite.catalogue, demo_shop.owner
    for price, code in ((0, "price_out_of_range"), (10**9 + 1, "price_out_of_range")):
        with pytest.raises(Refusal, match=code):
            catalogue.set_price(owner, SkuId(1), price, request())
    with pytest.raises(Refusal, match="sku_unknown"):
        catalogue.set_price(owner, SkuId(999), 100, request())
    with pytest.raises(Refusal, match="not_permitted"):
        catalogue.set_price(demo_shop.cashier, SkuId(1), 100, request())
    assert demo_shop.suite.elsewhere.seen().catalogue == 1


def test_every_product_is_there_with_all_that_is_kept_of_it(demo_shop):
    catalogue, owner = demo_shop.suite.catalogue, demo_shop.owner
    found = catalogue.products(owner)
    index = catalogue.load_index()
    assert [p.content.code for p in found] == [s.code for s in index.skus]
    for product, sku in zip(found, index.skus, strict=True):
        assert product.barcodes == sku.barcodes
        assert product.content.list_price_fen == sku.list_price_fen
        assert product.content.zone == sku.zone
        assert product.content.cost_price_fen > 0
    with pytest.raises(Refusal, match="not_permitted"):
        catalogue.products(demo_shop.cashier)


def test_products_are_narrowed_by_zone_text_and_state(demo_shop):
    catalogue, owner = demo_shop.suite.catalogue, demo_shop.owner
    first = catalogue.products(owner)[0]
    catalogue.set_active(owner, first.sku_id, request(1), active=False)
    found = catalogue.products(owner)

    def codes(**wanted):
        return [p.content.code for p in found if ProductFilter(**wanted).shows(p)]

    assert len(codes()) == 24
    assert codes(active=False) == [first.content.code]
    assert len(codes(active=True)) == 23
    assert len(codes(zone_id=first.zone_id)) == 6
    index = catalogue.load_index()
    for text in ("三七花", "ws0001", "SQH", first.barcodes[0], first.content.producer):
        assert first.content.code in codes(only=index.matching(text))
    assert not codes(only=index.matching("没有这样的"))


def test_a_sale_moves_stock_of_the_index_and_a_price_builds_it_anew(demo_shop):
    catalogue, stale = demo_shop.suite.catalogue, CatalogueIndex.build(())
    before = catalogue.refresh_index(stale)
    assert before.skus == catalogue.load_index().skus
    assert catalogue.refresh_index(before) is before
    sku = before.find("WS0001")[0]
    demo_shop.suite.shifts.open_shift(demo_shop.cashier, 0, request(1))
    basket = Basket().add(sku, 2)
    payment = Payment(basket.due_fen).pay_cash()
    demo_shop.suite.checkout.complete_sale(demo_shop.cashier, basket, payment, request(2))
    after = catalogue.refresh_index(before)
    assert after.find("WS0001")[0].on_hand == sku.on_hand - 2
    assert after.skus == catalogue.load_index().skus
    catalogue.set_price(demo_shop.owner, sku.sku_id, 7000, request(3))
    assert catalogue.refresh_index(after).find("WS0001")[0].list_price_fen == 7000


def test_goods_sell_through_their_last_day_and_not_after_it(file_shop):
    suite, owner = file_shop.suite, file_shop.owner
    rows = suite.stock.overview(owner).rows
    fresh = next(r for r in rows if r.on_hand and not (r.near.on_hand or r.expired.on_hand))
    last = f"货号,期初数量,批号,到期日\n{fresh.code},5,末日,{TODAY}\n".encode()
    suite.imports.apply(owner, suite.imports.check(owner, last, "lots.csv"), request())
    today = suite.catalogue.load_index().by_id[fresh.sku_id]
    arrived = today.on_hand - fresh.on_hand
    assert (arrived > 0, today.expired_on_hand) == (True, 0)
    file_shop.clock.advance(86_400)
    tomorrow = suite.catalogue.load_index().by_id[fresh.sku_id]
    assert (tomorrow.on_hand, tomorrow.expired_on_hand) == (today.on_hand, arrived)
