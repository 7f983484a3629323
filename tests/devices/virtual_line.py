"""A device at the far end of a pseudo-terminal, under a name that outlives unplugging."""

import contextlib
import os
import select
import threading

import pytest

pty, tty = pytest.importorskip("pty"), pytest.importorskip("tty")


class VirtualLine:
    """`answer(bytes)` is called with what arrives and returns what is said to it."""

    def __init__(self, port, answer=lambda _: b""):
        self.port, self._answer = port, answer
        self.heard = bytearray()
        self.changed = threading.Condition()

    def __enter__(self):
        self.plug()
        return self

    def __exit__(self, *_):
        self.unplug()

    def plug(self):
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        self._slave = slave
        self._wake, self._woken = os.pipe()
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(os.ttyname(slave))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def unplug(self):
        if self._master < 0:
            return
        os.write(self._woken, b"x")
        self._thread.join(5)
        self.port.unlink(missing_ok=True)
        for handle in (self._master, self._slave, self._wake, self._woken):
            os.close(handle)
        self._master = -1

    def say(self, data):
        os.write(self._master, data)

    def wait_for(self, seen, within_s=5):
        with self.changed:
            assert self.changed.wait_for(lambda: seen(bytes(self.heard)), within_s), self.heard

    def _serve(self):
        while True:
            ready = select.select([self._master, self._wake], [], [])[0]
            if self._wake in ready:
                return
            with contextlib.suppress(OSError):
                data = os.read(self._master, 4096)
                with self.changed:
                    self.heard += data
                    self.changed.notify_all()
                if said := self._answer(data):
                    os.write(self._master, said)
