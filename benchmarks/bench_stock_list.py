"""The stock list of 20 000 products and 100 000 lots beside that of 240, in a real window."""

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.figures import Figure, median

FEW, MANY = 240, 20_000
FRAME_MS = 16
ROOT = Path(__file__).parents[1]


def measured(products):
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.stock_list_window", str(products)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def run():
    few, many = measured(FEW), measured(MANY)
    for name in many:
        for what in (few, many):
            each = what[name]
            line = "  ".join(
                f"{part} {median([x[part] for x in each]):.1f}/{max(x[part] for x in each):.1f}"
                for part in ("painted", "stall", "stall_cpu", "work", "whole")
            )
            print(f"      {name} {FEW if what is few else MANY}: {line}", flush=True)
    yield Figure("x", 1, 1)
