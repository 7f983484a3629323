"""Posting a receipt of 200 lines against raw sqlite3 inserting the very same rows, interleaved.

The raw side has the rows that the service left behind (header, lines, lots, moves, balances) and
inserts them table by table into a twin of the file: the same keys, indexes and checks, foreign
keys on, synchronous=FULL, one commit. It has no journal, no request, no draft to put away, selects
nothing and computes nothing.
"""

import gc
import shutil
from functools import partial
from uuid import uuid4

from benchmarks.bench_sale import raw_connection, replay, timed
from benchmarks.figures import Figure, median, percentile
from benchmarks.shop import Bench
from showroom.db.stores import document_drafts
from showroom.db.tables.supplier import supplier, supplier_licence
from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine, KeptLine
from showroom.domain.ids import LocationId, RequestId, SupplierId, TillId
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
    """So many deliveries, as they stand when their last line was entered."""
    made, today = [], bench.suite.reports.today()
    skus = bench.skus[:LINES]
    for n in range(RECEIPTS):
        key = f"bench-{n}"
        head = DraftHead(place_id=WAREHOUSE, supplier_id=supplier_id, reference=f"SH{n}")
        lines = tuple(
            KeptLine(
                f"{key}-{row}",
                DraftLine(
                    sku.sku_id,
                    1 + row % 40,
                    lot_no=f"L{n:03d}{row:03d}",
                    production_date=today,
                    expiry_date=f"{int(today[:4]) + 2}{today[4:8]}28",
                    cost_fen=500 + row,
                    certificate=f"HG-{row}",
                ),
            )
            for row, sku in enumerate(skus)
        )
        who = (bench.owner.person_id, bench.owner.name)
        draft = DocumentDraft(key, DocumentKind.GOODS_RECEIPT, head, lines, 1, *who, 0, 0)
        bench.suite.books.keep(partial(begin, draft=draft))
        made.append((key, draft.revision))
    return made


def begin(tx, draft):
    document_drafts.begin(tx, TillId(1), draft, "")


def post(bench, key, revision, request=None):
    ask = request or RequestId(uuid4().hex)
    return bench.suite.receiving.post(bench.owner, key, revision, ask).document


def run():
    bench = Bench()
    entered = drafts(bench, add_supplier(bench))
    path = bench.home.database_file
    bench.database.checkpoint()
    bench.opened.close()
    start = path.with_name("start.db")
    shutil.copy(path, start)
    bench.open()
    inserts = [rows_of(bench, post(bench, key, revision)) for key, revision in entered]
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
                bench.suite.drafts.open(bench.owner, key)  # whoever posts it has it before them
                ours.append(timed(post, bench, key, revision))
            else:
                raw.append(timed(replay, cursor, inserts[i]))
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


ROWS = {
    "stock_document": "document_id = ?",
    "lot": "document_id = ?",
    "stock_document_line": "document_id = ?",
    "stock_move": "document_id = ? AND document = 'goods_receipt'",
    "stock_level": "lot_id IN (SELECT lot_id FROM lot WHERE document_id = ?)",
}


def rows_of(bench, document):
    """What a receipt left behind in a file that is then thrown away, as plain inserts."""
    made, cursor = [], bench.database._cursor
    for table, of_it in ROWS.items():
        asked = f"SELECT * FROM {table} WHERE {of_it}"
        rows = cursor.execute(asked, (document.document_id,)).fetchall()
        assert len(rows) in (1, LINES), table
        marks = ", ".join("?" * len(rows[0]))
        made.append((True, f"INSERT INTO {table} VALUES ({marks})", rows))
    return made
