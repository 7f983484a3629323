"""First start: a form that opens a real shop, beside it a shop to try everything in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from showroom.ui.engine.operation import How
from showroom.ui.engine.tasks import Progress
from showroom.ui.look.icons import set_icon
from showroom.ui.look.tokens import SPACE
from showroom.ui.sign_in.first_start_form import ShopForm, ShopWanted
from showroom.ui.widgets.busy_bar import ProgressPanel
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.zone_band import ZoneBand

if TYPE_CHECKING:
    from showroom.services.setup.setup import ShopOpened
    from showroom.ui.engine.context import Context

CARD_WIDTH = 400
GLYPH = 40
DEMO = (
    "240 种商品，分批次的期初库存。",
    "店长、收银员、库管员各一位，PIN 写在登录页上。",
    "处处标着“演示”，随便试，不影响真店。",
)


class FirstStart(QWidget):
    """`opened` carries the owner (Actor) of a new real shop, or None after the demo was made."""

    opened = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName("第一次使用")
        self._context = context
        self._progress: Progress | None = None
        self._pages = QStackedWidget()
        self._form = ShopForm()
        self._form.wanted.connect(self._start_real)
        self._panel = ProgressPanel("正在布置演示店：商品、批次、人员")
        self._panel.cancelled.connect(self._cancel)
        for page in (self._make_choice(), self._make_waiting()):
            self._pages.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._pages)

    def take_focus(self) -> None:
        """The keyboard begins in the form."""
        self._form.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Figures belong to the fields: the demo has a key of its own."""
        if self._pages.currentIndex() == 0 and event.key() == Qt.Key.Key_F2:
            self._demo.click()
        else:
            super().keyPressEvent(event)

    # -- pages --------------------------------------------------------------------------------

    def _make_choice(self) -> QWidget:
        self._demo, demo = _offer()
        self._demo.clicked.connect(self._start_demo)
        title = label("万荣路88号 · 收银与库存", "figure")
        band = ZoneBand()
        band.setFixedWidth(self._form.width() + CARD_WIDTH + SPACE.l)
        page = QWidget()
        page.setLayout(
            column(
                None,
                row(None, title, None),
                row(None, label("这台机器上还没有账本：填好就开店，或者先看演示店", "muted"), None),
                row(None, band, None),
                row(None, self._form, demo, None, spacing=SPACE.l),
                None,
                spacing=SPACE.m,
            )
        )
        return page

    def _make_waiting(self) -> QWidget:
        card = Card(padding=SPACE.xl)
        card.setFixedWidth(CARD_WIDTH + 120)
        card.body.addWidget(self._panel)
        return self._centred(card)

    def _centred(self, part: QWidget) -> QWidget:
        page = QWidget()
        page.setLayout(column(None, row(None, part, None), None))
        return page

    def _show_choice(self) -> None:
        self._pages.setCurrentIndex(0)
        self.take_focus()

    # -- making the shop ----------------------------------------------------------------------

    def _start_real(self, wanted: ShopWanted) -> None:
        self._set_busy(True)
        how = How(
            exclusive="first_start",
            refused=self._form.refuse,
            settled=lambda: self._set_busy(False),
        )
        self._context.operations.do(
            self._context.services.setup.start_real,
            wanted.shop_name,
            wanted.owner_name,
            wanted.pin,
            owner=self,
            on_done=lambda made: self.opened.emit(made.owner),
            how=how,
        )

    def _set_busy(self, busy: bool) -> None:  # noqa: FBT001 (reads like setEnabled)
        self._form.set_busy(busy)
        self._demo.setEnabled(not busy)

    def _start_demo(self) -> None:
        self._progress = Progress()
        self._panel.set_progress(0, 0)
        self._pages.setCurrentIndex(1)
        how = How(
            exclusive="first_start",
            progress=self._progress,
            on_progress=self._panel.set_progress,
            settled=self._demo_settled,
        )
        setup, sample = self._context.services.setup, self._context.sample

        def seed(*, progress: Progress) -> ShopOpened:
            return setup.start_demo(sample(), progress.report)

        self._context.operations.do(
            seed, owner=self, on_done=lambda _made: self.opened.emit(None), how=how
        )

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _demo_settled(self) -> None:
        if self._pages.currentIndex() != 0:
            self._show_choice()


def _offer() -> tuple[QPushButton, Card]:
    glyph = label()
    set_icon(glyph, "star", "accent", GLYPH)
    button = QPushButton("进入演示  F2")
    button.setProperty("scale", "touch")
    card = Card(padding=SPACE.xl)
    card.setFixedWidth(CARD_WIDTH)
    card.setAccessibleName("先看演示店")
    card.body.setSpacing(SPACE.s)
    card.body.addWidget(glyph)
    card.body.addWidget(label("先看演示店", "section"))
    for text in DEMO:
        card.body.addWidget(label(text, "muted", wrap=True))
    card.body.addStretch(1)
    card.body.addWidget(button)
    return button, card
