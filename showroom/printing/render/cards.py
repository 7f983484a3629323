"""Cards of places and open bins, drawn in whole dots like price tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from showroom.domain.documents.card import BinCard, PlaceCard, PlaceCards, check_cards
from showroom.domain.printer import PrinterModel
from showroom.printing.layouts.text import clean
from showroom.printing.render.labels import print_pictures
from showroom.printing.render.price_tag import (
    EDGE,
    FACTS_PITCH,
    NAME_PITCH,
    NAME_SIZES,
    SMALL,
    TINY,
    Bars,
    Sheet,
    drawn,
    foot,
    measures,
)
from showroom.printing.render.tag_text import Type, Words

FACT_SIZES = (SMALL, 18, TINY, 14, 12)
"""In dots on a label of 40 × 30 mm: the largest in which all that the law asks for is whole."""
ENDLESS = 10**6
"""Dots: so much room that no line is left out."""


def render_place_cards(sheet: PlaceCards, model: PrinterModel) -> bytes:
    """One card of each place. Refuses what `check_cards` refuses."""
    check_cards(sheet)
    pictures = ((drawn(place_places(card, sheet.size), sheet.size), 1) for card in sheet.cards)
    return print_pictures(sheet.size, pictures, model)


def render_bin_card(card: BinCard, model: PrinterModel) -> bytes:
    """The card of an open bin, on as many labels as it takes."""
    pictures = ((drawn(page, card.size), 1) for page in bin_pages(card))
    return print_pictures(card.size, pictures, model)


def place_places(card: PlaceCard, size: str) -> tuple[Words | Bars, ...]:
    """The name as large as it has room, the zone below it, the code with its bars at the foot."""
    sheet = Sheet(*measures(size))
    zone = sheet.of(SMALL)
    room = sheet.bottom - EDGE - (zone.pitch(card.zone, FACTS_PITCH) if card.zone else 0)
    name, type_ = _fitting(sheet, card.name, room)
    top = EDGE
    placed: list[Words] = []
    for line in name:
        placed.append(Words(line, type_, EDGE, top))
        top += type_.pitch(line, NAME_PITCH)
    if card.zone:
        placed.append(Words(zone.cut(card.zone, sheet.room), zone, EDGE, top))
    return (*placed, *foot(sheet, card.code))


def _fitting(sheet: Sheet, words: str, room: int) -> tuple[list[str], Type]:
    found: tuple[list[str], Type] = ([], sheet.of(NAME_SIZES[-1], bold=True))
    for size in (2 * NAME_SIZES[0], *NAME_SIZES):
        type_ = sheet.of(size, bold=True)
        lines = type_.lines(words, sheet.room, room, NAME_PITCH)
        if "".join(lines) == clean(words):
            return lines, type_
        found = lines, type_
    return found


def bin_pages(card: BinCard) -> tuple[tuple[Words, ...], ...]:
    """What stands on each label of a bin: all of it in the largest type that one has room for.

    What the smallest type does not hold goes on further labels under the goods' name: none of it
    may be missing at the bin (食品安全法 68).
    """
    sheet = Sheet(*measures(card.size))
    pages: list[list[Words]] = []
    for size in FACT_SIZES:
        pages = _pages(sheet, card, size)
        if len(pages) == 1:
            break
    return tuple(map(tuple, pages))


def _pages(sheet: Sheet, card: BinCard, size: int) -> list[list[Words]]:
    name, fact = sheet.of(size + size // 2, bold=True), sheet.of(size)
    pages, top, least = [list[Words]()], EDGE, sheet.high - EDGE
    for words, type_, pitch in ((card.name, name, NAME_PITCH), *_told(card, fact)):
        for line in type_.lines(words, sheet.room, ENDLESS, pitch):
            high = type_.pitch(line, pitch)
            if top + high > least:
                again = fact.cut(card.name, sheet.room)
                pages.append([Words(again, fact, EDGE, EDGE)])
                top = EDGE + fact.pitch(again, FACTS_PITCH)
            pages[-1].append(Words(line, type_, EDGE, top))
            top += high
    return pages


def _told(card: BinCard, fact: Type) -> Iterator[tuple[str, Type, float]]:
    told: Sequence[tuple[str, str]] = (
        ("批号", card.lot_no),
        ("生产日期", card.production_date),
        ("保质期至", card.expiry_date),
        ("生产者", card.producer),
        ("经营者", card.keeper),
        ("地址", card.address),
        ("电话", card.phone),
    )
    return ((f"{word} {text}", fact, FACTS_PITCH) for word, text in told if text)
