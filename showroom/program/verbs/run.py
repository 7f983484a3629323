"""The headless verbs, over the same services as the window."""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TextIO

from showroom import __version__
from showroom.domain.errors import Fault, ShowroomError
from showroom.program.verbs.backup import BACKUP
from showroom.program.verbs.export_verb import EXPORT
from showroom.program.verbs.go_on import GO_ON
from showroom.program.verbs.import_verb import IMPORT
from showroom.program.verbs.new_pin import NEW_PIN
from showroom.program.verbs.parser import Parser, add_books
from showroom.program.verbs.report import REPORT
from showroom.program.verbs.shortcut import SHORTCUT
from showroom.program.verbs.stock_verb import STOCK
from showroom.program.verbs.verb import FAULT, REFUSED, Verb, complain
from showroom.program.verbs.verify import VERIFY
from showroom.ui.words.messages import sentence

INTERRUPTED = 130
"""As shells tell a Ctrl-C."""
STOPPED = "已中断，不能确定做完了没有"
UNSEEN = "命令里有看不见的字符（NUL），请重新输入"
LONGEST_NAMED = 1_000
"""Signs of a path in an answer: a terminal shows it whole."""
PROBE = "√×–￥收银"
VERBS = (IMPORT, EXPORT, STOCK, REPORT, BACKUP, VERIFY, NEW_PIN, GO_ON, SHORTCUT)


def run_verb(words: Sequence[str], further: Sequence[Verb] = ()) -> int:
    """Run one verb; 0 done, 1 refused or not in order, 2 the world failed, 130 stopped.

    `further` verbs play the window or trade for show: the program's entry hands them in.
    """
    for stream in (sys.stdout, sys.stderr):
        _write_chinese(stream)
    if any("\0" in word for word in words):
        complain(UNSEEN)
        return FAULT
    try:
        options = parser_of((*VERBS, *further)).parse_args(words)
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except SystemExit:  # help, or words that no verb takes
        if not _all_said():
            return FAULT
        raise
    except ShowroomError as error:
        complain(sentence(error, LONGEST_NAMED))
        return FAULT if isinstance(error, Fault) else REFUSED
    except BrokenPipeError:  # whoever read the answer has gone, as `head` does
        _all_said()
        return FAULT
    except KeyboardInterrupt:
        complain(STOPPED)
        return INTERRUPTED
    except OSError as error:  # a path that was named or found: in the way, closed or full
        _all_said()
        full = error.errno == errno.ENOSPC
        named = {} if error.filename is None else {"path": str(error.filename2 or error.filename)}
        unusable = Fault("disk_full") if full else Fault("path_unusable", **named)
        complain(sentence(unusable, LONGEST_NAMED))
        return FAULT


def _all_said() -> bool:
    """Whether the answer went out; what did not is not tried again while the program ends."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        with suppress(OSError):
            sys.stdout.close()
        return False
    return True


def _write_chinese(stream: TextIO | None) -> None:
    """A file or pipe may have an encoding without our words: an answer is read, or is none."""
    write_as = getattr(stream, "reconfigure", None)
    if stream is None or write_as is None:
        return
    try:
        PROBE.encode(stream.encoding)
        write_as(errors="backslashreplace")  # a name may hold what it lacks
    except UnicodeEncodeError:
        write_as(encoding="utf-8", errors="backslashreplace")


def parser_of(verbs: Sequence[Verb]) -> argparse.ArgumentParser:
    """Every verb with its words."""
    parser = Parser("showroom", description="万荣路88号 · 收银与库存。不带动词时打开收银窗口。")
    told = f"showroom {__version__}"
    parser.add_argument("--version", action="version", version=told, help="显示版本")
    add_books(parser)
    known = parser.add_subparsers(required=True, metavar="动词", title="动词")
    for verb in verbs:
        one = known.add_parser(verb.name, help=verb.summary, description=verb.told or None)
        verb.words(one)
        one.set_defaults(run=verb.run)
    return parser
