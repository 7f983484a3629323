"""`showroom report daily`: 营业日报 on the terminal, as PDF or as a workbook."""

from __future__ import annotations

import argparse
from pathlib import Path

from showroom.domain.document import DaySlip
from showroom.machine.fsafe import write_whole
from showroom.program.verbs.verb import OK, REFUSED, Verb, opened_shop, say
from showroom.services.books.actor import SYSTEM

COLUMNS = 48


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=["daily"])
    parser.add_argument(
        "--date", default="", metavar="日期", help="营业日，如 2030-05-01；默认今天"
    )
    parser.add_argument("--pdf", type=Path, metavar="文件")
    parser.add_argument("--xlsx", type=Path, metavar="文件")


def _run(options: argparse.Namespace) -> int:
    with opened_shop(options) as opened:
        reports = opened.suite.reports
        report = reports.daily(SYSTEM, options.date or reports.today())
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
                say(f"已保存 {path}")
        return OK if report.tie_out.balances else REFUSED


REPORT = Verb("report", "报表", _run, _words)
