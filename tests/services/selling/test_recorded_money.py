"""Recorded money leaves the open slot with a sale or a journaled give-up, or not at all."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from showroom.db.stores import drafts
from showroom.db.stores.drafts import OPEN_SLOT, Draft
from showroom.db.tables.journal import journal
from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.domain.tender import Payment, Tender, TenderKind
from showroom.services.selling.baskets import LeftOver
from showroom.services.selling.open_slot import missing
from tests.factories import request
from tests.services.selling.test_checkout import goods, prove

WECHAT, ALIPAY = TenderKind.WECHAT, TenderKind.ALIPAY
BROKEN = ("{", "null", "[]", "7", '{"lines":[]}', "[" * 100_000, '{"lines":[{"sku_id":1e999}]}')


class Slot:
    """An open basket of three pieces with WeChat 50 fen recorded for it."""

    def __init__(self, shop):
        self.shop, self.baskets = shop, shop.suite.baskets
        shop.suite.shifts.open_shift(shop.cashier, 30_000, request(900))
        self.basket = Basket().add(goods(shop)[0], 3)
        self.due = Payment(self.basket.due_fen)
        self.paid = self.due.pay(WECHAT, 50)
        self.baskets.save_open(self.shop.cashier, self.basket, self.paid)

    @property
    def kept(self):
        found = self.baskets.load_open(self.shop.suite.catalogue.load_index())
        return () if found is None or found.payment is None else found.payment.tenders

    def put(self, content, slot=OPEN_SLOT):
        draft = Draft(slot, content, "", 0, 1)
        self.shop.books.keep(lambda tx: drafts.save(tx, self.shop.books.till_id, draft))

    def sell(self, payment, number=1):
        args = (self.shop.cashier, self.basket, payment, request(number))
        return self.shop.suite.checkout.complete_sale(*args)

    def give_up(self, payment, given, number=2):
        args = (self.shop.cashier, self.basket, payment, given, request(number))
        return self.baskets.give_up(*args)

    def journaled(self, *kinds):
        rows = select(journal.c.kind, journal.c.payload).where(journal.c.kind.in_(kinds))
        found = self.shop.books.read(lambda tx: tx.connection.execute(rows).all())
        return [(kind, json.loads(payload)) for kind, payload in found]


@pytest.fixture
def slot(demo_shop):
    return Slot(demo_shop)


def test_a_sale_with_other_tenders_does_not_swallow_what_was_recorded(slot):
    with pytest.raises(Refusal, match="money_recorded") as refused:
        slot.sell(slot.due.pay_cash())
    assert refused.value.params["tenders"] == "微信支付 0.50"
    for other in (slot.due.pay(ALIPAY, 50).pay_cash(), slot.due.pay(WECHAT, 49).pay_cash()):
        with pytest.raises(Refusal, match="money_recorded"):
            slot.sell(other)
    assert slot.kept == slot.paid.tenders
    assert slot.shop.suite.reports.latest(slot.shop.cashier, 5) == []
    sold = slot.sell(slot.paid.pay(ALIPAY, 30).pay_cash()).sale
    assert sold.tenders[0] == slot.paid.tenders[0]
    assert slot.kept == ()
    prove(slot.shop)


@pytest.mark.parametrize("payment", [None, Payment(0), Payment(9).pay(ALIPAY, 9)])
def test_no_draft_is_written_over_recorded_money(slot, payment):
    for basket in (slot.basket, Basket()):
        with pytest.raises(Refusal, match="money_recorded"):
            slot.baskets.save_open(slot.shop.cashier, basket, payment)
    assert slot.kept == slot.paid.tenders


def test_one_of_two_equal_tenders_is_not_both(slot):
    twice = slot.paid.pay(WECHAT, 50)
    slot.baskets.save_open(slot.shop.cashier, slot.basket, twice)
    with pytest.raises(Refusal, match="money_recorded"):
        slot.baskets.save_open(slot.shop.cashier, slot.basket, slot.paid)
    slot.give_up(slot.paid, slot.paid.tenders)
    assert slot.kept == slot.paid.tenders


def test_all_that_would_be_lost_is_named(slot):
    """The first alone was: who gave that up lost the second unasked."""
    both = slot.paid.pay(ALIPAY, 30)
    slot.baskets.save_open(slot.shop.cashier, slot.basket, both)
    assert missing(both.tenders, ()) == list(both.tenders)
    with pytest.raises(Refusal, match="money_recorded") as refused:
        slot.sell(slot.due.pay_cash())
    assert refused.value.params["tenders"] == "微信支付 0.50、支付宝 0.30"


def test_cash_that_was_only_laid_down_goes_without_a_word(slot):
    slot.baskets.save_open(slot.shop.cashier, slot.basket, slot.paid.pay_cash(10))
    slot.baskets.save_open(slot.shop.cashier, slot.basket, slot.paid)
    assert slot.kept == slot.paid.tenders


def test_what_is_given_up_is_what_the_draft_held(slot):
    lies = ((), (Tender(WECHAT, 500, 500),), (Tender(ALIPAY, 50, 50),), slot.paid.tenders * 2)
    for lie in lies:
        with pytest.raises(Refusal, match="given_up_other"):
            slot.give_up(slot.due, lie)
    with pytest.raises(Refusal, match="given_up_other"):
        slot.give_up(slot.paid, slot.paid.tenders)
    assert slot.journaled("tender_given_up") == []
    slot.give_up(slot.due, slot.paid.tenders)
    ((_, written),) = slot.journaled("tender_given_up")
    assert [(t["kind"], t["amount_fen"]) for t in written["tenders"]] == [("wechat", 50)]
    assert slot.give_up(slot.due, slot.paid.tenders).repeated
    assert slot.kept == ()
    slot.sell(slot.due.pay_cash())


@pytest.mark.parametrize("content", BROKEN)
def test_an_unreadable_draft_is_set_aside_before_anything_is_written_over_it(file_shop, content):
    slot = Slot(file_shop)
    slot.put(content)
    done = slot.baskets.save_open(slot.shop.cashier, slot.basket)
    assert done.problem == "draft_unreadable"
    index = file_shop.suite.catalogue.load_index()
    assert slot.baskets.load_open(index).basket.pieces == 3
    (held,) = slot.baskets.held(index)
    assert not held.readable
    row = file_shop.books.read(lambda tx: drafts.load(tx, file_shop.books.till_id, held.slot))
    assert row.content == content
    assert [kind for kind, _ in slot.journaled("draft_set_aside")] == ["draft_set_aside"]
    assert slot.baskets.save_open(slot.shop.cashier, slot.basket).problem == ""


def test_a_sale_sets_an_unreadable_draft_aside_too(slot):
    slot.put("{")
    assert slot.sell(slot.due.pay_cash()).problem == "draft_unreadable"
    assert len(slot.baskets.held(slot.shop.suite.catalogue.load_index())) == 1
    assert len(slot.journaled("draft_set_aside")) == 1
    prove(slot.shop)


def test_nothing_is_given_up_from_an_unreadable_draft_which_is_set_aside(slot):
    slot.put("{")
    with pytest.raises(Refusal, match="draft_unreadable"):
        slot.give_up(slot.due, slot.paid.tenders)
    assert len(slot.journaled("draft_set_aside")) == 1
    assert slot.journaled("tender_given_up") == []


def test_holding_and_recalling_set_an_unreadable_draft_aside_too(slot):
    index = slot.shop.suite.catalogue.load_index()
    slot.put("{")
    assert slot.baskets.hold(slot.shop.cashier, slot.basket).problem == "draft_unreadable"
    slot.put("{")
    readable = next(h for h in slot.baskets.held(index) if h.readable)
    assert (
        slot.baskets.recall(slot.shop.cashier, readable.slot, index).problem == "draft_unreadable"
    )
    assert [h.readable for h in slot.baskets.held(index)] == [False, False]


def test_the_screen_is_told_of_an_unreadable_draft_and_may_set_it_aside(slot):
    index = slot.shop.suite.catalogue.load_index()
    assert slot.baskets.set_aside().problem == "", "a sound basket stays where it is"
    assert slot.kept == slot.paid.tenders
    slot.put("{")
    assert not slot.baskets.load_open(index).readable
    assert slot.baskets.left_over() == LeftOver(0, (), 0), "it is told before a count"
    assert slot.baskets.set_aside().problem == "draft_unreadable"
    assert slot.baskets.load_open(index) is None


def test_one_unreadable_held_basket_costs_itself_alone_and_can_be_thrown_away(slot):
    index, cashier = slot.shop.suite.catalogue.load_index(), slot.shop.cashier
    slot.give_up(slot.due, slot.paid.tenders)
    slot.baskets.hold(cashier, slot.basket, "红衣阿姨")
    slot.put('{"note":"134567890123456789', slot=8)
    sound, broken = slot.baskets.held(index)
    assert (sound.readable, broken.readable) == (True, False)
    with pytest.raises(Refusal, match="held_unreadable"):
        slot.baskets.recall(slot.shop.cashier, broken.slot, index)
    for wrong, code in ((sound.slot, "held_readable"), (99, "held_unknown"), (0, "held_unknown")):
        with pytest.raises(Refusal, match=code):
            slot.baskets.throw_away(cashier, wrong, request(3))
    slot.baskets.throw_away(cashier, broken.slot, request(4))
    assert slot.baskets.throw_away(cashier, broken.slot, request(4)).repeated
    ((_, written),) = slot.journaled("draft_thrown_away")
    assert written["content"].startswith('{"note":"')
    assert "134567890123456789" not in written["content"]
    assert (
        slot.baskets.recall(slot.shop.cashier, sound.slot, index).basket.lines == slot.basket.lines
    )


def test_what_reads_as_a_basket_but_is_none_is_unreadable(slot):
    row = slot.shop.books.read(lambda tx: drafts.load(tx, slot.shop.books.till_id, OPEN_SLOT))
    for name, wrong in (("note", 5), ("age_checked", "no"), ("payment", 5)):
        slot.put(json.dumps({**json.loads(row.content), name: wrong}))
        assert not slot.baskets.load_open(slot.shop.suite.catalogue.load_index()).readable


def test_other_tenders_than_those_that_were_asked_for_are_no_repetition(slot):
    sold = slot.sell(slot.paid.pay_cash())
    again = slot.sell(slot.paid.pay_cash())
    assert (again.sale, again.repeated) == (sold.sale, True)
    with pytest.raises(Refusal, match="request_reused"):
        slot.sell(replace(slot.due, tenders=()).pay_cash())
