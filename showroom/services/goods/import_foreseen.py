"""What writing a plan would refuse and ask for, told by the check already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from showroom.domain.approval import Act, Deed
from showroom.domain.errors import Refusal
from showroom.domain.ids import SupplierId
from showroom.domain.limit import PriceLimits, above_tag
from showroom.domain.product import OpeningLot, SkuContent
from showroom.domain.quantity import amount_fen, counted_text
from showroom.domain.stock import Terms
from showroom.services.goods.import_plan import ImportPlan
from showroom.services.goods.import_rows import RowProblem
from showroom.services.goods.price_moves import MAX_DEEDS, refuse_many
from showroom.services.stock.document_posting import check_money
from showroom.services.stock.opening import papers


def foreseen(plan: ImportPlan, limits: PriceLimits, *, late: bool) -> ImportPlan:
    """The plan with what writing it would refuse as errors, and with all that it `asks`.

    `late`: opening stock of it needs a yes, since the shop trades.
    """
    asks = [Act.OPENING] if late and plan.lots else []
    asks += [Act.PRICE_CHANGE] * plan.asking
    if len(plan.create) == 1:
        asks += [Act.NEW_PRICE] * bool(_passed_anew(plan.create[0].content, limits))
    refused: list[RowProblem] = []
    try:
        refuse_many(plan.asking)
        asks += [deed.act for deed in lot_deeds(plan)]
        _check_papers(plan)
    except Refusal as refusal:
        refused.append(RowProblem(0, "", refusal.code, refusal.params))
    errors, count = (*refused, *plan.errors), len(refused) + plan.error_count
    return replace(plan, asks=tuple(asks), errors=errors, error_count=count)


def _passed_anew(made: SkuContent, limits: PriceLimits) -> bool:
    prices = (made.list_price_fen, made.cost_price_fen, made.member_price_fen)
    return bool(limits.passed_anew(*prices))


def _check_papers(plan: ImportPlan) -> None:
    known = _contents(plan)
    for paper in papers(plan.lots, lambda lot: lot.supplied):
        lines: list[tuple[str, int, int]] = []
        for lot in paper:
            content = known[lot.code]
            cost = agreed(lot, content)[1]
            amount = amount_fen(cost, lot.quantity, content.sold_by)
            lines.append((content.name, cost, amount))
        check_money(lines)


def agreed(lot: OpeningLot, content: SkuContent) -> tuple[Terms, int, SupplierId, int]:
    """Terms, cost, supplier and 扣点 of a lot; on 扣点 no price is agreed."""
    owner, cost = lot.supplied, content.cost_price_fen if lot.cost_fen is None else lot.cost_fen
    if owner is None:
        return lot.terms or content.terms, cost, SupplierId(0), 0
    cost = 0 if owner.commission_bp else cost
    return owner.terms, cost, owner.supplier_id, owner.commission_bp


def lot_deeds(plan: ImportPlan) -> list[Deed]:
    """What somebody must say yes to, whoever imports: an odd last day, an odd cost of a lot.

    By hand both are asked about as well (`inspection`). Refuses `import_lots_odd`.
    """
    odd = [lot for lot in plan.lots if lot.usual or lot.is_odd_cost]
    if len(odd) > MAX_DEEDS:
        raise Refusal("import_lots_odd", count=len(odd), limit=MAX_DEEDS)
    known = _contents(plan)
    return [deed for lot in odd for deed in _deeds_of(plan.seal, lot, known[lot.code])]


def _deeds_of(seal: str, lot: OpeningLot, content: SkuContent) -> Iterator[Deed]:
    name = f"{content.name} {counted_text(lot.quantity, content.sold_by, content.unit)}"
    target = f"file {seal} row {lot.row}"
    if lot.usual:
        dates = (lot.production_date, lot.expiry_date, lot.usual)
        yield Deed(Act.EXPIRY, target, name, 0, 0, dates=dates)
    if lot.is_odd_cost:
        known, cost = content.cost_price_fen, lot.cost_fen or 0
        passed = above_tag(cost, content.list_price_fen)
        yield Deed(Act.COST, target, name, known, cost, passed=passed)


def _contents(plan: ImportPlan) -> dict[str, SkuContent]:
    """Products of the file by their 货号."""
    known = {p.content.code: p.content for p in (*plan.create, *plan.update)}
    return known | {kept.content.code: kept.content for kept in plan.kept}
