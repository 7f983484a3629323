"""A drawer over or short by more than the shop's limit asks, whoever closes."""

import pytest

from showroom.domain.approval import Act, ApprovalNeeded
from showroom.domain.limit import Limit, Passed
from showroom.domain.shift import CashCount
from showroom.services.books.verify import Verify
from tests.factories import approved, grant, request
from tests.services.selling.test_approvals import journaled, till

__all__ = ["till"]


def test_a_drawer_far_short_closes_with_a_note_and_an_approval(till):
    """-2 913.20 closed unasked."""
    till.suite.settings.change(till.owner, {"cash_gap_fen": 2_000})
    close, count = till.suite.shifts.close_shift, CashCount({100: 9})
    with pytest.raises(ApprovalNeeded, match="gap_note_missing"):
        close(till.cashier, count, request(1))
    with pytest.raises(ApprovalNeeded, match="approval_missing") as asked:
        close(till.cashier, count, request(1), "找错钱")
    (deed,) = asked.value.deeds
    assert (deed.act, deed.old_fen, deed.new_fen) == (Act.CASH_GAP, 30_000, 900)
    assert deed.passed == (Passed(Limit.CASH_GAP, 2_000),)
    assert [w["gap"]["new_fen"] for _, w in journaled(till, "count_gap")] == [900, 900]
    tokens = grant(till, [deed])
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        close(till.cashier, CashCount({100: 8}), request(2), "找错钱", tokens)
    report = close(till.cashier, count, request(1), "找错钱", tokens).report
    assert (report.closed_by, report.approved_by) == (till.cashier.name, till.owner.name)
    assert (report.over_short_fen, report.approved_for) == (-29_100, ("相差超过 20.00",))
    assert close(till.cashier, count, request(1), "找错钱", tokens).report == report
    (_, spent) = journaled(till, "override")[0]
    assert spent["document"] == report.shift.shift_id
    assert [f.check for f in Verify(till.books).run().findings if not f.passed] == []


@pytest.mark.parametrize("gap", [2_000, -2_000, 2_100, -2_100])
def test_a_small_gap_asks_nobody(till, gap):
    till.suite.settings.change(till.owner, {"cash_gap_fen": 2_000})
    total = 30_000 + gap
    count = CashCount({10_000: total // 10_000, 100: total % 10_000 // 100})
    asks = []

    def close(tokens):
        asks.append(tokens)
        return till.suite.shifts.close_shift(till.cashier, count, request(1), "差", tokens)

    approved(till, close)
    assert len(asks) == (1 if abs(gap) <= 2_000 else 2)
