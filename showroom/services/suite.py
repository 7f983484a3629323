"""All services of one till, built once by the composition root."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.services.baskets import Baskets
from showroom.services.books import Books
from showroom.services.catalogue import Catalogue
from showroom.services.checkout import Checkout
from showroom.services.imports import Imports
from showroom.services.people import People
from showroom.services.posting import Poster
from showroom.services.print_desk import PrintDesk
from showroom.services.print_queue import PrintQueue
from showroom.services.reports import Reports
from showroom.services.returns import Returns
from showroom.services.settings import Settings
from showroom.services.setup import Setup
from showroom.services.shifts import Shifts
from showroom.services.stock import Stock


@dataclass(frozen=True, slots=True)
class Suite:
    """The till's verbs. Everything here blocks: call it on the database lane."""

    books: Books
    setup: Setup
    settings: Settings
    people: People
    catalogue: Catalogue
    imports: Imports
    stock: Stock
    baskets: Baskets
    checkout: Checkout
    returns: Returns
    shifts: Shifts
    reports: Reports
    prints: PrintDesk
    queue: PrintQueue
    poster: Poster

    def use_header(self) -> None:
        """Take the shop's name, slips and drawer from the settings; call after they changed."""
        header = self.settings.header()
        self.poster.drawer_on_cash = self.settings.load().drawer_on_cash
        for part in (self.poster, self.shifts, self.reports, self.prints):
            part.use_header(header)
