"""What tests of receiving share: a supplier with papers, a draft of a delivery, its posting."""

from showroom.db.tables.supplier import supplier, supplier_contract, supplier_licence
from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.ids import LocationId, SupplierId
from showroom.domain.stock import DocumentKind
from tests.factories import request

FLOOR, WAREHOUSE, QUARANTINE, COLD = (LocationId(n) for n in (1, 2, 3, 4))
TEA = "萧氏茶业"


def add_supplier(shop, name=TEA, *, until="2027-03-01", terms=()):
    """A supplier with one licence, and a contract for each of `terms` (word, 扣点)."""

    def write(tx):
        made = supplier.insert().values(
            code=f"G{name}",
            name=name,
            spelling="",
            credit_code="",
            contact="",
            address="宜昌市夷陵区",
            phone="0717-1234567",
            note="",
            active=1,
            revision=1,
            changed_at_us=0,
        )
        number = tx.connection.execute(made.returning(supplier.c.supplier_id)).scalar_one()
        licence = {"kind": "food_trade", "licence_no": "JY1420506", "valid_until": until}
        tx.connection.execute(
            supplier_licence.insert().values(**licence, supplier_id=number, active=1)
        )
        for word, commission_bp in terms:
            tx.connection.execute(
                supplier_contract.insert().values(
                    supplier_id=number,
                    contract_no=f"HT-{word}",
                    terms=word,
                    commission_bp=commission_bp,
                    payment_days=60,
                    loss_borne_by="shop",
                    promotion_borne_by="shop",
                    return_before_days=30,
                    valid_from="2026-01-01",
                    valid_to="",
                    active=1,
                )
            )
        return SupplierId(number)

    return shop.books.keep(write)


def delivery_line(sku, quantity=24, **known):
    """A line of goods that are fresh on 2026-06-15."""
    dates = {"lot_no": "20260601A", "production_date": "2026-06-01", "expiry_date": "2027-05-31"}
    return DraftLine(sku.sku_id, quantity, **{**dates, **known})


def draft_of(shop, *lines, key="d1", actor=None, kind=DocumentKind.GOODS_RECEIPT, **head):
    """A draft with these lines, as the stock-keeper left it."""
    keeper, drafts = actor or shop.stock_keeper, shop.suite.drafts
    known = {"place_id": WAREHOUSE, **head}
    draft = drafts.begin(keeper, kind, DraftHead(**known), key)
    for n, line in enumerate(lines, 1):
        draft = drafts.put_line(keeper, key, f"{key}-{n}", line)
    return draft


def receive(shop, *lines, key="d1", number=500, actor=None, tokens=(), **head):
    """Draft and post; what was posted."""
    if head.get("kind") is not DocumentKind.OPENING and "supplier_id" not in head:
        head["supplier_id"] = add_supplier(shop, f"{TEA}{key}")
    draft = draft_of(shop, *lines, key=key, actor=actor, **head)
    post = shop.suite.receiving.post
    keeper = actor or shop.stock_keeper
    return post(keeper, draft.draft_id, draft.revision, request(number), tokens)
