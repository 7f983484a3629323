"""What a window hears of another till: every ten seconds all that it may have moved."""

from showroom.services.books.changes import Changes
from showroom.services.books.done import Done

ROOMS = (
    *("sales", "stock", "documents", "suppliers", "places", "attachments", "catalogue"),
    "elsewhere",
)


def hear(till):
    """Everything is read again that the page in front shows."""
    till.desk.context.announce(Done(changes=Changes(**dict.fromkeys(ROOMS, True))))
    till.settle()
