"""The `CounterLine` port of the screens over the devices; libraries are imported when needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from showroom.domain.counter_device import PoleSettings, PoleText, ScaleSettings, ScannerSettings

if TYPE_CHECKING:
    from showroom.devices.code_scanner import CodeScanner
    from showroom.devices.pole_display import PoleDisplay
    from showroom.devices.scale import Scale
    from showroom.domain.weighing import Reading


class SerialCounterLine:
    """Scale, pole and scanner of this till; those without a port are not there."""

    def __init__(self) -> None:
        self._scale: Scale | None = None
        self._pole: PoleDisplay | None = None
        self._scanner: CodeScanner | None = None
        self._settings: tuple[object, ...] = (None, None, None)

    def listen(
        self,
        on_reading: Callable[[Reading | None], object],
        on_code: Callable[[str], object],
        on_trouble: Callable[[str, str], object],
    ) -> None:
        """Call these, on the devices' own threads."""
        self._on_reading, self._on_code, self._on_trouble = on_reading, on_code, on_trouble

    def connect(self, scale: ScaleSettings, pole: PoleSettings, scanner: ScannerSettings) -> None:
        """Let go of what changed and begin anew with it."""
        before, self._settings = self._settings, (scale, pole, scanner)
        if before[0] != scale:
            self._connect_scale(scale)
        if before[1] != pole:
            self._connect_pole(pole)
        if before[2] != scanner:
            self._connect_scanner(scanner)

    def _connect_scale(self, settings: ScaleSettings) -> None:
        if self._scale is not None:
            self._scale.close()
        self._scale = None
        self._on_reading(None)
        self._on_trouble("scale", "")
        if settings.line.port:
            from showroom.devices.scale import Scale

            self._scale = Scale(settings, self._on_reading, lambda c: self._on_trouble("scale", c))
            self._scale.start()

    def _connect_pole(self, settings: PoleSettings) -> None:
        if self._pole is not None:
            self._pole.close()
        self._pole = None
        self._on_trouble("pole", "")
        if settings.line.port:
            from showroom.devices.pole_display import PoleDisplay

            self._pole = PoleDisplay(settings, lambda c: self._on_trouble("pole", c))
            self._pole.start()

    def _connect_scanner(self, settings: ScannerSettings) -> None:
        if self._scanner is not None:
            self._scanner.close()
        self._scanner = None
        self._on_trouble("scanner", "")
        if settings.line.port:
            from showroom.devices.code_scanner import CodeScanner

            self._scanner = CodeScanner(
                settings, self._on_code, lambda c: self._on_trouble("scanner", c)
            )
            self._scanner.start()

    def show(self, text: PoleText) -> None:
        """On the pole, if there is one; never waits."""
        if self._pole is not None:
            self._pole.show(text)

    def frames(self) -> tuple[bytes, ...]:
        """What the scale said lately, as it came."""
        return () if self._scale is None else self._scale.frames

    def ports(self) -> tuple[tuple[str, str], ...]:
        """(port, what it is) of every serial port of this machine."""
        from serial.tools import list_ports

        return tuple(sorted((p.device, p.description) for p in list_ports.comports()))

    def protocols(self) -> tuple[tuple[str, str, int, str], ...]:
        """(name, label, usual baud, usual frame) of every language of scales."""
        from showroom.devices.scale_protocols import PROTOCOLS

        return tuple((n, x.label, x.line.baud, x.line.frame) for n, x in PROTOCOLS.items())

    def check_pattern(self, pattern: str) -> None:
        """Refuses `scale_pattern`."""
        from showroom.devices.scale_protocols import compile_pattern

        compile_pattern(pattern)

    def close(self) -> None:
        """Let go of every port."""
        for device in (self._scale, self._pole, self._scanner):
            if device is not None:
                device.close()
        self._scale = self._pole = self._scanner = None
        self._settings = (None, None, None)
