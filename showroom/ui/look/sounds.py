"""Three short sounds: accepted, refused, done. Playing never waits and never fails aloud."""

from __future__ import annotations

import importlib
import logging
import shutil
import sys
from contextlib import ExitStack
from typing import Literal, Protocol, cast

from PySide6.QtCore import QElapsedTimer, QProcess
from PySide6.QtWidgets import QApplication

from showroom.machine.assets import asset_path

Sound = Literal["accepted", "refused", "done"]
PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"))
SAME_SOUND_GAP_MS = 60

log = logging.getLogger(__name__)


class Player(Protocol):
    """Starts playing a WAV file and returns at once; False when it could not."""

    def start(self, path: str) -> bool:
        """Begin."""


class ProgramPlayer:
    """A player program of the desktop, found once."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.command = command

    def start(self, path: str) -> bool:
        """Hand the file to a detached process."""
        started = QProcess.startDetached(self.command[0], [*self.command[1:], path])
        return bool(started[0] if isinstance(started, tuple) else started)


class _WinSound(Protocol):
    SND_FILENAME: int
    SND_ASYNC: int
    SND_NODEFAULT: int

    def PlaySound(self, path: str, flags: int) -> None: ...  # the module's own name


class WindowsPlayer:
    """The sound service of Windows."""

    def start(self, path: str) -> bool:
        """Play asynchronously; no device means no sound."""
        sound = cast("_WinSound", importlib.import_module("winsound"))
        try:
            sound.PlaySound(path, sound.SND_FILENAME | sound.SND_ASYNC | sound.SND_NODEFAULT)
        except RuntimeError:
            return False
        return True


class BeepPlayer:
    """What every desktop has."""

    def start(self, path: str) -> bool:
        """One beep whatever the file says."""
        del path
        QApplication.beep()
        return True


def find_player() -> Player:
    """The best player of this machine."""
    if sys.platform == "win32":
        return WindowsPlayer()
    for command in PLAYERS:
        if shutil.which(command[0]):
            return ProgramPlayer(command)
    return BeepPlayer()


class Sounds:
    """The counter's sounds. The player is looked for when the first sound is due."""

    def __init__(self, player: Player | None = None, *, enabled: bool = True) -> None:
        self.enabled = enabled
        self._player = player
        self._files = ExitStack()
        self._paths: dict[str, str] = {}
        self._since: dict[str, QElapsedTimer] = {}

    def play(self, name: Sound) -> bool:
        """Start a sound; True when it was started, False when off, too soon or impossible."""
        if not self.enabled or not self._due(name):
            return False
        if self._player is None:
            self._player = find_player()
        if self._player.start(self._path(name)):
            return True
        log.warning("no sound from %s", type(self._player).__name__)
        self._player = BeepPlayer()
        return False

    def close(self) -> None:
        """Give back unpacked files."""
        self._files.close()
        self._paths.clear()

    def _due(self, name: str) -> bool:
        timer = self._since.setdefault(name, QElapsedTimer())
        if timer.isValid() and timer.elapsed() < SAME_SOUND_GAP_MS:
            return False
        timer.start()
        return True

    def _path(self, name: str) -> str:
        if name not in self._paths:
            context = asset_path("sounds", f"{name}.wav")
            self._paths[name] = str(self._files.enter_context(context))
        return self._paths[name]
