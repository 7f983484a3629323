"""Documents with every kind of line."""

from dataclasses import replace

from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.document import Receipt, ShopHeader, StockSlip, XSlip, ZSlip
from showroom.domain.documents.posted import DocumentLine, Stays, StockDocument
from showroom.domain.ids import (
    DocumentId,
    LocationId,
    LotId,
    PersonId,
    SaleId,
    ShiftId,
    SkuId,
    SupplierId,
    TillId,
    sale_id,
)
from showroom.domain.quantity import SoldBy, amount_fen
from showroom.domain.report import (
    CountyRow,
    DailyReport,
    HourCell,
    SalesFigures,
    TieOut,
    ZoneRow,
)
from showroom.domain.sale import Sale, SaleKind, freeze_lines
from showroom.domain.scan import ScaleLabel
from showroom.domain.shift import (
    CashCount,
    CashMovement,
    Shift,
    ShiftTotals,
    TaxTotal,
    TenderTotal,
    ZoneTotal,
    ZReport,
)
from showroom.domain.stock import DocumentKind, Terms
from showroom.domain.tender import Payment, RoundOff, Tender, TenderKind
from tests.domain.builders import sku, weighed

AT_US = 1_900_000_000_000_000
HEADER = ShopHeader(
    "静安区对口支援地区农特产品展示体验中心",
    "上海市静安区万荣路88号",
    "021-5566 8888",
    "从田间到舌尖",
    "七日内凭票退换（食品限质量问题）",
    print_tax=True,
)


def a_sale(name="广南小粒香大米", **changes):
    basket = (
        Basket()
        .add(sku(1, 3980, name=name, short_name=name[:20]), 2)
        .add(sku(2, 12800, short_name="萧氏·绿茶“秀水”100g①", county="夷陵区"), 1)
        .add_label(
            weighed(county="巴楚县", short_name="罗诗蓝玫瑰鸡(散)"), ScaleLabel("2", 735, 1400)
        )
        .discount_line(2, Discount(DiscountKind.PERCENT, 90))
        .discount_order(Discount(DiscountKind.AMOUNT, 333))
    )
    payment = Payment(basket.due_fen, RoundOff.JIAO)
    payment = payment.pay(TenderKind.WECHAT, 5000, "420000123456").pay_cash(20000)
    lines = freeze_lines(basket, payment)
    facts = {
        "sale_id": sale_id(TillId(1), 41),
        "kind": SaleKind.SALE,
        "till_id": TillId(1),
        "till": "01",
        "shift_id": ShiftId(1_000_000_001),
        "business_date": "2030-03-18",
        "sold_at_us": AT_US,
        "cashier_id": 2,
        "cashier": "买买提·艾力",
        "lines": lines,
        "tenders": payment.tenders,
        "gross_fen": basket.gross_fen,
        "reduction_fen": basket.gross_fen - payment.paid_fen,
        "round_off_fen": payment.round_off_fen,
        "net_fen": payment.paid_fen,
        "tax_fen": sum(x.tax_fen for x in lines),
    }
    return Sale(**{**facts, **changes})


def a_refund():
    sold = a_sale()
    line = replace(
        sold.lines[0], quantity=-1, list_fen=-3980, reductions=(), net_fen=-3980, tax_fen=-329
    )
    return replace(
        sold,
        sale_id=sale_id(TillId(1), 42),
        kind=SaleKind.REFUND,
        lines=(line,),
        tenders=(Tender(TenderKind.CASH, -3980, -3980),),
        gross_fen=-3980,
        reduction_fen=0,
        round_off_fen=0,
        net_fen=-3980,
        tax_fen=-329,
        original_sale_id=SaleId(sold.sale_id),
        reason="包装破损",
    )


RECEIPT = Receipt(HEADER, a_sale(), "3-abcdef012345")
COPY = Receipt(replace(HEADER, demo=True, print_tax=False), a_sale(training=True), "3-abcdef", 2)
REFUND = Receipt(replace(HEADER, slogan="", footer="", address="", phone=""), a_refund(), "4-ab")
SHIFT = Shift(ShiftId(1_000_000_007), TillId(1), "01", "2030-03-18", AT_US, "小周", 2, 30_000)
TOTALS = ShiftTotals(
    2, 1, 30000, 533, 33, 29467, 3980, 2100, "01-000041", "01-000043",
    (TenderTotal("cash", 2, 20487), TenderTotal("wechat", 1, 5000)),
    (ZoneTotal(1, "云南文山", 2, 25487, 1),),
    (TaxTotal("taxed", 900, 20000, 1651), TaxTotal("exempt", 0, 5487, 0)),
    (CashMovement(AT_US, "drop", -10000, "大额上缴", "小周"),),
    1, 2, 1,
)  # fmt: skip
Z_SLIP = ZSlip(
    replace(HEADER, demo=True),
    ZReport(
        SHIFT, AT_US, "小周", TOTALS, CashCount({10000: 4, 50: 1}), 40487, 10**6, 3980, 1, 99,
        "ab" * 32, "抽屉里多了硬币",
    ),
    1,
)  # fmt: skip
X_SLIP = XSlip(HEADER, SHIFT, TOTALS, AT_US)


def a_report(counties=3, **changes):
    figures = SalesFigures(12, 30, 2350, 50_000, 1_250, 48_750, 1, 3_980, 3_100, 50)
    zones = tuple(
        ZoneRow(
            z,
            name,
            z - 1,
            figures,
            tuple(CountyRow(10 * z + i, f"{name[2:]}{i}县", figures) for i in range(counties)),
            (TaxTotal("taxed", 900, 48_750, 3_100),),
        )
        for z, name in enumerate(("云南文山", "新疆巴楚", "湖北夷陵", "青海果洛"), 1)
    )
    facts = {
        "shop": HEADER.name,
        "demo": False,
        "business_date": "2030-03-18",
        "made_at_us": AT_US,
        "total": figures,
        "previous": SalesFigures(),
        "zones": zones,
        "tenders": (TenderTotal("cash", 9, 20_000), TenderTotal("ecny", 4, 24_770)),
        "taxes": (TaxTotal("taxed", 900, 48_750, 3_100), TaxTotal("exempt", 0, -3_980, 0)),
        "hours": (HourCell(9, 1, 20_000), HourCell(17, 2, 28_750), HourCell(17, 3, -100)),
        "tie_out": TieOut(44_770, 44_770, 44_770, 44_770),
    }
    return DailyReport(**{**facts, **changes})


def stock_line(line_no=1, name="广南小粒香大米", quantity=23, **changes):
    facts = {
        "line_no": line_no,
        "sku_id": SkuId(line_no),
        "code": f"WS{line_no:04d}",
        "name": name,
        "spec": "5kg",
        "unit": "袋",
        "sold_by": SoldBy.EACH,
        "lot_id": LotId(100 + line_no),
        "lot_no": "20300301A",
        "production_date": "2030-03-01",
        "expiry_date": "2031-02-28",
        "place_id": LocationId(2),
        "place": "仓库",
        "quantity": quantity,
        "expected": 0,
        "cost_fen": 2850,
        "terms": Terms.BUY_OUT,
    }
    facts |= changes
    amount = amount_fen(facts["cost_fen"], facts["quantity"], facts["sold_by"])
    return DocumentLine(**{"amount_fen": amount, **facts})


def stock_document(kind=DocumentKind.GOODS_RECEIPT, lines=(), **changes):
    facts = {
        "document_id": DocumentId(12),
        "kind": kind,
        "year": 2030,
        "serial": 12,
        "till_id": TillId(1),
        "at_us": AT_US,
        "business_date": "2030-03-18",
        "person_id": PersonId(3),
        "person": "阿依古丽",
        "place_id": LocationId(2),
        "place": "仓库",
        "lines": lines or (stock_line(),),
    }
    return StockDocument(**{**facts, **changes})


DELIVERY_LINES = (
    stock_line(expected=24),
    stock_line(
        2,
        "果洛牦牛肉干ཡག་པོ་手撕原味独立小包装礼盒",
        1500,
        spec="散装",
        sold_by=SoldBy.WEIGHT,
        unit="kg",
        cost_fen=12_800,
        terms=Terms.CONSIGNMENT,
        certificate="SC10463262100012",
        lot_no="批20300225-08",
    ),
    stock_line(
        3,
        "巴楚留香瓜 ياخشى",
        12,
        spec="",
        unit="个",
        terms=Terms.CONCESSION,
        commission_bp=1250,
        cost_fen=0,
        expected=10,
        place_id=LocationId(4),
        place="冷库",
        production_date="",
        expiry_date="2030-04-01",
        remark="两个有磕碰",
    ),
)
DELIVERY = StockSlip(
    HEADER,
    stock_document(
        lines=DELIVERY_LINES,
        supplier_id=SupplierId(1),
        supplier="夷陵萧氏茶业集团有限公司上海分公司",
        reference="SF1390-22817",
        approved_by="刘店长",
        note="第二车，冷链到货温度 3 ℃",
    ),
    "57-ab12cd34ef56",
)
DELIVERY_BACK = StockSlip(
    replace(HEADER, demo=True),
    replace(
        DELIVERY.document,
        document_id=DocumentId(13),
        serial=13,
        lines=(stock_line(quantity=-23),),
        reverses=DocumentId(12),
        reason="供应商选错",
    ),
    "58-ab12cd34ef56",
    2,
    reverses="SH-2030-000012",
    stays=(
        Stays("萧氏毛尖", SoldBy.EACH, "袋", 2),
        Stays("阿克苏冰糖心苹果", SoldBy.WEIGHT, "kg", 1_500),
    ),
)
SENT = StockSlip(
    HEADER,
    stock_document(
        DocumentKind.TRANSFER,
        (stock_line(quantity=6), stock_line(2, quantity=4)),
        to_place_id=LocationId(1),
        to_place="卖场",
        asked_by="小周",
    ).without_money(),
    "59-ab12cd34ef56",
    reversed_by="DB-2030-000013",
)
_ARRIVED = stock_document(
    DocumentKind.TRANSFER_RECEIPT,
    (
        stock_line(1, quantity=4, expected=5),
        stock_line(2, quantity=1, expected=0, remark="途中短少", cost_fen=0, amount_fen=0),
    ),
)
SHORT_ARRIVAL = replace(
    SENT,
    document=replace(_ARRIVED, place="卖场", to_place="卖场", reference="DB-2030-000003"),
    sent_from="仓库",
    reversed_by="",
)
"""A transfer of which one piece was lost, and the one place where it went."""
ISSUED = StockSlip(
    HEADER,
    stock_document(
        DocumentKind.ISSUE, (stock_line(quantity=1),), reason="试吃", asked_by="买买提·艾力"
    ),
    "60-ab12cd34ef56",
)
