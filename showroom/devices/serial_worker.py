"""A device on a serial line has a thread of its own; unplugged, it is looked for again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from showroom.domain.counter_device import Line
from showroom.domain.errors import Refusal

if TYPE_CHECKING:
    import serial

READ_S, WRITE_S = 0.1, 0.5
PAUSES_S = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Between tries to open the port."""
Trouble = Callable[[str], object]
"""Told ``device_gone`` when the port cannot be opened or went away, a refusal's code when the
settings are no good, empty when all is well again."""


def open_serial(line: Line, read_s: float) -> serial.Serial:
    """The port, with every wait bounded; `read_s` is that of a read.

    Raises OSError (pyserial's own is one), ValueError.
    """
    import serial

    return serial.Serial(
        line.port,
        line.baud,
        int(line.frame[0]),
        line.frame[1],
        int(line.frame[2]),
        timeout=read_s,
        write_timeout=WRITE_S,
    )


class SerialWorker:
    """Override `_session`: it returns when `_ending` is set and raises OSError on any trouble.

    `read_s` is how long a read of its port waits for a byte.
    """

    read_s = READ_S

    def __init__(self, name: str, line: Line, on_trouble: Trouble) -> None:
        self._line = line
        self._on_trouble = on_trouble
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def close(self, timeout_s: float = 2.0) -> bool:
        """Let go of the port; True when the thread has ended."""
        self._ending.set()
        self._wake()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _wake(self) -> None:
        """Whatever the session waits for."""

    def _session(self, port: serial.Serial) -> None:
        raise NotImplementedError

    def _run(self) -> None:
        tries, troubled = 0, False
        while not self._ending.is_set():
            try:
                with open_serial(self._line, self.read_s) as port:
                    if troubled:
                        troubled = False
                        self._on_trouble("")
                    tries = 0
                    self._session(port)
            except (OSError, ValueError, Refusal) as error:
                if not troubled and not self._ending.is_set():
                    troubled = True
                    self._on_trouble(error.code if isinstance(error, Refusal) else "device_gone")
            self._ending.wait(PAUSES_S[min(tries, len(PAUSES_S) - 1)])
            tries += 1
