"""What the fields of a draft are called where two people disagree on them."""

from __future__ import annotations

from types import MappingProxyType

from showroom.domain.documents.together import Parts
from showroom.domain.legible import cut, legible

FIELDS = MappingProxyType(
    {
        "quantity": "数量",
        "expected": "应到",
        "refused": "拒收",
        "remark": "备注",
        "lot_no": "批号",
        "production_date": "生产日期",
        "expiry_date": "到期日",
        "cost_fen": "进价",
        "gift": "赠品",
        "certificate": "证书号",
        "place_id": "库位",
        "to_place_id": "调入库位",
        "supplier_id": "供应商",
        "contract_id": "合同",
        "order_id": "采购单",
        "follows": "单据",
        "reference": "单号",
        "reason": "类别",
        "asked_by": "领用人",
        "note": "备注",
        "wanted_on": "要求到货日",
        "sku_id": "商品",
        "lot_id": "批次",
        "line_no": "行",
    }
)
NOTHING = "空"


def parts_told(parts: Parts, longest: int) -> str:
    """``数量 55、批号 C88``: all of them, each no longer than that; one is chosen by them."""
    return "、".join(f"{FIELDS[name]} {_value(value, longest)}" for name, value in parts.fields)


def _value(value: str | bool, longest: int) -> str:  # noqa: FBT001 (what the field holds)
    if isinstance(value, bool):
        return "是" if value else "否"
    return cut(legible(value), longest) if value else NOTHING
