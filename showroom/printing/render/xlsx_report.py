"""Workbooks: the day's report and any table. Numbers as numbers, text never as a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from showroom.domain.quantity import GRAMS_PER_KG
from showroom.domain.report import DailyReport, SalesFigures
from showroom.domain.sheet import Cell, Measure, Sheet
from showroom.domain.tax import tax_name
from showroom.domain.tender import tender_name
from showroom.printing.layouts.words import local

MONEY = "#,##0.00;[Red]-#,##0.00"
WEIGHT = "#,##0.000"
FORMATS = {
    Measure.TEXT: "General",
    Measure.MONEY: MONEY,
    Measure.GRAMS: WEIGHT,
    Measure.PIECES: "#,##0",
    Measure.DATE: "yyyy-mm-dd",
}
HEAD_FILL = "E2E6E3"
LONGEST_TITLE = 31
STEP_ROWS = 1000
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no workbook can hold: one such character would refuse the whole file."""
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

Step = Callable[[int, int], object]


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
        Decimal(f.weight_g) / GRAMS_PER_KG,
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
        cell.fill = PatternFill("solid", fgColor=HEAD_FILL)
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


def table_xlsx(sheet: Sheet, step: Step = lambda _done, _of: None) -> bytes:
    """Any table as a workbook of one sheet, ready to be filtered; money in yuan, weight in kg.

    Written row by row: 20 000 rows need no tree of cells in memory. `step` hears how far it is
    and may raise to stop.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page: Any = book.create_sheet(NOT_IN_TITLES.sub(" ", sheet.title)[:LONGEST_TITLE])
    for at, head in enumerate(sheet.heads, 1):
        page.column_dimensions[get_column_letter(at)].width = head.width
    page.freeze_panes = "A2"
    last = get_column_letter(max(1, len(sheet.heads)))
    page.auto_filter.ref = f"A1:{last}{len(sheet.rows) + 1}"
    page.append(_heads(page, sheet))
    out = io.BytesIO()
    try:
        _write_rows(page, sheet, step)
    finally:  # stopped or not: the library keeps its rows in a file until it has saved them
        book.save(out)
    return out.getvalue()


def _write_rows(page: Any, sheet: Sheet, step: Step) -> None:  # noqa: ANN401 (untyped library)
    pens = [_pens(page) for _head in sheet.heads]
    for number, row in enumerate(sheet.rows, 1):
        page.append([_written(pen, cell) for pen, cell in zip(pens, row, strict=True)])
        if number % STEP_ROWS == 0:
            step(number, len(sheet.rows))


def _heads(page: Any, sheet: Sheet) -> list[Any]:  # noqa: ANN401 (untyped library)
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font, PatternFill

    made = []
    for head in sheet.heads:
        cell: Any = WriteOnlyCell(page)
        _put(cell, head.title)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=HEAD_FILL)
        made.append(cell)
    return made


def _pens(page: Any) -> dict[Measure, Any]:  # noqa: ANN401 (untyped library)
    """One cell a measure, dressed once: a row is on paper before the next takes up its cells."""
    from openpyxl.cell import WriteOnlyCell

    made = {}
    for measure, number_format in FORMATS.items():
        made[measure] = WriteOnlyCell(page)
        made[measure].number_format = number_format
    return made


def _written(pens: dict[Measure, Any], told: Cell) -> Any:  # noqa: ANN401 (untyped library)
    if told.value == "":
        return None
    cell = pens[told.measure]
    _put(cell, _figure(told))
    return cell


def _figure(told: Cell) -> object:
    if isinstance(told.value, str):
        if told.measure is Measure.DATE:
            return date.fromisoformat(told.value)
        return UNWRITABLE.sub(" ", told.value)
    if told.measure is Measure.MONEY:
        return _yuan(told.value)
    return Decimal(told.value) / GRAMS_PER_KG if told.measure is Measure.GRAMS else told.value
