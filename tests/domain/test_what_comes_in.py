"""What comes in from outside, in the words of the documents: counts, numbers, dots."""

import pytest

from showroom.domain.documents.pixels import Pixels
from showroom.domain.documents.transfer import Spot, arrival
from showroom.domain.documents.words import check_number
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId
from tests.printing.samples import stock_document, stock_line

THERE, UNDER_WAY = Spot(LocationId(1), "卖场"), Spot(LocationId(8), "在途")


def test_less_than_nothing_never_arrives():
    sent = stock_document(lines=(stock_line(1, quantity=24),))
    with pytest.raises(Refusal, match="transfer_arrived"):
        arrival(sent, {1: -1}, {}, {1: THERE}, UNDER_WAY)


def test_the_number_of_a_paper_has_a_length():
    assert check_number(" JY1420506 ", 9) == "JY1420506"
    with pytest.raises(Refusal, match="draft_words"):
        check_number("JY14205061", 9)


@pytest.mark.parametrize(("width", "stride"), [(1, 4), (4, 12), (5, 16)])
def test_a_row_of_dots_ends_on_a_whole_word(width, stride):
    assert Pixels(width, 2, bytes(2 * stride)).stride == stride
