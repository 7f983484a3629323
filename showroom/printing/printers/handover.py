"""A whole document handed to somebody else's queue, behind the face of a session."""

from __future__ import annotations

from dataclasses import dataclass, field

from showroom.domain.errors import Fault
from showroom.printing.printers.session import PrinterState
from showroom.printing.spools.spool import PdfSpool, Spool


@dataclass(slots=True)
class Handover:
    """Nothing leaves before `confirm`: a queue takes documents, not bytes.

    `soon` takes back what the queue has not done while it is worth anything.
    """

    spool: Spool
    title: str
    pdf: bool = False
    soon: bool = False
    _parts: bytearray = field(default_factory=bytearray, repr=False)

    def open(self) -> PrinterState:
        """Ask the queue. Raises Fault `printer_*` when it takes no jobs."""
        if self.pdf and not isinstance(self.spool, PdfSpool):
            raise Fault("printer_no_pdf")
        self.spool.check()
        return PrinterState(answers=False)

    def send(self, data: bytes) -> None:
        """Keep the bytes."""
        self._parts += data

    def confirm(self) -> bool:
        """Hand the document over; True when it was seen to be done."""
        data = bytes(self._parts)
        if self.pdf and isinstance(self.spool, PdfSpool):
            return self.spool.submit_pdf(data, self.title)
        return self.spool.submit(data, self.title, soon=self.soon)

    def withdraw(self) -> None:
        """Take back what an earlier run left waiting under this title."""
        self.spool.withdraw(self.title)

    def close(self) -> None:
        """Forget what was not handed over."""
        self._parts.clear()
