"""Cards of places and bins: whole, with bars that a scanner can read, on either kind of printer."""

from dataclasses import replace
from itertools import pairwise

import pytest

from showroom.domain.codec import to_json
from showroom.domain.document import ShopHeader
from showroom.domain.documents.card import CODE_ROOM, BinCard, PlaceCard, PlaceCards, check_cards
from showroom.domain.documents.place import CODE_LENGTH, CODE_MARK
from showroom.domain.errors import Refusal
from showroom.domain.label import SIZES
from showroom.domain.printer import PrinterSettings
from showroom.domain.slip_kind import SlipKind
from showroom.printing.documents import render_job
from showroom.printing.layouts.text import clean
from showroom.printing.render.barcodes import QUIET
from showroom.printing.render.cards import bin_pages, place_places
from showroom.printing.render.price_tag import EDGE, Bars, measures
from showroom.printing.render.tag_text import Words
from tests.printing import escpos_interpreter, tspl_interpreter

HEADER = ShopHeader("万荣路88号")
SHELF = PlaceCard("云南文山一号货架", "云南文山", "KW-MC12")
LOOSE = BinCard(
    HEADER, "60x40", "高原白萝卜（散装称重）", "20260601A", "2026-06-01", "2027-05-31",
    "云南省文山壮族苗族自治州广南县八宝镇高原蔬菜专业合作社", "宜昌萧氏茶业集团有限公司",
    "湖北省宜昌市夷陵区邓村乡邓村坪村三组88号", "0717-1234567",
)  # fmt: skip


def inside(places, size):
    wide, high = measures(size)
    return all(
        left >= 0 and top >= 0 and right <= wide and bottom <= high
        for left, top, right, bottom in (place.box for place in places)
    )


def apart(places):
    tops = sorted((place.box[1], place.box[3]) for place in places)
    return all(low <= top for (_, low), (top, _) in pairwise(tops))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["冷库", SHELF.name, "长" * 40])
def test_a_place_card_names_the_place_and_has_its_bars(size, name):
    card = replace(SHELF, name=name)
    places = place_places(card, size)
    words = [x.shown for x in places if isinstance(x, Words)]
    assert "".join(words) == f"{name}{card.zone}{card.code}"
    (bars,) = (x for x in places if isinstance(x, Bars))
    assert bars.module >= 2
    assert inside(places, size)
    assert apart(places)


@pytest.mark.parametrize("size", SIZES)
def test_the_longest_code_of_a_size_has_bars_and_a_longer_one_is_refused(size):
    most = min(CODE_ROOM[size], len(CODE_MARK) + CODE_LENGTH)
    card = replace(SHELF, code="KW-ABCDEFGHIJKL"[:most])
    (bars,) = (x for x in place_places(card, size) if isinstance(x, Bars))
    assert bars.left >= EDGE + QUIET * bars.module - 1
    check_cards(PlaceCards(HEADER, size, (card,)))
    longer = replace(card, code=card.code + "X")
    with pytest.raises(Refusal, match="card_size"):
        check_cards(PlaceCards(HEADER, size, (longer,)))


@pytest.mark.parametrize("size", SIZES)
def test_a_bin_says_all_that_the_law_asks_for(size):
    (places,) = bin_pages(replace(LOOSE, size=size))
    said = "".join(x.shown for x in places)
    told = (LOOSE.name, LOOSE.lot_no, LOOSE.producer, LOOSE.keeper, LOOSE.address, LOOSE.phone)
    for text in (*told, LOOSE.production_date, LOOSE.expiry_date):
        assert clean(text) in said
    assert inside(places, size)
    assert apart(places)


def test_what_is_not_known_of_a_lot_has_no_line():
    card = replace(LOOSE, production_date="", expiry_date="", phone="")
    (places,) = bin_pages(card)
    said = "".join(x.shown for x in places)
    assert [w for w in ("生产日期", "保质期至", "电话") if w in said] == []


@pytest.mark.parametrize("size", ["40x30", "60x40"])
def test_what_one_label_has_no_room_for_goes_on_another(size):
    """It was left out, and nobody was told."""
    long = replace(
        LOOSE,
        size=size,
        name="长" * 80,
        producer="社" * 80,
        keeper="商" * 80,
        address="路" * 120,
    )
    pages = bin_pages(long)
    assert len(pages) > 1
    said = "".join(x.shown for page in pages for x in page)
    for sign, count in (("社", 80), ("商", 80), ("路", 120)):
        assert said.count(sign) == count
    assert long.phone in said
    for page in pages:
        assert inside(page, size)
        assert apart(page)
    printer = PrinterSettings("label", "标签", model="tspl")
    data = render_job(SlipKind.BIN_CARD, to_json(long), printer, lambda _: None).data
    assert labels_in(data, "tspl") == len(pages)


def labels_in(data, model):
    """How many labels leave the printer."""
    if model == "tspl":
        return sum(copies for _, copies in tspl_interpreter.read(data).printed)
    return escpos_interpreter.read(data).labels


@pytest.mark.parametrize("model", ["tspl", "generic"])
def test_cards_go_to_either_kind_of_label_printer(model):
    printer = PrinterSettings("label", "标签", model=model)
    sheet = PlaceCards(HEADER, "60x40", (SHELF, replace(SHELF, code="KW-CK2")))
    cards = render_job(SlipKind.PLACE_CARD, to_json(sheet), printer, lambda _: None).data
    bin_card = render_job(SlipKind.BIN_CARD, to_json(LOOSE), printer, lambda _: None).data
    assert labels_in(cards, model) == 2
    assert labels_in(bin_card, model) == 1
