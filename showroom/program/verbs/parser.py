"""The words of the command line, and what is said of those that are none: in our language."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from showroom.domain.legible import cut, legible
from showroom.program.verbs.verb import FAULT, complain, say

LONGEST_WORD = 80
SAYS = (
    (r"the following arguments are required: (.+)", "还要写：{}"),
    (r"unrecognized arguments: (.+)", "没有这样的写法：{}"),
    (r"argument (.+): (后面要写.+)", "{} {}"),
    (r"argument (.+): expected one argument", "{} 后面要写一个值"),
    (r"argument (.+): expected at least one argument", "{} 后面要写值"),
    (r"argument (.+): ignored explicit argument .+", "{} 后面不写值"),
    (r"argument (.+): invalid int value: '(.*)'", "{} 要写整数，写的是“{}”"),
    (r"argument (.+): invalid choice: '(.*)' \(choose from (.+)\)", "{} 没有“{}”，只有 {}"),
)
"""What argparse says, and what we say of it; a sentence that it will say one day stands as it is.
"""


class _Usage(argparse.RawDescriptionHelpFormatter):
    """Steps stay on lines of their own."""

    def add_usage(
        self,
        usage: str | None,
        actions: Any,  # noqa: ANN401 (argparse)
        groups: Any,  # noqa: ANN401
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """One sentence for words that no verb takes, after how it is written."""

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 (argparse's own)
        more = {"formatter_class": _Usage, "add_help": False, "allow_abbrev": False, **more}
        super().__init__(*args, **more)
        self._positionals.title, self._optionals.title = "要写的", "可以写的"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def _print_message(self, message: str, file: Any = None) -> None:  # noqa: ANN401 (argparse)
        """Help and version: argparse passes over what it could not write."""
        (complain if file is sys.stderr else say)(message.rstrip("\n"))

    def error(self, message: str) -> NoReturn:
        """The usage, then one sentence; status 2 as argparse has it."""
        self.print_usage(sys.stderr)
        complain(f"命令写得不对（{said(message)}），用法见上；{self.prog} --help 有说明")
        sys.exit(FAULT)


def said(message: str) -> str:
    """What argparse complains of, in our words."""
    for pattern, form in SAYS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return form.format(*map(_shortened, found.groups()))
    return _shortened(message)


def _shortened(text: str) -> str:
    shown = legible(text).replace("'", "").replace(", ", "、")
    return cut(shown, LONGEST_WORD)


def books_of(words: Sequence[str]) -> str:
    """The address of the books that the window is to open; the only word that it takes."""
    parser = Parser("showroom")
    add_books(parser)
    return str(parser.parse_args(words).database)


class _Address(argparse.Action):
    """Nothing is no address: the books of this machine are opened without the word."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 (argparse)
        namespace: argparse.Namespace,
        values: Any,  # noqa: ANN401 (argparse)
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        if not values:
            raise argparse.ArgumentError(self, "后面要写账本的地址")
        setattr(namespace, self.dest, values)


def add_books(parser: argparse.ArgumentParser) -> None:
    """The word that all verbs and the window take."""
    parser.add_argument(
        "--database",
        default="",
        action=_Address,
        metavar="URL",
        help="另一个账本，如 postgresql+psycopg://…",
    )
