"""What goods sold before a lot was there took out of value, once it is known whose they were."""

import pytest
from sqlalchemy import func, select, update

from showroom.db.reads import valuation as reads
from showroom.db.tables.catalogue import sku as skus
from showroom.db.tables.stock import lot as lots
from showroom.db.tables.stock import stock_move
from showroom.domain.documents.valuation import value_of
from showroom.domain.stock import DocumentKind, Terms
from tests.factories import let_days_pass, request
from tests.services.stock.deliveries import FLOOR, add_supplier
from tests.services.stock.leavings import arrived
from tests.services.stock.moves import asked, proved, send
from tests.services.stock.test_debts import new_goods, oversold, pending
from tests.services.stock.test_debts_back import brought_back, corrections, reverse


@pytest.fixture
def shop(demo_shop):
    let_days_pass(demo_shop, 0)
    return demo_shop


@pytest.fixture
def tea(shop, sku):
    return new_goods(shop, sku)


def of_terms(shop, tea, terms, cost=0):
    """Whose its goods are when nobody knows the lot, and at what cost of a piece."""
    known = {"terms": terms, "cost_price_fen": cost}
    change = update(skus).where(skus.c.sku_id == tea.sku_id).values(known)
    shop.books.keep(lambda tx: tx.connection.execute(change))


def lot(shop, tea, lot_no, quantity, cost=0, terms="buy_out"):
    """A delivery to the back room; its lot."""
    number = int(asked()[5:])
    supplier = add_supplier(shop, f"{lot_no}-{number}", until="", terms=[(terms, 0)])
    known = {"cost_fen": cost, "place_id": 2, "lot_no": lot_no}
    told = {"key": f"k{number}", "number": number, "supplier_id": supplier, "actor": shop.owner}
    return arrived(shop, tea, quantity, known=known, **told).lot_id


def worth(shop, tea):
    """(bought, value, cost of sales, difference) of all; the shop had nothing else that moved."""
    value = shop.suite.valuation.at(shop.owner)
    rows = [goods for goods in value.goods if goods.sku_id == tea.sku_id]
    moves = shop.books.read(lambda tx: reads.bought_moves(tx, value.business_date, [tea.sku_id]))
    pool = value_of(tea.sold_by, moves.get(tea.sku_id, ()))
    one = (pool.value_fen, pool.left_fen, pool.adjusted_fen)
    assert one == (sum(goods.value_fen for goods in rows), value.left_fen, value.adjusted_fen)
    mine = sum(goods.bought for goods in rows), sum(goods.value_fen for goods in rows)
    return (*mine, value.left_fen, value.adjusted_fen)


def held(shop, tea):
    """Pieces of bought lots by the moves alone, without the program's own replay."""
    m = stock_move.c
    wanted = (
        select(func.coalesce(func.sum(m.quantity), 0))
        .join_from(stock_move, lots, lots.c.lot_id == m.lot_id)
        .where(m.sku_id == tea.sku_id, lots.c.terms == Terms.BUY_OUT.value)
    )
    return shop.books.read(lambda tx: int(tx.connection.execute(wanted).scalar_one()))


def replenished(shop, tea, lot_id, quantity):
    """The document whose 冲红 takes back what the lot gave then."""
    return send(shop, tea, [(lot_id, quantity)], to=FLOOR, step="move").document.document_id


@pytest.fixture
def two(shop, tea):
    """Three on consignment and five that were bought at 8.00, none of it on the floor."""
    of_terms(shop, tea, "buy_out")
    return lot(shop, tea, "B77", 3, 500, "consignment"), lot(shop, tea, "B99", 5, 800)


def test_what_a_consigned_lot_gives_costs_nothing_of_ours(shop, tea, two):
    """All five were there and stood at 16.00; the sale kept a cost of 24.00."""
    consigned, _ = two
    oversold(shop, tea, 3)
    assert worth(shop, tea) == (2, 1_600, 2_400, 0)
    replenished(shop, tea, consigned, 3)
    assert held(shop, tea) == 5
    assert worth(shop, tea) == (5, 4_000, 0, 0)
    assert proved(shop) == []


def test_what_a_bought_lot_gives_leaves_all_as_the_sale_left_it(shop, tea, two):
    oversold(shop, tea, 3)
    replenished(shop, tea, two[1], 5)
    assert held(shop, tea) == 2
    assert worth(shop, tea) == (2, 1_600, 2_400, 0)


def test_part_of_each(shop, tea, two):
    oversold(shop, tea, 4)
    replenished(shop, tea, two[0], 3)
    assert worth(shop, tea) == (4, 3_200, 800, 0)
    replenished(shop, tea, two[1], 5)
    assert held(shop, tea) == 4
    assert worth(shop, tea) == (4, 3_200, 800, 0)


def test_the_money_is_that_of_the_sale_not_of_the_day_on_which_it_is_given(shop, tea, two):
    """The average of then was 8.00; since then it is (16 + 95) / 7."""
    oversold(shop, tea, 3)
    lot(shop, tea, "C1", 5, 1_900)
    replenished(shop, tea, two[0], 3)
    assert worth(shop, tea) == (10, 4_000 + 9_500, 0, 0)


def test_each_debt_comes_back_at_its_own_money_the_oldest_first(shop, tea, two):
    oversold(shop, tea, 2)  # at 8.00
    lot(shop, tea, "C1", 3, 1_600)  # 3 at 8.00 and 3 at 16.00: 12.00
    oversold(shop, tea, 2)
    assert worth(shop, tea) == (4, 4_800, 1_600 + 2_400, 0)
    replenished(shop, tea, two[0], 3)
    assert worth(shop, tea) == (7, 4_800 + 1_600 + 1_200, 1_200, 0)


def test_an_arrival_that_paid_for_it_meanwhile_has_it_back(shop, tea):
    """Nothing bought was there: it left at 7.00, and the arrival at 10.00 paid three of its own."""
    of_terms(shop, tea, "buy_out", 700)
    consigned = lot(shop, tea, "B77", 3, 500, "consignment")
    oversold(shop, tea, 3)
    assert worth(shop, tea) == (-3, -2_100, 2_100, 0)
    lot(shop, tea, "C1", 5, 1_000)
    assert worth(shop, tea) == (2, 2_000, 2_100, 900)
    replenished(shop, tea, consigned, 3)
    assert worth(shop, tea) == (5, 5_000, 0, 0)


def test_a_customer_brings_back_what_a_consigned_lot_gave(shop, tea, two):
    sale = oversold(shop, tea, 3)
    replenished(shop, tea, two[0], 3)
    brought_back(shop, sale, 2)
    assert (held(shop, tea), worth(shop, tea)) == (5, (5, 4_000, 0, 0))
    _, back = corrections(shop)
    reverse(shop, back.document_id)
    assert worth(shop, tea)[:2] == (7, 5_600), "until it is known again whose they are"
    assert proved(shop) == []


def test_a_customer_brings_it_back_before_a_lot_gives(shop, tea, two):
    sale = oversold(shop, tea, 3)
    brought_back(shop, sale, 1, restock=True)
    assert worth(shop, tea) == (3, 2_400, 1_600, 0)
    replenished(shop, tea, two[0], 3)
    assert (held(shop, tea), worth(shop, tea)) == (5, (5, 4_000, 0, 0))


@pytest.mark.parametrize("later", [0, 1_900])
def test_the_reversal_of_what_a_consigned_lot_gave_takes_the_same_money(shop, tea, two, later):
    oversold(shop, tea, 3)
    moved = replenished(shop, tea, two[0], 3)
    bought = (5, later * 5) if later else (0, 0)
    if later:
        lot(shop, tea, "C1", 5, later)
    reverse(shop, moved)
    assert worth(shop, tea) == (2 + bought[0], 1_600 + bought[1], 2_400, 0)
    assert held(shop, tea) == 2 + bought[0]


def test_the_reversal_of_what_a_bought_lot_gave_opens_the_debt_at_its_money(shop, tea, two):
    oversold(shop, tea, 3)
    moved = replenished(shop, tea, two[1], 3)
    reverse(shop, moved)
    assert worth(shop, tea) == (2, 1_600, 2_400, 0)
    replenished(shop, tea, two[0], 3)
    assert held(shop, tea) == worth(shop, tea)[0]
    bought, value, left, adjusted = worth(shop, tea)
    assert (value, left, adjusted) == (800 * bought, 800 * (5 - bought), 0)


def test_a_bought_lot_gives_for_goods_that_were_thought_consigned(shop, tea):
    """They took nothing out of value; the goods that gave leave at the average of the giving."""
    of_terms(shop, tea, "consignment", 500)
    cheap = lot(shop, tea, "B99", 5, 800)
    sale = oversold(shop, tea, 3)
    assert worth(shop, tea) == (5, 4_000, 0, 0)
    moved = replenished(shop, tea, cheap, 3)
    assert worth(shop, tea) == (2, 1_600, 2_400, 0)
    lot(shop, tea, "C1", 5, 1_900)
    brought_back(shop, sale, 1)
    assert (held(shop, tea), worth(shop, tea)) == (8, (8, 2_400 + 9_500, 1_600, 0))
    back = corrections(shop)[1]
    done = reverse(shop, moved)
    assert back.document_id in {x.reverses for x in done.brought}
    assert worth(shop, tea) == (10, 4_000 + 9_500, 0, 0)
    assert held(shop, tea) == 10


def test_a_past_day_stays_what_it_was_whatever_is_given_later(shop, tea, two):
    oversold(shop, tea, 3)
    days = {}

    def the_day_ends():
        days[shop.books.today()] = shop.suite.valuation.at(shop.owner)
        let_days_pass(shop, 1)

    the_day_ends()
    moved = replenished(shop, tea, two[0], 3)
    the_day_ends()
    reverse(shop, moved)
    the_day_ends()
    for day, then in days.items():
        assert shop.suite.valuation.at(shop.owner, day) == then
    first, second, third = ((x.left_fen, x.adjusted_fen) for x in days.values())
    assert (first, second, third) == ((2_400, 0), (0, 0), (2_400, 0))


def test_a_delivery_taken_back_stands_beside_what_the_others_gave(shop, tea, two):
    """Its past is replayed by itself, and comes to the same."""
    wrong = lot(shop, tea, "W1", 4, 9_900)
    oversold(shop, tea, 3)
    replenished(shop, tea, two[0], 3)
    wanted = select(lots.c.document_id).where(lots.c.lot_id == wrong)
    receipt = shop.books.read(lambda tx: tx.connection.execute(wanted).scalar_one())
    shop.suite.documents.reverse(shop.owner, receipt, "进价错了", request(5))
    assert (held(shop, tea), worth(shop, tea)[:2]) == (5, (5, 4_000))
    assert pending(shop, tea)
    assert corrections(shop)[0].kind is DocumentKind.LOT_CORRECTION
