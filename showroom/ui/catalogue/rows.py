"""Products as rows, and one product as a list of facts."""

from __future__ import annotations

from collections.abc import Iterable

from showroom.domain.product import Product, SkuContent
from showroom.domain.quantity import SoldBy
from showroom.ui.look import formats
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.words.trade import STORAGE, TERMS, tax_name

COLUMNS = (
    Column("商品", 0, kind="strong", sortable=True),
    Column("货号", 84, kind="muted", sortable=True),
    Column("规格", 96, kind="muted"),
    Column("品类", 108, sortable=True),
    Column("产地", 92, sortable=True),
    Column("零售价", 100, "right", "amount", sortable=True),
    Column("税率", 88),
    Column("状态", 60),
)
FACT_COLUMNS = (Column("项目", 104, kind="muted"), Column("内容", 0))
DELISTED = "停售"
NOTHING = "–"


def product_rows(products: Iterable[Product]) -> list[Row]:
    """In the order they come."""
    return [_row(p) for p in products]


def _row(p: Product) -> Row:
    c = p.content
    state = "" if p.active else DELISTED
    cells = (
        c.name,
        c.code,
        c.spec,
        c.category,
        c.county,
        formats.unit_price(c.list_price_fen, c.sold_by),
        tax_name(c.tax_kind, c.tax_rate_bp),
        state,
    )
    sort = (*cells[:5], c.list_price_fen, *cells[6:])
    return Row(p.sku_id, cells, p.zone_colour, role="" if p.active else "muted", sort=sort)


def fact_rows(p: Product) -> list[Row]:
    """Everything kept of a product, in the words of the sheet it was imported from."""
    c = p.content
    facts = (
        ("条码", "  ".join(p.barcodes) or NOTHING),
        ("小票简称", c.short_name),
        ("生产者", c.producer),
        ("品类", c.category),
        ("规格", c.spec or NOTHING),
        ("计价方式", "称重" if c.sold_by is SoldBy.WEIGHT else f"计件（{c.unit}）"),
        ("会员价", _price(c.member_price_fen, c.sold_by)),
        ("进价", _price(c.cost_price_fen, c.sold_by)),
        ("税率", tax_name(c.tax_kind, c.tax_rate_bp)),
        ("经营方式", TERMS[c.terms]),
        ("保质期", f"{c.shelf_life_days} 天" if c.shelf_life_days else "不适用"),
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
