"""The headless verbs, over the same services as the window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from showroom import __version__
from showroom.domain.errors import Fault, ShowroomError
from showroom.program.verbs.backup import BACKUP
from showroom.program.verbs.import_verb import IMPORT
from showroom.program.verbs.new_pin import NEW_PIN
from showroom.program.verbs.report import REPORT
from showroom.program.verbs.verb import FAULT, REFUSED, Verb
from showroom.program.verbs.verify import VERIFY
from showroom.ui.words.messages import sentence

VERBS = (IMPORT, REPORT, BACKUP, VERIFY, NEW_PIN)


def run_verb(words: Sequence[str], further: Sequence[Verb] = ()) -> int:
    """Run one verb; 0 done, 1 refused or not in order, 2 the world failed.

    `further` verbs play the window or trade for show: the program's entry hands them in.
    """
    options = _parser((*VERBS, *further)).parse_args(words)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except ShowroomError as error:
        print(sentence(error), file=sys.stderr)  # noqa: T201 (the verb's answer)
        return FAULT if isinstance(error, Fault) else REFUSED


def _parser(verbs: Sequence[Verb]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "showroom", description="万荣路88号 · 收银与库存。不带动词时打开收银窗口。"
    )
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
