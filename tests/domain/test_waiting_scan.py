"""What of a waiting scan may be written down."""

import pytest

from showroom.domain.scan import WaitingScan

FLOWER = "6990100100011"

CODES = {
    FLOWER: True,
    f"6*{FLOWER}": True,
    "WS0006": True,
    "01-000041/7f3a/68.00": True,
    "2210014005009": True,
    "https://id.gs1.cn/01/06901234567892/10/L719283": True,
    "719283": False,
    "719283719283": False,
    "PIN719283": False,
    "134567890123456789": False,
    "6*134567890123456789": False,
    "1345 6789 0123 4567 89": False,
    "a\x07b": False,
}


@pytest.mark.parametrize("code", CODES)
def test_no_payment_code_and_no_pin_may_be_stored(code):
    assert WaitingScan(code).storable is CODES[code]


@pytest.mark.parametrize("code", ["719283", "WX719283", "6*719283"])
def test_what_the_catalogue_has_is_no_pin(code):
    assert WaitingScan(code, goods=True).storable


def test_what_pays_is_no_product_even_where_one_has_its_form():
    assert not WaitingScan("134567890123456789", goods=True).storable
