"""The test command starts on every system: what only POSIX has is asked for where it is used."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
ONLY_POSIX = frozenset({"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"})


def test_no_test_needs_posix_to_be_collected():
    needs = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        if ONLY_POSIX.intersection(_named(node))
    ]
    assert needs == []


def _named(node):
    return [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
