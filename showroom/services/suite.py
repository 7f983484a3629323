"""All services of one till: a new one is a field and a line here."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.services.books.books import Books
from showroom.services.goods.asked import AskedFor
from showroom.services.goods.catalogue import Catalogue
from showroom.services.goods.imports import Imports
from showroom.services.paper.print_desk import PrintDesk
from showroom.services.paper.print_queue import PrintQueue
from showroom.services.paper.reports import Reports
from showroom.services.selling.baskets import Baskets
from showroom.services.selling.checkout import Checkout
from showroom.services.selling.returns import Returns
from showroom.services.selling.sale_posting import SalePosting
from showroom.services.selling.waiting_scans import WaitingScans
from showroom.services.setup.first_day import FirstDay
from showroom.services.setup.setup import Setup
from showroom.services.shop.approvals import Approvals
from showroom.services.shop.elsewhere import Elsewhere
from showroom.services.shop.people import People
from showroom.services.shop.pins import Pins
from showroom.services.shop.settings import Settings
from showroom.services.shop.shifts import Shifts
from showroom.services.shop.slip_head import SlipHeads
from showroom.services.shop.till_clock import TillClock
from showroom.services.stock.attachments import Attachments
from showroom.services.stock.bins import Bins
from showroom.services.stock.documents import Documents
from showroom.services.stock.drafts import Drafts
from showroom.services.stock.issues import Issues
from showroom.services.stock.ledger import Ledger
from showroom.services.stock.overview import Stock
from showroom.services.stock.places import Places
from showroom.services.stock.receiving import Receiving
from showroom.services.stock.replenishment import Replenishment
from showroom.services.stock.stock_sheets import StockSheets
from showroom.services.stock.supplier_returns import SupplierReturns
from showroom.services.stock.supply.purchasing import Purchasing
from showroom.services.stock.supply.suppliers import Suppliers
from showroom.services.stock.tracing import Tracing
from showroom.services.stock.transfers import Transfers
from showroom.services.stock.valuation import Valuation
from showroom.services.stock.write_offs import WriteOffs


@dataclass(frozen=True, slots=True)
class Suite:
    """The till's verbs. Everything here blocks: call it on the database lane."""

    books: Books
    clock: TillClock
    setup: Setup
    first_day: FirstDay
    settings: Settings
    people: People
    approvals: Approvals
    catalogue: Catalogue
    imports: Imports
    asked: AskedFor
    stock: Stock
    documents: Documents
    drafts: Drafts
    receiving: Receiving
    purchasing: Purchasing
    places: Places
    transfers: Transfers
    replenishment: Replenishment
    bins: Bins
    suppliers: Suppliers
    attachments: Attachments
    issues: Issues
    write_offs: WriteOffs
    supplier_returns: SupplierReturns
    ledger: Ledger
    tracing: Tracing
    stock_sheets: StockSheets
    valuation: Valuation
    elsewhere: Elsewhere
    baskets: Baskets
    waiting: WaitingScans
    checkout: Checkout
    returns: Returns
    shifts: Shifts
    reports: Reports
    prints: PrintDesk
    queue: PrintQueue


def make_suite(books: Books, pins: Pins | None = None) -> Suite:
    """Every service over one till's books."""
    heads, pins = SlipHeads(books), pins or Pins(books.secrets)
    sales, prints = SalePosting(books, heads), PrintDesk(books, heads)
    issues = Issues(books, heads)
    settings = Settings(books)
    return Suite(
        books=books,
        clock=TillClock(books),
        setup=Setup(books, pins),
        first_day=FirstDay(books),
        settings=settings,
        people=People(books, pins),
        approvals=Approvals(books, pins),
        catalogue=Catalogue(books, settings.price_limits),
        imports=Imports(books, settings.price_limits, settings.label_rules),
        asked=AskedFor(books),
        stock=Stock(books),
        documents=Documents(books, heads),
        drafts=Drafts(books),
        receiving=Receiving(books, settings.label_rules),
        purchasing=Purchasing(books),
        places=Places(books, heads),
        transfers=Transfers(books),
        replenishment=Replenishment(books),
        bins=Bins(books, heads),
        suppliers=Suppliers(books),
        attachments=Attachments(books),
        issues=issues,
        write_offs=WriteOffs(books),
        supplier_returns=SupplierReturns(books),
        ledger=Ledger(books),
        tracing=Tracing(books),
        stock_sheets=StockSheets(books),
        valuation=Valuation(books),
        elsewhere=Elsewhere(books),
        baskets=Baskets(books),
        waiting=WaitingScans(books),
        checkout=Checkout(sales, settings.price_limits, settings.round_off),
        returns=Returns(sales, settings.round_off),
        shifts=Shifts(books, heads),
        reports=Reports(books, heads, prints, issues),
        prints=prints,
        queue=PrintQueue(books),
    )
