"""Through the panels that only some days show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt

from showroom.domain.approval import Act, Deed, GoodsBack
from showroom.domain.basket import Basket
from showroom.domain.business_day import day_ends_us
from showroom.domain.errors import Refusal
from showroom.domain.quantity import SoldBy
from showroom.domain.tender import Payment, Tender, TenderKind
from showroom.services.selling.baskets import LeftOver
from showroom.ui.browse.choice_panel import ChoicePanel
from showroom.ui.catalogue.asked_panel import AskedPanel
from showroom.ui.catalogue.new_product import NewProductPanel
from showroom.ui.counter.age_panel import AgePanel
from showroom.ui.counter.cash_question import CashQuestion
from showroom.ui.counter.give_up import GiveUp, GivingUp
from showroom.ui.counter.panels import WordsPanel
from showroom.ui.shell.kept_panel import KeptPanel
from showroom.ui.shell.time_questions import CLOCK
from showroom.ui.shift.before_close import Ways, ask_before
from showroom.ui.shift.close_question import ask_gap
from showroom.ui.widgets.approval import ApprovalPanel
from tests.factories import MONDAY_TEN_US
from tests.services.selling.test_checkout import goods
from tests.ui.counter.counter_player import FLOWER
from tests.ui.fits.hands import answer, press
from tests.ui.fits.walk_counter import LONG

Key = Qt.Key
CLOCK_DOUBTS = [
    Refusal(code, clock_us=2 * MONDAY_TEN_US, known_us=MONDAY_TEN_US) for code in sorted(CLOCK)
]
MUCH_LEFT = LeftOver(12, Payment(9_999_999).pay(TenderKind.WECHAT, 5_000_000).tenders, 49)
MUCH_BACK = (
    Deed(
        Act.REFUND,
        "receipt",
        "01-000041",
        67_993_200,
        0,
        "包装破损",
        goods=tuple(
            GoodsBack(n, f"{LONG}单袋装", SoldBy.EACH, 9_999, 67_993_200, restock=False)
            for n in range(3)
        ),
        ways=tuple(Tender(kind, -11_332_200, -11_332_200) for kind in TenderKind),
    ),
)


def _nothing():
    """What would go on."""


def _giving_up():
    payment = Payment(100_000).pay(TenderKind.WECHAT, 50_000).pay(TenderKind.ALIPAY, 12_345)
    return GivingUp(Basket(), Payment(100_000), payment.tenders)


def _time(till, doubt):
    till.window._questions.ask(doubt, None)  # noqa: SLF001 (as a verb's refusal comes to it)


def _day(till):
    """The widest: a shift of last year whose night may run on."""
    context, clock = till.desk.context, till.shop.clock
    shift, now = context.shift, clock.now
    context.shift = replace(shift, business_date="2026-12-31")
    clock.now = day_ends_us("2026-12-31") + 1
    till.window._questions._ask_day()  # noqa: SLF001 (behind the clock's own question)
    context.shift, clock.now = shift, now


def questions(till):
    """Panels that only some days show, as their openers open them."""
    screen, context = till.screen, till.desk.context
    basket = Basket().add(goods(till.shop)[0])
    asking: tuple[tuple[str, Callable[[], object]], ...] = (
        ("choice", lambda: ChoicePanel(screen, goods(till.shop)).open()),
        ("words", lambda: WordsPanel(screen, "为什么开钱箱？").open()),
        ("age", lambda: AgePanel(screen, basket).open()),
        ("cash", lambda: CashQuestion(screen, Payment(1_580).pay_cash(9_999_900)).open()),
        ("scans", lambda: KeptPanel(screen, context).open()),
        ("asked", lambda: AskedPanel(screen, context).open()),
        ("new product", lambda: NewProductPanel(screen, context, FLOWER).open()),
        ("gap", lambda: ask_gap(screen, lambda: None)),
        ("before the count", lambda: ask_before(screen, MUCH_LEFT, Ways(_nothing, _nothing))),
        (
            "approval of a refund",
            lambda: ApprovalPanel(screen, context, MUCH_BACK, lambda _grants: None).open(),
        ),
        ("giving up", lambda: GiveUp(context, screen).ask("返回商品？", _giving_up(), _nothing)),
        *((f"clock, {doubt.code}", partial(_time, till, doubt)) for doubt in CLOCK_DOUBTS),
        ("day", partial(_day, till)),
    )
    for name, ask in asking:
        ask()
        till.settle()
        yield f"question, {name}"
        till.panel.close_panel()
    till.write("zzqq")
    till.settle()
    yield "counter, nothing found"
    press(till, Key.Key_Escape)
    answer(till)
