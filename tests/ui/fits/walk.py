"""Walks through everything the window shows: one step a sight, each from where the last one left.

A step brings the window to a sight and gives its name; the walk yields at each, and whoever walks
measures or takes a picture there.
"""

from __future__ import annotations

from tests.ui.fits.walk_catalogue import importing, lists
from tests.ui.fits.walk_counter import cashier, counter, counter_panels, refund
from tests.ui.fits.walk_documents import documents
from tests.ui.fits.walk_leaving import leaving
from tests.ui.fits.walk_longest import longest_sights
from tests.ui.fits.walk_office import printer_wizard, report, settings
from tests.ui.fits.walk_questions import questions
from tests.ui.fits.walk_receiving import receiving
from tests.ui.fits.walk_shift import shift, without_shift
from tests.ui.fits.walk_stock import stock_books
from tests.ui.fits.walk_suppliers import suppliers
from tests.ui.fits.walk_transfers import transfers


def walk(till, folder, *, deliveries=True):
    """Every sight behind the sign-in, and the sign-in."""
    yield "sign_in"
    yield from without_shift(till)
    yield from counter(till)
    yield from counter_panels(till)
    yield from questions(till)
    yield from refund(till)
    yield from suppliers(till)
    yield from stock_books(till)
    yield from lists(till)
    yield from importing(till, folder)
    yield from documents(till)
    if deliveries:
        yield from receiving(till)
    yield from transfers(till)
    yield from leaving(till)
    if deliveries:
        yield from longest_sights(till)
    yield from report(till)
    yield from settings(till)
    yield from printer_wizard(till)
    yield from shift(till)
    yield from cashier(till)
