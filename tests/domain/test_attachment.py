"""A photograph's size, whatever stands before its frame; and a contract in words."""

import struct
from dataclasses import replace

import pytest

from showroom.domain.documents.attachment import MAX_MARKERS, AttachmentKind, kind_of
from showroom.domain.documents.supplier import Borne, Contract
from showroom.domain.errors import Refusal
from showroom.domain.stock import Terms

START, FRAME = b"\xff\xd8", b"\xff\xc0\x00\x0b\x08"
SMALL, HUGE = struct.pack(">HH", 6, 8), struct.pack(">HH", 60_000, 8)
TABLE, BARE, FILL = b"\xff\xdb\x00\x03\x00", b"\xff\xd0", b"\xff"


@pytest.mark.parametrize("before", [TABLE, TABLE + BARE, FILL + TABLE, TABLE + FILL * 3])
def test_a_frame_is_found_behind_what_may_stand_before_it(before):
    assert kind_of(START + before + FRAME + SMALL) is AttachmentKind.JPEG
    with pytest.raises(Refusal, match="attachment_dots"):
        kind_of(START + before + FRAME + HUGE)


@pytest.mark.parametrize(
    "broken",
    [
        START + b"\xff\xda\x00\x03\x00" + FRAME + SMALL,  # a scan without a frame
        START + TABLE + b"\x00" * 16,
        START + b"\xff\xdb\xff\xff" + FRAME + SMALL,
        START + FRAME + SMALL[:3],
        START + TABLE + FRAME + struct.pack(">HH", 0, 8),
        START + b"\xff\xdb\x00\x00" * 4,
    ],
)
def test_what_has_no_frame_is_no_photograph(broken):
    with pytest.raises(Refusal, match="attachment_kind"):
        kind_of(broken)


def test_terms_and_share_in_words():
    shop, begins = Borne.SHOP, "2026-01-01"
    shared = Contract(0, "HT", Terms.CONSIGNMENT, 2_550, 45, shop, shop, 0, begins, "")
    assert shared.named == "代销 扣点 25.5%"
    assert replace(shared, commission_bp=0).named == "代销"


def test_marks_without_end_are_no_picture():
    """Ten megabytes of them took seconds, on the lane of the books."""
    fill = b"\xff" * MAX_MARKERS
    assert kind_of(START + fill[2:] + FRAME + SMALL) is AttachmentKind.JPEG
    with pytest.raises(Refusal, match="attachment_kind"):
        kind_of(START + fill + b"\xff\xff" + FRAME + SMALL)
