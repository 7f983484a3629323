# ruff: noqa: ARG002, N803, PLR0913, PLR0917 (the shape of pyusb's backends)
"""Printers on a USB bus of the tests: a backend for pyusb, in memory, that never sleeps.

It behaves as libusb does: a transfer that times out half way is a success with a short count, one
that carried nothing raises USBTimeoutError, everything on an unplugged device raises ENODEV.
"""

import errno
from dataclasses import dataclass, field
from types import SimpleNamespace

from usb.backend import IBackend
from usb.core import USBError, USBTimeoutError

from tests.printing.virtual_device import VirtualDevice

LANGID = 0x0409


def failure(number):
    return USBError(errno.errorcode[number], -1, number)


@dataclass(frozen=True)
class Setting:
    """One alternate setting; `endpoints` are (address, attributes)."""

    number: int = 0
    alternate: int = 0
    kind: tuple = (7, 1, 2)
    endpoints: tuple = ((0x03, 2), (0x81, 2))


@dataclass
class UsbPrinter:
    """`short` is the most bytes of one transfer; `stale` are replies nobody fetched last time.

    `empty_packets` come before each reply. `patient` lets a read wait for what `device.change`
    will say. `calls` logs what was done to the device, in order.
    """

    device: VirtualDevice = field(default_factory=VirtualDevice)
    vendor: int = 0x0416
    product: int = 0x5011
    strings: tuple = ("POS", "Printer", "SN0001")
    bus: int = 1
    ports: tuple = (2, 3)
    settings: tuple = (Setting(),)
    configured: bool = True
    kernel_driver: bool = True
    forbidden: bool = False
    busy: bool = False
    silent_strings: bool = False
    short: int | None = None
    stale: bytes = b""
    empty_packets: int = 0
    patient: bool = False
    calls: list = field(default_factory=list)
    driven: bool = False
    claimed: bool = False

    def __post_init__(self):
        self.driven = self.kernel_driver

    @property
    def address(self):
        return f"{self.vendor:04x}:{self.product:04x}"

    def unplug(self):
        self.device.unplugged = True

    def replug(self):
        """In again; the kernel binds its driver anew and old handles are dead."""
        self.device.hang_up()
        self.device.plug_in()
        self.driven, self.claimed = self.kernel_driver, False


@dataclass
class Handle:
    printer: UsbPrinter
    plugs: int

    def alive(self):
        if self.printer.device.gone or self.plugs != self.printer.device.plugs:
            raise failure(errno.ENODEV)
        return self.printer


class VirtualUsb(IBackend):
    def __init__(self, *printers):
        self.printers = list(printers)
        self.open_handles = 0

    def enumerate_devices(self):
        return iter([p for p in self.printers if not p.device.gone])

    def get_parent(self, _):
        return None

    def get_device_descriptor(self, dev):
        numbers = [n if text is not None else 0 for n, text in enumerate(dev.strings, 1)]
        return SimpleNamespace(
            bLength=18,
            bDescriptorType=1,
            bcdUSB=0x200,
            bDeviceClass=0,
            bDeviceSubClass=0,
            bDeviceProtocol=0,
            bMaxPacketSize0=64,
            idVendor=dev.vendor,
            idProduct=dev.product,
            bcdDevice=0x100,
            iManufacturer=numbers[0],
            iProduct=numbers[1],
            iSerialNumber=numbers[2],
            bNumConfigurations=1,
            bus=dev.bus,
            address=10 + dev.device.plugs,
            port_number=dev.ports[-1] if dev.ports else None,
            port_numbers=dev.ports or None,
            speed=3,
        )

    def get_configuration_descriptor(self, dev, config):
        if config:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=32,
            bNumInterfaces=len({s.number for s in dev.settings}),
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0xC0,
            bMaxPower=1,
            extra_descriptors=[],
        )

    @staticmethod
    def _setting(dev, intf, alt):
        numbers = sorted({s.number for s in dev.settings})
        return [s for s in dev.settings if s.number == numbers[intf]][alt]

    def get_interface_descriptor(self, dev, intf, alt, config):
        setting = self._setting(dev, intf, alt)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=setting.number,
            bAlternateSetting=setting.alternate,
            bNumEndpoints=len(setting.endpoints),
            bInterfaceClass=setting.kind[0],
            bInterfaceSubClass=setting.kind[1],
            bInterfaceProtocol=setting.kind[2],
            iInterface=0,
            extra_descriptors=[],
        )

    def get_endpoint_descriptor(self, dev, ep, intf, alt, config):
        address, attributes = self._setting(dev, intf, alt).endpoints[ep]
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=address,
            bmAttributes=attributes,
            wMaxPacketSize=64,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=[],
        )

    def open_device(self, dev):
        if dev.device.gone:
            raise failure(errno.ENODEV)
        if dev.forbidden:
            raise failure(errno.EACCES)
        self.open_handles += 1
        return Handle(dev, dev.device.plugs)

    def close_device(self, dev_handle):
        self.open_handles -= 1

    def get_configuration(self, dev_handle):
        return 1 if dev_handle.alive().configured else 0

    def set_configuration(self, dev_handle, config_value):
        printer = dev_handle.alive()
        printer.calls.append("configure")
        printer.configured = True

    def set_interface_altsetting(self, dev_handle, intf, altsetting):
        dev_handle.alive().calls.append(("alternate", intf, altsetting))

    def is_kernel_driver_active(self, dev_handle, intf):
        return dev_handle.alive().driven

    def detach_kernel_driver(self, dev_handle, intf):
        printer = dev_handle.alive()
        printer.calls.append("detach")
        printer.driven = False

    def attach_kernel_driver(self, dev_handle, intf):
        printer = dev_handle.alive()
        if printer.claimed:
            raise failure(errno.EBUSY)
        printer.calls.append("attach")
        printer.driven = True

    def claim_interface(self, dev_handle, intf):
        printer = dev_handle.alive()
        if printer.busy or printer.driven or printer.claimed:
            raise failure(errno.EBUSY)
        printer.calls.append(("claim", intf))
        printer.claimed = True

    def release_interface(self, dev_handle, intf):
        printer = dev_handle.alive()
        printer.calls.append(("release", intf))
        printer.claimed = False

    def reset_device(self, dev_handle):
        raise AssertionError("the bus must not be reset")

    def bulk_write(self, dev_handle, ep, intf, data, timeout):
        printer = self._claimed(dev_handle)
        wanted = bytes(data)[: printer.short]
        taken = printer.device.take(wanted)
        if taken < len(wanted) and printer.device.gone:
            raise failure(errno.ENODEV)
        if wanted and not taken:
            raise USBTimeoutError("timed out", -7, errno.ETIMEDOUT)
        return taken

    def bulk_read(self, dev_handle, ep, intf, buff, timeout):
        printer = self._claimed(dev_handle)
        said, printer.stale = printer.stale, b""
        device = printer.device
        if not said and printer.patient:
            with device.done:
                device.done.wait_for(device.replies_waiting, timeout / 1000)
        if not said and device.replies_waiting() and printer.empty_packets:
            printer.empty_packets -= 1
            return 0
        said = said or device.drain()
        if not said:
            raise USBTimeoutError("timed out", -7, errno.ETIMEDOUT)
        assert len(said) <= len(buff)
        buff[: len(said)] = type(buff)("B", said)
        return len(said)

    def ctrl_transfer(self, dev_handle, bmRequestType, bRequest, wValue, wIndex, data, timeout):
        printer = dev_handle.alive()
        if (bmRequestType, bRequest) == (0xA1, 1):
            told = bytes([printer.device.port_status])
        elif (bmRequestType, bRequest, wValue >> 8) == (0x80, 6, 3) and not printer.silent_strings:
            told = self._string(printer, wValue & 0xFF)
        else:
            raise failure(errno.EPIPE)
        told = told[: len(data)]
        data[: len(told)] = type(data)("B", told)
        return len(told)

    @staticmethod
    def _string(printer, number):
        text = chr(LANGID) if number == 0 else printer.strings[number - 1]
        raw = text.encode("utf-16-le")
        return bytes([len(raw) + 2, 3]) + raw

    @staticmethod
    def _claimed(dev_handle):
        printer = dev_handle.alive()
        assert printer.claimed, "transfer without a claim"
        return printer
