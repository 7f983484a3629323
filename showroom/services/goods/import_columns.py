"""Which column of a file means what, in English or Chinese, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from showroom.domain.errors import Refusal
from showroom.domain.product import PRICE_FIELDS
from showroom.services.goods.import_remarks import (
    GUARDED,
    LIFE_UNITS,
    bracketed,
    contradicts,
    is_own,
    parted,
    state_kind,
    whole,
    written,
)
from showroom.services.goods.import_table import HEADER_ROWS, NOTHING, Table, TableRow

_HEADERS = {
    "code": (
        "货号",
        (
            "sku code 商品编码 编码 商品编号 商品货号 商品代码 自编码 物料编码 内部参考"
            " itemcode item_code internalreference default_code"
        ),
    ),
    "barcodes": (
        "条码",
        "barcode barcodes 条形码 商品条码 国际条码 产品条码 ean ean13 upc gtin barcode(barcodes)",
    ),
    "cases": ("箱码(箱码×每箱几件)", "case_codes 箱条码 外箱码 外箱条码 整箱条码"),
    "name": (
        "品名",
        "name 商品名称 名称 商品名 产品名称 物料名称 itemname item_name displayname product_name",
    ),
    "short_name": ("小票简称", "short_name 简称 商品简称 品名简称"),
    "zone": ("展区", "zone"),
    "county": ("县/产地", "county 县 产地"),
    "producer": ("生产者", "producer 生产商 生产厂家 生产企业"),
    "category": (
        "品类",
        (
            "category 类别 分类 商品分类 商品类别 类别名称 产品类别 itemgroup item_group"
            " productcategory categ_id"
        ),
    ),
    "unit": (
        "计价单位",
        (
            "unit 单位 主单位 计量单位 计量 销售单位 库存单位 基本单位 售卖单位 零售单位"
            " unitofmeasure uom_id defaultunitofmeasure stock_uom"
        ),
    ),
    "spec": ("规格", "spec 商品规格 规格型号"),
    "sold_by": ("计价方式(计件/称重)", "sold_by 销售方式"),
    "sold_by:flag": (
        "",
        "称重标志 称重标识 是否称重 称重商品 是否称重商品 是否传秤 传秤 传秤商品 是否传秤商品",
    ),
    "list_price_fen": (
        "零售价(元)",
        "售价 销售价 销售价格 salesprice list_price standardsellingrate standard_rate",
    ),
    "list_price_fen:fen": ("", "retail_price_fen list_price_fen"),
    "member_price_fen": ("会员价(元)", ""),
    "member_price_fen:fen": ("", "member_price_fen"),
    "cost_price_fen": (
        "进价(元)",
        "成本价 进货价 成本 cost standard_price valuationrate valuation_rate",
    ),
    "cost_price_fen:fen": ("", "cost_price_fen"),
    "tax": ("税率(13%/9%/免税)", "销项税率 销项税"),
    "tax:bp": ("", "tax_rate_bp"),
    "shelf_life": (
        "保质期(天)",
        "shelf_life_days 保质期天数 保质天数 shelflifeindays shelf_life_in_days",
    ),
    "storage": ("贮存条件(常温/冷藏/冷冻)", "storage 储存条件"),
    "reorder_point": ("补货点", "reorder_point 最低库存 库存下限"),
    "terms": ("经营方式(买断/代销)", "supplier_terms terms 经销方式"),
    "oversell": ("允许负库存(是/否)", "oversell"),
    "no_discount": ("不参加优惠(是/否)", "no_discount"),
    "age_restricted": ("限制未成年人(是/否)", "age_restricted"),
    "quantity": (
        "期初数量",
        (
            "opening_quantity 期初库存 库存 库存量 库存数量 当前库存 在手数量 openingstock"
            " opening_stock quantityonhand qty_available"
        ),
    ),
    "lot_no": ("批号", "lot_no"),
    "production_date": ("生产日期(2030-01-31)", "production_date"),
    "expiry_date": ("到期日(2030-12-31)", "expiry_date 有效期至 期初到期 期初到期日期"),
    "supplier": ("供应商(编号或全名)", "supplier"),
    "contract": ("合同号", "contract_no 合同 合同编号"),
}
"""Fields in the template's order: the header people are given, and others that are understood.

Those of 银豹, 思迅, 科脉, Odoo (labels and technical names), ERPNext and Open Food Facts are among
them; `tests/services/goods/other_programs.py` has their sheets.
"""
_OPEN_FOOD_FACTS: Mapping[str, str] = {"code": "barcodes", "quantity": "spec"}
"""Beside a `product_name` these two words mean something else."""
TEMPLATE = tuple(head for head, _ in _HEADERS.values() if head)
FIELDS = frozenset(name.partition(":")[0] for name in _HEADERS)
FIELD_HEADING = {n: h.partition("(")[0] for n, (h, _) in _HEADERS.items() if h}
"""What a column is called to a person, by its field."""
TEMPLATE_HEADING = {n: h for n, (h, _) in _HEADERS.items() if h}
"""The same with its unit, as the template has it."""
CONTENT_COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(("tax_kind", "tax_rate_bp"), "tax"),
    **dict.fromkeys(("shelf_life_days", "shelf_life_months"), "shelf_life"),
}
"""Fields of a product that one column says together."""
ALONE = frozenset({"code", "barcodes"})
"""What tells one product from another."""


def _plain(cell: str) -> str:
    return whole(cell).partition("(")[0].strip("*:")


_OF_LOT = frozenset({"lot_no", "production_date", "expiry_date", "supplier", "contract"})
"""What is the lot's: 期初批号 is its 批号 beside 期初数量."""


def _headings(field: str, head: str, others: str) -> Iterator[str]:
    """What a field's column may be called."""
    for heading in (*head.partition("(")[0].split(), *others.split()):
        yield heading
        if field in _OF_LOT and not heading.isascii():
            yield f"期初{heading}"


_BY_HEADER = {
    _plain(heading): field
    for field, (head, others) in _HEADERS.items()
    for heading in _headings(field, head, others)
}
_OWN = {(name, remark) for name, (head, _) in _HEADERS.items() for remark in bracketed(whole(head))}


_NEVER_APART = frozenset({*_BY_HEADER, *_OPEN_FOOD_FACTS})


def said_of(cell: str) -> str:
    """A heading without what is said beside it, spaces and case."""
    return parted(cell, _NEVER_APART)[0]


def remarks_of(cell: str) -> tuple[str, ...]:
    """What is said beside it, in brackets or not."""
    return parted(cell, _NEVER_APART)[1]


def _named(cell: str, other: Mapping[str, str] = NOTHING) -> str:
    """What a heading means, "" for none: one that says something else too is another column."""
    heading, remarks = parted(cell, _NEVER_APART)
    name = as_written(other.get(heading, _BY_HEADER.get(heading, "")), cell)
    field, _, how = name.partition(":")
    if _contradicts(field, cell):
        return ""
    own = [r for r in remarks if not (how and r in _WRITINGS.get(field, ()))]
    return name if all(_is_own(field, remark) for remark in own) else ""


_WRITINGS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(PRICE_FIELDS, frozenset({"分", "角", "fen"})),
    "shelf_life": frozenset(LIFE_UNITS),
}
"""What says how the cells of a field are written, and nothing else."""
_NAMES: Mapping[str, frozenset[str]] = {
    field: frozenset(head for head, name in _BY_HEADER.items() if name.partition(":")[0] == field)
    for field in FIELDS
}


_MORE = re.compile(r"[a-z]|税|[^\w]")


def _is_doubtful(heading: str) -> bool:
    """A field's name, or that of a price or an amount with 税, ₹ or lb behind or before it."""
    names = [n for field in GUARDED for n in _NAMES[field] if not n.isascii()]
    around = [heading.replace(n, "", 1) for n in names if n in heading]
    return heading in _BY_HEADER or any(map(_MORE.search, around))


def _contradicts(field: str, cell: str) -> bool:
    heading, remarks = parted(cell, _NEVER_APART)
    return contradicts(field, cell, heading, remarks, _NAMES.get(field, ()))


def as_written(name: str, cell: str) -> str:
    """The field with how its heading says that it is written; no answer is against that."""
    field, _, how = name.partition(":")
    own, _, known = _BY_HEADER.get(said_of(cell), "").partition(":")
    how = how or written(field, cell, remarks_of(cell)) or (known if own == field else "")
    return f"{field}:{how}" if how else field


def _is_own(field: str, remark: str) -> bool:
    said = is_own(field, remark) or (field, remark) in _OWN
    return said or _BY_HEADER.get(remark, "").partition(":")[0] == field != ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Fields by position, how they are written (``fen``, ``bp`` or empty), and their headers.

    `width` is how many cells a row of a text file has. Of `doubtful` ones the words in brackets
    make another column of a field's heading, and nobody has said which. `states` (position, how it
    is said, heading) tell which goods are off sale.
    """

    header_at: int
    fields: tuple[tuple[int, str, str], ...]
    titles: dict[str, str]
    unknown: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    width: int = 0
    doubtful: tuple[str, ...] = ()
    states: tuple[tuple[int, str, str], ...] = ()


def titles_of(cells: Sequence[str]) -> list[str]:
    """What the columns are called, each by a title of its own: the second 价格 is ``价格#2``."""
    made: list[str] = []
    for cell in map(str.strip, cells):
        title, number = cell, 1
        while cell and title in made:
            number += 1
            title = f"{cell}#{number}"
        made.append(title)
    return made


def tells_state(title: str) -> bool:
    """Whether a column tells which goods are off sale; nothing else of it is read."""
    return bool(state_kind(said_of(title), ()))


def field_named(word: str) -> str:
    """The field of what a person calls it, by any heading that is understood; "" for none."""
    return word if word in FIELDS else _named(word).partition(":")[0]


def fields_of(cells: Sequence[str], columns: Mapping[str, str] = NOTHING) -> list[str]:
    """The field of every heading, empty where it is none; `columns` are a person's own answers.

    Refuses `import_field_unknown`.
    """
    unknown = next((field for field in columns.values() if field and field not in _HEADERS), None)
    if unknown is not None:
        raise Refusal("import_field_unknown", field=unknown)
    headings = [said_of(cell) for cell in cells]
    other = _OPEN_FOOD_FACTS if "product_name" in headings else {}
    named = [_named(cell, other) for cell in cells]
    for positions, field in _answered(titles_of(cells), columns):
        for at in positions:
            named[at] = as_written(field, cells[at])
    return named


def _answered(
    titles: Sequence[str], columns: Mapping[str, str]
) -> Iterator[tuple[tuple[int, ...], str]]:
    """Of every answer which columns it means and what it says of them.

    The one that is called so, else what is called so but for a remark in brackets.
    """
    named = {whole(title): at for at, title in enumerate(titles) if title}
    for heading, field in columns.items():
        at = named.get(whole(heading))
        like = (n for n, title in enumerate(titles) if title and said_of(title) == said_of(heading))
        yield (tuple(like) if at is None else (at,)), field


def header_at(rows: Sequence[TableRow], columns: Mapping[str, str] = NOTHING) -> int | None:
    """Which of the first rows names 货号 or 条码 and one field more; None when none does."""
    for at, row in enumerate(rows[:HEADER_ROWS]):
        named = {name.partition(":")[0] for name in fields_of(row.cells, columns) if name}
        if named & ALONE and len(named) > 1:
            return at
    return None


def has_header(rows: Sequence[TableRow], columns: Mapping[str, str] = NOTHING) -> bool:
    """True when one of the first rows is a header."""
    return header_at(rows, columns) is not None


def find_columns(table: Table, columns: Mapping[str, str] = NOTHING) -> Columns:
    """The header row and what it names.

    Refuses `import_no_header`, `import_column_twice`, `import_heading_unknown` (an answer of a
    column that is not there), `import_heading_unit` (an answer of one in another unit).
    """
    at = header_at(table.rows, columns)
    if at is None:
        raise Refusal("import_no_header", rows=HEADER_ROWS)
    named = fields_of(table.rows[at].cells, columns)
    cells = titles_of(table.rows[at].cells)
    said: set[int] = set()
    for heading, (positions, name) in zip(columns, _answered(cells, columns), strict=True):
        if not positions:
            raise Refusal("import_heading_unknown", column=heading)
        field = name.partition(":")[0]
        if any(_contradicts(field, cells[p]) for p in positions):
            wanted = TEMPLATE_HEADING[field]
            raise Refusal("import_heading_unit", column=heading, wanted=wanted)
        said |= set(positions)
    hidden = set(table.hidden_columns)
    fields: list[tuple[int, str, str]] = []
    titles: dict[str, str] = {}
    for position, (cell, name) in enumerate(zip(cells, named, strict=True)):
        field, _, written = name.partition(":")
        if not field or position in hidden:
            continue
        if field in titles:
            raise Refusal("import_column_twice", column=cell, other=titles[field])
        titles[field] = cell
        fields.append((position, field, written))
    unknown = tuple(
        cell
        for at_cell, (cell, name) in enumerate(zip(cells, named, strict=True))
        if cell and not name and at_cell not in said and not tells_state(cell)
    )
    states = tuple(
        (at_cell, state_kind(said_of(cell), remarks_of(cell)), cell)
        for at_cell, (cell, name) in enumerate(zip(cells, named, strict=True))
        if not name and tells_state(cell) and at_cell not in hidden
    )
    doubtful = tuple(cell for cell in unknown if _is_doubtful(said_of(cell)))
    return Columns(
        at,
        tuple(fields),
        titles,
        tuple(cell for cell in unknown if cell not in doubtful),
        tuple(cells[p] for p in sorted(hidden) if p < len(cells) and named[p]),
        max(at for at, cell in enumerate(cells) if cell) + 1,
        doubtful,
        states,
    )
