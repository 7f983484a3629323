"""Pole displays: one figure (LED8) or two lines of twenty (CD5220, VFD220).

Their commands: docs/hardware.md#pole-displays.
"""

from __future__ import annotations

import threading
from types import MappingProxyType
from typing import TYPE_CHECKING

from showroom.devices.serial_worker import SerialWorker, Trouble
from showroom.domain.counter_device import PoleSettings, PoleText

if TYPE_CHECKING:
    import serial

RESET, CLEAR, CR = b"\x1b@", b"\x0c", b"\r"
LAMPS = MappingProxyType(
    {"idle": b"0", "price": b"1", "total": b"2", "received": b"3", "change": b"4"}
)
"""ESC s n of LED8: off, 单价, 总计, 收款, 找零."""
LATIN = MappingProxyType(
    {
        "idle": "WELCOME",
        "price": "PRICE",
        "total": "TOTAL",
        "received": "RECEIVED",
        "change": "CHANGE",
    }
)
CHINESE = MappingProxyType(
    {"idle": "欢迎光临", "price": "单价", "total": "应收", "received": "实收", "change": "找零"}
)
WIDTH, FIGURES = 20, 8
AGAIN_S = 5.0


def figures(fen: int) -> str:
    """Yuan with two places for eight figures; without them, then stars, when it is too long."""
    sign, whole, part = "-" if fen < 0 else "", abs(fen) // 100, abs(fen) % 100
    for shown in (f"{sign}{whole}.{part:02d}", f"{sign}{whole}"):
        if len(shown.replace(".", "")) <= FIGURES:
            return shown
    return "-" * FIGURES


def encode(text: PoleText, kind: str) -> bytes:
    """The bytes that show `text` on a pole of that kind."""
    if kind == "led8":
        shown = b"" if text.kind == "idle" else b"\x1bQA" + figures(text.fen).encode() + CR
        return (CLEAR if not shown else b"") + b"\x1bs" + LAMPS[text.kind] + shown
    chinese = kind == "vfd_gb"
    word = (CHINESE if chinese else LATIN)[text.kind]
    if text.kind == "idle":
        return _row(b"A", word, "", chinese=chinese) + _row(b"B", "", "", chinese=chinese)
    above = _row(b"A", text.name, "", chinese=chinese)
    return above + _row(b"B", word, figures(text.fen), chinese=chinese)


def _row(which: bytes, left: str, right: str, *, chinese: bool) -> bytes:
    """Exactly twenty columns; what the pole's font lacks is left out, never sent as a command."""
    room = WIDTH - len(right)
    begin = _fit(left, room - (1 if right else 0), chinese=chinese)
    return b"\x1bQ" + which + begin + b" " * (room - len(begin)) + right.encode("ascii") + CR


def _fit(text: str, room: int, *, chinese: bool) -> bytes:
    out = b""
    for char in text:
        code = char.encode("gb18030", "ignore")
        plain = len(code) == 1 and 0x20 <= code[0] <= 0x7E  # noqa: PLR2004 (printable ASCII)
        wanted = plain or (chinese and len(code) == 2)  # noqa: PLR2004 (a character of GBK)
        if wanted and len(out) + len(code) <= room:
            out += code
    return out


class PoleDisplay(SerialWorker):
    """Only the newest text matters; the counter never waits for the pole."""

    def __init__(self, settings: PoleSettings, on_trouble: Trouble) -> None:
        super().__init__("pole", settings.line, on_trouble)
        self._kind = settings.kind
        self._changed = threading.Condition()
        self._text = PoleText()
        self._number = 0

    def show(self, text: PoleText) -> None:
        """Show this as soon as the line allows."""
        with self._changed:
            if text != self._text:
                self._text, self._number = text, self._number + 1
                self._changed.notify_all()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _session(self, port: serial.Serial) -> None:
        port.write(RESET)
        shown = -1
        while not self._ending.is_set():
            with self._changed:
                if shown == self._number and not self._ending.is_set():
                    # Again on its own, so that an unplugged pole is noticed and found again.
                    self._changed.wait(AGAIN_S)
                text, shown = self._text, self._number
            if not self._ending.is_set():
                port.write(encode(text, self._kind))
