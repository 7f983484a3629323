"""`showroom stock export`: the stock as it is or was, or the moves of a period, as a table."""

from __future__ import annotations

import argparse
from pathlib import Path

from showroom.domain.errors import Refusal
from showroom.machine.fsafe import write_whole
from showroom.program.verbs.table_file import check_table_place, table_bytes
from showroom.program.verbs.verb import OK, Verb, opened_shop, path_word, say
from showroom.services.books.actor import SYSTEM


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["export"], metavar="export", help="导出")
    parser.add_argument("file", type=path_word, metavar="文件", help="以 .xlsx 或 .csv 结尾")
    parser.add_argument(
        "--date", default="", metavar="日期", help="那个营业日结束时的库存，如 2026-06-30；默认现在"
    )
    parser.add_argument("--ledger", action="store_true", help="不导出库存，导出库存流水")
    parser.add_argument("--since", default="", metavar="日期", help="库存流水从哪个营业日起")
    parser.add_argument("--until", default="", metavar="日期", help="库存流水到哪个营业日止")


def _run(options: argparse.Namespace) -> int:
    path: Path = options.file
    check_table_place(path)
    _check_words(options)
    with opened_shop(options) as opened:
        sheets = opened.suite.stock_sheets
        if options.ledger:
            made = sheets.journal(SYSTEM, options.since, options.until)
        else:
            made = sheets.stock(SYSTEM, options.date)
        write_whole(path, table_bytes(path, made))
    say(f"已保存 {path}：{len(made.rows)} 行")
    return OK


def _check_words(options: argparse.Namespace) -> None:
    """A date that would be passed over is a misunderstanding.

    Refuses `stock_words` (a day of the stock and a period of its moves), `stock_ledger_unsaid`.
    """
    period = options.since or options.until
    if options.date and (options.ledger or period):
        raise Refusal("stock_words")
    if period and not options.ledger:
        raise Refusal("stock_ledger_unsaid")


STOCK = Verb("stock", "导出库存或库存流水（XLSX 或 CSV）", _run, _words)
