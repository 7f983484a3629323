"""What is under way, drafts, lines, lots and places, as rows of tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from showroom.domain.catalogue import PricedSku
from showroom.domain.documents.draft import DraftLine, DraftRow, KeptLine
from showroom.domain.documents.inspection import Delivered
from showroom.domain.documents.posted import DocumentLine
from showroom.domain.documents.reasons import Difference, reason_word
from showroom.domain.ids import LotId, SkuId
from showroom.domain.quantity import SoldBy, kilograms
from showroom.domain.stock import DocumentKind, LotName, Source
from showroom.services.stock.replenishment import Needed
from showroom.services.stock.transfers import LyingLot, UnderWay
from showroom.ui.look import formats
from showroom.ui.widgets.table_rows import Column, Role, Row
from showroom.ui.words.trade import lot_and_source, lot_source, lot_word

Goods = PricedSku | Delivered
UNDER_WAY = (
    Column("调拨单", 144, kind="strong"),
    Column("从", 112, end_tells=True),
    Column("到", 0, end_tells=True),
    Column("行数", 56, "right"),
    Column("谁发的", 80),
    Column("发出", 96),
)
DRAFTS = (
    Column("单据", 96, kind="strong"),
    Column("库位 备注", 0),
    Column("行数", 64, "right"),
    Column("谁", 96),
    Column("保存于", 128, kind="muted"),
)
LINES = (
    Column("商品", 0, kind="strong", end_tells=True),
    Column("批号", 104, kind="muted"),
    Column("到期", 96),
    Column("数量", 88, "right", "amount", steady=True),
)
LOTS = (
    Column("批号 来自", 0),
    Column("到期", 96),
    Column("现有", 48, "right", "muted"),
    Column("取", 48, "right", "amount", steady=True),
)
ARRIVED = (
    Column("商品 来自", 0, kind="strong"),
    Column("批号", 104, kind="muted"),
    Column("发", 80, "right", "muted"),
    Column("到", 80, "right", "amount", steady=True),
    Column("差异", 104),
)
FILLING = (
    Column("商品", 0, kind="strong", end_tells=True),
    Column("展区", 88, kind="muted"),
    Column("批号", 104, kind="muted"),
    Column("从", 72, end_tells=True),
    Column("到", 96, end_tells=True),
    Column("在卖", 72, "right", "muted"),
    Column("28 天卖", 80, "right", "muted"),
    Column("拿", 80, "right", "amount", steady=True),
    Column("", 40, "center"),
)
QUANTITY, EXPIRY, DIFFERENCE, DONE = 3, 1, 4, 8
_WEEK = 7


def age(days: int) -> str:
    """``今天``, ``昨天`` or ``3 天前``: when a transfer was sent."""
    return ("今天", "昨天")[days] if days <= 1 else f"{days} 天前"


def under_way_rows(sent: Sequence[UnderWay]) -> list[Row]:
    """The oldest first; a week on its way is too long."""
    return [
        Row(
            x.document_id,
            (
                x.number,
                x.place,
                x.to_place,
                str(x.lines),
                x.person,
                age(x.days),
            ),
            tones={5: "warning"} if x.days >= _WEEK else {},
        )
        for x in sent
    ]


def draft_rows(drafts: Sequence[DraftRow], kinds: Collection[DocumentKind]) -> list[Row]:
    """What somebody began of these kinds."""
    return [
        Row(
            draft.draft_id,
            (
                draft.kind.word,
                "　".join(x for x in (draft.way, reason_word(draft.kind, draft.title)) if x),
                str(draft.lines),
                draft.person,
                formats.short_date_time(draft.saved_at_us),
            ),
        )
        for draft in drafts
        if draft.kind in kinds
    ]


def totals_text(lines: int, pieces: int, grams: int) -> str:
    """``3 行　12 件　2.500 kg``."""
    parts = [f"{lines} 行"]
    if pieces or not grams:
        parts.append(f"{pieces:,} 件")
    if grams:
        parts.append(formats.weight(grams))
    return "　".join(parts)


def full_name(goods: Goods | DocumentLine) -> str:
    """With what tells two packs apart."""
    return f"{goods.name} {goods.spec}".strip()


def name_and_twin(name: str, source: Source) -> str:
    """What tells its lot from a twin stands with the name, which has the room of two lines."""
    return "　".join(part for part in (name, *source) if part)


def goods_and_source(line: DocumentLine, lot: LotName) -> str:
    """The same of goods that were sent."""
    return f"{full_name(line)}　{' '.join(lot_source(lot))}"


def line_rows(
    lines: Sequence[KeptLine], goods: Mapping[SkuId, Goods], sources: Mapping[LotId, Source]
) -> list[Row]:
    """Lines of a draft as they were made."""
    found = []
    for kept in lines:
        line, known = kept.line, goods.get(kept.line.sku_id)
        name = full_name(known) if known is not None else ""
        named = name_and_twin(name, sources.get(line.lot_id, ()))
        sold_by = known.sold_by if known is not None else SoldBy.EACH
        quantity = formats.quantity(line.quantity, sold_by)
        cells = (named, lot_word(line.lot_no), line.expiry_date, quantity)
        found.append(Row(kept.key, cells))
    return found


def lot_rows(
    lots: Sequence[LyingLot], taken: Mapping[LotId, int], sold_by: SoldBy, today: str
) -> list[Row]:
    """Lots at a place with what is to be taken of each; the unit stands beside the field."""
    figure = kilograms if sold_by is SoldBy.WEIGHT else formats.count
    found = []
    for lot in lots:
        part = taken.get(lot.lot_id, 0)
        ended = is_expired(lot, today)
        cells = (
            lot_and_source(lot.named),
            lot.expiry_date,
            figure(lot.on_hand),
            figure(part) if part else "",
        )
        found.append(Row(lot.lot_id, cells, tones={EXPIRY: "danger"} if ended else {}))
    return found


def is_expired(lot: LyingLot | DraftLine, today: str) -> bool:
    """Its last day is over."""
    return bool(lot.expiry_date) and lot.expiry_date < today


def arrived_rows(
    lines: Sequence[DocumentLine],
    arrived: Mapping[int, int],
    differences: Mapping[int, Difference],
    names: Mapping[int, LotName],
) -> list[Row]:
    """Lines of a transfer with what came of them."""
    found = []
    for line in lines:
        came = arrived.get(line.line_no, line.quantity)
        why = differences.get(line.line_no)
        open_ = came < line.quantity and why is None
        counted = "要选原因" if open_ else "✓" if line.line_no in arrived else ""
        cells = (
            goods_and_source(line, names[line.line_no]),
            lot_word(line.lot_no),
            formats.quantity(line.quantity, line.sold_by),
            formats.quantity(came, line.sold_by),
            why.word if why is not None else counted,
        )
        tone: Role = "warning" if came < line.quantity else "success"
        found.append(Row(line.line_no, cells, tones={QUANTITY: tone, DIFFERENCE: tone}))
    return found


def filling_rows(needed: Sequence[Needed], fate: Mapping[int, int | None]) -> list[Row]:
    """In walking order; `fate` has what was taken by the place in the list, None left out."""
    found = []
    for at, x in enumerate(needed):
        taken, left_out = fate.get(at), at in fate and fate[at] is None
        quantity = x.quantity if taken is None else taken
        cells = (
            name_and_twin(x.name, x.source),
            x.zone,
            lot_word(x.lot_no),
            x.from_place,
            x.to_place,
            formats.quantity(x.on_sale, x.sold_by),
            formats.quantity(x.sold, x.sold_by) if x.sold else "",
            "" if left_out else formats.quantity(quantity, x.sold_by),
            "✓" if taken else "不拿" if left_out else "F7" if x.opens else "",
        )
        tones: dict[int, Role] = {DONE: "success"} if taken else {}
        found.append(Row(at, cells, role="muted" if left_out else "", tones=tones))
    return found
