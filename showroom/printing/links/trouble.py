"""What the operating system said when a pipe was opened, in the printers' own codes."""

from __future__ import annotations

import errno

from showroom.domain.errors import Fault

BUSY = frozenset((errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK))
FORBIDDEN = frozenset((errno.EACCES, errno.EPERM))


def open_fault(error: OSError, address: str) -> Fault:
    """`printer_busy`, `printer_no_permission`, or `printer_unreachable` for all the rest."""
    if error.errno in BUSY:
        return Fault("printer_busy", address=address)
    if error.errno in FORBIDDEN:
        return Fault("printer_no_permission", address=address)
    return Fault("printer_unreachable", address=address)
