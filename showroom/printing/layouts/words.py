"""Words of the slips alone, and instants as slips print them."""

from __future__ import annotations

from types import MappingProxyType

from showroom.domain import business_day, figures
from showroom.domain.basket_line import Cause
from showroom.domain.business_day import UTC_OFFSET_MIN
from showroom.domain.document import AS_FILE

SIGNERS = ("制表人", "复核人")
"""Who signs a day, on the slip and on the page."""
CAUSES = MappingProxyType(
    {
        Cause.LABEL: "标签价差",
        Cause.MANUAL: "单品折扣",
        Cause.ORDER: "整单折扣",
        Cause.ROUND_OFF: figures.ROUND_OFF.name,
        Cause.EVEN_CASH: figures.EVENED.name,
    }
)


def copy_mark(copy_no: int) -> str:
    """``重打 第2次``, or that it is a file's; nothing of the original."""
    if copy_no == AS_FILE:
        return "重打 PDF 副本"
    return f"重打 第{copy_no}次" if copy_no else ""


def local(at_us: int, offset_min: int = UTC_OFFSET_MIN, *, seconds: bool = True) -> str:
    """``2030-05-01 09:30:15`` of an instant in UTC microseconds."""
    when = business_day.local(at_us, offset_min)
    return when.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")
