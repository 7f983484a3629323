"""Every refusal and fault in one sentence of Chinese. Services raise codes; words live here.

A code has one sentence or several; the first whose placeholders are all known is taken.
Parameters ending in `_fen` are shown as money, in `_g` as kilograms, in `_us` as date and time and
in `_date` as a business date. A `LotName` is told so that its twin is another,
`Parts` of a draft field by field.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from showroom.domain.documents.together import Parts
from showroom.domain.errors import Fault, Refusal, ShowroomError
from showroom.domain.legible import cut, legible
from showroom.domain.stock import LotName
from showroom.ui.look import formats
from showroom.ui.words.draft_parts import parts_told
from showroom.ui.words.message_table import REFUSALS
from showroom.ui.words.message_table_faults import FAULTS
from showroom.ui.words.message_table_rows import ROWS
from showroom.ui.words.message_table_stock import STOCK
from showroom.ui.words.trade import lot_told

UNKNOWN_REFUSAL = "这一步不能这样做（{code}）"
UNKNOWN_FAULT = "暂时没有完成，可以重试（{code}）"
NOTHING_CHANGED = "{}（数据没有改变）"
"""What a fault means for something that was to be written."""
OF_NO_EFFECT = frozenset({"commit_no_approval", "commit_no_login"})
"""Something may have been written and nothing follows from it."""
NOT_PAID_TWICE, NOT_GIVEN_TWICE, NOT_NOTED_TWICE = (
    "请不要重复收款",
    "请不要重复退款",
    "请不要再记一次",
)
"""What not to do by hand while an end is unknown (`How.not_twice`)."""
WRITING = "正在写入账本，请稍候…"
BUG = "程序出错，这一步没有完成，数据没有改变"
BUG_SHOWING = "程序在显示结果时出错，这一步的结果不受影响"
MAX_PARAM_LENGTH = 40
PLACES = frozenset({"path", "folder"})
"""Where something is: cut short it keeps its end, which tells one file from another."""

_formatter = Formatter()
_REFUSALS = {**ROWS, **STOCK, **REFUSALS}


def sentence(error: ShowroomError, longest: int = MAX_PARAM_LENGTH) -> str:
    """What the message strip says about a refusal or a fault; `longest` is that of a parameter."""
    table = FAULTS if isinstance(error, Fault) else _REFUSALS
    return _fill(table.get(error.code, ()), error.params, longest) or _unknown(error)


def sentence_for(code: str, params: Mapping[str, object] | None = None) -> str:
    """The same from a bare code, whichever kind it is."""
    made = (Fault if code in FAULTS and code not in _REFUSALS else Refusal)(code)
    table = FAULTS if isinstance(made, Fault) else _REFUSALS
    return _fill(table.get(code, ()), params or {}) or _unknown(made)


def _unknown(error: ShowroomError) -> str:
    template = UNKNOWN_FAULT if isinstance(error, Fault) else UNKNOWN_REFUSAL
    return template.format(code=error.code)


def _fill(
    templates: str | tuple[str, ...],
    params: Mapping[str, object],
    longest: int = MAX_PARAM_LENGTH,
) -> str:
    shown = {name: _shown(name, value, longest) for name, value in params.items()}
    for template in (templates,) if isinstance(templates, str) else templates:
        wanted = {name for _, name, _, _ in _formatter.parse(template) if name}
        if wanted <= shown.keys():
            return template.format_map(shown)
    return ""


def _shown(name: str, value: object, longest: int) -> str:
    if isinstance(value, int) and name.endswith("_fen"):
        return formats.money(value)
    if isinstance(value, int) and name.endswith("_g"):
        return formats.weight(value)
    if isinstance(value, int) and name.endswith("_us"):
        return formats.date_time(value)
    if isinstance(value, str) and name.endswith("_date"):
        return formats.business_date(value)
    if isinstance(value, LotName):
        return legible(lot_told(value))
    if isinstance(value, Parts):
        return parts_told(value, longest)
    text = legible(str(value))
    if name in PLACES and len(text) > longest:
        return f"…{text[1 - longest :]}"
    return cut(text, longest)
