"""A till that is killed loses nothing that was on its screen: goods, recorded money, the page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from showroom.domain.tender import TenderKind
from showroom.machine.home import Home, LocalSettings
from showroom.program.opening import open_books
from showroom.services.books.actor import SYSTEM

ROOT = Path(__file__).parents[2]
PATIENCE_S = 300


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def killed(home, *steps):
    """Plays `steps` in a process of its own, kills it, returns what its screen showed."""
    words = [sys.executable, "-m", "tests.faults.payer", str(home.folder), *steps]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=env, cwd=ROOT) as child:
        told = child.stdout.readline()
        child.kill()
    return json.loads(told)


def test_the_basket_survives_being_killed(home):
    first = killed(home, "6990100100011", "6990100100028", "6990100100011")
    assert first["basket"] == [["WS0001", 2], ["WS0002", 1]]
    second = killed(home, "6990100200018")
    assert second["basket"] == [["WS0001", 2], ["WS0002", 1], ["WS0004", 1]]
    opened = open_books(home, LocalSettings())
    try:
        found = opened.suite.baskets.load_open(opened.suite.catalogue.load_index())
    finally:
        opened.close()
    assert [[x.sku.code, x.quantity] for x in found.basket.lines] == second["basket"]


def test_recorded_money_survives_kill_9_in_mid_payment(home):
    first = killed(home, "6990100100011", "Space", "F3", "50", "Return")
    assert first["paid"] == [["wechat", 5000]]
    second = killed(home, "F2", "10", "Return")
    assert second["at_start"] == {
        "basket": [["WS0001", 1]],
        "paid": [["wechat", 5000]],
        "paying": True,
        "said": "没有结完的单子接回来了，已收的 微信支付 50.00 也在，请和顾客核对后接着收",
    }
    assert second["said"] == second["at_start"]["said"], "it stands until the sale is made"
    third = killed(home, "F12")
    assert third["at_start"]["paid"] == [["wechat", 5000], ["cash", 1000]]
    assert third["paying"] is False
    opened = open_books(home, LocalSettings())
    try:
        assert opened.suite.baskets.load_open(opened.suite.catalogue.load_index()) is None
        sale = opened.suite.reports.receipt(
            opened.suite.reports.receipts(SYSTEM, limit=1)[0].sale_id
        ).sale
    finally:
        opened.close()
    assert [(t.kind, t.amount_fen) for t in sale.tenders] == [
        (TenderKind.WECHAT, 5000),
        (TenderKind.CASH, 1000),
        (TenderKind.CASH, 800),
    ]
