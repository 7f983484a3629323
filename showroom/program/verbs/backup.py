"""`showroom backup`: a verified copy of the books."""

from __future__ import annotations

import argparse

from showroom.db.backup import back_up
from showroom.machine.home import find_home
from showroom.program.verbs.verb import OK, Verb, opened_shop, say


def _run(options: argparse.Namespace) -> int:
    with opened_shop(options) as opened:
        say(f"备份完成并已校验：{back_up(opened.database, find_home().backups, 'manual')}")
    return OK


BACKUP = Verb("backup", "备份账本并校验；怎样放回见 showroom go-on --help", _run)
