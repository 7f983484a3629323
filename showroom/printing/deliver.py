"""One job to one printer: asked first, marked before the first byte, confirmed after the last."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from showroom.domain.errors import Fault
from showroom.printing.transports import Transport


class Delivery(StrEnum):
    """What is known of a job whose bytes left."""

    PRINTED = "printed"
    UNCERTAIN = "uncertain"


def deliver(data: bytes, transport: Transport, before_first_byte: Callable[[], None]) -> Delivery:
    """Send `data`; `before_first_byte` commits that bytes are about to leave.

    A Fault raised from here means that nothing left. After the first byte nothing is raised and
    nothing is sent again: the job is printed, or a person must look at the paper.
    """
    try:
        transport.open()
        before_first_byte()
        try:
            transport.send(data)
            return Delivery.PRINTED if transport.confirm() else Delivery.UNCERTAIN
        except Fault:
            return Delivery.UNCERTAIN
    finally:
        transport.close()
