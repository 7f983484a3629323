"""Words of the slips alone, and instants as slips print them."""

from __future__ import annotations

from types import MappingProxyType

from showroom.domain import business_day
from showroom.domain.basket import Cause
from showroom.domain.business_day import UTC_OFFSET_MIN

CAUSES = MappingProxyType(
    {
        Cause.LABEL: "标签价差",
        Cause.MANUAL: "单品折扣",
        Cause.ORDER: "整单折扣",
        Cause.ROUND_OFF: "抹零",
    }
)


def local(at_us: int, offset_min: int = UTC_OFFSET_MIN, *, seconds: bool = True) -> str:
    """``2030-05-01 09:30:15`` of an instant in UTC microseconds."""
    when = business_day.local(at_us, offset_min)
    return when.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")
