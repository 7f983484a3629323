"""The same sale with a million sales in the file against an empty one, interleaved."""

import time
from uuid import uuid4

from benchmarks.figures import Figure, median
from benchmarks.shop import Bench
from showroom.domain.tender import Payment

PRELOADED = 1_000_000
SALES = 400


def preload(bench, count):
    """`count` posted sales of one line each, copied from a real one by the database itself."""
    real = bench.sell(bench.basket(1)).sale
    first = real.sale_id
    cursor = bench.database._cursor
    day = "date('2020-01-01', '+' || (n / 400) || ' days')"
    cursor.execute("BEGIN IMMEDIATE")
    cursor.execute("CREATE TEMP TABLE numbers (n INTEGER PRIMARY KEY)")
    cursor.execute(
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) "
        "INSERT INTO numbers SELECT n FROM c",
        (count,),
    )
    for table, changed in (
        (
            "sale",
            {"sale_id": f"{first} + n", "request_id": "'p' || n", "business_date": day},
        ),
        ("sale_line", {"sale_id": f"{first} + n"}),
        ("sale_lot", {"sale_id": f"{first} + n"}),
        ("tender", {"sale_id": f"{first} + n"}),
        ("stock_move", {"move_id": "NULL", "document_id": f"{first} + n"}),
    ):
        names = [r[1] for r in cursor.execute(f"PRAGMA table_info({table})").fetchall()]
        key = "document_id" if table == "stock_move" else "sale_id"
        values = ", ".join(changed.get(n, f"t.{n}") for n in names)
        cursor.execute(
            f"INSERT INTO {table} SELECT {values} FROM {table} t, numbers WHERE t.{key} = {first}"
        )
    cursor.execute(
        "INSERT INTO request SELECT 'p' || n, 'sale', n, 0, 'p' || n FROM numbers",
    )
    cursor.execute("UPDATE series SET last = last + ? WHERE kind = 'sale'", (count,))
    cursor.execute("COMMIT")
    bench.database.checkpoint()


def run():
    empty, full = Bench(), Bench()
    full.sell(full.basket())
    start = time.perf_counter()
    preload(full, PRELOADED)
    loaded = time.perf_counter() - start
    size = full.home.database_file.stat().st_size / 2**20
    times = {empty: [], full: []}
    for i in range(SALES):
        for bench in (empty, full) if i % 2 else (full, empty):
            basket = bench.basket()
            payment, request = Payment(basket.due_fen).pay_cash(), uuid4().hex
            begin = time.perf_counter()
            bench.sell(basket, payment, request)
            times[bench].append(time.perf_counter() - begin)
    detail = f"{size:.0f} MiB, preloaded in {loaded:.0f} s"
    ratio = median(times[full]) / median(times[empty])
    empty.close()
    full.close()
    yield Figure("complete_sale, 1 000 000 sales / empty, p50", ratio, 1.3, detail=detail)
