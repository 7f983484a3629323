"""What a checked sheet would change, in words: the window and the command line list the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from showroom.domain.documents.supplier import terms_words
from showroom.domain.quantity import SoldBy
from showroom.services.goods.import_cases import cases_text
from showroom.services.goods.import_columns import CONTENT_COLUMNS, FIELD_HEADING
from showroom.services.goods.import_plan import USUAL
from showroom.ui.look import formats
from showroom.ui.words.messages import sentence_for
from showroom.ui.words.trade import STORAGE, TERMS, tax_name

if TYPE_CHECKING:
    from showroom.domain.documents.supplier import Supplied
    from showroom.domain.product import OpeningLot, SkuContent
    from showroom.services.goods.import_plan import ImportPlan, KeptSku, PlannedSku, PriceChange
    from showroom.services.goods.import_rows import RowProblem

EMPTY = "空"
SOLD_BY = {SoldBy.EACH: "计件", SoldBy.WEIGHT: "称重"}


def changes_told(planned: PlannedSku) -> Iterator[str]:
    """``展区 文山 → 果洛``, a text for every field that moves; none for a new product."""
    before, said = planned.before, set[str]()
    for change in planned.changes:
        if change.field == "barcodes":
            stays = f"，原来的 {change.before} 保留" if change.before else ""
            yield f"{change.heading} 加上 {change.after}{stays}"
        elif change.field == "cases":
            yield f"{change.heading} {change.before or EMPTY} → {change.after}"
        elif before is not None and change.heading not in said:
            said.add(change.heading)
            was, new = (_value(change.field, content) for content in (before, planned.content))
            yield f"{change.heading} {was} → {new}"


def new_told(planned: PlannedSku, lots: Sequence[OpeningLot] = ()) -> str:
    """What a new product is: its name, place and price, then all that is not as usual."""
    c = planned.content
    price = formats.unit_price(c.list_price_fen, c.sold_by)
    told = [c.name, f"{c.zone} {c.county}", price, tax_name(c.tax_kind, c.tax_rate_bp)]
    told += [f"{FIELD_HEADING['barcodes']} {code}" for code, _ in planned.barcodes]
    told += [f"{FIELD_HEADING['cases']} {cases_text((case,))}" for case in planned.cases]
    told.append(f"{FIELD_HEADING['unit']} {c.unit}")
    told += [
        f"{FIELD_HEADING[CONTENT_COLUMNS.get(name, name)]} {_value(name, c)}"
        for name, usual in USUAL.items()
        if getattr(c, name) != usual
    ]
    return "　".join([*told, *lots_told(lots, c)])


def lots_told(lots: Sequence[OpeningLot], content: SkuContent) -> Iterator[str]:
    """``期初入库 7 件（批号 A1，到期 2026-12-31，放到 卖场）``, of every lot that arrives."""
    for lot in lots:
        many = formats.quantity(lot.quantity, content.sold_by, content.unit)
        days = (("生产", lot.production_date), ("到期", lot.expiry_date))
        told = [f"{word} {day}" for word, day in days if day]
        told += [f"放到 {lot.place}"] * bool(lot.place)
        told += owner_told(lot.supplied)
        told += [lot.terms.word] if lot.terms is not None else []
        if lot.cost_fen is not None:
            told.append(f"进价 {formats.money(lot.cost_fen)}")
        yield f"期初入库 {many}（{'，'.join([f'批号 {lot.lot_no}', *told])}）"


def owner_told(owner: Supplied | None) -> list[str]:
    """``供应商 扣点社``, ``合同 HT-1 代销 扣点 25%``; nothing where nobody said whose it is."""
    if owner is None:
        return []
    contract = f"合同 {owner.contract_no} {terms_words(owner.terms, owner.commission_bp)}"
    return [f"供应商 {owner.supplier}", *[contract] * bool(owner.contract_id)]


def kept_told(kept: KeptSku, lots: Sequence[OpeningLot]) -> str:
    """A product that stays as it is, and what arrives of it."""
    arriving = [f"资料不变，{told}" for told in lots_told(lots, kept.content)]
    return "　".join([kept.name, *arriving])


def lots_by_code(plan: ImportPlan) -> Mapping[str, Sequence[OpeningLot]]:
    """Lots that arrive, by their product's 货号."""
    found: dict[str, list[OpeningLot]] = {}
    for lot in plan.lots:
        found.setdefault(lot.code, []).append(lot)
    return found


def asking(plan: ImportPlan) -> dict[str, PriceChange]:
    """By its number, every product whose price needs the 店长."""
    return {change.code: change for change in plan.prices if change.passed}


def asks_told(change: PriceChange | None) -> str:
    """Why its price needs the 店长; empty where it does not."""
    return f"要店长授权：{'、'.join(x.text for x in change.passed)}" if change else ""


def problem_told(problem: RowProblem) -> str:
    """What is wrong and how to write it, with what stands in the cell."""
    said = sentence_for(problem.code, problem.params)
    cell = str(problem.params.get("cell", ""))
    return said if not cell or cell in said else f"“{cell}”：{said}"


NOT_TAKEN = frozenset(
    {
        *("lot_date_kept", "lot_stock_kept", "lot_cells_kept", "cells_kept", "lot_nought"),
        *("lot_unnamed", "lot_supplier_kept", "opening_supplier_unused"),
        "lot_cost_unused",
    }
)
"""What a cell says that the import leaves as it is in the books."""


def passed_told(plan: ImportPlan) -> str:
    """What beside 检查通过 must not be overlooked: more stock, what expired, cells of no use."""
    beside = sum(problem.code == "lot_beside" for problem in plan.warnings)
    ended = sum(problem.code == "lot_expired" for problem in plan.warnings)
    kept = any(problem.code in NOT_TAKEN for problem in plan.warnings)
    told = [f"{formats.count(beside)} 个新批号会在原有的批号之外再加库存"] if beside else []
    told += [f"{formats.count(ended)} 个批号已到期，入库也不能卖"] if ended else []
    told += ["有的格子没有用"] if kept else []
    return f"{'，'.join(told)}，见「提醒」" if told else ""


def acts_told(plan: ImportPlan) -> str:
    """``2 处（营业后补录期初、进价）要店长授权``; "" where the import asks for nothing."""
    acts = "、".join(dict.fromkeys(act.word for act in plan.asks))
    return f"{formats.count(len(plan.asks))} 处（{acts}）要店长授权" if acts else ""


def _value(name: str, content: SkuContent) -> str:
    column = CONTENT_COLUMNS.get(name, name)
    if column == "tax":
        return tax_name(content.tax_kind, content.tax_rate_bp)
    if column == "shelf_life":
        return formats.shelf_life(content.shelf_life_days, content.shelf_life_months) or EMPTY
    value: object = getattr(content, name)
    if isinstance(value, bool):
        return "是" if value else "否"
    if name.endswith("_fen") and isinstance(value, int):
        return formats.money(value) if value else EMPTY
    if name == "reorder_point":
        return formats.quantity(content.reorder_point, content.sold_by, content.unit)
    words = {"sold_by": SOLD_BY, "terms": TERMS, "storage": STORAGE}.get(name, {})
    return str(words.get(value, value)) or EMPTY  # type: ignore[attr-defined]  # a table of words
