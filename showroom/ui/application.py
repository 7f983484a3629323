"""The QApplication: fonts, theme, lanes, and where complaints go."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from showroom.ui.shell.appearance import theme_name
from showroom.ui.shell.names import PRODUCT
from showroom.ui.theme import apply_theme

if TYPE_CHECKING:
    from showroom.ui.context import Lanes
    from showroom.ui.main_window import MainWindow

POOL_THREADS = 2
PRINTER_THREADS = 9
"""As many as a till may have printers, and one for what concerns none of them alone."""


def make_application(theme: str, argv: Sequence[str] = ()) -> QApplication:
    """The application, dressed as ``light``, ``dark`` or ``system``."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication([sys.argv[0], *argv])
    app.setApplicationName("showroom")
    app.setApplicationDisplayName(PRODUCT)
    app.setDesktopFileName("showroom")
    apply_theme(app, theme_name(theme))
    return app


def start_lanes() -> Lanes:
    """One thread for the database, one for devices, one for each printer, two for pure work."""
    from showroom.ui.context import Lanes
    from showroom.ui.tasks import Lane

    return Lanes(
        Lane("database"),
        Lane("devices"),
        Lane("printers", PRINTER_THREADS),
        Lane("pool", POOL_THREADS),
    )


def run(app: QApplication, window: MainWindow) -> int:
    """Show the window and live with it; the exit status.

    The books are opened behind the first paint. What nobody caught is logged and said in the
    window's strip. The lanes are closed when this returns: nothing runs in the books any more.
    """
    from showroom.ui.garbage import GuiThreadCollector
    from showroom.ui.shell.bugs import BugCatcher

    def report(error: BaseException) -> None:
        window.context.operations.report_bug(error)

    bugs = BugCatcher(report)
    bugs.install()
    collector = GuiThreadCollector()
    window.come_forward()
    status = app.exec()
    for lane in window.context.lanes:
        lane.close()
    collector.close()
    return int(status)
