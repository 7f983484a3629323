"""What a new shop still needs, from its first minute to its first sale."""

import pytest

from showroom.domain.basket import Basket
from showroom.domain.permission import Role
from showroom.domain.printer import PrinterSettings
from showroom.domain.tender import Payment, TenderKind
from showroom.services.books.actor import SYSTEM
from showroom.services.goods.import_plan import Answers
from showroom.services.setup.first_day import NEEDED, FirstStep
from showroom.services.suite import make_suite
from tests.factories import request, small_catalogue

LOT = "货号,批号,期初数量,生产日期\n{},期初,12,2026-05-01\n"


@pytest.fixture
def suite(books, pins):
    return make_suite(books, pins)


def bring(suite, owner, content, number):
    plan = suite.imports.check(owner, content, "a.csv", answers=Answers(allow_new_places=True))
    assert plan.can_apply, plan.errors
    suite.imports.apply(owner, plan, request(number), lambda *_: None, ())


def test_each_step_is_done_by_what_is_in_the_books(suite):
    owner = suite.setup.start_real("万荣路88号", "林店长", "481516").owner
    now = suite.first_day.prepared
    assert not any(now().has(step) for step in FirstStep)
    assert now().next is FirstStep.GOODS
    bring(suite, owner, small_catalogue(), 1)
    assert now().products == len(suite.catalogue.load_index().skus)
    assert now().next is FirstStep.PRINTER
    sku = suite.catalogue.load_index().skus[0]
    bring(suite, owner, LOT.format(sku.code).encode(), 2)
    assert (now().stocked, now().has(FirstStep.STOCK)) == (1, True)
    label = PrinterSettings("label", "标签", "file", "/nowhere")
    suite.settings.change(SYSTEM, {"printers": (label,)})
    assert now().next is FirstStep.PRINTER, "one that prints no receipts"
    gone = PrinterSettings("receipt", "走了", "none", "")
    suite.settings.change(SYSTEM, {"printers": (label, gone)})
    assert now().next is FirstStep.PRINTER
    paper = PrinterSettings("receipt", "前台", "file", "/nowhere")
    suite.settings.change(SYSTEM, {"printers": (label, paper)})
    assert (now().printer, now().next) == ("前台", FirstStep.SHIFT)
    assert not now().has(FirstStep.PEOPLE)
    suite.people.add_person(owner, "小周", Role.CASHIER, "206080", request(3))
    assert now().has(FirstStep.PEOPLE)
    suite.shifts.open_shift(owner, 30_000, request(4))
    assert all(now().has(step) for step in NEEDED)
    assert now().next is FirstStep.SALE
    basket = Basket().add(suite.catalogue.load_index().skus[0], 1)
    payment = Payment(basket.due_fen).pay(TenderKind.CASH)
    suite.checkout.complete_sale(owner, basket, payment, request(5))
    assert now().over


def test_the_demo_has_nothing_to_prepare(suite):
    suite.setup.start_demo(small_catalogue())
    assert suite.first_day.prepared().over
