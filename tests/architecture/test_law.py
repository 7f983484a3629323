"""The law of the house, held by tests."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from showroom.domain.errors import Fault, Refusal
from showroom.ui.words.message_table import FAULTS, REFUSALS
from showroom.ui.words.message_table_rows import ROWS

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "showroom").rglob("*.py"))
EXACT_ROOMS = ("domain", "db", "services")
LONGEST_FILE = 500
SECONDS_OR_SHARE = re.compile(r"[A-Z_, ]+(_S|_SHARE|UNREADABLE)\b")
"""Floats are for seconds and shares of a whole, in constants that say so."""


def tree(path):
    return ast.parse(path.read_text("utf-8"))


def room(path):
    return path.relative_to(ROOT / "showroom").parts[0]


def test_imports_follow_the_law():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def raised_codes():
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"Refusal", "Fault"}
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                kind = Refusal if node.func.id == "Refusal" else Fault
                yield kind, node.args[0].value, path.name


def test_every_refusal_and_fault_has_its_sentence():
    """In the table of its own kind: a fault among the refusals would show its bare code."""
    tables = {Refusal: {**REFUSALS, **ROWS}, Fault: FAULTS}
    missing = sorted(
        {f"{code} ({where})" for kind, code, where in raised_codes() if code not in tables[kind]}
    )
    assert missing == []


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if room(p) in EXACT_ROOMS], ids=lambda p: p.stem
)
def test_no_floats_where_money_is(path):
    for node in ast.walk(tree(path)):
        is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
        calls_float = (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "float"
        )
        if is_float or calls_float:
            line = path.read_text("utf-8").splitlines()[node.lineno - 1]
            assert SECONDS_OR_SHARE.match(line), f"{path.name}:{node.lineno}: {line.strip()}"


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if "migrations" not in p.parts], ids=lambda p: p.stem
)
def test_files_hold_one_idea(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


def test_only_the_database_commits():
    for path in SOURCES:
        if path.match("db/engine.py"):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in {"commit", "rollback"}, f"{path.name}:{node.lineno}"


def test_the_project_stands_alone():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    hosts = ("pypi" + ".org", "python" + "hosted", "npmjs" + ".org", "debian" + ".org/debian")
    for name in filter(None, listed):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".qss", ".sh"} or name == ".ci/run":
            told = path.read_text("utf-8") if path.exists() else ""
            for word in (*hosts, "../sha" + "red", f"{ROOT}/"):
                assert word not in told, f"{name} names {word}"


def test_screens_listen_to_the_context_by_methods():
    """A screen goes when another role signs in; Qt forgets its methods with it, never a lambda."""
    lasting = re.compile(r"(context|devices|theme_state\(\))\.\w+\.connect\(\s*lambda")
    for path in SOURCES:
        if path.is_relative_to(ROOT / "showroom" / "ui" / "screens"):
            assert not lasting.search(path.read_text("utf-8")), path.name
