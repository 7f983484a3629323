"""Whoever shows a file from outside asks here: a process of its own draws it and is watched."""

from __future__ import annotations

import json
import subprocess
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

from showroom.domain.documents.pixels import (
    MAX_DOTS,
    MAX_LONG,
    WORD,
    Pixels,
    stride_of,
)
from showroom.domain.errors import Fault, Refusal
from showroom.domain.logo import Logo
from showroom.machine import apart
from showroom.printing.render.logo import MAX_BYTES

DRAW_FILES = "draw-files"
"""The verb that nobody types."""
READY = b"ready\n"
"""Said once the child is bound, before it is asked anything."""
START_S = 30
DRAW_S, WATCH_S = 5, 15
"""Of the processor, and on the wall; a scanned page takes a tenth of a second."""
IDLE_S = 60
"""After that a child that nobody asks is let go: it holds some 60 MB."""
HEAD_BYTES = 4096
ANSWER_BYTES = (MAX_DOTS + 2 * MAX_LONG) * WORD


class ForeignFiles:
    """Draws one file at a time; any thread may ask and waits for its answer.

    Each way refuses `file_undrawable` when time or memory had an end, and raises Fault
    `reader_failed` when no such process can be had. The process stays for the next file.
    """

    def __init__(
        self, words: Sequence[str] = (), *, draw_s: int = DRAW_S, watch_s: float = WATCH_S
    ) -> None:
        self._words = words or apart.command(DRAW_FILES)
        self._draw_s, self._watch_s = draw_s, watch_s
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._drop: weakref.finalize[..., ForeignFiles] | None = None
        self._idle: threading.Timer | None = None
        self._closed = False

    def picture(self, content: bytes, wide: int, high: int) -> Pixels:
        """A JPEG or PNG no larger than that room. Refuses `picture_unreadable`."""
        return _pixels(*self._asked(content, what="picture", wide=wide, high=high))

    def pdf_page(
        self, pdf: bytes, number: int, dpi: int, wide: int = MAX_LONG, high: int = MAX_LONG
    ) -> Pixels:
        """One page at `dpi`, or smaller. Refuses `pdf_unreadable`, `pdf_locked`."""
        size = {"wide": wide, "high": high}
        return _pixels(*self._asked(pdf, what="page", number=number, dpi=dpi, **size))

    def pdf_page_count(self, pdf: bytes) -> int:
        """How many of its pages can be drawn. Refuses `pdf_unreadable`, `pdf_locked`."""
        return int(self._asked(pdf, what="page_count")[0]["count"])

    def producer(self, pdf: bytes) -> str:
        """Who wrote it, as it says itself. Refuses `pdf_unreadable`, `pdf_locked`."""
        return str(self._asked(pdf, what="producer")[0]["producer"])

    def make_logo(self, path: str) -> Logo:
        """A picture file as dots. Raises Fault `file_unreadable`, Refusal `logo_*`."""
        try:
            with Path(path).open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise Fault("file_unreadable", path=path) from error
        told, dots = self._asked(content, what="logo")
        wide, high = told["size"]
        return Logo.of(wide, high, dots)

    def close(self) -> None:
        """Whoever still waits is refused, and nobody may ask any more."""
        self._closed = True
        child = self._child
        if child is not None:
            child.kill()
        with self._lock:
            self._let_go()

    # -- the child ------------------------------------------------------------------------

    def _asked(self, content: bytes, **asked: object) -> tuple[dict[str, Any], bytes]:
        with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            told, body = self._heard(content, asked)
            self._idle = threading.Timer(IDLE_S, _rest, (weakref.ref(self),))
            self._idle.daemon = True
            self._idle.start()
        if "refused" in told:
            raise Refusal(told["refused"], **told["params"])
        return told, body

    def _heard(self, content: bytes, asked: dict[str, object]) -> tuple[dict[str, Any], bytes]:
        child, found = self._child, UNDRAWABLE
        if child is None or child.poll() is not None:
            child = self._begun()
        told = {**asked, "time_s": self._draw_s, "bytes": len(content)}
        with _watched(child, self._watch_s) as late, suppress(OSError, ValueError, EOFError):
            found = _talked(child, told, content)
        if found is UNDRAWABLE or late.is_set():
            self._let_go()
        return found

    def _begun(self) -> subprocess.Popen[bytes]:
        self._let_go()
        if self._closed:
            raise Fault("reader_failed")
        try:
            child = self._child = apart.start(self._words)
        except OSError as error:
            raise Fault("reader_failed") from error
        self._drop = weakref.finalize(self, _end, child)
        with _watched(child, START_S):
            said = cast("IO[bytes]", child.stdout).readline(len(READY))
        if said != READY:
            self._let_go()
            raise Fault("reader_failed")
        return child

    def _let_go(self) -> None:
        self._child = None
        if self._drop is not None:
            self._drop()


UNDRAWABLE: tuple[dict[str, Any], bytes] = ({"refused": "file_undrawable", "params": {}}, b"")


def _talked(
    child: subprocess.Popen[bytes], asked: dict[str, object], content: bytes
) -> tuple[dict[str, Any], bytes]:
    ask, say = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
    ask.write(json.dumps(asked).encode() + b"\n")
    ask.write(content)
    ask.flush()
    told = json.loads(say.readline(HEAD_BYTES))
    size = int(told["bytes"])
    if size > ANSWER_BYTES:
        raise ValueError(size)
    body = say.read(size)
    if len(body) != size:
        raise EOFError
    return told, body


def _pixels(told: dict[str, Any], rows: bytes) -> Pixels:
    width, height = told["size"]
    if len(rows) != stride_of(width) * height:
        raise Refusal("file_undrawable")
    return Pixels(width, height, rows)


@contextmanager
def _watched(child: subprocess.Popen[bytes], time_s: float) -> Iterator[threading.Event]:
    """Whoever hears nothing by then hears that it is dead; so no end of a pipe waits for long."""
    late = threading.Event()

    def strike() -> None:
        late.set()
        child.kill()

    watch = threading.Timer(time_s, strike)
    watch.daemon = True
    watch.start()
    try:
        yield late
    finally:
        watch.cancel()
        watch.join()


def _rest(asker: weakref.ref[ForeignFiles]) -> None:
    files = asker()
    if files is not None:
        with files._lock:  # noqa: SLF001 (its own timer)
            files._let_go()  # noqa: SLF001


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    child.wait()
