"""The built wheel, alone in a new environment, rings up a sale and prints the day."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from showroom import __version__

ROOT = Path(__file__).parents[2]
SELL = """
from datetime import date
from uuid import uuid4
from showroom.program.opening import open_books
from showroom.machine.assets import sample_catalogue
from showroom.domain.basket import Basket
from showroom.domain.tender import Payment
from showroom.machine.home import find_home
import showroom, pathlib, sys

assert "site-packages" in showroom.__file__, showroom.__file__
home = find_home()
opened = open_books(home, home.load()[0])
suite = opened.suite
owner = suite.setup.start_demo(sample_catalogue()).owner
suite.shifts.open_shift(owner, 30000, uuid4().hex)
sku = next(s for s in suite.catalogue.load_index().skus if s.on_hand - s.expired_on_hand > 3000)
basket = Basket().add(sku, 1)
done = suite.checkout.complete_sale(owner, basket, Payment(basket.due_fen).pay_cash(), uuid4().hex)
assert done.sale.number == "01-000001"
opened.close()
"""


def run(*command, **kw):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **kw)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_wheel_sells(tmp_path):
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(ROOT))
    (wheel,) = tmp_path.glob("showroom-*.whl")
    assert wheel.name.split("-")[1] == __version__
    venv.create(tmp_path / "env", with_pip=True)
    programs = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    run(str(programs / "pip"), "install", "-q", "-c", str(ROOT / "constraints.txt"), str(wheel))
    env = {**os.environ, "SHOWROOM_HOME": str(tmp_path / "home"), "PYTHONPATH": ""}
    python = str(programs / "python")
    told = run(str(programs / "showroom"), "--version", env=env, cwd=tmp_path)
    assert told.split() == ["showroom", __version__]
    run(python, "-c", SELL, env=env, cwd=tmp_path)
    pdf = tmp_path / "day.pdf"
    run(str(programs / "showroom"), "report", "daily", "--pdf", str(pdf), env=env, cwd=tmp_path)
    assert pdf.read_bytes().startswith(b"%PDF")
    assert "账账相符" in run(str(programs / "showroom"), "verify", env=env, cwd=tmp_path)
