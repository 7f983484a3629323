"""A printer at the end of a pseudo-terminal, under a name that outlives unplugging.

The name (`port`) is a link to the terminal of the moment, as udev's names are. The same terminal
stands in for the kernel's USB printer node, which is opened and read in the same way.
"""

import contextlib
import os
import select
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.printing.virtual_device import VirtualDevice

pty, tty = pytest.importorskip("pty"), pytest.importorskip("tty")

CHUNK = 4096


@dataclass
class VirtualSerial:
    """`port` is where the link is made; its folder must be there."""

    port: Path
    device: VirtualDevice = field(default_factory=VirtualDevice)

    def __enter__(self):
        self._plug()
        return self

    def __exit__(self, *_):
        self._unplug()

    def unplug(self):
        self.device.unplugged = True
        self._unplug()

    def replug(self):
        """In again as another terminal under the same name."""
        self._unplug()
        self.device.hang_up()
        self.device.plug_in()
        self._plug()

    def say(self, raw):
        """Bytes the printer never thought of: noise, XOFF."""
        os.write(self._master, raw)

    def leave(self, raw):
        """Bytes that nobody fetched yet, there for the next one who opens."""
        self.say(raw)
        assert select.select([self._slave], [], [], 5)[0]

    def _plug(self):
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self._wake, self._woken = os.pipe()
        self._closing = False
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(os.ttyname(self._slave))
        self.device.speak = self.say
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _unplug(self):
        if self._closing:
            return
        with self.device.done:
            self._closing = True
            self.device.speak = None
            self.device.done.notify_all()
        os.write(self._woken, b"x")
        self._thread.join(5)
        assert not self._thread.is_alive()
        self.port.unlink(missing_ok=True)
        for handle in (self._slave, self._wake, self._woken):
            os.close(handle)
        self._hang_up()

    def _hang_up(self):
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def _serve(self):
        device = self.device
        while not self._closing:
            with device.done:
                device.done.wait_for(lambda: self._closing or not device.stalled)
            ready = select.select([self._master, self._wake], [], [])[0]
            if self._closing or self._master not in ready:
                continue
            said = device.feed(os.read(self._master, min(CHUNK, device.room())))
            if said:
                with contextlib.suppress(OSError):  # nobody there to hear it
                    os.write(self._master, said)
            if device.gone:
                self._hang_up()
                return
