"""Goods that are sold with none on the floor: whose they were, and what becomes of the debt."""

import pytest
from sqlalchemy import func, select

from showroom.db.stores import catalogue as catalogue_store
from showroom.db.stores.stock import set_floors
from showroom.db.tables.catalogue import sku as skus
from showroom.db.tables.stock import lot as lots
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.place import PlaceKind
from showroom.domain.documents.reasons import FOUND, GIVEN_LATE, GIVEN_OF_THEN, Difference
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.stock import PENDING_LOT_NO, DocumentKind
from showroom.printing.layouts import stock_words
from showroom.services.stock.places import PointKind
from tests.factories import change_sku, request
from tests.services.selling.test_checkout import sell
from tests.services.stock.deliveries import FLOOR, WAREHOUSE, delivery_line, receive
from tests.services.stock.leavings import take_out
from tests.services.stock.moves import add_place, arrive, asked, at, delivered, proved, send, there

NEW = SkuId(9_001)


def new_goods(shop, sku, code="CS-1", sku_id=NEW):
    """A product that may be sold before it is in the books, of which there never was any."""

    def add(tx):
        row = tx.connection.execute(skus.select().where(skus.c.sku_id == sku.sku_id)).one()
        columns = dict(zip(skus.c.keys(), row, strict=True))
        known = {**columns, "code": code, "name": "测试茶", "oversell": 1}
        known |= {"shelf_life_days": 0, "storage": "ambient", "sku_id": sku_id}
        tx.connection.execute(skus.insert().values(known))
        catalogue_store.bump_version(tx)

    shop.books.keep(add)
    return shop.suite.catalogue.load_index().by_id[sku_id]


@pytest.fixture
def tea(shop, sku):
    shop.suite.shifts.open_shift(shop.cashier, 0, request(900))
    return new_goods(shop, sku)


def oversold(shop, sku, pieces=1):
    """Sold with none on the floor; the receipt."""
    return sell(shop, Basket().add(sku, pieces), number=int(asked()[5:])).sale


def pending(shop, sku):
    def read(tx):
        wanted = select(func.max(lots.c.lot_id)).where(
            lots.c.sku_id == sku.sku_id, lots.c.lot_no == PENDING_LOT_NO
        )
        return tx.connection.execute(wanted).scalar()

    return shop.books.read(read)


def owed(shop, sku):
    return -there(shop, sku).get((FLOOR, pending(shop, sku)), 0)


def whole(shop, sku):
    return sum(there(shop, sku).values())


def receipt_of(shop, lot_id):
    wanted = select(lots.c.document_id).where(lots.c.lot_id == lot_id)
    return shop.books.read(lambda tx: tx.connection.execute(wanted).scalar_one())


def written_off(shop, sku, lot_id, quantity):
    line, kind = DraftLine(sku.sku_id, quantity, lot_id), DocumentKind.WRITE_OFF
    head = {"reason": "broken", "note": "摔破"}
    return take_out(shop, "write_offs", kind, line, **head).document


def told(document):
    return [(x.lot_no, x.place, x.quantity, x.remark) for x in document.lines]


def test_a_reversed_receipt_takes_nothing_off_the_shelf_of_another_point(shop, tea):
    """The pieces that the other point had counted went for what was sold here."""
    oversold(shop, tea, 2)
    mistyped, other = delivered(shop, tea, 5, lot_no="X9"), delivered(shop, tea, 4, lot_no="Y1")
    add = shop.suite.places.add_point
    point = add(shop.owner, "DN", "大宁社区", PointKind.COUNTER, asked()).point
    (shelf,) = [
        x.place.location_id
        for x in shop.suite.places.listed(shop.owner)
        if x.place.point_id == point.point_id and x.place.kind is PlaceKind.SHOP_FLOOR
    ]
    arrive(shop, send(shop, tea, [(other, 4)], to=shelf).document)
    shop.suite.documents.reverse(shop.owner, receipt_of(shop, mistyped), "录错了", asked())
    assert there(shop, tea)[shelf, other] == 4
    assert owed(shop, tea) == 2
    again = delivered(shop, tea, 5, lot_no="X9")
    assert (at(shop, tea, WAREHOUSE), owed(shop, tea)) == (3, 0)
    assert there(shop, tea)[WAREHOUSE, again] == 3
    assert proved(shop) == []


def test_a_reversed_receipt_gives_the_debt_back(shop, tea):
    """Books said 60 where 59 lay, and the debt was gone."""
    oversold(shop, tea)
    done = delivered(shop, tea, 5, lot_no="X9")
    assert (owed(shop, tea), whole(shop, tea)) == (0, 4)
    receipt = receipt_of(shop, done)
    before = shop.suite.documents.would_reverse(shop.owner, receipt)
    assert [(x.lot_no, x.place, x.quantity) for x in before] == [
        *(("X9", "仓库", -4), (PENDING_LOT_NO, "卖场", -1)),
    ]
    back = shop.suite.documents.reverse(shop.owner, receipt, "录错了", asked())
    assert [x.quantity for x in back.document.lines] == [-5]
    assert back.stays == ()
    (again,) = back.brought
    assert (again.kind, again.is_reversal) == (DocumentKind.LOT_CORRECTION, True)
    assert back.moved == before
    assert (owed(shop, tea), whole(shop, tea)) == (1, -1)
    with pytest.raises(Refusal, match="document_reversed"):
        shop.suite.documents.reverse(shop.owner, again.reverses, "录错了", asked())
    assert proved(shop) == []


def test_a_debt_comes_back_though_the_product_may_be_oversold_no_more(shop, tea):
    oversold(shop, tea)
    receipt = receipt_of(shop, delivered(shop, tea, 5))
    change_sku(shop, tea, oversell=0)
    shop.books.keep(lambda tx: set_floors(tx, [tea.sku_id]))
    shop.suite.documents.reverse(shop.owner, receipt, "录错了", asked())
    assert (owed(shop, tea), whole(shop, tea)) == (1, -1)
    assert proved(shop) == []


def test_goods_that_were_there_pay_before_whoever_delivers_next(shop, tea):
    """G0003 lost a piece of its delivery to what G0001's goods had been sold for."""
    first, second = delivered(shop, tea, 12, lot_no="T1"), delivered(shop, tea, 48, lot_no="T2")
    oversold(shop, tea)
    later = delivered(shop, tea, 5, lot_no="X9", place=FLOOR)
    assert (owed(shop, tea), there(shop, tea)[FLOOR, later]) == (1, 5)
    done = send(shop, tea, [(first, 12)], to=FLOOR, step="move")
    assert told(done.brought[1]) == [
        ("T1", "卖场", -1, GIVEN_OF_THEN),
        (PENDING_LOT_NO, "卖场", 1, ""),
    ]
    held = there(shop, tea)
    assert (held[FLOOR, first], held[WAREHOUSE, second], held[FLOOR, later]) == (11, 48, 5)
    assert (owed(shop, tea), whole(shop, tea)) == (0, 64)
    assert proved(shop) == []


def test_a_debt_is_paid_by_an_arrival_and_owed_again_when_that_is_taken_back(shop, tea):
    first = delivered(shop, tea, 12, lot_no="T1")
    oversold(shop, tea, 2)
    sent = send(shop, tea, [(first, 12)], to=FLOOR).document
    assert owed(shop, tea) == 2
    done = arrive(shop, sent)
    assert (owed(shop, tea), at(shop, tea, FLOOR)) == (0, 10)
    shop.suite.documents.reverse(shop.owner, done.document.document_id, "收错", asked())
    assert owed(shop, tea) == 2
    arrive(shop, sent)
    assert (owed(shop, tea), at(shop, tea, FLOOR)) == (0, 10)
    assert proved(shop) == []


def test_a_later_lot_pays_only_where_there_is_none_of_then_and_says_so(shop, tea):
    first = delivered(shop, tea, 12, lot_no="T1")
    oversold(shop, tea)
    later = delivered(shop, tea, 5, lot_no="X9")
    written_off(shop, tea, first, 12)
    done = send(shop, tea, [(later, 2)], to=FLOOR, step="move")
    assert [x[3] for x in told(done.brought[1])] == [GIVEN_LATE, ""]
    assert (owed(shop, tea), whole(shop, tea)) == (0, 4)
    assert proved(shop) == []


def test_goods_under_way_belong_to_their_transfer(shop, tea):
    """A 补批次单 took them, and neither the arrival nor its 冲红 could find them."""
    oversold(shop, tea, 2)
    wrong, right = delivered(shop, tea, 5, lot_no="X"), delivered(shop, tea, 2, lot_no="Y")
    sent = send(shop, tea, [(right, 2)], to=FLOOR).document
    shop.suite.documents.reverse(shop.owner, receipt_of(shop, wrong), "录错了", asked())
    assert (owed(shop, tea), proved(shop)) == (2, [])
    arrive(shop, sent)
    assert (owed(shop, tea), whole(shop, tea)) == (0, 0)
    assert proved(shop) == []


def test_goods_that_a_customer_brings_back_pay_what_is_owed(shop, tea):
    first, shelf = delivered(shop, tea, 2), add_place(shop, "货架", PlaceKind.SHOP_FLOOR)
    send(shop, tea, [(first, 2)], to=shelf, step="move")
    sale = oversold(shop, tea, 2)
    shop.suite.places.set_active(shop.stock_keeper, shelf, active=False)
    oversold(shop, tea)
    assert owed(shop, tea) == 1
    refund = shop.suite.returns.refund
    refund(shop.owner, sale.sale_id, {1: 2}, "不要了", asked(), restock=True)
    assert (owed(shop, tea), there(shop, tea)) == (0, {(FLOOR, first): 1})
    assert proved(shop) == []


def test_what_was_lost_on_the_way_is_found_alone(shop, tea):
    """Its write-off sent to the receipt, which other goods kept from going back."""
    first = delivered(shop, tea, 6, lot_no="T1")
    sent = send(shop, tea, [(first, 6)], to=FLOOR).document
    done = arrive(shop, sent, {1: 5}, {1: Difference.LOST})
    (loss,) = done.brought
    sell(shop, Basket().add(tea, 2), number=77)
    reverse = shop.suite.documents.reverse
    with pytest.raises(Refusal, match="reversal_goods_gone"):
        reverse(shop.owner, done.document.document_id, "找到了", asked())
    assert shop.suite.documents.detail(shop.owner, loss.document_id).found_at == ("卖场", "仓库")
    back = reverse(shop.owner, loss.document_id, "找到了", asked())
    (found,) = back.brought
    assert (found.kind, found.follows) == (
        *(DocumentKind.TRANSFER_RECEIPT, done.document.document_id),
    )
    assert told(found) == [("T1", "卖场", 1, FOUND)]
    assert [(x.place, x.quantity) for x in back.moved] == [("卖场", 1)]
    assert (at(shop, tea, FLOOR), whole(shop, tea)) == (4, 4)
    with pytest.raises(Refusal, match="document_follows"):
        reverse(shop.owner, found.document_id, "又没了", asked())
    assert proved(shop) == []


def test_what_was_lost_on_the_way_turns_up_where_it_came_from(shop, tea):
    first = delivered(shop, tea, 6, lot_no="T1")
    sent = send(shop, tea, [(first, 6)], to=FLOOR).document
    done = arrive(shop, sent, {1: 4}, {1: Difference.LOST})
    asked_of = (shop.owner, done.brought[0].document_id)
    (moved,) = shop.suite.documents.would_reverse(*asked_of, at_source=True)
    assert (moved.place, moved.quantity) == ("仓库", 2)
    shop.suite.documents.reverse(*asked_of, "没装车", asked(), at_source=True)
    assert (at(shop, tea, FLOOR), at(shop, tea, WAREHOUSE)) == (4, 2)
    # The whole arrival goes back with what was found of it, and is under way as it was sent.
    shop.suite.documents.reverse(shop.owner, done.document.document_id, "全错了", asked())
    assert (at(shop, tea, FLOOR), at(shop, tea, WAREHOUSE)) == (0, 0)
    assert proved(shop) == []
    arrive(shop, sent)
    assert at(shop, tea, FLOOR) == 6
    assert proved(shop) == []


def test_a_short_arrival_adds_up_to_what_arrived(shop, tea):
    """The slip said 6 pieces and the money of 6, of which 5 had come."""
    first = delivered(shop, tea, 6, lot_no="T1", cost_fen=500)
    sent = send(shop, tea, [(first, 6)], to=FLOOR).document
    done = arrive(shop, sent, {1: 5}, {1: Difference.LOST})
    document, (loss,) = done.document, done.brought
    assert list(stock_words.totals(document)) == [
        *(("行数", "1"), ("件数", "5"), ("发出件数", "6"), ("短少件数", "1")),
    ]
    assert [fen for _, fen in document.sums] == [2_500]
    assert [fen for _, fen in loss.sums] == [500]
    assert list(stock_words.totals(sent)) == [("行数", "1"), ("件数", "6")]
    assert proved(shop) == []


def two_lots(shop, sku):
    """One receipt: five of J1 on the floor, four of J2 in the warehouse; its number, the lots."""
    lines = [
        delivery_line(sku, many, lot_no=lot_no, expiry_date=until, place_id=place)
        for lot_no, many, until, place in (
            ("J1", 5, "2027-05-01", FLOOR),
            ("J2", 4, "2027-05-31", WAREHOUSE),
        )
    ]
    posted = receive(shop, *lines, actor=shop.owner).document
    return posted.document_id, *(line.lot_id for line in posted.lines)


def test_what_the_floor_did_not_have_was_of_the_lot_in_the_back_room(shop, tea):
    """J1 stood at -2 and J2 at 4 for ever, and its supplier was not paid for two pieces."""
    receipt, _, second = two_lots(shop, tea)
    oversold(shop, tea, 7)
    assert there(shop, tea) == {(FLOOR, pending(shop, tea)): -2, (WAREHOUSE, second): 4}
    done = send(shop, tea, [(second, 4)], to=FLOOR, step="move")
    assert told(done.brought[1]) == [
        ("J2", "卖场", -2, GIVEN_OF_THEN),
        (PENDING_LOT_NO, "卖场", 2, ""),
    ]
    assert there(shop, tea) == {(FLOOR, second): 2}
    before = shop.suite.documents.would_reverse(shop.owner, receipt)
    assert [(x.lot_no, x.place, x.quantity) for x in before] == [("J2", "卖场", -2)]
    back = shop.suite.documents.reverse(shop.owner, receipt, "退回", asked())
    assert (back.moved, back.brought) == (before, ())
    assert [x.quantity for x in back.stays] == [7], "of both lots"
    assert there(shop, tea) == {}
    assert proved(shop) == []


def test_before_the_other_lot_is_brought_the_whole_of_it_goes_back(shop, tea):
    """Nobody said yet that it was sold: the place owes what it sold of no lot."""
    receipt, *_ = two_lots(shop, tea)
    oversold(shop, tea, 7)
    back = shop.suite.documents.reverse(shop.owner, receipt, "录错了", asked())
    assert [x.quantity for x in back.stays] == [5]
    assert (owed(shop, tea), whole(shop, tea)) == (2, -2)
    assert proved(shop) == []


def test_two_debts_of_one_delivery_are_given_late_and_of_then_apart(shop, tea):
    """The 冲红 takes back what came after its sale and leaves what was sold from it."""
    oversold(shop, tea, 2)
    receipt, _, second = two_lots(shop, tea)
    assert there(shop, tea)[WAREHOUSE, second] == 4
    oversold(shop, tea, 5)
    assert owed(shop, tea) == 2
    send(shop, tea, [(second, 3)], to=FLOOR, step="move")
    assert (owed(shop, tea), whole(shop, tea)) == (0, 2)
    back = shop.suite.documents.reverse(shop.owner, receipt, "录错了", asked())
    assert [x.quantity for x in back.stays] == [5], "of both lots"
    assert (owed(shop, tea), whole(shop, tea)) == (2, -2)
    assert proved(shop) == []


def test_what_comes_back_of_an_oversold_sale_pays_what_it_owes_still(shop, tea):
    _, first, second = two_lots(shop, tea)
    sale = oversold(shop, tea, 7)
    refund = shop.suite.returns.refund
    refund(shop.owner, sale.sale_id, {1: 6}, "不要了", asked(), restock=True)
    assert there(shop, tea) == {(FLOOR, first): 4, (WAREHOUSE, second): 4}
    assert proved(shop) == []


def test_lines_of_one_product_on_one_sale_owe_together(shop, tea):
    _, first, second = two_lots(shop, tea)
    basket = Basket().add(tea, 4).discount_line(1, Discount(DiscountKind.PERCENT, 50)).add(tea, 3)
    basket = basket.discount_line(2, Discount(DiscountKind.PERCENT, 60)).add(tea, 2)
    assert len(basket.lines) == 3
    sell(shop, basket, number=int(asked()[5:]))
    assert (owed(shop, tea), at(shop, tea, FLOOR)) == (4, -4)
    assert first not in {lot_id for _, lot_id in there(shop, tea)}
    send(shop, tea, [(second, 4)], to=FLOOR, step="move")
    assert there(shop, tea) == {}
    assert proved(shop) == []
