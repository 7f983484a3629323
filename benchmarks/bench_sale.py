"""`complete_sale` with 8 lines against raw sqlite3 running the very same writes, interleaved.

The raw side replays what the service wrote for the same baskets in a twin of the file: the same
rows, the same updates, synchronous=FULL, one commit; it selects nothing and computes nothing.
"""

import gc
import shutil
import time
from uuid import uuid4

from pysqlite3 import dbapi2

from benchmarks.figures import Figure, median, percentile
from benchmarks.shop import Bench
from showroom.domain.tender import Payment

SALES = 1500
LONG = 500
READS = ("SELECT", "BEGIN", "COMMIT")


class Recorder:
    """The driver's cursor, writing down what passes."""

    def __init__(self, cursor):
        self.cursor = cursor
        self.writes = []

    def execute(self, sql, values=()):
        if not sql.startswith(READS):
            self.writes.append((False, sql, values))
        return self.cursor.execute(sql, values)

    def executemany(self, sql, rows):
        self.writes.append((True, sql, list(rows)))
        return self.cursor.executemany(sql, rows)

    def __getattr__(self, name):
        return getattr(self.cursor, name)


def record(bench, baskets):
    """What each sale writes, from a first run on the file that is then thrown away."""
    database = bench.database
    database._open_writer()
    recorder = database._cursor = Recorder(database._cursor)
    logs = []
    for basket in baskets:
        recorder.writes = []
        bench.sell(basket)
        logs.append(recorder.writes)
    database._cursor = recorder.cursor
    return logs


def raw_connection(path):
    connection = dbapi2.connect(str(path), isolation_level=None)
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cell_size_check=ON",
        "wal_autocheckpoint=20000",
    ):
        cursor.execute(f"PRAGMA {pragma}").fetchall()
    return connection, cursor


def replay(cursor, log):
    cursor.execute("BEGIN IMMEDIATE")
    for many, sql, values in log:
        (cursor.executemany if many else cursor.execute)(sql, values)
    cursor.execute("COMMIT")


def renewed(log):
    """The same values with new documents: a string bound before keeps its UTF-8 and costs less."""

    def new(value):
        return (value + " ")[:-1] if isinstance(value, str) and len(value) > LONG else value

    def fresh(many, values):
        return [tuple(map(new, row)) for row in values] if many else tuple(map(new, values))

    return [(many, sql, fresh(many, values)) for many, sql, values in log]


def timed(call, *args):
    start, cpu = time.perf_counter(), time.process_time()
    call(*args)
    return time.perf_counter() - start, time.process_time() - cpu


def run():
    bench = Bench()
    path = bench.home.database_file
    bench.opened.close()
    start = path.with_name("start.db")
    shutil.copy(path, start)
    bench.open()
    baskets = [bench.basket() for _ in range(SALES)]
    logs = record(bench, baskets)
    bench.opened.close()
    for leftover in bench.home.keys.glob("head-*"):
        leftover.unlink()
    shutil.copy(start, path)
    twin = path.with_name("twin.db")
    shutil.copy(start, twin)
    bench.open()
    connection, cursor = raw_connection(twin)
    ours, raw, our_cpu, raw_cpu = [], [], 0.0, 0.0
    # The till's window collects garbage on a timer, never inside a sale (ui/garbage.py).
    gc.collect()
    gc.freeze()
    gc.disable()
    for i, basket in enumerate(baskets):
        payment, request = Payment(basket.due_fen).pay_cash(), uuid4().hex
        for side in ("ours", "raw") if i % 2 else ("raw", "ours"):
            if side == "ours":
                wall, cpu = timed(bench.sell, basket, payment, request)
                ours.append(wall)
                our_cpu += cpu
            else:
                log = renewed(logs[i])
                wall, cpu = timed(replay, cursor, log)
                raw.append(wall)
                raw_cpu += cpu
    gc.enable()
    connection.close()
    syncs = count_syncs(bench, baskets[:20])
    bench.close()
    told = f"ours {median(ours) * 1e3:.2f} ms, raw {median(raw) * 1e3:.2f} ms"
    yield Figure("complete_sale / raw sqlite3, p50", median(ours) / median(raw), 1.5, detail=told)
    yield Figure(
        "complete_sale / raw sqlite3, p99", percentile(ours, 0.99) / percentile(raw, 0.99), 1.5
    )
    yield Figure("complete_sale / raw sqlite3, CPU", our_cpu / raw_cpu, 2.0)
    yield Figure("syncs per sale", syncs, 1, "")


def count_syncs(bench, baskets):
    """fsync and fdatasync calls of this process while it sells, told by strace."""
    import os
    import signal
    import subprocess
    from tempfile import NamedTemporaryFile

    if shutil.which("strace") is None:
        return float("nan")
    with NamedTemporaryFile("r") as log:
        tracer = subprocess.Popen(
            ["strace", "-f", "-e", "trace=fsync,fdatasync", "-o", log.name, "-p", str(os.getpid())],
            stderr=subprocess.PIPE,
        )
        tracer.stderr.readline()
        for basket in baskets:
            bench.sell(basket)
        tracer.send_signal(signal.SIGINT)
        tracer.wait()
        tracer.stderr.close()
        calls = sum("sync(" in line for line in log)
    return calls / len(baskets)
