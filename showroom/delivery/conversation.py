"""One session for the jobs of a run: a printer that serves one caller is called once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from showroom.domain.printer import PrinterSettings

if TYPE_CHECKING:
    from showroom.printing.links.turns import Turns
    from showroom.printing.printers.deliver import Channel

TURN_S = 5.0
"""After so long the session ends between two jobs: somebody else may wait for the printer."""


class Conversation:
    """What a printer's line says to it from its first job to the last. Used by one thread.

    A printer still ends one session while the next caller is there, who is then turned away or
    talks into the void (docs/hardware.md#network-printers): a kick must not stand in its slip's
    way. `clock` is monotonic.
    """

    def __init__(self, printer: PrinterSettings, turns: Turns, clock: Callable[[], float]) -> None:
        self._printer = printer
        self._turns = turns
        self._clock = clock
        self._session: Channel | None = None
        self._until = 0.0

    def channel(self, title: str, *, pages: bool, known: bool) -> Channel:
        """For a job of that title: the session that stands, or the channel of a document.

        Raises Fault `printer_*` as `channel_to`.
        """
        from showroom.printing.printers.channels import channel_to
        from showroom.printing.printers.handover import Handover

        if pages or self._clock() >= self._until:
            self.end()
        if self._session is None:
            self._session = channel_to(self._printer, self._turns, title, pdf=pages, known=known)
            self._until = self._clock() + TURN_S
            if isinstance(self._session, Handover):  # a queue takes each document by its own title
                self._until = self._clock()
        return self._session

    def end(self) -> None:
        """End the session, if one stands."""
        if self._session is not None:
            self._session.close()
            self._session = None
