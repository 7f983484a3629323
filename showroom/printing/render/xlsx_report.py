"""Workbooks: the day's report and any table. Numbers as numbers, text never as a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from showroom.domain import figures
from showroom.domain.figures import Figure
from showroom.domain.legible import legible
from showroom.domain.quantity import GRAMS_PER_KG
from showroom.domain.report import DailyReport, SalesFigures, day_notes
from showroom.domain.sheet import Cell, Measure, Sheet
from showroom.domain.tax import tax_name
from showroom.domain.tender import tender_name
from showroom.printing.layouts.words import local
from showroom.printing.ours import MARK

MONEY = "#,##0.00;[Red]-#,##0.00"
WEIGHT = "#,##0.000"
SELDOM = {
    Measure.MONEY: f'{MONEY};"{figures.NOTHING}"',
    Measure.GRAMS: f'{WEIGHT};-{WEIGHT};"{figures.NOTHING}"',
}
"""The number stays 0, and shows as the same sign as on screen and paper."""
FORMATS = {
    Measure.TEXT: "General",
    Measure.CODE: "@",
    Measure.MONEY: MONEY,
    Measure.GRAMS: WEIGHT,
    Measure.PIECES: "#,##0",
    Measure.DATE: "yyyy-mm-dd",
}
HEAD_FILL = "E2E6E3"
LONGEST_TITLE = 31
A4 = 9
"""As workbooks number their papers (ECMA-376, pageSetup)."""
UPRIGHT = 90
"""Characters across an upright A4 page in a workbook's usual type."""
STEP_ROWS = 1000
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
PLACES = tuple(each for each in figures.ALL if each is not figures.AVERAGE)
"""What is said of a zone or county."""

S = TypeVar("S")
Step = Callable[[int, int], object]


def daily_xlsx(report: DailyReport) -> bytes:
    """The report as XLSX bytes; amounts in yuan with two places."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "概览"
    book.properties.keywords = MARK
    _title(sheet, report)
    _table(
        sheet,
        [("指标", ""), ("数值", MONEY), ("比较", ""), ("口径", "")],
        [
            (each.name, _value(each, report.total), _note(report, each), each.meaning)
            for each in figures.ALL
        ],
    )
    for at, each in enumerate(figures.ALL, sheet.max_row - len(figures.ALL) + 1):
        sheet.cell(at, 2).number_format = FORMATS[each.measure]
    sheet.column_dimensions["C"].width, sheet.column_dimensions["D"].width = 24, 44
    _table(
        book.create_sheet("展区与县"),
        [("展区", ""), ("县", ""), *((each.name, _format(each)) for each in PLACES)],
        _zone_rows(report),
    )
    of_tender, of_tax = (figures.PAYMENTS, figures.TAKEN), (figures.TAXED_NET, figures.TAXED)
    _table(
        book.create_sheet("收款"),
        [(figures.TENDER, ""), *((each.name, _format(each)) for each in of_tender)],
        [(tender_name(t.kind), *(_value(x, t) for x in of_tender)) for t in report.tenders],
    )
    _table(
        book.create_sheet("税率"),
        [("税率", ""), *((each.name, _format(each)) for each in of_tax)],
        [(tax_name(t.kind, t.rate_bp), *(_value(x, t) for x in of_tax)) for t in report.taxes],
    )
    _table(
        book.create_sheet("对账"),
        [("项目", ""), ("金额", MONEY)],
        [(x.name, _value(x, report.tie_out)) for x in (*figures.TIES, figures.DIFFERENCE)],
    )
    for page in book.worksheets:
        _on_a4(page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _on_a4(sheet: Any) -> None:  # noqa: ANN401 (untyped library)
    """Printed as it is: as wide as an A4 page, lying where it is wide, on as many as it takes."""
    wide = sum(column.width for column in sheet.column_dimensions.values())
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape" if wide > UPRIGHT else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def _format(of: Figure[Any]) -> str:
    """Of a column in a table: what is seldom leaves its cell empty where it is zero."""
    return SELDOM[of.measure] if of.seldom else FORMATS[of.measure]


def _value(of: Figure[S], sums: S) -> object:
    """The figure as a number: yuan, kilograms or pieces."""
    if not of.basis(sums):
        return figures.NOTHING
    value = of.of(sums)
    if of.measure is Measure.GRAMS:
        return Decimal(value) / GRAMS_PER_KG
    return _yuan(value) if of.measure is Measure.MONEY else value


def _note(report: DailyReport, of: Figure[SalesFigures]) -> str:
    return figures.note(report, of) if of in figures.HEADLINE else ""


def _row(zone: str, county: str, f: SalesFigures) -> tuple[object, ...]:
    return (zone, county, *(_value(each, f) for each in PLACES))


def _zone_rows(report: DailyReport) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for zone in report.zones:
        rows.append(_row(zone.zone, "小计", zone.figures))
        rows += [_row(zone.zone, c.county, c.figures) for c in zone.counties]
    return [*rows, _row(figures.TOTAL, "", report.total)]


def _title(sheet: Any, report: DailyReport) -> None:  # noqa: ANN401 (untyped library)
    from openpyxl.styles import Font

    mark = "（演示数据）" if report.demo else ""
    _put(sheet.cell(1, 1), f"营业日报 {report.business_date}{mark}")
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    made = f"{report.shop}  制表 {local(report.made_at_us, seconds=False)}"
    _put(sheet.cell(2, 1), made)
    for at, note in enumerate(day_notes(report), 3):
        _put(sheet.cell(at, 1), note)


def _put(cell: Any, value: object) -> None:  # noqa: ANN401 (untyped library)
    """Text is stored as text: a name that begins with = must never become a formula.

    One character that no workbook can hold would refuse the whole file.
    """
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = legible(value)
    cell.data_type = "s"


def _table(
    sheet: Any,  # noqa: ANN401 (untyped library)
    head: Sequence[tuple[str, str]],
    rows: Sequence[tuple[object, ...]],
) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    top = sheet.max_row + 2 if sheet.max_row > 1 else 1
    for column, (title, _) in enumerate(head, 1):
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
            cell.number_format = head[column - 1][1] or "General"
            if row[1:2] == ("小计",) or row[0] == figures.TOTAL:
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
    page: Any = book.create_sheet(NOT_IN_TITLES.sub(" ", legible(sheet.title))[:LONGEST_TITLE])
    for at, head in enumerate(sheet.heads, 1):
        page.column_dimensions[get_column_letter(at)].width = head.width
    top = len(sheet.above) + 3 if sheet.above else 1
    page.freeze_panes = f"A{top + 1}"
    page.print_title_rows = f"{top}:{top}"
    _on_a4(page)
    last = get_column_letter(max(1, len(sheet.heads)))
    page.auto_filter.ref = f"A{top}:{last}{len(sheet.rows) + top}"
    if sheet.above:
        _write_pairs(page, ((sheet.title, Cell("")), *sheet.above, ("", Cell(""))))
    page.append(_heads(page, sheet))
    out = io.BytesIO()
    try:
        _write_rows(page, sheet, step)
        _write_pairs(page, sheet.below)
    finally:  # stopped or not: the library keeps its rows in a file until it has saved them
        book.save(out)
    return out.getvalue()


def _write_pairs(page: Any, pairs: Sequence[tuple[str, Cell]]) -> None:  # noqa: ANN401 (untyped library)
    """Name and value beside each other, the name in bold."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    pens = _pens(page)
    for name, value in pairs:
        cell: Any = WriteOnlyCell(page)
        _put(cell, name)
        cell.font = Font(bold=True)
        pens[value.measure].alignment = Alignment(horizontal="left")
        page.append([cell, _written(pens, value)])


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
        return told.value
    if told.measure is Measure.MONEY:
        return _yuan(told.value)
    return Decimal(told.value) / GRAMS_PER_KG if told.measure is Measure.GRAMS else told.value
