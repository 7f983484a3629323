"""Files that a person asked for: written whole or not at all, then offered for opening."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from showroom.domain.errors import Fault
from showroom.machine.fsafe import write_whole
from showroom.ui.engine.voice import Voice


def save_whole(path: Path, content: bytes) -> Path:
    """Replace `path` in one step; off the GUI thread. Raises Fault `export_failed`."""
    try:
        write_whole(path, content)
    except OSError as error:
        raise Fault("export_failed", folder=str(path.parent)) from error
    return path


def offer(voice: Voice, path: Path) -> None:
    """Say where the file is, and hand it to the program that the machine has for it."""

    def open_it() -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    voice.tell(f"已保存 {path}", "打开", open_it)
