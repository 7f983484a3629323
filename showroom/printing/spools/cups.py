"""Queues of CUPS (Linux, macOS), through its own programs `lp` and `lpstat`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass

from showroom.domain.errors import Fault
from showroom.printing.spools.cups_jobs import job_is_completed, waiting_jobs
from showroom.printing.spools.spool import SOON_S

QUEUE = re.compile(r"[^-\s/#?,'\"\\\x00-\x1f\x7f][^\s/#?,'\"\\\x00-\x1f\x7f]{0,126}")
"""What CUPS takes as a name, and never an option."""
REQUEST = re.compile(r"request id is (\S+-(\d+)) ")
RAW = ("-o", "raw")
PDF = ("-o", "document-format=application/pdf", "-o", "media=A4", "-o", "fit-to-page")
NO_QUEUES = "No destinations added"
ASK_S, HAND_OVER_S, FOLLOW_S, LOOK_S = 3.0, 20.0, 20.0, 0.1
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

        Raises Fault `printer_interrupted`.
        """
        within_s = min(self.follow_s, SOON_S) if soon else self.follow_s
        return self._follow(self._hand_over(data, title, RAW), within_s)

    def submit_pdf(self, data: bytes, title: str) -> bool:
        """A4 pages, for CUPS to make them fit the printer; else as `submit`."""
        return self._follow(self._hand_over(data, title, PDF), max(self.follow_s, PAGES_S))

    def withdraw(self, title: str) -> None:
        """Take back what waits under that title."""
        for number in waiting_jobs(self.address, _plain(title)):
            self._cancel(f"{self.address}-{number}")

    def _hand_over(self, data: bytes, title: str, options: tuple[str, ...]) -> str:
        self.check()
        words = ("-d", self.address, *options, "-t", _plain(title))
        try:
            answer = ask("lp", *words, within_s=HAND_OVER_S, data=data)
        except (OSError, subprocess.SubprocessError) as error:
            raise Fault("printer_interrupted", address=self.address) from error
        if not (request := REQUEST.search(answer)):
            raise Fault("printer_interrupted", address=self.address)
        return request[1]

    def _follow(self, request: str, within_s: float) -> bool:
        end = time.monotonic() + within_s
        while self._is_waiting(request):
            if time.monotonic() >= end:
                self._cancel(request)
                break
            time.sleep(LOOK_S)
        return job_is_completed(self.address, int(request.rpartition("-")[2]))

    @staticmethod
    def _cancel(request: str) -> None:
        with suppress(OSError, subprocess.SubprocessError):  # done in that very instant
            ask("cancel", request)

    def _is_waiting(self, request: str) -> bool:
        try:
            answer = ask("lpstat", "-W", "not-completed", "-o", self.address)
        except (OSError, subprocess.SubprocessError):
            return True  # a scheduler that does not answer has not said that it is done
        return any(line.split()[:1] == [request] for line in answer.splitlines())


def _plain(title: str) -> str:
    return "".join(c if c.isprintable() else " " for c in title)[:TITLE_LENGTH]
