"""What every page of 调拨 is: its own keys, and what it does with a scan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.errors import Refusal
from showroom.services.books.changes import Changes
from showroom.ui.browse.hand import Hand
from showroom.ui.engine.actions import ActionSpec, build_actions
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How

T = TypeVar("T")


class TransferPart(QWidget):
    """`left` when somebody goes back to the start; keys work while the page is seen."""

    left = Signal()
    specs: ClassVar[Sequence[ActionSpec]] = ()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.action_set = build_actions(self, self.specs, context.granted())
        self._reads = 0
        self.hand: Hand | None = None
        """Of a page where a scan chooses a row."""

    @property
    def reading(self) -> bool:
        """Something is being read that decides what the next scan means."""
        return self._reads > 0

    @property
    def in_hand(self) -> Refusal | None:
        """What must be finished here before something else is opened; None for nothing."""
        return None

    def read(
        self,
        verb: Callable[..., T],
        *args: object,
        on_done: Callable[[T], object],
        refused: Callable[[Refusal], bool | None] | None = None,
    ) -> None:
        """Look something up, as this person; scans wait for the answer."""
        self._look(self.context.operations.ask, (verb, *args), on_done, refused)

    def survey(
        self,
        verb: Callable[..., T],
        *args: object,
        on_done: Callable[[T], object],
        refused: Callable[[Refusal], bool | None] | None = None,
    ) -> None:
        """The same of what grows with the books: no sale waits behind it, scans of this page do."""
        self._look(self.context.operations.survey, (verb, *args), on_done, refused)

    def _look(
        self,
        way: Callable[..., bool],
        asked: Sequence[Any],
        on_done: Callable[[T], object],
        refused: Callable[[Refusal], bool | None] | None,
    ) -> None:
        self._reads += 1

        def settled() -> None:
            self._reads = max(0, self._reads - 1)  # what is tried again ends once more

        (verb, *args), actor = asked, self.context.actor
        how = How(refused=refused, settled=settled)
        begun = way(verb, actor, *args, owner=self, on_done=on_done, how=how)
        self._reads -= 0 if begun else 1

    def lack(self, missing: Refusal | None, *action_ids: str) -> None:
        """Grey what cannot be done while that is missing; its keys say so."""
        say = None if missing is None else partial(self.refuse, missing)
        self.action_set.lack(say, *action_ids)

    def refuse(self, refusal: Refusal) -> bool:
        """Say no; False, as `scanned` wants it."""
        self.context.operations.refuse(refusal)
        return False

    def holds(self, draft_id: str) -> bool:
        """It is this very draft that is in hand."""
        del draft_id
        return False

    def leave(self) -> None:
        """Esc: back to the start."""
        self.left.emit()

    def shown(self) -> None:
        """The page came to the front: read what it needs, set the focus."""

    def make_way(self, code: str) -> bool:
        """Take what stands in a field before a scan; False when it was refused, and stays."""
        del code
        return True

    def take_scan(self, code: str) -> bool:
        """A scan while the page is in front; refused it leaves no row in hand."""
        if self.hand is None:
            return self.scanned(code)
        self.hand.take()
        return self.hand.answer(taken=self.scanned(code))

    def scanned(self, code: str) -> bool:
        """A scan while the page is in front; False when it was refused, which has been said."""
        del code
        return self.refuse(Refusal("scan_not_here"))

    def on_changes(self, changes: Changes) -> None:
        """Data moved while the page is seen."""
