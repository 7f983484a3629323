"""A command as it comes in, and how its first result is found again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Generic, TypeVar

from showroom.db.engine import Tx
from showroom.db.stores import requests
from showroom.domain.codec import from_json, to_json
from showroom.domain.errors import Refusal
from showroom.domain.permission import Permission
from showroom.services.books.actor import Actor
from showroom.services.books.done import Done

R = TypeVar("R", bound=Done)


@dataclass(frozen=True, slots=True)
class Recall(Generic[R]):
    """How a result is kept with its request, and read back.

    Annotate the name (``RECALL: Recall[X] = Recall(…)``): ``Recall[X](…)`` fails on Python 3.11.
    """

    keep: Callable[[R], str]
    find: Callable[[Tx, str], R]


def whole(kind: type[R]) -> Recall[R]:
    """Keep the result itself."""
    return Recall(to_json, lambda _tx, text: from_json(kind, text))


NOTHING_MORE = whole(Done)


def content_hash(*parts: object) -> str:
    """Identity of what was asked for: equal values, whatever they are wrapped in, are the same."""
    return hashlib.sha256(to_json(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Command(Generic[R]):
    """Who asks for what. `kind` names the verb in the request table.

    An empty `request_id` is for what a second time does no harm: it is not remembered. `content`
    is `content_hash` of what was asked. `conflicts` names the refusals behind database constraints
    that this command may break. `any_clock` is for what must be possible while this computer's
    clock is in doubt: signing in, and saying that the clock is right. `any_books` is for going on
    with books that do not follow from what was committed.
    """

    actor: Actor
    permission: Permission | None
    request_id: str
    kind: str
    content: str
    recall: Recall[R]
    conflicts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    any_clock: bool = False
    any_books: bool = False

    def first_result(self, tx: Tx) -> R | None:
        """The result of this very request when it was carried out before, else None.

        Refuses `request_reused`: the same id for another verb or other content.
        """
        if not self.request_id:
            return None
        found = requests.find(tx, self.request_id)
        if found is None:
            return None
        if (found.kind, found.content_hash) != (self.kind, self.content):
            raise Refusal("request_reused")
        return replace(self.recall.find(tx, found.result), repeated=True)
