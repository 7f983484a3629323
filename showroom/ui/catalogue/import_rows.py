"""A dry run as rows: what must be mended, what should be looked at, which prices move."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from showroom.services.goods.import_plan import ImportPlan, PriceChange
from showroom.services.goods.import_rows import RowProblem
from showroom.ui.look import formats
from showroom.ui.widgets.table_rows import Column, Role, Row
from showroom.ui.words.messages import sentence_for

COLUMNS = (
    Column("行", 64, "right", "muted"),
    Column("列", 168, kind="strong"),
    Column("怎么了，怎么改", 0),
)
ENCODINGS = {"utf-8-sig": "UTF-8", "gb18030": "GB18030（GBK）"}


class Listed(StrEnum):
    """What the table shows."""

    ERRORS = "errors"
    WARNINGS = "warnings"
    PRICES = "prices"


def rows_of(plan: ImportPlan, listed: Listed) -> list[Row]:
    """The rows under one chip."""
    if listed is Listed.PRICES:
        asking_first = sorted(plan.prices, key=lambda change: not change.passed)
        return [_price(at, change) for at, change in enumerate(asking_first)]
    if listed is Listed.WARNINGS:
        return _problems(plan.warnings, "warning")
    return _problems(plan.errors, "danger")


def _problems(problems: Iterable[RowProblem], tone: Role) -> list[Row]:
    return [
        Row(
            at,
            (
                formats.count(p.row) if p.row else "文件",
                p.column,
                sentence_for(p.code, p.params),
            ),
            tones={1: tone},
        )
        for at, p in enumerate(problems)
    ]


def _price(at: int, change: PriceChange) -> Row:
    told = f"{change.name}　{formats.money(change.before_fen)} → {formats.money(change.after_fen)}"
    if not change.passed:
        return Row(at, (formats.count(change.row), change.code, told))
    why = "、".join(x.text for x in change.passed)
    cells = (formats.count(change.row), change.code, f"{told}　要店长授权：{why}")
    return Row(at, cells, tones={1: "warning"})


def summary(plan: ImportPlan) -> str:
    """``products.csv · 240 行 · UTF-8 · 批次 120``."""
    told = [
        plan.file_name,
        f"{formats.count(plan.row_count)} 行",
        ENCODINGS.get(plan.encoding.lower(), plan.encoding.upper()),
    ]
    if plan.lots:
        told.append(f"期初批次 {formats.count(len(plan.lots))}")
    if plan.new_zones:
        told.append(f"新展区 {'、'.join(plan.new_zones)}")
    if plan.new_counties:
        told.append(f"新产地 {'、'.join(name for _, name in plan.new_counties)}")
    return " · ".join(told)


def verdict(plan: ImportPlan) -> tuple[str, str]:
    """What to do next, and its tone."""
    if plan.error_count:
        more = f"（只列前 {len(plan.errors)} 处）" if plan.error_count > len(plan.errors) else ""
        return f"有 {formats.count(plan.error_count)} 处要改{more}，改好后再选这个文件", "danger"
    if not plan.can_apply:
        return "文件和现有商品一样，没有要导入的内容", "muted"
    if plan.asking:
        asking = f"{formats.count(plan.asking)} 种调价要店长授权"
        return f"检查通过，还没有写入；{asking}，见「调价」；按 F12 导入", "warning"
    return "检查通过，还没有写入；按 F12 导入，要么全部成功，要么一行也不写", "success"
