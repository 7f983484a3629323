"""What a verb is, and what every verb needs: the books, and a place to answer."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from showroom.domain.errors import Refusal
from showroom.domain.legible import legible
from showroom.machine.home import find_home
from showroom.machine.instance import InstanceLock
from showroom.program.opening import Opened, open_books
from showroom.services.setup.setup import SetupState

OK, REFUSED, FAULT, UNCHECKED = 0, 1, 2, 3
"""Exit statuses: done; refused or not in order; the world failed; nothing wrong, not all seen."""


def _no_words(_parser: argparse.ArgumentParser) -> None:
    """The verb takes none."""


@dataclass(frozen=True, slots=True)
class Verb:
    """`showroom NAME …`: `words` declares its arguments, `run` returns the exit status."""

    name: str
    summary: str
    run: Callable[[argparse.Namespace], int]
    words: Callable[[argparse.ArgumentParser], None] = _no_words
    told: str = ""
    """What `showroom NAME --help` says beyond the summary."""


def path_word(text: str) -> Path:
    """The type of a word that names a file or folder: nothing is no name, not even of "."."""
    if not text:
        raise argparse.ArgumentTypeError("后面要写文件或文件夹的名字，写的是空的")
    return Path(text)


def check_folder(path: Path) -> None:
    """Where a file is to go: a folder that is misspelt is not made. Refuses `no_such_folder`."""
    if path.parent.exists() or path.parent.is_symlink():  # of anything else the system says no
        return
    raise Refusal("no_such_folder", folder=str(path.parent))


def say(text: str) -> None:
    """One line of the verb's answer."""
    print(shown(text), flush=True)  # noqa: T201 (the verb's answer)


def complain(text: str) -> None:
    """One line of what is wrong; the status says it too, should nobody take the line."""
    if sys.stderr is None or sys.stderr.closed:
        return
    try:
        print(shown(text), file=sys.stderr, flush=True)  # noqa: T201 (the verb's answer)
    except OSError:
        with suppress(OSError):  # or the interpreter's last flush would put 120 for the status
            sys.stderr.close()


def shown(text: str) -> str:
    """Without what would move a terminal's cursor or change its colours; lines stay lines."""
    return "\n".join(map(legible, text.split("\n")))


@contextmanager
def till_shut() -> Iterator[None]:
    """While it lasts no window of this till is open: one would know nothing of what is written.

    A window that could not open the books and waits for 重试 is one. Refuses `shop_not_set_up`,
    `till_open`.
    """
    home = find_home()
    if not home.folder.exists():
        raise Refusal("shop_not_set_up")
    home.make()
    try:
        lock = InstanceLock(home.folder / "running")
    except Refusal as refusal:
        raise Refusal("till_open") from refusal
    try:
        yield
    finally:
        lock.release()


@contextmanager
def opened_books(
    options: argparse.Namespace, *, needs_keys: bool = False, goes_on: bool = False
) -> Iterator[Opened]:
    """The books of this machine's home, closed afterwards; raises what `open_books` raises.

    Which books these are stands in the machine's settings: when they are torn it is said. What
    only reads or copies needs no keys: it is what remains when they are gone. No verb makes books
    at a mistyped address. Refuses `shop_not_set_up`.
    """
    home = find_home()
    local, torn = home.load()
    if torn:
        complain(f"本机设置 {home.settings_file} 读不出来，用的是上次的好副本")
    url = options.database
    opened = open_books(home, local, url, needs_keys=needs_keys, makes=False, goes_on=goes_on)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def opened_shop(
    options: argparse.Namespace, *, needs_keys: bool = False, goes_on: bool = False
) -> Iterator[Opened]:
    """The same, of a shop that is set up. Refuses `shop_not_set_up`."""
    with opened_books(options, needs_keys=needs_keys, goes_on=goes_on) as opened:
        if opened.suite.setup.state() is SetupState.EMPTY:
            raise Refusal("shop_not_set_up")
        yield opened
