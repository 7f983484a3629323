"""What is broken, spoiled, lost or expired leaves the books with a reason and a note."""

import pytest

from showroom.domain.errors import Refusal
from showroom.domain.stock import DocumentKind
from tests.factories import let_days_pass, request
from tests.services.stock.leavings import arrived, kept_goods, on_hand, out_of, proved, take_out


@pytest.fixture
def shop(demo_shop):
    return demo_shop


@pytest.fixture
def line(shop):
    return arrived(shop, kept_goods(shop))


def write_off(shop, *lines, reason="broken", note="搬运时摔破", **more):
    told = {"reason": reason, "note": note, **more}
    return take_out(shop, "write_offs", DocumentKind.WRITE_OFF, *lines, **told)


def test_a_loss_leaves_with_its_reason_and_comes_back_by_a_reversal(shop, line):
    document = write_off(shop, out_of(line, 2)).document
    assert (document.number, document.reason) == ("BS-2026-000001", "broken")
    assert on_hand(shop, line) == {"仓库": 22}
    shop.suite.documents.reverse(shop.stock_keeper, document.document_id, "没有坏", request(9))
    assert on_hand(shop, line) == {"仓库": 24}
    assert proved(shop) == []


def test_expired_goods_leave_this_way(shop, line):
    let_days_pass(shop, 400)
    write_off(shop, out_of(line, 24), reason="expired")
    assert on_hand(shop, line) == {"仓库": 0}
    assert proved(shop) == []


WRONG = {
    "write_off_reason_missing": {"reason": "gift"},
    "write_off_note_missing": {"note": ""},
    "write_off_not_expired": {"reason": "expired"},
}


@pytest.mark.parametrize("code", WRONG)
def test_a_loss_without_its_story_is_none(shop, line, code):
    with pytest.raises(Refusal, match=f"^{code}[(]"):
        write_off(shop, out_of(line, 1), **WRONG[code])
    assert on_hand(shop, line) == {"仓库": 24}


def test_what_was_sold_meanwhile_is_told_from_what_is_there(shop, line):
    write_off(shop, out_of(line, 20), key="a", number=1)
    with pytest.raises(Refusal, match="leaving_short") as refused:
        write_off(shop, out_of(line, 5), key="b", number=2)
    assert refused.value.params["on_hand"] == "4 罐"
