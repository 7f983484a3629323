"""The QApplication: fonts, theme, lanes, and where complaints go."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from showroom.ui.look.icons import till_icon
from showroom.ui.look.theme import apply_theme
from showroom.ui.shell.appearance import theme_name
from showroom.ui.shell.bugs import hear_qt
from showroom.ui.words.names import PRODUCT

if TYPE_CHECKING:
    from showroom.ui.engine.context import Context
    from showroom.ui.engine.tasks import Lanes
    from showroom.ui.shell.main_window import MainWindow

POOL_THREADS = 2
NO_DISPLAY = (
    "没有可用的显示器，收银窗口打不开。不需要显示器的动词有："
    "import、export、report、backup、verify、new-pin、shortcut、demo；tour 在离屏模式下也能用。"
)


def make_application(theme: str, argv: Sequence[str] = ()) -> QApplication:
    """The application, dressed as ``light``, ``dark`` or ``system``.

    Without a display the program ends here with a sentence and the status 2.
    """
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    before = qInstallMessageHandler(_hear_start)
    app = QApplication([sys.argv[0], *argv])
    qInstallMessageHandler(before)
    app.setApplicationName("showroom")
    app.setApplicationDisplayName(PRODUCT)
    app.setDesktopFileName("showroom")
    app.setWindowIcon(till_icon())
    apply_theme(app, theme_name(theme))
    return app


def _hear_start(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Qt ends the program where it finds no display: say so in words before it does."""
    hear_qt(kind, context, text)
    if kind is QtMsgType.QtFatalMsg:
        sys.stderr.write(f"{NO_DISPLAY}\n")
        sys.stderr.flush()
        os._exit(2)


TURN_S = 0.0005
"""A thread that computes gives way after that: the window asks for its turn at each cell it paints,
and Python's own 5 ms would be a stall each."""


def start_lanes() -> Lanes:
    """One thread for the database, one for devices, one for each printer, two for pure work.

    One more for files from outside, which are drawn apart.
    """
    from showroom.services.shop.printer_checks import MAX_PRINTERS
    from showroom.ui.engine.tasks import Lane, Lanes

    sys.setswitchinterval(TURN_S)
    return Lanes(
        Lane("database"),
        Lane("devices"),
        Lane("printers", MAX_PRINTERS + 1),  # one for what concerns none of them alone
        Lane("pool", POOL_THREADS),
        Lane("foreign"),
    )


def run(app: QApplication, window: MainWindow) -> int:
    """Show the window and live with it; the exit status.

    The books are opened behind the first paint. What nobody caught is logged and said in the
    window's strip. The lanes are closed when this returns: nothing runs in the books any more.
    """
    from showroom.ui.engine.garbage import GuiThreadCollector
    from showroom.ui.shell.ahead import Ahead
    from showroom.ui.shell.bugs import BugCatcher

    def report(error: BaseException) -> None:
        window.context.operations.report_bug(error)

    bugs = BugCatcher(report)
    bugs.install()
    collector = GuiThreadCollector()
    Ahead(window)
    window.come_forward()
    status = app.exec()
    lost = end(window.context, window.lanes)
    if lost:
        sys.stderr.write(f"{lost}\n")
    collector.close()
    return int(status)


def end(context: Context, lanes: Lanes) -> str:
    """Close the lanes, the open basket saved before them; what was lost, "" for nothing."""
    from showroom.ui.shell.unsaved import note_lost

    context.foreign.close()
    context.drafts.try_again()
    context.scans.try_again()
    for lane in lanes:
        lane.close()
    return note_lost(context.drafts.unsaved)
