"""Operations over real lanes and a real strip, for the tests of how they end."""

from PySide6.QtCore import QObject

from showroom.services.books.books import unknown_end
from showroom.services.books.changes import Changes
from showroom.services.books.done import Done
from showroom.ui.engine.operation import How
from showroom.ui.engine.operations import Operations
from showroom.ui.engine.tasks import Lane, Lanes
from showroom.ui.widgets.message_strip import MessageStrip

SOLD = Changes(sales=True, stock=True)


WAYS = ("do", "ask", "compute", "reach", "survey")


READS = WAYS[1:]


class PlayedSounds:
    def __init__(self):
        self.played = []

    def play(self, name):
        self.played.append(name)
        return True


class Desk:
    """Operations over real lanes and a real strip; what is announced and watched is kept."""

    def __init__(self):
        names = ("database", "devices", "printers", "pool", "foreign")
        self.lanes = Lanes(*(Lane(name) for name in names))
        self.strip, self.sounds, self.owner = MessageStrip(), PlayedSounds(), QObject()
        self.operations = Operations(self.lanes, self.strip, self.sounds)
        self.done, self.announced, self.watched = [], [], []
        self.operations.announce = lambda done: self.announced.append(done.changes)
        self.operations.watch_books = self.watched.append

    def run(self, way, work, *args, owner=None, on_done=None, **how):
        start = getattr(self.operations, way)
        owner, on_done = owner or self.owner, on_done or self.done.append
        return start(work, *args, owner=owner, on_done=on_done, how=How(**how))

    @property
    def said(self):
        return self.strip.message


def unknown():
    """As a command ends whose COMMIT gave no answer."""
    return unknown_end(OSError("cut"))


def raising(error):
    raise error


def sold(problem=""):
    return Done(changes=SOLD, problem=problem)


class Once:
    """Work that fails at the first try, or as often as there are errors."""

    def __init__(self, *errors):
        self.errors, self.tries = list(errors), []

    def work(self, *args):
        self.tries.append(args)
        if self.errors:
            raise self.errors.pop(0)
        return sold()
