"""A day by zone from the roll-up against a full scan of ten million lines."""

import time

from benchmarks.figures import Figure, median
from benchmarks.shop import Bench
from showroom.db.reads.reports import zone_sums

LINES = 10_000_000
DAYS = 3_125


def preload(bench):
    """Lines and roll-up of `DAYS` days; the line table alone is what a scan reads."""
    cursor = bench.database._cursor
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("BEGIN IMMEDIATE")
    cursor.execute(
        "WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < ?) "
        "INSERT INTO sale_line SELECT 2000000000 + n / 8, n % 8 + 1, 1, 'B', '', '米', '米', '袋',"
        "'1袋', 'each', n % 4 + 1, '云南文山', 1, '广南县', 1, '社', '粮', 1000, 1, 1000, 0, 1000,"
        "'taxed', 900, 83, 0 FROM c",
        (LINES - 1,),
    )
    cursor.execute(
        "WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < ?) "
        "INSERT INTO sales_day_zone SELECT date('2015-01-01', '+' || (n / 4) || ' days'), "
        "n % 4 + 1, 1,"
        "100, 800, 0, 800000, 0, 800000, 66400, 0, 0, 0 FROM c",
        (DAYS * 4 - 1,),
    )
    cursor.execute("COMMIT")
    cursor.execute("PRAGMA foreign_keys=ON")


def timed(call, rounds):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return median(times)


def run():
    bench = Bench(products=4)
    bench.sell(bench.basket(1))
    preload(bench)
    database = bench.database
    scan = timed(
        lambda: database.read(
            lambda tx: tx.cursor.execute(
                "SELECT zone_id, sum(net_fen) FROM sale_line GROUP BY zone_id"
            ).fetchall()
        ),
        3,
    )

    def day(tx):
        return timed(lambda: zone_sums(tx, "2019-05-01", "2019-05-01"), 200)

    def year(tx):
        return timed(lambda: zone_sums(tx, "2019-01-01", "2019-12-31"), 50)

    one, many = database.read(day), database.read(year)
    bench.close()
    detail = f"scan {scan * 1e3:.0f} ms, day {one * 1e3:.3f} ms, year {many * 1e3:.2f} ms"
    yield Figure("day by zone / full scan of 10 M lines", one / scan, 1 / 1000, detail=detail)
    yield Figure("year by zone / full scan of 10 M lines", many / scan, 1 / 500)
