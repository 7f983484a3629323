"""The kernel's USB printer nodes and what sysfs knows of the printers behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

SYSFS = Path("/sys/class/usbmisc")
DEVICES = Path("/dev/usb")
SERIAL_KEYS = ("SN", "SERN", "SERIALNUMBER")
PREFIX = "usb-"


@dataclass(frozen=True, slots=True)
class UsblpNode:
    """`ids` are the fields of its IEEE 1284 device id (MFG, MDL, ...); `path` is ``bus-port``."""

    node: Path
    ids: Mapping[str, str]
    serial: str
    path: str

    @property
    def name(self) -> str:
        """Maker and model as the printer says; empty when it does not."""
        names = (self.ids.get(key, "") for key in ("MFG", "MDL"))
        return " ".join(name for name in names if name)

    @property
    def address(self) -> str:
        """Finds it again after replugging: by serial, else by its port, else the very node."""
        lasting = self.serial or self.path
        return f"{PREFIX}{lasting}" if lasting else str(self.node)


def nodes(sysfs: Path = SYSFS, devices: Path = DEVICES) -> tuple[UsblpNode, ...]:
    """Every printer that usblp holds now, by number. Raises OSError when sysfs is unreadable."""
    if not sysfs.is_dir():
        return ()
    found = (place for place in sysfs.iterdir() if place.name[:2] == "lp" and number(place) >= 0)
    present = [_node(place, devices) for place in sorted(found, key=number)]
    serials = [one.serial for one in present]
    # Clones of one maker share their serial number: it tells nothing then.
    return tuple(replace(n, serial="") if serials.count(n.serial) > 1 else n for n in present)


def number(place: Path) -> int:
    """N of lpN; -1 for other names."""
    tail = place.name[2:]
    return int(tail) if tail.isascii() and tail.isdigit() else -1


def node_of(address: str, sysfs: Path = SYSFS, devices: Path = DEVICES) -> Path | None:
    """Where that printer is now; None while it is unplugged."""
    if not address.startswith(PREFIX):
        return Path(address)
    wanted = address.removeprefix(PREFIX)
    present = nodes(sysfs, devices)
    by_serial = (n.node for n in present if n.serial == wanted)
    by_port = (n.node for n in present if n.path == wanted)
    return next(by_serial, next(by_port, None))


def parse_ids(text: str) -> dict[str, str]:
    """``MFG:EPSON;MDL:TM-T82;``; long spellings of the keys become the short ones."""
    short = {"MANUFACTURER": "MFG", "MODEL": "MDL", "COMMAND SET": "CMD"}
    pairs = (field.partition(":") for field in text.split(";") if ":" in field)
    return {short.get(k.strip().upper(), k.strip().upper()): v.strip() for k, _, v in pairs}


def _node(place: Path, devices: Path) -> UsblpNode:
    interface = (place / "device").resolve()
    ids = parse_ids(_text(interface / "ieee1284_id"))
    serials = (ids.get(key, "") for key in SERIAL_KEYS)
    serial = _text(interface.parent / "serial") or next((s for s in serials if s), "")
    path = interface.name.partition(":")[0] if ":" in interface.name else ""
    return UsblpNode(devices / place.name, ids, serial, path)


def _text(file: Path) -> str:
    try:
        return file.read_text("ascii", "replace").strip()
    except OSError:  # not every printer has one
        return ""
