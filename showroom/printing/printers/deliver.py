"""One job to one printer: asked first, marked before the first byte, confirmed after the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from showroom.domain.errors import Fault
from showroom.printing.printers.handover import Handover
from showroom.printing.printers.session import PrinterState, Session


class Channel(Protocol):
    """A session with a printer, or a document for somebody's queue. Faults carry `printer_*`."""

    def open(self) -> PrinterState:
        """Connect and ask. Raises Fault when it cannot print now: nothing was sent."""
        ...

    def send(self, data: bytes) -> None:
        """Send everything or raise Fault `printer_interrupted`."""
        ...

    def confirm(self) -> bool:
        """True when everything sent was printed, as far as it can be known."""
        ...

    def close(self) -> None:
        """End the session."""
        ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is known of a job whose bytes left; `problem` says why a slip is in doubt."""

    printed: bool
    state: PrinterState
    problem: str = ""


def deliver(data: bytes, channel: Channel, before_first_byte: Callable[[], None]) -> Delivery:
    """Send `data`; `before_first_byte` commits that bytes are about to leave.

    A Fault raised from here means that nothing left. After the first byte nothing is raised and
    nothing is sent again: the job is printed, or a person must look at the paper. Who called
    closes the channel: the next job may go in the same session.
    """
    state = channel.open()
    before_first_byte()
    try:
        channel.send(data)
        done = channel.confirm()
    except Fault as fault:
        return Delivery(printed=False, state=state, problem=fault.code)
    return Delivery(done, state, "" if done else "printer_uncertain")


def kick(data: bytes, channel: Channel, before_first_byte: Callable[[], None]) -> Delivery:
    """Open the drawer, with paper or, where the printer can, without.

    A kick is never sent to a printer that would hold it back and open the drawer minutes later
    (docs/hardware.md#ghost-drawer). Raises Fault when nothing left.
    """
    if not isinstance(channel, Session):
        if isinstance(channel, Handover):
            channel.soon = True
        return deliver(data, channel, before_first_byte)
    try:
        return deliver(data, channel, before_first_byte)
    except Fault as fault:
        if not channel.model.live_drawer or fault.code not in {
            "printer_paper_out",
            "printer_cover_open",
        }:
            raise
    channel.connect()
    before_first_byte()
    channel.kick_live()
    return Delivery(printed=True, state=PrinterState())
