"""What the 店长 reads before a yes, and what the document says of it afterwards."""

import pytest

from showroom.domain.approval import Act, Deed
from showroom.domain.limit import above_tag
from showroom.services.books.approvals import decided
from showroom.ui.words.approvals import deed_text

NAME = "高原小粒香大米 12 袋"


@pytest.mark.parametrize(("act", "word"), [(Act.COST, "收下"), (Act.ORDER, "订")])
def test_a_cost_above_the_tag_price_is_said_with_that_price(act, word):
    """A sure loss was waved through: only the usual cost stood there."""
    deed = Deed(act, "line", NAME, 4_000, 7_000, passed=above_tag(7_000, 5_990))
    assert deed_text(deed) == f"{word} {NAME}：进价 70.00，平常 40.00，高于零售价 59.90"
    far = Deed(act, "line", NAME, 0, 5_990, passed=above_tag(5_990, 5_990))
    assert deed_text(far) == f"{word} {NAME}：进价 59.90"
    assert above_tag(7_000, 0) == (), "no price is known"


def test_a_document_says_who_decided_what_of_which_goods_and_no_figure():
    odd = [Deed(Act.COST, "line", f"苹果 {n} kg", 400, 7_000) for n in range(1, 5)]
    old = Deed(Act.SHORT_LIFE, "line", NAME, 0, 9_999)
    said = [("林店长", odd[0]), ("林店长", old), *(("林店长", x) for x in odd[1:]), ("王店长", old)]
    assert decided(said) == (
        "林店长：进价异常收货 苹果 1 kg、苹果 2 kg、苹果 3 kg 等 4 行，"
        "余期不足收货 高原小粒香大米 12 袋；王店长：余期不足收货 高原小粒香大米 12 袋"
    )
    assert decided([]) == ""
