"""A dry run as rows: what must be mended or looked at, what is new, moves and stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from showroom.domain.product import OpeningLot
from showroom.services.goods.import_columns import FIELD_HEADING
from showroom.services.goods.import_plan import ImportPlan, PlannedSku
from showroom.services.goods.import_rows import RowProblem
from showroom.ui.catalogue.import_words import (
    acts_told,
    asking,
    asks_told,
    changes_told,
    kept_told,
    lots_by_code,
    lots_told,
    new_told,
    passed_told,
    problem_told,
)
from showroom.ui.look import formats
from showroom.ui.widgets.table_rows import Column, Role, Row

Lots = Mapping[str, Sequence[OpeningLot]]
COLUMNS = (
    Column("行", 64, "right", "muted"),
    Column("货号 / 列", 168, kind="strong"),
    Column("内容", 0),
)
LACKING = frozenset({"column_missing", "unit_unsaid", "unit_needs_sold_by"})
"""What one text for all rows can answer."""
ENCODINGS = {"utf-8-sig": "UTF-8", "gb18030": "GB18030（GBK）"}


class Listed(StrEnum):
    """What the table shows."""

    ERRORS = "errors"
    WARNINGS = "warnings"
    CHANGED = "changed"
    NEW = "new"
    KEPT = "kept"


def counts_of(plan: ImportPlan) -> dict[Listed, int]:
    """How many there are under each chip: problems, and products."""
    return {
        Listed.ERRORS: plan.error_count,
        Listed.WARNINGS: len(plan.warnings),
        Listed.CHANGED: len(plan.update),
        Listed.NEW: len(plan.create),
        Listed.KEPT: plan.unchanged,
    }


def rows_of(plan: ImportPlan, listed: Listed) -> list[Row]:
    """The rows under one chip; of changed products one for every field that moves."""
    if listed is Listed.ERRORS:
        return _problems(plan.errors, "danger")
    if listed is Listed.WARNINGS:
        return _problems(plan.warnings, "warning")
    lots = lots_by_code(plan)
    if listed is Listed.CHANGED:
        return _changed(plan, lots)
    if listed is Listed.NEW:
        return [_new(p, lots) for p in plan.create]
    kept = sorted(plan.kept, key=lambda k: k.code not in lots)
    return [_product(k.row, k.code, kept_told(k, lots.get(k.code, ()))) for k in kept]


def _product(row: int, code: str, told: str) -> Row:
    return Row(code, (formats.count(row), code, told))


def _new(planned: PlannedSku, lots: Lots) -> Row:
    code = planned.content.code
    return _product(planned.row, code, new_told(planned, lots.get(code, ())))


def _changed(plan: ImportPlan, lots: Lots) -> list[Row]:
    """What asks for the 店长 comes first."""
    asked = asking(plan)
    made = []
    for p in sorted(plan.update, key=lambda p: p.content.code not in asked):
        code, why = p.content.code, asks_told(asked.get(p.content.code))
        arriving = lots_told(lots.get(code, ()), p.content)
        for at, told in enumerate((*changes_told(p), *arriving)):
            asks = f"　{why}" if why and told.startswith(FIELD_HEADING["list_price_fen"]) else ""
            cells = (formats.count(p.row), code, f"{p.content.name}　{told}{asks}")
            made.append(Row((code, at), cells, tones={1: "warning"} if asks else {}))
    return made


def _problems(problems: Iterable[RowProblem], tone: Role) -> list[Row]:
    return [
        Row(
            at,
            (formats.count(p.row) if p.row else "文件", p.column, problem_told(p)),
            tones={1: tone},
        )
        for at, p in enumerate(problems)
    ]


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
        lacks = any(problem.code in LACKING for problem in plan.errors)
        cure = "缺的列可以按 F6 为所有行写一个" if lacks else "改好后再选这个文件"
        return f"有 {formats.count(plan.error_count)} 处要改{more}，{cure}", "danger"
    more = passed_told(plan)
    if not plan.can_apply:
        none = "没有要导入的内容"
        return (f"{none}；{more}", "warning") if more else (f"文件和现有商品一样，{none}", "muted")
    asking = f"{formats.count(plan.asking)} 种调价要店长授权，见「更改」" if plan.asking else ""
    asks = "" if len(plan.asks) == plan.asking else acts_told(plan)
    if asks or asking or more:
        told = "；".join(filter(None, (asks or asking, more)))
        return f"检查通过，还没有写入；{told}；按 F12 导入", "warning"
    return "检查通过，还没有写入；按 F12 导入，要么全部成功，要么一行也不写", "success"
