"""A new shop's first sale is eight steps away, and its slip is on paper."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from showroom.machine.assets import sample_catalogue
from tests.printing.escpos_interpreter import read
from tests.printing.virtual_printer import VirtualPrinter

ROOT = Path(__file__).parents[2]
MOST = 8


def walk(home, address=""):
    (home / "Downloads").mkdir(parents=True)
    (home / "Downloads" / "商品.csv").write_bytes(sample_catalogue())
    env = {**os.environ, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.scenarios.first_day", str(home / "shop"), address]
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def check(told):
    assert len(told["steps"]) <= MOST
    assert told["sold"] == ["01-000001"]
    assert told["seen"] == [
        "checkout",
        "catalogue",
        "catalogue",
        "checkout",
        "shift",
        "checkout",
        "checkout",
        "checkout",
    ]


@pytest.mark.slow
def test_without_a_printer_the_first_slip_is_a_file_after_eight_steps(tmp_path):
    check(walk(tmp_path))
    slips = sorted((tmp_path / "shop" / "exports" / "小票").iterdir())
    jobs = [read(path.read_bytes()) for path in slips]
    assert [bool(job.kicks) for job in jobs] == [True, False]
    assert jobs[1].qr[0].startswith("01-000001/")


@pytest.mark.slow
def test_a_printer_that_hangs_there_has_the_first_slip_after_eight_steps(tmp_path):
    with VirtualPrinter() as printer:
        check(walk(tmp_path, printer.address))
        printer.wait_for(2)
        page, receipt = (read(slip) for slip in printer.slips)
    assert any("打印机测试" in text or "测试" in text for text in page.texts)
    assert receipt.qr[0].startswith("01-000001/")
