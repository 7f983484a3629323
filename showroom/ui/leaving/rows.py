"""Drafts, lines, lots that may go back and a month's issues, as rows of tables."""

from __future__ import annotations

from collections.abc import Sequence

from showroom.domain.documents.issued import (
    DEEMED,
    IssuedGoods,
    IssuedSum,
    deemed_sums,
    rate_sums,
    sum_of_all,
    sums_of,
)
from showroom.domain.documents.reasons import IssueReason
from showroom.domain.figures import NOTHING
from showroom.domain.ids import LocationId
from showroom.domain.quantity import SoldBy
from showroom.domain.tax import percent, tax_name
from showroom.ui.leaving.model import LeavingModel
from showroom.ui.look import formats
from showroom.ui.transfers.rows import full_name, name_and_twin
from showroom.ui.widgets.table_rows import Column, Role, Row
from showroom.ui.words.trade import lot_and_source, lot_word

LINES = (
    Column("商品", 0, kind="strong", end_tells=True),
    Column("批号", 112, kind="muted"),
    Column("到期", 104),
    Column("库位", 64, kind="muted", end_tells=True),
    Column("数量", 80, "right", "amount", steady=True),
)
RETURNABLE = (
    Column("商品 批号 条件", 0, kind="strong"),
    Column("到期", 128),
    Column("库位", 64, kind="muted", end_tells=True),
    Column("现有", 64, "right"),
    Column("能退到", 128),
)
ISSUED = (
    Column("类别 日期", 88, kind="strong"),
    Column("领用人", 80, one_line=True),
    Column("税", 80, kind="muted"),
    Column("商品 货号 批号 单号", 0),
    Column("数量", 88, "right"),
    Column("批次成本", 104, "right", "amount"),
    Column("含税售价", 112, "right", "amount"),
    Column("其中税", 96, "right", "amount"),
)
PLACE, UNTIL = 3, 4
_WHY = {
    "return_expired": "已到期",
    "return_too_late": "过了期限 要授权",
    "return_contract_open": "要选合同",
}


def line_rows(model: LeavingModel) -> list[Row]:
    """Lines of the draft as they were made."""
    found = []
    for kept in model.lines:
        line, known = kept.line, model.goods.get(kept.line.sku_id)
        place = model.place(model.place_of(line))
        cells = (
            name_and_twin(
                full_name(known) if known is not None else "", model.sources.get(line.lot_id, ())
            ),
            lot_word(line.lot_no),
            line.expiry_date,
            place.name if place is not None else "",
            formats.quantity(line.quantity, known.sold_by if known is not None else SoldBy.EACH),
        )
        found.append(Row(kept.key, cells))
    return found


def returnable_rows(model: LeavingModel) -> list[Row]:
    """The supplier's lots by their place in `model.returnable`: those that may go back first.

    Each with its last day, or why not.
    """
    places = _places(model)
    found = []
    for at, lot in sorted(enumerate(model.returnable), key=lambda x: x[1].why is not None):
        allowed = lot.why is None
        told = (lot.last_day or "不限") if allowed else _WHY.get(lot.problem, "不能退")
        there = formats.quantity(lot.on_hand, lot.sold_by)
        which = f"{lot.name} {lot_and_source(lot.named)}"
        cells = (which, lot.expiry_date, places.get(lot.place_id, lot.place), there, told)
        tones: dict[int, Role] = {} if allowed else {UNTIL: "warning"}
        found.append(Row(at, cells, tones=tones))
    return found


def _places(model: LeavingModel) -> dict[LocationId, str]:
    """Names of the places, without the service point where all of them are of one."""
    known = {x.place_id: model.place(x.place_id) for x in model.returnable}
    places = {at: place for at, place in known.items() if place is not None}
    shared = len(places) == len(known) and len({x.point_id for x in places.values()}) == 1
    return {at: place.name for at, place in places.items()} if shared else {}


def issued_rows(goods: Sequence[IssuedGoods]) -> list[Row]:
    """The month by reason, each with what it comes to; below it paper by paper."""
    sums = sums_of(goods)
    found = []
    for reason, total in sums.items():
        found.append(_sum_row(reason, total))
        found += [_issued_row(n, x) for n, x in enumerate(goods) if x.reason is reason]
    found += [
        Row(("rate", rate), (DEEMED[True], "", tax_name(*rate), "小计", "", *_money(total)))
        for rate, total in rate_sums(goods).items()
    ]
    found += [_total_row("合计", DEEMED[deemed], total) for deemed, total in deemed_sums(goods)]
    whole = sum_of_all(goods)
    return found if whole is None else [*found, _total_row("总计", "", whole)]


def _sum_row(reason: IssueReason, total: IssuedSum) -> Row:
    told = DEEMED[True] if reason.is_deemed_sale else ""
    cells = (reason.word, "", told, f"小计 {total.rows} 行", "", *_money(total))
    return Row(reason, cells, role="accent")


def _total_row(word: str, of: str, total: IssuedSum) -> Row:
    cells = (word, "", of, f"{total.rows} 行", "", *_money(total))
    return Row((word, of), cells, role="total")


def _money(total: IssuedSum) -> tuple[str, str, str]:
    return formats.figure(total.due_fen), formats.figure(total.list_fen), _tax(total.tax_fen)


def _tax(fen: int | None) -> str:
    """The VAT of what is not taxed as sold is nobody's figure."""
    return NOTHING if fen is None else formats.figure(fen)


def _issued_row(at: int, x: IssuedGoods) -> Row:
    share = f"扣点 {percent(x.commission_bp)}" if x.commission_bp else ""
    goods = (x.name, x.spec, x.code, x.lot, x.number, x.reversal, share)
    cells = (
        x.day,
        x.asked_by,
        tax_name(x.tax_kind, x.tax_rate_bp),
        " ".join(part for part in goods if part),
        formats.quantity(x.quantity, x.sold_by, x.unit),
        *(formats.figure(x.due_fen), formats.figure(x.list_fen), _tax(x.tax_fen)),
    )
    return Row(at, cells)


def place_text(model: LeavingModel, place_id: LocationId) -> str:
    """``从 卖场`` for the button that changes it."""
    place = model.place(place_id)
    return f"从 {place.name}" if place is not None else "从哪里出"
