"""The headless verbs, over the same services as the window."""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NoReturn, TextIO

from showroom import __version__
from showroom.domain.errors import Fault, ShowroomError
from showroom.program.verbs.backup import BACKUP
from showroom.program.verbs.export_verb import EXPORT
from showroom.program.verbs.import_verb import IMPORT
from showroom.program.verbs.new_pin import NEW_PIN
from showroom.program.verbs.report import REPORT
from showroom.program.verbs.shortcut import SHORTCUT
from showroom.program.verbs.verb import FAULT, REFUSED, Verb, complain
from showroom.program.verbs.verify import VERIFY
from showroom.ui.words.messages import sentence

INTERRUPTED = 130
"""As shells tell a Ctrl-C."""
STOPPED = "已中断，不能确定做完了没有"
PROBE = "√×–￥收银"
VERBS = (IMPORT, EXPORT, REPORT, BACKUP, VERIFY, NEW_PIN, SHORTCUT)


def run_verb(words: Sequence[str], further: Sequence[Verb] = ()) -> int:
    """Run one verb; 0 done, 1 refused or not in order, 2 the world failed, 130 stopped.

    `further` verbs play the window or trade for show: the program's entry hands them in.
    """
    for stream in (sys.stdout, sys.stderr):
        _write_chinese(stream)
    options = _parser((*VERBS, *further)).parse_args(words)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except ShowroomError as error:
        complain(sentence(error))
        return FAULT if isinstance(error, Fault) else REFUSED
    except BrokenPipeError:  # whoever read the answer has gone, as `head` does
        with suppress(BrokenPipeError):
            sys.stdout.close()
        return FAULT
    except KeyboardInterrupt:
        complain(STOPPED)
        return INTERRUPTED
    except OSError as error:  # a path that was named or found: in the way, closed or full
        full = error.errno == errno.ENOSPC
        named = {} if error.filename is None else {"path": str(error.filename2 or error.filename)}
        complain(sentence(Fault("disk_full") if full else Fault("path_unusable", **named)))
        return FAULT


def _write_chinese(stream: TextIO) -> None:
    """A file or pipe may have an encoding without our words: an answer is read, or is none."""
    write_as = getattr(stream, "reconfigure", None)
    if write_as is None:
        return
    try:
        PROBE.encode(stream.encoding)
        write_as(errors="backslashreplace")  # a name may hold what it lacks
    except UnicodeEncodeError:
        write_as(encoding="utf-8", errors="backslashreplace")


class _Parser(argparse.ArgumentParser):
    """Says in our words that it did not understand, and how it is written."""

    def error(self, message: str) -> NoReturn:
        """The usage, then one sentence; status 2 as argparse has it."""
        self.print_usage(sys.stderr)
        complain(f"命令写得不对，用法见上；{self.prog} --help 有说明（{message}）")
        sys.exit(FAULT)


def _parser(verbs: Sequence[Verb]) -> argparse.ArgumentParser:
    parser = _Parser("showroom", description="万荣路88号 · 收银与库存。不带动词时打开收银窗口。")
    parser.add_argument("--version", action="version", version=f"showroom {__version__}")
    parser.add_argument(
        "--database", default="", metavar="URL", help="另一个账本，如 postgresql+psycopg://…"
    )
    known = parser.add_subparsers(required=True, metavar="动词")
    for verb in verbs:
        one = known.add_parser(verb.name, help=verb.summary)
        verb.words(one)
        one.set_defaults(run=verb.run)
    return parser
