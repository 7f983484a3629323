import random

import pytest

from showroom.printing.documents import lay_out
from showroom.printing.printers.models import model_named
from showroom.printing.render.escpos_bytes import render
from tests.printing import samples
from tests.printing.virtual_device import VirtualDevice, troubled

PAGE = lay_out(samples.RECEIPT, 48)
SLIP = render(PAGE, model_named("generic"))
RASTER = render(PAGE, model_named("latin"))


def ask(device):
    return [device.feed(b"\x10\x04" + bytes([n])) for n in (1, 2, 3, 4)]


@pytest.mark.parametrize("slip", [SLIP, RASTER])
@pytest.mark.parametrize("size", [1, 2, 7, 4096])
def test_slips_are_cut_where_they_begin_however_they_arrive(slip, size):
    device = VirtualDevice()
    stream = b"\x10\x04\x01" + slip + b"\x1dr\x01" + slip
    said = b"".join(device.feed(stream[at : at + size]) for at in range(0, len(stream), size))
    assert device.slips == [slip, slip]
    assert said[:1] == b"\x12"
    assert said.endswith(b"\0")
    assert bytes(device.received) == stream


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ({}, b"\x12\x12\x12\x12"),
        ({"paper_out": True}, b"\x1a\x32\x12\x72"),
        ({"cover_open": True}, b"\x1a\x16\x12\x12"),
        ({"offline": True}, b"\x1a\x12\x12\x12"),
        ({"cutter_jam": True}, b"\x1a\x52\x1a\x12"),
        ({"near_end": True}, b"\x12\x12\x12\x1e"),
        ({"drawer_open": True}, b"\x16\x12\x12\x12"),
        ({"drawer_inverted": True}, b"\x16\x12\x12\x12"),
        ({"mute": True}, b""),
    ],
)
def test_real_time_status(trouble, said):
    assert b"".join(ask(VirtualDevice(**trouble))) == said


def test_out_of_paper_everything_waits_but_the_real_time_commands():
    device = VirtualDevice(paper_out_after=len(SLIP) // 2)
    assert device.feed(SLIP + b"\x1bp\0\x19\xfa\x1dr\x01") == b""
    assert SLIP.startswith(device.slips[0])
    assert device.paper_out
    assert device.feed(b"\x10\x14\x01\0\x01") == b""
    assert (device.kicks, device.live_kicks) == ([], [(0, 1)])
    late = []
    device.speak = late.append
    device.change(paper_out=False)
    assert late == [b"\0"]
    assert device.kicks == [(0, 25, 250)]
    assert device.slips == [SLIP + b"\x1bp\0\x19\xfa"]


def test_process_ids_identity_and_automatic_status():
    device = VirtualDevice()
    assert device.feed(b"\x1d(H\x06\0\x30\x30abcd") == b"\x37\x22abcd\0"
    assert device.feed(b"\x1dIC") == b"_VP-80\0"
    assert device.feed(b"\x1da\x0f") == b"\x10\0\0\x0f"
    device.change(paper_out=True)
    assert device.drain() == b"\x18\0\x0c\x0f"
    assert device.slips == []


@pytest.mark.parametrize("limit", ["stall_after", "disconnect_after"])
@pytest.mark.parametrize("size", [1, 3, 4096])
def test_it_takes_exactly_so_many_bytes(limit, size):
    for count in (0, 1, 100, len(SLIP)):
        device = troubled(**{limit: count})
        question = device.feed(b"\x10\x04\x01") if count else b"\x12"
        taken = sum(device.take(SLIP[at : at + size]) for at in range(0, len(SLIP), size))
        assert (question, taken) == (b"\x12", count)
        device.hang_up()
        assert b"".join(device.slips) == SLIP[:count]
        assert device.gone is (limit == "disconnect_after")
        assert device.stalled is (limit == "stall_after")


def test_a_swallowed_slip_is_confirmed_and_not_there():
    device = VirtualDevice(swallows=1)
    assert device.feed(SLIP + b"\x1dr\x01") == b"\0"
    device.feed(SLIP)
    device.hang_up()
    assert device.slips == [SLIP]


def test_a_barrier_inside_a_picture_is_dots_and_a_question_is_answered():
    device = VirtualDevice()
    picture = b"\x1dv0\0\x03\0\x02\0" + b"\x1dr\x01\x10\x04\x01"
    assert device.feed(picture) == b"\x12"
    assert device.slips == [picture]


def test_any_bytes_at_all():
    noise = random.Random(7).randbytes(200_000)
    device = VirtualDevice()
    for at in range(0, len(noise), 997):
        assert device.take(noise[at : at + 997]) == len(noise[at : at + 997])
    assert bytes(device.received) == noise


def test_switching_off_loses_the_buffer():
    device = VirtualDevice(paper_out=True)
    device.feed(SLIP)
    device.power_cycle()
    device.change(paper_out=False)
    assert device.slips == []
