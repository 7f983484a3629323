"""`showroom verify`: whether the books agree with themselves."""

from __future__ import annotations

import argparse

from showroom.program.progress_bar import progress_bar
from showroom.program.verbs.verb import OK, REFUSED, Verb, opened_shop, say
from showroom.services.books.verify import Verify

MAX_PROBLEMS = 40
CHECKS = {
    "file": "数据库文件",
    "balances": "库存余额 = 库存流水",
    "lines": "小票 = 明细",
    "tenders": "小票 = 收款",
    "reductions": "让利按原因相符",
    "lots": "明细 = 批次分配",
    "numbers": "单号与班次号连续",
    "perpetual": "累计总额",
    "roll_up": "日汇总 = 明细",
    "shifts": "班次状态",
    "journal": "日志链与签名",
    "anchors": "库外标记",
}


def _run(options: argparse.Namespace) -> int:
    with opened_shop(options) as opened:
        with progress_bar("核对") as step:
            verdict = Verify(opened.suite.books).run(step)
        for finding in verdict.findings:
            say(f"{'✓' if finding.passed else '✗'} {CHECKS[finding.check]}")
            for problem in finding.problems[:MAX_PROBLEMS]:
                say(f"    {problem}")
        answer = "账账相符" if verdict.passed else "账本有不符之处，请停止营业并联系维护人员"
        say(f"共 {verdict.sales:,} 张小票，{answer}")
        return OK if verdict.passed else REFUSED


VERIFY = Verb("verify", "核对账本", _run)
