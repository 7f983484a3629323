"""One word for one thing: what no sentence, heading or slip says, and what it says instead."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3] / "showroom"
READS_OTHERS = {"services/goods/import_columns.py", "services/goods/import_remarks.py"}
"""Headings as other programs write them are understood, not said."""
SAID_INSTEAD = {
    "凭证号|流水号|交易号": "参考号",
    "账册|帐|数据库(?!服务器)": "账本",
    "流水(?<!库存流水)": "日志",
    "打印中心|打印台": "打印",
    "收银机|收款机": "收银台",
    "收款方式|支付方式": "付款方式",
    "仓位": "库位",
    "补打|再打一张|重新打印": "重打",
    "条形码": "条码",
    "小票号|票号(?!码)": "单号",
    "营业员|操作员": "收银员",
    "钱柜|钱屉": "钱箱",
    "门店": "店",
    "谁要的": "领用人",
    "领用汇总": "领用清单",
}


def interface_words():
    """(file and line, text) of every string with Chinese in it that is no documentation."""
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        prose = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            if id(node) not in prose and name not in READS_OTHERS:
                yield f"{name}:{node.lineno}", node.value


WORDS = [(where, text) for where, text in interface_words() if re.search("[\u4e00-\u9fff]", text)]


@pytest.mark.parametrize(("other", "word"), SAID_INSTEAD.items())
def test_a_thing_has_one_word(other, word):
    assert len(WORDS) > 500
    found = [f"{where} {text}" for where, text in WORDS if re.search(other, text)]
    assert found == [], f"say {word}"


@pytest.mark.parametrize("other", ["凭证号太长", "数据库正忙", "这台收银机", "请到打印中心"])
def test_another_word_would_be_seen(other):
    assert any(re.search(pattern, other) for pattern in SAID_INSTEAD)


def test_what_holds_another_word_is_not_taken_for_it():
    for right in ("库存流水", "数据库服务器的连接已满"):
        assert not any(re.search(pattern, right) for pattern in SAID_INSTEAD)
