"""Posting a receipt of 200 lines against raw sqlite3 running the very same writes, interleaved.

The draft is there on both sides; the raw side replays what the service wrote for it in a twin of
the file: the same rows, synchronous=FULL, one commit; it selects nothing and computes nothing.
"""

import gc
import shutil
from uuid import uuid4

from benchmarks.bench_sale import Recorder, raw_connection, renewed, replay, timed
from benchmarks.figures import Figure, median, percentile
from benchmarks.shop import Bench
from showroom.db.tables.supplier import supplier, supplier_licence
from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.ids import LocationId, RequestId, SupplierId
from showroom.domain.stock import DocumentKind

RECEIPTS, LINES = 60, 200
WAREHOUSE = LocationId(2)


def add_supplier(bench):
    """Somebody with papers, straight into the tables: no screen is measured here."""

    def write(tx):
        texts = dict.fromkeys(("spelling", "credit_code", "contact", "note"), "")
        made = supplier.insert().values(
            code="G1", name="萧氏茶业", address="宜昌市夷陵区", phone="0717-1", **texts
        )
        made = made.values(active=1, revision=1, changed_at_us=0)
        number = tx.connection.execute(made.returning(supplier.c.supplier_id)).scalar_one()
        paper = {"kind": "food_trade", "licence_no": "JY1", "valid_until": "", "active": 1}
        tx.connection.execute(supplier_licence.insert().values(supplier_id=number, **paper))
        return SupplierId(number)

    return bench.suite.books.keep(write)


def drafts(bench, supplier_id):
    """So many deliveries, entered line by line as a window does."""
    made, today = [], bench.suite.reports.today()
    skus = bench.skus[:LINES]
    for n in range(RECEIPTS):
        key = f"bench-{n}"
        head = DraftHead(place_id=WAREHOUSE, supplier_id=supplier_id, reference=f"SH{n}")
        draft = bench.suite.drafts.begin(bench.owner, DocumentKind.GOODS_RECEIPT, head, key)
        for row, sku in enumerate(skus):
            line = DraftLine(
                sku.sku_id,
                1 + row % 40,
                lot_no=f"L{n:03d}{row:03d}",
                production_date=today,
                expiry_date=f"{int(today[:4]) + 2}{today[4:8]}28",
                cost_fen=500 + row,
                certificate=f"HG-{row}",
            )
            draft = bench.suite.drafts.put_line(bench.owner, key, f"{key}-{row}", line)
        made.append((key, draft.revision))
    return made


def post(bench, key, revision, request=None):
    ask = request or RequestId(uuid4().hex)
    bench.suite.receiving.post(bench.owner, key, revision, ask)


def run():
    bench = Bench()
    entered = drafts(bench, add_supplier(bench))
    path = bench.home.database_file
    bench.database.checkpoint()
    bench.opened.close()
    start = path.with_name("start.db")
    shutil.copy(path, start)
    bench.open()
    logs = record(bench, entered)
    bench.opened.close()
    for leftover in bench.home.keys.glob("head-*"):
        leftover.unlink()
    twin = path.with_name("twin.db")
    for copy in (path, twin):
        shutil.copy(start, copy)
    bench.open()
    connection, cursor = raw_connection(twin)
    ours, raw = [], []
    gc.collect()
    gc.freeze()
    gc.disable()
    for i, (key, revision) in enumerate(entered):
        for side in ("ours", "raw") if i % 2 else ("raw", "ours"):
            if side == "ours":
                ours.append(timed(post, bench, key, revision))
            else:
                log = renewed(logs[i])
                raw.append(timed(replay, cursor, log))
    gc.enable()
    connection.close()
    bench.close()
    wall, raw_wall = [w for w, _ in ours], [w for w, _ in raw]
    told = f"ours {median(wall) * 1e3:.1f} ms, raw {median(raw_wall) * 1e3:.1f} ms"
    name = f"receipt of {LINES} lines / raw sqlite3"
    yield Figure(f"{name}, p50", median(wall) / median(raw_wall), 1.5, detail=told)
    yield Figure(f"{name}, p99", percentile(wall, 0.99) / percentile(raw_wall, 0.99), 1.5)
    cpu = sum(c for _, c in ours) / sum(c for _, c in raw)
    yield Figure(f"{name}, CPU", cpu, 2.0)


def record(bench, entered):
    """What each receipt writes, from a first run on the file that is then thrown away."""
    database = bench.database
    database._open_writer()
    recorder = database._cursor = Recorder(database._cursor)
    logs = []
    for key, revision in entered:
        recorder.writes = []
        post(bench, key, revision)
        logs.append(recorder.writes)
    database._cursor = recorder.cursor
    return logs
