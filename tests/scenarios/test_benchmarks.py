"""Every benchmark still runs against the program as it is.

By a few sales, products and rounds, so that no figure means anything: no goal is looked at.
"""

import importlib

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


@pytest.mark.parametrize("name", NAMES)
def test_it_runs(name, monkeypatch):
    module = importlib.import_module(f"benchmarks.bench_{name}")
    for constant, value in SMALL[name].items():
        monkeypatch.setattr(module, constant, value)
    figures = list(module.run())
    assert figures
    assert all(figure.name for figure in figures)
