"""A receipt of a sale that never was, to see what the settings do to paper."""

from __future__ import annotations

from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.catalogue import PricedSku
from showroom.domain.document import Receipt
from showroom.domain.ids import (
    CategoryId,
    CountyId,
    ProducerId,
    ShiftId,
    SkuId,
    TillId,
    ZoneId,
    sale_id,
)
from showroom.domain.quantity import SoldBy
from showroom.domain.sale import Sale, SaleKind, freeze_lines
from showroom.domain.scan import ScaleLabel
from showroom.domain.tax import TaxKind
from showroom.domain.tender import Payment, TenderKind
from showroom.services.shop.settings import ShopSettings, header_of

SOLD_AT_US = 1_893_463_500_000_000
DATE = "2030-01-01"
NUMBER = 41
RATE_BP = 900
LABEL_G, LABEL_FEN = 1236, 7169
WECHAT_FEN, CASH_FEN = 10_000, 20_000


def sample_receipt(settings: ShopSettings) -> Receipt:
    """Pieces, a weighed label, a discount, 抹零, cash with change; nothing of it is stored."""
    meat = _sku(3, ("罗诗蓝玫瑰鸡", "巴楚县"), 5800, SoldBy.WEIGHT)
    basket = (
        Basket()
        .add(_sku(1, ("广南小粒香大米 5kg", "广南县"), 3980), 2)
        .add(_sku(2, ("夷陵秀水绿茶 100g", "夷陵区"), 12_800, tax=TaxKind.TAXED), 1)
        .add_label(meat, ScaleLabel("3", LABEL_G, LABEL_FEN))
        .discount_line(2, Discount(DiscountKind.PERCENT, 90))
    )
    payment = Payment(basket.due_fen, settings.round_off)
    payment = payment.pay(TenderKind.WECHAT, WECHAT_FEN, "4200001234").pay_cash(CASH_FEN)
    lines = freeze_lines(basket, payment)
    gross = sum(line.list_fen for line in lines)
    net = sum(line.net_fen for line in lines)
    sale = Sale(
        sale_id=sale_id(TillId(1), NUMBER),
        kind=SaleKind.SALE,
        till_id=TillId(1),
        till="01",
        shift_id=ShiftId(1),
        business_date=DATE,
        sold_at_us=SOLD_AT_US,
        cashier_id=1,
        cashier="小周",
        lines=lines,
        tenders=payment.tenders,
        gross_fen=gross,
        reduction_fen=gross - net,
        round_off_fen=payment.round_off_fen,
        net_fen=net,
        tax_fen=sum(line.tax_fen for line in lines),
    )
    return Receipt(header_of(settings), sale, "41-0f1e2d3c")


def _sku(
    number: int,
    named: tuple[str, str],
    price_fen: int,
    sold_by: SoldBy = SoldBy.EACH,
    tax: TaxKind = TaxKind.EXEMPT,
) -> PricedSku:
    return PricedSku(
        sku_id=SkuId(number),
        code=f"S{number:03d}",
        name=named[0],
        short_name=named[0],
        zone_id=ZoneId(1),
        zone="文山",
        zone_colour=0,
        county_id=CountyId(1),
        county=named[1],
        producer_id=ProducerId(1),
        producer="",
        category_id=CategoryId(1),
        category="",
        unit="份",
        spec="",
        sold_by=sold_by,
        list_price_fen=price_fen,
        tax_kind=tax,
        tax_rate_bp=RATE_BP if tax is TaxKind.TAXED else 0,
        barcodes=(),
        spelling="",
        oversell=True,
        no_discount=False,
        age_restricted=False,
        on_hand=100,
        expired_on_hand=0,
        reorder_point=0,
    )
