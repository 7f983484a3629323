"""TCP, port 9100."""

from __future__ import annotations

import select
import socket
from contextlib import suppress
from dataclasses import dataclass, field

from showroom.domain.errors import Fault
from showroom.printing.links.link import CHUNK

CONNECT_S = 3.0


@dataclass(slots=True)
class NetworkLink:
    """`address` is ``host:port``."""

    address: str
    _socket: socket.socket | None = field(default=None, repr=False)

    def open(self) -> None:
        """Connect within 3 s."""
        host, _, port = self.address.rpartition(":")
        try:
            self._socket = socket.create_connection((host, int(port)), CONNECT_S)
        except (OSError, ValueError, OverflowError) as error:
            raise Fault("printer_unreachable", address=self.address) from error
        self._socket.setblocking(False)

    def write(self, data: bytes, within_s: float) -> None:
        """Every chunk that the kernel takes is progress."""
        rest, link = memoryview(data), self._opened
        while rest:
            if not select.select([], [link], [], within_s)[1]:
                raise Fault("printer_interrupted", address=self.address)
            try:
                rest = rest[link.send(rest[:CHUNK]) :]
            except OSError as error:
                raise Fault("printer_interrupted", address=self.address) from error

    def read(self, within_s: float) -> bytes:
        """Replies, or nothing."""
        link = self._opened
        if not select.select([link], [], [], within_s)[0]:
            return b""
        try:
            got = link.recv(CHUNK)
        except OSError as error:
            raise Fault("printer_interrupted", address=self.address) from error
        if not got:
            raise Fault("printer_interrupted", address=self.address)
        return got

    def port_status(self) -> int | None:
        """Not on a network."""
        return None

    def close(self) -> None:
        """Politely, so that the last bytes are not reset away."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_WR)
            self._socket.close()
            self._socket = None

    @property
    def _opened(self) -> socket.socket:
        if self._socket is None:
            raise Fault("printer_interrupted", address=self.address)
        return self._socket
