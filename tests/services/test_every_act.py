"""Whatever may be approved is asked for, spent by its deed alone, journaled, and held by verify."""

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from showroom.db.tables.journal import journal
from showroom.domain.approval import Act, ApprovalNeeded
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.codec import to_json
from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.scan import ScaleLabel
from showroom.domain.shift import CashCount
from showroom.domain.stock import DocumentKind
from tests.factories import grant, request
from tests.services.books.test_verify import found, tamper
from tests.services.selling.test_approvals import TEN_OFF, sell, till, two_lines
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import WAREHOUSE, add_supplier, delivery_line, draft_of
from tests.services.stock.leavings import arrived, kept_goods, out_of

__all__ = ["till"]

CLOCK_JUMP_S = 10 * 365 * 86_400
NEW = "货号,品名,县/产地,零售价,税率\nX9,试吃米线,广南县,6000,9%\n".encode("utf-8-sig")


def sold(basket_of):
    """A cashier's sale of what `basket_of(till)` rings up."""

    def scene(till):
        basket = basket_of(till)
        return till.cashier, lambda tokens: sell(till, basket, tokens, 7)

    return scene


def refund(till):
    sale = sell(till, two_lines(till)).sale
    back = (till.cashier, sale.sale_id, {1: 1}, "质量问题", request(7))
    return till.cashier, lambda tokens: till.suite.returns.refund(*back, approvals=tokens)


def price(till):
    sku = goods(till)[0]
    asked = (till.owner, sku.sku_id, 600_000, request(7))
    change = till.suite.catalogue.set_price
    return till.owner, lambda tokens: change(*asked, tokens, reason="换包装")


def new_price(till):
    plan = till.suite.imports.check(till.stock_keeper, NEW, "p.csv")
    asked = (till.stock_keeper, plan, request(7))
    return till.stock_keeper, lambda tokens: till.suite.imports.apply(*asked, approvals=tokens)


def drawer(till):
    asked = (till.cashier, "换零钱", request(7))
    return till.cashier, lambda tokens: till.suite.shifts.open_drawer(*asked, tokens)


def moved(fen):
    def scene(till):
        asked = (till.cashier, fen, "零钱", request(7))
        return till.cashier, lambda tokens: till.suite.shifts.move_cash(*asked, tokens)

    return scene


def gap(till):
    till.suite.settings.change(till.owner, {"cash_gap_fen": 2_000})
    asked = (till.cashier, CashCount({100: 9}), request(7), "找错钱")
    return till.cashier, lambda tokens: till.suite.shifts.close_shift(*asked, tokens)


def clock(till):
    till.clock.advance(CLOCK_JUMP_S)
    return till.cashier, lambda tokens: till.suite.clock.confirm(till.cashier, request(7), tokens)


def short_life(till):
    old = delivery_line(
        goods(till)[0], production_date="2025-06-01", expiry_date="2026-07-01", lot_no="B1"
    )
    draft = draft_of(till, old, supplier_id=add_supplier(till))
    asked = (till.stock_keeper, draft.draft_id, draft.revision, request(7))
    return till.stock_keeper, lambda tokens: till.suite.receiving.post(*asked, tokens)


def opening(till):
    sell(till, two_lines(till), number=6)
    kind = DocumentKind.OPENING
    draft = draft_of(till, delivery_line(goods(till)[0], lot_no="B1"), kind=kind)
    asked = (till.stock_keeper, draft.draft_id, draft.revision, request(7))
    return till.stock_keeper, lambda tokens: till.suite.receiving.post(*asked, tokens)


def odd_cost(till):
    sku = goods(till)[0]
    dear = delivery_line(sku, cost_fen=sku.list_price_fen + 1)
    draft = draft_of(till, dear, supplier_id=add_supplier(till))
    asked = (till.stock_keeper, draft.draft_id, draft.revision, request(7))
    return till.stock_keeper, lambda tokens: till.suite.receiving.post(*asked, tokens)


def odd_expiry(till):
    late = delivery_line(goods(till)[0], expiry_date="2037-05-31")
    draft = draft_of(till, late, supplier_id=add_supplier(till))
    asked = (till.stock_keeper, draft.draft_id, draft.revision, request(7))
    return till.stock_keeper, lambda tokens: till.suite.receiving.post(*asked, tokens)


def odd_order(till):
    sku = goods(till)[0]
    head = DraftHead(WAREHOUSE, supplier_id=add_supplier(till))
    asked = (till.stock_keeper, head, (DraftLine(sku.sku_id, 5, cost_fen=442_000),), request(7))
    place = till.suite.purchasing.place
    return till.stock_keeper, lambda tokens: place(*asked, approvals=tokens)


def late_return(till):
    supplier = add_supplier(till, terms=[("buy_out", 0)])
    fresh = {"expiry_date": "2026-06-25", "production_date": "2026-06-15", "cost_fen": 100}
    line = arrived(till, kept_goods(till), known=fresh, supplier_id=supplier)
    kind = DocumentKind.SUPPLIER_RETURN
    draft = draft_of(till, out_of(line, 4), key="out", kind=kind, supplier_id=supplier)
    asked = (till.stock_keeper, draft.draft_id, draft.revision, request(7))
    return till.stock_keeper, lambda tokens: till.suite.supplier_returns.post(*asked, tokens)


def test_what_is_weighed_has_its_unit_once(till):
    """1.000kgkg, said the panel."""
    sku = goods(till, weighed=True)[0]
    dear = delivery_line(sku, 1_000, cost_fen=sku.list_price_fen + 1)
    draft = draft_of(till, dear, supplier_id=add_supplier(till))
    with pytest.raises(ApprovalNeeded) as asked:
        till.suite.receiving.post(till.stock_keeper, "d1", draft.revision, request(7))
    assert {deed.name for deed in asked.value.deeds} == {f"{sku.name} 1.000 kg"}


RULES = "docs/trade.md#approval"
SCENES = {
    Act.LINE_PRICE: sold(
        lambda till: two_lines(till).discount_line(
            1, Discount(DiscountKind.UNIT_PRICE, goods(till)[0].list_price_fen - 10, "议价")
        )
    ),
    Act.LINE_DISCOUNT: sold(lambda till: two_lines(till).discount_line(1, TEN_OFF)),
    Act.LABEL: sold(
        lambda till: Basket().add_label(goods(till, weighed=True)[0], ScaleLabel("x", 500, 1))
    ),
    Act.ORDER_DISCOUNT: sold(lambda till: two_lines(till).discount_order(TEN_OFF)),
    Act.REFUND: refund,
    Act.PRICE_CHANGE: price,
    Act.NEW_PRICE: new_price,
    Act.DRAWER: drawer,
    Act.CASH_GAP: gap,
    Act.DROP: moved(-200_000),
    Act.PAY_IN: moved(200_000),
    Act.CLOCK: clock,
    Act.SHORT_LIFE: short_life,
    Act.OPENING: opening,
    Act.COST: odd_cost,
    Act.EXPIRY: odd_expiry,
    Act.ORDER: odd_order,
    Act.LATE_RETURN: late_return,
}
"""How each act comes about: who asks, and the deed with the tokens it is given."""


def events(till, kind):
    """Payloads of the till's events of a kind."""
    read = select(journal.c.payload).where(journal.c.kind == kind).order_by(journal.c.seq)
    rows = till.books.read(lambda tx: tx.connection.execute(read).all())
    return [json.loads(payload) for (payload,) in rows]


@pytest.mark.parametrize("act", Act)
def test_every_act_is_asked_spent_journaled_and_verified(till, act):
    """A clock that nobody had vouched for passed: its event was in no list of verify's."""
    asker, do = SCENES[act](till)
    with pytest.raises(ApprovalNeeded, match="approval_missing") as asked:
        do(())
    assert [deed.act for deed in asked.value.deeds] == [act]
    tokens = grant(till, asked.value.deeds, asker)
    (given,) = events(till, "approval")
    do(tokens)
    (spent,) = events(till, "override")
    assert spent["approval"] == given
    told = [f"{e.kind} {e.payload}" for e in all_events(till) if '"approval":{' in e.payload]
    assert [x.partition(" ")[0] for x in told] == ["override"], "told once, in one way"
    assert found(till) == {}
    payload = to_json({**spent, "approval": {**given, "approver": "没有的人"}})
    tamper(till, journal.update().where(journal.c.kind == "override").values(payload=payload))
    assert any(x.endswith("approval never given") for x in found(till)["approvals"])


def all_events(till):
    return till.books.read(lambda tx: tx.connection.execute(select(journal)).all())


def test_the_rules_name_every_act_once():
    """Half of what asks was missing there."""
    text = (Path(__file__).parents[2] / RULES.partition("#")[0]).read_text("utf-8")
    named = text.partition("### Approval\n")[2].partition("\n### ")[0]
    rows = re.findall(r"^\| (\S+) \|", named, re.MULTILINE)
    assert rows[1:] == [*dict.fromkeys(rows[1:])]
    assert set(rows[1:]) == {act.word for act in Act}
    assert set(SCENES) == set(Act)


OLD = ["price_change", "cash_drop", "cash_pay_in", "drawer_no_sale", "clock_confirmed"]


@pytest.mark.parametrize("kind", OLD)
def test_what_older_books_journaled_in_the_deeds_own_event_is_held_too(till, kind):
    asker, do = drawer(till)
    with pytest.raises(ApprovalNeeded) as asked:
        do(())
    do(grant(till, asked.value.deeds, asker))
    (spent,) = events(till, "override")
    written = {"reason": "换零钱", "approval": spent["approval"]}
    row = journal.update().where(journal.c.kind == "override")
    tamper(till, row.values(kind=kind, payload=to_json(written)))
    assert "approvals" not in found(till)
    written["approval"]["approver"] = "没有的人"
    row = journal.update().where(journal.c.payload.contains('"approval":{'))
    tamper(till, row.values(payload=to_json(written)))
    assert any(x.endswith("approval never given") for x in found(till)["approvals"])
