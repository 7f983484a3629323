"""A bar on the terminal for what takes over a second; silent when nobody looks."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

WIDTH = 28
FIRST_AFTER_S = 1.0
EVERY_S = 0.1


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """A function ``step(done, total)`` that draws on standard error after the first second."""
    start = last = time.monotonic()
    drawn, seen = False, sys.stderr is not None and sys.stderr.isatty()

    def step(done: int, total: int) -> None:
        nonlocal last, drawn
        now = time.monotonic()
        if not seen or now - start < FIRST_AFTER_S or now - last < EVERY_S:
            return
        last, drawn = now, True
        filled = WIDTH * done // max(1, total)
        bar = "█" * filled + "░" * (WIDTH - filled)
        sys.stderr.write(f"\r{title} {bar} {100 * done // max(1, total):3d}%")
        sys.stderr.flush()

    try:
        yield step
    finally:
        if drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
