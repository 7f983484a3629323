"""Cash that goes into and out of the drawer: what asks, and what is told of it."""

import pytest

from showroom.domain.approval import Act, ApprovalNeeded
from showroom.domain.errors import Refusal
from showroom.domain.shift import MAX_DRAWER_FEN
from showroom.services.books.verify import Verify
from tests.factories import approved, grant, request
from tests.services.selling.test_approvals import journaled, till

__all__ = ["till"]


@pytest.mark.parametrize("fen", [1, 29_999, 30_000, 30_001, 99_999])
def test_what_may_leave_tells_nothing_of_what_is_there(till, fen):
    """The refusal of a drop told to the fen what a blind count should come to."""
    till.suite.shifts.move_cash(till.cashier, -fen, "上缴", request(1))
    assert [m.amount_fen for m in till.suite.shifts.movements()] == [-fen]


def test_drops_beyond_the_limit_ask_all_of_a_shift_together(till):
    move = till.suite.shifts.move_cash
    move(till.cashier, -60_000, "上缴", request(1))
    move(till.cashier, 5_000, "零钱", request(2))
    with pytest.raises(ApprovalNeeded, match="approval_missing") as asked:
        move(till.cashier, -40_001, "上缴", request(3))
    (deed,) = asked.value.deeds
    assert (deed.act, deed.old_fen, deed.new_fen) == (Act.DROP, 60_000, 100_001)
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        move(till.cashier, -40_002, "上缴", request(4), grant(till, [deed]))
    move(till.cashier, -40_000, "上缴", request(5))
    approved(till, lambda tokens: move(till.cashier, -1, "上缴", request(6), tokens))
    (*_, (by, spent)) = journaled(till, "override")
    assert (by, spent["approval"]["approver"]) == (till.cashier.name, till.owner.name)


def test_who_takes_the_money_may_take_it(till):
    till.suite.shifts.move_cash(till.owner, -500_000, "上缴", request(1))
    assert journaled(till, "override") == []


def test_what_is_put_in_asks_like_what_is_taken_out(till):
    """999 999.99 of 补充备用金 went in unasked, and any shortage with it."""
    move = till.suite.shifts.move_cash
    move(till.cashier, 60_000, "零钱", request(1))
    move(till.cashier, -50_000, "上缴", request(2))
    with pytest.raises(ApprovalNeeded, match="approval_missing") as asked:
        move(till.cashier, 40_001, "零钱", request(3))
    (deed,) = asked.value.deeds
    assert (deed.act, deed.old_fen, deed.new_fen) == (Act.PAY_IN, 60_000, 100_001)
    assert [x.text for x in deed.passed] == ["本班补充超过 1,000.00"]
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        move(till.cashier, 40_002, "零钱", request(4), grant(till, [deed]))
    move(till.cashier, 40_000, "零钱", request(5))
    approved(till, lambda tokens: move(till.cashier, 1, "零钱", request(6), tokens))
    (*_, (by, spent)) = journaled(till, "override")
    assert (by, spent["approval"]["approver"]) == (till.cashier.name, till.owner.name)
    move(till.owner, 500_000, "零钱", request(7))
    assert Verify(till.books).run().passed


@pytest.mark.parametrize("sign", [1, -1])
def test_no_movement_is_larger_than_a_drawer(till, sign):
    with pytest.raises(Refusal, match="cash_move_too_large"):
        till.suite.shifts.move_cash(till.owner, sign * (MAX_DRAWER_FEN + 1), "x", request(1))
    till.suite.shifts.move_cash(till.owner, sign * MAX_DRAWER_FEN, "x", request(2))
