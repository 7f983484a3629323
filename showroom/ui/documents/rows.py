"""Drafts and posted documents as rows of one list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from showroom.domain.business_day import business_date
from showroom.domain.catalogue import CatalogueIndex, PricedSku
from showroom.domain.documents.draft import DocumentDraft, DraftRow, KeptLine
from showroom.domain.documents.kinds import KINDS, REVERSAL, printed_number
from showroom.domain.documents.posted import WAY, DocumentLine, sum_word, way_of
from showroom.domain.documents.purchase import Apart, OfOrder, OrderState
from showroom.domain.documents.reasons import reason_word
from showroom.domain.documents.supplier import terms_words
from showroom.domain.figures import NOTHING
from showroom.domain.ids import DocumentId, LotId
from showroom.domain.permission import Permission
from showroom.domain.quantity import SoldBy
from showroom.domain.sheet import Cell, day, money
from showroom.domain.stock import DocumentKind, Source, Terms
from showroom.services.stock.documents import (
    DocumentDetail,
    DocumentList,
    DocumentRow,
    DocumentsWanted,
)
from showroom.ui.browse.asked import Found
from showroom.ui.browse.columns import ListColumn, Listing
from showroom.ui.look import formats
from showroom.ui.widgets.chip import ChipFace
from showroom.ui.widgets.table_rows import Column, Role, Row

DRAFT, UNDER_WAY, POSTED, REVERSED = "草稿", "在途", "已过账", "已冲红"
PARTLY = "部分冲红"
"""Of what came in: the rest had left, and the detail says how much that is."""
SHORT = "短收"
"""Of a transfer: less arrived than was sent; the detail says of what."""
CLOSED = OrderState.CLOSED.word
STATE_TONES: Mapping[str, Role] = MappingProxyType(
    {
        DRAFT: "accent",
        UNDER_WAY: "warning",
        REVERSED: "muted",
        PARTLY: "warning",
        SHORT: "warning",
        OrderState.WAITING.word: "warning",
        OrderState.PARTLY.word: "warning",
        CLOSED: "muted",
    }
)
OFF_SALE = "已停售的商品"
TOO_MANY_GOODS = "商品太多，没有按商品找"
ALL: frozenset[DocumentKind] = frozenset()
"""The key of the chip for every kind."""
TOGETHER: Mapping[DocumentKind, DocumentKind] = MappingProxyType(
    {
        DocumentKind.TRANSFER_RECEIPT: DocumentKind.TRANSFER,
        DocumentKind.LOT_CORRECTION: DocumentKind.GOODS_RECEIPT,
    }
)
"""Kinds that are looked for under another one's chip: the second step, and what comes along."""
LINE_COLUMNS = (Column("品名 批号", 0), Column("数量 到期", 92, "right", "amount"))
LINE_MONEY = Column("金额 单价", 92, "right", "amount")
"""Second words: what stands below, in the line of the lot."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft (with `draft_id`) or a posted document (with `document_id`) of the list."""

    kind: DocumentKind
    state: str
    lines: int
    person: str
    at_us: int
    title: str
    draft_id: str = ""
    revision: int = 0
    document_id: DocumentId = DocumentId(0)
    business_date: str = ""
    place: str = ""
    supplier: str = ""
    reference: str = ""
    reason: str = ""
    amount_fen: int | None = None
    is_reversal: bool = False
    wanted_on: str = ""

    @property
    def is_settled(self) -> bool:
        """It takes another one back, or was taken back: no more of that."""
        return self.is_reversal or self.state in (REVERSED, PARTLY, CLOSED)

    @property
    def leaves(self) -> str:
        """Where its goods lie; of a way what they leave: where they go stands beside it."""
        here, goes, _ = self.place.partition(WAY)
        return f"{here}{goes}".rstrip()

    @property
    def other_side(self) -> str:
        """Who brings or takes the goods; where a transfer goes has the room of a supplier."""
        return self.supplier or self.place.partition(WAY)[2]

    @property
    def kind_words(self) -> str:
        """``收货单``, ``收货单 冲红``."""
        return f"{self.kind.word} {REVERSAL}" if self.is_reversal else self.kind.word


def of_draft(draft: DraftRow) -> Entry:
    """A draft, by whoever saved it last."""
    return Entry(
        kind=draft.kind,
        state=DRAFT,
        lines=draft.lines,
        person=draft.person,
        at_us=draft.saved_at_us,
        title=draft_title(draft),
        place=draft.way,
        supplier=draft.supplier,
        draft_id=draft.draft_id,
        revision=draft.revision,
        business_date=business_date(draft.saved_at_us),
    )


def draft_title(draft: DraftRow) -> str:
    """``收货草稿 · 来自 CG-2026-000128``: no number of a document that stands beside it."""
    order = f"来自 {draft.order}" if draft.order else ""
    told = (f"{draft.kind.word.removesuffix('单')}{DRAFT}", order)
    typed = reason_word(draft.kind, draft.title)
    return " · ".join(part for part in (*told, typed) if part)


def of_document(found: DocumentRow) -> Entry:
    """A posted document and what became of it."""
    return Entry(
        kind=found.kind,
        state=_state(found),
        lines=found.line_count,
        person=found.person,
        at_us=found.at_us,
        title=printed_number(found.kind, found.year, found.serial),
        document_id=found.document_id,
        business_date=found.business_date,
        place=way_of(found.place, found.to_place),
        supplier=found.supplier,
        reference=found.reference,
        reason=reason_word(found.kind, found.reason),
        amount_fen=found.amount_fen,
        is_reversal=bool(found.reverses),
        wanted_on=found.wanted_on,
    )


def _state(found: DocumentRow) -> str:
    if found.order is not None:
        return found.order.word
    if found.reversed_by:
        return PARTLY if found.stays else REVERSED
    sent = found.kind is DocumentKind.TRANSFER and not found.reverses
    if sent and not found.received_by:
        return UNDER_WAY
    return SHORT if found.short else POSTED


LISTING: Listing[Entry] = Listing(
    "单据",
    (
        ListColumn(
            "单号",
            164,
            lambda x: x.title,
            kind="strong",
            tone=lambda x: "danger" if x.is_reversal else "",
            least=140,
        ),
        ListColumn(
            "种类",
            124,
            lambda x: x.kind_words,
            tone=lambda x: "danger" if x.is_reversal else "",
            least=100,
            gives_way=3,
        ),
        ListColumn("库位", 136, lambda x: x.place, lambda x: x.leaves, least=88, gives_way=2),
        ListColumn("供应商 / 调入", 0, lambda x: x.other_side, one_line=True, least=128),
        ListColumn("行数", 56, lambda x: Cell(x.lines), align="right", gives_way=1),
        ListColumn(
            sum_word(Terms.BUY_OUT),
            104,
            lambda x: money(x.amount_fen),
            lambda x: "" if x.amount_fen is None else formats.figure(x.amount_fen),
            align="right",
            kind="amount",
            least=96,
            gives_way=6,
            permission=Permission.VIEW_COST,
        ),
        ListColumn("经手人", 84, lambda x: x.person, least=68, gives_way=4),
        ListColumn(
            "时间",
            108,
            lambda x: formats.date_time(x.at_us),
            lambda x: formats.short_date_time(x.at_us),  # the year stands in the number
            kind="muted",
            least=64,
            gives_way=5,
        ),
        ListColumn(
            "状态", 88, lambda x: x.state, least=82, tone=lambda x: STATE_TONES.get(x.state, "")
        ),
        ListColumn("营业日", 96, lambda x: day(x.business_date), on_screen=False),
        ListColumn("要求到货", 96, lambda x: day(x.wanted_on), on_screen=False),
        ListColumn("对方单号", 120, lambda x: x.reference, on_screen=False),
        ListColumn("原因", 120, lambda x: x.reason, on_screen=False),
    ),
    key=lambda x: x.draft_id or x.document_id,
)


def chip_of(kind: DocumentKind) -> frozenset[DocumentKind]:
    """The key of the chip under which a kind is found."""
    first = TOGETHER.get(kind, kind)
    return frozenset({first, *(other for other, under in TOGETHER.items() if under is first)})


def kind_chips() -> tuple[ChipFace, ...]:
    """All, then every kind that has some: without 单, so that one row holds them at 1024."""
    kinds = [(chip_of(kind), kind.word) for kind in KINDS if kind not in TOGETHER]
    faces = (ChipFace(k, w.removesuffix("单"), counted=True, fleeting=True) for k, w in kinds)
    return (ChipFace(ALL, "全部"), *faces)


def listed(
    documents: DocumentList, drafts: Iterable[Entry], kinds: frozenset[DocumentKind], doubt: str
) -> Found[Entry]:
    """Drafts above, documents below, newest first; `doubt` is said beside how many there are."""
    drafted = list(drafts)
    counts: dict[object, int | None] = {chip_of(kind): 0 for kind in KINDS}
    for kind, count in documents.counts.items():
        counts[chip_of(kind)] = (counts[chip_of(kind)] or 0) + count
    for draft in drafted:
        counts[chip_of(draft.kind)] = (counts[chip_of(draft.kind)] or 0) + 1
    shown = [d for d in drafted if not kinds or d.kind in kinds]
    shown += map(of_document, documents.rows)
    many = formats.count(len(documents.rows))
    cut = f"只列最近 {many} 张" if documents.more else ""
    told = cut or f"{formats.count(len(shown))} 张"
    left_out = f"，{cut}" if cut else ""
    return Found(shown, counts, "　".join(x for x in (doubt, told) if x), left_out=left_out)


def torn_words(count: int) -> str:
    """What a search says of drafts that nobody can read: they stand in the list of all."""
    return f"{count} 张草稿读不出来，没有找：按 F2 看全部，选中作废" if count else ""


def drafts_of(
    drafts: Iterable[DraftRow], wanted: DocumentsWanted, named: Collection[str]
) -> list[Entry]:
    """Those of the business dates that are named: by what stands in the list, or in them."""
    words, found = wanted.text.casefold(), map(of_draft, drafts)
    return [
        d
        for d in found
        if d.business_date >= wanted.since
        and not (wanted.until and d.business_date > wanted.until)
        and (
            d.draft_id in named
            or not (words or wanted.skus)
            or (words and words in f"{d.title} {d.kind.word} {d.supplier} {d.person}".casefold())
        )
    ]


def line_columns(*, costs: bool) -> tuple[Column, ...]:
    """Of a document's lines."""
    return (*LINE_COLUMNS, LINE_MONEY) if costs else LINE_COLUMNS


def line_rows(found: DocumentDetail) -> list[Row]:
    """A document's lines, each with what is known of its lot or its order below it.

    What tells a lot from its twin has a row of its own: two numbers have no room beside each
    other. What is remarked of a line, and where it lies, stands below that.
    """
    document = found.document
    apart, placed, rows = document.apart, document.placed, list[Row]()
    for line in document.lines:
        source = found.sources.get(line.lot_id, ())
        missed = document.lacks(line)
        rows += _rows_of(line, source, apart.get(line.line_no), found.tied, missed=missed)
        told = "　".join(x for x in (line.said, placed.get(line.line_no, "")) if x)
        if told:
            tones: dict[int, Role] = {0: "warning"} if line.said else {}
            rows.append(Row(("said", line.line_no), (told, "", ""), role="muted", tones=tones))
    return rows


def _rows_of(
    line: DocumentLine, source: Source, apart: Apart | None, tied: OfOrder, *, missed: bool
) -> Iterator[Row]:
    """`missed` of what a transfer sent and did not bring: it is worth nothing here, not 0.00."""
    amount = formats.quantity(line.quantity, line.sold_by, line.unit)
    worth = NOTHING if line.by_share or missed else formats.figure(line.worth_fen)
    short: dict[int, Role] = {1: "warning"} if missed else {}
    yield Row(line.line_no, (line.name, "短 " * missed + amount, worth), tones=short)
    until = line.expiry_date
    gap = f"应为 {formats.bare(apart.expected, line.sold_by)}" if apart is not None else ""
    price = formats.unit_price(line.cost_fen, line.sold_by) if line.cost_fen else ""
    price = terms_words(line.terms, line.commission_bp) if line.by_share else price
    tones: dict[int, Role] = {1: "warning"} if gap else {}
    came, agreed = dict(tied.came).get(line.line_no), dict(tied.prices).get(line.line_no)
    if came is not None:
        gap = f"已收 {formats.quantity(came, line.sold_by)}"
    if agreed is not None:
        tones[2] = "warning"
    beside = gap or until
    yield Row(("lot", line.line_no), (line.lot_no, beside, price), role="muted", tones=tones)
    below = (*source, f"到期 {until}" if gap and until else "")
    yield from (Row((told, line.line_no), (told, "", ""), role="muted") for told in below if told)
    if agreed is not None:
        # Words beside a figure would take the room of the name: columns of figures never give way.
        ordered = f"订价 {formats.unit_price(agreed, line.sold_by)}"
        warned: dict[int, Role] = {0: "warning"}
        yield Row(("agreed", line.line_no), (ordered, "", ""), role="muted", tones=warned)


def draft_rows(
    draft: DocumentDraft, index: CatalogueIndex, sources: Mapping[LotId, Source]
) -> list[Row]:
    """A draft's lines as far as they have come, each with its lot below it and what went back."""
    skus, rows = index.by_id, list[Row]()
    for kept in draft.lines:
        rows += _draft_rows(kept, skus.get(kept.line.sku_id), sources)
    return rows


def _draft_rows(
    kept: KeptLine, sku: PricedSku | None, sources: Mapping[LotId, Source]
) -> Iterator[Row]:
    key, line = kept.key, kept.line
    sold_by, unit = (sku.sold_by, sku.unit) if sku is not None else (SoldBy.EACH, "")
    amount = formats.quantity(line.quantity, sold_by, unit)
    yield Row(key, (sku.name if sku else OFF_SALE, amount, ""), role="" if sku else "muted")
    if line.lot_no or line.expiry_date:
        yield Row(("lot", key), (line.lot_no, line.expiry_date, ""), role="muted")
    for told in sources.get(line.lot_id, ()):
        yield Row((told, key), (told, "", ""), role="muted")
    if line.refused:
        told = f"拒收 {formats.quantity(line.refused, sold_by, unit)}：{line.remark}"
        yield Row(("said", key), (told, "", ""), role="muted", tones={0: "warning"})
