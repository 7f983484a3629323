"""One conversation at a time with a printer, whoever begins it: till, label, wizard."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakValueDictionary

from showroom.domain.errors import Fault
from showroom.printing.links.link import Link

WAIT_S = 5.0
"""For the other's turn to end; as long as a drawer kick lives."""


class _Turn:
    """The lock of one device. It lives while somebody has or wants it."""

    def __init__(self) -> None:
        self.lock = Lock()


class Turns:
    """Whose turn it is at every device. Thread-safe.

    A network printer serves one session and lets a second one talk into the void
    (docs/hardware.md#network-printers); USB and serial ports refuse the second, though it need only
    wait.
    """

    def __init__(self, wait_s: float = WAIT_S) -> None:
        self._wait_s = wait_s
        self._guard = Lock()
        self._turns: WeakValueDictionary[str, _Turn] = WeakValueDictionary()

    def of(self, link: Link, address: str) -> OneAtATime:
        """`link` to `address`, which waits for its turn."""
        with self._guard:
            turn = self._turns.get(address)
            if turn is None:
                turn = self._turns[address] = _Turn()
        return OneAtATime(link, address, turn, self._wait_s)


@dataclass(slots=True)
class OneAtATime:
    """A link that nobody else talks over between `open` and `close`."""

    _link: Link
    _address: str
    _turn: _Turn
    _wait_s: float
    _mine: bool = field(default=False, repr=False)

    def open(self) -> None:
        """Wait for the turn, then connect. Raises Fault `printer_engaged` and the link's."""
        if not self._mine and not self._turn.lock.acquire(timeout=self._wait_s):
            raise Fault("printer_engaged", address=self._address)
        self._mine = True
        self._link.open()

    def write(self, data: bytes, within_s: float) -> None:
        """As the link."""
        self._link.write(data, within_s)

    def read(self, within_s: float) -> bytes:
        """As the link."""
        return self._link.read(within_s)

    def port_status(self) -> int | None:
        """As the link."""
        return self._link.port_status()

    def close(self) -> None:
        """End the session and the turn."""
        self._link.close()
        if self._mine:
            self._mine = False
            self._turn.lock.release()
