"""A shop in which every kind of stock document was posted, and every paper hangs somewhere."""

from dataclasses import replace

from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.place import PlaceKind
from showroom.domain.documents.reasons import Difference
from showroom.domain.documents.supplier import LicenceKind
from showroom.domain.ids import PointId, RequestId
from showroom.domain.scan import ScaleLabel
from showroom.domain.shift import CashCount
from showroom.domain.stock import DocumentKind
from showroom.domain.tender import Payment, TenderKind
from showroom.services.stock.places import NewPlace
from tests.factories import Shop, approved, let_days_pass, request
from tests.services.selling.test_checkout import goods, sell
from tests.services.stock.deliveries import FLOOR, WAREHOUSE, add_supplier, delivery_line, draft_of
from tests.services.stock.moves import arrive

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0"
    "000003010100c9fe92ef0000000049454e44ae426082"
)


def every_document(shop: Shop) -> Shop:
    suite, keeper = shop.suite, shop.stock_keeper
    _drawer(shop)
    first, second = goods(shop)[:2]
    supplier = add_supplier(shop, "富", terms=(("buy_out", 0), ("consignment", 2_500)))
    other = add_supplier(shop, "乙", terms=(("consignment", 1_500),))

    def posted(service, kind, *lines, key, **head):
        draft = draft_of(shop, *lines, key=key, kind=kind, **head)
        return service(keeper, draft.draft_id, draft.revision, RequestId(key)).document

    receipt = posted(
        suite.receiving.post,
        DocumentKind.GOODS_RECEIPT,
        delivery_line(first, 48),
        delivery_line(second, 24, lot_no="B1", certificate="HGZ-1"),
        key="receipt",
        supplier_id=other,
    )
    lot, another = (line.lot_id for line in receipt.lines)
    again = posted(
        suite.receiving.post,
        DocumentKind.GOODS_RECEIPT,
        delivery_line(first, 12),
        key="again",
        supplier_id=other,
    )
    suite.documents.reverse(shop.owner, again.document_id, "录错了", request(1))
    away = {"place_id": WAREHOUSE, "to_place_id": FLOOR}
    sent = posted(
        suite.transfers.send,
        DocumentKind.TRANSFER,
        DraftLine(first.sku_id, 10, lot),
        key="sent",
        **away,
    )
    arrive(shop, sent, {1: 8}, {1: Difference.LOST})
    under_way = DraftLine(second.sku_id, 5, another)
    posted(suite.transfers.send, DocumentKind.TRANSFER, under_way, key="underway", **away)
    one = DraftLine(first.sku_id, 1, lot)
    posted(suite.issues.post, DocumentKind.ISSUE, one, key="issue", reason="tasting", asked_by="王")
    posted(
        suite.write_offs.post, DocumentKind.WRITE_OFF, one, key="off", reason="broken", note="掉了"
    )
    posted(
        suite.supplier_returns.post,
        DocumentKind.SUPPLIER_RETURN,
        one,
        key="return",
        supplier_id=other,
    )
    _papers(shop, supplier)
    _places_and_sales(shop)
    draft = draft_of(shop, delivery_line(first, 5), key="open", supplier_id=supplier)
    hung = Owner(OwnerKind.DRAFT, draft.draft_id)
    suite.attachments.add(keeper, hung, "合格证.png", PNG, request(3))
    for pieces in (12, 24):
        suite.receiving.learn_case(keeper, "16901234567899", first.sku_id, pieces)
    _sold_before_its_receipt(shop)
    return shop


def _drawer(shop):
    """A shift with all that happens at a drawer, closed, and one that is open."""
    shifts, sku = shop.suite.shifts, goods(shop, weighed=True)[0]
    for key in (900, 910):
        if shifts.current() is None:
            shifts.open_shift(shop.cashier, 30_000, request(key), CashCount({10_000: 3}))
        for fen, at in ((-1_000, 1), (500, 2)):
            shop.clock.advance(60)
            shifts.move_cash(shop.cashier, fen, "找零", request(key + at))
        shifts.record_void(shop.cashier, "一行", request(key + 3))
        shifts.open_drawer(shop.owner, "换零钱", request(key + 4))
        basket = Basket().add_label(sku, ScaleLabel("x", 500, None))
        basket = basket.discount_order(Discount(DiscountKind.PERCENT, 90))
        paid = Payment(basket.due_fen).pay(TenderKind.WECHAT, 100).pay_cash()
        sale = sell(shop, basket, paid, number=key + 5).sale
        shop.suite.returns.refund(shop.owner, sale.sale_id, {1: 100}, "坏", request(key + 6))
        shop.suite.prints.reprint(shop.cashier, "receipt", sale.sale_id, request(key + 7))
        if key == 900:
            wanted = (shop.cashier, CashCount({10_000: 3}), request(key + 8), "差")
            approved(shop, lambda tokens, wanted=wanted: shifts.close_shift(*wanted, tokens))


def _sold_before_its_receipt(shop):
    lots = shop.suite.stock.lots
    sku = next(
        s
        for s in goods(shop)
        if s.oversell and all(x.lot.expiry_date for x in lots(shop.owner, s.sku_id))
    )
    sell(shop, Basket().add(sku, sku.on_hand - sku.expired_on_hand), number=50)
    let_days_pass(shop, 20 * 365)
    sell(shop, Basket().add(replace(sku, on_hand=0)), number=51)


def _papers(shop, supplier):
    suppliers, owner = shop.suite.suppliers, shop.owner
    known = next(s for s in suppliers.listed(owner).suppliers if s.supplier_id == supplier)
    licence, contract = known.licences[0], known.contracts[0]
    assert licence.kind is LicenceKind.FOOD_TRADE
    suppliers.withdraw_licence(owner, licence.licence_id, request(10))
    suppliers.end_contract(owner, contract.contract_id, "2026-12-31", request(11))
    suppliers.set_active(owner, supplier, request(12), active=False)
    hung = Owner(OwnerKind.SUPPLIER, str(supplier))
    shop.suite.attachments.add(owner, hung, "证.png", PNG, request(13))
    added = shop.suite.attachments.add(owner, hung, "错.png", PNG + b"x", request(14))
    shop.suite.attachments.unlink(owner, hung, added.attachment.digest)


def _places_and_sales(shop):
    places = shop.suite.places
    made = places.add(shop.owner, NewPlace(PointId(1), "后场", PlaceKind.WAREHOUSE), request(20))
    places.rename(shop.owner, made.place.location_id, "后场二")
    for number, sku in enumerate(goods(shop)[:4], 30):
        sale = sell(shop, Basket().add(sku, 2), number=number).sale
    shop.suite.returns.refund(shop.owner, sale.sale_id, {1: 1}, "坏", request(40))
