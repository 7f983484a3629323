"""Through 单据: drafts, rows, one that is taken back, days and pages."""

from __future__ import annotations

from showroom.ui.documents.rows import kind_chips
from tests.ui.documents.books import fill
from tests.ui.fits.hands import go, leave


def documents(till):
    """Every kind has a chip at once, the longest names and figures stand in rows and detail."""
    fill(till.shop)
    screen = go(till, "documents")
    screen.table.select_first()
    till.settle()
    yield "documents, draft"
    screen.discard()
    till.settle()
    yield "documents, discard"
    leave(till)
    for row in screen.table.rows[2:4]:
        screen.table.select_key(row.key)
        till.settle()
        yield f"documents, {row.cells[-1]}"
    screen.table.select_key(screen.table.rows[4].key)  # neither taken back nor taking back
    till.settle()
    screen.reverse()
    till.settle()
    yield "documents, reverse"
    leave(till)
    for face in filter(lambda face: face.counted, kind_chips()):
        screen.bar.states.set_count(face.key, 10_000)
    screen.bar.show_found({}, "只列最近 500 张")
    screen.bar.days.show_days("2026-05-01/2026-06-15")
    yield "documents, every kind"
    screen.show_all()
    till.settle()
    screen.table.select_key(screen.table.rows[-1].key)
    till.settle()
    yield "documents, many lines"
    screen.pick_days()
    till.settle()
    yield "documents, first day"
    till.panel.calendar.activated.emit(till.panel.calendar.selectedDate())
    till.settle()
    yield "documents, last day"
    leave(till)
    screen.show_pdf()
    till.settle()
    yield "documents, pdf"
    leave(till)
