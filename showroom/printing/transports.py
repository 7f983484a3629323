"""Ways to a printer. Each asks for its state before the first byte and keeps every deadline."""

from __future__ import annotations

import os
import select
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from showroom.domain.errors import Fault

CONNECT_S, ANSWER_S, WRITE_S, BARRIER_S = 3.0, 1.0, 10.0, 20.0
CHUNK = 4096
STATUS = (b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04")
BARRIER = b"\x1dr\x01"


@dataclass(frozen=True, slots=True)
class PrinterState:
    """What the printer says of itself; `answers` is False for a mute one."""

    answers: bool = True
    near_end: bool = False


class Transport(Protocol):
    """One session with one printer. Faults carry codes `printer_*`."""

    def open(self) -> PrinterState:
        """Connect and ask. Raises Fault when it cannot print now: nothing was sent."""
        ...

    def send(self, data: bytes) -> None:
        """Send everything or raise Fault `printer_interrupted`."""
        ...

    def confirm(self) -> bool:
        """True when the printer says that everything sent was printed."""
        ...

    def close(self) -> None:
        """End the session."""
        ...


def read_status(replies: dict[int, int]) -> PrinterState:
    """Refuse what cannot print. `replies` maps DLE EOT n to its byte (fixed bits checked).

    Raises Fault `printer_cover_open`, `printer_paper_out`, `printer_offline`.
    """
    if replies.get(2, 0) & 0x04:
        raise Fault("printer_cover_open")
    if replies.get(4, 0) & 0x60 or replies.get(2, 0) & 0x20:
        raise Fault("printer_paper_out")
    if replies.get(1, 0) & 0x08:
        raise Fault("printer_offline")
    return PrinterState(bool(replies), bool(replies.get(4, 0) & 0x0C))


def is_real_time_reply(byte: int) -> bool:
    """DLE EOT answers have fixed bits 0xx1xx10 (hardware.md 4)."""
    return byte & 0x93 == 0x12  # noqa: PLR2004 (fixed bits)


@dataclass(slots=True)
class NetworkTransport:
    """TCP port 9100. `confirms` is the model's level: ``barrier``, ``status`` or ``none``."""

    address: str
    confirms: str = "barrier"
    _socket: socket.socket | None = field(default=None, repr=False)
    _answers: bool = field(default=False, repr=False)

    def open(self) -> PrinterState:
        """Connect within 3 s and ask for offline, cover and paper."""
        host, _, port = self.address.rpartition(":")
        try:
            self._socket = socket.create_connection((host, int(port)), CONNECT_S)
        except (OSError, ValueError, OverflowError) as error:
            raise Fault("printer_unreachable", address=self.address) from error
        self._socket.setblocking(False)
        if self.confirms == "none":
            return PrinterState(answers=False)
        replies: dict[int, int] = {}
        for question in STATUS:
            answer = self._ask(question, ANSWER_S)
            if answer is None:
                break
            replies[question[2]] = answer
        self._answers = bool(replies)
        return read_status(replies)

    def _ask(self, question: bytes, within_s: float) -> int | None:
        self._write(question, within_s)
        return self._answer(within_s, real_time=True)

    def _answer(self, within_s: float, *, real_time: bool) -> int | None:
        assert self._socket is not None  # noqa: S101 (opened)
        deadline = time.monotonic() + within_s
        while (left := deadline - time.monotonic()) > 0:
            if not select.select([self._socket], [], [], left)[0]:
                return None
            try:
                got = self._socket.recv(1)
            except OSError as error:
                raise Fault("printer_interrupted", address=self.address) from error
            if not got:
                raise Fault("printer_interrupted", address=self.address)
            if is_real_time_reply(got[0]) is real_time:
                return got[0]
        return None

    def send(self, data: bytes) -> None:
        """Send within 10 s without progress; a stalled printer interrupts."""
        for at in range(0, len(data), CHUNK):
            self._write(data[at : at + CHUNK], WRITE_S)

    def _write(self, data: bytes, within_s: float) -> None:
        assert self._socket is not None  # noqa: S101 (opened)
        rest = memoryview(data)
        while rest:
            if not select.select([], [self._socket], [], within_s)[1]:
                raise Fault("printer_interrupted", address=self.address)
            try:
                rest = rest[self._socket.send(rest) :]
            except OSError as error:
                raise Fault("printer_interrupted", address=self.address) from error

    def confirm(self) -> bool:
        """GS r 1 is answered only after everything before it was processed."""
        if self.confirms == "none" or not self._answers:
            return self.confirms == "none"
        if self.confirms == "status":
            return self._ask(STATUS[0], ANSWER_S) is not None
        self._write(BARRIER, WRITE_S)
        paper = self._answer(BARRIER_S, real_time=False)
        return paper is not None and not paper & 0x0C

    def close(self) -> None:
        """End the session politely, so that the last bytes are not reset away."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_WR)
            self._socket.close()
            self._socket = None


@dataclass(slots=True)
class FileTransport:
    """Each job a file in a folder, whole or absent."""

    folder: str
    _parts: bytearray = field(default_factory=bytearray, repr=False)

    def open(self) -> PrinterState:
        """The folder must be writable. Raises Fault `printer_folder`."""
        try:
            Path(self.folder).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Fault("printer_folder", folder=self.folder) from error
        if not os.access(self.folder, os.W_OK):
            raise Fault("printer_folder", folder=self.folder)
        return PrinterState()

    def send(self, data: bytes) -> None:
        """Keep the bytes until `confirm`."""
        self._parts += data

    def confirm(self) -> bool:
        """Write the file: tmp, fsync, rename."""
        from showroom.fsafe import write_whole

        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        try:
            write_whole(Path(self.folder) / f"{stamp}.bin", bytes(self._parts))
        except OSError as error:
            raise Fault("printer_folder", folder=self.folder) from error
        return True

    def close(self) -> None:
        """Forget what was not confirmed."""
        self._parts.clear()


def transport_for(connection: str, address: str, confirms: str) -> Transport:
    """The transport of a printer's settings. Raises Fault `printer_none` without a printer."""
    if connection == "network":
        return NetworkTransport(address, confirms)
    if connection == "file":
        return FileTransport(address)
    raise Fault("printer_none")
