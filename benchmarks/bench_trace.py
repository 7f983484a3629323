"""Tracing one lot, and a page of its ledger, among a million moves against one scan of them all."""

import time

from benchmarks.figures import Figure, median
from benchmarks.shop import Bench
from showroom.services.stock.ledger import LedgerOf, LedgerWanted

MOVES = 1_000_000
ROUNDS = 200


def preload(bench):
    """A million moves of the shop's lots, copied from real ones by the database itself.

    One lot in the middle keeps its few: it is the one to be traced. The balances follow.
    """
    sale = bench.sell(bench.basket(8)).sale
    cursor = bench.database._cursor
    rows = cursor.execute(
        "SELECT lot_id FROM stock_move WHERE document = 'sale' AND document_id = ?",
        (sale.sale_id,),
    ).fetchall()
    traced = rows[0][0]
    cursor.execute("BEGIN IMMEDIATE")
    cursor.execute(
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) "
        "INSERT INTO stock_move (at_us, business_date, sku_id, lot_id, location_id, quantity, "
        "reason, document, document_id, line_no) "
        "SELECT m.at_us, m.business_date, l.sku_id, l.lot_id, m.location_id, -1, m.reason, "
        "m.document, m.document_id, m.line_no FROM c "
        "JOIN (SELECT * FROM stock_move WHERE document = 'sale' AND document_id = ? LIMIT 1) m "
        "JOIN lot l ON l.lot_id = 1 + c.n % (SELECT max(lot_id) FROM lot) "
        "WHERE l.lot_id <> ?",
        (MOVES, sale.sale_id, traced),
    )
    cursor.execute(
        "UPDATE stock_level SET on_hand = (SELECT sum(quantity) FROM stock_move m WHERE "
        "m.lot_id = stock_level.lot_id AND m.location_id = stock_level.location_id)"
    )
    cursor.execute("COMMIT")
    bench.database.checkpoint()
    return traced


def timed(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def run():
    bench = Bench()
    lot_id = preload(bench)

    def scan():
        bench.suite.books.read(
            lambda tx: tx.cursor.execute(
                "SELECT count(*) FROM stock_move NOT INDEXED WHERE lot_id = ? AND quantity <> 0",
                (lot_id,),
            ).fetchall()
        )

    tracing, ledger = bench.suite.tracing, bench.suite.ledger
    wanted = LedgerWanted(LedgerOf(lot_id=lot_id))

    def trace():
        tracing.trace(bench.owner, lot_id)

    asked = {
        "trace of one lot, back and forward": trace,
        "first page of its ledger": lambda: ledger.page(bench.owner, wanted),
    }
    scans = [timed(scan) for _ in range(9)]
    for name, call in asked.items():
        call()
        times = [timed(call) for _ in range(ROUNDS)]
        told = f"{median(times) * 1e3:.2f} ms, scan {median(scans) * 1e3:.0f} ms"
        yield Figure(
            f"{name} / a scan of {MOVES:,} moves", median(times) / median(scans), 1e-3, detail=told
        )
    bench.close()
