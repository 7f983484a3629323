"""店长授权 on the spot: another person's PIN for exactly what is shown; nobody else signs in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from showroom.domain.approval import Deed, Grant
from showroom.domain.errors import ShowroomError
from showroom.domain.permission import may
from showroom.domain.pin import PIN_DIGITS
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.scan_keys import TAKES_PIN, TAKES_TEXT
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import column, label
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.pin_pad import CHECKING, PinPad
from showroom.ui.widgets.scan_field import ScanField
from showroom.ui.widgets.scroll_box import ScrollBox
from showroom.ui.words.approvals import deed_lines, is_sealed
from showroom.ui.words.messages import sentence

if TYPE_CHECKING:
    from showroom.services.shop.approvals import Approved

WIDTH = 460
CHIP_HEIGHT = 44
PIN_BEGUN = 4
"""Figures in a field that are more a PIN on its way to the pad than cash that was counted."""
SHOWN = 8
"""So many lines stand in full above the pad; more of them scroll there, all of them."""
LIST_HEIGHT = 128
DECLINED = "没有授权，已记入日志"

Granted = Callable[[tuple[Grant, ...]], object]


class ApprovalPanel(Overlay):
    """Shows the deeds and asks one of those who may; `then` gets the grants to spend.

    What is sealed is shown after the PIN, to be confirmed.
    """

    def __init__(
        self, host: QWidget, context: Context, deeds: Sequence[Deed], then: Granted
    ) -> None:
        super().__init__(host, "需要店长授权", WIDTH, throwaway=True)
        self.setProperty(TAKES_TEXT, True)
        self.setProperty(TAKES_PIN, True)
        self._context = context
        self._deeds = tuple(deeds)
        self._then = then
        self._show_deeds()
        self._who = ChipRow([], height=CHIP_HEIGHT)
        self.body.addWidget(self._who)
        self._pad = PinPad(length=PIN_DIGITS)
        self._pad.entered.connect(self._try)
        self.put_pad(self._pad)
        self.first = self._pad
        self._name_people()

    def _show_deeds(self) -> None:
        lines = QWidget()
        box = column(spacing=SPACE.xs)
        for told in self._told:
            for at, text in enumerate(told):
                box.addWidget(label(text, "strong" if at < len(told) - 1 else "muted", wrap=True))
        lines.setLayout(box)
        if len(self._deeds) > 1:
            self.body.addWidget(label(f"一共 {len(self._deeds)} 项，一次授权", "section"))
        if len(self.texts) <= SHOWN:
            self.body.addWidget(lines)
            return
        if goods := sum(len(deed.goods) for deed in self._deeds):
            self.body.addWidget(label(f"一共退 {goods} 种商品，往下看得到全部", "section"))
        scrolled = ScrollBox(lines)
        scrolled.setFixedHeight(LIST_HEIGHT)
        self.body.addWidget(scrolled)

    @property
    def _told(self) -> tuple[tuple[str, ...], ...]:
        return tuple(deed_lines(deed, self._context.actor.name) for deed in self._deeds)

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands above the pad, line by line."""
        return tuple(text for told in self._told for text in told)

    def _name_people(self) -> None:
        """Those whose role carries what every deed needs; one alone is chosen already."""
        needed = {d.act.permission for d in self._deeds}
        people = [p for p in self._context.shop.people if all(may(p.role, n) for n in needed)]
        self._who.set_faces([ChipFace(p.person_id, p.name) for p in people])
        if people:
            self._who.choose(people[0].person_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Wherever the focus is in here, figures are the PIN and never text."""
        if event.text().isascii() and event.text().isdigit():
            self._pad.take_key(event.text())
            event.accept()
        else:
            super().keyPressEvent(event)

    def _try(self, pin: str) -> None:
        # Shut, not disabled: the keyboard stays here, so that a seventh figure lands nowhere.
        self._pad.clear(CHECKING, "muted")
        self._pad.set_shut(True)
        self._context.operations.do(
            self._context.services.approvals.approve,
            self._context.actor,
            self._deeds,
            self._who.choice,
            pin,
            owner=self,
            on_done=self._approved,
            how=How(failed=self._refused, proves=True),
        )

    def _approved(self, done: Approved) -> None:
        self.close_panel()
        if any(map(is_sealed, self._deeds)):
            asker = self._context.actor.name
            lines = [x for deed in self._deeds for x in deed_lines(deed, asker, opened=True)]
            self._ask_opened(lines, done.grants)
        else:
            self._then(done.grants)

    def _ask_opened(self, lines: Sequence[str], grants: tuple[Grant, ...]) -> None:
        """What was sealed, to whoever has just shown to be one who may; a no is journaled."""
        window, context, then = self.window(), self._context, self._then
        panel = Overlay(window, "请授权的人核对", WIDTH, throwaway=True)
        for text in lines:
            panel.body.addWidget(label(text, "strong", wrap=True))
        said_yes = False

        def confirmed() -> None:
            nonlocal said_yes
            said_yes = True
            panel.close_panel()
            then(grants)

        def closed() -> None:
            if not said_yes:
                decline, tokens = context.services.approvals.decline, tuple(g.token for g in grants)
                how = How(success=DECLINED)
                context.operations.do(decline, context.actor, tokens, owner=window, how=how)

        panel.closed.connect(closed)
        ask(panel, "确认授权", "不授权", danger=True).clicked.connect(confirmed)
        panel.open()

    def _refused(self, error: Exception) -> bool:
        """Said on the pad; a bug besides in the strip."""
        self._pad.set_shut(False)
        self._pad.setFocus()
        known = isinstance(error, ShowroomError)
        text = sentence(error) if isinstance(error, ShowroomError) else "程序出错，请重试"
        self._pad.clear(text, "danger")
        return known


def approve(host: QWidget, context: Context, deeds: Sequence[Deed], then: Granted) -> None:
    """Ask for an approval of exactly these deeds.

    Figures that stand in the entry field by then were meant for the pad, and do not stay as text.
    """
    typed = host.window().focusWidget()
    if isinstance(typed, ScanField) and typed.text().isdigit() and len(typed.text()) >= PIN_BEGUN:
        typed.clear()
    ApprovalPanel(host, context, deeds, then).open()
