"""Reads TSPL as a label printer would; shares no code with the encoder."""

import re
from dataclasses import dataclass, field

from PIL import Image


@dataclass
class Labels:
    size: tuple = ()
    gap: tuple = ()
    printed: list = field(default_factory=list)
    """(picture, copies); black is 0."""


def read(data, dots_per_mm=8):
    out, at = Labels(), 0
    canvas: Image.Image | None = None
    while at < len(data):
        if data[at : at + 7] == b"BITMAP ":
            head = re.match(rb"BITMAP (\d+),(\d+),(\d+),(\d+),(\d),", data[at:])
            x, y, across, high, mode = (int(part) for part in head.groups())
            assert mode == 0
            at += head.end()
            dots = Image.frombytes("1", (across * 8, high), data[at : at + across * high])
            canvas.paste(dots, (x, y))
            at += across * high
            assert data[at : at + 2] == b"\r\n"
            at += 2
            continue
        end = data.index(b"\r\n", at)
        command, _, values = data[at:end].decode("ascii").partition(" ")
        at = end + 2
        if command == "SIZE":
            out.size = tuple(int(v.split()[0]) for v in values.split(","))
        elif command == "GAP":
            out.gap = tuple(int(v.split()[0]) for v in values.split(","))
        elif command == "CLS":
            canvas = Image.new("1", tuple(mm * dots_per_mm for mm in out.size), 1)
        elif command == "PRINT":
            sets, copies = (int(v) for v in values.split(","))
            out.printed.append((canvas, sets * copies))
        else:
            assert command == "DIRECTION", command
    return out
