"""Everything the app keeps lies under one folder."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any

from showroom.domain.errors import Fault
from showroom.domain.ids import MAX_TILLS
from showroom.machine.fsafe import read_plain, write_whole

ALIKE = 0.8
"""Of `difflib`: a word this near to one of `IDENTITY` was meant to be it."""
MOST_LISTS, MOST_COLUMNS = 64, 64
MOST_FILES, MOST_ANSWERS = 64, 300
WIDEST = 2000
MAX_BYTES = 16 * 2**20
"""Of a file of settings: all that is kept of lists and files has room in a tenth of it."""
IDENTITY: Mapping[str, Callable[[object], bool]] = MappingProxyType(
    {
        "till_id": lambda given: type(given) is int and 1 <= given <= MAX_TILLS,
        "database": lambda given: isinstance(given, str),
    }
)
"""What decides whose books are written; what else makes no sense costs itself alone."""


@dataclass(frozen=True, slots=True)
class LocalSettings:
    """What belongs to this machine alone. Empty `database` is the file in the home.

    `widths` are the columns a person pulled: list, title, pixels; at most 64 x 64 of them.
    `files` are what was said of files that were imported: headings' mark, kind, heading, answer;
    of the 64 that were answered last.
    """

    database: str = ""
    till_id: int = 1
    theme: str = "system"
    widths: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    files: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    def with_widths(self, screen: str, widths: Mapping[str, int]) -> LocalSettings:
        """The same with that list's widths; none of them forgets the list."""
        others = {name: kept for name, kept in self.widths.items() if name != screen}
        return replace(self, widths=_widths({screen: dict(widths), **others}))

    def with_file(self, mark: str, answers: Mapping[str, Mapping[str, str]]) -> LocalSettings:
        """The same with those answers, the newest; none of them forgets the file."""
        others = {name: kept for name, kept in self.files.items() if name != mark}
        return replace(self, files=_files({mark: answers, **others}))


@dataclass(frozen=True, slots=True)
class Home:
    """The folder and its parts."""

    folder: Path

    @property
    def database_file(self) -> Path:
        """The SQLite file of the default shop."""
        return self.folder / "data" / "showroom.db"

    @property
    def keys(self) -> Path:
        """Keys and journal marks."""
        return self.folder / "keys"

    @property
    def backups(self) -> Path:
        """Verified copies."""
        return self.folder / "backups"

    @property
    def exports(self) -> Path:
        """Reports saved by people."""
        return self.folder / "exports"

    @property
    def logs(self) -> Path:
        """JSON-lines logs."""
        return self.folder / "logs"

    @property
    def settings_file(self) -> Path:
        """Settings of this machine."""
        return self.folder / "settings.json"

    def make(self) -> None:
        """Create the folders, readable by their owner alone.

        Raises Fault `keys_unusable`, `home_unusable`, `disk_full`: something else stands there, it
        is on a disk that is read-only, or this user may not.
        """
        for folder in (self.folder, self.database_file.parent, self.keys, self.backups, self.logs):
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
                    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
            except OSError as error:
                if error.errno == errno.ENOSPC:
                    raise Fault("disk_full") from error
                if folder == self.keys:
                    raise Fault("keys_unusable", folder=str(folder)) from error
                raise Fault("home_unusable", folder=str(folder)) from error

    def load(self) -> tuple[LocalSettings, str]:
        """This machine's settings and what was wrong with the file ("" when nothing).

        A torn file falls back to the last good copy, never to the till and the books of a new
        machine. Raises Fault `settings_unreadable`: there is none, or one names no till or books.
        """
        problem = ""
        for path in (self.settings_file, self.settings_file.with_suffix(".good")):
            if not path.exists() and not path.is_symlink():
                continue
            try:
                return _parse(path), problem
            except (ValueError, TypeError, OSError, RecursionError) as error:
                problem = f"{path.name}: {error}"
        if problem:
            raise Fault("settings_unreadable", path=str(self.settings_file))
        return LocalSettings(), problem

    def save(self, settings: LocalSettings) -> None:
        """Write the settings and a good copy beside them. Raises Fault `settings_not_kept`."""
        stored = json.dumps(asdict(settings), ensure_ascii=False, indent=1).encode()
        try:
            write_whole(self.settings_file, stored)
            write_whole(self.settings_file.with_suffix(".good"), stored)
        except OSError as error:
            raise Fault("settings_not_kept", path=str(self.settings_file)) from error

    def database_url(self, settings: LocalSettings, override: str = "") -> str:
        """URL of the books: the command line's, the settings' or the home's own file."""
        file = str(self.database_file).replace("%", "%25").replace("?", "%3F")
        return override or settings.database or f"sqlite:///{file}"


class KeptSettings:
    """This machine's settings as they are now; threads take turns at changing the file.

    None where they could not be read: the defaults are looked at then, and never written.
    """

    def __init__(self, home: Home, settings: LocalSettings | None) -> None:
        self._home = home
        self._lock = Lock()
        self._read = settings is not None
        self.now = settings or LocalSettings()

    def read(self) -> LocalSettings:
        """From the file where that is still to be done. Raises Fault `settings_unreadable`."""
        with self._lock:
            if not self._read:
                self.now, _ = self._home.load()
                self._read = True
            return self.now

    def change(self, to: Callable[[LocalSettings], LocalSettings]) -> None:
        """Write what `to` makes of them, if it is another; a write that fails changes nothing.

        Of the file as it is now: a verb may have written an answer beside the open window.
        Raises Fault `settings_not_kept`.
        """
        with self._lock:
            if not self._read:
                return
            if self._home.settings_file.exists():
                with suppress(Fault):
                    self.now, _ = self._home.load()
            wanted = to(self.now)
            if wanted != self.now:
                self._home.save(wanted)
                self.now = wanted


def _parse(path: Path) -> LocalSettings:
    stored: Any = json.loads(_content(path))
    if not isinstance(stored, dict):
        raise TypeError("no settings")
    plain: dict[str, Any] = asdict(LocalSettings())
    for name, means in IDENTITY.items():
        if not means(stored.get(name, plain[name])):  # a person wrote it: an older one is not meant
            raise Fault("settings_unreadable", path=str(path), name=name)
    for name in stored.keys() - plain.keys():  # a newer program's, or one of these misspelt
        if get_close_matches(str(name).lower(), IDENTITY, 1, ALIKE):
            raise Fault("settings_unreadable", path=str(path), name=str(name))
    kept: dict[str, Any] = {k: v for k, v in stored.items() if type(v) is type(plain.get(k))}
    lists = {
        "widths": _widths(kept.get("widths", {})),
        "files": _files(kept.get("files", {})),
    }
    return LocalSettings(**{**kept, **lists})


def _content(path: Path) -> bytes:
    """Of a plain file: nothing else has an end. Editors put a mark before it, which JSON takes."""
    return read_plain(path, MAX_BYTES)


def _widths(stored: Mapping[str, object]) -> dict[str, dict[str, int]]:
    """What makes sense of them; a torn entry costs itself alone."""
    found: dict[str, dict[str, int]] = {}
    for screen, columns in list(stored.items())[:MOST_LISTS]:
        pairs = list(columns.items())[:MOST_COLUMNS] if isinstance(columns, dict) else []
        whole = {at: px for at, px in pairs if type(px) is int and 0 < px <= WIDEST}
        if whole:
            found[screen] = whole
    return found


def _files(stored: Mapping[str, object]) -> dict[str, dict[str, dict[str, str]]]:
    """Likewise."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for mark, kinds in list(stored.items())[:MOST_FILES]:
        each = kinds.items() if isinstance(kinds, Mapping) else ()
        whole = {kind: _texts(texts) for kind, texts in each if _texts(texts)}
        if whole:
            found[mark] = whole
    return found


def _texts(stored: object) -> dict[str, str]:
    pairs = list(stored.items())[:MOST_ANSWERS] if isinstance(stored, Mapping) else []
    return {name: text for name, text in pairs if isinstance(text, str)}


def find_home() -> Home:
    """`SHOWROOM_HOME`, else the user's data folder of this system. Raises Fault `home_unusable`."""
    named = os.environ.get("SHOWROOM_HOME", "").strip()
    if named:
        try:
            folder = Path(named).expanduser().resolve()
        except (OSError, RuntimeError, ValueError) as error:  # a loop of links, nobody's home
            raise Fault("home_unusable", folder=named) from error
        if not str(folder).isprintable():  # neither an icon nor SQLite can name it
            raise Fault("home_unusable", folder=named)
        return Home(folder)
    from platformdirs import user_data_path

    return Home(user_data_path("showroom", appauthor=False))
