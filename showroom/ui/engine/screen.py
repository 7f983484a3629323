"""The base of every screen in the shell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from showroom.domain.errors import Refusal
from showroom.services.books.changes import Changes
from showroom.ui.engine.actions import ActionSpec, build_actions
from showroom.ui.engine.context import Context
from showroom.ui.engine.kept_scans import Wait


class Screen(QWidget):
    """One page of the shell, made when it is first shown to a role.

    `action_set` holds the actions this role may do: make buttons of them with `button_for`.
    Another person of the same role gets the same page; one of another role a new one, which
    reads the saved draft again.
    """

    name: ClassVar[str] = ""
    specs: ClassVar[Sequence[ActionSpec]] = ()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName(self.name)
        self.action_set = build_actions(self, self.specs, context.granted())

    def open_part(self, part: str) -> None:
        """Somebody went to ``name:part``, e.g. ``settings:printer``."""

    def shown(self) -> None:
        """The screen became the visible one: read what it needs, set the focus."""

    def hidden(self) -> None:
        """Another screen took its place."""

    def scan_waits(self, code: str) -> Wait | None:
        """What `code` has to wait for before `scanned` may be told of it; None: nothing."""
        del code
        return None

    def scanned(self, code: str) -> None:
        """A scanner read `code` while this screen was visible; most have no use for it."""
        del code
        self.context.operations.refuse(Refusal("scan_not_here"))

    def on_changes(self, changes: Changes) -> None:
        """Data moved; called on the visible screen only, others refresh when shown."""
