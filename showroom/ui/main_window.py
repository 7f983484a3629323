"""The window of one till: the gate before signing in, the house behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from showroom.domain.errors import Fault, Refusal
from showroom.ui.actions import ActionSpec, build_actions
from showroom.ui.shell.appearance import Appearance
from showroom.ui.shell.gate import Gate
from showroom.ui.shell.idle import MINUTE_MS, IdleWatch
from showroom.ui.shell.names import PRODUCT
from showroom.ui.tokens import SPACE
from showroom.ui.widgets.card import column

if TYPE_CHECKING:
    from showroom.domain.ids import PersonId
    from showroom.services.actor import Actor
    from showroom.services.front import Front
    from showroom.ui.context import Context
    from showroom.ui.ports import Opening
    from showroom.ui.scanner import ScanRouter
    from showroom.ui.shell.device_watch import DeviceWatch
    from showroom.ui.shell.house import House
    from showroom.ui.widgets.message_strip import MessageStrip
    from showroom.ui.widgets.overlay import Overlay

WIDTH, HEIGHT = 1366, 768
IDLE_HINT = "F1 查看本页按键"
SIGN_IN_FIRST = "请先登录"


class MainWindow(QMainWindow):
    """Opens the books behind the first paint; keeps the house while the till is locked."""

    specs: Sequence[ActionSpec] = (
        ActionSpec("full_screen", "全屏", ("F11",), handler="toggle_full_screen"),
    )

    def __init__(
        self, context: Context, strip: MessageStrip, opening: Opening, devices: DeviceWatch
    ) -> None:
        super().__init__()
        self.setWindowTitle(PRODUCT)
        self.resize(WIDTH, HEIGHT)
        self.context = context
        self.strip = strip
        self.appearance = Appearance(self)
        self.house: House | None = None
        self._devices = devices
        self._person: PersonId | None = None
        self._parked: list[Overlay] = []
        self.gate = Gate(context, opening)
        self.gate.entered.connect(self._enter)
        self.gate.left.connect(self.close)
        self.gate.sign_in.painted.connect(self._listen)
        self._lay_out()
        self.acts = build_actions(self, self.specs)
        self._router: ScanRouter | None = None
        self.idle = IdleWatch(context.front.idle_lock_min * MINUTE_MS, self)
        self.idle.idle.connect(self.lock)
        self._connect(context)

    def come_forward(self) -> None:
        """Fill the screen, as a till does."""
        screen = QGuiApplication.primaryScreen()
        if screen is not None:
            self.setGeometry(screen.availableGeometry())
        self.showMaximized()

    def lock(self) -> None:
        """Ask for a PIN; baskets, half-filled panels and pages stay as they are."""
        if not self.context.signed_in:
            return
        actor = self.context.actor
        self.idle.stop()
        self._park_overlays()
        if self.house is not None:
            self.house.close_up()
        self.context.sign_out()
        self.context.lanes.database.submit(self.context.services.people.sign_out, actor)
        self._pages.setCurrentWidget(self.gate)
        self._show_strip()
        self.gate.close_up()

    def toggle_full_screen(self) -> None:
        """All of the screen, and back."""
        self.showMaximized() if self.isFullScreen() else self.showFullScreen()

    # -- layout -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """The strip stands below whatever is shown; at the gate only when it has to say sth."""
        self._pages = QStackedWidget()
        self._pages.addWidget(self.gate)
        keep = self.strip.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.strip.setSizePolicy(keep)
        self._margins = QHBoxLayout()
        self._margins.setContentsMargins(SPACE.m, 0, SPACE.m, SPACE.s)
        self._margins.addWidget(self.strip)
        self._side = QHBoxLayout()
        self._side.setContentsMargins(0, 0, 0, 0)
        self._side.setSpacing(0)
        self._side.addLayout(column(self._pages, self._margins, spacing=SPACE.s), 1)
        page = QWidget()
        page.setObjectName("page")
        page.setLayout(self._side)
        self.setCentralWidget(page)
        self.strip.said.connect(self._show_strip)
        self._show_strip()

    def _show_strip(self) -> None:
        inside = self.house is not None and self._pages.currentWidget() is self.house
        self.strip.set_idle_text(IDLE_HINT if inside else "")
        self.strip.setVisible(inside or self.strip.message is not None)

    def _build_house(self) -> House:
        from showroom.ui.shell.house import House

        house = House(self.context)
        house.lock_asked.connect(self.lock)
        house.full_screen_asked.connect(self.toggle_full_screen)
        self._side.insertWidget(0, house.rail)
        self._pages.addWidget(house)
        return house

    # -- people -------------------------------------------------------------------------------

    def _enter(self, actor: Actor) -> None:
        self.context.sign_in(actor)
        if self.house is None:
            self.house = self._build_house()
        same = actor.person_id == self._person
        self._person = actor.person_id
        if not same:
            self._drop_overlays()
        self._pages.setCurrentWidget(self.house)
        self.house.enter()
        self._show_strip()
        self._bring_overlays_back()
        self.idle.start()

    def _park_overlays(self) -> None:
        """Nothing of an open panel may be seen or reached while the till is locked."""
        from showroom.ui.widgets.overlay import Overlay

        self._parked = [o for o in self.findChildren(Overlay) if o.isVisible()]
        for overlay in self._parked:
            overlay.hide()

    def _bring_overlays_back(self) -> None:
        for overlay in self._parked:
            overlay.setGeometry(self.rect())
            overlay.show()
            overlay.raise_()
            overlay.setFocus()
        self._parked = []

    def _drop_overlays(self) -> None:
        """Another person: what the last one began in a panel is not theirs."""
        for overlay in self._parked:
            overlay.show()
            overlay.close_panel()
        self._parked = []

    # -- what the context tells ---------------------------------------------------------------

    def _connect(self, context: Context) -> None:
        context.opened.connect(self._devices.start)
        context.front_changed.connect(self._use_front)
        self._devices.told.connect(lambda state: context.tell_desk("printer", state))
        for lane in (context.lanes.database, context.lanes.devices, context.lanes.pool):
            lane.failed.connect(self._failed)

    def _use_front(self, front: Front) -> None:
        self.idle.limit_ms = front.idle_lock_min * MINUTE_MS
        if front.state != "empty":
            self.appearance.use(front.theme)
            self.context.lanes.pool.submit(self.context.machine.remember_theme, front.theme)

    def _failed(self, error: Exception) -> None:
        """A reading nobody waited for."""
        from showroom.ui.message import Message
        from showroom.ui.messages import sentence

        if isinstance(error, Fault | Refusal):
            self.strip.show_message(Message("fault", sentence(error)))
        else:
            self.context.operations.report_bug(error)

    # -- input --------------------------------------------------------------------------------

    @property
    def router(self) -> ScanRouter:
        """Where codes come in, those of a serial scanner by `feed`; made after the first paint."""
        if self._router is None:
            from showroom.ui.scanner import ScanRouter

            self._router = ScanRouter(parent=self)
            self._router.scanned.connect(self._scanned)
            self._router.garbled.connect(lambda: self._refuse_scan("scan_garbled"))
            self._router.card_refused.connect(lambda: self._refuse_scan("card_swiped"))
        return self._router

    def event(self, event: QEvent) -> bool:
        """A new native window has to be listened to again."""
        if event.type() == QEvent.Type.WinIdChange and self._router is not None:
            self._listen()
        return super().event(event)

    def _listen(self) -> None:
        app, handle = QApplication.instance(), self.windowHandle()
        if isinstance(app, QApplication):
            self.router.install(app)
        if handle is not None:
            self.idle.listen(handle)

    def _scanned(self, code: str) -> None:
        self.idle.poke()
        if self.house is None or not self.context.signed_in:
            self.context.sounds.play("refused")
            self.strip.say("info", SIGN_IN_FIRST)
            return
        if self.context.operations.holds_back():
            return
        self.strip.dismiss()
        self.house.scanned(code)

    def _refuse_scan(self, code: str) -> None:
        self.idle.poke()
        if self.context.signed_in:
            self.context.operations.refuse(Refusal(code), latch=True)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing to ask: the basket is kept, the lanes finish what they have."""
        self.idle.stop()
        self._devices.stop()
        super().closeEvent(event)
