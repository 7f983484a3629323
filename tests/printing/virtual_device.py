"""A receipt printer without its cable: bytes in, replies out. Sockets, ptys and USB carry it.

As in a real one, two things happen to a byte. On arrival the real-time commands (DLE EOT, DLE
DC4) are obeyed wherever they stand, even inside a picture and with the paper out. Then the bytes
wait in a buffer and are worked off in order, but only while the printer can print: a barrier
(GS r), a process id (GS ( H) and a drawer kick (ESC p) are held there with the paper out.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.printing.virtual_commands import length_of

REAL_TIME = (b"\x10\x04", b"\x10\x14\x01")
LENGTHS = {0x04: 3, 0x14: 5}
CONTROLS = b"\x10\x1b\x1c\x1d"
FAULTS = ("paper_out", "cover_open", "offline", "near_end", "cutter_jam", "drawer_open")


def troubled(**faults):
    """A device that starts with these."""
    device = VirtualDevice()
    device.change(**faults)
    return device


@dataclass
class VirtualDevice:
    """Everything that may go wrong; change it while it works with `change`.

    `mute` answers nothing, `silent_barrier` no GS r, `silent_process` no GS ( H. `swallows` is how
    many slips it takes and confirms without printing. `paper_out_after` is the printed byte after
    which the paper ends. `stall_after` and `disconnect_after` count arrived bytes that are not
    real-time commands: the device then takes no more, or is `gone` until `plug_in`.
    """

    paper_out: bool = False
    cover_open: bool = False
    offline: bool = False
    near_end: bool = False
    cutter_jam: bool = False
    drawer_open: bool = False
    drawer_inverted: bool = False
    mute: bool = False
    silent_barrier: bool = False
    silent_process: bool = False
    swallows: int = 0
    paper_out_after: int | None = None
    stall_after: int | None = None
    disconnect_after: int | None = None
    maker: str = "SHOWROOM"
    model: str = "VP-80"
    received: bytearray = field(default_factory=bytearray)
    kicks: list = field(default_factory=list)
    live_kicks: list = field(default_factory=list)
    speak: Callable[[bytes], None] | None = None

    def __post_init__(self):
        self.done = threading.Condition(threading.RLock())
        self.arrived = self.printed = 0
        self.plugs = 0
        self.asb = False
        self.unplugged = False
        self._slips: list[bytes] = []
        self._slip, self._buffer, self._replies = bytearray(), bytearray(), bytearray()
        self._dle = b""

    # what a test looks at

    @property
    def slips(self):
        """What came out, cut where a slip begins (ESC @); the last one may be unfinished."""
        with self.done:
            return [*self._slips, *([bytes(self._slip)] if self._slip else [])]

    @property
    def gone(self):
        limit = self.disconnect_after
        return self.unplugged or (limit is not None and self.arrived >= limit)

    @property
    def stalled(self):
        return self.stall_after is not None and self.arrived >= self.stall_after

    @property
    def can_print(self):
        return not (self.paper_out or self.cover_open or self.offline or self.cutter_jam)

    @property
    def port_status(self):
        """Bits of USB's GET_PORT_STATUS; mute printers tell it too."""
        selected = 0 if self.offline else 0x10
        no_error = 0 if self.cover_open or self.cutter_jam else 0x08
        return (0x20 if self.paper_out else 0) | selected | no_error

    def wait_for(self, slips, within_s=5):
        """Until so many slips have ended: by the next ESC @ or by the end of the connection."""
        with self.done:
            assert self.done.wait_for(lambda: len(self._slips) >= slips, within_s), self.slips

    def wait_until(self, seen, within_s=5):
        """Until `seen()`, looked at whenever something arrives or changes."""
        with self.done:
            assert self.done.wait_for(seen, within_s), self.slips

    # what happens to it

    def feed(self, data):
        """Take what it takes and say what it says to that."""
        self.take(data)
        return self.drain()

    def take(self, data):
        """How many bytes it took; fewer when it stalls or is unplugged on the way."""
        with self.done:
            at = 0
            while at < len(data) and not self.gone and not self.stalled:
                at = self._arrive(data, at)
            self.received += data[:at]
            self._work()
            self.done.notify_all()
            return at

    def drain(self):
        """Replies not fetched yet."""
        with self.done:
            said, self._replies = bytes(self._replies), bytearray()
            return said

    def replies_waiting(self):
        return bool(self._replies)

    def change(self, **faults):
        """Open the cover, load paper, let it stall no more: what was held is worked off."""
        with self.done:
            for name, value in faults.items():
                assert hasattr(self, name), name
                setattr(self, name, value)
            if self.asb and set(faults) & set(FAULTS):
                self._say(self._automatic_status())
            self._work()
            self.done.notify_all()
            if self.speak is not None and (said := self.drain()):
                self.speak(said)

    def hang_up(self):
        """The connection ended: half a command is forgotten, the slip is what it is."""
        with self.done:
            self._work()
            if self.can_print:
                self._print(self._buffer)
                self._buffer.clear()
            self._dle = b""
            self._end_slip()
            self._replies.clear()
            self.done.notify_all()

    def power_cycle(self):
        """What was not printed yet is lost, replies and all."""
        with self.done:
            self._buffer.clear()
            self.hang_up()
            self.asb = False

    def plug_in(self):
        """Back on the cable; counts of arrived bytes begin again."""
        with self.done:
            self.unplugged, self.disconnect_after, self.arrived = False, None, 0
            self.plugs += 1

    # arrival

    def _arrive(self, data, at):
        if not self._dle and data[at] != 0x10:
            dle = data.find(b"\x10", at)
            end = min(len(data) if dle < 0 else dle, at + self.room())
            self._keep(data[at:end])
            return end
        self._dle += data[at : at + 1]
        if len(self._dle) == LENGTHS.get(self._dle[1] if len(self._dle) > 1 else 0, 0):
            self._obey(self._dle)
            self._buffer += self._dle
            self._dle = b""
        elif not any(self._dle.startswith(c) or c.startswith(self._dle) for c in REAL_TIME):
            again = self._dle[-1:] if self._dle.endswith(b"\x10") else b""
            self._keep(self._dle[: len(self._dle) - len(again)])
            self._dle = again
        return at + 1

    def room(self):
        """How many bytes it would take now, real-time commands apart."""
        limits = [x for x in (self.stall_after, self.disconnect_after) if x is not None]
        return min(limits) - self.arrived if limits else 1 << 40

    def _keep(self, data):
        self.arrived += len(data)
        self._buffer += data

    def _obey(self, command):
        if command[1] == 0x04:
            self._say(bytes([self._status(command[2])]) if command[2] in (1, 2, 3, 4) else b"")
        else:
            self.live_kicks.append(tuple(command[3:5]))
            self.drawer_open = True

    def _status(self, number):
        drawer = 0x04 if self.drawer_open is not self.drawer_inverted else 0
        return (
            0x12
            | {
                1: drawer | (0 if self.can_print else 0x08),
                2: (0x04 if self.cover_open else 0)
                | (0x20 if self.paper_out else 0)
                | (0x40 if self.cutter_jam else 0),
                3: 0x08 if self.cutter_jam else 0,
                4: (0x60 if self.paper_out else 0) | (0x0C if self.near_end else 0),
            }[number]
        )

    def _automatic_status(self):
        drawer = 0x04 if self.drawer_open is not self.drawer_inverted else 0
        cover = 0x20 if self.cover_open else 0
        paper = (0x0C if self.paper_out else 0) | (0x03 if self.near_end else 0)
        first = 0x10 | drawer | cover | (0 if self.can_print else 0x08)
        return bytes([first, 0x08 if self.cutter_jam else 0, paper, 0x0F])

    def _say(self, reply):
        if not self.mute:
            self._replies += reply

    # printing

    def _work(self):
        at = 0
        while self.can_print and (size := length_of(self._buffer, at)):
            limit = self.paper_out_after
            if limit is not None and self._buffer[at] not in CONTROLS:
                size = min(size, max(1, limit - self.printed))
            self._execute(bytes(self._buffer[at : at + size]))
            at += size
            if limit is not None and self.printed >= limit:
                self.paper_out, self.paper_out_after = True, None
        del self._buffer[:at]

    def _execute(self, command):
        head = command[:2]
        if head == b"\x1dr":
            self._barrier(command[2])
        elif head == b"\x1d(" and command[2:3] == b"H":
            if not self.silent_process:
                self._say(b"\x37\x22" + command[7:11] + b"\0")
        elif head == b"\x1dI":
            self._identify(command[2])
        elif head == b"\x1da":
            self.asb = command[2] != 0
            self._say(self._automatic_status() if self.asb else b"")
        elif head[0] != 0x10 or len(command) == 1:
            self._print_command(command)

    def _print_command(self, command):
        if command == b"\x1b@":
            self._end_slip()
        if command[:2] == b"\x1bp":
            self.kicks.append(tuple(command[2:5]))
            self.drawer_open = True
            if not self._slip:
                return
        self._print(command)

    def _print(self, data):
        self._slip += data
        self.printed += len(data)

    def _end_slip(self):
        if not self._slip:
            return
        if self.swallows:
            self.swallows -= 1
        else:
            self._slips.append(bytes(self._slip))
        self._slip.clear()
        self.done.notify_all()

    def _barrier(self, sensor):
        if self.silent_barrier:
            return
        paper = (0x0C if self.paper_out else 0) | (0x03 if self.near_end else 0)
        drawer = 1 if self.drawer_open is not self.drawer_inverted else 0
        self._say(bytes([drawer if sensor in (2, 50) else paper]))

    def _identify(self, what):
        told = {65: "1.0", 66: self.maker, 67: self.model, 68: "SN0001", 69: "CHINA GB18030"}
        if what in told:
            self._say(b"_" + told[what].encode("ascii") + b"\0")
        else:
            self._say(b"\x02")
