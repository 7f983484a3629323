"""One process of its own: prints milliseconds and MiB from its start to its first paint.

`python -m benchmarks.first_paint bare|till HOME STARTED` where STARTED is the parent's clock.
"""

import sys
import time
from pathlib import Path


def peak_mib():
    """VmHWM, which starts anew with the program; ru_maxrss would carry the parent's over."""
    told = Path("/proc/self/status").read_text("utf-8").splitlines()
    line = next(x for x in told if x.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def watch(window, started):
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    class Eye(QObject):
        def eventFilter(self, _watched, event):  # noqa: N802 (Qt's name)
            if event.type() == QEvent.Type.Paint and not self.seen:
                self.seen = True
                QTimer.singleShot(0, self.tell)
            return False

        seen = False

        def tell(self):
            took = (time.clock_gettime(time.CLOCK_MONOTONIC) - started) * 1000
            peak = peak_mib()
            print(f"{took:.1f} {peak:.1f}", flush=True)
            QApplication.exit(0)

    eye = Eye(window)
    window.installEventFilter(eye)
    return eye


def bare(_home, started):
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
    from pysqlite3 import dbapi2

    app = QApplication([])
    dbapi2.connect(":memory:")
    window, table = QMainWindow(), QTableView()
    model = QStandardItemModel()
    for i in range(250):
        model.appendRow([QStandardItem(f"商品 {i}"), QStandardItem("12.50")])
    table.setModel(model)
    window.setCentralWidget(table)
    eye = watch(window, started)
    window.resize(1366, 768)
    window.show()
    app.exec()
    return eye


def till(home, started):
    import gc

    gc.disable()  # as the program's entry does
    from showroom.machine.home import Home
    from showroom.program.app import Till, build_window
    from showroom.ui.shell.application import make_application

    place = Home(Path(home))
    place.make()
    local, _ = place.load()
    app = make_application(local.theme)
    window = build_window(Till(place, local, ""))
    eye = watch(window, started)
    window.resize(1366, 768)
    window.show()
    app.exec()
    return eye


if __name__ == "__main__":
    import os

    {"bare": bare, "till": till}[sys.argv[1]](sys.argv[2], float(sys.argv[3]))
    sys.stdout.flush()
    os._exit(0)
