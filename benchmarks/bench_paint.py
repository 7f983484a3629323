"""First paint and memory against a bare PySide6 window; scan to painted line; both offscreen."""

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.figures import Figure, median, percentile
from benchmarks.shop import Bench

ROUNDS, SCANS = 9, 600
FRAME_MS = 1000 / 60
PRODUCTS = 20_000
ROOT = Path(__file__).parents[1]


def start(kind, home):
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    begun = time.clock_gettime(time.CLOCK_MONOTONIC)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.first_paint", kind, str(home), str(begun)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    took, peak = done.stdout.split()[:2]
    return float(took), float(peak)


def first_paint():
    bench = Bench()
    bench.opened.close()
    kinds = {"bare": [], "till": []}
    for kind in kinds:
        start(kind, bench.folder)
    for _ in range(ROUNDS):
        for kind, runs in kinds.items():
            runs.append(start(kind, bench.folder))
    (bare_ms, bare_mib), (till_ms, till_mib) = (
        (median([r[0] for r in runs]), median([r[1] for r in runs])) for runs in kinds.values()
    )
    detail = f"till {till_ms:.0f} ms, bare {bare_ms:.0f} ms"
    yield Figure("first paint / bare PySide6 window, p50", till_ms / bare_ms, 1.5, detail=detail)
    detail = f"till {till_mib:.0f} MiB, bare {bare_mib:.0f} MiB"
    yield Figure("peak memory at first paint / bare", till_mib / bare_mib, 2, detail=detail)


def scan_to_paint():
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication

    from showroom.domain.permission import Role
    from showroom.machine.home import LocalSettings
    from showroom.program.app import Till, build_window
    from showroom.services.books.actor import Actor
    from showroom.showcase.player import Player
    from showroom.ui.shell.application import make_application, start_lanes

    bench = Bench(PRODUCTS)
    bench.opened.close()
    app = make_application("light")
    till = Till(bench.home, LocalSettings(), "")
    lanes = start_lanes()
    window = build_window(till, lanes)
    window.resize(1366, 768)
    window.show()
    player = Player(window)
    player.wait_for("the books", lambda: window.context.shop.people)
    person = window.context.shop.people[0]
    window._enter(Actor(person.person_id, person.name, Role.SHOP_MANAGER))
    player.wait_for("the index", lambda: len(window.context.index.skus) == PRODUCTS)
    player.wait_quiet()
    page = window.workspace.stack.page
    viewport = page.page.lines.viewport()

    class Eye(QObject):
        painted = 0.0

        def eventFilter(self, _watched, event):  # noqa: N802 (Qt's name)
            if event.type() == QEvent.Type.Paint:
                self.painted = time.perf_counter()
            return False

    eye = Eye()
    viewport.installEventFilter(eye)
    times = []
    for n, sku in enumerate(window.context.index.skus[: SCANS * 30 : 30]):
        if n % 60 == 0:
            page.counter.start()
        before, eye.painted = time.perf_counter(), 0.0
        window.router.scanned.emit(sku.barcodes[0])
        while not eye.painted:
            app.processEvents()
        times.append((eye.painted - before) * 1000)
        QApplication.processEvents()
    player.wait_quiet()
    window.close()
    for lane in lanes:
        lane.close()
    till.close()
    detail = f"p50 {median(times):.2f} ms over {len(times)} scans, up to 60 lines, 20 000 products"
    yield Figure("scan to painted line p99", percentile(times, 0.99), FRAME_MS, "ms", detail)


def run():
    yield from first_paint()
    yield from scan_to_paint()
