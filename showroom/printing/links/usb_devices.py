"""Printers among USB devices: class 7 interfaces, told apart by serial number or by bus and port.

pyusb devices and descriptors pass through here as `Any`: the library has no types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from showroom.domain.errors import Fault

PRINTER_CLASS = 7
IPP_OVER_USB = 4
"""An interface protocol that speaks HTTP; raw bytes mean nothing to it."""
BULK, IN = 2, 0x80
ADDRESS = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})(?::(.+)|@(\d+-[\d.]+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class UsbAddress:
    """`vid:pid`, alone or with a `serial` number or a `path` (``bus-port.port``)."""

    vendor: int
    product: int
    serial: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class PrinterInterface:
    """Where raw bytes go: interface, alternate setting, endpoints. `back` is None one-way."""

    number: int
    alternate: int
    alternates: int
    out: int
    back: int | None


def parse_address(address: str) -> UsbAddress:
    """Raises Fault `printer_unreachable` when it is none."""
    if not (found := ADDRESS.fullmatch(address)):
        raise Fault("printer_unreachable", address=address)
    vendor, product, serial, path = found.groups()
    return UsbAddress(int(vendor, 16), int(product, 16), serial or "", path or "")


def bus_path(device: Any) -> str:  # noqa: ANN401 (pyusb)
    """``bus-port.port``, as Linux names it; empty where the backend does not tell ports."""
    ports = device.port_numbers
    return f"{device.bus}-{'.'.join(map(str, ports))}" if device.bus and ports else ""


def devices(backend: Any, vendor: int = 0, product: int = 0) -> Iterator[Any]:  # noqa: ANN401
    """Devices on the buses. Raises `usb.core.NoBackendError` without libusb, USBError."""
    import usb.core

    for device in usb.core.find(find_all=True, backend=backend):
        if vendor in (0, device.idVendor) and (not vendor or product == device.idProduct):
            yield device


def serial_of(device: Any) -> str | None:  # noqa: ANN401
    """The serial number; empty when it has none, None when it may not be read."""
    try:
        return device.serial_number or ""
    except (OSError, ValueError, NotImplementedError):
        return None


def chosen(address: UsbAddress, backend: Any, text: str) -> Any:  # noqa: ANN401
    """The device of that address. Raises Fault `printer_unreachable`, `printer_no_permission`."""
    unreadable = False
    for device in devices(backend, address.vendor, address.product):
        if address.path:
            if bus_path(device) == address.path:
                return device
        elif not address.serial:
            if printer_interface(device):
                return device
        else:
            serial = serial_of(device)
            unreadable |= serial is None
            if serial == address.serial:
                return device
    if unreadable:
        raise Fault("printer_no_permission", address=text)
    raise Fault("printer_unreachable", address=text)


def printer_interface(device: Any) -> PrinterInterface | None:  # noqa: ANN401
    """Its interface for raw bytes, two-way before one-way; reads descriptors, opens nothing."""
    found: list[PrinterInterface] = []
    for configuration in device:
        settings = list(configuration)
        numbers = [setting.bInterfaceNumber for setting in settings]
        for setting in settings:
            number = setting.bInterfaceNumber
            if setting.bInterfaceClass != PRINTER_CLASS:
                continue
            if setting.bInterfaceProtocol == IPP_OVER_USB:
                continue
            if interface := _interface(setting, numbers.count(number)):
                found.append(interface)
    return min(found, key=lambda interface: interface.back is None, default=None)


def _interface(setting: Any, alternates: int) -> PrinterInterface | None:  # noqa: ANN401
    bulk = [e.bEndpointAddress for e in setting if e.bmAttributes & 3 == BULK]
    out = next((address for address in bulk if not address & IN), None)
    back = next((address for address in bulk if address & IN), None)
    if out is None:
        return None
    number, alternate = setting.bInterfaceNumber, setting.bAlternateSetting
    return PrinterInterface(number, alternate, alternates, out, back)
