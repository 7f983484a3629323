"""The languages of scales: bytes in, readings out (docs/hardware.md#scale-languages).

Every parser keeps what is not yet whole, and no frame counts without its terminator or its check:
half a weight is a wrong weight. A digit that is lost within a frame leaves a frame: where no check
shows it, one of another width than those before is no weight, and a weight is at rest once it was
told twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import xor
from types import MappingProxyType
from typing import Protocol

from showroom.domain.counter_device import PATTERN_LENGTH, Line, ScaleSettings
from showroom.domain.errors import Refusal
from showroom.domain.weighing import STEADY, TOLD_TWICE, Reading, Steadiness, Width, to_grams

MAX_REST = 256
OVER, UNDER = 0x02, 0x04
UNCLEAR = Reading(0, stable=False, trouble="moving")
PROVED = 1
"""A frame with a check of its own is believed alone."""


class Parser(Protocol):
    """One conversation with one scale. `poll` is what asks for a weight, empty when it talks."""

    @property
    def poll(self) -> bytes:
        """The question, or empty."""
        ...

    def feed(self, data: bytes) -> list[Reading]:
        """Readings that are whole now."""
        ...


class Settled:
    """Which readings are at rest: so many equal ones, of frames as wide as those before."""

    def __init__(self, times: int) -> None:
        self._steady = Steadiness(times)
        self._width = Width()

    def seen(self, reading: Reading, width: int) -> Reading:
        """The reading as far as it can be believed; `width` 0 where there is none."""
        if width and not self._width.fits(width):
            self._steady.forget()
            return UNCLEAR
        return replace(reading, stable=self._steady.seen(reading.grams) and reading.stable)


class _Frames:
    """Cuts a stream into frames by a pattern; what comes before a frame is noise."""

    poll = b""

    def __init__(self, frame: re.Pattern[bytes], times: int = TOLD_TWICE) -> None:
        """`times` equal readings are at rest, where the frame does not say that they are not."""
        self._frame = frame
        self._rest = b""
        self._settled = Settled(times)

    def feed(self, data: bytes) -> list[Reading]:
        """Readings of all whole frames."""
        self._rest += data
        found, used = [], 0
        for match in self._frame.finditer(self._rest):
            used = match.end()
            reading = self._read(match)
            if reading is not None:
                found.append(self._settled.seen(reading, self._width(match)))
        self._rest = self._rest[used:][-MAX_REST:]
        return found

    def _read(self, match: re.Match[bytes]) -> Reading | None:
        raise NotImplementedError

    def _width(self, match: re.Match[bytes]) -> int:
        """Of what has one width whatever is weighed; 0 of a frame without a weight."""
        return len(match[0])


class Toledo8217(_Frames):
    """``W`` is asked; ``STX 01.250[N] CR`` is a weight at rest, ``STX ? s CR`` a status."""

    poll = b"W"

    def __init__(self) -> None:
        weight, status = rb"(?P<weight>\d{1,3}\.\d{1,3})N?", rb"\?(?P<status>.)"
        super().__init__(re.compile(rb"\x02(?:" + weight + rb"|" + status + rb")\r", re.DOTALL))

    def _read(self, match: re.Match[bytes]) -> Reading | None:
        if match["weight"] is not None:
            return _at_rest(match["weight"].decode(), "kg")
        status = match["status"][0]
        if status & OVER:
            return Reading(0, stable=False, trouble="overload")
        if status & UNDER:
            return Reading(0, stable=False, trouble="underload")
        return UNCLEAR

    def _width(self, match: re.Match[bytes]) -> int:
        return len(match["weight"] or b"")


class ToledoContinuous(_Frames):
    """``STX SWA SWB SWC w6 t6 CR [CHK]``; the weight's places and unit stand in the status words.

    A check byte follows where SWA and the line say so; it is the two's complement of the sum of
    all bytes before it, in seven bits.
    """

    PLACES = MappingProxyType({2: 0, 3: 1, 4: 2, 5: 3, 6: 4})
    """Bits 0-2 of SWA: where the point stands, in digits behind it."""

    def __init__(self, *, checked: bool = False) -> None:
        tail = rb"(?P<check>.)" if checked else b""
        frame = rb"\x02(?P<words>[\x20-\x7f]{3})(?P<weight>[ \d]{6})[ \d]{6}\r"
        super().__init__(re.compile(frame + tail, re.DOTALL), PROVED if checked else TOLD_TWICE)
        self._checked = checked

    def _read(self, match: re.Match[bytes]) -> Reading | None:
        if self._checked and sum(match[0]) & 0x7F:
            return None
        first, second, _ = match["words"]
        places = self.PLACES.get(first & 0x07)
        digits = match["weight"].strip().decode("ascii")
        if places is None or not digits.isdigit():
            return None
        unit = "kg" if second & 0x10 else ""
        grams = to_grams(f"{digits}e-{places}", unit) if unit else None
        if grams is None:
            return None
        if second & 0x04:
            return Reading(0, stable=False, trouble="overload")
        signed = -grams if second & 0x02 else grams
        moving = bool(second & 0x08)
        return Reading(signed, stable=not moving, trouble="moving" if moving else "")


class Yaohua(_Frames):
    """耀华 XK3190 format 1: ``STX sign 6 digits, places, XOR in two figures, ETX``; no flag."""

    def __init__(self) -> None:
        body = rb"(?P<body>(?P<sign>[+-])(?P<digits>\d{6})(?P<places>[0-4]))"
        frame = re.compile(rb"\x02" + body + rb"(?P<check>[0-9A-F]{2})\x03")
        super().__init__(frame, STEADY)

    def _read(self, match: re.Match[bytes]) -> Reading | None:
        if reduce(xor, match["body"]) != int(match["check"], 16):
            return None
        digits, places = match["digits"].decode(), int(match["places"])
        return _at_rest(f"{match['sign'].decode()}{digits}e-{places}", "kg")


class Ascii(_Frames):
    """``ST,GS,+  1.250kg CR LF``: CAS, 顶尖 and many others. ``US`` moves, ``OL`` is too much."""

    def __init__(self) -> None:
        state, weight = rb"(?P<state>ST|US|OL),(?:GS|NT|TR),?", rb"(?P<weight>[+-]? *\d*\.?\d*)"
        super().__init__(re.compile(state + weight + rb" *(?P<unit>kg|g)? *\r?\n"))

    def _read(self, match: re.Match[bytes]) -> Reading | None:
        if match["state"] == b"OL":
            return Reading(0, stable=False, trouble="overload")
        unit = (match["unit"] or b"kg").decode()
        grams = to_grams(match["weight"].decode(), unit)
        if grams is None:
            return None
        moving = match["state"] == b"US"
        return Reading(grams, stable=not moving, trouble="moving" if moving else "")

    def _width(self, match: re.Match[bytes]) -> int:
        return 0 if match["state"] == b"OL" else len(match[0].rstrip())


class Digi(_Frames):
    """寺冈 DS-781: ``@B CR 0ww.www CR 4tt.ttt CR Uppp.pp CR Ttttt.tt CR LF``; no flag."""

    def __init__(self) -> None:
        super().__init__(
            re.compile(
                rb"@.\r0(?P<weight>-?\d{1,2}\.\d{3})\r4-?\d{1,2}\.\d{3}\rU[ \d.]{6}\rT[ \d.]{7}\r\n"
            ),
            STEADY,
        )

    def _read(self, match: re.Match[bytes]) -> Reading | None:
        return _at_rest(match["weight"].decode(), "kg")


class Pattern:
    """A shop's own pattern, line by line; the line's end is the terminator."""

    poll = b""

    def __init__(self, pattern: str, unit: str) -> None:
        self._pattern = compile_pattern(pattern)
        self._unit = unit
        self._rest = b""
        self._settled = Settled(STEADY)

    def feed(self, data: bytes) -> list[Reading]:
        """Readings of all whole lines that fit the pattern."""
        *lines, self._rest = re.split(rb"[\r\n]+", self._rest + data)
        self._rest = self._rest[-MAX_REST:]
        return [r for line in lines for r in self._read(line[-MAX_REST:])]

    def _read(self, line: bytes) -> Iterator[Reading]:
        match = self._pattern.search(line.decode("ascii", "replace"))
        reading = None if match is None else _at_rest(match["weight"] or "", self._unit)
        if reading is not None:
            yield self._settled.seen(reading, len(line))


_REPEATED_GROUP = re.compile(r"\)\s*[*+{]")
"""Such a pattern may take for ever on the wrong line, and no weight needs one."""


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Refuses `scale_pattern`: no expression, no group ``weight``, or one that may never end."""
    if len(pattern) > PATTERN_LENGTH or _REPEATED_GROUP.search(pattern):
        raise Refusal("scale_pattern")
    try:
        made = re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise Refusal("scale_pattern") from error
    if "weight" not in made.groupindex:
        raise Refusal("scale_pattern")
    return made


def _at_rest(digits: str, unit: str) -> Reading | None:
    grams = to_grams(digits, unit)
    return None if grams is None else Reading(grams, stable=True)


@dataclass(frozen=True, slots=True)
class Language:
    """A language with its name in the shop's words and the line it usually speaks on."""

    label: str
    line: Line
    make: Callable[[ScaleSettings], Parser]


_SEVEN, _EIGHT = Line("", 9600, "7E1"), Line("", 9600, "8N1")
PROTOCOLS: Mapping[str, Language] = MappingProxyType(
    {
        "toledo8217": Language("托利多 8217（问一句答一句）", _SEVEN, lambda _: Toledo8217()),
        "toledo": Language("托利多连续输出", _SEVEN, lambda _: ToledoContinuous()),
        "toledo_sum": Language(
            "托利多连续输出（带校验）", _SEVEN, lambda _: ToledoContinuous(checked=True)
        ),
        "yaohua": Language("耀华 XK3190 格式 1", _EIGHT, lambda _: Yaohua()),
        "ascii": Language("ST/US 文本（凯士、顶尖等）", _EIGHT, lambda _: Ascii()),
        "digi": Language("寺冈 DS-781", _EIGHT, lambda _: Digi()),
        "pattern": Language("自定义格式", _EIGHT, lambda s: Pattern(s.pattern, s.pattern_unit)),
    }
)


def parser_of(settings: ScaleSettings) -> Parser:
    """A new conversation. Refuses `scale_pattern`."""
    return PROTOCOLS[settings.protocol].make(settings)
