"""A blind count stays blind, and what is counted after its content was told says so."""

import pytest

from showroom.domain.approval import ApprovalNeeded
from showroom.domain.document import ZSlip
from showroom.domain.shift import CashCount
from showroom.printing.documents import lay_out
from showroom.printing.render.plain_text import page_text
from showroom.services.books.verify import Verify
from tests.factories import grant, request
from tests.services.selling.test_approvals import journaled, till

__all__ = ["till"]


@pytest.fixture
def strict(till):
    """300.00 in the drawer; 20.00 over or short asks."""
    till.suite.settings.change(till.owner, {"cash_gap_fen": 2_000})
    return till


def close(shop, fen, number, note="", tokens=()):
    count = CashCount({100: fen // 100})
    return shop.suite.shifts.close_shift(shop.cashier, count, request(number), note, tokens)


def printed(shop, report):
    """The Z as the printer gets it, without what only fills the line."""
    slip = ZSlip(shop.suite.settings.header(), report)
    return [" ".join(line.split()) for line in page_text(lay_out(slip, 32)).splitlines()]


def test_a_count_made_to_fit_is_named_on_the_z(strict):
    """The panel showed what should be there; Esc, counted again to fit, closed as if blind."""
    with pytest.raises(ApprovalNeeded):
        close(strict, 1_000, 1)
    with pytest.raises(ApprovalNeeded):
        close(strict, 1_000, 2, "再点")
    strict.clock.advance(60)
    with pytest.raises(ApprovalNeeded):
        close(strict, 50_000, 3, "再点")
    report = close(strict, 30_000, 4).report
    assert [(c.counted_fen, c.over_short_fen) for c in report.earlier] == [
        (1_000, -29_000),
        (50_000, 20_000),
    ]
    lines = printed(strict, report)
    at = next(i for i, line in enumerate(lines) if line.startswith("先前清点"))
    assert [line.split()[-1] for line in lines[at : at + 4]] == [
        "10.00",
        "-290.00",
        "500.00",
        "+200.00",
    ]
    assert strict.suite.shifts.closed(strict.owner) == [report]
    assert [f.check for f in Verify(strict.books).run().findings if not f.passed] == []


def test_the_same_count_approved_is_no_other_count(strict):
    with pytest.raises(ApprovalNeeded) as asked:
        close(strict, 1_000, 1, "找错钱")
    report = close(strict, 1_000, 1, "找错钱", grant(strict, asked.value.deeds)).report
    assert (report.earlier, report.approved_by) == ((), strict.owner.name)
    assert f"长短款授权 {strict.owner.name}" in printed(strict, report)


def test_a_look_that_ended_in_a_no_stands_in_the_journal_and_spends_nothing(strict):
    """The journal held an approval, and nothing of the no that followed."""
    with pytest.raises(ApprovalNeeded) as asked:
        close(strict, 1_000, 1, "找错钱")
    tokens = grant(strict, asked.value.deeds)
    decline = strict.suite.approvals.decline
    decline(strict.owner, tokens)  # none of hers
    assert journaled(strict, "approval_declined") == []
    for _ in range(2):
        decline(strict.cashier, [*tokens, "1-000000000000"])
    ((by, declined),) = journaled(strict, "approval_declined")
    assert (by, declined) == (strict.cashier.name, journaled(strict, "approval")[0][1])
    with pytest.raises(ApprovalNeeded, match="approval_spent"):
        close(strict, 1_000, 1, "找错钱", tokens)
    report = close(strict, 30_000, 2).report
    assert [c.counted_fen for c in report.earlier] == [1_000]
    assert Verify(strict.books).run().passed


def test_the_next_shift_begins_without_them(strict):
    with pytest.raises(ApprovalNeeded):
        close(strict, 1_000, 1)
    close(strict, 30_000, 2)
    strict.suite.shifts.open_shift(strict.cashier, 10_000, request(3))
    assert close(strict, 10_000, 4).report.earlier == ()
