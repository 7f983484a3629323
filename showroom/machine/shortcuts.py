"""An icon on the desktop and in the menu: whoever sells never needs a terminal again."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

from showroom.domain.errors import Refusal
from showroom.machine.assets import asset_bytes
from showroom.machine.fsafe import read_plain, write_whole
from showroom.machine.home import find_home

NAME = "万荣路88号收银"
FILE = "showroom"
"""The window tells the desktop by this name whose window it is."""
_MINE = f"StartupWMClass={FILE}".encode()
_LONGEST_ENTRY = 2**16
_ISOLATED = "-P"
"""Python's own option: a ``json.py`` in the launcher's folder is no part of the till."""
_ALWAYS_QUOTED = str.maketrans({char: f"\\{char}" for char in '"`$\\'})
_ICO = struct.Struct("<HHH4BHHII")
"""ICONDIR with one entry, whose picture is a whole PNG."""


def make_shortcuts() -> list[Path]:
    """Write one for the user's desktop and one for the menu; the files, an older one replaced.

    They open the home that is in use now, with this very Python, and are deaf to what lies in
    the folder they are started from. Raises OSError; refuses `shortcut_there` where another
    program's icon has the name, `shortcut_system` where neither kind of file is one (macOS).
    """
    if sys.platform == "darwin":
        raise Refusal("shortcut_system")
    from platformdirs import user_applications_path, user_desktop_path

    home = find_home()
    places = [folder for folder in (user_desktop_path(), user_applications_path()) if folder]
    home.make()
    if sys.platform == "win32":
        return [_windows(folder / f"{NAME}.lnk", home.folder) for folder in places]
    made = [folder / f"{FILE}.desktop" for folder in places]
    for path in made:
        if path.exists() and _MINE not in read_plain(path, _LONGEST_ENTRY):
            raise Refusal("shortcut_there", path=str(path))
    return [_freedesktop(path, home.folder) for path in made]


def _freedesktop(path: Path, home: Path) -> Path:
    """Desktop Entry Specification 1.5; what launches may ask once whether it is trusted."""
    picture = home / "till.png"
    write_whole(picture, asset_bytes("app", "till.png"))
    words = [sys.executable, _ISOLATED, "-m", "showroom"]
    if os.environ.get("SHOWROOM_HOME"):
        words = ["env", f"SHOWROOM_HOME={home}", *words]
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={NAME}",
        f"Exec={' '.join(map(_quoted, words))}",
        f"Icon={picture}",
        _MINE.decode(),
        "Terminal=false",
        "Categories=Office;Finance;",
        "",
    )
    write_whole(path, "\n".join(lines).encode(), mode=0o755)
    return path


def _quoted(word: str) -> str:
    """A word of Exec: quoted for the launcher, then escaped for the file; % is a field code."""
    quoted = f'"{word.translate(_ALWAYS_QUOTED)}"'
    return quoted.replace("\\", "\\\\").replace("%", "%%")


def _windows(path: Path, home: Path) -> Path:
    """A link to pythonw.exe: no console opens, and closing one ends no till."""
    from showroom.machine.shell_link import write_link

    picture = home / "till.ico"
    write_whole(picture, icon_file(asset_bytes("app", "till.png")))
    arguments = f"{_ISOLATED} -m showroom"
    if os.environ.get("SHOWROOM_HOME"):
        begin = f"import os,runpy;os.environ['SHOWROOM_HOME']={str(home)!r};"
        arguments = f"{_ISOLATED} -c \"{begin}runpy.run_module('showroom',run_name='__main__')\""
    path.parent.mkdir(parents=True, exist_ok=True)
    windowed = Path(sys.executable).with_name("pythonw.exe")
    write_link(path, windowed if windowed.exists() else Path(sys.executable), arguments, picture)
    return path


def icon_file(png: bytes) -> bytes:
    """A picture of 256×256 as a file of icons; 0 is 256 in it."""
    return _ICO.pack(0, 1, 1, 0, 0, 0, 0, 1, 32, len(png), _ICO.size) + png
