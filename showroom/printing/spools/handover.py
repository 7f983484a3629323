"""A whole document handed to somebody else's queue, behind the face of a session."""

from __future__ import annotations

from dataclasses import dataclass, field

from showroom.printing.session import PrinterState
from showroom.printing.spools.spool import Spool


@dataclass(slots=True)
class Handover:
    """Nothing leaves before `confirm`: a queue takes documents, not bytes."""

    spool: Spool
    title: str
    _parts: bytearray = field(default_factory=bytearray, repr=False)

    def open(self) -> PrinterState:
        """Ask the queue. Raises Fault `printer_*` when it takes no jobs."""
        self.spool.check()
        return PrinterState(answers=False)

    def send(self, data: bytes) -> None:
        """Keep the bytes."""
        self._parts += data

    def confirm(self) -> bool:
        """Hand the document over; True when it was seen to be done."""
        return self.spool.submit(bytes(self._parts), self.title)

    def close(self) -> None:
        """Forget what was not handed over."""
        self._parts.clear()
