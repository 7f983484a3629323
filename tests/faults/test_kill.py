"""A till killed at random instants: whole sales, nothing acknowledged is lost, books that agree."""

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from showroom.machine.home import LocalSettings
from showroom.program.opening import open_books
from showroom.services.books.actor import SYSTEM
from showroom.services.books.verify import Verify

ROOT = Path(__file__).parents[2]
ROUNDS = 12


@pytest.mark.slow
def test_a_killed_till_keeps_every_sale_it_told_of(demo_homes, tmp_path):
    home = demo_homes.whole(tmp_path / "home")
    dice, told = random.Random(88), set()
    for _ in range(ROUNDS):
        seller = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.seller", str(home.folder)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert seller.stdout.readline() == "ready\n"
        told |= {int(seller.stdout.readline()) for _ in range(dice.randint(1, 20))}
        killer = threading.Timer(dice.uniform(0, 0.05), seller.kill)
        killer.start()
        told |= {int(line) for line in seller.stdout if line.strip().isdigit() and line[-1] == "\n"}
        seller.wait()
        seller.stdout.close()
        killer.join()
    opened = open_books(home, LocalSettings())
    try:
        verdict = Verify(opened.suite.books).run()
        assert [f for f in verdict.findings if not f.passed] == []
        posted = {r.sale_id for r in opened.suite.reports.receipts(SYSTEM, limit=100_000)}
        assert told <= posted
        assert len(posted - told) <= ROUNDS, "at most the sale in flight was posted untold"
        restored = opened.suite.baskets.load_open(opened.suite.catalogue.load_index())
        assert restored is None or restored.basket.pieces == 2
    finally:
        opened.close()
