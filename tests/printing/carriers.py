"""The cables between a session and a virtual device, for tests that hold on each of them."""

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from showroom.printing.links.network import NetworkLink
from showroom.printing.links.serial import SerialLink
from showroom.printing.links.usb import UsbLink
from tests.printing.virtual_printer import VirtualPrinter
from tests.printing.virtual_serial import VirtualSerial
from tests.printing.virtual_usb import UsbPrinter, VirtualUsb


@dataclass
class Cable:
    """`link` makes a link; `replug` pulls the cable and puts it in again."""

    link: object
    replug: object


@contextmanager
def network(device):
    with VirtualPrinter.around(device) as printer:

        def replug():
            printer.settle()
            device.plug_in()

        yield Cable(lambda: NetworkLink(printer.address), replug)


@contextmanager
def usb(device):
    printer = UsbPrinter(device)
    bus = VirtualUsb(printer)
    yield Cable(lambda: UsbLink(printer.address, bus), printer.replug)


@contextmanager
def serial(device):
    with TemporaryDirectory() as folder, VirtualSerial(Path(folder) / "tty", device) as printer:
        yield Cable(lambda: SerialLink(f"{printer.port},115200"), printer.replug)


CARRIERS = {"network": network, "usb": usb, "serial": serial}
