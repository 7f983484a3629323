"""Whether this till's clock can be believed, and a 店长 who says that it can."""

from __future__ import annotations

from collections.abc import Sequence

from showroom.db.stores.approvals import find
from showroom.domain.approval import Act, Approval, Deed
from showroom.domain.clock_band import BY_ANYBODY
from showroom.domain.codec import from_json, to_json
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId
from showroom.domain.permission import Permission, may
from showroom.services.books.actor import Actor
from showroom.services.books.approvals import names, spend
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import NOTHING_MORE, Command
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting

VOUCHED = Done(changes=Changes(stock=True))
"""Goods are judged by the day again."""


@behind_door
class TillClock:
    """The clock of one till against its books, its release and the server."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def now_us(self) -> int:
        """What this till's clock says, microseconds UTC; waits for nothing."""
        return self._books.clock.now_us()

    def doubt(self) -> Refusal | None:
        """What every posting by the clock of now would be refused for, None for nothing."""
        return self._books.read(self._books.doubt)

    def confirm(self, actor: Actor, request_id: RequestId, approvals: Sequence[str] = ()) -> Done:
        """The clock is right after all; who is no 店长 needs an approval of it. Journaled.

        Whoever is at the till may say so after a pause or against events that no 店长 vouched for
        (`BY_ANYBODY`). From here on the clock is held against this instant. Refuses
        `not_permitted`, what `spend` raises and `clock_before_release`: a clock older than the
        program is wrong whoever says otherwise.
        """
        alone = may(actor.role, Permission.SETTINGS)
        permission = Permission.SETTINGS if alone else Permission.SHIFT

        def work(posting: Posting) -> Done:
            doubt = posting.clock_doubt
            if doubt is None:
                return Done()
            if doubt.code == "clock_before_release":
                raise doubt
            # Of this day and these books: a yes is not kept for another wrong clock.
            deed = _deed(posting, doubt, approvals)
            anybody = not alone and doubt.code in BY_ANYBODY
            approved = () if alone or anybody else spend(posting, [deed], approvals)
            told = {"why": doubt.code, **doubt.params, "approved_by": names(approved)}
            posting.clock_confirmed(to_json(told), vouched=not anybody)
            if doubt.code == "clock_not_servers":
                self._books.guard.accept(posting.at_us, posting.server_us)
            return VOUCHED

        command = Command(actor, permission, request_id, "clock", "", NOTHING_MORE, any_clock=True)
        return self._books.command(command, work)


def _deed(posting: Posting, doubt: Refusal, tokens: Sequence[str]) -> Deed:
    """Both times, as they stood when it was asked: the clock goes on while a PIN is typed."""
    known_us = int(str(doubt.params["known_us"]))
    target = f"{doubt.code} {posting.business_date} {known_us}"
    asked = (find(posting.tx, token) for token in tokens)
    deeds = (from_json(Approval, row.approval).deed for row in asked if row is not None)
    same = next((deed for deed in deeds if (deed.act, deed.target) == (Act.CLOCK, target)), None)
    return same or Deed(Act.CLOCK, target, "", 0, 0, clocks_us=(known_us, posting.at_us))
