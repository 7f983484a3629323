"""A month's 领用 for accounting as A4 pages: what is taxed as sold, what is not, signatures."""

from __future__ import annotations

from collections.abc import Sequence

from showroom.domain.document import AS_FILE, IssuesSlip
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
from showroom.domain.money import figure
from showroom.domain.quantity import counted_text
from showroom.domain.tax import percent, tax_name
from showroom.printing.layouts.words import local
from showroom.printing.pdf.fonts import BOLD, REGULAR, lines_of
from showroom.printing.pdf.sheet import DEMO_MARK, counted, mark_of
from showroom.printing.pdf.style import DANGER, INK, MARGIN, MUTED, PAGE
from showroom.printing.pdf.table import (
    AIR,
    BESIDE,
    HEAD,
    PITCH,
    SMALL,
    TYPE,
    Column,
    Line,
    TableSheet,
    plain,
)

SIGNERS = ("制表", "审核")
COLUMNS = (
    Column("类别 日期", 56),
    Column("税", 46),
    Column("品名规格", 0),
    Column("数量", 66, right=True),
    Column("批次成本", 66, right=True),
    Column("含税售价金额", 72, right=True),
    Column("其中税额", 62, right=True),
)
NAMED = 2
"""The column of the product; below it its number, its lot's, its paper's and who took it."""
TOLD = (
    "按单据上的当日售价计税；冲红的记在冲红的那个月。"
    "批次成本是各批次的进价，代销的按结算价，扣点的按售价减扣点；估值另用移动加权平均。"
)


def issues_pdf(slip: IssuesSlip, copy_no: int = AS_FILE) -> bytes:
    """The month as PDF bytes; a file says on every page that it is one."""
    return counted(lambda pages: _IssuesSheet(slip, mark_of(copy_no), pages))


class _IssuesSheet(TableSheet):
    """Its groups one below the other, each with what it comes to."""

    def __init__(self, slip: IssuesSlip, mark: str, pages: int) -> None:
        self._month = f"{slip.month[:4]} 年 {int(slip.month[5:])} 月"
        title = f"领用清单 {slip.month}"
        super().__init__(title, slip.header.name, slip.made_at_us, mark, pages, COLUMNS)
        self._slip, self._demo = slip, slip.header.demo

    def draw(self) -> bytes:
        """The whole month."""
        self._head()
        self._begin_rows()
        reasons = sums_of(self._slip.goods)
        for deemed, total in deemed_sums(self._slip.goods):
            rows = [
                (reason, [self._cells(x) for x in self._slip.goods if x.reason is reason])
                for reason in reasons
                if reason.is_deemed_sale is deemed
            ]
            self._group(deemed, max(len(cell) for cell in rows[0][1][0]))
            for reason, of_reason in rows:
                self._reason(reason, of_reason, reasons[reason])
            for rate, of_rate in rate_sums(self._slip.goods).items() if deemed else ():
                self._total(f"{tax_name(*rate)} 小计　{of_rate.rows} 行", of_rate)
            self._total(f"{DEEMED[deemed]}合计　{total.rows} 行", total)
            self._y -= 8
        whole = sum_of_all(self._slip.goods)
        if whole is not None:
            self._total(f"总计　{whole.rows} 行", whole)
        self._end_rows()
        if not self._slip.goods:
            self._text(MARGIN + BESIDE, self._y - 18, "这个月没有领用", 9, colour=MUTED)
        return self._finish(SIGNERS)

    def _head(self) -> None:
        header, top, right = self._slip.header, self._y, PAGE[0] - MARGIN
        self._text(MARGIN, top - 18, "领用清单", 20, BOLD)
        self._text(MARGIN + 96, top - 16, self._mark, 10, BOLD)
        self._right(right, top - 14, self._month, 15, BOLD)
        shop = self._fit(header.name, self._wide * 0.66, 10)
        self._text(MARGIN, top - 38, shop, 10, colour=MUTED)
        made = local(self._slip.made_at_us, header.utc_offset_min, seconds=False)
        self._right(right, top - 38, f"制表 {made}", 9, colour=MUTED)
        self._y = top - 52
        if header.demo:
            self._text(MARGIN, self._y - 4, DEMO_MARK, 9, BOLD, DANGER)
            self._y -= 15
        self._text(MARGIN, self._y - 4, TOLD, SMALL, colour=MUTED)
        self._y -= 16

    def _group(self, deemed: bool, lines: int) -> None:  # noqa: FBT001 (a key of DEEMED)
        """Its name and the reasons in it, with room for the lines of its first row below."""
        self._need(HEAD + 2 + PITCH * lines + 2 * AIR)
        reasons = "、".join(r.word for r in IssueReason if r.is_deemed_sale is deemed)
        told = f"{DEEMED[deemed]}（{reasons}）"
        self._text(MARGIN + BESIDE, self._y - 13, told, 10, BOLD)
        self._y -= HEAD + 2
        self._hairline(MARGIN, self._y, self._wide)

    def _reason(
        self, reason: IssueReason, rows: Sequence[Sequence[Sequence[Line]]], total: IssuedSum
    ) -> None:
        """Its rows and what they come to: each reason is booked to an account of its own."""
        *others, last = rows
        for cells in others:
            self._row(cells)
        # The sum never stands on a page without what it sums.
        self._need(PITCH * (max(map(len, last)) + 1) + 4 * AIR)
        self._row(last)
        self._total(f"{reason.word}小计　{total.rows} 行", total)

    def _cells(self, one: IssuedGoods) -> list[list[Line]]:
        """What came out of it stands on as many lines as it needs; figures are never shortened."""
        room = self._room(NAMED)
        named = lines_of(f"{one.name} {one.spec}".rstrip(), room, REGULAR, TYPE)
        lot = f"批号 {one.lot}" if one.lot else ""
        told = (f"{one.code}　{one.number}", one.reversal, lot, f"领用人 {one.asked_by}")
        beside = [p for part in told if part for p in lines_of(part, room, REGULAR, SMALL)]
        share = (f"扣点 {percent(one.commission_bp)}", SMALL, REGULAR, MUTED)
        cost = [*plain(figure(one.due_fen), INK), *([share] if one.commission_bp else [])]
        return [
            [*plain(one.reason.word, INK), (one.day, SMALL, REGULAR, MUTED)],
            plain(tax_name(one.tax_kind, one.tax_rate_bp), MUTED),
            [(p, TYPE, REGULAR, INK) for p in named] + [(p, SMALL, REGULAR, MUTED) for p in beside],
            plain(counted_text(one.quantity, one.sold_by, one.unit), INK),
            cost,
            *(plain(text, INK) for text in (figure(one.list_fen), _tax(one.tax_fen))),
        ]

    def _total(self, told: str, total: IssuedSum) -> None:
        money = (figure(total.due_fen), figure(total.list_fen), _tax(total.tax_fen))
        named = [(part, TYPE, BOLD, INK) for part in lines_of(told, self._room(NAMED), BOLD, TYPE)]
        self._row([[], [], named, [], *(plain(text, INK, BOLD) for text in money)])


def _tax(fen: int | None) -> str:
    """The VAT of what is not taxed as sold is nobody's figure."""
    return NOTHING if fen is None else figure(fen)
