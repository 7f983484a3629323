"""The first slips of a program: every printer's line begins at the same moment."""

import subprocess
import sys

TOGETHER = """
from threading import Barrier, Thread
from showroom.domain.printer import PrinterModel
from showroom.printing.render.escpos_bytes import drawer_kick

start, kicks = Barrier(8), []

def kick():
    start.wait()
    kicks.append(drawer_kick(PrinterModel("x", "x")))

lines = [Thread(target=kick) for _ in range(8)]
for line in lines:
    line.start()
for line in lines:
    line.join()
print(len(kicks), len(set(kicks)))
"""


def test_lines_that_begin_together_take_nothing_from_each_other():
    """Each found the folder of the library gone that another had taken away."""
    done = subprocess.run(
        [sys.executable, "-c", TOGETHER], capture_output=True, text=True, check=True
    )
    assert (done.stdout.split(), done.stderr) == (["8", "1"], "")
