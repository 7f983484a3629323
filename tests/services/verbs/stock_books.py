"""What the verbs that read the books of stock are given."""

from showroom.services.stock.ledger import LedgerOf, LedgerWanted
from showroom.services.stock.valuation import StockValue
from tests.factories import TODAY
from tests.services.verbs.documents import Documents


class StockBooks(Documents):
    """Stock, its ledger, trace, sheets and value."""

    def ledger_page(self):
        return (LedgerWanted(LedgerOf(sku_id=self.sku.sku_id), TODAY, TODAY), None, 5), {}

    def ledger_end(self):
        return self.ledger_page()[0][:1], {}

    def ledger_before(self):
        wanted = self.ledger_page()[0][0]
        page = self.suite.ledger.end(self.shop.owner, wanted, 1)
        assert page.begins.number > 1
        return (wanted, page.begins, 1), {}

    def ledger_parts(self):
        return (self.sku.sku_id,), {}

    def tracing_numbered(self):
        return ("2026", frozenset({self.sku.sku_id})), {}

    def tracing_named(self):
        return ("2026",), {}

    def stock_sheets_ledger(self):
        return self.ledger_page()[0][:1], {}

    def stock_sheets_stock(self):
        return (TODAY,), {}

    valuation_at = stock_sheets_stock

    def valuation_stands(self):
        return (StockValue(TODAY, (), 0, 0, 0, 0),), {}

    def stock_sheets_journal(self):
        return (TODAY, TODAY), {}

    def tracing_sources(self):
        return (frozenset({self._posted().lines[0].lot_id}),), {}

    def tracing_trace(self):
        return (self._posted().lines[0].lot_id,), {}

    def stock_overview(self):
        return (), {}

    def stock_lots(self):
        return (self.sku.sku_id,), {}

    stock_moves = stock_withheld = stock_lots
