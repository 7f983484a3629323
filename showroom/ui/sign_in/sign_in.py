"""登录: people as tiles, a PIN pad, no caret to aim at. Painted before the books are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from showroom.domain.pin import PIN_DIGITS
from showroom.ui.engine.scan_keys import TAKES_PIN, TAKES_TEXT
from showroom.ui.look.tokens import SPACE
from showroom.ui.sign_in.people import COLUMNS, PeopleGrid
from showroom.ui.widgets.busy_bar import BusyBar
from showroom.ui.widgets.card import Card, badge, column, label, row, rule, set_tone
from showroom.ui.widgets.clock_label import clock
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.person_tile import PersonFace
from showroom.ui.widgets.pin_pad import CHECKING, PinPad
from showroom.ui.widgets.turning import is_low
from showroom.ui.widgets.zone_band import ZoneBand
from showroom.ui.words.names import ROLES

if TYPE_CHECKING:
    from showroom.domain.errors import Refusal
    from showroom.services.shop.people import Person, SignedIn
    from showroom.services.shop.shop_view import ShopView
    from showroom.ui.engine.context import Context

PEOPLE_WIDTH, PAD_WIDTH, PAD_HEIGHT, PAD_LOW = 484, 264, 372, 296
SECOND_MS = 1000
EVERYBODY = 0
HOUSE = "万荣路88号"
OPENING = "正在打开账本…"
READY = "方向键或点选换人，数字键输入 PIN"
LOCKED = "已锁定，没有结完的单子都在"
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -COLUMNS,
    Qt.Key.Key_Down: COLUMNS,
}


class SignIn(QWidget):
    """`painted` is emitted once, with the first paint; `signed_in` carries the Actor."""

    painted = Signal()
    signed_in = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty(TAKES_TEXT, True)
        self.setProperty(TAKES_PIN, True)
        self.setObjectName("page")
        self.setAccessibleName("登录")
        self._painted = False
        self._waits: dict[int, int] = {}
        self._people = PeopleGrid()
        self._people.setFixedWidth(PEOPLE_WIDTH)
        self._people.chosen.connect(self._greet)
        self._pad = PinPad(PIN_DIGITS)
        self._pad.setFixedSize(PAD_WIDTH, PAD_HEIGHT)
        self._pad.entered.connect(self._try)
        self._pad.set_shut(True)
        self._shop = ElidedLabel(" ", "muted")
        self._demo = badge("演示", "warning")
        self._who = label(" ", "section")
        self._what = label(" ", "muted")
        self._busy = BusyBar()
        self._status = label(OPENING, "muted")
        self._seconds = QTimer(self, interval=SECOND_MS)
        self._seconds.timeout.connect(self.tick)
        self._lay_out()

    def _lay_out(self) -> None:
        keep = self._demo.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._demo.setSizePolicy(keep)
        self._demo.hide()
        title = row(label(HOUSE, "figure"), self._demo, None, clock("section"), spacing=SPACE.s)
        people = column(title, self._shop, ZoneBand(), spacing=SPACE.xs)
        people.addSpacing(SPACE.m)
        people.addWidget(self._people)
        people.addStretch(1)
        people.addWidget(self._busy)
        people.addWidget(self._status)
        for part in (self._who, self._what):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        pad = column(self._who, self._what, spacing=SPACE.xxs)
        pad.addSpacing(SPACE.xs)
        pad.addWidget(self._pad)
        pad.addStretch(1)
        card = Card(padding=SPACE.xl)
        card.body.addLayout(row(people, rule(across=False), pad, spacing=SPACE.xl))
        outer = column(None, row(None, card, None), None)
        outer.setContentsMargins(SPACE.m, SPACE.m, SPACE.m, SPACE.m)
        self.setLayout(outer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Every key of the pad in sight, also where height is short."""
        super().resizeEvent(event)
        self._pad.setFixedHeight(PAD_LOW if is_low(self) else PAD_HEIGHT)

    def use_context(self, context: Context) -> None:
        """Where PINs are checked; after the first paint."""
        self._context = context

    # -- what it shows ------------------------------------------------------------------------

    def show_opening(self) -> None:
        """The books are being opened; the places of the people are kept."""
        self._tell(OPENING)
        self._busy.set_busy(True)
        self._pad.set_shut(True)

    def show_shop(self, shop: ShopView, *, chosen: int = 0, locked: bool = False) -> None:
        """Who may sign in; `chosen` (a person's id) is taken first."""
        self._busy.set_busy(False)
        self._tell(LOCKED if locked else READY)
        self._shop.setText(shop.shop_name)
        self._demo.setVisible(shop.demo)
        pins = _demo_pins() if shop.demo else {}
        self._people.set_people(shop.people, lambda p: _face(p, pins.get(p.name, "")))
        self._people.choose(chosen or (shop.people[0].person_id if shop.people else 0))

    def take_focus(self) -> None:
        """Figures go to the pad from here on."""
        (self if self._pad.shut else self._pad).setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first paint lets the books be opened."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk over the people; figures reach the pad wherever the focus is."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._people.step(step)
        elif not self._pad.shut and event.text().isdigit():
            self._pad.setFocus()
            self._pad.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _tell(self, text: str) -> None:
        self._status.setText(text)
        set_tone(self._status, "muted")

    def _greet(self, person: Person) -> None:
        self._who.setText(person.name)
        self._what.setText(ROLES[person.role])
        self._pad.clear()
        self._show_wait()

    # -- the PIN ------------------------------------------------------------------------------

    def _try(self, pin: str) -> None:
        person = self._people.person
        if person is None:
            return
        from showroom.ui.engine.operation import How

        who = person.person_id
        self._pad.clear(CHECKING, "muted")
        self._pad.set_shut(True)
        how = How(
            exclusive="sign_in",
            refused=lambda refusal: self._refused(refusal, who),
            settled=self._settled,
            proves=True,
        )
        sign_in = self._context.services.people.sign_in
        self._context.operations.do(sign_in, who, pin, owner=self, on_done=self._enter, how=how)

    def _enter(self, done: SignedIn) -> None:
        self._pad.clear()
        self.signed_in.emit(done.actor)

    def _refused(self, refusal: Refusal, who: int) -> bool:
        from showroom.ui.words.messages import sentence

        self._context.sounds.play("refused")
        self._pad.clear(sentence(refusal), "danger")
        wait_s = refusal.params.get("wait_s")
        if isinstance(wait_s, int):
            self._waits[EVERYBODY if refusal.code == "till_locked" else who] = wait_s
            self._seconds.start()
        return True

    def _settled(self) -> None:
        if self._pad.hint == CHECKING:  # neither in nor refused: the strip says what failed
            self._pad.clear()
        self._show_wait()
        if self.isVisible():
            self.take_focus()

    def _wait_s(self) -> int:
        person = self._people.person
        own = self._waits.get(person.person_id, 0) if person is not None else 0
        return max(own, self._waits.get(EVERYBODY, 0))

    def _show_wait(self) -> None:
        """The pad, or how long it stays shut for this person."""
        wait_s = self._wait_s()
        was_shut = self._pad.shut
        self._pad.set_shut(bool(wait_s) or self._people.person is None)
        if wait_s:
            minutes, seconds = divmod(wait_s, 60)
            self._pad.clear(f"输错太多次，请等 {minutes:02d}:{seconds:02d}", "danger")
            self.setFocus()
        elif was_shut and self.isVisible():
            self._pad.setFocus()

    def tick(self) -> None:
        """A second of waiting has passed."""
        waiting = self._wait_s()
        self._waits = {who: left - 1 for who, left in self._waits.items() if left > 1}
        if not self._waits:
            self._seconds.stop()
        if waiting:
            self._show_wait()
            if not self._wait_s():
                self._pad.clear("可以再试了", "muted")


def _demo_pins() -> dict[str, str]:
    from showroom.services.setup.demo import DEMO_PEOPLE

    return {person.name: f"PIN {person.pin}" for person in DEMO_PEOPLE}


def _face(person: Person, note: str) -> PersonFace:
    return PersonFace(person.name, ROLES[person.role], note)
