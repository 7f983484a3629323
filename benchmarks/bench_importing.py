"""Checking and writing 1 000 new products, with pypinyin already imported."""

import time
from uuid import uuid4

from benchmarks.figures import Figure
from benchmarks.shop import Bench, catalogue
from showroom.domain.ids import RequestId

PRODUCTS, ROUNDS = 1000, 3


def run():
    import pypinyin  # noqa: F401 (its import is no part of an import)

    checks, writes = [], []
    for _ in range(ROUNDS):
        bench = Bench(products=0)
        content = catalogue(PRODUCTS, 10)
        start = time.perf_counter()
        plan = bench.suite.imports.check(bench.owner, content, "bench.csv")
        checks.append(time.perf_counter() - start)
        start = time.perf_counter()
        done = bench.suite.imports.apply(bench.owner, plan, RequestId(uuid4().hex))
        writes.append(time.perf_counter() - start)
        assert done.created == PRODUCTS
        bench.close()
    detail = f"check {min(checks):.3f} s, write {min(writes):.3f} s"
    yield Figure("import of 1 000 products", min(checks) + min(writes), 0.3, "s", detail)
