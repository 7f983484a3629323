"""Files that a person asked for: written whole or not at all, then offered for opening."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile, QUrl
from PySide6.QtGui import QDesktopServices

from showroom.domain.errors import Fault


def save_whole(path: Path, content: bytes) -> Path:
    """Replace `path` in one step; off the GUI thread. Raises Fault `export_failed`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Fault("export_failed", folder=str(path.parent)) from error
    target = QSaveFile(str(path))
    written = target.open(QIODevice.OpenModeFlag.WriteOnly) and target.write(content)
    if written != len(content) or not target.commit():
        raise Fault("export_failed", folder=str(path.parent))
    return path


def open_file(path: Path) -> None:
    """Hand a saved file to the program the machine has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
