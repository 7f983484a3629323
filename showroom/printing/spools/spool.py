"""A queue of the operating system, or a folder: takes whole documents, never bytes in between."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

SOON_S = 5.0
"""As long as a drawer kick lives (docs/hardware.md#ghost-drawer)."""


class Spool(Protocol):
    """Used by one thread at a time."""

    def check(self) -> None:
        """Whether it takes jobs.

        Raises Fault `printer_unreachable`, `printer_paused`, `printer_folder`: nothing was sent.
        """
        ...

    def submit(self, data: bytes, title: str, *, soon: bool = False) -> bool:
        """Hand over one raw document; True when it was seen to be done, False when in doubt.

        What is not done in time is taken back: a queue would print it when its printer returns,
        behind its own copy. `soon` is for what is worth nothing `SOON_S` later.
        Raises Fault `printer_interrupted` when it may or may not have been taken,
        `printer_queue_silent` when it could not be taken back: it may come at any time.
        """
        ...

    def withdraw(self, title: str) -> None:
        """Take back what still waits under that title: nobody follows it any more.

        What the till gave up, or did not live to follow, must not come behind a person's answer.
        Raises Fault `printer_unreachable` when the queue does not answer: ask again.
        """
        ...


@runtime_checkable
class PdfSpool(Protocol):
    """A queue that takes pages too, and makes them fit its printer."""

    def submit_pdf(self, data: bytes, title: str) -> bool:
        """Hand over a PDF; as `Spool.submit`."""
        ...
