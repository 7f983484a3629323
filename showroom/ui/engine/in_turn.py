"""Work of one name, one at a time, in the order in which it was asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable

Start = Callable[[], bool]
"""Begins the work; False when nothing was begun, as the program is ending."""


class InTurn:
    """The pool has several threads: an older answer must not come after a newer one."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, deque[Start]] = {}

    def take(self, name: Hashable, start: Start) -> bool:
        """Begin at once, or when what was asked for under that name has ended."""
        turn = self._waiting.setdefault(name, deque())
        turn.append(start)
        if len(turn) > 1 or start():
            return True
        del self._waiting[name]
        return False

    def ended(self, name: Hashable) -> None:
        """What ran under that name has: the next of it begins."""
        turn = self._waiting[name]
        turn.popleft()
        while turn and not turn[0]():
            turn.popleft()
        if not turn:
            del self._waiting[name]
