"""Forks tills that deliver their outbox and kills them in the middle; started by test_kill_prints.

Everything is imported once, here; a child only opens the books and drains. Lines in: the books'
file, a share of a whole run (2 and more: let it end). Lines out: ``killed`` or ``done``.
"""

import os
import signal
import sys
import time

from showroom.db.engine import Database
from showroom.printing import documents
from showroom.printing.links import network
from showroom.printing.printers import channels
from showroom.services.suite import make_suite
from tests.drains import OneThread
from tests.factories import FakeClock, make_books

WARM = (documents, channels, network)
AN_HOUR_S = 3600
NEVER = 2.0


def drain(path):
    """As the window does it at start: settle what was left, then deliver."""
    database = Database(f"sqlite:///{path}")
    clock = FakeClock()
    clock.advance(AN_HOUR_S)
    suite = make_suite(make_books(database, clock))
    OneThread(suite).drain()
    database.close()


def run(path, kill_after_s):
    child = os.fork()
    if child == 0:
        try:
            drain(path)
        finally:
            os._exit(0)
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else "done"


def main():
    whole_s = 0.1
    for line in sys.stdin:
        path, share = line.rsplit(maxsplit=1)
        started = time.monotonic()
        told = run(path, None if float(share) >= NEVER else whole_s * float(share))
        if told == "done":  # how long a whole one takes, as busy as the machine is by now
            whole_s = time.monotonic() - started
        print(told, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
