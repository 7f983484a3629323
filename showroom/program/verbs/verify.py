"""`showroom verify`: whether the books agree with themselves."""

from __future__ import annotations

import argparse

from showroom.domain.errors import Refusal
from showroom.program.progress_bar import progress_bar
from showroom.program.verbs.verb import OK, REFUSED, UNCHECKED, Verb, complain, opened_shop, say
from showroom.services.books.verify import Finding, Verdict, Verify

MAX_PROBLEMS = 40
CHECKS = {
    "file": "账本文件",
    "document_numbers": "单据号不断号",
    "document_heads": "单据合计 = 单据明细",
    "document_moves": "库存流水 = 单据明细",
    "document_lots": "批次 = 收货明细",
    "under_way": "在途 = 未收货的调拨",
    "guards": "入账的行改不了、删不掉（触发器）",
    "shape": "表、约束与唯一索引 = 程序的定义",
    "attachments": "附件 = 摘要",
    "told": "供应商、证照、合同、库位与箱码 = 日志",
    "balances": "库存余额 = 库存流水",
    "bins": "散货箱只放一个批次",
    "sale_moves": "库存流水 = 销售的批次",
    "sold_lots": "销售的批次 = 批次",
    "stray_moves": "库存流水都有来历",
    "move_order": "库存流水的先后 = 日志",
    "lines": "小票 = 明细（行数、金额、让利）",
    "tenders": "小票 = 收款",
    "reductions": "让利按原因相符",
    "lots": "明细 = 批次分配",
    "refunded": "已退数量 = 退货明细",
    "numbers": "单号与班次号连续",
    "perpetual": "累计总额",
    "roll_up": "日汇总 = 明细",
    "shifts": "班次、备用金与缴款 = 日志与交班单",
    "journal": "日志链与交班签名",
    "macs": "日志密钥（本收银台，现存密钥以来）",
    "approvals": "授权都有日志可查",
    "anchors": "库外标记（本收银台）",
}
WHY = {
    "no_receipts": "还没有小票",
    "journal_empty": "日志还是空的",
    "key_missing": "这台电脑上没有本收银台可用的日志密钥",
    "key_unused": "本收银台还没有用现存的密钥记过日志",
    "mark_missing": "这台电脑上没有本收银台可读的标记",
}
MEANS = {"anchors": "像是放回了旧的备份，放回来的做法见 showroom go-on --help。"}
"""What somebody can do about it who is no maintainer."""
DETAIL = "下面是给维护人员的明细："


def _run(options: argparse.Namespace) -> int:
    try:
        return _verified(options)
    except Refusal as refusal:
        if refusal.code != "shop_not_set_up":
            raise
        complain("这里没有账本，什么也没有核对：请看 SHOWROOM_HOME 和账本的地址")
        return UNCHECKED


def _verified(options: argparse.Namespace) -> int:
    with opened_shop(options) as opened:
        with progress_bar("核对") as step:
            verdict = Verify(opened.suite.books).run(step)
        for finding in verdict.findings:
            say(_line(finding))
            if finding.problems:
                say(f"    {MEANS.get(finding.check, '')}{DETAIL}")
            for problem in finding.problems[:MAX_PROBLEMS]:
                say(f"    {problem}")
        answer, status = _answer(verdict)
        say(f"共 {verdict.sales:,} 张小票，{answer}")
        return status


def _line(finding: Finding) -> str:
    name = CHECKS[finding.check]
    if not finding.passed:
        return f"× {name}"
    return f"– {name} 没有检查：{WHY[finding.unchecked]}" if finding.unchecked else f"√ {name}"


def _answer(verdict: Verdict) -> tuple[str, int]:
    if not verdict.passed:
        return "账本有不符之处，请停止营业并联系维护人员", REFUSED
    if verdict.unchecked:
        return f"检查过的都相符，有 {verdict.unchecked} 项没有检查", UNCHECKED
    return "账账相符", OK


VERIFY = Verb("verify", "核对账本", _run)
