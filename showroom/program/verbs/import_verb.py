"""`showroom import`: the importer of the window, told line by line."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from showroom.domain.approval import ApprovalNeeded
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId
from showroom.domain.product import OpeningLot
from showroom.machine.home import KeptSettings, find_home
from showroom.program.verbs.verb import OK, REFUSED, Verb, opened_shop, path_word, say
from showroom.services.books.actor import SYSTEM
from showroom.services.goods.import_columns import FIELD_HEADING, field_named
from showroom.services.goods.import_files import read_upload
from showroom.services.goods.import_plan import NO_ANSWERS, Answers, ImportPlan, PlannedSku
from showroom.services.goods.import_question import NO_KEPT, Kept, Question, question_of
from showroom.services.goods.import_rows import RowProblem
from showroom.services.suite import Suite
from showroom.ui.catalogue.import_words import (
    acts_told,
    asking,
    asks_told,
    changes_told,
    kept_told,
    lots_by_code,
    lots_told,
    new_told,
    passed_told,
    problem_told,
)

SHOWN = 40
ASKS = frozenset(
    {"import_no_header", "import_sheets_several", "import_column_twice", "import_heading_unit"}
)
"""What can be answered by an option."""
ANSWERED = frozenset(
    {
        *("column_missing", "column_doubtful", "unit_unsaid", "unit_needs_sold_by"),
        *("days_by_month", "opening_supplier_unknown"),
    }
)
"""What is wrong with a whole file in a plan, and can be answered likewise."""
PLACES = frozenset({"zone_unknown", "county_unknown"})
ALLOW = "展区和产地没有写错、是新的，就加上 --allow-new"
HINT = (
    "可以在命令里回答：--sheet 工作表，--column 标题=字段，--fixed 字段=文字；"
    f"字段有：{'、'.join(FIELD_HEADING.values())}"
)
KEPT = "按回答过的读列；回答记在这台电脑，--column 和 --fixed 可以改"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Answered:
    """Where this machine keeps what was said of files: the window's own place."""

    recall: Callable[[str], Kept]
    remember: Callable[[str, Kept], object]


NOWHERE = Answered(lambda _mark: NO_KEPT, lambda _mark, _kept: None)


def import_file(
    suite: Suite,
    path: Path,
    say: Say,
    *,
    dry_run: bool,
    answers: Answers = NO_ANSWERS,
    answered: Answered = NOWHERE,
) -> int:
    """Check a file and, unless it is a dry run, write it; 0 done, 1 rows are wrong.

    What was `answered` of a file with the same headings, here or in the window, is used again;
    what the options say goes before it, and is kept once the file is in the books.
    """
    content = read_upload(path)
    try:
        question = question_of(suite.imports.look(SYSTEM, content), answered.recall)
        answers, told = with_kept(question, answers)
        plan = suite.imports.check(SYSTEM, content, path.name, answers=answers)
    except Refusal as refusal:
        if refusal.code in ASKS:
            say(HINT)
        raise
    if told:
        say(told)
    _tell(plan, say)
    if plan.error_count:
        return _refused(plan, say)
    more, asks = passed_told(plan), acts_told(plan)
    if dry_run and asks:
        say(f"{asks}，什么都没有写入。请在窗口里导入这个文件。")
        return REFUSED
    if dry_run:
        say(f"检查通过（未写入）。{more}")
        return OK
    if not plan.can_apply:
        say(f"没有需要写入的内容；{more}" if more else "与账本一致，没有需要写入的内容。")
        return OK
    try:
        done = suite.imports.apply(SYSTEM, plan, RequestId(uuid4().hex))
    except ApprovalNeeded as needed:
        acts = "、".join(dict.fromkeys(deed.act.word for deed in needed.deeds))
        many = f"{len(needed.deeds)} 处（{acts}）要店长授权"
        say(f"{many}，什么都没有写入。请在窗口里导入这个文件。")
        return REFUSED
    if question is not None and answers.said:
        answered.remember(question.mark, {"columns": answers.columns, "fixed": answers.fixed})
    say(f"导入完成：新增 {done.created}，更改 {done.updated}，期初批次 {done.lots}。")
    return OK


def _refused(plan: ImportPlan, say: Say) -> int:
    wrong = {problem.code for problem in plan.errors}
    for cure, codes in ((HINT, ANSWERED), (ALLOW, PLACES)):
        if wrong & codes:
            say(cure)
    say(f"共 {plan.error_count} 处错误，什么都没有写入。请改正后重新导入。")
    return REFUSED


def with_kept(question: Question | None, options: Answers) -> tuple[Answers, str]:
    """The options, and beside them what is kept of such headings; what is said of that."""
    if question is None or not (question.columns or question.fixed):
        return options, ""
    sheet = options.sheet or question.sheet.name
    if sheet != question.sheet.name:
        return options, ""
    made = replace(
        options,
        sheet=sheet,
        columns={**question.columns, **options.columns},
        fixed={**question.fixed, **options.fixed},
    )
    return made, KEPT


def _tell(plan: ImportPlan, say: Say) -> None:
    say(
        f"{plan.file_name}（{plan.encoding}）{plan.row_count} 行：新增 {len(plan.create)}，"
        f"更改 {len(plan.update)}，不变 {plan.unchanged}，期初批次 {len(plan.lots)}"
    )
    lots = lots_by_code(plan)
    parts: Sequence[tuple[str, Sequence[str]]] = (
        ("更改", list(_changed(plan, lots))),
        ("新增", [_new(p, lots.get(p.content.code, ())) for p in plan.create]),
        ("入库", [f"{k.code} {kept_told(k, lots[k.code])}" for k in plan.kept if k.code in lots]),
        ("不变", [f"{k.code} {k.name}" for k in plan.kept if k.code not in lots]),
        ("错误", [f"{_place(p)}{problem_told(p)}" for p in plan.errors]),
        ("提醒", [f"{_place(p)}{problem_told(p)}" for p in plan.warnings]),
    )
    for mark, lines in parts:
        for line in lines[:SHOWN]:
            say(f"  {mark} {line}")
        if len(lines) > SHOWN:
            say(f"  {mark} 还有 {len(lines) - SHOWN} 条没有列出")


def _new(planned: PlannedSku, lots: Sequence[OpeningLot]) -> str:
    return f"{planned.content.code} {new_told(planned, lots)}"


def _changed(plan: ImportPlan, lots: Mapping[str, Sequence[OpeningLot]]) -> Iterator[str]:
    """A line for every product that moves, what asks for the 店长 first."""
    asked = asking(plan)
    for p in sorted(plan.update, key=lambda p: p.content.code not in asked):
        why = asks_told(asked.get(p.content.code))
        arriving = lots_told(lots.get(p.content.code, ()), p.content)
        moved = "，".join((*changes_told(p), *arriving))
        told = f"{p.content.code} {p.content.name}：{moved}"
        yield f"{told}（{why}）" if why else told


def _place(problem: RowProblem) -> str:
    if not problem.row:
        return f"「{problem.column}」" if problem.column else ""
    return f"第 {problem.row} 行「{problem.column}」" if problem.column else f"第 {problem.row} 行 "


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=path_word, metavar="文件")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    parser.add_argument("--allow-new", action="store_true", help="允许新建展区和产地")
    parser.add_argument(
        "--sheet", default="", metavar="工作表", help="几张表都像商品表时，用哪一张"
    )
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="标题=字段",
        help="这一列是哪个字段，如 卖价=零售价；等号后面空着就不导入这一列；可以写几次",
    )
    parser.add_argument(
        "--fixed",
        action="append",
        default=[],
        metavar="字段=文字",
        help="文件里没有这一列时所有行都用它，如 税率=9%%；可以写几次",
    )


def answers_of(sheet: str, columns: Sequence[str], fixed: Sequence[str]) -> Answers:
    """What the options say.

    Refuses `import_option`, `import_option_twice`, `import_field_unknown`.
    """
    headings = [_parted("--column", "标题=字段", text, text.rpartition("=")) for text in columns]
    texts = [_parted("--fixed", "字段=文字", text, text.partition("=")) for text in fixed]
    return Answers(
        sheet=sheet,
        columns=_once("--column", [(h, _field(f) if f else "") for h, f in headings]),
        fixed=_once("--fixed", [(_field(f), text) for f, text in texts]),
    )


def _parted(option: str, form: str, text: str, parts: tuple[str, str, str]) -> tuple[str, str]:
    left, sign, right = (part.strip() for part in parts)
    if not sign or not left or (not right and option == "--fixed"):
        raise Refusal("import_option", option=option, form=form, text=text)
    return left, right


def _field(word: str) -> str:
    field = field_named(word)
    if not field:
        raise Refusal("import_field_unknown", field=word)
    return field


def _once(option: str, pairs: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    found = dict(pairs)
    if len(found) < len(pairs):
        lefts = [left for left, _ in pairs]
        twice = next(left for left in lefts if lefts.count(left) > 1)
        raise Refusal("import_option_twice", option=option, text=FIELD_HEADING.get(twice, twice))
    return found


def _run(options: argparse.Namespace) -> int:
    answers = answers_of(options.sheet, options.column, options.fixed)
    answers = replace(answers, allow_new_places=options.allow_new)
    with opened_shop(options, needs_keys=True) as opened:
        return import_file(
            opened.suite,
            options.file,
            say,
            dry_run=options.dry_run,
            answers=answers,
            answered=_of_this_machine(),
        )


def _of_this_machine() -> Answered:
    home = find_home()
    kept = KeptSettings(home, home.load()[0])
    return Answered(
        lambda mark: kept.now.files.get(mark, NO_KEPT),
        lambda mark, answers: kept.change(lambda local: local.with_file(mark, answers)),
    )


IMPORT = Verb("import", "导入商品（CSV 或 XLSX）", _run, _words)
