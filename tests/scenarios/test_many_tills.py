"""Many tills, the same twenty goods: nothing lost, nothing oversold, every number used once."""

import json
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from showroom.domain.catalogue import PricedSku
from showroom.domain.ids import RequestId
from showroom.machine.home import Home, LocalSettings
from showroom.program.opening import open_books
from showroom.services.books.verify import Verify
from tests.postgres_server import binaries

ROOT = Path(__file__).parents[2]
PIECES = 60
WORKER = "tests.scenarios.till_worker"
HEAD = (
    "货号,条码,品名,小票简称,展区,县,生产者,品类,计价单位,规格,计价方式,零售价(元),会员价(元),"
    "进价(元),税率,保质期(天),贮存条件,补货点,经营方式,允许负库存,期初数量"
)


def _row(i):
    return (
        f"T{i:03d},,商品{i:03d},商品{i:03d},云南文山,广南县,广南合作社,米面粮油,袋,1袋,按件,"
        f"{i}.50,{i}.40,{i}.00,9%,0,常温,5,买断,否,{PIECES}"
    )


GOODS = "\n".join([HEAD, *map(_row, range(1, 21))])


def run_tills(tmp_path, url, tills, attempts):
    return run_all(tmp_path, url, [(WORKER, attempts)] * tills)


def run_all(tmp_path, url, work):
    """A process for each of (module, how often), at a till of its own; their reports in order."""
    home = Home(tmp_path / "home")
    opened = open_books(home, LocalSettings(), url)
    suite = opened.suite
    owner = suite.setup.start_real("万荣路88号", "店长", "708090").owner
    plan = suite.imports.check(owner, GOODS.encode(), "goods.csv")
    assert plan.error_count == 0, plan
    suite.imports.apply(owner, plan, RequestId(uuid4().hex))
    point = suite.setup.tills()[0].point_id
    for number in range(2, len(work) + 1):
        suite.setup.add_till(owner, f"{number:02d}", f"{number} 号收银台", point)
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", module, str(home.folder), url, str(till), str(attempts)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for till, (module, attempts) in enumerate(work, 1)
    ]
    results = []
    for worker in workers:
        out, err = worker.communicate(timeout=240)
        assert worker.returncode == 0, err
        results.append(json.loads(out))
    return opened, results


def check_books(opened, results):
    sold = {}
    for result in results:
        for code, quantity in result["sold"].items():
            sold[code] = sold.get(code, 0) + quantity
    index = opened.suite.catalogue.load_index()
    left: dict[str, int] = {
        sku.code: sku.on_hand for sku in index.skus if isinstance(sku, PricedSku)
    }
    assert {code: PIECES - n for code, n in sold.items()} == {c: left[c] for c in sold}
    assert min(left.values()) >= 0
    assert sum(r["refused"] for r in results) > 0, "the goods were meant to run out"
    verdict = Verify(opened.suite.books).run()
    assert [f for f in verdict.findings if not f.passed] == []
    assert verdict.sales == sum(r["sales"] for r in results)


def test_four_tills_on_one_file(tmp_path):
    opened, results = run_tills(tmp_path, f"sqlite:///{tmp_path}/shop.db", 4, 60)
    try:
        check_books(opened, results)
    finally:
        opened.close()


@pytest.mark.postgres
@pytest.mark.skipif(binaries() is None, reason="no PostgreSQL server binaries on this machine")
def test_sixteen_tills_on_postgresql(tmp_path, postgres_url):
    opened, results = run_tills(tmp_path, postgres_url, 16, 20)
    try:
        check_books(opened, results)
    finally:
        opened.close()
