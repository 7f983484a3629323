"""What the devices of the counter must be before they are stored."""

from __future__ import annotations

from showroom.domain.counter_device import (
    BAUDS,
    FRAMES,
    PATTERN_LENGTH,
    POLES,
    SCALES,
    SUFFIXES,
    Line,
    PoleSettings,
    ScaleSettings,
    ScannerSettings,
)
from showroom.domain.errors import Refusal
from showroom.domain.weighing import GRAMS

PORT_LENGTH = 120


def check_devices(scale: ScaleSettings, pole: PoleSettings, scanner: ScannerSettings) -> None:
    """Refuses `setting_choice`, `setting_text`, `device_port_shared`."""
    for line in (scale.line, pole.line, scanner.line):
        _check_line(line)
    _one_of(scale.protocol, SCALES)
    _one_of(scale.pattern_unit, tuple(GRAMS))
    _one_of(pole.kind, POLES)
    _one_of(scanner.suffix, SUFFIXES)
    if len(scale.pattern) > PATTERN_LENGTH or (scale.pattern and not scale.pattern.isprintable()):
        raise Refusal("setting_text", field="pattern", limit=PATTERN_LENGTH)
    ports = [x.port for x in (scale.line, pole.line, scanner.line) if x.port]
    if len(set(ports)) < len(ports):
        raise Refusal("device_port_shared")


def _check_line(line: Line) -> None:
    if len(line.port) > PORT_LENGTH or (line.port and not line.port.isprintable()):
        raise Refusal("setting_text", field="port", limit=PORT_LENGTH)
    if line.baud not in BAUDS:
        raise Refusal("setting_choice", field="baud")
    _one_of(line.frame, FRAMES)


def _one_of(value: str, words: tuple[str, ...]) -> None:
    if value not in words:
        raise Refusal("setting_choice", field=value)
