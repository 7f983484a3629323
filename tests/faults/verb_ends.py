"""Verbs run in this process, and what may be said of each end: one sentence and a status."""

import hashlib
import io
import os
import re
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from showroom.__main__ import main
from showroom.domain.legible import legible

ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}")
"""Three words in a row: what argparse or the system says."""
WRONG_WORDS = "命令写得不对"


@dataclass(frozen=True)
class End:
    status: int
    out: str
    err: str


def end_of(words) -> End:
    """Status and words of a verb; what it raises is a traceback and fails the test."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status: object = main([*words])
        except SystemExit as ended:
            status = ended.code
    assert isinstance(status, int)
    return End(status, out.getvalue(), err.getvalue())


def told_well(words, end: End, answers=(0, 1, 2, 3)) -> End:
    """One Chinese sentence where something is wrong, none where nothing is."""
    shown = f"{[w[:60] for w in words]} ended {end}"
    assert end.status in answers, shown
    assert "Traceback" not in end.err, shown
    assert not ENGLISH.search(re.sub(r"(?:/|sqlite|postgresql)\S+", "", end.err)), shown
    for line in (*end.out.splitlines(), *end.err.splitlines()):
        assert line == legible(line), shown
    lines = end.err.splitlines()
    if any(WRONG_WORDS in line for line in lines):
        lines = [line for line in lines if WRONG_WORDS in line]
    if end.status in {1, 2}:
        assert len(lines) == 1 or (not lines and end.out), shown
        assert all(re.search("[\u4e00-\u9fff]{4}", line) for line in lines), shown
    elif end.status == 0:
        assert not lines, shown
    return end


def state_of(folder: Path) -> dict[str, object]:
    """Every file below, whatever it is, by its content."""
    return {
        str(path.relative_to(folder)): hashlib.blake2b(path.read_bytes()).hexdigest()
        if path.is_file() and not path.is_symlink()
        else os.lstat(path).st_mode
        for path in sorted(folder.rglob("*"))
    }
