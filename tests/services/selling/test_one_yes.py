"""One approval pays for one deed, and only one that the till's journal tells of."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import func, select

from showroom.db.stores import approvals as store
from showroom.db.tables.approval import approval as kept_approvals
from showroom.db.tables.journal import journal
from showroom.domain.approval import Act, Approval, ApprovalNeeded, Deed, discount_deeds
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.codec import to_json
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId
from showroom.domain.journal import anchor, anchor_seq
from showroom.services.books.approvals import deed_hash, spend
from showroom.services.books.command import NOTHING_MORE, Command
from showroom.services.books.done import Done
from showroom.services.books.verify import Verify
from tests.factories import grant, request
from tests.services.selling.test_approvals import TEN_OFF, sell, till, two_lines
from tests.services.selling.test_checkout import goods

__all__ = ["till"]


def sales_of(shop):
    return shop.books.read(
        lambda tx: tx.connection.execute(
            select(func.count()).select_from(journal).where(journal.c.kind == "sale")
        ).scalar_one()
    )


@pytest.mark.parametrize(
    "forged",
    [
        lambda b: replace(b, lines=b.lines * 5),
        lambda b: replace(b, lines=b.lines * 5, next_line_id=9),
        lambda b: replace(b, lines=(replace(b.lines[0], line_id=b.next_line_id),)),
        lambda b: replace(b, lines=(replace(b.lines[0], line_id=0),)),
        lambda b: replace(b, lines=(replace(b.lines[0], line_id=-1),)),
    ],
)
def test_a_line_has_an_id_of_its_own_that_its_basket_drew(till, forged):
    """Five lines of one id went by one yes, each at -1.00."""
    one = Basket().add(goods(till)[0]).discount_line(1, Discount(DiscountKind.AMOUNT, 100, "议价"))
    tokens = grant(till, discount_deeds(one))
    with pytest.raises(Refusal, match="basket_unsound"):
        sell(till, forged(one), tokens)
    assert sales_of(till) == 0
    assert sell(till, one, tokens).sale.approved_by.startswith(till.owner.name)


@pytest.mark.parametrize(("wanted", "given"), [(1, 1), (2, 1), (2, 2), (5, 4), (5, 5)])
def test_so_many_equal_deeds_need_so_many_approvals(till, wanted, given):
    deed = Deed(Act.DRAWER, "shift 1", "", 0, 0, "换零钱")
    tokens = grant(till, [deed] * given)
    assert len(set(tokens)) == given

    def work(posting):
        assert len(spend(posting, [deed] * wanted, tokens * 2)) == wanted
        return Done()

    command = Command(till.cashier, None, RequestId("x" * 32), "x", "", NOTHING_MORE)
    if given == wanted:
        till.books.command(command, work)
        return
    with pytest.raises(ApprovalNeeded, match="approval_missing") as asked:
        till.books.command(command, work)
    assert asked.value.deeds == (deed,) * (wanted - given)


def forge(till, deeds, token):
    """Rows as somebody with the file in hand writes them: no event stands behind them."""
    who = (till.cashier.person_id, till.cashier.name, till.owner.person_id, till.owner.name)
    for deed in deeds:
        row = store.KeptApproval(
            token,
            till.books.till_id,
            deed_hash(till.books.till_id, till.cashier.person_id, deed),
            to_json(Approval(deed, *who)),
            till.owner.person_id,
            till.clock.now_us(),
        )
        till.books.keep(partial(store.keep, row=row))


def last_event(till, kind):
    found = till.books.read(
        lambda tx: tx.connection.execute(
            select(journal.c.seq, journal.c.hash, journal.c.at_us, journal.c.payload)
            .where(journal.c.kind == kind)
            .order_by(journal.c.seq.desc())
        ).first()
    )
    return anchor(found[0], bytes(found[1])), found[2], found[3]


def test_a_row_without_an_event_is_no_approval(till):
    """-50.00 went by a row that somebody had put beside the books, and they proved right."""
    basket = two_lines(till).discount_order(Discount(DiscountKind.AMOUNT, 50, "议价"))
    deeds = discount_deeds(basket)
    for token in ("f" * 32, "1-" + "0" * 12, "99-" + "0" * 12, last_event(till, "shift_open")[0]):
        forge(till, deeds, token)
        with pytest.raises(ApprovalNeeded, match="approval_missing"):
            sell(till, basket, [token])
    assert sales_of(till) == 0
    (wrong,) = [f for f in Verify(till.books).run().findings if not f.passed]
    assert wrong.check == "approvals"
    assert len(wrong.problems) == 4
    assert all(p.endswith("never given") for p in wrong.problems)


@pytest.mark.parametrize("said", ["deed_hash", "approver_id", "at_us", "approval"])
def test_a_row_that_says_otherwise_than_its_event_is_none(till, said):
    basket = two_lines(till).discount_line(1, TEN_OFF)
    more = basket.discount_line(1, replace(TEN_OFF, value=50))
    (token,) = grant(till, discount_deeds(basket))
    (deed,) = discount_deeds(more)
    who = (till.cashier.person_id, till.cashier.name, till.owner.person_id, till.owner.name)
    changed = {
        "deed_hash": deed_hash(till.books.till_id, till.cashier.person_id, deed),
        "approver_id": till.cashier.person_id,
        "at_us": till.clock.now_us() + 1,
        "approval": to_json(Approval(deed, *who)),
    }[said]
    row = kept_approvals.update().values({said: changed})
    till.books.keep(lambda tx: tx.connection.execute(row))
    for asked in (basket, more):
        with pytest.raises(ApprovalNeeded, match="approval_missing"):
            sell(till, asked, [token])


def test_an_approval_that_is_used_twice_is_found(till):
    """Who resets the mark of a spent one sells by it again; the journal counts both."""
    basket = two_lines(till).discount_line(1, TEN_OFF)
    tokens = grant(till, discount_deeds(basket))
    sell(till, basket, tokens)
    assert Verify(till.books).run().passed
    anew = kept_approvals.update().values(spent_by="")
    till.books.keep(lambda tx: tx.connection.execute(anew))
    sell(till, basket, tokens, 2)
    (wrong,) = [f for f in Verify(till.books).run().findings if not f.passed]
    assert (wrong.check, len(wrong.problems)) == ("approvals", 1)
    assert wrong.problems[0].endswith("approval never given")


@pytest.mark.parametrize("text", ["", "7", "-", "0-" + "a" * 12, "7-" + "g" * 12, "９-" + "a" * 12])
def test_what_is_no_anchor_names_no_event(text):
    assert anchor_seq(text) is None


def test_an_approval_is_named_by_its_event(till):
    (token,) = grant(till, discount_deeds(two_lines(till).discount_line(1, TEN_OFF)))
    name, _, _ = last_event(till, "approval")
    assert token == name
    assert request(1) != token
