"""Which column of a file means what, in English or Chinese, in any order."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from showroom.domain.errors import Refusal
from showroom.services.goods.import_files import Table

HEADER_ROWS = 10
"""A title or a note may stand above the header."""
_HEADERS = {
    "code": ("货号", "sku code 商品编码 编码"),
    "barcodes": ("条码", "barcode 条形码 商品条码"),
    "name": ("品名", "name 商品名称 名称"),
    "short_name": ("小票简称", "short_name 简称"),
    "zone": ("展区", "zone"),
    "county": ("县/产地", "county 县 产地"),
    "producer": ("生产者", "producer 生产商 供应商"),
    "category": ("品类", "category 类别 分类"),
    "unit": ("计价单位", "unit 单位"),
    "spec": ("规格", "spec"),
    "sold_by": ("计价方式(计件/称重)", "sold_by 销售方式"),
    "list_price_fen": ("零售价(元)", "售价"),
    "list_price_fen:fen": ("", "retail_price_fen list_price_fen"),
    "member_price_fen": ("会员价(元)", ""),
    "member_price_fen:fen": ("", "member_price_fen"),
    "cost_price_fen": ("进价(元)", "成本价"),
    "cost_price_fen:fen": ("", "cost_price_fen"),
    "tax": ("税率(13%/9%/免税)", ""),
    "tax:bp": ("", "tax_rate_bp"),
    "shelf_life_days": ("保质期(天)", "shelf_life_days"),
    "storage": ("贮存条件(常温/冷藏/冷冻)", "storage 储存条件"),
    "reorder_point": ("补货点", "reorder_point 最低库存"),
    "terms": ("经营方式(买断/代销)", "supplier_terms terms"),
    "oversell": ("允许负库存(是/否)", "oversell"),
    "no_discount": ("不参加优惠(是/否)", "no_discount"),
    "age_restricted": ("限制未成年人(是/否)", "age_restricted"),
    "quantity": ("期初数量", "opening_quantity 期初库存"),
    "lot_no": ("批号", "lot_no"),
    "production_date": ("生产日期(2030-01-31)", "production_date"),
    "expiry_date": ("到期日(2030-12-31)", "expiry_date 有效期至"),
}
"""Fields in the template's order: the header people are given, and others that are understood."""
TEMPLATE = tuple(head for head, _ in _HEADERS.values() if head)
FIELDS = frozenset(name.partition(":")[0] for name in _HEADERS)
_BY_HEADER = {
    header: field
    for field, (head, others) in _HEADERS.items()
    for header in (*head.partition("(")[0].split(), *others.split())
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Fields by position, how they are written (``fen``, ``bp`` or empty), and their headers."""

    header_at: int
    fields: tuple[tuple[int, str, str], ...]
    titles: dict[str, str]
    unknown: tuple[str, ...]


def find_columns(table: Table) -> Columns:
    """The header row and what it names.

    Refuses `import_no_header` (no row near the top names 货号 and one more column) and
    `import_column_twice`.
    """
    for at, row in enumerate(table.rows[:HEADER_ROWS]):
        named = [_BY_HEADER.get(_normal(cell), "") for cell in row.cells]
        if "code" in named and sum(map(bool, named)) > 1:
            return _columns(at, row.cells, named)
    raise Refusal("import_no_header")


def _columns(at: int, cells: Sequence[str], named: Sequence[str]) -> Columns:
    fields: list[tuple[int, str, str]] = []
    titles: dict[str, str] = {}
    for position, (cell, name) in enumerate(zip(cells, named, strict=True)):
        field, _, written = name.partition(":")
        if not field:
            continue
        if field in titles:
            raise Refusal("import_column_twice", column=cell.strip(), other=titles[field])
        titles[field] = cell.strip()
        fields.append((position, field, written))
    unknown = tuple(
        cell.strip() for cell, name in zip(cells, named, strict=True) if cell.strip() and not name
    )
    return Columns(at, tuple(fields), titles, unknown)


def _normal(cell: str) -> str:
    text = unicodedata.normalize("NFKC", cell).lower().replace("\ufeff", "")
    return "".join(text.partition("(")[0].split()).rstrip("*:")
