"""A till that is killed in the instant before COMMIT; started by the walk through all fates.

Arguments: the books' file, a verb of the permission matrix. It makes a day, says ``ready`` and what
the books hold, begins the verb, and is gone.
"""

import os
import signal
import sys

from showroom.db.engine import Database
from tests.factories import enter_shop
from tests.scenarios.fates import contents, fingerprint
from tests.services.verbs.day import Day


class Deadly:
    """A driver's cursor that kills the program where COMMIT would begin."""

    def __init__(self, cursor):
        self._cursor = cursor

    def execute(self, statement, *values):
        if statement == "COMMIT":
            os.kill(os.getpid(), signal.SIGKILL)
        return self._cursor.execute(statement, *values)

    def __getattr__(self, name):
        return getattr(self._cursor, name)


def main(path, name):
    database = Database(f"sqlite:///{path}")
    shop = enter_shop(database)
    day = Day(shop)
    call = day.prepared(name, shop.owner)
    sys.stdout.write(f"ready {fingerprint(contents(shop.books))}\n")
    sys.stdout.flush()
    database._cursor = Deadly(database._cursor)  # noqa: SLF001
    call()


if __name__ == "__main__":
    main(*sys.argv[1:])
