"""What is made before anybody asks for it: a page that is opened first must not stop the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from showroom.ui.shell.registry import SCREENS, ScreenSpec

if TYPE_CHECKING:
    from showroom.ui.shell.main_window import MainWindow

QUIET_MS = 500
"""So long nobody has touched the till and nothing was read before a step is taken: a key waits for
one step at most, and a scan or a word that is being typed for none."""
PAUSE_MS = 20
"""Between two steps; what came meanwhile is done first."""


class Ahead(QObject):
    """Modules are imported while the sign-in waits, off the GUI thread, which they need not.

    Pages are built for who has signed in, by what they may: bare, then in the window, then their
    parts, one a turn of the event loop. What somebody opens meanwhile is built at once.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._imported: set[str] = set()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        window.signed_out.sign_in.painted.connect(self._begin)

    @property
    def imported(self) -> frozenset[str]:
        """Names of the screens whose modules are there."""
        return frozenset(self._imported)

    def _begin(self) -> None:
        """The books and the index come first: without them nobody signs in."""
        context = self._window.context
        context.index_changed.connect(self._import, Qt.ConnectionType.SingleShotConnection)
        context.person_changed.connect(lambda _person: self._timer.start(QUIET_MS))

    def _import(self, _index: object) -> None:
        self._window.context.operations.compute(_frame, owner=self, on_done=self._import_next)

    def _import_next(self, _done: object) -> None:
        wanted = next((entry for entry in SCREENS if entry.name not in self._imported), None)
        if wanted is not None:
            compute = self._window.context.operations.compute
            compute(_load, wanted, owner=self, on_done=self._have)

    def _have(self, name: str) -> None:
        self._imported.add(name)
        self._import_next(name)

    @property
    def goes_on(self) -> bool:
        """Whether it will look again by itself."""
        return self._timer.isActive()

    def look(self) -> None:
        """Take a step, if this is a moment for it."""
        self._timer.stop()
        window = self._window
        if window.workspace is None or not window.context.signed_in:
            return  # whoever signs in begins it anew
        still = QUIET_MS - window.idle.still_ms
        if still > 0 or any(lane.pending for lane in (window.lanes.database, window.lanes.pool)):
            self._timer.start(max(PAUSE_MS, still))
            return
        try:
            more = window.workspace.stack.build_on(self._imported)
        except Exception as error:  # noqa: BLE001 (said once; opening that page says it again)
            window.context.operations.report_bug(error)
            return
        if more:
            self._timer.start(PAUSE_MS)
        elif len(self._imported) < len(SCREENS):
            self._timer.start(QUIET_MS)


def _frame() -> None:
    """What stands around the pages."""
    from showroom.ui.shell import parked, scan_desk, time_questions, workspace

    del parked, scan_desk, time_questions, workspace


def _load(entry: ScreenSpec) -> str:
    entry.load()
    return entry.name
