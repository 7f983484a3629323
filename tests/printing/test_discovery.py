import shlex
import subprocess
from types import SimpleNamespace

import pytest
import usb.core

from showroom.domain.printer import FoundPrinter as Found
from showroom.printing.links.usb import UsbLink
from showroom.printing.printers import discovery
from showroom.printing.printers.discovery import Places, find_printers, install_hint, udev_rule
from showroom.ui.words.message_table_faults import FAULTS
from tests.posix import POSIX_SOURCES
from tests.printing.virtual_sysfs import VirtualSysfs
from tests.printing.virtual_usb import Setting, UsbPrinter, VirtualUsb
from tests.printing.virtual_winspool import VirtualWinspool


@pytest.fixture(autouse=True)
def no_cups(monkeypatch, tmp_path):
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


@pytest.fixture
def place(tmp_path):
    return VirtualSysfs(tmp_path)


def places(place, *printers, ports=(), spooler=None):
    bus = VirtualUsb(*printers)
    return Places(place.sysfs, place.devices, bus, lambda: list(ports), spooler)


def port(name, description):
    return SimpleNamespace(device=name, description=description)


def test_nothing_at_all(place):
    assert find_printers(places(place)) == ()


@POSIX_SOURCES
def test_every_source_in_order(place, tmp_path):
    place.add(0, ids="MFG:EPSON;MDL:TM-T82;", serial="X1", port="1-2.3")
    (place.devices / "lp0").touch()
    (tmp_path / "ttyUSB0").touch()
    held = UsbPrinter(bus=1, ports=(2, 3), strings=("EPSON", "TM-T82", "X1"))
    free = UsbPrinter(bus=2, ports=(1,), strings=("POS", "P58 ", "A1"))
    twin = UsbPrinter(bus=2, ports=(2,), strings=(None, None, None))
    mouse = UsbPrinter(bus=2, ports=(3,), settings=(Setting(kind=(3, 1, 2)),))
    ports = (port(str(tmp_path / "ttyUSB0"), "CP2102"), port("COM3", "n/a"))
    windows = VirtualWinspool(names=("收银",)).port
    bus = (held, free, twin, mouse)
    assert find_printers(places(place, *bus, ports=ports, spooler=windows)) == (
        Found("usblp", "usb-X1", "EPSON TM-T82", f"{place.devices}/lp0 1-2.3"),
        Found("usb", "0416:5011:A1", "POS P58", "2-1"),
        Found("usb", "0416:5011@2-2", "", "2-2"),
        Found("serial", str(tmp_path / "ttyUSB0"), "CP2102", str(tmp_path / "ttyUSB0")),
        Found("serial", "COM3", "", "COM3"),
        Found("windows", "收银", "收银"),
    )


@pytest.mark.parametrize("serial", ["0000", "a b", "a:b", "\0", "", "长"])
def test_serial_numbers_that_tell_nothing(place, serial):
    twins = [UsbPrinter(ports=(n,), strings=("POS", "P58", serial)) for n in (1, 2)]
    found = find_printers(places(place, *twins))
    assert [one.address for one in found] == ["0416:5011@1-1", "0416:5011@1-2"]


def test_what_is_offered_can_be_opened(place):
    printers = (UsbPrinter(ports=(1,)), UsbPrinter(ports=(2,), strings=(None, None, None)))
    there = places(place, *printers)
    for found, printer in zip(find_printers(there), printers, strict=True):
        link = UsbLink(found.address, there.backend)
        link.open()
        link.write(b"x", 1)
        link.close()
        assert printer.device.received == b"x"


@POSIX_SOURCES
def test_a_missing_permission_is_told_with_the_printer(place):
    place.add(0, serial="X1")  # whose node is not there for us
    found = find_printers(places(place, UsbPrinter(forbidden=True)))
    assert [(one.connection, one.address, one.trouble) for one in found] == [
        ("usblp", "usb-X1", "printer_no_permission"),
        ("usb", "0416:5011@1-2.3", "printer_no_permission"),
    ]


def test_a_printer_without_strings_or_configuration(place):
    printer = UsbPrinter(silent_strings=True, configured=False)
    (found,) = find_printers(places(place, printer))
    assert found == Found("usb", "0416:5011@1-2.3", "", "1-2.3")


@POSIX_SOURCES
def test_no_source_hides_another(place, monkeypatch, tmp_path):
    def no_bus(**_):
        raise usb.core.NoBackendError("No backend available")

    def no_ports():
        raise OSError("no ports today")

    monkeypatch.setattr(usb.core, "find", no_bus)
    lpstat = tmp_path / "bin" / "lpstat"
    lpstat.write_text("#!/bin/sh\nexit 1\n")
    lpstat.chmod(0o755)
    windows = VirtualWinspool(failing={"EnumPrintersW": 1722}).port
    found = find_printers(Places(place.sysfs, place.devices, None, no_ports, windows))
    assert [(one.connection, one.trouble) for one in found] == [
        ("usb", "printer_no_libusb"),
        ("serial", "printer_search_failed"),
        ("cups", "printer_search_failed"),
        ("windows", "printer_search_failed"),
    ]
    assert found[1].detail == "no ports today"
    assert all(one.address == "" and one.trouble in FAULTS for one in found)


def test_queues_of_cups(cups, place, monkeypatch):
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    found = find_printers(places(place))
    assert Found("cups", cups.name, cups.name) in found


@POSIX_SOURCES
def test_a_scheduler_that_hangs_costs_a_second(place, monkeypatch, tmp_path):
    (tmp_path / "bin" / "lpstat").write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    (tmp_path / "bin" / "lpstat").chmod(0o755)
    monkeypatch.setattr(discovery, "CUPS_S", 0.1)
    (found,) = find_printers(places(place))
    assert (found.connection, found.trouble) == ("cups", "printer_search_failed")


def test_slow_devices_are_offered_without_their_names(place, monkeypatch):
    monkeypatch.setattr(discovery, "USB_S", -1)
    printer = UsbPrinter(forbidden=True)
    assert find_printers(places(place, printer)) == (Found("usb", "0416:5011@1-2.3", "", "1-2.3"),)


def test_this_very_computer():
    for one in find_printers():
        assert one.trouble == "" or one.trouble in FAULTS


@POSIX_SOURCES
def test_the_rule_and_how_to_install_it():
    rule = (
        'SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ENV{ID_USB_INTERFACES}=="*:0701*:*", '
        'MODE="0660", GROUP="lp", SYMLINK+="showroom/usb-%s{serial}"'
    )
    assert udev_rule() == rule
    assert 'ATTR{idVendor}=="0416", ENV' in udev_rule(0x416)
    echo, *others = install_hint().splitlines()
    assert shlex.split(echo)[1] == rule
    said = subprocess.run(
        ["/bin/sh", "-c", echo.partition(" | ")[0]], capture_output=True, text=True, check=True
    )
    assert said.stdout == rule + "\n"
    assert all(line.startswith("sudo ") for line in others)
