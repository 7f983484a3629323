"""First start: two cards. One opens a real shop, the other a shop to try everything in."""

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

CARD_WIDTH, CARD_HEIGHT = 400, 340
GLYPH = 40
REAL = (
    "空白的账本，四个展区已经备好。",
    "填店名、店长姓名和 PIN，一分钟就好。",
    "商品随后从表格导入。",
)
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
        self._choice = self._make_choice()
        self._form = ShopForm()
        self._form.wanted.connect(self._start_real)
        self._form.back.connect(self._show_choice)
        self._panel = ProgressPanel("正在布置演示店：商品、批次、人员")
        self._panel.cancelled.connect(self._cancel)
        for page in (self._choice, self._centred(self._form), self._make_waiting()):
            self._pages.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._pages)

    def take_focus(self) -> None:
        """The keyboard begins at what is shown."""
        self._real.setFocus() if self._pages.currentIndex() == 0 else self._form.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 and 2 choose, arrows walk, Esc goes back."""
        choosing = self._pages.currentIndex() == 0
        key = Qt.Key(event.key())
        if choosing and key == Qt.Key.Key_1:
            self._show_form()
        elif choosing and key == Qt.Key.Key_2:
            self._start_demo()
        elif choosing and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            (self._real if key == Qt.Key.Key_Left else self._demo).setFocus()
        elif choosing and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self._demo if self._demo.hasFocus() else self._real).click()
        elif self._pages.currentIndex() == 1 and key == Qt.Key.Key_Escape:
            self._show_choice()
        else:
            super().keyPressEvent(event)

    # -- pages --------------------------------------------------------------------------------

    def _make_choice(self) -> QWidget:
        self._real, real = _offer("checkout", "开一家店", REAL, "1　开店", primary=True)
        self._demo, demo = _offer("star", "先看演示店", DEMO, "2　进入演示", primary=False)
        self._real.clicked.connect(self._show_form)
        self._demo.clicked.connect(self._start_demo)
        title = label("万荣路88号 · 收银与库存", "figure")
        band = ZoneBand()
        band.setFixedWidth(2 * CARD_WIDTH + SPACE.l)
        page = QWidget()
        page.setLayout(
            column(
                None,
                row(None, title, None),
                row(None, label("这台机器上还没有账本，怎样开始？", "muted"), None),
                row(None, band, None),
                row(None, real, demo, None, spacing=SPACE.l),
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

    def _show_form(self) -> None:
        self._pages.setCurrentIndex(1)
        self.take_focus()

    # -- making the shop ----------------------------------------------------------------------

    def _start_real(self, wanted: ShopWanted) -> None:
        self._form.set_busy(True)
        how = How(
            exclusive="first_start",
            refused=self._form.refuse,
            settled=lambda: self._form.set_busy(False),
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

    def _start_demo(self) -> None:
        self._progress = Progress()
        self._panel.set_progress(0, 0)
        self._pages.setCurrentIndex(2)
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


def _offer(
    icon: str, title: str, lines: tuple[str, ...], action: str, *, primary: bool
) -> tuple[QPushButton, Card]:
    glyph = label()
    set_icon(glyph, icon, "accent", GLYPH)
    button = QPushButton(action)
    button.setProperty("scale", "large")
    if primary:
        button.setProperty("variant", "primary")
    card = Card(padding=SPACE.xl)
    card.setFixedSize(CARD_WIDTH, CARD_HEIGHT)
    card.setAccessibleName(title)
    card.body.setSpacing(SPACE.s)
    card.body.addWidget(glyph)
    card.body.addWidget(label(title, "figure"))
    for text in lines:
        card.body.addWidget(label(text, "muted", wrap=True))
    card.body.addStretch(1)
    card.body.addWidget(button)
    return button, card
