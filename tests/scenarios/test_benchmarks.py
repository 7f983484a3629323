"""Every benchmark still runs against the program as it is.

By a few sales, products and rounds, so that no figure means anything: no goal is looked at.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import NAMES

SMALL = {
    "sale": {"SALES": 4, "LONG": 6},
    "growth": {"PRELOADED": 500, "SALES": 4},
    "search": {"PRODUCTS": 60},
    "importing": {"PRODUCTS": 20, "ROUNDS": 1},
    "report": {"DAYS": 800},
    "receipt": {"ROUNDS": 1, "SALES": 2},
    "pdf": {"ROUNDS": 1, "FULL": 3, "FIRST": 2},
    "receiving": {"RECEIPTS": 2, "LINES": 5},
    "trace": {"MOVES": 500, "ROUNDS": 1},
    "paint": {"ROUNDS": 1, "SCANS": 3, "PRODUCTS": 120},
    "stock_list": {"FEW": 24, "MANY": 48, "ROUNDS": 1, "LETTERS": 1},
}


ROOT = Path(__file__).parents[2]
RUN = """
import benchmarks.bench_{name} as bench
vars(bench).update({small})
for figure in bench.run():
    print(figure.name)
"""


@pytest.mark.parametrize("name", NAMES)
def test_it_runs(name):
    """In a process of its own: some make the application, which a process has once."""
    code = RUN.format(name=name, small=SMALL[name])
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
