"""Links of Windows (.lnk), written by the shell's own object: its file format is its own affair."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any
from uuid import UUID

SHELL_LINK = UUID("00021401-0000-0000-c000-000000000046")
I_SHELL_LINK = UUID("000214f9-0000-0000-c000-000000000046")
I_PERSIST_FILE = UUID("0000010b-0000-0000-c000-000000000046")
IN_THIS_PROCESS = 1
QUERY, RELEASE = 0, 2
"""Places in every table of methods."""
SET_ARGUMENTS, SET_ICON, SET_PATH = 11, 17, 20
"""Places in that of IShellLinkW."""
SAVE = 6
"""Place in that of IPersistFile."""


def write_link(path: Path, target: Path, arguments: str, icon: Path) -> None:
    """A link at `path` that starts `target`. Raises OSError with what the shell answered."""
    ole: Any = ctypes.OleDLL("ole32")  # type: ignore[attr-defined]  # what only Windows has
    ole.CoInitialize(None)
    try:
        link = ctypes.c_void_p()
        ole.CoCreateInstance(
            _guid(SHELL_LINK), None, IN_THIS_PROCESS, _guid(I_SHELL_LINK), ctypes.byref(link)
        )
        try:
            _method(link, SET_PATH, ctypes.c_wchar_p)(link, str(target))
            _method(link, SET_ARGUMENTS, ctypes.c_wchar_p)(link, arguments)
            _method(link, SET_ICON, ctypes.c_wchar_p, ctypes.c_int)(link, str(icon), 0)
            _save(link, path)
        finally:
            _release(link)
    finally:
        ole.CoUninitialize()


def _save(link: ctypes.c_void_p, path: Path) -> None:
    file = ctypes.c_void_p()
    ask = _method(link, QUERY, ctypes.c_void_p, ctypes.c_void_p)
    ask(link, _guid(I_PERSIST_FILE), ctypes.byref(file))
    try:
        _method(file, SAVE, ctypes.c_wchar_p, ctypes.c_int)(file, str(path), 1)
    finally:
        _release(file)


def _guid(value: UUID) -> Any:  # noqa: ANN401 (ctypes)
    return ctypes.byref(ctypes.create_string_buffer(value.bytes_le, 16))


def _method(thing: ctypes.c_void_p, place: int, *kinds: Any) -> Any:  # noqa: ANN401 (ctypes)
    """What stands at that place of the object's table; a bad HRESULT raises OSError."""
    made = ctypes.WINFUNCTYPE(ctypes.HRESULT, ctypes.c_void_p, *kinds)  # type: ignore[attr-defined]
    return made(_table(thing)[place])


def _release(thing: ctypes.c_void_p) -> None:
    made = ctypes.WINFUNCTYPE(ctypes.c_ulong, ctypes.c_void_p)  # type: ignore[attr-defined]
    made(_table(thing)[RELEASE])(thing)


def _table(thing: ctypes.c_void_p) -> Any:  # noqa: ANN401 (ctypes)
    return ctypes.cast(thing, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
