"""The bar at the top: which shop, which till, who, which day, and how the desks are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from showroom.ui.look import formats
from showroom.ui.look.icons import set_icon
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.shell.status_glyph import StatusGlyph, bar_button
from showroom.ui.widgets.card import badge, label, rule
from showroom.ui.widgets.clock_label import clock
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.words.names import ROLES

if TYPE_CHECKING:
    from showroom.domain.shift import Shift
    from showroom.services.books.actor import Actor
    from showroom.services.shop.shop_view import ShopView
    from showroom.ui.engine.ports import Status

GLYPHS = (
    ("printer", "小票打印机", "printer", "prints"),
    ("counter", "秤、客显、扫码枪", "scale", "settings:devices"),
    ("database", "账本", "database", "settings:data"),
    ("backup", "备份", "backup", "settings:data"),
)
SEEN_IN_TROUBLE = frozenset({"counter"})
"""A glyph that is there only while something is wrong."""
NO_SHIFT = "未开班"


class TopBar(QFrame):
    """`went` carries a place and what to say to those who may not go there.

    `asked` is one of ``lock`` ``full_screen``.
    """

    went = Signal(str, str)
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "topbar")
        self.setAccessibleName("状态栏")
        self._shop = ElidedLabel("", "strong")
        self._demo = badge("演示", "warning")
        self._demo.hide()
        self._till = label("", "muted")
        self._person = _link("user", "换人  Ctrl+L", lambda: self.asked.emit("lock"))
        self._shift: QPushButton = _link(
            "calendar", "去班次", lambda: self._go("shift", self._shift)
        )
        self.glyphs = {name: StatusGlyph(icon, title) for name, title, icon, _ in GLYPHS}
        for name in SEEN_IN_TROUBLE:
            self.glyphs[name].hide()
        full = bar_button("fullscreen", "全屏  F11")
        full.clicked.connect(lambda: self.asked.emit("full_screen"))
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE.m, 0, SPACE.xs, 0)
        line.setSpacing(SPACE.xs)
        line.addWidget(self._demo)
        line.addWidget(self._shop, 1)
        for part in (self._till, self._person, self._shift):
            line.addWidget(part)
        line.addWidget(_gap_rule())
        for name, _, _, place in GLYPHS:
            glyph = self.glyphs[name]
            glyph.clicked.connect(lambda _on=False, to=place, by=glyph: self._go(to, by))
            line.addWidget(glyph)
        line.addWidget(full)
        line.addWidget(clock("strong"))
        line.addSpacing(SPACE.xs)

    def _go(self, place: str, by: QWidget) -> None:
        self.went.emit(place, by.accessibleName())

    def show_shop(self, shop: ShopView) -> None:
        """Shop and till."""
        self._shop.setText(shop.shop_name)
        self._demo.setVisible(shop.demo)
        self._till.setText(shop.till)

    def show_person(self, actor: Actor) -> None:
        """Who works here now."""
        self._person.setText(f"{actor.name} · {ROLES[actor.role]}")
        self._person.setAccessibleName(f"换人，现在是 {self._person.text()}")

    def show_shift(self, shift: Shift | None) -> None:
        """The open shift and its business date."""
        if shift is None:
            self._shift.setText(NO_SHIFT)
        else:
            day = formats.business_date(shift.business_date)
            self._shift.setText(f"{day} · 第 {shift.number} 班")
        set_icon(self._shift, "calendar", "muted" if shift else "warning", SIZE.icon)
        self._shift.setAccessibleName(f"班次 {self._shift.text()}")

    def show_status(self, name: str, state: Status) -> None:
        """How a desk is doing."""
        if name in self.glyphs:
            self.glyphs[name].show_state(state)
            if name in SEEN_IN_TROUBLE:
                self.glyphs[name].setVisible(bool(state.tone))


def _link(icon: str, hint: str, work: object) -> QPushButton:
    made = QPushButton()
    made.setProperty("variant", "ghost")
    made.setProperty("scale", "bar")
    made.setToolTip(hint)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.clicked.connect(work)
    set_icon(made, icon, "muted", SIZE.icon)
    return made


def _gap_rule() -> QFrame:
    line = rule(across=False)
    line.setFixedHeight(SPACE.l)
    return line
