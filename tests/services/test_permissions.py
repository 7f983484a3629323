"""Every verb of the services asked both ways: with its permissions alone, and with all others.

What a role may do is in `GRANTS`; what a verb needs is here. A verb with an actor that is not in
the table fails the first test.
"""

import inspect
from dataclasses import fields, replace
from functools import partial
from itertools import count
from typing import get_type_hints

import pytest

from showroom.db.stores import drafts
from showroom.db.stores.drafts import Draft
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.document import DaySlip
from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.domain.documents.draft import DraftHead, DraftLine, KeptLine
from showroom.domain.documents.place import PlaceKind, PointKind
from showroom.domain.documents.reasons import Difference
from showroom.domain.documents.supplier import Licence, LicenceKind, SupplierContent
from showroom.domain.documents.transfer import MoveLine
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, PersonId, PointId
from showroom.domain.label import PriceTag
from showroom.domain.logo import Logo
from showroom.domain.permission import GRANTS, Permission, Role
from showroom.domain.shift import CashCount
from showroom.domain.stock import DocumentKind, Terms
from showroom.domain.tender import Payment, TenderKind
from showroom.services.books.actor import SYSTEM, Actor
from showroom.services.stock.bins import BinWanted
from showroom.services.stock.ledger import LedgerOf, LedgerWanted
from showroom.services.stock.places import NewPlace
from showroom.services.stock.valuation import StockValue
from showroom.services.suite import Suite
from tests.factories import TODAY, request
from tests.services.selling.test_checkout import goods, sell
from tests.services.stock.deliveries import (
    add_supplier,
    contract_of,
    delivery_line,
    draft_of,
    receive,
)
from tests.services.stock.moves import counted

SELL, DISCOUNT, REFUND = Permission.SELL, Permission.DISCOUNT, Permission.REFUND
SHIFT, DRAWER, STOCK = Permission.SHIFT, Permission.OPEN_DRAWER, Permission.VIEW_STOCK
IMPORT, REPORT = Permission.IMPORT, Permission.REPORT
RECEIVE, REVERSE = Permission.RECEIVE, Permission.REVERSE
SUPPLIERS, CONTRACTS = Permission.SUPPLIERS, Permission.CONTRACTS
COST = Permission.VIEW_COST
GOODS = {RECEIVE, REVERSE, Permission.MOVE_STOCK, Permission.SUPPLIERS, Permission.CONTRACTS}
GOODS |= {Permission.PLACES}
PLACES, MOVE = Permission.PLACES, Permission.MOVE_STOCK
SETTINGS, PEOPLE = Permission.SETTINGS, Permission.PEOPLE
OF_A_PERSON = {SELL, REFUND, SHIFT, DRAWER, PEOPLE, *GOODS}
EMPTY = CashCount({100: 0})
WAREHOUSE = LocationId(2)
PDF = b"%PDF-1.4 of a test"
_numbers = count(10_000)
FREE = {"people.sign_out"}
"""Whoever is signed in may leave."""
NOBODY = {
    "baskets.held": "what lies at the till, for whoever stands there",
    "baskets.left_over": "what lies at the till, for whoever stands there",
    "baskets.load_open": "what lies at the till, for whoever stands there",
    "baskets.set_aside": "the program's own deed, and journaled so",
    "catalogue.load_index": "prices hang on the shelf",
    "catalogue.refresh_index": "prices hang on the shelf",
    "catalogue.version": "prices hang on the shelf",
    "catalogue.zones": "words of the shop",
    "clock.doubt": "asked before anybody signs in",
    "clock.now_us": "asked before anybody signs in",
    "first_day.prepared": "the list at the counter is everybody's: what is there, no figure",
    "people.list_people": "the tiles of the sign-in",
    "people.only_leader": "from the command line of this computer, whoever has that has all",
    "people.replace_lost_pin": "from the command line of this computer, journaled",
    "people.sign_in": "it is the PIN that speaks",
    "prints.comes_as_copy": "the word on a button",
    "prints.fates": "the desk is everybody's: what waits, and why, and no figure",
    "prints.history": "the desk is everybody's: what waits, and why, and no figure",
    "prints.open_jobs": "the desk is everybody's: what waits, and why, and no figure",
    "prints.unprinted": "the desk is everybody's: what waits, and why, and no figure",
    "reports.best_sellers": "which tiles a till shows first",
    "reports.receipt": "the paper that the customer has: counter, stock moves and report show it",
    "reports.today": "a date",
    "returns.look_up": "the paper that the customer has",
    "returns.quote": "what could be given back of it; nothing is",
    "settings.header": "what stands on every slip",
    "settings.load": "how the till behaves, for whoever works at it",
    "settings.picture": "what stands on every slip",
    "settings.price_limits": "read by other verbs inside their transaction",
    "settings.label_rules": "read by other verbs inside their transaction",
    "settings.round_off": "read by other verbs inside their transaction",
    "settings.unreadable": "asked before anybody signs in",
    "setup.go_on_from_copy": "from the command line of this computer, journaled",
    "setup.start_demo": "there is nobody yet",
    "setup.start_real": "there is nobody yet",
    "setup.state": "there is nobody yet",
    "setup.tills": "which tills there are",
    "shifts.current": "that a shift is open stands over every page",
    "shifts.movements": "the slips of it lie in the drawer",
    "waiting.keep": "a scanner's codes come while nobody is signed in, too; they do nothing yet",
    "waiting.load": "what lies at the till, for whoever stands there",
}
"""Verbs without an actor, each with why. The courier's own hand, `queue`, is nobody's."""
NEEDS = {
    "checkout.complete_sale": {SELL},
    "checkout.complete_sale, a line discounted": {SELL, DISCOUNT},
    "checkout.complete_sale, all of it discounted": {SELL, DISCOUNT},
    "returns.refund": {REFUND},
    "baskets.save_open": {SELL},
    "baskets.recall": {SELL},
    "baskets.hold": {SELL},
    "baskets.give_up": {SELL},
    "baskets.throw_away": {SELL},
    "shifts.open_shift": {SHIFT},
    "shifts.move_cash": {SHIFT},
    "shifts.record_void": {SELL},
    "shifts.open_drawer": {DRAWER},
    "shifts.x_slip": {SHIFT},
    "shifts.run_on": {SHIFT},
    "shifts.closed": {SHIFT},
    "clock.confirm": {SETTINGS},
    "shifts.close_shift": {SHIFT},
    "reports.daily": {REPORT},
    "reports.print_daily": {REPORT},
    "reports.print_pages": {REPORT},
    "reports.print_issues": {COST},
    "reports.latest": {SELL},
    "reports.receipts": {REPORT},
    "prints.answer_complete": set(),
    "prints.cancel": set(),
    "prints.cancel, what waits": {SHIFT},
    "prints.retry_now": {SHIFT},
    "prints.redirect": {SHIFT},
    "prints.give_up_unprinted": {SHIFT},
    "prints.discard_backlog": {SETTINGS},
    "prints.test_page": {SETTINGS},
    "prints.x_slip": {SHIFT},
    "prints.labels": {IMPORT},
    "prints.day": {REPORT},
    "prints.issues": {COST},
    "prints.reprint, receipt": {SELL},
    "prints.reprint, z_slip": {SHIFT},
    "prints.reprint, stock_slip": {STOCK},
    "prints.reprint_uncertain": {SELL},
    "imports.check": {IMPORT},
    "imports.look": {IMPORT},
    "imports.apply": {IMPORT},
    "catalogue.products": {IMPORT},
    "catalogue.whole_sheet": {IMPORT},
    "catalogue.set_price": {IMPORT},
    "catalogue.set_active": {IMPORT},
    "catalogue.set_restricted": {IMPORT},
    "asked.note": {SELL},
    "asked.every": {IMPORT},
    "asked.forget": {IMPORT},
    "stock.overview": {STOCK},
    "stock.lots": {STOCK},
    "stock.withheld": {STOCK},
    "stock.moves": {STOCK},
    "documents.listed": {STOCK},
    "documents.detail": {STOCK},
    "documents.find": {STOCK},
    "documents.slip": {STOCK},
    "documents.would_reverse": {RECEIVE, REVERSE},
    "documents.reverse": {RECEIVE, REVERSE},
    "drafts.begin": {RECEIVE},
    "drafts.open": {RECEIVE},
    "drafts.listed": set(),
    "drafts.naming": set(),
    "drafts.save_head": {RECEIVE},
    "drafts.put_line": {RECEIVE},
    "drafts.put_lines": {RECEIVE},
    "drafts.drop_line": {RECEIVE},
    "drafts.discard": {RECEIVE},
    "receiving.inspect": {RECEIVE},
    "receiving.goods": {RECEIVE},
    "receiving.choices": {RECEIVE},
    "receiving.goods_of": {RECEIVE},
    "receiving.supplier": {RECEIVE},
    "receiving.learn_case": {RECEIVE},
    "receiving.post": {RECEIVE},
    "purchasing.proposals": {RECEIVE},
    "purchasing.post": {RECEIVE},
    "purchasing.place": {RECEIVE},
    "purchasing.inspect": {RECEIVE},
    "purchasing.take_up": {RECEIVE},
    "purchasing.order": {RECEIVE},
    "purchasing.open_orders": {RECEIVE},
    "purchasing.begin_receipt": {RECEIVE},
    "places.listed": {PLACES},
    "places.points": {PLACES},
    "places.find": {STOCK},
    "places.add": {PLACES},
    "places.rename": {PLACES},
    "places.set_zone": {PLACES},
    "places.reorder": {PLACES},
    "places.set_active": {PLACES},
    "places.check_off": {PLACES},
    "places.add_point": {PLACES},
    "places.print_cards": {PLACES},
    "transfers.places": {MOVE},
    "transfers.lying": {MOVE},
    "transfers.whole_place": {MOVE},
    "transfers.suggest": {MOVE},
    "transfers.send": {MOVE},
    "transfers.move": {MOVE},
    "transfers.receive": {MOVE},
    "transfers.arriving": {MOVE},
    "transfers.under_way": {MOVE},
    "replenishment.needed": {MOVE},
    "replenishment.replenish": {MOVE},
    "replenishment.standing": {MOVE},
    "bins.listed": {MOVE},
    "bins.choice": {MOVE},
    "bins.open_lot": {MOVE},
    "suppliers.listed": {SUPPLIERS},
    "suppliers.add": {SUPPLIERS},
    "suppliers.change": {SUPPLIERS},
    "suppliers.set_active": {SUPPLIERS},
    "suppliers.add_licence": {SUPPLIERS},
    "suppliers.withdraw_licence": {SUPPLIERS},
    "suppliers.add_contract": {CONTRACTS},
    "suppliers.end_contract": {CONTRACTS},
    "attachments.listed": {SUPPLIERS},
    "attachments.read": {SUPPLIERS},
    "attachments.add": {SUPPLIERS},
    "attachments.add, to a contract": {CONTRACTS},
    "attachments.add, to a draft": {RECEIVE},
    "attachments.unlink": {SUPPLIERS},
    "issues.post": {MOVE},
    "issues.of_month": {COST},
    "issues.month_sheet": {COST},
    "issues.month_slip": {COST},
    "write_offs.post": {MOVE},
    "supplier_returns.returnable": {RECEIVE},
    "supplier_returns.post": {RECEIVE},
    "ledger.page": {STOCK},
    "ledger.end": {STOCK},
    "ledger.before": {STOCK},
    "ledger.parts": {STOCK},
    "tracing.named": {STOCK},
    "tracing.trace": {STOCK},
    "tracing.sources": {STOCK},
    "tracing.numbered": {STOCK},
    "stock_sheets.stock": {STOCK},
    "stock_sheets.ledger": {STOCK},
    "stock_sheets.journal": {STOCK},
    "valuation.at": {COST},
    "valuation.stands": {COST},
    "settings.save": {SETTINGS},
    "settings.change": {SETTINGS},
    "settings.store_logo": {SETTINGS},
    "setup.add_till": {SETTINGS},
    "people.add_person": {PEOPLE},
    "people.set_pin": {PEOPLE},
    "people.set_active": {PEOPLE},
    "people.change_person": {PEOPLE},
}


def test_no_verb_with_an_actor_is_left_out():
    hints = get_type_hints(Suite)
    verbs = {
        f"{field.name}.{name}": inspect.signature(verb).parameters
        for field in fields(Suite)
        if field.name not in {"books", "queue"}
        for name, verb in inspect.getmembers(hints[field.name], inspect.isfunction)
        if not name.startswith("_")
    }
    acted = {verb for verb, given in verbs.items() if {"actor", "asker"} & set(given)}
    approvals = {"approvals.approve", "approvals.decline"}
    assert acted == {name.partition(",")[0] for name in NEEDS} | FREE | approvals
    assert set(verbs) - acted == set(NOBODY)


def test_what_each_role_may_do():
    assert {
        Role.CASHIER: {SELL, SHIFT, STOCK},
        Role.STOCK_KEEPER: {
            *(STOCK, IMPORT, Permission.VIEW_COST, RECEIVE, Permission.MOVE_STOCK),
            *(Permission.SUPPLIERS, Permission.PLACES),
        },
        Role.SHOP_MANAGER: set(Permission),
    } == GRANTS


class Day:
    """A till with a closed shift, an open one, a sale and a doubtful slip; `ask` calls a verb."""

    def __init__(self, shop):
        self.shop, self.suite = shop, shop.suite
        self.suite.shifts.open_shift(shop.cashier, 0, request(900))
        self.suite.shifts.close_shift(shop.cashier, EMPTY, request(901))
        self.suite.shifts.open_shift(shop.cashier, 30_000, request(902))
        self.sku = goods(shop)[0]
        self.basket = Basket().add(self.sku, 2)
        sell(shop, self.basket, number=903)
        for _ in (1, 2):
            self.doubtful = self.suite.queue.claim(lambda job: job.kind == "receipt")
            if self.doubtful is not None:
                self.suite.queue.mark_sending(self.doubtful)
                self.suite.queue.mark_uncertain(replace(self.doubtful, bytes_sent=1), "x")
        self.find()

    @classmethod
    def as_it_stands(cls, shop):
        """Such a day that somebody else has begun in these books."""
        day = cls.__new__(cls)
        day.shop, day.suite, day.sku = shop, shop.suite, goods(shop)[0]
        day.basket = Basket().add(day.sku, 2)
        day.find()
        return day

    def find(self):
        """What its books hold."""
        self.sale = self.suite.reports.receipt(
            self.suite.reports.latest(self.shop.owner, 1)[0].sale_id
        ).sale
        self.closed = self.suite.shifts.closed(self.shop.owner, 1)[0].shift
        shift_open = self.suite.shifts.current() is not None
        self.looked = self.suite.shifts.x_slip(self.shop.owner) if shift_open else None
        jobs = self.suite.queue.open_jobs()
        self.doubtful = next(j for j in jobs if j.state == "uncertain")
        self.waiting = next((j for j in jobs if (j.kind, j.state) == ("z_slip", "queued")), None)

    def ask(self, name, actor):
        return self.prepared(name, actor)()

    def prepared(self, name, actor):
        """The verb with all it is given; whatever must come before it has come."""
        verb, _, variant = name.partition(", ")
        service, _, method = verb.partition(".")
        given = getattr(self, f"{service}_{method}")
        args, named = given(variant) if variant else given()
        return partial(getattr(getattr(self.suite, service), method), actor, *args, **named)

    def checkout_complete_sale(self, variant=""):
        little = Discount(DiscountKind.PERCENT, 99)  # past no limit that asks everybody
        basket = {
            "": self.basket,
            "a line discounted": self.basket.discount_line(1, little),
            "all of it discounted": self.basket.discount_order(little),
        }[variant]
        return (basket, Payment(basket.due_fen).pay_cash(), request(1)), {}

    def returns_refund(self):
        return (self.sale.sale_id, {1: 1}, "坏", request(1)), {}

    def baskets_give_up(self):
        due = Payment(self.basket.due_fen)
        paid = due.pay(TenderKind.WECHAT, 100)
        self.suite.baskets.save_open(self.shop.cashier, self.basket, paid)
        return (self.basket, due, paid.tenders, request(1)), {}

    def baskets_throw_away(self):
        broken = Draft(7, "{", "", 0, 1)
        self.shop.books.keep(lambda tx: drafts.save(tx, self.shop.books.till_id, broken))
        return (broken.slot, request(1)), {}

    def baskets_hold(self):
        return (self.basket,), {}

    baskets_save_open = baskets_hold

    def baskets_recall(self):
        self.suite.baskets.hold(self.shop.owner, self.basket)
        index = self.suite.catalogue.load_index()
        return (self.suite.baskets.held(index)[0].slot, index), {}

    def shifts_open_shift(self):
        self.suite.shifts.close_shift(self.shop.owner, EMPTY, request(2))
        return (0, request(1)), {}

    def shifts_move_cash(self):
        return (-100, "", request(1)), {}

    def shifts_record_void(self):
        return ("{}", request(1)), {}

    def shifts_open_drawer(self):
        return ("换零钱", request(1)), {}

    def shifts_x_slip(self):
        return (), {}

    def shifts_closed(self):
        return (), {}

    def shifts_run_on(self):
        return (request(1),), {}

    def clock_confirm(self):
        self.shop.clock.advance(-3600)
        return (request(1),), {}

    def shifts_close_shift(self):
        return (EMPTY, request(1)), {}

    def reports_daily(self):
        return (TODAY,), {}

    def reports_print_daily(self):
        return (TODAY, request(1)), {}

    reports_print_pages = reports_print_daily

    def reports_print_issues(self):
        return (TODAY[:7], request(1)), {}

    def _opened(self):
        """A draft of opening stock with one line, of its own each time."""
        keeper, key = self.shop.stock_keeper, f"draft-{next(_numbers)}"
        head = DraftHead(place_id=WAREHOUSE)
        self.suite.drafts.begin(keeper, DocumentKind.OPENING, head, key)
        return self.suite.drafts.put_line(keeper, key, "line-1", DraftLine(self.sku.sku_id, 5))

    def documents_listed(self):
        return (), {}

    drafts_listed = receiving_choices = documents_listed
    purchasing_proposals = purchasing_open_orders = documents_listed

    def documents_detail(self):
        return (self._posted().document_id,), {}

    documents_slip = documents_detail

    def documents_find(self):
        return (self._posted().number,), {}

    def documents_would_reverse(self):
        return (self._posted().document_id,), {}

    def documents_reverse(self):
        return (self._posted().document_id, "录错了", request(1)), {}

    def _posted(self):
        draft = self._opened()
        post = self.suite.receiving.post
        asked = request(next(_numbers))
        return post(self.shop.owner, draft.draft_id, draft.revision, asked).document

    def drafts_begin(self):
        return (DocumentKind.OPENING, DraftHead(place_id=WAREHOUSE), "draft-2"), {}

    def drafts_open(self):
        return (self._opened().draft_id,), {}

    drafts_discard = receiving_inspect = drafts_open

    def drafts_save_head(self):
        opened = self._opened().draft
        return (opened.draft_id, DraftHead(note="早上"), opened.head), {}

    def drafts_put_line(self):
        return (self._opened().draft_id, "line-2", DraftLine(self.sku.sku_id, 5)), {}

    def drafts_put_lines(self):
        line = KeptLine("line-2", DraftLine(self.sku.sku_id, 5))
        opened = self._opened().draft
        return (opened.draft_id, (line,), ("line-1",), None, opened.lines), {}

    def drafts_drop_line(self):
        opened = self._opened().draft
        return (opened.draft_id, "line-1", opened.lines[0].line), {}

    def receiving_goods(self):
        return (self.sku.sku_id,), {}

    def _order(self):
        supplier = add_supplier(self.shop, f"供应商{next(_numbers)}")
        keeper, key = self.shop.stock_keeper, f"order-{next(_numbers)}"
        head = DraftHead(WAREHOUSE, supplier_id=supplier)
        self.suite.drafts.begin(keeper, DocumentKind.PURCHASE_ORDER, head, key)
        return self.suite.drafts.put_line(keeper, key, "line-1", DraftLine(self.sku.sku_id, 5))

    def purchasing_post(self):
        draft = self._order()
        return (draft.draft_id, draft.revision, request(1)), {}

    def purchasing_place(self):
        supplier = add_supplier(self.shop, f"供应商{next(_numbers)}")
        head = DraftHead(WAREHOUSE, supplier_id=supplier)
        return (head, (DraftLine(self.sku.sku_id, 5),), request(1)), {}

    def purchasing_inspect(self):
        (head, lines, _request), known = self.purchasing_place()
        return (head, lines), known

    def purchasing_take_up(self):
        (order_id,) = self.purchasing_order()[0]
        key = f"free-{next(_numbers)}"
        supplier = self.suite.purchasing.order(self.shop.owner, order_id).document.supplier_id
        head = DraftHead(WAREHOUSE, supplier_id=supplier)
        self.suite.drafts.begin(self.shop.owner, DocumentKind.GOODS_RECEIPT, head, key)
        return (key, order_id), {}

    def purchasing_order(self):
        draft, asked = self._order(), request(next(_numbers))
        post = self.suite.purchasing.post
        done = post(self.shop.stock_keeper, draft.draft_id, draft.revision, asked)
        return (done.document.document_id,), {}

    def purchasing_begin_receipt(self):
        return (*self.purchasing_order()[0], f"receipt-{next(_numbers)}"), {}

    def receiving_goods_of(self):
        return ((self.sku.sku_id,),), {}

    def receiving_supplier(self):
        return (add_supplier(self.shop, f"供应商{next(_numbers)}"),), {}

    def receiving_learn_case(self):
        return ("16901234567899", self.sku.sku_id, 12), {}

    def receiving_post(self):
        supplier, key = add_supplier(self.shop, f"社{next(_numbers)}"), f"in-{next(_numbers)}"
        draft = draft_of(self.shop, delivery_line(self.sku, 2), key=key, supplier_id=supplier)
        return (draft.draft_id, draft.revision, request(1)), {}

    def places_listed(self):
        return (), {}

    places_points = transfers_places = transfers_under_way = places_listed
    replenishment_needed = bins_listed = places_listed

    def replenishment_standing(self):
        return (self.sku.sku_id,), {}

    def places_find(self):
        return ("KW-MC1",), {}

    def places_add(self):
        number = next(_numbers)
        zone = self.suite.catalogue.zones()[0].zone_id
        new = NewPlace(PointId(1), "货架", PlaceKind.SHOP_FLOOR, f"KW-H{number}", zone)
        return (new, request(number)), {}

    def _box(self):
        new = NewPlace(PointId(1), "箱", PlaceKind.BULK_BIN, sku_id=self.sku.sku_id)
        add = self.suite.places.add
        return add(self.shop.owner, new, request(next(_numbers))).place.location_id

    def places_rename(self):
        return (WAREHOUSE, "后仓"), {}

    def places_set_zone(self):
        return (WAREHOUSE, self.suite.catalogue.zones()[0].zone_id), {}

    def places_reorder(self):
        return ([WAREHOUSE, LocationId(1)],), {}

    def places_check_off(self):
        return (LocationId(6),), {}

    def places_set_active(self):
        return (LocationId(6),), {"active": False}

    def places_add_point(self):
        number = next(_numbers)
        return (f"X{number}", "专柜", PointKind.COUNTER, request(number)), {}

    def places_print_cards(self):
        return ([WAREHOUSE], "60x40", request(1)), {}

    def transfers_lying(self):
        return (self.sku.sku_id, WAREHOUSE), {}

    def transfers_whole_place(self):
        return (WAREHOUSE,), {}

    def transfers_suggest(self):
        return (self.sku.sku_id, WAREHOUSE, 3), {}

    def _moved(self):
        """The line of a move of something that has just come in."""
        line = self._posted().lines[0]
        return MoveLine(line.sku_id, line.lot_id, 1, line.place_id, LocationId(1))

    def transfers_send(self):
        moved, drafts, key = self._moved(), self.suite.drafts, f"draft-{next(_numbers)}"
        head = DraftHead(place_id=moved.from_place_id, to_place_id=moved.to_place_id)
        line = DraftLine(moved.sku_id, moved.quantity, moved.lot_id)
        drafts.begin(self.shop.stock_keeper, DocumentKind.TRANSFER, head, key)
        draft = drafts.put_line(self.shop.stock_keeper, key, "line-1", line)
        return (draft.draft_id, draft.revision, request(1)), {}

    transfers_move = transfers_send

    def transfers_receive(self):
        draft = counted(self.shop, self._sent(), {1: 0}, {1: Difference.LOST})
        return (draft.draft_id, draft.revision, request(1)), {}

    def transfers_arriving(self):
        return (self._sent().document_id,), {}

    def _sent(self):
        (draft_id, revision, _), _ = self.transfers_send()
        asked = request(next(_numbers))
        return self.suite.transfers.send(self.shop.stock_keeper, draft_id, revision, asked).document

    def replenishment_replenish(self):
        return ([self._moved()], request(1)), {}

    def bins_choice(self):
        self._moved()
        return (self._box(),), {}

    def bins_open_lot(self):
        moved = self._moved()
        wanted = BinWanted(self._box(), moved.lot_id, 1, moved.from_place_id)
        return (wanted, request(1)), {}

    def suppliers_listed(self):
        return (), {}

    def suppliers_add(self):
        return (SupplierContent("乙社", address="宜昌"), request(1)), {}

    def suppliers_change(self):
        return (self._supplier(), 1, SupplierContent("丙社"), request(1)), {}

    def suppliers_set_active(self):
        return (self._supplier(), request(1)), {"active": False}

    def suppliers_add_licence(self):
        licence = Licence(0, LicenceKind.BUSINESS, "91420506MA48ABCD17", "2030-01-01")
        return (self._supplier(), licence, request(1)), {}

    def suppliers_withdraw_licence(self):
        licence = Licence(0, LicenceKind.FOOD_TRADE, f"JY{next(_numbers)}", "")
        add, asked = self.suite.suppliers.add_licence, request(next(_numbers))
        return (add(self.shop.owner, self._supplier(), licence, asked).paper_id, request(1)), {}

    def suppliers_add_contract(self):
        return (self._supplier(), contract_of(Terms.CONSIGNMENT), request(1)), {}

    def suppliers_end_contract(self):
        return (self._contract(), TODAY, request(1)), {}

    def _supplier(self):
        """One of its own each time."""
        return add_supplier(self.shop, f"甲社{next(_numbers)}")

    def _contract(self):
        add, asked = self.suite.suppliers.add_contract, request(next(_numbers))
        contract = contract_of(Terms.CONCESSION, commission_bp=1_500)
        return add(self.shop.owner, self._supplier(), contract, asked).paper_id

    def _hung(self):
        """A supplier with a file."""
        owner = Owner(OwnerKind.SUPPLIER, str(self._supplier()))
        add, asked = self.suite.attachments.add, request(next(_numbers))
        return owner, add(self.shop.owner, owner, "证照.pdf", PDF, asked).attachment.digest

    def attachments_listed(self):
        return (self._hung()[0],), {}

    def attachments_read(self):
        return self._hung(), {}

    attachments_unlink = attachments_read

    def attachments_add(self, variant=""):
        owner = {
            "": lambda: Owner(OwnerKind.SUPPLIER, str(self._supplier())),
            "to a contract": lambda: Owner(OwnerKind.CONTRACT, str(self._contract())),
            "to a draft": lambda: Owner(OwnerKind.DRAFT, self._opened().draft_id),
        }[variant]()
        return (owner, "证照.pdf", PDF, request(1)), {}

    def _leaving(self, kind, **head):
        """A draft of that kind with one line of opening stock, which is brought first."""
        keeper, key = self.shop.stock_keeper, f"draft-{next(_numbers)}"
        (line,) = self._posted().lines
        self.suite.drafts.begin(keeper, kind, DraftHead(place_id=WAREHOUSE, **head), key)
        wanted = DraftLine(self.sku.sku_id, 1, line.lot_id)
        return self.suite.drafts.put_line(keeper, key, "line-1", wanted)

    def issues_post(self):
        draft = self._leaving(DocumentKind.ISSUE, reason="gift", asked_by="李主任")
        return (draft.draft_id, draft.revision, request(1)), {}

    def issues_of_month(self):
        return (TODAY[:7],), {}

    issues_month_sheet = issues_month_slip = issues_of_month

    def write_offs_post(self):
        draft = self._leaving(DocumentKind.WRITE_OFF, reason="broken", note="摔破")
        return (draft.draft_id, draft.revision, request(1)), {}

    def supplier_returns_returnable(self):
        return (add_supplier(self.shop, f"供货{next(_numbers)}"),), {}

    def supplier_returns_post(self):
        supplier, keeper = self.supplier_returns_returnable()[0][0], self.shop.stock_keeper
        line = delivery_line(self.sku, 2)
        posted = receive(
            self.shop, line, key=f"k{next(_numbers)}", number=next(_numbers), supplier_id=supplier
        )
        key = f"draft-{next(_numbers)}"
        head = DraftHead(place_id=WAREHOUSE, supplier_id=supplier)
        self.suite.drafts.begin(keeper, DocumentKind.SUPPLIER_RETURN, head, key)
        brought = posted.document.lines[0]
        wanted = DraftLine(self.sku.sku_id, 1, brought.lot_id, place_id=brought.place_id)
        draft = self.suite.drafts.put_line(keeper, key, "line-1", wanted)
        return (draft.draft_id, draft.revision, request(1)), {}

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

    def drafts_naming(self):
        return ("SF1", frozenset({self.sku.sku_id})), {}

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

    def reports_latest(self):
        return (), {}

    reports_receipts = prints_discard_backlog = reports_latest

    def prints_give_up_unprinted(self):
        resting = self.suite.queue.claim(lambda job: job.kind == "z_slip")
        if resting is not None:
            self.suite.queue.set_aside(resting)
        return (), {}

    def prints_answer_complete(self):
        return (self.doubtful,), {}

    def prints_cancel(self, variant=""):
        return ((self.waiting if variant else None) or self.doubtful,), {}

    def prints_retry_now(self):
        return self.prints_cancel("what waits")

    def prints_redirect(self):
        return (*self.prints_retry_now()[0], "后台"), {}

    def prints_test_page(self):
        return ("前台", request(1)), {}

    def prints_x_slip(self):
        return (self.looked, request(1)), {}

    def prints_labels(self):
        sku = self.sku
        tag = PriceTag(sku.name, sku.list_price_fen, sku.unit, sku.sold_by, code=sku.code)
        return ("标签", "40x30", [(tag, 1)], request(1)), {}

    def prints_day(self):
        daily = self.suite.reports.daily(self.shop.owner, TODAY)
        return ("day_slip", DaySlip(self.suite.reports.header, daily), request(1)), {}

    def prints_issues(self):
        month = self.suite.issues.month_slip(self.shop.owner, TODAY[:7])
        return (month, request(1)), {}

    def prints_reprint(self, kind):
        number = {
            "receipt": lambda: self.sale.sale_id,
            "z_slip": lambda: self.closed.shift_id,
            "stock_slip": lambda: self._posted().document_id,
        }[kind]()
        return (kind, number, request(1)), {}

    def prints_reprint_uncertain(self):
        return (self.doubtful, request(1)), {}

    def imports_look(self):
        return (b"code,name\n",), {}

    def imports_check(self):
        return ("货号,零售价(元)\nWS0001,70.00\n".encode(), "x.csv"), {}

    def imports_apply(self):
        plan = self.suite.imports.check(self.shop.owner, *self.imports_check()[0])
        return (plan, request(1)), {}

    def catalogue_whole_sheet(self):
        return (), {}

    def catalogue_products(self):
        return (), {}

    def catalogue_set_price(self):
        return (self.sku.sku_id, self.sku.list_price_fen + 1, request(1)), {}

    def catalogue_set_restricted(self):
        return (self.sku.sku_id, request(1)), {"restricted": True}

    def asked_note(self):
        return ("腊肉",), {}

    def asked_every(self):
        return (), {}

    def asked_forget(self):
        self.suite.asked.note(self.shop.owner, "腊肉")
        return self.asked_note()

    def catalogue_set_active(self):
        return (self.sku.sku_id, request(1)), {"active": False}

    def stock_overview(self):
        return (), {}

    def stock_lots(self):
        return (self.sku.sku_id,), {}

    stock_moves = stock_withheld = stock_lots

    def settings_save(self):
        return (replace(self.suite.settings.load(), phone="021"),), {}

    def settings_change(self):
        return ({"phone": "021"},), {}

    def settings_store_logo(self):
        return (Logo.of(8, 1, b"\xff"),), {}

    def setup_add_till(self):
        return ("02", "2 号收银台", self.suite.setup.tills()[0].point_id), {}

    def people_add_person(self):
        return ("小李", Role.CASHIER, "719283", request(1)), {}

    def people_set_pin(self):
        return (self.shop.stock_keeper.person_id, "719283"), {}

    def people_set_active(self):
        return (self.shop.stock_keeper.person_id,), {"active": False}

    def people_change_person(self):
        return (self.shop.stock_keeper.person_id, "王师傅", Role.STOCK_KEEPER), {}


@pytest.mark.parametrize("name", NEEDS)
def test_a_verb_is_refused_without_each_of_its_permissions_and_done_with_them_alone(
    file_shop, name, monkeypatch
):
    day, actor, needed = Day(file_shop), file_shop.cashier, NEEDS[name]
    for missing in needed:
        monkeypatch.setitem(GRANTS, Role.CASHIER, frozenset(Permission) - {missing})
        with pytest.raises(Refusal, match=r"not_permitted|approval_missing|reversal_not_yours"):
            day.ask(name, actor)
    monkeypatch.setitem(GRANTS, Role.CASHIER, frozenset(needed))
    day.ask(name, actor)


@pytest.mark.parametrize("name", NEEDS)
def test_every_verb_holds_its_actor_against_the_books(file_shop, name):
    day, people = Day(file_shop), file_shop.suite.people
    added = people.add_person(file_shop.owner, "王店长", Role.SHOP_MANAGER, "719283", request(800))
    gone = Actor(added.person_id, "王店长", Role.SHOP_MANAGER)
    people.set_active(file_shop.owner, gone.person_id, active=False)
    promoted = replace(file_shop.cashier, role=Role.SHOP_MANAGER)
    renamed, unknown = replace(gone, name="李店长"), replace(gone, person_id=PersonId(999))
    for nobody in (gone, promoted, renamed, unknown, replace(SYSTEM)):
        with pytest.raises(Refusal, match="actor_changed"):
            day.ask(name, nobody)


@pytest.mark.parametrize("name", NEEDS)
def test_the_program_itself_is_nobodys_hand(file_shop, name):
    day, of_a_person = Day(file_shop), NEEDS[name] & OF_A_PERSON
    if of_a_person:
        with pytest.raises(Refusal, match="not_permitted"):
            day.ask(name, SYSTEM)
    else:
        day.ask(name, SYSTEM)
