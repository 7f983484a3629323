"""What the stock was worth at the end of a day: from the moves of that day and before alone."""

import pytest

from showroom.db.reads import valuation as reads
from showroom.domain.basket import Basket
from showroom.domain.documents.valuation import value_of
from showroom.domain.errors import Refusal
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind, Terms
from showroom.services.stock.valuation import TOTAL, UNKNOWN, GroupBy
from showroom.services.stock.value_replay import months
from tests.factories import TODAY, let_days_pass, request
from tests.services.selling.test_checkout import sell
from tests.services.stock.deliveries import FLOOR, add_supplier
from tests.services.stock.leavings import arrived, kept_goods, out_of, proved, take_out


@pytest.fixture
def shop(demo_shop):
    return demo_shop


@pytest.fixture
def sku(shop):
    """A product of which nothing was bought yet and nothing can be sold: two lots of it come."""
    sku = kept_goods(shop)
    held = shop.suite.stock.lots(shop.owner, sku.sku_id)
    assert {row.lot.terms for row in held} == {Terms.CONSIGNMENT}
    return sku


def bring(shop, sku, name, figures, **known):
    """`figures` are quantity, cost and the request's number; the supplier and the posted line."""
    quantity, cost, number = figures
    terms = [(known.pop("terms", "buy_out"), 0)]
    supplier = add_supplier(shop, name, until="", terms=terms)
    dates = {"production_date": "2026-06-14", "expiry_date": "2026-07-01"}
    known = {"cost_fen": cost, "place_id": FLOOR, **dates, **known}
    told = {"key": name.encode().hex(), "number": number, "supplier_id": supplier}
    told["actor"] = shop.owner  # who may say yes to an odd cost
    return supplier, arrived(shop, sku, quantity, known=known, **told)


def value(shop, sku, day=""):
    """(bought, worth) of a product."""
    rows = [g for g in shop.suite.valuation.at(shop.owner, day).goods if g.sku_id == sku.sku_id]
    return sum(g.bought for g in rows), sum(g.value_fen for g in rows)


def test_two_prices_make_one_average_and_a_refund_brings_back_what_left(shop, sku):
    let_days_pass(shop, 0)
    bring(shop, sku, "甲", (10, 100, 401))
    bring(shop, sku, "乙", (10, 201, 402))
    assert value(shop, sku) == (20, 3_010)
    sold = sell(shop, Basket().add(sku, 3), number=75).sale
    assert value(shop, sku) == (17, 3_010 - 452)  # 451.5, half up
    bring(shop, sku, "丙", (100, 999, 403))
    before = value(shop, sku)[1]
    back = shop.suite.returns.refund
    back(shop.owner, sold.sale_id, {1: 2}, "坏了", request(80), restock=True)
    assert value(shop, sku) == (119, before + 301)  # two of three: 301.3
    back(shop.owner, sold.sale_id, {1: 1}, "坏了", request(81), restock=True)
    assert value(shop, sku) == (120, before + 452)
    assert proved(shop) == []


def test_an_issue_takes_the_average_and_its_reversal_gives_it_back(shop, sku):
    _, cheap = bring(shop, sku, "甲", (10, 100, 401))
    bring(shop, sku, "乙", (10, 201, 402))
    given = {"reason": "gift", "asked_by": "李主任"}
    line = out_of(cheap, 1, FLOOR)
    done = take_out(shop, "issues", DocumentKind.ISSUE, line, **given).document
    assert value(shop, sku) == (19, 3_010 - 151)
    bring(shop, sku, "丙", (10, 999, 403))
    shop.suite.documents.reverse(shop.owner, done.document_id, "没有领", request(5))
    assert value(shop, sku) == (30, 3_010 + 9_990)


def test_a_receipt_taken_back_takes_its_cost_with_it_and_yesterday_stays_as_it_was(shop, sku):
    let_days_pass(shop, 0)
    bring(shop, sku, "甲", (11, 4_060, 401))
    _, wrong = bring(shop, sku, "乙", (20, 406_000, 402))
    given = {"reason": "gift", "asked_by": "李主任"}
    take_out(shop, "issues", DocumentKind.ISSUE, out_of(wrong, 5, FLOOR), **given)
    day, then = shop.books.today(), shop.suite.valuation.at(shop.owner)
    let_days_pass(shop, 1)
    found = shop.suite.documents.find(shop.owner, "SH-2026-000002").document_id
    shop.suite.documents.reverse(shop.owner, found, "进价错了", request(5))
    assert value(shop, sku) == (11, 11 * 4_060)
    now = shop.suite.valuation.at(shop.owner)
    assert (now.left_fen, now.adjusted_fen) == (then.left_fen, then.adjusted_fen + 713_119)
    assert shop.suite.valuation.at(shop.owner, day) == then
    assert proved(shop) == []


def test_goods_go_back_to_their_supplier_at_what_they_cost(shop, sku):
    whose, cheap = bring(shop, sku, "甲", (10, 100, 401), expiry_date="2026-12-01")
    bring(shop, sku, "乙", (10, 201, 402))
    kind = DocumentKind.SUPPLIER_RETURN
    line = out_of(cheap, 4, FLOOR)
    take_out(shop, "supplier_returns", kind, line, supplier_id=whose)
    assert value(shop, sku) == (16, 3_010 - 400)


def test_consigned_goods_are_a_quantity(shop, sku):
    before = shop.suite.valuation.at(shop.owner)
    bring(shop, sku, "代", (10, 100, 401), terms="consignment")
    after = shop.suite.valuation.at(shop.owner)
    assert after.value_fen == before.value_fen
    supplied = after.sheet(GroupBy.SUPPLIER, "", "").rows
    (worth,) = [row[-1] for row in supplied if row[0].value == "代"]
    assert worth.value == "", "it was 0.00 of our own"
    told = [sum(g.consigned for g in x.goods if g.sku_id == sku.sku_id) for x in (before, after)]
    assert told[1] - told[0] == 10


def test_a_past_day_is_worth_what_it_was_worth_then(shop, sku):
    let_days_pass(shop, 0)
    _, line = bring(shop, sku, "甲", (10, 100, 401))
    sold = sell(shop, Basket().add(sku, 3), number=75).sale
    then = shop.suite.valuation.at(shop.owner)
    assert then.business_date == TODAY
    let_days_pass(shop, 1)
    bring(shop, sku, "乙", (10, 999, 402))
    shop.suite.returns.refund(shop.owner, sold.sale_id, {1: 3}, "坏了", request(80), restock=True)
    shop.suite.documents.reverse(
        shop.owner,
        shop.suite.tracing.trace(shop.owner, line.lot_id).origin.document_id,
        "录错了",
        request(81),
    )
    assert shop.suite.valuation.at(shop.owner, TODAY) == then
    assert value(shop, sku) == (10, 9_990)


def test_a_late_sale_of_yesterdays_shift_is_yesterdays(shop, sku):
    """Its move is posted after today's receipt, and takes yesterday's average."""
    let_days_pass(shop, 0)
    bring(shop, sku, "甲", (10, 100, 401))
    shop.clock.advance(17 * 3600 + 1_800)  # 03:30: the shift runs on
    shop.clock.advance(3600)  # 04:30: what is received belongs to the next day
    shop.suite.clock.confirm(shop.owner, request(70))
    bring(shop, sku, "乙", (10, 300, 402))
    shop.suite.shifts.run_on(shop.cashier, request(71))
    sell(shop, Basket().add(sku, 1), number=75)
    assert value(shop, sku, TODAY) == (9, 900)
    assert value(shop, sku) == (19, 3_900)


def test_groups_add_up_to_the_total(shop, sku):
    bring(shop, sku, "甲", (10, 100, 401))
    bring(shop, sku, "乙", (10, 201, 402))
    told = shop.suite.valuation.at(shop.owner)
    assert told.value_fen > 3_010
    for by in GroupBy:
        groups = told.grouped(by)
        total = told.total()
        for name in ("value_fen", "bought_pieces", "bought_g", "consigned_pieces", "consigned_g"):
            assert sum(getattr(g, name) for g in groups) == getattr(total, name)
        made = told.sheet(by, "截至 2026-11-28 09:33", "移动加权平均", "（演示）")
        assert made.title == f"库存估值（演示） 按{by.word} {told.business_date}"
        proof = {name: cell.value for name, cell in made.below}
        assert list(proof.values()) == [
            *(told.arrived_fen, told.left_fen, told.adjusted_fen, told.value_fen)
        ]
        assert made.above[0][1].value == f"截至 2026-11-28 09:33 按{by.word}"
        first = [row[0].value for row in made.rows]
        if by is GroupBy.PRODUCT:
            first = [*(f"{r[0].value} {r[1].value}" for r in made.rows[:-1]), first[-1]]
        assert first == [*(g.name for g in groups), TOTAL]
        assert made.rows[-1][-1].value == told.value_fen
    mine = {g.name: g for g in told.grouped(GroupBy.SUPPLIER)}
    assert list(mine) == [UNKNOWN, "乙", "甲"], "what there is most of first, then by name"
    assert (mine["甲"].value_fen, mine["乙"].value_fen) == (1_505, 1_505)


def test_a_product_in_the_workbook_has_its_number_its_unit_and_what_one_of_it_cost(shop, sku):
    """Number and name stood in one cell, and nothing told what a piece is worth."""
    bring(shop, sku, "甲", (10, 100, 401))
    bring(shop, sku, "乙", (10, 201, 402))
    made = shop.suite.valuation.at(shop.owner).sheet(GroupBy.PRODUCT, "", "移动加权平均")
    heads = [head.title for head in made.heads]
    (mine,) = (dict(zip(heads, row, strict=True)) for row in made.rows if row[0].value == sku.code)
    assert (mine["品名"].value, mine["单位"].value) == (sku.name, sku.unit)
    worth, held = mine["库存金额"].value, mine["买断件数"].value
    assert mine["平均成本"].value == (2 * worth + held) // (2 * held) == 151


def test_before_the_first_day_there_was_nothing_and_tomorrow_is_not_yet(shop):
    told = shop.suite.valuation.at(shop.owner, "2001-01-01")
    assert (told.goods, told.value_fen) == ((), 0)
    for day, code in (("2026-06-16", "day_not_yet"), ("2026-6-1", "date_unreadable")):
        with pytest.raises(Refusal, match=code):
            shop.suite.valuation.at(shop.owner, day)
    with pytest.raises(Refusal, match="not_permitted"):
        shop.suite.valuation.at(shop.cashier)


def test_opening_stock_is_worth_what_it_cost(shop):
    told = shop.suite.valuation.at(shop.owner)
    assert told.value_fen == shop.suite.stock.overview(shop.owner).value_fen
    assert {g.sold_by for g in told.goods if g.bought} == set(SoldBy)


def test_a_value_stands_until_something_of_its_day_or_before_moves(shop, sku):
    let_days_pass(shop, 0)
    _, line = bring(shop, sku, "甲", (10, 100, 401))
    stands, at = shop.suite.valuation.stands, shop.suite.valuation.at
    early = at(shop.owner)
    assert stands(shop.owner, early)
    let_days_pass(shop, 1)
    lost = {"reason": "broken", "note": "摔破"}
    take_out(
        shop,
        "write_offs",
        DocumentKind.WRITE_OFF,
        out_of(line, 1, FLOOR),
        key="b",
        number=2,
        **lost,
    )
    assert stands(shop.owner, early), "a later day is nothing to it"
    now = at(shop.owner)
    sell(shop, Basket().add(sku, 1), number=78)
    assert not stands(shop.owner, now)
    assert stands(shop.owner, at(shop.owner))


@pytest.mark.parametrize(
    ("first", "last", "ranges"),
    [
        ("", "2026-06-15", []),
        ("2026-06-15", "2026-06-14", [("2026-06-01", "2026-06-14")]),
        ("2026-11-30", "2027-01-02", ["2026-11", "2026-12", ("2027-01-01", "2027-01-02")]),
    ],
)
def test_the_past_is_read_month_by_month(first, last, ranges):
    whole = [r if isinstance(r, tuple) else (f"{r}-01", f"{r}-31") for r in ranges]
    assert list(months(first, last)) == whole


def test_one_pass_over_all_moves_comes_to_what_each_product_alone_comes_to(shop, sku):
    """The rule is written for one product's moves (`domain.documents.valuation.value_of`)."""
    let_days_pass(shop, 0)
    _, line = bring(shop, sku, "甲", (10, 100, 401))
    bring(shop, sku, "乙", (10, 201, 402))
    sold = sell(shop, Basket().add(sku, 3), number=75).sale
    given = {"reason": "gift", "asked_by": "李主任"}
    kind = DocumentKind.ISSUE
    issued = take_out(shop, "issues", kind, out_of(line, 2, FLOOR), key="a", number=1, **given)
    let_days_pass(shop, 35)
    shop.suite.returns.refund(shop.owner, sold.sale_id, {1: 2}, "坏了", request(80), restock=True)
    shop.suite.documents.reverse(shop.owner, issued.document.document_id, "写错", request(81))
    whole = shop.suite.valuation.at(shop.owner)

    def alone(tx):
        goods = reads.goods(tx)
        ids = [one.sku_id for one in goods]
        moves = reads.bought_moves(tx, whole.business_date, ids)
        return [value_of(one.sold_by, moves.get(one.sku_id, ())) for one in goods]

    pools = shop.books.read(alone)
    assert sum(pool.value_fen for pool in pools) == whole.value_fen
    assert sum(pool.left_fen for pool in pools) == whole.left_fen
    assert sum(pool.arrived_fen for pool in pools) == whole.arrived_fen
    assert sum(pool.adjusted_fen for pool in pools) == whole.adjusted_fen
