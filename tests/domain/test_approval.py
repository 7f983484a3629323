import pytest

from showroom.domain.approval import Act, Deed
from showroom.domain.codec import from_json
from showroom.domain.limit import Limit, Passed, PriceLimits


def test_a_deed_says_which_way_it_moves():
    assert Deed(Act.LINE_PRICE, "line 1", "腊肉", 2000, 1990).moved_fen == -10
    assert Deed(Act.DRAWER, "drawer", "钱箱", 0, 0).moved_fen == 0


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (Passed(Limit.PERCENT, 50), "改动超过 50%"),
        (Passed(Limit.AMOUNT, 20_000), "改动超过 200.00"),
        (Passed(Limit.COST, 3_840), "低于进价"),
        (Passed(Limit.MEMBER, 6_460), "低于会员价 64.60"),
        (Passed(Limit.TYPED), "标签数字是手工输入的"),
        (Passed(Limit.CASH_GAP, 2_000), "相差超过 20.00"),
        (Passed(Limit.DROP, 100_000), "本班缴款超过 1,000.00"),
    ],
)
def test_a_limit_says_itself_with_its_figure(passed, said):
    assert passed.text == said


def test_a_deed_of_an_older_journal_names_no_limit():
    old = '{"act": "drawer", "target": "t", "name": "", "old_fen": 0, "new_fen": 0}'
    assert from_json(Deed, old).passed == ()


def test_a_first_price_asks_above_the_limit_and_below_a_floor():
    limits = PriceLimits(50, 20_000)
    assert limits.passed_anew(20_000, 0, 0) == ()
    assert limits.passed_anew(20_001, 0, 0) == (Passed(Limit.PRICE, 20_000),)
    below = (Passed(Limit.COST, 10), Passed(Limit.MEMBER, 9))
    assert limits.passed_anew(8, 10, 9) == below
