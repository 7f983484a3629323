"""Reads ESC/POS as a printer would. Shares no code with the encoder; knows no other commands."""

from dataclasses import dataclass, field


class UnknownCommandError(Exception):
    """A byte sequence that this printer was never meant to get."""


@dataclass
class Line:
    text: str
    columns: int
    bold: bool
    large: bool


@dataclass
class Raster:
    width: int
    height: int
    dots: bytes


@dataclass
class Printed:
    lines: list = field(default_factory=list)
    rasters: list = field(default_factory=list)
    qr: list = field(default_factory=list)
    cuts: int = 0
    kicks: list = field(default_factory=list)
    resets: int = 0
    labels: int = 0
    wide_hanzi: list = field(default_factory=list)

    @property
    def texts(self):
        return [line.text for line in self.lines]


class Printer:
    def __init__(self):
        self.out = Printed()
        self._bold = self._large = False
        self._row = bytearray()
        self._qr_data = b""

    def feed(self, data):
        at = 0
        while at < len(data):
            at = self._step(data, at)
        if self._row:
            raise UnknownCommandError("text without its line feed")
        return self.out

    def _step(self, data, at):
        byte = data[at]
        if byte == 0x1B:
            return self._esc(data, at)
        if byte == 0x1D:
            return self._gs(data, at)
        if data[at : at + 2] == b"\x1c&":
            return at + 2
        if data[at : at + 2] == b"\x1cW":
            self.out.wide_hanzi.append(data[at + 2] == 1)
            return at + 3
        if byte == 0x0C:
            self.out.labels += 1
            return at + 1
        if byte == 0x0A:
            self._line()
            return at + 1
        if byte < 0x20 or byte in (0x7F, 0x80, 0xFF):
            raise UnknownCommandError(f"{byte:02x} at {at}")
        if byte < 0x80:
            self._row.append(byte)
            return at + 1
        if 0x30 <= data[at + 1] <= 0x39:
            raise UnknownCommandError(f"four-byte character at {at}")
        self._row += data[at : at + 2]
        return at + 2

    def _line(self):
        text = bytes(self._row).decode("gb18030")
        columns = len(self._row) * (2 if self._large else 1)
        self.out.lines.append(Line(text, columns, self._bold, self._large))
        self._row.clear()

    def _esc(self, data, at):
        command = data[at + 1 : at + 2]
        if command == b"@":
            self.out.resets += 1
            self._bold = self._large = False
            return at + 2
        if command == b"E":
            self._bold = data[at + 2] == 1
            return at + 3
        if command == b"a":
            return at + 3
        if command == b"d":
            return at + 3
        if command == b"p":
            self.out.kicks.append(tuple(data[at + 2 : at + 5]))
            return at + 5
        raise UnknownCommandError(f"ESC {command!r} at {at}")

    def _gs(self, data, at):
        command = data[at + 1 : at + 2]
        if command == b"!":
            self._large = data[at + 2] == 0x11
            return at + 3
        if command == b"V":
            self.out.cuts += 1
            return at + (4 if data[at + 2] in (65, 66) else 3)
        if command == b"v":
            wide = int.from_bytes(data[at + 4 : at + 6], "little")
            high = int.from_bytes(data[at + 6 : at + 8], "little")
            end = at + 8 + wide * high
            self.out.rasters.append(Raster(wide * 8, high, data[at + 8 : end]))
            return end
        if data[at + 1 : at + 3] == b"(k":
            length = int.from_bytes(data[at + 3 : at + 5], "little")
            body = data[at + 5 : at + 5 + length]
            if body[1:3] == b"P0":
                self._qr_data = body[3:]
            elif body[1:3] == b"Q0":
                self.out.qr.append(self._qr_data.decode("utf-8"))
            return at + 5 + length
        raise UnknownCommandError(f"GS {command!r} at {at}")


def read(data):
    return Printer().feed(data)
