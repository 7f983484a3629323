"""A verb that may need the 店长: when the books ask for an approval, so does the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from showroom.domain.approval import ApprovalNeeded, Grant
from showroom.domain.errors import Refusal
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.widgets.approval import approve

if TYPE_CHECKING:
    from showroom.services.books.done import Done

D = TypeVar("D", bound="Done")
Tokens = tuple[str, ...]


def tokens(grants: tuple[Grant, ...]) -> Tokens:
    """The keys of grants in the books."""
    return tuple(grant.token for grant in grants)


def do_approved(
    owner: QWidget,
    context: Context,
    verb: Callable[[Tokens], D],
    how: How,
    on_done: Callable[[D], object] | None = None,
    held: list[str] | None = None,
) -> None:
    """Do it; asked for an approval, show what for, and do it again with the one that was given.

    The request stays the same: nothing was written before. Whoever closes the panel has done
    nothing. `held` are the caller's: what was given before a refusal counts for the next try, as
    long as the deed is the same.
    """
    held = [] if held is None else held

    def go() -> None:
        given = tuple(held)
        context.operations.do(
            lambda: verb(given), owner=owner, on_done=on_done, how=replace(how, refused=refused)
        )

    def granted(grants: tuple[Grant, ...]) -> None:
        held.extend(tokens(grants))
        go()

    def refused(refusal: Refusal) -> bool:
        if isinstance(refusal, ApprovalNeeded):
            approve(owner, context, refusal.deeds, granted)
            return True
        return bool(how.refused and how.refused(refusal))

    go()
