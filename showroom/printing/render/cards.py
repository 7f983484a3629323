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


def render_place_cards(sheet: PlaceCards, model: PrinterModel) -> bytes:
    """One card of each place. Refuses what `check_cards` refuses."""
    check_cards(sheet)
    pictures = ((drawn(place_places(card, sheet.size), sheet.size), 1) for card in sheet.cards)
    return print_pictures(sheet.size, pictures, model)


def render_bin_card(card: BinCard, model: PrinterModel) -> bytes:
    """The card of an open bin."""
    return print_pictures(card.size, [(drawn(bin_places(card), card.size), 1)], model)


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


def bin_places(card: BinCard) -> tuple[Words, ...]:
    """All of it in the largest type that it is whole in; else as much as the smallest shows."""
    sheet = Sheet(*measures(card.size))
    found: tuple[Words, ...] = ()
    for size in FACT_SIZES:
        found, whole = _facts(sheet, card, size)
        if whole:
            break
    return found


def _facts(sheet: Sheet, card: BinCard, size: int) -> tuple[tuple[Words, ...], bool]:
    name, fact = sheet.of(size + size // 2, bold=True), sheet.of(size)
    placed, top, whole = list[Words](), EDGE, True
    for words, type_, pitch in ((card.name, name, NAME_PITCH), *_told(card, fact)):
        room = sheet.high - EDGE - top
        lines = type_.lines(words, sheet.room, room, pitch)
        whole = whole and "".join(lines) == clean(words)
        for line in lines:
            placed.append(Words(line, type_, EDGE, top))
            top += type_.pitch(line, pitch)
    return tuple(placed), whole


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
