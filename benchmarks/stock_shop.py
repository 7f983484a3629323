"""A shop whose stock list is long: lots are put in by plain statements, as no importer has time."""

from datetime import UTC, datetime, timedelta

from pysqlite3 import dbapi2

from benchmarks.shop import Bench

LOTS_PER_SKU = 5
KEEPS_DAYS = 540
"""Expiry dates lie from 30 days back to so many ahead."""


def stocked(products):
    """An opened shop with `LOTS_PER_SKU` lots of each product; its books are closed again."""
    bench = Bench(products)
    bench.opened.close()
    (file,) = bench.folder.rglob("*.db") or bench.folder.rglob("*.sqlite*")
    with dbapi2.connect(str(file)) as books:
        _put_lots(books, bench.dice)
    books.close()
    return bench


def _put_lots(books, dice):
    (place,) = books.execute("SELECT MIN(location_id) FROM stock_level").fetchone()
    (at,) = books.execute("SELECT MAX(lot_id) FROM lot").fetchone()
    lots, levels, today = [], [], datetime.now(tz=UTC).date()
    for sku_id, producer_id in books.execute("SELECT sku_id, producer_id FROM sku"):
        for number in range(LOTS_PER_SKU - 1):
            at += 1
            until = (today + timedelta(dice.randint(-30, KEEPS_DAYS))).isoformat()
            terms = dice.choice(("buy_out", "consignment"))
            lots.append((at, sku_id, producer_id, f"L{at}-{number}", "", until, terms, 500, 0))
            levels.append((place, sku_id, at, dice.randint(1, 60), 0))
    books.executemany(
        "INSERT INTO lot (lot_id, sku_id, producer_id, lot_no, production_date, expiry_date, terms,"
        " cost_fen, received_at_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        lots,
    )
    books.executemany(
        "INSERT INTO stock_level (location_id, sku_id, lot_id, on_hand, floor)"
        " VALUES (?, ?, ?, ?, ?)",
        levels,
    )
