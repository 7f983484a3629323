"""The day's report as the product reads it, among years of receipts, against a full scan."""

import time

from benchmarks.figures import Figure, median
from benchmarks.shop import Bench

DAYS, SALES, LINES = 1_250, 100, 8
"""A million lines: so many days of so many receipts of so many lines."""
DAY = "2016-05-01"
NUMBERS = "WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < ?) "
FIRST = 2_000_000_000
DATE = f"date('2015-01-01', '+' || (n / {SALES}) || ' days')"

SALE = (
    "sale_id, request_id, content_hash, kind, till_id, till, shift_id, business_date, sold_at_us, "
    "cashier_id, cashier, line_count, gross_fen, reduction_fen, round_off_fen, net_fen, tax_fen, "
    "original_sale_id, reason, journal_seq"
)


def preload(bench):
    """Receipts, lines, tenders and the roll-up of `DAYS` days."""
    cursor = bench.database._cursor
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("BEGIN IMMEDIATE")
    cursor.execute(
        f"{NUMBERS} INSERT INTO sale ({SALE}) SELECT {FIRST} + n, 'bench' || n, '',"
        "'sale', 1, '01', 1,"
        f"{DATE}, 1420077600000000 + n / {SALES} * 86400000000 + n % {SALES} * 360000000, 1,"
        "'店长',"
        f"{LINES}, {LINES}000, 0, 0, {LINES}000, 664, 0, '', n FROM c",
        (DAYS * SALES - 1,),
    )
    cursor.execute(
        f"{NUMBERS} INSERT INTO sale_line SELECT {FIRST} + n / {LINES}, n % {LINES} + 1, 1,"
        "'B', '', '米', '米', '袋', '1袋', 'each', n % 4 + 1, '云南文山', n % 4 + 1, '广南县',"
        "1, '社', '粮',"
        "1000, 1, 1000, 0, 1000, 'taxed', 900, 83, 0 FROM c",
        (DAYS * SALES * LINES - 1,),
    )
    cursor.execute(
        f"{NUMBERS} INSERT INTO tender SELECT {FIRST} + n, 1, 'cash', {LINES}000, {LINES}000, ''"
        " FROM c",
        (DAYS * SALES - 1,),
    )
    cursor.execute(
        f"{NUMBERS} INSERT INTO sales_day_zone SELECT"
        " date('2015-01-01', '+' || (n / 4) || ' days'),"
        f"n % 4 + 1, 1, {SALES}, {SALES * 2}, 0, {SALES * 2000}, 0, {SALES * 2000}, 16600, 0, 0, 0"
        " FROM c",
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
    preload(bench)
    scan = timed(
        lambda: bench.database.read(
            lambda tx: tx.cursor.execute(
                "SELECT zone_id, sum(net_fen) FROM sale_line GROUP BY zone_id"
            ).fetchall()
        ),
        5,
    )
    report = bench.suite.reports.daily(bench.owner, DAY)
    assert report.total.orders == SALES, report.total
    assert report.tie_out.balances
    day = timed(lambda: bench.suite.reports.daily(bench.owner, DAY), 50)
    bench.close()
    detail = f"scan {scan * 1e3:.0f} ms, day {day * 1e3:.1f} ms"
    yield Figure("the day's report / full scan of 1 M lines", day / scan, 1 / 5, detail=detail)
