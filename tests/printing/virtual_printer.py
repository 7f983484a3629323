"""A network printer on a real socket; what it does with its bytes is a VirtualDevice's affair."""

import contextlib
import socket
import struct
import threading

from tests.printing.virtual_device import VirtualDevice

TAKES = 512


class VirtualPrinter:
    """Port 9100 of a VirtualDevice. One session at a time, as such printers have it.

    `lingers` callers find each session still ending, as the next one may: they are turned away
    (`crowded` is ``refuse``) or let talk into the void (``void``). `sessions` were served.
    """

    def __init__(self, lingers=0, crowded="refuse", **faults):
        self.device = VirtualDevice(**faults)
        self.lingers, self.crowded = lingers, crowded
        self.sessions, self._void = 0, []

    @classmethod
    def around(cls, device):
        made = cls()
        made.device = device
        return made

    def __enter__(self):
        self._server = socket.create_server(("127.0.0.1", 0))
        self._stopping = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stopping = True
        self.device.change(stall_after=None)
        with contextlib.suppress(OSError):
            socket.create_connection(self._server.getsockname(), 1).close()
        self._thread.join(5)
        self._server.close()
        for link in self._void:
            link.close()

    @property
    def address(self):
        host, port = self._server.getsockname()
        return f"{host}:{port}"

    @property
    def slips(self):
        return self.device.slips

    def change(self, **faults):
        self.device.change(**faults)

    def wait_for(self, slips):
        self.device.wait_for(slips)

    def settle(self):
        """Until every session begun before has ended: they are served in order."""
        with socket.create_connection(self._server.getsockname(), 5) as last:
            last.shutdown(socket.SHUT_WR)
            assert last.recv(1) == b""

    def _serve(self):
        too_soon = 0
        while not self._stopping:
            link, _ = self._server.accept()
            if too_soon:
                too_soon -= 1
                self._turn_away(link)
                continue
            self.sessions += 1
            too_soon = self.lingers
            with link, contextlib.suppress(OSError):
                self._session(link)

    def _turn_away(self, link):
        if self.crowded == "void":
            self._void.append(link)
            return
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        link.close()

    def _session(self, link):
        self.device.speak = link.sendall
        try:
            while not self.device.gone and not self._stopping:
                with self.device.done:
                    self.device.done.wait_for(lambda: not self.device.stalled)
                data = link.recv(TAKES)
                if not data:
                    break
                while data and not self.device.gone and not self._stopping:
                    data = data[self.device.take(data) :]
                    if said := self.device.drain():
                        link.sendall(said)
                    with self.device.done:
                        self.device.done.wait_for(lambda: not self.device.stalled)
        finally:
            self.device.speak = None
            self.device.hang_up()
