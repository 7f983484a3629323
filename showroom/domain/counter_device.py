"""Scale, pole display and scanner on a cable: how each is reached. An empty port is none."""

from __future__ import annotations

from dataclasses import dataclass

BAUDS = (1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200)
FRAMES = ("8N1", "7E1", "7O1", "8E1", "8O1", "7N1")
SCALES = ("toledo8217", "toledo", "toledo_sum", "yaohua", "ascii", "digi", "pattern")
POLES = ("led8", "vfd", "vfd_gb")
PATTERN_LENGTH = 80
SUFFIXES = ("enter", "tab", "newline")


@dataclass(frozen=True, slots=True)
class Line:
    """A serial line. `frame` is data bits, parity, stop bits."""

    port: str = ""
    baud: int = 9600
    frame: str = "8N1"


@dataclass(frozen=True, slots=True)
class ScaleSettings:
    """`pattern` is a regular expression with a group ``weight`` for the protocol ``pattern``.

    `pattern_unit` is ``kg`` or ``g``.
    """

    line: Line = Line()
    protocol: str = "toledo8217"
    pattern: str = ""
    pattern_unit: str = "kg"


@dataclass(frozen=True, slots=True)
class PoleSettings:
    """``led8`` shows one figure, ``vfd`` two lines of twenty; ``vfd_gb`` knows Chinese."""

    line: Line = Line()
    kind: str = "led8"


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """`suffix` ends a code."""

    line: Line = Line()
    suffix: str = "enter"


@dataclass(frozen=True, slots=True)
class PoleText:
    """What the pole shows: one of ``idle``, ``price``, ``total``, ``received``, ``change``."""

    kind: str = "idle"
    fen: int = 0
    name: str = ""
