"""`showroom shortcut`: the till as an icon, on the desktop and in the menu."""

from __future__ import annotations

import argparse

from showroom.domain.errors import Refusal
from showroom.machine.shortcuts import make_shortcuts
from showroom.program.verbs.verb import OK, Verb, say


def _run(options: argparse.Namespace) -> int:
    """Refuses `shortcut_database`: an icon opens the books that this machine's settings name."""
    if options.database:
        raise Refusal("shortcut_database")
    for path in make_shortcuts():
        say(f"图标已放好：{path}")
    return OK


SHORTCUT = Verb("shortcut", "在桌面和开始菜单放一个图标", _run)
