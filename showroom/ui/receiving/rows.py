"""The lines of a delivery and the drafts that wait, as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence

from showroom.domain.documents.draft import DraftRow, KeptLine
from showroom.domain.documents.inspection import PRICE_MOVED, Finding, Level
from showroom.domain.documents.kinds import printed_number
from showroom.domain.documents.posted import Worth
from showroom.domain.documents.purchase import Apart
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind, Terms
from showroom.services.stock.supply.purchasing import OpenOrder
from showroom.ui.look import formats
from showroom.ui.receiving.model import ReceivingModel, Totals, worst
from showroom.ui.transfers.keeping import UNSAVED
from showroom.ui.widgets.table_rows import Column, Role, Row
from showroom.ui.words.messages import sentence_for

CHECK_WIDTH = 104
"""Room for every word of a finding, however long the name beside it is."""
LINES = (
    Column("商品", 0, kind="strong"),
    Column("批号", 96, kind="muted"),
    Column("到期", 96),
    Column("到期 批号", 116),
    Column("收 / 应收", 88, "right", "amount", steady=True),
    Column("查验", CHECK_WIDTH),
)
DRAFTS = (
    Column("单据", 96),
    Column("备注", 0),
    Column("行数", 64, "right"),
    Column("谁", 96),
    Column("保存于", 128, kind="muted"),
)
ORDERS = (
    Column("采购单", 144, kind="strong"),
    Column("供应商", 0),
    Column("要求到货", 112),
    Column("未到 / 行", 88, "right"),
    Column("谁", 96),
    Column("下单", 128, kind="muted"),
)
_TONES: dict[Level | None, Role] = {
    Level.REFUSED: "danger",
    Level.MISSING: "warning",
    Level.APPROVE: "warning",
    Level.TOLD: "warning",
    None: "success",
}
SHORT_WORDS = {
    "receipt_quantity": "缺数量",
    "receipt_lot_missing": "缺批号",
    "receipt_expiry_missing": "缺到期日",
    "receipt_place_missing": "缺库位",
    "receipt_cost_missing": "缺进价",
    "receipt_price_open": "哪个订价",
    "receipt_expired": "已到期",
    "opening_expired": "已到期",
    "receipt_short_life": "余期不足",
    "receipt_short_rest": "余期不足",
    "receipt_expiry_far": "到期日异常",
    "receipt_cost_above_price": "高于零售价",
    "receipt_cost_far": "进价异常",
    "receipt_other_supplier": "供应商不符",
    "receipt_other_terms": "合同不符",
    "receipt_over_order": "超订单",
    "receipt_terms_moved": "条件不同",
}
WANTED = 2
LOT, EXPIRY, BOTH, QUANTITY, CHECK = range(1, 6)
"""`BOTH` stands for lot and expiry in a narrow window, below each other."""


def worth_text(worth: Worth) -> str:
    """``¥412.00`` of bought goods alone, else ``买断 ¥412.00　代销 ¥88.00``; "" for none."""
    if [terms for terms, _ in worth] == [Terms.BUY_OUT]:
        return formats.money(worth[0][1])
    return "　".join(f"{terms.word} {formats.money(fen)}" for terms, fen in worth)


def line_rows(model: ReceivingModel) -> list[Row]:
    """In the order in which they came."""
    apart, priced, due = model.apart, model.price_gaps, model.due
    return [
        _line_row(model, kept, (due[kept.key], apart.get(kept.key)), priced.get(kept.key, 0))
        for kept in model.lines
    ]


def _line_row(
    model: ReceivingModel, kept: KeptLine, against: tuple[int, Apart | None], gap_fen: int
) -> Row:
    (due, apart), line, goods = against, kept.line, model.goods.get(kept.line.sku_id)
    findings = model.findings(kept.key)
    typed = kept.key == model.key and model.line != line
    open_yet = typed or not (model.is_inspected or kept.key in model.inspected.lines)
    name, quantity = "", str(line.quantity)
    sold_by = SoldBy.EACH
    if goods is not None:
        sold_by = goods.sold_by
        name = goods.name if not goods.spec else f"{goods.name} {goods.spec}"
        quantity = of_due(line.quantity, due, sold_by)
    lot = line.lot_no or line.production_date.replace("-", "")
    told, tone = check_of(findings, apart, sold_by, gap_fen)
    told = "" if open_yet else told
    if line.refused and (not line.quantity or open_yet or not findings):
        told, tone = f"拒收 {formats.quantity(line.refused, sold_by)}", "danger"
    if kept.key in model.unkept:
        told, tone = UNSAVED, "warning"
    both = f"{line.expiry_date} {lot}".strip()
    cells = (name, lot, line.expiry_date, both, quantity, told)
    tones: dict[int, Role] = {CHECK: tone}
    if apart is not None:
        tones[QUANTITY] = "warning"
    return Row(kept.key, cells, tones=tones)


def of_due(quantity: int, due: int, sold_by: SoldBy) -> str:
    """``0 / 12``, ``0.000 / 12.000 kg``: what came, of what was ordered and is still due."""
    whole = formats.quantity(due or quantity, sold_by)
    return f"{formats.bare(quantity, sold_by)} / {whole}" if due else whole


def check_of(
    findings: Sequence[Finding], apart: Apart | None, sold_by: SoldBy, gap_fen: int = 0
) -> tuple[str, Role]:
    """``✓``, ``短 1``, ``价低 3.65``, or what is missing in a word or two, and its tone.

    `gap_fen` is how far above the order's price it came.
    """
    if findings and findings[0].code == PRICE_MOVED:
        return _gap_word(int(str(findings[0].params["gap_fen"]))), "warning"
    if findings:
        return SHORT_WORDS.get(findings[0].code, "要核对"), _TONES[worst(findings)]
    if gap_fen and (apart is None or apart.came):
        return _gap_word(gap_fen), "warning"
    if apart is None:
        return "✓", "success"
    if not apart.came:
        return "还没到", "muted"
    word = "多" if apart.gap > 0 else "短"
    return f"{word} {formats.quantity(abs(apart.gap), sold_by)}", "warning"


def _gap_word(gap_fen: int) -> str:
    return f"价{'高' if gap_fen > 0 else '低'} {formats.figure(abs(gap_fen))}"


def totals_text(totals: Totals) -> str:
    """``8 行　实收 188 件　12.500 kg　与订单差：短 1 种``."""
    parts = [f"{totals.lines} 行"]
    if totals.pieces or not totals.grams:
        parts.append(f"实收 {totals.pieces:,} 件")
    if totals.grams:
        parts.append(formats.weight(totals.grams))
    if totals.short is not None:
        told = (("短", totals.short), ("多", totals.over), ("价格不同", totals.priced))
        gaps = "、".join(f"{word} {n} 种" for word, n in told if n)
        parts.append(f"与订单差：{gaps}" if gaps else "与订单一致")
    return "　".join(parts)


def before_posting(open_yet: Sequence[Finding], of_line: Sequence[Finding]) -> str:
    """What the foot says is open: what the card of the chosen line says is not said again."""
    if of_line and open_yet and of_line[0] == open_yet[0]:
        return f"有 {len(open_yet)} 处要核对"
    return open_text(open_yet)


def open_text(findings: Sequence[Finding]) -> str:
    """The first thing that posting would ask for, and how many more there are."""
    if not findings:
        return ""
    first = sentence_for(findings[0].code, findings[0].params)
    return first if len(findings) == 1 else f"{first}（还有 {len(findings) - 1} 处）"


def order_rows(orders: Sequence[OpenOrder], today: str) -> list[Row]:
    """Orders that are on their way; of one that is late for how many days."""
    return [
        Row(
            each.row.document_id,
            (
                printed_number(each.row.kind, each.row.year, each.row.serial),
                each.row.supplier,
                f"晚 {late} 天" if (late := each.days_late(today)) else each.row.wanted_on,
                f"{each.open_lines} / {each.row.line_count}",
                each.row.person,
                formats.short_date_time(each.row.at_us),
            ),
            tones={WANTED: "danger"} if each.days_late(today) else {},
        )
        for each in orders
    ]


def draft_rows(drafts: Sequence[DraftRow], kinds: frozenset[DocumentKind]) -> list[Row]:
    """Deliveries that somebody began."""
    return [
        Row(
            draft.draft_id,
            (
                draft.kind.word,
                _told(draft) or "没有备注",
                str(draft.lines),
                draft.person,
                formats.short_date_time(draft.saved_at_us),
            ),
        )
        for draft in drafts
        if draft.kind in kinds
    ]


def _told(draft: DraftRow) -> str:
    """``来自 CG-2026-000128　萧氏茶业　SF1390``: order, supplier, what somebody wrote."""
    order = f"来自 {draft.order}" if draft.order else ""
    return "　".join(part for part in (order, draft.supplier, draft.title) if part)
