"""店长授权 on the spot: another person's PIN, for one action, without changing who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from showroom.domain.errors import ShowroomError
from showroom.domain.permission import Permission, may
from showroom.domain.pin import PIN_DIGITS
from showroom.services.books.actor import Actor
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.widgets.card import label
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.widgets.pin_pad import PinPad
from showroom.ui.words.messages import sentence

if TYPE_CHECKING:
    from showroom.services.shop.people import SignedIn

CHIP_HEIGHT = 44


class Approval(Overlay):
    """Asks one of those who may; `then` gets their Actor."""

    def __init__(
        self, host: QWidget, context: Context, what: str, then: Callable[[Actor], object]
    ) -> None:
        super().__init__(host, "需要店长授权", 420, throwaway=True)
        self._context = context
        self._then = then
        self.body.addWidget(label(what, "muted", wrap=True))
        self._who = ChipRow([], height=CHIP_HEIGHT)
        self.body.addWidget(self._who)
        self._pad = PinPad(length=PIN_DIGITS)
        self._pad.entered.connect(self._try)
        self.body.addWidget(self._pad)
        self.first = self._pad

    def ask(self, permission: Permission) -> None:
        """Open it with the people whose role carries the permission."""
        people = [p for p in self._context.shop.people if may(p.role, permission)]
        self._who.set_faces([ChipFace(p.person_id, p.name) for p in people])
        if people:
            self._who.choose(people[0].person_id)
        self.open()

    def _try(self, pin: str) -> None:
        self._pad.setEnabled(False)
        self._context.operations.do(
            self._context.services.people.sign_in,
            self._who.choice,
            pin,
            owner=self,
            on_done=self._approved,
            how=How(failed=self._refused),
        )

    def _approved(self, done: SignedIn) -> None:
        self.close_panel()
        self._then(done.actor)

    def _refused(self, error: Exception) -> bool:
        """Said on the pad; a bug besides in the strip."""
        self._pad.setEnabled(True)
        self._pad.setFocus()
        known = isinstance(error, ShowroomError)
        text = sentence(error) if isinstance(error, ShowroomError) else "程序出错，请重试"
        self._pad.clear(text, "danger")
        return known
