"""`showroom import`: the importer of the window, told line by line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from showroom.domain.approval import ApprovalNeeded
from showroom.domain.ids import RequestId
from showroom.domain.money import yuan
from showroom.program.verbs.verb import OK, REFUSED, Verb, opened_shop, say
from showroom.services.books.actor import SYSTEM
from showroom.services.goods.import_files import read_upload
from showroom.services.goods.import_plan import ImportPlan
from showroom.services.goods.import_rows import RowProblem
from showroom.services.suite import Suite
from showroom.ui.words.messages import sentence_for

SHOWN = 40


def import_file(suite: Suite, path: Path, say: Callable[[str], None], *, dry_run: bool) -> int:
    """Check a file and, unless it is a dry run, write it; 0 done, 1 rows are wrong."""
    plan = suite.imports.check(SYSTEM, read_upload(path), path.name)
    _tell(plan, say)
    if plan.error_count:
        say(f"共 {plan.error_count} 处错误，什么都没有写入。请改正后重新导入。")
        return REFUSED
    if dry_run:
        say("检查通过（未写入）。")
        return OK
    if not plan.can_apply:
        say("与账本一致，没有需要写入的内容。")
        return OK
    try:
        done = suite.imports.apply(SYSTEM, plan, RequestId(uuid4().hex))
    except ApprovalNeeded as needed:
        say(f"{len(needed.deeds)} 种商品的调价要店长授权，什么都没有写入。请在窗口里导入这个文件。")
        return REFUSED
    say(f"导入完成：新增 {done.created}，更新 {done.updated}，期初批次 {done.lots}。")
    return OK


def _tell(plan: ImportPlan, say: Callable[[str], None]) -> None:
    say(
        f"{plan.file_name}（{plan.encoding}）{plan.row_count} 行：新增 {len(plan.create)}，"
        f"更新 {len(plan.update)}，不变 {plan.unchanged}，期初批次 {len(plan.lots)}"
    )
    for change in plan.prices[:SHOWN]:
        moved = f"{yuan(change.before_fen)} → {yuan(change.after_fen)}"
        asks = "（要店长授权）" if change.passed else ""
        say(f"  改价 {change.code} {change.name} {moved}{asks}")
    for mark, problems in (("错误", plan.errors), ("提醒", plan.warnings)):
        for problem in problems[:SHOWN]:
            say(f"  {mark} {_place(problem)}{sentence_for(problem.code, problem.params)}")


def _place(problem: RowProblem) -> str:
    if not problem.row:
        return f"「{problem.column}」" if problem.column else ""
    return f"第 {problem.row} 行「{problem.column}」" if problem.column else f"第 {problem.row} 行 "


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="文件")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")


def _run(options: argparse.Namespace) -> int:
    with opened_shop(options, needs_keys=True) as opened:
        return import_file(opened.suite, options.file, say, dry_run=options.dry_run)


IMPORT = Verb("import", "导入商品（CSV 或 XLSX）", _run, _words)
