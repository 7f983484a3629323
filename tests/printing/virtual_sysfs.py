"""What Linux tells of its USB printer nodes, in a folder of the test."""

from dataclasses import dataclass
from pathlib import Path


@dataclass
class VirtualSysfs:
    root: Path

    def __post_init__(self):
        self.sysfs, self.devices = self.root / "usbmisc", self.root / "dev-usb"
        self.sysfs.mkdir()
        self.devices.mkdir()

    def add(self, number, ids="MFG:POS;MDL:P80;", serial=None, port="1-2"):
        """usblp bound the printer on that port to lp`number`."""
        interface = self.root / "devices" / "usb1" / port / f"{port}:1.0"
        interface.mkdir(parents=True, exist_ok=True)
        if ids is not None:
            (interface / "ieee1284_id").write_text(ids + "\n")
        if serial is not None:
            (interface.parent / "serial").write_text(serial + "\n")
        (self.sysfs / f"lp{number}").mkdir()
        (self.sysfs / f"lp{number}" / "device").symlink_to(interface)

    def remove(self, number):
        (self.sysfs / f"lp{number}" / "device").unlink()
        (self.sysfs / f"lp{number}").rmdir()
