"""The headless verbs, over the same services as the window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from showroom import __version__
from showroom.books_opening import Opened, open_books
from showroom.domain.errors import Fault, Refusal, ShowroomError
from showroom.fsafe import write_whole
from showroom.home import find_home
from showroom.progress_bar import progress_bar
from showroom.services.actor import SYSTEM
from showroom.services.setup import SetupState
from showroom.ui.messages import sentence

OK, REFUSED, FAULT = 0, 1, 2
MAX_PROBLEMS = 40
MAX_DAYS = 3_660
CHECKS = {
    "file": "数据库文件",
    "balances": "库存余额 = 库存流水",
    "lines": "小票合计 = 明细合计",
    "tenders": "小票合计 = 支付合计",
    "reductions": "优惠按原因相符",
    "lots": "明细 = 批次分配",
    "numbers": "单号与班次号连续",
    "perpetual": "累计总额",
    "roll_up": "日汇总 = 明细",
    "shifts": "班次状态",
    "journal": "日志链与签名",
    "anchors": "库外标记",
}


Tour = Callable[[Path], int]


def run_verb(words: Sequence[str], tour: Tour | None = None) -> int:
    """Run one verb; 0 done, 1 refused or not in order, 2 the world failed.

    `tour` plays the window: only the program's entry knows both this room and that one.
    """
    options = _parser().parse_args(words)
    options.tour = tour
    verb: Callable[[argparse.Namespace], int] = options.run
    try:
        return verb(options)
    except ShowroomError as error:
        print(sentence(error), file=sys.stderr)  # noqa: T201 (the verb's answer)
        return FAULT if isinstance(error, Fault) else REFUSED


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 (the verb's answer)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "showroom", description="万荣路88号 · 收银与库存。不带动词时打开收银窗口。"
    )
    parser.add_argument("--version", action="version", version=f"showroom {__version__}")
    parser.add_argument(
        "--database", default="", metavar="URL", help="另一个账本，如 postgresql+psycopg://…"
    )
    verbs = parser.add_subparsers(required=True, metavar="动词")
    one = verbs.add_parser("import", help="导入商品（CSV 或 XLSX）")
    one.add_argument("file", type=Path, metavar="文件")
    one.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    one.set_defaults(run=_import)
    one = verbs.add_parser("report", help="报表")
    one.add_argument("kind", choices=["daily"])
    one.add_argument("--date", default="", metavar="日期", help="营业日，如 2030-05-01；默认今天")
    one.add_argument("--pdf", type=Path, metavar="文件")
    one.add_argument("--xlsx", type=Path, metavar="文件")
    one.set_defaults(run=_report)
    verbs.add_parser("backup", help="备份账本并校验").set_defaults(run=_backup)
    verbs.add_parser("verify", help="核对账本").set_defaults(run=_verify)
    one = verbs.add_parser("demo", help="建立演示店并模拟营业")
    one.add_argument("--days", type=int, default=14, metavar="N")
    one.add_argument("--seed", type=int, default=88, metavar="S")
    one.add_argument("--until", default="", metavar="日期", help="最后一个营业日；默认今天")
    one.set_defaults(run=_demo)
    one = verbs.add_parser("tour", help="走一遍主要画面并存图")
    one.add_argument("folder", type=Path, metavar="目录")
    one.set_defaults(run=_tour)
    return parser


def _open(options: argparse.Namespace) -> Opened:
    home = find_home()
    local, _ = home.load()
    return open_books(home, local, options.database)


def _open_shop(options: argparse.Namespace) -> Opened:
    opened = _open(options)
    if opened.suite.setup.state() is SetupState.EMPTY:
        opened.close()
        raise Refusal("shop_not_set_up")
    return opened


def _import(options: argparse.Namespace) -> int:
    from showroom.import_verb import import_file

    opened = _open_shop(options)
    try:
        return import_file(opened.suite, options.file, _say, dry_run=options.dry_run)
    finally:
        opened.close()


def _report(options: argparse.Namespace) -> int:
    opened = _open_shop(options)
    try:
        reports = opened.suite.reports
        report = reports.daily(SYSTEM, options.date or reports.today())
        if options.pdf:
            from showroom.printing.pdf_report import daily_pdf

            write_whole(options.pdf, daily_pdf(report))
        if options.xlsx:
            from showroom.printing.xlsx_report import daily_xlsx

            write_whole(options.xlsx, daily_xlsx(report))
        if not (options.pdf or options.xlsx):
            from showroom.domain.document import DaySlip
            from showroom.printing.plain_text import plain_text

            _say(plain_text(DaySlip(reports.header, report), 48))
        for path in (options.pdf, options.xlsx):
            if path:
                _say(f"已保存 {path}")
        return OK if report.tie_out.balances else REFUSED
    finally:
        opened.close()


def _backup(options: argparse.Namespace) -> int:
    from showroom.db.backup import back_up

    opened = _open(options)
    try:
        _say(f"备份完成并已校验：{back_up(opened.database, find_home().backups, 'manual')}")
    finally:
        opened.close()
    return OK


def _verify(options: argparse.Namespace) -> int:
    from showroom.services.verify import Verify

    opened = _open_shop(options)
    try:
        with progress_bar("核对") as step:
            verdict = Verify(opened.suite.books).run(step)
        for finding in verdict.findings:
            _say(f"{'✓' if finding.passed else '✗'} {CHECKS[finding.check]}")
            for problem in finding.problems[:MAX_PROBLEMS]:
                _say(f"    {problem}")
        told = "账实相符" if verdict.passed else "账本有不符之处，请停止营业并联系维护人员"
        _say(f"共 {verdict.sales} 单，{told}")
        return OK if verdict.passed else REFUSED
    finally:
        opened.close()


def _demo(options: argparse.Namespace) -> int:
    from showroom.demo import build_demo

    if not 0 < options.days <= MAX_DAYS:
        raise Refusal("days_out_of_range", limit=MAX_DAYS)
    until = _date(options.until)
    home = find_home()
    local, _ = home.load()
    with progress_bar("模拟营业") as step:
        told = build_demo(
            home,
            local,
            options.database,
            days=options.days,
            seed=options.seed,
            until=until,
            step=step,
        )
    _say(told)
    return OK


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refusal("date_unreadable", text=text) from error


def _tour(options: argparse.Namespace) -> int:
    tour: Tour | None = options.tour
    if tour is None:
        raise Refusal("tour_needs_window")
    return tour(options.folder)
