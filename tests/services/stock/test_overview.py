from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import update

from showroom.db.tables.shop import location
from showroom.db.tables.stock import stock_level
from showroom.domain.basket import Basket
from showroom.domain.documents.place import PlaceKind
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId, ZoneId
from showroom.domain.permission import Permission, Role, may
from showroom.domain.quantity import SoldBy, amount_fen
from showroom.domain.shelf_life import Freshness
from showroom.domain.stock import Terms
from showroom.services.stock.overview import BY_DAY, Held, StockFilter, StockStatus
from tests.factories import request
from tests.services.selling.test_checkout import sell


def test_the_chips_count_what_their_lists_show(demo_shop):
    stock, owner = demo_shop.suite.stock, demo_shop.owner
    counts = stock.overview(owner).counts
    for status in StockStatus:
        rows = stock.overview(owner, StockFilter(status=status)).rows
        assert len(rows) == counts[status]
        assert all(row.shows(status) for row in rows)
    assert counts[StockStatus.ALL] == 24


def test_zones_and_text_narrow_the_list(demo_shop):
    stock, owner = demo_shop.suite.stock, demo_shop.owner
    zone = demo_shop.suite.catalogue.zones()[0]
    rows = stock.overview(owner, StockFilter(zone_id=zone.zone_id)).rows
    assert len(rows) == 6
    assert {row.zone for row in rows} == {zone.name}
    index = demo_shop.suite.catalogue.load_index()

    def codes(text, zone_id=None):
        wanted = StockFilter(zone_id, only=index.matching(text))
        return [row.code for row in stock.overview(owner, wanted).rows]

    barcode = index.find("WS0001")[0].barcodes[0]
    for text in ("三七花", "ws0001", " SQH ", barcode, barcode[:12]):
        assert codes(text) == ["WS0001"]
    assert not codes("三七花", ZoneId(2))
    assert not codes("100%_")
    assert len(codes("")) == 24


def test_stock_is_the_sum_of_its_lots_and_of_its_moves(demo_shop):
    stock, owner = demo_shop.suite.stock, demo_shop.owner
    for row in stock.overview(owner).rows:
        lots = stock.lots(owner, row.sku_id)
        assert row.on_hand == sum(x.lot.on_hand for x in lots)
        assert row.on_hand == sum(m.quantity for m in stock.moves(owner, row.sku_id))
        assert row.lots == len(lots)
        dates = [x.lot.expiry_date for x in lots if x.lot.expiry_date]
        assert row.held.expiry == min(dates, default="")
        assert dates == sorted(dates)
        owned = sum(
            amount_fen(x.lot.cost_fen, x.lot.on_hand, row.sold_by)
            for x in lots
            if x.lot.terms is Terms.BUY_OUT
        )
        assert row.value_fen() == owned


def test_each_state_holds_what_its_lots_say_to_the_fen(demo_shop):
    """The books add up by themselves: oversold lots, and weights whose worth is rounded by lot."""
    stock, owner = demo_shop.suite.stock, demo_shop.owner
    rows = stock.overview(owner).rows
    weighed = next(r for r in rows if r.sold_by is SoldBy.WEIGHT and r.value_fen())
    lots = [x.lot.lot_id for x in stock.lots(owner, weighed.sku_id) if x.lot.terms is Terms.BUY_OUT]
    for lot_id, on_hand in zip(lots, (-1_501, 2_499), strict=False):
        shelf = update(stock_level).where(stock_level.c.lot_id == lot_id)
        demo_shop.suite.books.database.write(
            lambda tx, to=on_hand, shelf=shelf: tx.connection.execute(
                shelf.values(on_hand=to, floor=-9_999)
            )
        )
    for row in stock.overview(owner).rows:
        found = [x for x in stock.lots(owner, row.sku_id) if x.lot.on_hand]
        there = [x for x in found if x.lot.on_hand > 0]
        parts = {
            StockStatus.ALL: found,
            StockStatus.NEGATIVE: [x for x in found if x.lot.on_hand < 0],
            StockStatus.NEAR: [x for x in there if x.freshness is Freshness.NEAR],
            StockStatus.EXPIRED: [x for x in there if x.freshness is Freshness.EXPIRED],
        }
        for status, lots in parts.items():
            assert row.part(status) == held(lots, row.sold_by), (row.code, status)
        assert row.lots == len({x.lot.lot_id for x in found})
    assert any(row.negative.on_hand == -1_501 for row in stock.overview(owner).rows)


def held(lots, sold_by):
    owned = (x.lot for x in lots if x.lot.terms is Terms.BUY_OUT)
    dates = (x.lot.expiry_date for x in lots if x.lot.on_hand > 0 and x.lot.expiry_date)
    value = sum(amount_fen(lot.cost_fen, lot.on_hand, sold_by) for lot in owned)
    return Held(sum(x.lot.on_hand for x in lots), min(dates, default=""), value)


def test_what_stands_for_show_is_not_for_sale_and_what_is_expired_is_not_taken_off_twice(demo_shop):
    stock, owner = demo_shop.suite.stock, demo_shop.owner
    moved = update(location).values(kind=PlaceKind.DISPLAY.value)
    demo_shop.suite.books.database.write(lambda tx: tx.connection.execute(moved))
    rows = stock.overview(owner).rows
    assert any(row.expired.on_hand for row in rows)
    for row in rows:
        lots = stock.lots(owner, row.sku_id)
        kept = sum(x.lot.on_hand for x in lots if x.freshness is not Freshness.EXPIRED)
        assert (row.withheld, row.saleable) == (kept, 0), row.code


def test_what_has_expired_and_is_still_sold_has_a_list_of_its_own(demo_shop):
    stock, owner = demo_shop.suite.stock, demo_shop.owner
    wanted = StockFilter(status=StockStatus.ON_SALE)
    assert stock.overview(owner, wanted).rows == ()
    demo_shop.clock.advance(200 * 86_400)
    demo_shop.suite.clock.confirm(owner, request())
    found = stock.overview(owner, wanted)
    assert found.rows
    for row in found.rows:
        lots = [x for x in stock.lots(owner, row.sku_id) if x.freshness is Freshness.EXPIRED]
        kept = held([x for x in lots if x.lot.sells and x.lot.on_hand > 0], row.sold_by)
        assert row.on_sale == kept, row.code
    aside = update(location).values(kind=PlaceKind.QUARANTINE.value)
    demo_shop.suite.books.database.write(lambda tx: tx.connection.execute(aside))
    assert stock.overview(owner, wanted).rows == ()
    assert stock.overview(owner, StockFilter(status=StockStatus.EXPIRED)).rows


def test_what_was_read_is_narrowed_as_the_books_would(demo_shop):
    stock, index = demo_shop.suite.stock, demo_shop.suite.catalogue.load_index()
    texts = [index.matching(text) for text in ("", "三七花", "m")]
    zones = [None, *(zone.zone_id for zone in demo_shop.suite.catalogue.zones())]
    for actor in (demo_shop.owner, demo_shop.cashier):
        everything = stock.overview(actor)
        for zone_id, status, only in product(zones, StockStatus, texts):
            wanted = StockFilter(zone_id, status, only)
            assert everything.whole.narrowed(wanted) == stock.overview(actor, wanted)


def test_the_beginning_of_the_list_is_read_alone_and_nothing_counted(demo_shop):
    stock, owner = demo_shop.suite.stock, demo_shop.owner
    begins = stock.overview(owner, StockFilter(first=5))
    assert begins.rows == stock.overview(owner).rows[:5]
    assert (begins.counts, begins.value_fen) == ({}, None)


def test_freshness_follows_the_business_date(demo_shop):
    stock, owner = demo_shop.suite.stock, demo_shop.owner
    fresh = next(r for r in stock.overview(owner).rows if r.held.expiry and not r.near.on_hand)
    demo_shop.clock.advance(20 * 365 * 86_400)
    demo_shop.suite.clock.confirm(demo_shop.owner, request())
    wanted = StockFilter(status=StockStatus.EXPIRED)
    old = {r.code: r for r in stock.overview(owner, wanted).rows}
    assert old[fresh.code].expired.on_hand == fresh.on_hand
    assert {x.freshness for x in stock.lots(owner, fresh.sku_id)} == {Freshness.EXPIRED}


def test_no_goods_are_judged_by_a_clock_in_doubt(demo_shop):
    """Ten years ahead every lot was 过期, and the counter refused to ring it up."""
    stock, owner, suite = demo_shop.suite.stock, demo_shop.owner, demo_shop.suite
    before = stock.overview(owner)
    demo_shop.clock.advance(3652 * 86_400)
    assert suite.clock.doubt() is not None
    doubted = stock.overview(owner)
    assert (doubted.business_date, set(StockStatus) - set(doubted.counts)) == ("", BY_DAY)
    low = StockStatus.LOW
    assert {stock.overview(owner, StockFilter(status=x)).value_fen for x in BY_DAY} == {None}
    assert all(x.on_hand <= x.reorder_point for x in doubted.rows if x.shows(low))
    for row in doubted.rows:
        assert (row.near, row.expired) == (Held(), Held())
        assert bool(row.unjudged.on_hand) == bool(row.held.expiry)
        found = {x.freshness for x in stock.lots(owner, row.sku_id)}
        assert found <= {Freshness.NONE, Freshness.UNJUDGED}
    index = suite.catalogue.load_index()
    assert not any(s.expired_on_hand for s in index.skus)
    assert not any(s.expired_on_hand for s in suite.catalogue.refresh_index(index).skus)
    said = suite.clock.confirm(owner, request())
    assert said.changes.stock
    after = stock.overview(owner)
    assert after.counts[StockStatus.EXPIRED] > before.counts[StockStatus.EXPIRED]
    assert not any(row.unjudged.on_hand for row in after.rows)
    assert any(s.expired_on_hand for s in suite.catalogue.refresh_index(index).skus)


def test_costs_are_shown_only_to_who_may_see_them(demo_shop):
    stock = demo_shop.suite.stock
    seen = stock.overview(demo_shop.stock_keeper)
    assert seen.value_fen == sum(row.value_fen() for row in seen.rows) > 0
    hidden = stock.overview(demo_shop.cashier)
    assert hidden.value_fen is None
    assert {row.value_fen() for row in hidden.rows} == {None}
    assert {x.lot.cost_fen for x in stock.lots(demo_shop.cashier, hidden.rows[0].sku_id)} == {None}
    assert all(x.lot.cost_fen for x in stock.lots(demo_shop.owner, hidden.rows[0].sku_id))


def costs(value):
    """Every figure at cost that lies anywhere in a value, by the name of its field."""
    if is_dataclass(value):
        pairs = [(f.name, getattr(value, f.name)) for f in fields(value)]
    elif isinstance(value, Mapping):
        pairs = [("", part) for part in value.values()]
    elif hasattr(value, "_fields"):
        pairs = list(zip(value._fields, value, strict=True))
    else:
        pairs = [("", part) for part in value] if isinstance(value, (tuple, list)) else []
    for name, part in pairs:
        if part is not None and ("cost" in name or name == "value_fen"):
            yield name
        else:
            yield from costs(part)


def test_nothing_that_a_cashier_reads_holds_a_cost(demo_shop):
    """The list's own field was hidden, the lot in it said 44.20."""
    suite, cashier = demo_shop.suite, demo_shop.cashier
    suite.shifts.open_shift(cashier, 0, request(900))
    index = suite.catalogue.load_index()
    done = sell(demo_shop, Basket().add(index.skus[0]))
    sku_id = index.skus[0].sku_id

    def read(actor):
        return (
            suite.stock.overview(actor),
            suite.stock.lots(actor, sku_id),
            suite.stock.moves(actor, sku_id),
            suite.shifts.x_slip(actor),
        )

    assert set(costs(read(demo_shop.owner))) == {"value_fen", "cost_fen"}
    assert list(costs(read(cashier))) == []
    others = (done, suite.reports.receipt(done.sale.sale_id))
    assert list(costs(others)) == []


def test_who_reads_products_may_see_what_they_cost():
    """Products, a check of a file and a price below its cost all name it."""
    assert all(may(r, Permission.VIEW_COST) for r in Role if may(r, Permission.IMPORT))


def test_an_unknown_product_has_no_lots(demo_shop):
    with pytest.raises(Refusal, match="sku_unknown"):
        demo_shop.suite.stock.lots(demo_shop.owner, SkuId(999))
    assert not demo_shop.suite.stock.moves(demo_shop.owner, SkuId(999))


def test_goods_are_low_at_their_reorder_point_and_not_above_it(file_shop):
    row = file_shop.suite.stock.overview(file_shop.owner).rows[0]
    row = replace(row, reorder_point=10, expired=Held(2))
    for on_hand, low in ((13, False), (12, True), (11, True), (-1, True)):
        assert replace(row, held=Held(on_hand)).is_low is low
    assert not replace(row, held=Held(0), active=False).is_low


def test_lots_without_a_date_come_last(file_shop):
    row = next(r for r in file_shop.suite.stock.overview(file_shop.owner).rows if r.lots > 1)
    later = f"货号,期初数量,批号\n{row.code},5,无日期\n".encode()
    plan = file_shop.suite.imports.check(file_shop.owner, later, "lots.csv")
    assert not plan.errors
    file_shop.suite.imports.apply(file_shop.owner, plan, request())
    lots = file_shop.suite.stock.lots(file_shop.owner, row.sku_id)
    assert [x.lot.lot_no for x in lots][-1] == "无日期"
    assert [bool(x.lot.expiry_date) for x in lots] == [True] * row.lots + [False]


def test_only_what_we_bought_is_worth_our_money(file_shop):
    rows = file_shop.suite.stock.overview(file_shop.owner).rows
    terms = {
        r.code: {x.lot.terms for x in file_shop.suite.stock.lots(file_shop.owner, r.sku_id)}
        for r in rows
    }
    lent = next(r for r in rows if terms[r.code] == {Terms.CONSIGNMENT})
    assert lent.on_hand > 0
    assert lent.value_fen() == 0


def a_lot(shop, code, number, quantity, expiry, cost):
    head = "货号,期初数量,批号,到期日,进价,经营方式"
    rows = f"{head}\n{code},{quantity},{number},{expiry},{cost},买断\n".encode()
    plan = shop.suite.imports.check(shop.owner, rows, "lots.csv")
    assert not plan.errors, plan.errors
    shop.suite.imports.apply(shop.owner, plan, request(number))


@pytest.mark.parametrize(("life", "near"), [("12个月", 45), ("11个月", 20), ("365", 45)])
def test_goods_of_months_are_near_their_end_by_the_days_that_months_are(file_shop, life, near):
    """The same in SQL, which lists, and in the rule, which judges one lot."""
    stock, owner, imports = file_shop.suite.stock, file_shop.owner, file_shop.suite.imports
    code = a_fresh_code(file_shop)
    plan = imports.check(owner, f"货号,保质期\n{code},{life}\n".encode(), "life.csv")
    if plan.can_apply:
        imports.apply(owner, plan, request(70))
    today = date.fromisoformat(file_shop.suite.books.today())
    for number, days, amount in ((71, near, 3), (72, near + 1, 5)):
        expiry = (today + timedelta(days)).isoformat()
        a_lot(file_shop, code, number, amount, expiry, "2.00")
    (row,) = (r for r in stock.overview(owner).rows if r.code == code)
    assert row.near.on_hand == 3
    judged = {x.lot.lot_no: x.freshness for x in stock.lots(owner, row.sku_id)}
    assert (judged["71"], judged["72"]) == (Freshness.NEAR, Freshness.FRESH)


def a_fresh_code(shop):
    rows = shop.suite.stock.overview(shop.owner).rows
    whole = (r for r in rows if not r.near.on_hand and not r.expired.on_hand)
    return next(r.code for r in whole if r.sold_by is SoldBy.EACH)


def test_an_expired_lot_hides_no_lot_that_must_be_sold_first(file_shop):
    stock, owner = file_shop.suite.stock, file_shop.owner
    code = a_fresh_code(file_shop)
    a_lot(file_shop, code, 71, 3, "2026-06-10", "2.00")
    a_lot(file_shop, code, 72, 5, "2026-06-15", "4.00")
    before = stock.overview(owner).counts
    lists = {s: stock.overview(owner, StockFilter(status=s)) for s in StockStatus}
    for status in (StockStatus.NEAR, StockStatus.EXPIRED):
        (row,) = (r for r in lists[status].rows if r.code == code)
        assert (row.near.on_hand, row.near.expiry) == (5, "2026-06-15")
        assert (row.expired.on_hand, row.expired.expiry) == (3, "2026-06-10")
    assert before == {s: len(found.rows) for s, found in lists.items()}


def test_a_state_is_worth_what_is_in_it_and_not_the_whole_product(file_shop):
    stock, owner = file_shop.suite.stock, file_shop.owner
    code = a_fresh_code(file_shop)
    worth = {s: stock.overview(owner, StockFilter(status=s)).value_fen for s in StockStatus}
    a_lot(file_shop, code, 71, 3, "2026-06-10", "2.00")
    a_lot(file_shop, code, 72, 5, "2026-06-15", "4.00")
    grown = {s: stock.overview(owner, StockFilter(status=s)).value_fen for s in StockStatus}
    assert grown[StockStatus.EXPIRED] - worth[StockStatus.EXPIRED] == 3 * 200
    assert grown[StockStatus.NEAR] - worth[StockStatus.NEAR] == 5 * 400
    assert grown[StockStatus.ALL] - worth[StockStatus.ALL] == 3 * 200 + 5 * 400
