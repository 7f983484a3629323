"""Where a scan goes: to the screen in front, or, while that cannot take it, onto a list."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from showroom.domain.errors import Refusal
from showroom.domain.scan import WaitingScan
from showroom.ui.engine.kept_scans import Until, Wait
from showroom.ui.engine.message import KEPT_SCAN
from showroom.ui.shell.kept_panel import KeptPanel, is_unknown_pin, products
from showroom.ui.widgets.overlay import top_overlay

if TYPE_CHECKING:
    from showroom.ui.engine.context import Context
    from showroom.ui.engine.screen import Screen
    from showroom.ui.shell.workspace import Workspace
    from showroom.ui.widgets.message_strip import MessageStrip
    from showroom.ui.widgets.overlay import Overlay

LOOK_EVERY_MS = 30
SIGNING_IN = "sign_in"
FULL = "scans_full"
"""One message for all that were not kept, whoever counts them."""
LEFT_BY = "{names}扫的 {count} 个码还没处理，按 Ctrl+K 处理"


class _End(Enum):
    """What became of a scan that somebody was given."""

    TAKEN = auto()
    REFUSED = auto()
    NOT_BEGUN = auto()
    """What stood in a field came first and was refused: nothing is wrong with the scan."""


class ScanDesk(QObject):
    """Keeps the order of scans. What only waited for work to end follows by itself, in order.

    What came behind a latched message, a panel, a payment or a figure that was refused is shown
    once that is answered: to take over one by one or all, or to throw away.
    """

    def __init__(
        self, context: Context, strip: MessageStrip, front: Callable[[], Workspace | None]
    ) -> None:
        super().__init__(strip)
        self._context, self._strip, self._front = context, strip, front
        self._kept = context.kept
        self._panel: KeptPanel | None = None
        self._offered = False
        self._read = False
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._kept.changed.connect(self._changed)
        self._kept.asked.connect(self.show)
        self._kept.refused.connect(self._refused)

    def scanned(self, code: str) -> bool:
        """Take it now, or keep it behind those that wait; False when nobody is signing in."""
        if not self._expects():
            return False
        wait = self._wait(code)
        if wait is not None and wait.why is not None and self._is_pin(wait.why, code):
            self._context.operations.refuse(Refusal("pin_not_here", **wait.why.params))
            return True
        if wait is None and self._goes_first(code):
            self._kept.settle()
            if self._deliver(code) is _End.NOT_BEGUN:
                self._put_by(code, Until.ANSWER)
            return True
        if wait is None:
            wait = Wait(Until.ANSWER if self._kept.to_answer else Until.READY)
        self._offered = self._offered and self._panel is not None
        self._read = self._page is not None and self._page.shows_result
        self._keep(code, wait)
        return True

    def _is_pin(self, why: Refusal, code: str) -> bool:
        """Six figures before a panel that takes no scan: a PIN, unless the shop has such a code.

        A quick hand is as fast as a slow scanner; a PIN is neither kept nor shown for it.
        """
        return why.code == "panel_open" and is_unknown_pin(code, self._context.index)

    def _goes_first(self, code: str) -> bool:
        """Nothing waits before it, or what does is for another screen or panel, or for later."""
        page, kept = self._page, self._kept
        if page is None or not kept.scans:
            return True
        if self._in_panel and self._wait(kept.scans[0].code) is not None:
            return True  # what waits is for the page behind this panel
        elsewhere = not page.sells or self._in_panel
        return (elsewhere and bool(kept.to_answer)) or page.scan_is_first(code)

    @property
    def _in_panel(self) -> bool:
        """A panel in front takes scans: those it gets are its own, whatever waits for a person."""
        page = self._page
        panel = top_overlay(page.window()) if page is not None else None
        return panel is not None and panel.takes_scans

    @property
    def _page(self) -> Screen | None:
        front = self._front()
        return front.stack.awake if front is not None else None

    def _expects(self) -> bool:
        return self._context.signed_in or self._context.operations.running(SIGNING_IN)

    def _keep(self, code: str, wait: Wait) -> None:
        if not self._put_by(code, wait.until):
            return
        if wait.why is not None:
            self._context.operations.refuse(wait.why, about=KEPT_SCAN)
        elif wait.until is Until.ANSWER:
            self._context.sounds.play("refused")

    def _put_by(self, code: str, until: Until) -> bool:
        """Onto the list; False when that is full, which is said."""
        by = self._context.actor.name if self._context.signed_in else ""
        goods = bool(products(code, self._context.index))
        try:
            self._kept.keep(WaitingScan(code, by, goods), until)
        except Refusal as full:
            self._strip.withdraw(FULL)
            self._context.operations.refuse(full, latch=True, about=FULL)
            return False
        return True

    def turn_to(self, name: str) -> None:
        """Somebody of this name signed in: what others scanned goes with the basket, asked about.

        A scan is the customer's, who stands there with the goods, as the open basket is.
        """
        others = self._kept.by_others(name)
        if others:
            self._kept.mark(Until.ANSWER)
            self._offered = False
            names = "、".join(dict.fromkeys(others))
            text = LEFT_BY.format(names=names, count=len(others))
            self._context.operations.warn(text, about=LEFT_BY)

    def show(self) -> None:
        """The list, over whatever is in front; again to close it."""
        front = self._front()
        if self._panel is not None:
            self._panel.dismiss()
            return
        if self._panel is None and front is not None and self._context.signed_in:
            self._offered = self._page is not None and self._page.sells
            self._panel = KeptPanel(front, self._context, self._why_not)
            self._panel.taken.connect(self._take)
            self._panel.closed.connect(self._closed)
            self._panel.open()

    def _wait(self, code: str) -> Wait | None:
        page = self._page
        if page is None or not self._context.signed_in:
            return Wait(Until.READY)
        if self._strip.latched and not page.scan_is_first(code):
            return Wait(Until.ANSWER)
        panel = top_overlay(page.window())
        if panel is not None and panel is self._panel:
            wait = page.scan_waits(code)
            return wait if wait is not None and wait.until is Until.READY else Wait(Until.ANSWER)
        return _behind(page, panel, code)

    def _why_not(self, code: str) -> Refusal | None:
        """What a code of the open list would be refused for just now."""
        page = self._page
        if page is None:
            return None
        wait = _behind(page, top_overlay(page.window(), below=self._panel), code)
        return wait.why if wait is not None else None

    def _hand_over(self, at: int = 0) -> bool:
        """One of the list to whoever takes it; refused it stays on the list, in its place."""
        code = self._kept.take(at)
        taken = self._deliver(code) is _End.TAKEN
        if not taken:
            self._kept.give_back(code)
        return taken

    def _refused(self) -> None:
        """Its sentence is read before the list may cover it: a latched one holds the list off."""
        self._offered = not self._strip.latched

    def _deliver(self, code: str) -> _End:
        """To the panel in front or to the page."""
        page = self._page
        if page is None:
            return _End.REFUSED
        self._strip.move_on()
        panel = top_overlay(page.window())
        if panel is not None and panel.takes_scans:
            return _End.TAKEN if panel.scanned(code) else _End.REFUSED
        if panel is not None:
            panel.close_panel()
        if not page.make_way(code):
            return _End.NOT_BEGUN
        return _End.TAKEN if page.scanned(code) else _End.REFUSED

    def _take(self, at: object) -> None:
        """One of the list, or all (None)."""
        wait = self._wait(self._kept.scans[at if isinstance(at, int) else 0].code)
        if wait is not None and wait.why is not None:
            self._context.operations.refuse(wait.why)  # they stay
        elif isinstance(at, int):
            self._offered = False
            self._hand_over(at)
        else:
            self._offered = False
            self._kept.take_over()
        self._look()

    @property
    def _may_cover(self) -> bool:
        """The list is the counter's, and change in sight is read before it: the next scan tells."""
        page = self._page
        return page is not None and page.sells and (self._read or not page.shows_result)

    def _closed(self) -> None:
        self._panel = None

    def _changed(self) -> None:
        self._strip.show_kept(self._kept.to_answer)
        if not self._kept.scans:
            self._timer.stop()
            self._offered = False
            self._context.operations.answered(LEFT_BY)
        elif not self._timer.isActive():
            self._timer.start()

    def _look(self) -> None:
        """Has what they wait for ended?"""
        if not self._expects():
            self._kept.mark(Until.ANSWER)  # the PIN was wrong: whose scans these are is unclear
        page = self._page
        if page is None:
            self._take_ready()
        else:
            page.together(self._take_ready)

    def _take_ready(self) -> None:
        while self._kept.scans and self._context.signed_in:
            wait = self._wait(self._kept.scans[0].code)
            if wait is not None and wait.until is Until.ANSWER:
                self._kept.mark(Until.ANSWER)
            if wait is not None:
                return
            if self._kept.to_answer:
                if not self._offered and self._may_cover:
                    self.show()
                return
            if not self._hand_over():
                return  # it is asked about at the next look


def _behind(page: Screen, panel: Overlay | None, code: str) -> Wait | None:
    """What a code waits for on this page with this panel in front; None: nothing."""
    wait = page.scan_waits(code)
    if panel is None or panel.gives_way or (wait is not None and wait.until is Until.READY):
        return wait
    if panel.takes_scans:
        return Wait(Until.READY) if panel.scan_waits(code) else None
    return Wait(Until.ANSWER, Refusal("panel_open", **panel.in_the_way))
