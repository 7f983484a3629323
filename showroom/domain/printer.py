"""Printers of a till: how each is reached, what it is for, what it was seen to be able to do."""

from __future__ import annotations

from dataclasses import dataclass

NAME_LENGTH = 40
WIDTHS = (32, 42, 48)
"""Columns of receipt paper: 58 mm, and 80 mm in two fonts."""
ROLES = ("receipt", "label", "report")
CONNECTIONS = ("none", "network", "usb", "usblp", "serial", "cups", "windows", "file")
"""``usb`` is a pyusb device, ``usblp`` the kernel's node, ``cups`` and ``windows`` are queues."""
ROMS = ("gbk", "gb2312", "none")
LANGUAGES = ("escpos", "tspl")
CONFIRMS = ("process", "barrier", "status", "none")
"""The best answer a printer gives, best first: process id (GS ( H), GS r, DLE EOT, nothing."""
UNKNOWN_BIT = -1


@dataclass(frozen=True, slots=True)
class PrinterModel:
    """What one printer can do: a preset of the table, or what its test page taught.

    `rom` is its Chinese font. `confirm` is one of CONFIRMS. `wide_hanzi` says that Chinese
    doubles only with FS W. `drawer_times` are pulse on and off in 2 ms. `live_drawer` opens the
    drawer with paper out (DLE DC4). `drawer_bit` is the value of bit 2 of DLE EOT 1 while the
    drawer is open, UNKNOWN_BIT before it was calibrated.
    """

    name: str
    label: str
    rom: str = "gbk"
    cuts: bool = True
    native_qr: bool = True
    confirm: str = "barrier"
    drawer_pin: int = 0
    drawer_times: tuple[int, int] = (25, 250)
    wide_hanzi: bool = False
    live_drawer: bool = False
    drawer_bit: int = UNKNOWN_BIT
    language: str = "escpos"


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """One printer of this till; `name` tells it from the others.

    `address` is ``host:port`` (network), ``vid:pid[:serial|@bus-port]`` (usb), a device node,
    ``usb-serial`` or ``usb-bus-port`` (usblp), ``port[,baud[,8N1[,rtscts|xonxoff|dsrdtr]]]``
    (serial), a queue (cups, windows), a folder (file). `fallback` names the printer that takes
    over while this one cannot print. `learned` overrides the preset `model`.
    """

    role: str = "receipt"
    name: str = ""
    connection: str = "none"
    address: str = ""
    columns: int = 48
    model: str = ""
    fallback: str = ""
    learned: PrinterModel | None = None

    @property
    def is_queue(self) -> bool:
        """True when the system prints for us, and what comes of it is not told."""
        return self.connection in {"cups", "windows"}


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """A printer that this machine sees; `connection` and `address` as in PrinterSettings.

    `name` is what it calls itself, `detail` tells twins apart (node, port). `trouble` is a fault's
    code where it cannot be used as things are; with an empty `address` it is a whole source that
    could not be looked through.
    """

    connection: str
    address: str
    name: str = ""
    detail: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Probed:
    """What a printer answered: its best confirmation (one of CONFIRMS), how it names itself."""

    confirm: str
    near_end: bool = False
    drawer_bit: int = UNKNOWN_BIT
    maker: str = ""
    model: str = ""
