"""A process of our own for what comes from outside: started one way, and bound before it reads."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from showroom.machine import winjob

NO_WINDOW = 0x08000000
"""CREATE_NO_WINDOW: a child of a window opens no console."""


def command(verb: str) -> Sequence[str]:
    """This program again, as it was started: by an interpreter, or frozen into one file."""
    if getattr(sys, "frozen", False):
        return (sys.executable, verb)
    return (sys.executable, "-m", "showroom", verb)


def start(words: Sequence[str], *, errors: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """A child that is asked and answers by pipes. Raises OSError."""
    return subprocess.Popen(  # noqa: S603 (this program)
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=_environment(),
        creationflags=NO_WINDOW if os.name == "nt" else 0,
    )


def _environment() -> dict[str, str]:
    """Our own modules first, and none of the folder that the till was started in."""
    here = str(Path(__file__).parents[2])
    path = os.pathsep.join(p for p in (here, os.environ.get("PYTHONPATH", "")) if p)
    return {**os.environ, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"}


@dataclass(slots=True)
class Bound:
    """What the child holds itself to: memory in bytes, and time of the processor.

    Whoever asked watches the clock on the wall as well, which tells less: a busy till is slow.
    """

    memory_bytes: int
    _job: winjob.Job | None = field(default=None, init=False)

    def begin(self, time_s: int) -> None:
        """So many seconds from now on. A system may know the word and not the thing."""
        until_s = math.ceil(time.process_time()) + time_s
        if sys.platform == "win32":
            with suppress(OSError):
                self._job = self._job or winjob.own_job(winjob.installed())
                self._job.limit(self.memory_bytes, until_s)
        else:
            _limit("RLIMIT_AS", self.memory_bytes)
            _limit("RLIMIT_CPU", until_s)
            _limit("RLIMIT_CORE", 0)


def _limit(name: str, value: int) -> None:
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        which = getattr(resource, name)
        _, most = resource.getrlimit(which)
        resource.setrlimit(which, (value, most))
