"""One ESC/POS session over a pipe: asked first, sent, confirmed by the best answer there is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

from showroom.domain.errors import Fault
from showroom.domain.printer import UNKNOWN_BIT, PrinterModel
from showroom.printing.links.link import PAPER_EMPTY, Link
from showroom.printing.printers.replies import Replies

ANSWER_S, STALL_S, PRINT_S, LOOK_S = 1.0, 10.0, 20.0, 1.0
"""An answer in real time; no progress while sending; a whole slip; between looks at the paper."""
BUSY_S = 5.0
"""For a printer that may be serving another caller: as long as our own turns."""
AGAIN_S = 0.25
"""Between two calls of one that turned us away."""
DLE_EOT = {1: b"\x10\x04\x01", 2: b"\x10\x04\x02", 4: b"\x10\x04\x04"}
"""Printer, offline cause, paper: answered at once, whatever is being printed."""
BARRIER = b"\x1dr\x01"
OFFLINE, COVER, STOPPED_EMPTY, PAPER_OUT, NEAR_END, DRAWER = 0x08, 0x04, 0x20, 0x60, 0x0C, 0x04
BARRIER_PAPER_OUT = 0x0C
STALE_READS = 32
_ids = count(1)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PrinterState:
    """What the printer says of itself; `answers` is False for a mute one.

    `drawer_bit` is bit 2 of DLE EOT 1, whose meaning differs from drawer to drawer.
    """

    answers: bool = True
    near_end: bool = False
    drawer_bit: int = UNKNOWN_BIT


@dataclass(slots=True)
class Session:
    """Used by one thread, for the jobs of one turn: `open` before each, `close` after the last.

    `shared` is the address of a printer that serves other computers too, one after the other;
    `known` that it has answered before: then silence, or no for an answer, is somebody else's turn
    or the end of our own last one, and it is called again (docs/hardware.md#network-printers).
    """

    link: Link
    model: PrinterModel
    shared: str = ""
    known: bool = False
    replies: Replies = field(default_factory=Replies, repr=False)
    _answers: bool = field(default=False, repr=False)
    _stands: bool = field(default=False, repr=False)

    def open(self) -> PrinterState:
        """Connect and ask; a session that stands is asked again.

        Raises Fault `printer_*` when it cannot print now: nothing was sent.
        """
        if self._stands:
            try:
                return self._greet()
            except Fault as fault:
                if fault.code != "printer_interrupted":
                    raise
                self.close()  # it hung up between two jobs
        return self._call()

    def _call(self) -> PrinterState:
        deadline = time.monotonic() + BUSY_S
        while True:
            begun = time.monotonic()
            try:
                return self._greet()
            except Fault as fault:
                hung_up = fault.code == "printer_interrupted"
                # Nothing was printed: a printer that hangs up when greeted is not there for us.
                no = Fault("printer_unreachable", **fault.params) if hung_up else fault
                if time.monotonic() >= deadline or not self._is_busy(no, time.monotonic() - begun):
                    raise no from fault
            self.close()
            time.sleep(AGAIN_S)

    def _is_busy(self, no: Fault, after_s: float) -> bool:
        """Who says no at once lives; a host that is off keeps us waiting."""
        at_once = no.code == "printer_unreachable" and after_s < ANSWER_S
        return bool(self.shared) and self.known and (at_once or no.code == "printer_engaged")

    def _greet(self) -> PrinterState:
        stood = self._stands
        self.connect()
        if self.model.confirm == "none":
            return self._port_state(answers=False)
        self._answers = False
        # One that lets us talk into the void must be called anew; one that never answered is asked
        # once: what it does not know it might print.
        state = self.look(ANSWER_S if self.known and not stood else self.patience_s)
        if self.shared and self.known and not state.answers:
            raise Fault("printer_engaged", address=self.shared)
        self.known |= state.answers
        return state

    def connect(self) -> None:
        """Connect where no session stands, and forget what an earlier job left unread."""
        if not self._stands:
            self.link.open()
            self._stands = True
        for _ in range(STALE_READS):  # one that never stops talking must not hold us for ever
            if not self.link.read(0):
                break
        self.replies.forget()

    @property
    def patience_s(self) -> float:
        """For the first answer of a call that is not made again."""
        return BUSY_S if self.shared else ANSWER_S

    def look(self, first_s: float | None = None) -> PrinterState:
        """Ask for offline, cover and paper; `first_s` is for the first answer.

        Raises Fault `printer_cover_open`, `printer_paper_out`, `printer_offline`.
        """
        answers: dict[int, int] = {}
        for number in DLE_EOT:
            answer = self.ask(number, None if answers else first_s)
            if answer is None:
                break
            answers[number] = answer
            self._answers = True
        return read_status(answers) if answers else self._port_state(answers=False)

    def _port_state(self, *, answers: bool) -> PrinterState:
        """Mute clones on USB still tell of paper at their port."""
        port = self.link.port_status()
        if port is not None and port & PAPER_EMPTY:
            raise Fault("printer_paper_out")
        return PrinterState(answers)

    def ask(self, number: int, within_s: float | None = None) -> int | None:
        """DLE EOT `number`; None for silence, of `ANSWER_S` where nothing else is said."""
        self.replies.real_time.clear()
        self.link.write(DLE_EOT[number], ANSWER_S)
        return self.wait(self._take_real_time, ANSWER_S if within_s is None else within_s)

    def send(self, data: bytes) -> None:
        """Everything, or Fault `printer_interrupted`."""
        self.link.write(data, STALL_S)

    def confirm(self) -> bool:
        """True when the printer says, as well as it can, that everything sent was printed.

        Raises Fault when the paper ran out or the cover was opened in the middle.
        """
        level = self.model.confirm
        if level == "none":
            return True
        if not self._answers:
            return False
        if level == "process":
            return self._process_id() or self._barrier()
        return self._barrier() if level == "barrier" else self._stays_well()

    def _process_id(self) -> bool:
        """GS ( H fn 48: answered when printing is completed."""
        token = b"%04d" % (next(_ids) % 10_000)
        self.link.write(b"\x1d(H\x06\x0000" + token, STALL_S)

        def mine() -> bool | None:
            return True if b"7\x22" + token in self.replies.blocks else None

        return self._wait_for_paper(mine)

    def _barrier(self) -> bool:
        """GS r 1: answered only after everything before it was processed."""
        self.replies.in_sequence.clear()
        self.link.write(BARRIER, STALL_S)

        def paper() -> bool | None:
            if not self.replies.in_sequence:
                return None
            return not self.replies.in_sequence.pop(0) & BARRIER_PAPER_OUT

        return self._wait_for_paper(paper)

    def _stays_well(self) -> bool:
        """DLE EOT alone: alive and with paper after the last byte.

        One second of silence is no verdict: it may be printing all the while.
        """
        deadline = time.monotonic() + PRINT_S
        while not (well := self.look().answers) and time.monotonic() < deadline:
            pass
        return well

    def _wait_for_paper(self, ready: Callable[[], bool | None]) -> bool:
        """Wait for a slip to be done, looking at the paper meanwhile: it may run out on the way."""
        deadline = time.monotonic() + PRINT_S
        while time.monotonic() < deadline:
            found = self.wait(ready, LOOK_S)
            if found is not None:
                return found
            self.look()
        return False

    def wait(self, ready: Callable[[], T | None], within_s: float) -> T | None:
        """The first that `ready` finds among the answers, None after `within_s`."""
        deadline = time.monotonic() + within_s
        while (found := ready()) is None:
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            self.replies.feed(self.link.read(left))
        return found

    def _take_real_time(self) -> int | None:
        return self.replies.real_time.pop(0) if self.replies.real_time else None

    def kick_live(self) -> None:
        """DLE DC4: opens the drawer even while the paper is out; the pulse is in tenths of 1 s."""
        self.link.write(bytes([0x10, 0x14, 1, self.model.drawer_pin, 2]), ANSWER_S)

    def close(self) -> None:
        """End the session."""
        self._stands = False
        self.link.close()


def read_status(answers: dict[int, int]) -> PrinterState:
    """Refuse what cannot print. `answers` maps n of DLE EOT n to its answer.

    Raises Fault `printer_cover_open`, `printer_paper_out`, `printer_offline`.
    """
    if answers.get(2, 0) & COVER:
        raise Fault("printer_cover_open")
    if answers.get(4, 0) & PAPER_OUT or answers.get(2, 0) & STOPPED_EMPTY:
        raise Fault("printer_paper_out")
    if answers.get(1, 0) & OFFLINE:
        raise Fault("printer_offline")
    bit = UNKNOWN_BIT if 1 not in answers else int(bool(answers[1] & DRAWER))
    return PrinterState(near_end=bool(answers.get(4, 0) & NEAR_END), drawer_bit=bit)
