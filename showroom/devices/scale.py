"""A scale on a serial line: asked or listened to, its last words kept for the set-up."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from showroom.devices.scale_protocols import parser_of
from showroom.devices.serial_worker import SerialWorker, Trouble
from showroom.domain.counter_device import ScaleSettings
from showroom.domain.weighing import Reading

if TYPE_CHECKING:
    import serial

ASK_EVERY_S, STALE_S = 0.2, 1.0
FRAMES_KEPT = 20
CHUNK = 256


class Scale(SerialWorker):
    """`on_reading` is called on the scale's thread: a Reading, or None once it fell silent."""

    def __init__(
        self,
        settings: ScaleSettings,
        on_reading: Callable[[Reading | None], object],
        on_trouble: Trouble,
    ) -> None:
        super().__init__("scale", settings.line, on_trouble)
        self._settings = settings
        self._on_reading = on_reading
        self._frames: deque[bytes] = deque(maxlen=FRAMES_KEPT)

    @property
    def frames(self) -> tuple[bytes, ...]:
        """What came over the line lately, as it came."""
        return tuple(self._frames)

    def _session(self, port: serial.Serial) -> None:
        parser = parser_of(self._settings)
        heard, silent, asked = time.monotonic(), False, 0.0
        try:
            while not self._ending.is_set():
                if parser.poll and time.monotonic() - asked >= ASK_EVERY_S:
                    asked = time.monotonic()
                    port.write(parser.poll)
                data = port.read(1)
                if data:
                    data += port.read(min(port.in_waiting, CHUNK))
                    self._frames.append(data)
                for reading in parser.feed(data):
                    heard, silent = time.monotonic(), False
                    self._on_reading(reading)
                if not silent and time.monotonic() - heard > STALE_S:
                    silent = True
                    self._on_reading(None)
        finally:
            self._on_reading(None)
