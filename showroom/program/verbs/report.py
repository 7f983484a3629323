"""`showroom report daily`: 营业日报 on the terminal, as PDF or as a workbook."""

from __future__ import annotations

import argparse
from pathlib import Path

from showroom.domain import figures
from showroom.domain.document import DaySlip
from showroom.domain.errors import Refusal
from showroom.domain.legible import legible
from showroom.machine.fsafe import write_whole
from showroom.printing.ours import PDF, XLSX, is_report
from showroom.program.verbs.verb import (
    OK,
    REFUSED,
    Verb,
    check_folder,
    complain,
    opened_shop,
    path_word,
    say,
)
from showroom.services.books.actor import SYSTEM

COLUMNS = 48


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=["daily"], metavar="daily", help="日报")
    parser.add_argument("--date", metavar="日期", help="营业日，如 2030-05-01；默认今天")
    parser.add_argument("--pdf", type=path_word, metavar="文件")
    parser.add_argument("--xlsx", type=path_word, metavar="文件")


def _run(options: argparse.Namespace) -> int:
    for path, suffix in ((options.pdf, PDF), (options.xlsx, XLSX)):
        if path is not None:
            _check_place(path, suffix)
    with opened_shop(options) as opened:
        reports = opened.suite.reports
        report = reports.daily(SYSTEM, reports.today() if options.date is None else options.date)
        if options.pdf:
            from showroom.printing.pdf.report import daily_pdf

            write_whole(options.pdf, daily_pdf(report))
        if options.xlsx:
            from showroom.printing.render.xlsx_report import daily_xlsx

            write_whole(options.xlsx, daily_xlsx(report))
        if not (options.pdf or options.xlsx):
            from showroom.printing.documents import lay_out
            from showroom.printing.render.plain_text import page_text

            say(page_text(lay_out(DaySlip(reports.header, report), COLUMNS)))
        for path in (options.pdf, options.xlsx):
            if path:
                say(f"已保存 {legible(str(path))}")
        if report.tie_out.balances:
            return OK
        complain(figures.verdict(report.tie_out))
        return REFUSED


def _check_place(path: Path, suffix: str) -> None:
    """A report takes the place of a report at most, never of the books, of a key or of a device.

    Its name says what it is: no file that this program keeps has such a name, be it there or not.
    Refuses `report_suffix`, `no_such_folder`, `not_a_report`.
    """
    if path.suffix.lower() != suffix:
        raise Refusal("report_suffix", path=str(path), suffix=suffix)
    check_folder(path)
    if (path.exists() or path.is_symlink()) and not is_report(path):
        raise Refusal("not_a_report", path=str(path))


REPORT = Verb("report", "报表", _run, _words)
