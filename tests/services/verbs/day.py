"""A day on which any verb of the services can be asked, with all that must come before it."""

from tests.services.verbs.leaving import Leaving
from tests.services.verbs.moving import Moving
from tests.services.verbs.paper import Paper
from tests.services.verbs.selling import Selling
from tests.services.verbs.shop import OfShop
from tests.services.verbs.stock_books import StockBooks
from tests.services.verbs.suppliers import Suppliers
from tests.services.verbs.supply import Supply


class Day(Selling, Paper, Supply, Suppliers, Moving, Leaving, StockBooks, OfShop):
    """`day.ask("shifts.move_cash", actor)`: a verb by its name in `NEEDS`."""
