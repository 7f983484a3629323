"""A network printer on a real socket: answers status, runs out of paper, stays mute, hangs up."""

import contextlib
import socket
import threading
from dataclasses import dataclass, field

ONLINE, NO_CAUSE, PAPER = 0x12, 0x12, 0x12


@dataclass
class VirtualPrinter:
    """`hang_up_after` closes the connection once that many slip bytes have arrived."""

    mute: bool = False
    paper_out: bool = False
    cover_open: bool = False
    near_end: bool = False
    silent_barrier: bool = False
    hang_up_after: int | None = None
    slips: list = field(default_factory=list)

    def __enter__(self):
        self._server = socket.create_server(("127.0.0.1", 0))
        self._stopping = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        self.done = threading.Condition()
        return self

    def __exit__(self, *_):
        self._stopping = True
        with contextlib.suppress(OSError):
            socket.create_connection(self._server.getsockname(), 1).close()
        self._thread.join(5)
        self._server.close()

    @property
    def address(self):
        host, port = self._server.getsockname()
        return f"{host}:{port}"

    def wait_for(self, slips):
        with self.done:
            assert self.done.wait_for(lambda: len(self.slips) >= slips, 5), self.slips

    def _serve(self):
        while not self._stopping:
            link, _ = self._server.accept()
            with link, contextlib.suppress(OSError):
                self._session(link)

    def _session(self, link):
        slip = bytearray()
        link.settimeout(10)
        while data := link.recv(1):
            if data == b"\x10":
                self._answer(link, link.recv(2))
            elif data == b"\x1d" and (rest := link.recv(1)) == b"r":
                link.recv(1)
                if not self.silent_barrier:
                    link.sendall(b"\x0c" if self.paper_out else b"\x00")
            else:
                slip += data + (rest if data == b"\x1d" else b"")
                if self.hang_up_after is not None and len(slip) >= self.hang_up_after:
                    break
        if slip:
            with self.done:
                self.slips.append(bytes(slip))
                self.done.notify_all()

    def _answer(self, link, question):
        if self.mute:
            return
        replies = {
            1: ONLINE | (0x08 if self.paper_out or self.cover_open else 0),
            2: NO_CAUSE | (0x04 if self.cover_open else 0) | (0x20 if self.paper_out else 0),
            4: PAPER | (0x60 if self.paper_out else 0) | (0x0C if self.near_end else 0),
        }
        link.sendall(bytes([replies[question[1]]]))
