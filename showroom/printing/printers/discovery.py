"""Which printers this computer could use, for the set-up wizard; and how to be allowed to.

Every source has its time, none may hide another: what went wrong with one is a row of its own,
without an address. `detail` tells twins apart by node and port.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from showroom.domain.printer import FoundPrinter
from showroom.printing.links import usb_devices, usblp_nodes
from showroom.printing.links.trouble import open_fault
from showroom.printing.spools import cups, windows
from showroom.printing.spools.winspool import Winspool, installed

CUPS_S = 1.0
USB_S, USB_ANSWER_MS = 1.0, 200
PLAIN = re.compile(r"[!-9;-~]{1,64}")
"""Serial numbers that can stand in an address; others were never burnt in properly."""
IDS = len("vvvv:pppp")
RULES_FILE = "/etc/udev/rules.d/70-showroom-printer.rules"


def serial_ports() -> list[Any]:
    """Pyserial's list of ports."""
    from serial.tools import list_ports

    return list(list_ports.comports())


@dataclass(frozen=True, slots=True)
class Places:
    """Where to look; a computer's own unless told otherwise."""

    sysfs: Path = usblp_nodes.SYSFS
    devices: Path = usblp_nodes.DEVICES
    backend: Any = None
    ports: Callable[[], list[Any]] = serial_ports
    spooler: Winspool | None = field(default_factory=installed)


def find_printers(places: Places | None = None) -> tuple[FoundPrinter, ...]:
    """Every printer in reach, the best connection to each first; within 3 s."""
    places = places or Places()
    found: list[FoundPrinter] = list(_rows_of("usblp", lambda: _usblp(places)))
    held = {one.detail.rpartition(" ")[2] for one in found if one.address}
    found += _rows_of("usb", lambda: _usb(places, held))
    found += _rows_of("serial", lambda: _serial(places))
    found += _rows_of("cups", _cups)
    found += _rows_of("windows", lambda: _windows(places))
    return tuple(found)


def _rows_of(connection: str, look: Callable[[], Iterator[FoundPrinter]]) -> Iterator[FoundPrinter]:
    """What the source gives until it fails, then its failure."""
    import usb.core

    try:
        yield from look()
    except usb.core.NoBackendError:
        yield FoundPrinter(connection, "", "", trouble="printer_no_libusb")
    except PermissionError:
        yield FoundPrinter(connection, "", "", trouble="printer_no_permission")
    except (OSError, ValueError, NotImplementedError, subprocess.SubprocessError) as error:
        yield FoundPrinter(connection, "", "", detail=str(error), trouble="printer_search_failed")


def _usblp(places: Places) -> Iterator[FoundPrinter]:
    for one in usblp_nodes.nodes(places.sysfs, places.devices):
        allowed = os.access(one.node, os.R_OK | os.W_OK)
        trouble = "" if allowed else "printer_no_permission"
        yield FoundPrinter(
            "usblp", one.address, one.name, f"{one.node} {one.path}".strip(), trouble
        )


def _usb(places: Places, held: set[str]) -> Iterator[FoundPrinter]:
    """Printers that no kernel node offers already; strings are read within the time only."""
    end = time.monotonic() + USB_S
    seen: list[FoundPrinter] = []
    for device in usb_devices.devices(places.backend):
        path = usb_devices.bus_path(device)
        if path in held or usb_devices.printer_interface(device) is None:
            continue
        device.default_timeout = USB_ANSWER_MS
        seen.append(_usb_printer(device, path, ask=time.monotonic() < end))
    addresses = [one.address for one in seen]
    for one in seen:  # clones of one maker share their serial number: their ports differ
        twins = addresses.count(one.address) > 1 and one.detail
        yield replace(one, address=f"{one.address[:IDS]}@{one.detail}") if twins else one


def _usb_printer(device: Any, path: str, *, ask: bool) -> FoundPrinter:  # noqa: ANN401 (pyusb)
    import usb.util

    ids = f"{device.idVendor:04x}:{device.idProduct:04x}"
    by_port = f"{ids}@{path}" if path else ids
    if not ask:
        return FoundPrinter("usb", by_port, "", path)
    try:
        device.get_active_configuration()
    except OSError as error:
        if error.errno is not None:  # without one it is merely not configured yet
            return FoundPrinter("usb", by_port, "", path, open_fault(error, by_port).code)
    words = (_text_of(device, "manufacturer"), _text_of(device, "product"))
    serial = usb_devices.serial_of(device)
    usb.util.dispose_resources(device)
    address = f"{ids}:{serial}" if serial and PLAIN.fullmatch(serial) else by_port
    return FoundPrinter("usb", address, " ".join(filter(None, words)), path)


def _text_of(device: Any, what: str) -> str:  # noqa: ANN401 (pyusb)
    try:
        return (getattr(device, what) or "").strip()
    except (OSError, ValueError, NotImplementedError):  # too slow, or has no strings at all
        return ""


def _serial(places: Places) -> Iterator[FoundPrinter]:
    for port in sorted(places.ports(), key=lambda port: str(port.device)):
        node = Path(port.device)
        forbidden = node.exists() and not os.access(node, os.R_OK | os.W_OK)
        name = port.description if port.description not in {None, "n/a"} else ""
        trouble = "printer_no_permission" if forbidden else ""
        yield FoundPrinter("serial", port.device, name, port.device, trouble)


def _cups() -> Iterator[FoundPrinter]:
    try:
        names = cups.queues(CUPS_S)
    except FileNotFoundError:
        return  # a computer without CUPS has no queues to hide
    for name in names:
        yield FoundPrinter("cups", name, name)


def _windows(places: Places) -> Iterator[FoundPrinter]:
    for name in windows.printers(places.spooler):
        yield FoundPrinter("windows", name, name)


def udev_rule(vid: int | None = None) -> str:
    """Lets the group lp use USB printers: all, or one vendor's (docs/hardware.md#permission)."""
    vendor = "" if vid is None else f'ATTR{{idVendor}}=="{vid:04x}", '
    return (
        f'SUBSYSTEM=="usb", ENV{{DEVTYPE}}=="usb_device", {vendor}'
        'ENV{ID_USB_INTERFACES}=="*:0701*:*", MODE="0660", GROUP="lp", '
        'SYMLINK+="showroom/usb-%s{serial}"'
    )


def install_hint(vid: int | None = None) -> str:
    """Commands for a terminal that install the rule and admit this user; lines apart."""
    return "\n".join(
        (
            f"echo '{udev_rule(vid)}' | sudo tee {RULES_FILE}",
            "sudo udevadm control --reload",
            "sudo udevadm trigger --subsystem-match=usb",
            'sudo usermod -aG lp,dialout "$USER"',
        )
    )
