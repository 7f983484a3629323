"""Queues of CUPS (Linux, macOS): documents through its own `lp`, each job held until it is watched.

A job prints only once this till has released it, and CUPS itself ends what it still tries when the
till does not live to (docs/hardware.md#queues-of-cups).
"""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass

from showroom.domain.errors import Fault
from showroom.printing.spools import cups_jobs
from showroom.printing.spools.spool import SOON_S

QUEUE = re.compile(r"[^-\s/#?,'\"\\\x00-\x1f\x7f][^\s/#?,'\"\\\x00-\x1f\x7f]{0,126}")
"""What CUPS takes as a name, and never an option."""
REQUEST = re.compile(r"request id is (\S+-(\d+)) ")
RAW = ("-o", "raw")
PDF = ("-o", "document-format=application/pdf", "-o", "media=A4", "-o", "fit-to-page")
NO_QUEUES = "No destinations added"
ASK_S, HAND_OVER_S, FOLLOW_S, LOOK_S = 3.0, 20.0, 20.0, 0.1
CANCEL_S = 2.0
"""How much longer than promised a job may take that is given up."""
PAGES_S = 60.0
"""For pages, which pass filters and slow printers."""
TITLE_LENGTH = 80
"""Titles beyond 255 bytes or with control characters make CUPS say "Untitled"."""


def ask(program: str, *arguments: str, within_s: float = ASK_S, data: bytes = b"") -> str:
    """What a program of CUPS said, in English; never through a shell.

    Raises OSError when it is absent or says no, `subprocess.TimeoutExpired`.
    """
    place = shutil.which(program)
    if place is None:
        raise FileNotFoundError(program)
    done = subprocess.run(  # noqa: S603 (own words and checked names)
        [place, *arguments],
        input=data,
        capture_output=True,
        timeout=within_s,
        env={**os.environ, "LC_ALL": "C"},
        check=False,
    )
    if done.returncode:
        raise OSError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout.decode("utf-8", "replace")


def queues(within_s: float = ASK_S) -> tuple[str, ...]:
    """Names of the queues. Raises OSError, `subprocess.TimeoutExpired`."""
    try:
        lines = ask("lpstat", "-a", within_s=within_s).splitlines()
    except OSError as error:
        if NO_QUEUES in str(error):
            return ()
        raise
    # Reasons follow on indented lines.
    return tuple(line.split()[0] for line in lines if line and not line[0].isspace())


@dataclass(frozen=True, slots=True)
class CupsSpool:
    """`address` is the queue. `follow_s` is how long a job is watched before it is taken back."""

    address: str
    follow_s: float = FOLLOW_S

    def check(self) -> None:
        """Enabled and accepting.

        Raises Fault `printer_unreachable` (no such queue, no CUPS), `printer_paused`.
        """
        if not QUEUE.fullmatch(self.address):
            raise Fault("printer_unreachable", address=self.address)
        try:
            answer = ask("lpstat", "-p", self.address, "-a", self.address)
        except (OSError, subprocess.SubprocessError) as error:
            raise Fault("printer_unreachable", address=self.address) from error
        stopped = f"printer {self.address} disabled", f"{self.address} not accepting"
        if any(line.startswith(stopped) for line in answer.splitlines()):
            raise Fault("printer_paused", address=self.address)

    def submit(self, data: bytes, title: str, *, soon: bool = False) -> bool:
        """Bytes for the printer itself, past every filter; True when CUPS completed the job.

        Raises Fault `printer_interrupted`, `printer_queue_silent` when it may still print.
        """
        if soon:
            return self._print(data, title, RAW, min(self.follow_s, SOON_S), SOON_S)
        return self._print(data, title, RAW, self.follow_s)

    def submit_pdf(self, data: bytes, title: str) -> bool:
        """A4 pages, for CUPS to make them fit the printer; else as `submit`."""
        return self._print(data, title, PDF, max(self.follow_s, PAGES_S))

    def withdraw(self, title: str) -> None:
        """Take back what waits under that title. Raises Fault `printer_unreachable`."""
        try:
            for number in cups_jobs.waiting_jobs(self.address, _plain(title), ASK_S):
                cups_jobs.cancel(number, ASK_S)
        except OSError as error:
            raise Fault("printer_unreachable", address=self.address) from error

    def _print(
        self,
        data: bytes,
        title: str,
        options: tuple[str, ...],
        within_s: float,
        hand_over_s: float = HAND_OVER_S,
    ) -> bool:
        end = time.monotonic() + within_s
        self.check()
        number = self._hand_over(data, title, (*options, *_held(within_s)), hand_over_s)
        try:
            cups_jobs.release(number, ASK_S)
        except OSError:
            return self._give_up(number)
        return self._follow(number, end)

    def _hand_over(self, data: bytes, title: str, options: tuple[str, ...], within_s: float) -> int:
        words = ("-d", self.address, *options, "-t", _plain(title))
        try:
            answer = ask("lp", *words, within_s=within_s, data=data)
        except (OSError, subprocess.SubprocessError) as error:
            raise Fault("printer_interrupted", address=self.address) from error
        if not (request := REQUEST.search(answer)):
            raise Fault("printer_interrupted", address=self.address)
        return int(request[2])

    def _follow(self, number: int, end: float) -> bool:
        state = 0
        while state not in cups_jobs.ENDED:
            left_s = end - time.monotonic()
            # Held again: the printer refused it, and CUPS would try again whenever it likes.
            if left_s <= 0 or state == cups_jobs.HELD:
                return self._give_up(number)
            time.sleep(min(LOOK_S, left_s))
            state = self._state(number, min(ASK_S, left_s))
        return state == cups_jobs.COMPLETED

    def _give_up(self, number: int) -> bool:
        try:
            if cups_jobs.cancel(number, CANCEL_S):
                return False
            return cups_jobs.state_of(number, CANCEL_S) == cups_jobs.COMPLETED
        except OSError as error:
            raise Fault("printer_queue_silent", address=self.address) from error

    @staticmethod
    def _state(number: int, within_s: float) -> int:
        try:
            return cups_jobs.state_of(number, within_s)
        except OSError:
            return 0  # a scheduler that does not answer has not said that it is done


def _held(within_s: float) -> tuple[str, ...]:
    """Nothing prints before it is released, nor is tried for longer than anybody follows."""
    return "-o", "job-hold-until=indefinite", "-o", f"job-cancel-after={math.ceil(within_s)}"


def _plain(title: str) -> str:
    return "".join(c if c.isprintable() else " " for c in title)[:TITLE_LENGTH]
