"""What can be wanted again, a copy for one: pressed twice it is one wish until it was granted."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from PySide6.QtCore import QObject
from shiboken6 import isValid

from showroom.domain.ids import RequestId
from showroom.ui.engine.operation import How

if TYPE_CHECKING:  # the first window is painted before the database layer is loaded
    from showroom.services.books.done import Done
    from showroom.ui.engine.operations import Operations

D = TypeVar("D", bound="Done")


def new_request() -> RequestId:
    """Identity of one intention; made when its screen opens, so that a double Enter is one."""
    return RequestId(uuid4().hex)


class Wishes(QObject):
    """Orders documents, each under a request that stays the same until it was granted.

    Pressed again after a fault or an unknown end it is the same wish, whichever panel was closed
    or opened between; after a success it is another.
    """

    def __init__(self, operations: Operations, parent: QObject) -> None:
        super().__init__(parent)
        self._operations = operations
        self._open: dict[tuple[Hashable, ...], RequestId] = {}

    def order(
        self,
        verb: Callable[..., D],
        *content: Hashable,
        how: How,
        owner: QObject | None = None,
        on_done: Callable[[D], object] | None = None,
        named: tuple[tuple[str, Hashable], ...] = (),
    ) -> bool:
        """Call ``verb(*content, request, **named)``; a verb and all of its content are the wish.

        `on_done` is for an `owner` that is still there; the wish is granted without it too, or the
        next one would get the answer of this. False as from `Operations.do`.
        """
        # The verb, not the service that it is bound to: there is one of each.
        which = getattr(verb, "__func__", verb)
        request = self._open.setdefault((which, *content, *named), new_request())

        def granted(done: D) -> None:
            self._open = {what: kept for what, kept in self._open.items() if kept != request}
            if on_done is not None and (owner is None or isValid(owner)):
                on_done(done)

        asked = partial(verb, **dict(named)) if named else verb
        return self._operations.do(asked, *content, request, owner=self, on_done=granted, how=how)
