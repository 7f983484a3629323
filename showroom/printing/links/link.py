"""What every pipe to a printer can do; what is said over it is none of its business."""

from __future__ import annotations

from typing import Protocol

CHUNK = 4096
PAPER_EMPTY = 0x20
"""Bits of a USB printer's port status (GET_PORT_STATUS, LPGETSTATUS)."""


class Link(Protocol):
    """Bytes out and in. Used by one thread at a time, opened anew for every turn."""

    def open(self) -> None:
        """Connect within 3 s.

        Raises Fault `printer_unreachable`, `printer_no_permission`, `printer_busy`: no byte left.
        """
        ...

    def write(self, data: bytes, within_s: float) -> None:
        """Write all of `data`; `within_s` is the longest time without progress.

        Raises Fault `printer_interrupted` on a stall, a hang-up and whatever else the operating
        system says: some of the bytes may have left.
        """
        ...

    def read(self, within_s: float) -> bytes:
        """What has arrived, waiting at most `within_s`; empty when nothing came or nothing can.

        Raises Fault `printer_interrupted` when the other end hung up.
        """
        ...

    def port_status(self) -> int | None:
        """A USB printer's port status byte, which mute clones answer too; None where unknown."""
        ...

    def close(self) -> None:
        """End the session; never raises, may be called twice."""
        ...
