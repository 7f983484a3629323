"""A keyboard-wedge scanner for an X display: fake key events whose pauses the server itself keeps.

The whole script is handed over at once, so that a busy machine stalls the till but not the typist.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

RETURN_KEYSYM = 0xFF0D


def can_type() -> bool:
    """Whether this machine has libX11 and libXtst."""
    return bool(ctypes.util.find_library("X11") and ctypes.util.find_library("Xtst"))


class XKeyboard:
    """Fake keys on one display."""

    def __init__(self, display: str) -> None:
        self._x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
        self._xtst = ctypes.CDLL(ctypes.util.find_library("Xtst"))
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XKeysymToKeycode.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
        for call in (self._x11.XSync, self._x11.XCloseDisplay):
            call.argtypes = (ctypes.c_void_p, ctypes.c_int)[: 2 if call is self._x11.XSync else 1]
        self._xtst.XTestFakeKeyEvent.argtypes = (
            ctypes.c_void_p,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_ulong,
        )
        self._display = self._x11.XOpenDisplay(display.encode())
        assert self._display, display

    def scan(self, codes: Iterable[str], char_us: int, between_us: int) -> None:
        """Type codes of figures, Enter behind each; returns when the server has typed them all."""
        owed_us = 0
        for code in codes:
            for symbol in (*map(ord, code), RETURN_KEYSYM):
                delay_ms, owed_us = divmod(owed_us, 1000)
                self._key(symbol, delay_ms)
                owed_us += char_us
            owed_us += between_us - char_us
        self._x11.XSync(self._display, 0)

    def close(self) -> None:
        """Hang up."""
        self._x11.XCloseDisplay(self._display)

    def _key(self, symbol: int, delay_ms: int) -> None:
        keycode = self._x11.XKeysymToKeycode(self._display, symbol)
        self._xtst.XTestFakeKeyEvent(self._display, keycode, 1, delay_ms)
        self._xtst.XTestFakeKeyEvent(self._display, keycode, 0, 0)


@contextmanager
def x_keyboard(display: str) -> Iterator[XKeyboard]:
    """A keyboard for as long as it is needed."""
    keyboard = XKeyboard(display)
    try:
        yield keyboard
    finally:
        keyboard.close()
