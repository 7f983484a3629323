"""Whatever key, act or button a sentence names is there: in the tables of acts, or on a button."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from PySide6.QtGui import QKeySequence

from showroom.ui.engine.actions import key_text
from showroom.ui.shell.registry import places_with_keys

UI = Path(__file__).resolve().parents[3] / "showroom" / "ui"
ALWAYS = {"Enter", "Esc", "Tab"}
"""Keys of buttons and panels as such."""
KEY = r"(?:F\d{1,2}|(?:Ctrl|Alt)\+[A-Za-z]+|Esc|Enter|空格|退格|Del(?![a-z])|Tab)"
NAMED = re.compile(rf"[按与、或]\s?({KEY})|({KEY}) (?:取|新建|导入|选)")
PAIRED = re.compile(rf"([\u4e00-\u9fff]{{2,6}})（({KEY})）")
QUOTED = re.compile(r"「([^」]+)」")
ACTS = ("整单取消", "撤回一笔", "挂单", "取单", "结算", "反结账", "作废", "冲红", "撤单", "清空")
"""What a till of this trade may offer: one that a sentence tells somebody to do is offered here."""
NOT_OURS = {"网络": "a heading on a printer's own page of settings"}


def _calls(name):
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                yield node


@cache
def acts():
    """(text, key as it is written) of every act; without a key an empty one."""
    found = set()
    for call in _calls("ActionSpec"):
        given = dict(zip(("id", "text", "shortcuts"), call.args, strict=False))
        given |= {k.arg: k.value for k in call.keywords}
        words = [n.value for n in ast.walk(given["text"]) if isinstance(n, ast.Constant)]
        keys = given.get("shortcuts")
        named = [n.value for n in ast.walk(keys) if isinstance(n, ast.Constant)] if keys else []
        texts = [w for w in words if isinstance(w, str)] or [""]
        shown = [key_text(QKeySequence(k)) for k in named if isinstance(k, str)] or [""]
        found |= {(text, key) for text in texts for key in shown}
    return found


@cache
def strings():
    """Every Chinese sentence or word of the window; no docstrings."""
    found = set()
    for path in UI.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {n.value for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        found |= {
            n.value
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str) and n not in told
        }
    return {s for s in found if re.search(r"[\u4e00-\u9fff]", s)}


def wrong(sentences):
    """(what, sentence) of everything named that is nowhere."""
    texts, keys = {t for t, _ in acts()}, {k for _, k in acts()} | ALWAYS
    shown = strings() - set(sentences)
    for sentence in sentences:
        for match in NAMED.finditer(sentence):
            key = match[1] or match[2]
            if key not in keys:
                yield key, sentence
        for name, key in PAIRED.findall(sentence):
            if not any(name.endswith(t) and t and k == key for t, k in acts()):
                yield f"{name}（{key}）", sentence
        for name in QUOTED.findall(sentence):
            if name not in NOT_OURS and not _stands(name, shown):
                yield f"「{name}」", sentence
        for act in ACTS:
            if act in sentence and not _stands(act, texts | shown):
                yield act, sentence


def _stands(name, shown):
    """On a button or an act, with little beside it."""
    return any(name in s and len(s) <= len(name) + 4 for s in shown)


def test_every_key_act_and_button_a_sentence_names_is_there():
    assert len(acts()) > 60
    assert sorted(wrong({s for s in strings() if len(s) > 6})) == []


def test_what_is_nowhere_is_found():
    said = {
        "请先结算、挂单或整单取消": "整单取消",
        "店里没有就按 F13": "F13",
        "请先结算（F6）": "请先结算（F6）",
        "请点「看不见」": "「看不见」",
    }
    assert {sentence: what for what, sentence in wrong(set(said))} == said


def test_the_readme_names_as_many_pages_as_have_a_key():
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    first, _, last = places_with_keys().partition("、")
    assert f"`{first}`{'、' * bool(last)}{f'`{last}`' * bool(last)} 换页" in readme
