"""领用: tasting, gifts, the staff's own use, display and events, and accounting's list of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from showroom.db.reads import leaving as reads
from showroom.db.reads.leaving import IssuedLine
from showroom.domain import sheet
from showroom.domain.document import IssuesSlip
from showroom.domain.documents.issued import (
    DEEMED,
    IssuedGoods,
    IssuedSum,
    deemed_sums,
    rate_sums,
    sum_of_all,
    sums_of,
)
from showroom.domain.documents.kinds import printed_number
from showroom.domain.documents.lot_names import lot_named
from showroom.domain.documents.posted import DocumentLine
from showroom.domain.documents.reasons import IssueReason
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId
from showroom.domain.permission import Permission
from showroom.domain.quantity import amount_fen
from showroom.domain.sheet import Cell, Measure, Sheet, SheetHead
from showroom.domain.stock import DocumentKind
from showroom.domain.tax import TaxKind, percent, tax_name
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.command import Command, content_hash
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.shop.settings import load_in
from showroom.services.shop.slip_head import SlipHeads
from showroom.services.stock import document_posting as documents
from showroom.services.stock.document_posting import RECALL, DocumentPosted
from showroom.services.stock.leaving import CONFLICTS, Leaving, has_expired, take_out

HEADS = (
    *(SheetHead("领用类别", 12), SheetHead("视同销售", 10), SheetHead("日期", 12)),
    *(SheetHead("领用人", 12), SheetHead("单号", 18), SheetHead("冲红", 26)),
    SheetHead("税率", 12),
    *(SheetHead("货号", 14), SheetHead("品名", 28), SheetHead("规格", 12), SheetHead("批号", 20)),
    *(SheetHead("单位", 8), SheetHead("数量", 12)),
    *(SheetHead("扣点", 8), SheetHead("批次成本", 14)),
    *(SheetHead("含税售价金额", 16), SheetHead("其中税额", 14)),
)


@behind_door
class Issues:
    """Goods that the shop takes for itself or gives away."""

    def __init__(self, books: Books, heads: SlipHeads) -> None:
        self._books, self._heads = books, heads

    def post(
        self, actor: Actor, draft_id: str, revision: int, request_id: RequestId
    ) -> DocumentPosted:
        """Post a draft of an issue.

        Its head says why (`reason` is an `IssueReason`) and who asked; the lines freeze cost, tag
        price and tax of the day. Refuses `not_permitted`, `actor_changed`, `request_reused`, what
        `take_draft` and `Leaving` refuse, `issue_reason_missing`, `issue_asked_by_missing`,
        `issue_expired` (it must be written off), `leaving_short`, `leaving_gone_now`.
        """
        content = content_hash(draft_id, revision)

        def work(posting: Posting) -> DocumentPosted:
            return _post(posting, draft_id, revision)

        return self._books.command(
            Command(actor, Permission.MOVE_STOCK, request_id, "issue", content, RECALL, CONFLICTS),
            work,
        )

    def of_month(self, actor: Actor, month: str) -> tuple[IssuedGoods, ...]:
        """What was issued in a month (``2026-06``) of business dates, by reason, day and product.

        Each with its day and who asked: gifts and samples are taxed as sold (增值税法 5). What a
        reversal takes back is a line of its own, in its own month.
        Refuses `not_permitted`, `actor_changed`, `month_unreadable`.
        """
        since, until = _days_of(month)
        return self._books.read_as(
            actor, Permission.VIEW_COST, lambda tx: _summed(reads.issued(tx, since, until))
        )

    def month_slip(self, actor: Actor, month: str) -> IssuesSlip:
        """The same as pages to be signed. Refuses what `of_month` refuses."""
        goods, header = self.of_month(actor, month), self._heads.read().header
        return IssuesSlip(header, month, goods, self._books.clock.now_us())

    def month_sheet(self, actor: Actor, month: str) -> Sheet:
        """The same as a table for accounting: whose, which month, and the sums of what is taxed.

        Refuses what `of_month` refuses.
        """
        goods = self.of_month(actor, month)
        shop = self._books.read(lambda tx: load_in(tx, self._books.till_id, "shop_name", "demo"))
        above = (
            *(("店名", Cell(shop.shop_name)), ("月份", Cell(month, Measure.CODE))),
            *(
                ("批次成本", Cell("各批次进价 代销按结算价 扣点的按售价减扣点")),
                ("库存估值", Cell("另按移动加权平均")),
            ),
        )
        reasons = [told for reason in sums_of(goods).items() for told in _of_reason(*reason)]
        rates = [told for rate in rate_sums(goods).items() for told in _of_rate(*rate)]
        sums = [told for deemed, total in deemed_sums(goods) for told in _below(deemed, total)]
        whole = sum_of_all(goods)
        every = [(f"总计 {name}", sheet.money(fen)) for name, fen in _sums(whole)] if whole else []
        below = (*reasons, *rates, *sums, *every)
        title = f"领用清单 {month}{sheet.DEMO * shop.demo}"
        return Sheet(title, HEADS, tuple(map(_row, goods)), above, below)


def _post(posting: Posting, draft_id: str, revision: int) -> DocumentPosted:
    draft = documents.take_draft(posting, draft_id, revision)
    leaving = Leaving(posting.tx, draft, DocumentKind.ISSUE)
    head = leaving.draft.head
    if head.reason not in {reason.value for reason in IssueReason}:
        raise Refusal("issue_reason_missing")
    if not head.asked_by:
        raise Refusal("issue_asked_by_missing")
    lines: list[DocumentLine] = []
    for line, lot in leaving.lines():
        if has_expired(line, posting.business_date):
            raise Refusal("issue_expired", name=line.name, date=line.expiry_date)
        lines.append(
            replace(
                line,
                list_price_fen=lot.list_price_fen,
                tax_kind=lot.tax_kind,
                tax_rate_bp=lot.tax_rate_bp,
            )
        )
    return take_out(posting, leaving, lines)


def _days_of(month: str) -> tuple[str, str]:
    try:
        first = date.fromisoformat(f"{month}-01").isoformat()
    except ValueError as error:
        raise Refusal("month_unreadable") from error
    if first != f"{month}-01":
        raise Refusal("month_unreadable")
    return first, f"{month}-31"


def _number(year: int, serial: int) -> str:
    return printed_number(DocumentKind.ISSUE, year, serial) if serial else ""


def _summed(lines: Iterable[IssuedLine]) -> tuple[IssuedGoods, ...]:
    """A lot once on each paper, on however many of its lines."""
    found: dict[tuple[object, ...], IssuedGoods] = {}
    for line in lines:
        number = _number(line.year, line.serial)
        key = (number, line.tax_kind, line.tax_rate_bp, line.lot_id, line.commission_bp)
        one = IssuedGoods(
            IssueReason(line.reason),
            TaxKind(line.tax_kind),
            line.tax_rate_bp,
            *(line.sku_id, line.code, line.name, line.spec, line.unit, line.sold_by),
            line.quantity,
            amount_fen(line.cost_fen, line.quantity, line.sold_by),
            amount_fen(line.list_price_fen, line.quantity, line.sold_by),
            line.commission_bp,
            *(line.business_date, line.asked_by, number, lot_named(line.lot_no, line.source)),
            takes_back=_number(line.origin_year, line.origin_serial),
            taken_back_by=_number(line.back_year, line.back_serial),
        )
        known = found.get(key)
        found[key] = one if known is None else _added(known, one)
    order = {reason: n for n, reason in enumerate(IssueReason)}

    def place(g: IssuedGoods) -> tuple[object, ...]:
        return order[g.reason], g.day, g.number, g.code, g.lot

    return tuple(sorted(found.values(), key=place))


def _added(known: IssuedGoods, more: IssuedGoods) -> IssuedGoods:
    return replace(
        known,
        quantity=known.quantity + more.quantity,
        cost_fen=known.cost_fen + more.cost_fen,
        list_fen=known.list_fen + more.list_fen,
    )


def _of_reason(reason: IssueReason, total: IssuedSum) -> Iterator[tuple[str, Cell]]:
    """Each reason is booked to an account of its own."""
    return ((f"{reason.word}小计 {name}", sheet.money(fen)) for name, fen in _sums(total))


def _of_rate(rate: tuple[TaxKind, int], total: IssuedSum) -> Iterator[tuple[str, Cell]]:
    name = f"{DEEMED[True]} {tax_name(*rate)}"
    told = (("含税售价金额", total.list_fen), ("其中税额", total.tax_fen))
    return ((f"{name} {word}", sheet.money(fen)) for word, fen in told)


def _below(deemed: bool, total: IssuedSum) -> Iterator[tuple[str, Cell]]:  # noqa: FBT001 (a key of DEEMED)
    return ((f"{DEEMED[deemed]}{name}合计", sheet.money(fen)) for name, fen in _sums(total))


def _sums(total: IssuedSum) -> Iterator[tuple[str, int]]:
    yield "批次成本", total.due_fen
    yield "含税售价金额", total.list_fen
    if total.tax_fen is not None:
        yield "其中税额", total.tax_fen


def _row(goods: IssuedGoods) -> tuple[Cell, ...]:
    return (
        Cell(goods.reason.word),
        Cell("是" if goods.reason.is_deemed_sale else "否"),
        *(sheet.day(goods.day), Cell(goods.asked_by), Cell(goods.number, Measure.CODE)),
        Cell(goods.reversal),
        Cell(tax_name(goods.tax_kind, goods.tax_rate_bp)),
        Cell(goods.code, Measure.CODE),
        *(Cell(goods.name), Cell(goods.spec, Measure.CODE), Cell(goods.lot, Measure.CODE)),
        Cell(goods.unit),
        sheet.quantity(goods.quantity, goods.sold_by),
        Cell(percent(goods.commission_bp) if goods.commission_bp else ""),
        *map(sheet.money, (goods.due_fen, goods.list_fen, goods.tax_fen)),
    )
