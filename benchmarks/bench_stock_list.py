"""The stock list of 20 000 products and 100 000 lots beside that of 240, in a real window."""

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.figures import Figure, median, percentile

FEW, MANY = 240, 20_000
ROUNDS, LETTERS = 7, 5
FRAME_MS = 16
ROOT = Path(__file__).parents[1]
ACTS = {
    "open": "the page is opened for the first time",
    "again": "it is opened again",
    "letter": "a letter narrows it",
    "chip": "a chip narrows it",
    "sale": "a sale has it read again, the old rows stand meanwhile",
}


def measured(products, rounds):
    asked = products, rounds, LETTERS
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.stock_list_window", *map(str, asked)],
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
    few, many = measured(FEW, ROUNDS), measured(MANY, ROUNDS)
    (early,) = measured(FEW, 0)["open"]
    detail = "opened as soon as somebody has signed in; with 240 products"
    stall = early["stall_cpu"]
    yield Figure("not built ahead: the window stalls", stall, FRAME_MS, "ms CPU", detail)
    for name, words in ACTS.items():
        first = [median([x["painted"] for x in acts[name]]) for acts in (few, many)]
        detail = f"{words}; {first[1]:.0f} against {first[0]:.0f} ms"
        yield Figure(f"{name}: first rows / those of 240", first[1] / first[0], 3, detail=detail)
        walls, cpus = ([x[kind] for x in many[name]] for kind in ("stall", "stall_cpu"))
        small = median([x["stall_cpu"] for x in few[name]])
        detail = (
            f"median of the longest turns, of {len(walls)}; the machine's other work included "
            f"{median(walls):.1f} ms; with 240 {small:.1f} ms"
        )
        yield Figure(f"{name}: the window stalls", median(cpus), FRAME_MS, "ms CPU", detail)
    for kind, unit in (("work_cpu", "ms CPU"), ("work", "ms")):
        keys = [x[kind] for x in many["letter"]]
        detail = f"p50 {median(keys):.2f} over {len(keys)} letters"
        yield Figure("a letter on the GUI thread p99", percentile(keys, 0.99), 2, unit, detail)
    read, cpu, alone, behind = (
        median([x[part] for x in many["held"]]) for part in ("read", "read_cpu", "alone", "behind")
    )
    detail = (
        f"{behind:.0f} ms, alone {alone:.0f} ms; the read takes {read:.0f} ms, {cpu:.0f} of CPU"
    )
    yield Figure("a sale while the list is read / alone", behind / alone, 3, detail=detail)
