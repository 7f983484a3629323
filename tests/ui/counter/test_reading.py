"""What a code rings up where more than its figures decide."""

from dataclasses import replace

import pytest

from showroom.domain.barcode import check_digit
from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.errors import Refusal
from showroom.domain.quantity import SoldBy
from showroom.ui.counter.model import Asked, CounterModel
from tests.domain.builders import sku, weighed

FIFTY_G = "220000100050" + check_digit("220000100050")
TEA = replace(weighed(50), barcodes=("2200001",))
PACK = sku(1, barcodes=(FIFTY_G,))
MILK = sku(2, barcodes=("6901234567892",))
CHEESE = replace(weighed(51, price_fen=8_000), barcodes=("96901234567895",))


def counter(*skus, today=""):
    model = CounterModel()
    model.index = CatalogueIndex.build(skus, today=today)
    return model


def rung(model):
    return [(x.sku.sku_id, x.quantity, x.label_fen) for x in model.basket.lines]


def test_a_piece_is_sold_by_its_code_though_it_reads_as_a_label():
    """It was refused as an unknown PLU, or rang up 50 g of the loose good."""
    model = counter(PACK, MILK)
    assert model.ring(FIFTY_G, "3") is None
    assert rung(model) == [(1, 3, None)]
    assert model.products_of(FIFTY_G) == (PACK,)


@pytest.mark.parametrize(("chosen", "line"), [(0, (1, 1, None)), (1, (50, 50, None))])
def test_a_code_that_is_a_piece_and_a_label_is_asked_about(chosen, line):
    model = counter(PACK, TEA)
    asked = model.ring(FIFTY_G)
    assert (asked.asked, asked.choices) == (Asked.WHICH, (PACK, TEA))
    assert model.basket.is_empty
    assert model.take(asked.choices[chosen], asked) is None
    assert rung(model) == [line]


def test_a_label_alone_still_is_one():
    model = counter(TEA)
    with pytest.raises(Refusal, match="label_no_quantity"):
        model.ring(FIFTY_G, "2")
    model.ring(FIFTY_G)
    assert rung(model) == [(50, 50, None)]
    with pytest.raises(Refusal, match="scale_key_unknown"):
        counter(MILK).ring(FIFTY_G)


@pytest.mark.parametrize(
    "code",
    [
        "6901234567892",
        "06901234567892",
        "]E06901234567892",
        "0106901234567892101",
        "]C1010690123456789210L1\x1d17991231",
        "HTTPS://ID.GS1.ORG/01/06901234567892/10/L1",
    ],
)
def test_an_article_rings_up_from_every_symbol(code):
    model = counter(MILK)
    assert model.ring(code) is None
    assert rung(model) == [(2, 1, None)]


@pytest.mark.parametrize("code", ["16901234567899", "]C102069012345678923724"])
def test_a_case_is_named_with_what_is_in_it(code):
    model = counter(MILK)
    with pytest.raises(Refusal, match="scan_case_code") as refused:
        model.ring(code)
    assert refused.value.params == {"name": MILK.name}
    assert rung(model) == []


def test_a_net_weight_is_that_of_the_pack():
    model = counter(CHEESE)
    assert model.ring("]C101969012345678953103000250") is None
    assert model.ring("]C1019690123456789531030002503922" + "1900\x1d10L") is None
    assert rung(model) == [(51, 250, None), (51, 250, 1900)]
    assert model.ring("96901234567895").asked is Asked.WEIGHT
    piece = counter(replace(CHEESE, sold_by=SoldBy.EACH))
    piece.ring("]C101969012345678953103000250")
    assert rung(piece) == [(51, 1, None)]


def test_a_pack_is_not_sold_after_the_day_in_its_own_code():
    code = "010690123456789217260815"
    model = counter(MILK, today="2026-08-16")
    with pytest.raises(Refusal, match="pack_expired") as refused:
        model.ring(code)
    assert refused.value.params == {"name": MILK.name, "expiry_date": "2026-08-15"}
    for day in ("2026-08-15", ""):
        assert counter(MILK, today=day).ring(code) is None, "nor is it called so in doubt"


def test_two_spellings_on_two_products_are_asked_about():
    other = sku(3, barcodes=("06901234567892",))
    model = counter(MILK, other)
    assert model.ring("6901234567892").choices == (MILK, other)
    assert model.ring("06901234567892").choices == (other, MILK)
