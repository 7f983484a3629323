"""`showroom demo` and `showroom tour`; the program's entry hands them in."""

from __future__ import annotations

import argparse
from datetime import date

from showroom.domain.business_day import is_day
from showroom.domain.errors import Refusal
from showroom.machine.home import find_home
from showroom.program.progress_bar import progress_bar
from showroom.program.verbs.verb import OK, Verb, path_word, say

MAX_DAYS = 3_660
CENTURY = range(2000, 2100)
"""Years that a simulated day may lie in: what it sells lasts for years, and days go before it."""


def _demo_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=int, default=14, metavar="N")
    parser.add_argument("--seed", type=int, default=88, metavar="S")
    parser.add_argument("--until", metavar="日期", help="最后一个营业日；默认今天")


def _demo(options: argparse.Namespace) -> int:
    from showroom.showcase.demo import build_demo

    if not 0 < options.days <= MAX_DAYS:
        raise Refusal("days_out_of_range", limit=MAX_DAYS)
    until = None if options.until is None else _date(options.until)
    home = find_home()
    local, _ = home.load()
    with progress_bar("模拟营业") as step:
        answer = build_demo(
            home,
            local,
            options.database,
            days=options.days,
            seed=options.seed,
            until=until,
            step=step,
        )
    say(answer)
    return OK


def _date(text: str) -> date:
    if not is_day(text):
        raise Refusal("date_unreadable", **({"cell": text} if text else {}))
    until = date.fromisoformat(text)
    if until.year not in CENTURY:
        raise Refusal("year_out_of_range", first=CENTURY[0], last=CENTURY[-1])
    return until


def _tour_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=path_word, metavar="目录")


def _tour(options: argparse.Namespace) -> int:
    from showroom.showcase.tour import tour

    pictures = tour(options.folder)
    say(f"走完了，存了 {pictures} 张图：{options.folder}")
    return OK


SHOWCASE = (
    Verb("demo", "建立演示店并模拟营业", _demo, _demo_words),
    Verb("tour", "走一遍主要画面并存图", _tour, _tour_words),
)
