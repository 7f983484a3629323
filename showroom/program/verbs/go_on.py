"""`showroom go-on`: work on with books that were put back from a copy, and say so for ever."""

from __future__ import annotations

import argparse

from showroom.domain.errors import Refusal
from showroom.machine.home import find_home
from showroom.machine.instance import InstanceLock
from showroom.program.verbs.verb import OK, Verb, opened_shop, say

DONE = "已记入日志：账本从第 {ends} 笔接着做，第 {seq} 笔为止的标记不再作数。请补录中间缺的业务。"


def _run(options: argparse.Namespace) -> int:
    """Needs the till's own books and keys, and the till shut: its window has opened nothing."""
    home = find_home()
    if not home.folder.exists():
        raise Refusal("shop_not_set_up")
    home.make()
    lock = InstanceLock(home.folder / "running")
    try:
        with opened_shop(options, needs_keys=True, goes_on=True) as opened:
            done = opened.suite.setup.go_on_from_copy()
            say(DONE.format(ends=done.ends, seq=done.seq))
            return OK
    finally:
        lock.release()


GO_ON = Verb("go-on", "账本是从备份放回来的：认可它，接着做（记入日志）", _run)
