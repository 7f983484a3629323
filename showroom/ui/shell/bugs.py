"""What nobody caught: logged, and shown with its report instead of ending the shop's day."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

log = logging.getLogger("showroom.qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class BugCatcher(QObject):
    """Installed once by the application. `report` runs on the GUI thread."""

    _caught = Signal(object)

    def __init__(self, report: Callable[[BaseException], object]) -> None:
        super().__init__()
        self._report = report
        self._caught.connect(self._tell)

    def install(self) -> None:
        """Take over Python's and Qt's own ways of complaining."""
        sys.excepthook = self.uncaught
        threading.excepthook = self.uncaught_on_thread
        qInstallMessageHandler(hear_qt)

    def uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Python's hook; Qt hands it what a slot raised."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self._caught.emit(error)

    def uncaught_on_thread(self, args: threading.ExceptHookArgs) -> None:
        """Python's hook for threads."""
        if args.exc_value is not None:
            self._caught.emit(args.exc_value)

    def _tell(self, error: BaseException) -> None:
        self._report(error)


def hear_qt(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Qt's words into the log."""
    log.log(_LEVELS.get(kind, logging.WARNING), "%s", text)
