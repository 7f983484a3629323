"""营业日报 as a workbook: numbers as numbers, text as text, one sheet per question."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from showroom.domain.report import DailyReport, SalesFigures
from showroom.domain.tax import tax_name
from showroom.domain.tender import tender_name
from showroom.printing.layouts.words import local

MONEY = "#,##0.00;[Red]-#,##0.00"
WEIGHT = "#,##0.000"
HEAD = (
    "展区",
    "县",
    "单数",
    "件数",
    "重量 kg",
    "销售额",
    "优惠",
    "净额",
    "退货单数",
    "退款",
    "税额",
)


def daily_xlsx(report: DailyReport) -> bytes:
    """The report as XLSX bytes; amounts in yuan with two places."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "展区与县"
    _title(sheet, report)
    _table(sheet, HEAD, _zone_rows(report), {6, 7, 8, 10, 11}, {5})
    _table(
        book.create_sheet("支付方式"),
        ("支付方式", "笔数", "金额"),
        [(tender_name(t.kind), t.count, _yuan(t.amount_fen)) for t in report.tenders],
        {3},
    )
    _table(
        book.create_sheet("税率"),
        ("税率", "净额", "税额"),
        [(tax_name(t.kind, t.rate_bp), _yuan(t.net_fen), _yuan(t.tax_fen)) for t in report.taxes],
        {2, 3},
    )
    tie = report.tie_out
    _table(
        book.create_sheet("勾稽"),
        ("项目", "金额"),
        [
            ("小票合计", _yuan(tie.headers_fen)),
            ("明细合计", _yuan(tie.lines_fen)),
            ("支付合计", _yuan(tie.tenders_fen)),
            ("汇总合计", _yuan(tie.rollup_fen)),
            ("差额", _yuan(tie.difference_fen)),
        ],
        {2},
    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def _row(zone: str, county: str, f: SalesFigures) -> tuple[object, ...]:
    return (
        zone,
        county,
        f.orders,
        f.pieces,
        Decimal(f.weight_g) / 1000,
        _yuan(f.gross_fen),
        _yuan(f.reduction_fen),
        _yuan(f.net_fen),
        f.refund_orders,
        _yuan(f.refund_fen),
        _yuan(f.tax_fen),
    )


def _zone_rows(report: DailyReport) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for zone in report.zones:
        rows.append(_row(zone.zone, "小计", zone.figures))
        rows += [_row(zone.zone, c.county, c.figures) for c in zone.counties]
    return [*rows, _row("合计", "", report.total)]


def _title(sheet: Any, report: DailyReport) -> None:  # noqa: ANN401 (untyped library)
    from openpyxl.styles import Font

    mark = "（演示数据）" if report.demo else ""
    _put(sheet.cell(1, 1), f"营业日报 {report.business_date}{mark}")
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    _put(sheet.cell(2, 1), f"{report.shop}  制表 {local(report.made_at_us, seconds=False)}")


def _put(cell: Any, value: object) -> None:  # noqa: ANN401 (untyped library)
    """Text is stored as text: a name that begins with = must never become a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _table(
    sheet: Any,  # noqa: ANN401 (untyped library)
    head: tuple[str, ...],
    rows: list[tuple[object, ...]],
    money: set[int],
    weight: frozenset[int] | set[int] = frozenset(),
) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    top = sheet.max_row + 2 if sheet.max_row > 1 else 1
    for column, title in enumerate(head, 1):
        cell = sheet.cell(top, column)
        _put(cell, title)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E2E6E3")
        cell.alignment = Alignment(horizontal="center")
        sheet.column_dimensions[get_column_letter(column)].width = 14
    for r, row in enumerate(rows, top + 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(r, column)
            _put(cell, value)
            if column in money:
                cell.number_format = MONEY
            elif column in weight:
                cell.number_format = WEIGHT
            if row[1:2] == ("小计",) or row[0] == "合计":
                cell.font = Font(bold=True)
    sheet.freeze_panes = sheet.cell(top + 1, 1)
