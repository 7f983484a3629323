"""Files that a person asked for: written whole or not at all, then offered for opening.

Somebody's own file is never replaced: what a newer one may take the place of is told by `Ours`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from showroom.domain.errors import Fault, Refusal
from showroom.machine.fsafe import write_whole
from showroom.ui.engine.voice import Voice

Ours = Callable[[Path], bool]
"""Whether what is there may be replaced; asked only of what is there."""


_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def in_names(title: str) -> str:
    """The title as a file's name may say it, on whatever system opens it."""
    return _NOT_IN_NAMES.sub("_", title)


def nobody(_path: Path) -> bool:
    """Nothing is replaced."""
    return False


def the_same(content: bytes) -> Ours:
    """What is there is replaced by itself at most."""

    def ours(path: Path) -> bool:
        try:
            same = path.is_file() and path.stat().st_size == len(content)
            return same and path.read_bytes() == content
        except OSError:
            return False

    return ours


def save_beside(path: Path, content: bytes, ours: Ours) -> Path:
    """At `path`, or under the next name that is free. Raises Fault `export_failed`."""
    names = (path.with_name(f"{path.stem} {n}{path.suffix}") for n in count(2))
    place = path
    while _is_there(place) and not ours(place):
        place = next(names)
    return _save(place, content)


def save_at(path: Path, content: bytes, ours: Ours) -> Path:
    """At `path` alone. Refuses `not_a_report`; raises Fault `export_failed`."""
    replaces(path, ours)
    return _save(path, content)


def replaces(path: Path, ours: Ours) -> bool:
    """Whether one of ours is there. Refuses `not_a_report` for anything else."""
    if not _is_there(path):
        return False
    if not ours(path):
        raise Refusal("not_a_report", path=str(path))
    return True


def named(typed: str, suffix: str) -> Path:
    """What was typed, all of it, and the suffix behind it where it is not there."""
    return Path(typed if typed.lower().endswith(suffix) else typed + suffix)


def _is_there(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def _save(path: Path, content: bytes) -> Path:
    """In one step; off the GUI thread."""
    try:
        write_whole(path, content)
    except OSError as error:
        raise Fault("export_failed", folder=str(path.parent)) from error
    return path


def offer(voice: Voice, path: Path, left_out: str = "") -> None:
    """Say where the file is, and hand it to the program that the machine has for it."""

    def open_it() -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    voice.tell(f"已保存{left_out} {path}", "打开", open_it)
