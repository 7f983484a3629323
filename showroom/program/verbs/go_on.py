"""`showroom go-on`: work on with books that were put back from a copy, and say so for ever."""

from __future__ import annotations

import argparse

from showroom.program.verbs.verb import OK, Verb, opened_shop, say, till_shut

DONE = "已记入日志：账本从第 {ends} 笔接着做，第 {seq} 笔为止的标记不再作数。请补录中间缺的业务。"
DONE_UNMARKED = "已记入日志：库外的标记读不出来，账本从第 {ends} 笔接着做。请补录中间缺的业务。"
HOW = """把备份放回来（账本在哪里，设置的“数据与备份”里和 README 里写着）：
1 退出收银窗口；打不开账本的提示也要按“退出”。
2 把 data 里的 showroom.db 移到别处留着，旁边的 showroom.db-wal、showroom.db-shm 一起移走。
3 把 backups 里最近的一份（showroom-日期-时刻….db）复制到 data，改名 showroom.db。
4 keys 不动；换了电脑，把另外备份的 keys 整个放到同一个位置。
5 运行 showroom go-on，认可这份旧账本，记入日志；回答“相符”就不用认可。
6 打开收银窗口，补录备份以后的业务。
账本在 PostgreSQL 上的，第 2、3 步换成用 pg_restore 把 backups 里的 .dump 还原到服务器上的空库，
每个收银台各运行一次 go-on。"""


def _run(options: argparse.Namespace) -> int:
    """Needs the till's own books and keys, and the till shut: its window has opened nothing."""
    with till_shut(), opened_shop(options, needs_keys=True, goes_on=True) as opened:
        done = opened.suite.setup.go_on_from_copy()
        say((DONE if done.seq else DONE_UNMARKED).format(ends=done.ends, seq=done.seq))
        return OK


GO_ON = Verb(
    "go-on",
    "从备份放回了账本：认可它，接着做；怎样放回见 showroom go-on --help",
    _run,
    told=HOW,
)
