"""What a shop that traded writes of its stock comes in elsewhere as the very same lots."""

from dataclasses import astuple, replace
from datetime import date

import pytest

from showroom.db.reads import imports as import_reads
from showroom.db.reads import stock as stock_reads
from showroom.db.reads.suppliers import every_facts
from showroom.domain.documents.supplier import SupplierContent
from showroom.domain.ids import RequestId
from showroom.domain.permission import Role
from showroom.domain.stock import Terms
from showroom.services.books.actor import Actor
from showroom.services.goods.export_sheet import sheet_csv
from showroom.services.suite import make_suite
from showroom.showcase.demo import SET_UP_S
from showroom.showcase.simulation import Plan, SetClock, Simulation
from tests.factories import (
    OWNER_PIN,
    FakeClock,
    Shop,
    approved,
    cheap_pins,
    make_books,
    request,
    small_catalogue,
)
from tests.services.goods.spreadsheets import product, table
from tests.services.goods.test_imports import OPENING, check
from tests.services.stock.deliveries import add_supplier, contract_of
from tests.services.stock.leavings import proved

CONTRACTS = (
    ("H1", Terms.CONSIGNMENT, 2_500),
    ("H2", Terms.CONSIGNMENT, 1_000),
    ("H3", Terms.BUY_OUT, 0),
)
DAY, EARLIER = date(2026, 6, 15), date(2026, 6, 9)


@pytest.fixture(scope="module")
def gone_out(sqlite_databases):
    """(the sheet, its lots, its suppliers) of a demo shop that traded for some days."""
    clock = SetClock()
    with sqlite_databases.fresh("migrated") as database:
        books = make_books(database, clock)
        suite = make_suite(books, cheap_pins(books))
        clock.set(EARLIER, SET_UP_S)
        suite.setup.start_demo(small_catalogue(), papers_day=DAY.isoformat())
        people = {p.role: Actor(p.person_id, p.name, p.role) for p in suite.people.list_people()}
        Simulation(suite, clock, people).run(Plan(6, 71, DAY), lambda *_: None)
        owner = people[Role.SHOP_MANAGER]
        _deliver(Shop(suite, FakeClock(), owner, owner, owner))
        made = suite.catalogue.whole_sheet(owner)
        suppliers = database.read(every_facts)
        return sheet_csv(made.sheet), lots_of(database), suppliers


def _deliver(shop):
    """Lots of one product at two costs, and under each of three contracts of one supplier."""
    maker = add_supplier(shop, "甲社")
    for number, terms, share in CONTRACTS:
        contract = replace(contract_of(terms, commission_bp=share), contract_no=number)
        shop.suite.suppliers.add_contract(shop.owner, maker, contract, RequestId(number))
    row = {"供应商": "甲社", "合同号": "H3", "进价(元)": "8"}
    rows = [product() | OPENING | row, {"货号": "X1"} | OPENING | row | {"进价(元)": "8.50"}]
    rows += [{"货号": "X1"} | OPENING | {"供应商": "甲社", "合同号": n} for n in ("H1", "H2")]
    plan = check(shop, table(*rows))
    assert plan.errors == ()
    apply = shop.suite.imports.apply
    approved(shop, lambda tokens: apply(shop.owner, plan, request(1), approvals=tokens))


def lots_of(database):
    """Every lot that is there, without the books' own numbers."""
    codes = {
        sku_id: code for code, (sku_id, _) in database.read(import_reads.import_state).skus.items()
    }
    found = database.read(stock_reads.held)
    return sorted(
        (codes[x.sku_id], *astuple(x)[1:6], x.terms.value, x.cost_fen, x.commission_bp)
        for x in found
    )


def test_a_fresh_shop_gets_every_lot_at_its_cost_and_on_its_terms(gone_out, sqlite_databases):
    """合同号 was empty, and a lot came in at what its product cost."""
    content, lots, suppliers = gone_out
    with sqlite_databases.fresh("migrated") as database:
        shop = new_shop(database)
        for each in suppliers:
            acquaint(shop, each)
        plan = check(shop, content, allow_new_places=True)
        assert plan.errors == ()
        apply = shop.suite.imports.apply
        approved(shop, lambda tokens: apply(shop.owner, plan, request(1), approvals=tokens))
        assert lots_of(database) == lots
        assert proved(shop) == []
        again = check(shop, content)
        assert again.lots == again.update == again.errors == ()
        assert {w.code for w in again.warnings} <= {"lot_known"}


def new_shop(database):
    """A real shop on its first day, whose 店长 does everything."""
    clock = FakeClock()
    books = make_books(database, clock)
    suite = make_suite(books, cheap_pins(books))
    owner = suite.setup.start_real("万荣路88号", "林店长", OWNER_PIN).owner
    return Shop(suite, clock, owner, owner, owner)


def acquaint(shop, facts):
    """A supplier of the other shop, by name, with its contracts."""
    content = SupplierContent(facts.name, code=facts.code)
    key = f"add {facts.code}"
    made = shop.suite.suppliers.add(shop.owner, content, RequestId(key)).supplier_id
    for n, contract in enumerate(facts.contracts):
        shop.suite.suppliers.add_contract(shop.owner, made, contract, RequestId(f"{key} {n}"))
