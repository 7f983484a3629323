"""The window of one till: what is there before signing in, the workspace behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QWidget
from shiboken6 import isValid

from showroom.ui.engine.message import REFUSED_CODE
from showroom.ui.engine.scan_burst import MIN_LENGTH
from showroom.ui.engine.scan_keys import TypedCode
from showroom.ui.look.theme import dress
from showroom.ui.look.tokens import SIZE, SPACE, span
from showroom.ui.shell.appearance import Appearance
from showroom.ui.shell.idle import MINUTE_MS, IdleWatch
from showroom.ui.shell.signed_out import SignedOut
from showroom.ui.widgets.amount_edit import FigureMended, FigureRefused
from showroom.ui.widgets.card import column
from showroom.ui.widgets.scroll_box import ScrollBox
from showroom.ui.words.names import PRODUCT

if TYPE_CHECKING:
    from showroom.domain.ids import PersonId
    from showroom.services.books.actor import Actor
    from showroom.services.shop.shop_view import ShopView
    from showroom.ui.customer.keeper import CustomerKeeper
    from showroom.ui.engine.actions import ActionSet
    from showroom.ui.engine.context import Context
    from showroom.ui.engine.drafts import Rung
    from showroom.ui.engine.ports import Opening
    from showroom.ui.engine.scanner import ScanRouter
    from showroom.ui.engine.tasks import Lanes
    from showroom.ui.shell.device_watch import DeviceWatch
    from showroom.ui.shell.elsewhere_watch import ElsewhereWatch
    from showroom.ui.shell.parked import ParkedOverlays
    from showroom.ui.shell.scan_desk import ScanDesk
    from showroom.ui.shell.time_questions import TimeQuestions
    from showroom.ui.shell.workspace import Workspace
    from showroom.ui.widgets.message_strip import MessageStrip

WIDTH, HEIGHT = 1366, 768
USUAL_IDLE_MIN = 5
IDLE_HINT = "F1 查看本页按键"
SIGN_IN_FIRST = "请先登录"
UNREADABLE = "unreadable settings"


@dataclass(frozen=True, slots=True)
class WindowParts:
    """What works behind the first paint; the composition root makes it."""

    context: Context
    strip: MessageStrip
    devices: DeviceWatch
    lanes: Lanes


class MainWindow(QMainWindow):
    """Paints the sign-in first, then makes its parts and opens the books.

    The workspace is kept while the till is locked: baskets, pages and half-filled panels stay.
    """

    def __init__(self, make_parts: Callable[[], WindowParts], opening: Opening) -> None:
        super().__init__()
        self.setWindowTitle(PRODUCT)
        dress(self)
        self.resize(WIDTH, HEIGHT)
        self.appearance = Appearance(self)
        self.idle = IdleWatch(USUAL_IDLE_MIN * MINUTE_MS, self)
        self.idle.idle.connect(self.lock)
        self.workspace: Workspace | None = None
        self._make_parts = make_parts
        self._parts: WindowParts | None = None
        self._acts: ActionSet | None = None
        self._router: ScanRouter | None = None
        self._desk: ScanDesk | None = None
        self._parked: ParkedOverlays | None = None
        self._questions: TimeQuestions | None = None
        self._person: PersonId | None = None
        self._elsewhere: ElsewhereWatch | None = None
        self._keeper: CustomerKeeper | None = None
        self._asks: QWidget | None = None
        self._lets_go = False
        self.signed_out = SignedOut(opening)
        self._front = ScrollBox(self.signed_out)
        self.signed_out.entered.connect(self._enter)
        self.signed_out.left.connect(self.close)
        self.signed_out.sign_in.painted.connect(self._open)
        self._lay_out()

    @property
    def context(self) -> Context:
        """What the screens share."""
        return self._settled().context

    @property
    def strip(self) -> MessageStrip:
        """Where sentences go."""
        return self._settled().strip

    @property
    def lanes(self) -> Lanes:
        """What works behind the window; to be closed after it."""
        return self._settled().lanes

    def come_forward(self) -> None:
        """Fill the screen, as a till does."""
        screen = QGuiApplication.primaryScreen()
        if screen is not None:
            self.setGeometry(screen.availableGeometry())
        self.showMaximized()
        self.activateWindow()  # without a window manager nobody else gives it the keyboard

    def lock(self) -> None:
        """Ask for a PIN; what is under way stays as it is."""
        context = self.context
        if not context.signed_in or self.workspace is None or self._parked is None:
            return
        actor = context.actor
        self.idle.stop()
        self._parked.park()
        self.workspace.close_up()
        context.sign_out()
        context.operations.do(context.services.people.sign_out, actor, owner=self)
        if context.drafts.failing is not None:
            from showroom.ui.shell.unsaved import SIGNED_OUT

            context.operations.warn(SIGNED_OUT)
        self._pages.setCurrentWidget(self._front)
        self._show_strip()
        self.signed_out.close_up()

    def toggle_full_screen(self) -> None:
        """All of the screen, and back."""
        self.showMaximized() if self.isFullScreen() else self.showFullScreen()

    # -- layout -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """The strip will stand below whatever is shown; its place is kept from the first paint."""
        self._pages = QStackedWidget()
        self._pages.addWidget(self._front)
        self._place = QWidget()
        self._place.setFixedHeight(SIZE.strip)
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(SPACE.m, 0, SPACE.m, SPACE.s)
        self._foot.addWidget(self._place)
        self._side = QHBoxLayout()
        self._side.setContentsMargins(0, 0, 0, 0)
        self._side.setSpacing(0)
        self._side.addLayout(column(self._pages, self._foot, spacing=SPACE.s), 1)
        page = QWidget()
        page.setObjectName("page")
        page.setLayout(self._side)
        self.setCentralWidget(page)

    def _put_strip(self, strip: MessageStrip) -> None:
        """Before signing in the strip is seen only while it has something to say."""
        keep = strip.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        strip.setSizePolicy(keep)
        self._foot.replaceWidget(self._place, strip)
        self._place.deleteLater()
        strip.said.connect(self._show_strip)

    def _show_strip(self) -> None:
        inside = self.workspace is not None and self._pages.currentWidget() is self.workspace
        self.strip.set_idle_text(IDLE_HINT if inside else "")
        self.strip.setVisible(inside or self.strip.message is not None)

    def _build_workspace(self) -> Workspace:
        from showroom.ui.shell.parked import ParkedOverlays
        from showroom.ui.shell.time_questions import TimeQuestions
        from showroom.ui.shell.workspace import Workspace

        self._parked = ParkedOverlays(self)
        self._questions = TimeQuestions(self, self.context)
        workspace = Workspace(self.context)
        workspace.lock_asked.connect(self.lock)
        workspace.full_screen_asked.connect(self.toggle_full_screen)
        workspace.rail.fit(span(self.width(), self.height()))
        self._side.insertWidget(0, workspace.rail)
        self._pages.addWidget(workspace)
        return workspace

    # -- behind the first paint ---------------------------------------------------------------

    def _open(self) -> None:
        self._settled()
        self._listen()
        self.signed_out.open_books()

    def _settled(self) -> WindowParts:
        """The furnishing, brought in when it is first needed."""
        made = self._parts
        if made is None:
            made = self._parts = self._make_parts()
            self._put_strip(made.strip)
            self._show_strip()
            self._add_actions()
            self._connect(made)
            self.signed_out.use_context(made.context)
        return made

    def _add_actions(self) -> None:
        from showroom.ui.engine.actions import ActionSpec, build_actions

        toggle = self.toggle_full_screen
        full = ActionSpec("full_screen", "全屏", ("F11",), handler=toggle, everywhere=True)
        self._acts = build_actions(self, (full,))

    def _connect(self, made: WindowParts) -> None:
        from showroom.services.books.changes import Changes
        from showroom.ui.customer.keeper import CustomerKeeper
        from showroom.ui.shell.elsewhere_watch import ElsewhereWatch
        from showroom.ui.shell.paper_watch import PaperWatch
        from showroom.ui.shell.statuses import books_status

        context, devices = made.context, made.devices
        context.opened.connect(devices.start)
        context.shop_changed.connect(self._use_front)
        counter = context.counter_devices
        counter.scanned.connect(self.router.feed)
        counter.desk.connect(lambda state: context.set_status("counter", state))
        context.customer_changed.connect(counter.show)
        self._keeper = CustomerKeeper(self, context)
        self._elsewhere = ElsewhereWatch(context, self)
        context.customer_preview.connect(self._keeper.preview)
        devices.status_changed.connect(lambda state: context.set_status("printer", state))
        devices.seen.connect(context.operations.see_printers)
        devices.seen.connect(PaperWatch(context, made.strip, self).look)
        devices.moved.connect(lambda: context.changed.emit(Changes(prints=True)))
        devices.called.connect(self._call_out)
        devices.over.connect(context.operations.answered)
        context.operations.watch_books = lambda code: context.set_status(
            "database", books_status(code)
        )

    def _call_out(self, text: str, where: str) -> None:
        operations, go_to = self.context.operations, self.context.go_to
        if where:
            operations.warn(text, "去看看", lambda: go_to.emit(where), about=text)
        else:
            operations.warn(text, about=text)

    def _tell_unreadable(self, names: Sequence[str]) -> None:
        """The shop is open, and something of it is not as it was set."""
        from showroom.ui.words.setting_names import unreadable_settings

        operations, go_to = self.context.operations, self.context.go_to
        if names:
            go = partial(go_to.emit, "settings")
            operations.warn(unreadable_settings(names), "去设置", go, about=UNREADABLE)
        else:
            operations.answered(UNREADABLE)

    def _use_front(self, shop: ShopView) -> None:
        self._tell_unreadable(shop.unreadable)
        self.idle.limit_ms = shop.idle_lock_min * MINUTE_MS
        if shop.state != "empty":
            self._connect_counter()
            self.appearance.use(shop.theme)
            remember = self.context.machine.remember_theme
            self.context.operations.compute(remember, shop.theme, owner=self)

    def _connect_counter(self) -> None:
        """The books say what is connected; the ports are opened beside them."""
        operations, use = self.context.operations, self.context.counter_devices.use
        operations.ask(
            self.context.services.settings.load,
            owner=self,
            on_done=lambda settings: operations.reach(use, settings, owner=self),
        )

    # -- people -------------------------------------------------------------------------------

    def _enter(self, actor: Actor) -> None:
        self.context.sign_in(actor)
        if self.workspace is None:
            self.workspace = self._build_workspace()
        same = actor.person_id == self._person
        self._person = actor.person_id
        if self._parked is not None and not same:
            self._parked.drop()
        self._pages.setCurrentWidget(self.workspace)
        self.workspace.enter()
        self._show_strip()
        if self._parked is not None:
            self._parked.bring_back()
        self.idle.start()
        self.scan_desk.turn_to(actor.name)
        self.context.scans.restore(self.context.services.waiting.load)
        if self._questions is not None:
            self._questions.look()

    # -- input --------------------------------------------------------------------------------

    @property
    def router(self) -> ScanRouter:
        """Where codes come in, those of a serial scanner by `feed`; made after the first paint."""
        if self._router is None:
            from showroom.ui.engine.scanner import ScanRouter

            self._router = ScanRouter(parent=self)
            self._router.scanned.connect(self._scanned)
            self._router.garbled.connect(lambda: self._refuse_scan("scan_garbled"))
            self._router.unused.connect(lambda: self._refuse_scan("keys_unused"))
            self._router.card_refused.connect(lambda: self._refuse_scan("card_swiped"))
        return self._router

    @property
    def scan_desk(self) -> ScanDesk:
        """Who gets a scan, and when; made with the first one."""
        if self._desk is None:
            from showroom.ui.shell.scan_desk import ScanDesk

            self._desk = ScanDesk(self.context, self.strip, lambda: self.workspace)
        return self._desk

    def event(self, event: QEvent) -> bool:
        """A new native window has to be listened to again; a slow code is a scan."""
        if isinstance(event, TypedCode):
            self._typed(event.code)
            return True
        if isinstance(event, FigureRefused):
            self.context.operations.refuse(event.refusal, about=event.about)
            return True
        if isinstance(event, FigureMended):
            self.context.operations.answered(event.about)
            return True
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
        if not self.scan_desk.scanned(code):
            self.context.sounds.play("refused")
            self.strip.say("info", SIGN_IN_FIRST)

    def _typed(self, code: str) -> None:
        """In a field for a figure; a few letters there are a slip of the hand, no code."""
        from showroom.domain.errors import Refusal

        if len(code) >= MIN_LENGTH:
            self._scanned(code)
        else:
            self.context.operations.refuse(Refusal("figures_only"))

    def _refuse_scan(self, code: str) -> None:
        from showroom.domain.errors import Refusal

        self.idle.poke()
        if self.context.signed_in:
            self.context.operations.refuse(Refusal(code), latch=True, about=REFUSED_CODE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The rail is the only part whose own size does not follow the window's."""
        super().resizeEvent(event)
        if self.workspace is not None:
            self.workspace.rail.fit(span(self.width(), self.height()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """The basket is kept, the lanes finish what they have; asks if the disk takes it not."""
        unsaved = self._parts.context.drafts.failing if self._parts is not None else None
        if unsaved is not None and not self._lets_go:
            event.ignore()
            self._ask_unsaved(unsaved)
            return
        self.idle.stop()
        if self._parts is not None:
            self._parts.devices.stop()
            self._parts.context.counter_devices.line.close()
        if self._elsewhere is not None:
            self._elsewhere.stop()
        if self._keeper is not None:
            self._keeper.close()
        super().closeEvent(event)

    def _ask_unsaved(self, unsaved: Rung) -> None:
        from showroom.ui.shell.unsaved import ask_unsaved

        def leave() -> None:
            self._lets_go = True
            self.close()

        if self._asks is None or not isValid(self._asks):
            self._asks = ask_unsaved(self, unsaved, leave)
