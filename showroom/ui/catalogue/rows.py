"""Products as rows, and one product as a list of facts."""

from __future__ import annotations

from showroom.domain.figures import NOTHING
from showroom.domain.permission import Permission
from showroom.domain.product import Product, SkuContent
from showroom.domain.quantity import SoldBy
from showroom.domain.sheet import money
from showroom.ui.browse.columns import ListColumn, Listing
from showroom.ui.look import formats
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.words.trade import STORAGE, TERMS, tax_name

FACT_COLUMNS = (Column("项目", 104, kind="muted"), Column("内容", 0))
DELISTED = "停售"


LISTING: Listing[Product] = Listing(
    "商品",
    (
        ListColumn("商品", 0, lambda p: p.content.name, kind="strong"),
        ListColumn("货号", 84, lambda p: p.content.code, kind="muted"),
        ListColumn("条码", 120, lambda p: "  ".join(p.barcodes), on_screen=False),
        ListColumn("规格", 104, lambda p: p.content.spec, kind="muted", gives_way=4),
        ListColumn("品类", 108, lambda p: p.content.category, gives_way=2),
        ListColumn("展区", 92, lambda p: p.content.zone, on_screen=False),
        ListColumn("产地", 92, lambda p: p.content.county, gives_way=3),
        ListColumn(
            "零售价",
            100,
            lambda p: money(p.content.list_price_fen),
            lambda p: formats.unit_price(p.content.list_price_fen, p.content.sold_by),
            "right",
            "amount",
        ),
        ListColumn(
            "单位",
            60,
            lambda p: formats.measured_in(p.content.sold_by, p.content.unit),
            on_screen=False,
        ),
        ListColumn(
            "税率", 88, lambda p: tax_name(p.content.tax_kind, p.content.tax_rate_bp), gives_way=1
        ),
        ListColumn("状态", 60, lambda p: "" if p.active else DELISTED),
        ListColumn(
            "进价",
            100,
            lambda p: money(p.content.cost_price_fen) if p.content.cost_price_fen else "",
            on_screen=False,
            permission=Permission.VIEW_COST,
        ),
    ),
    key=lambda p: p.sku_id,
    zone=lambda p: p.zone_colour,
    role=lambda p: "" if p.active else "muted",
)


def fact_rows(p: Product) -> list[Row]:
    """Everything kept of a product, in the words of the sheet it was imported from."""
    c = p.content
    facts = (
        ("条码", "  ".join(p.barcodes) or NOTHING),
        ("箱码", "  ".join(f"{code}（{n:,} {c.unit}）" for code, n in p.cases) or NOTHING),
        ("小票简称", c.short_name or NOTHING),
        ("生产者", c.producer),
        ("品类", c.category),
        ("规格", c.spec or NOTHING),
        ("计价方式", "称重" if c.sold_by is SoldBy.WEIGHT else f"计件（{c.unit}）"),
        ("会员价", _price(c.member_price_fen, c.sold_by)),
        ("进价", _price(c.cost_price_fen, c.sold_by)),
        ("税率", tax_name(c.tax_kind, c.tax_rate_bp)),
        ("经营方式", TERMS[c.terms]),
        ("保质期", formats.shelf_life(c.shelf_life_days, c.shelf_life_months) or "不适用"),
        ("贮存条件", STORAGE.get(c.storage, c.storage)),
        ("最低库存", formats.quantity(c.reorder_point, c.sold_by, c.unit)),
        ("限制", _limits(c)),
        ("最近修改", formats.date_time(p.changed_at_us)),
    )
    return [Row(name, (name, value)) for name, value in facts]


def _price(fen: int, sold_by: SoldBy) -> str:
    return formats.unit_price(fen, sold_by) if fen else NOTHING


def _limits(c: SkuContent) -> str:
    told = (
        (not c.oversell, "库存不足不卖"),
        (c.no_discount, "不参加优惠"),
        (c.age_restricted, "不卖给未成年人"),
    )
    return "、".join(word for holds, word in told if holds) or "无"
