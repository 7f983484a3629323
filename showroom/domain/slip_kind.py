"""What can be sent to a printer: each kind with its word and the role of its printer."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class SlipKind(StrEnum):
    """Kinds of the outbox's jobs: (value, word, role), one row each.

    `printing.documents` joins to each what it is made of and how it is laid out.
    """

    word: str
    role: str

    def __new__(cls, value: str, word: str = "", role: str = "receipt") -> Self:
        """Keep word and role beside the value; a look-up by value alone finds the member."""
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.word, kind.role = word, role
        return kind

    RECEIPT = "receipt", "小票"
    Z_SLIP = "z_slip", "交班单"
    X_SLIP = "x_slip", "X 单"
    DAY_SLIP = "day_slip", "营业日报"
    DAY_REPORT = "day_report", "日报 A4", "report"
    STOCK_SLIP = "stock_slip", "单据小票"
    STOCK_SHEET = "stock_sheet", "单据 A4", "report"
    ISSUES_SHEET = "issues_sheet", "领用清单 A4", "report"
    LABEL = "label", "标签", "label"
    PLACE_CARD = "place_card", "库位牌", "label"
    BIN_CARD = "bin_card", "散货标签", "label"
    TEST_PAGE = "test_page", "测试页"
    DRAWER = "drawer", "开钱箱"


_KNOWN = {kind.value: kind for kind in SlipKind}


def role_of(kind: str) -> str:
    """The role of the printer that a kind of job needs; an unknown one is a slip's."""
    found = _KNOWN.get(kind)
    return found.role if found else "receipt"


def word_of(kind: str) -> str:
    """``交班单``; a kind that only another version knows comes back as it is."""
    found = _KNOWN.get(kind)
    return found.word if found else kind
