"""200 scans through a real X server, with two busy loops beside it: all of them, in order."""

import itertools
import json
import os
import select
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from showroom.domain.barcode import check_digit
from showroom.ui.engine.scan_burst import STALL_MS
from tests.scenarios.test_window_day import virtual_display
from tests.ui.engine.x_keyboard import can_type, x_keyboard

ROOT = Path(__file__).parents[3]
SCANS = 200
CHAR_US, BETWEEN_US = (500, 1000, 4000, 8000), (5_000, 20_000, 100_000)
FEW = [(500, 5_000), (1000, 20_000), (4000, 5_000)]
CELLS = [*itertools.product(CHAR_US, BETWEEN_US)] if os.environ.get("SCANNER_MATRIX") else FEW
TRIES, PATIENCE_S = 5, 60
BODIES = [f"69901{at % 150:07d}" for at in range(SCANS)]
CODES = [body + check_digit(body) for body in BODIES]
BUSY_LOOP = "while True: pass"

pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("Xvfb") is None, reason="no Xvfb on this machine"),
    pytest.mark.skipif(not can_type(), reason="no libXtst on this machine"),
]


@contextmanager
def running(*command, **how):
    process = subprocess.Popen([sys.executable, *command], **how)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def heard(told):
    """The window's next line; it says nothing when keys were lost on the way."""
    ready, _, _ = select.select([told], [], [], PATIENCE_S)
    assert ready, "not every Enter arrived"
    return json.loads(told.readline())


@pytest.fixture(scope="module")
def till():
    """A window's lines and the keyboard in front of it, on a machine that is busy elsewhere."""
    with ExitStack() as stack:
        env = {**os.environ, **stack.enter_context(virtual_display())}
        for _ in range(2):
            stack.enter_context(running("-c", BUSY_LOOP))
        module = ("-m", "tests.ui.engine.scan_window", str(SCANS))
        how = {"cwd": ROOT, "env": env, "stdout": subprocess.PIPE, "text": True}
        window = stack.enter_context(running(*module, **how))
        assert heard(window.stdout) == {"ready": True}
        yield window.stdout, stack.enter_context(x_keyboard(env["DISPLAY"]))


@pytest.mark.parametrize(("char_us", "between_us"), CELLS)
def test_every_code_arrives_whole_and_in_order(till, char_us, between_us):
    """A machine that lets no key through for `STALL_MS` in the middle of a code gets another try:
    the stamps, and so this test, know nothing of such a burst."""
    told, keyboard = till
    for _ in range(TRIES):
        keyboard.scan(CODES, char_us, between_us)
        got = heard(told)
        if got["longest_ms"] <= STALL_MS:
            break
    assert got["longest_ms"] <= STALL_MS, "the machine stands still"
    assert got["codes"] == CODES
    assert got["left"] == ""
