"""One slip to one printer: whole and once, or in doubt and told so; never a byte to a refusal."""

import socket
from contextlib import closing
from dataclasses import replace

import pytest

from showroom.domain.errors import Fault
from showroom.domain.printer import CONFIRMS
from showroom.printing.documents import lay_out
from showroom.printing.links.network import NetworkLink
from showroom.printing.printers import session as session_rules
from showroom.printing.printers.deliver import deliver, kick
from showroom.printing.printers.models import model_named
from showroom.printing.printers.session import Session
from showroom.printing.render.escpos_bytes import drawer_kick, render
from tests.printing import samples
from tests.printing.carriers import CARRIERS
from tests.printing.escpos_interpreter import read
from tests.printing.virtual_device import VirtualDevice, troubled

GENERIC = model_named("generic")
DATA = render(lay_out(samples.RECEIPT, 48), GENERIC)
BARRIER_BYTES = 3
ANSWERING = [level for level in CONFIRMS if level != "none"]


@pytest.fixture(params=CARRIERS)
def carrier(request):
    return CARRIERS[request.param]


def model(confirm="barrier", **abilities):
    return replace(GENERIC, confirm=confirm, **abilities)


def send(link, confirm="barrier", data=DATA, marks=None, how=deliver):
    marks = [] if marks is None else marks
    with closing(Session(link, model(confirm))) as session:
        return how(data, session, lambda: marks.append(1)), marks


@pytest.mark.parametrize("confirm", CONFIRMS)
def test_a_slip_arrives_once_and_is_confirmed(carrier, confirm):
    device = VirtualDevice(near_end=True)
    with carrier(device) as cable:
        done, marks = send(cable.link(), confirm)
        device.wait_until(lambda: device.received.endswith(DATA) or confirm != "none")
        cable.replug()
    assert (done.printed, done.problem, marks) == (True, "", [1])
    assert done.state.near_end is (confirm != "none")
    (slip,) = device.slips
    assert slip == DATA
    assert read(slip).cuts == 1


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ("paper_out", "printer_paper_out"),
        ("cover_open", "printer_cover_open"),
        ("offline", "printer_offline"),
    ],
)
@pytest.mark.parametrize("confirm", ANSWERING)
def test_a_printer_that_cannot_print_gets_no_byte(carrier, trouble, code, confirm):
    device, marks = troubled(**{trouble: True}), []
    with carrier(device) as cable, pytest.raises(Fault, match=code):
        send(cable.link(), confirm, marks=marks)
    assert marks == []
    assert device.slips == []
    device.change(**{trouble: False})
    assert device.slips == [], "nothing was held back to come out later"


@pytest.mark.parametrize("confirm", ANSWERING)
def test_a_mute_printer_prints_but_leaves_doubt(carrier, confirm):
    device = VirtualDevice(mute=True)
    with carrier(device) as cable:
        done, marks = send(cable.link(), confirm)
        device.wait_until(lambda: len(device.received) >= len(DATA))
        cable.replug()
    assert (done.printed, done.problem, marks) == (False, "printer_uncertain", [1])
    assert device.slips == [DATA]


def test_a_printer_without_process_ids_is_asked_by_barrier(carrier, monkeypatch):
    monkeypatch.setattr(session_rules, "PRINT_S", 0.2)
    device = VirtualDevice(silent_process=True)
    with carrier(device) as cable:
        done, _ = send(cable.link(), "process")
    assert done.printed


def test_paper_that_ends_on_the_way_is_told_and_asked_about(carrier, monkeypatch):
    monkeypatch.setattr(session_rules, "LOOK_S", 0.05)
    device = VirtualDevice(paper_out_after=len(DATA) // 2)
    with carrier(device) as cable:
        done, marks = send(cable.link())
    assert (done.printed, done.problem, marks) == (False, "printer_paper_out", [1])


def test_a_swallowed_slip_cannot_be_seen_but_a_stalled_one_is_in_doubt(carrier, monkeypatch):
    monkeypatch.setattr(session_rules, "STALL_S", 0.2)
    monkeypatch.setattr(session_rules, "PRINT_S", 0.2)
    monkeypatch.setattr(session_rules, "ANSWER_S", 0.2)
    device = VirtualDevice(stall_after=100)
    with carrier(device) as cable:
        done, marks = send(cable.link(), data=DATA * 400)
        assert marks == [1]
        assert not done.printed
        device.change(stall_after=None)


@pytest.mark.parametrize("confirm", ANSWERING)
def test_a_cable_pulled_after_every_byte_is_asked_about_and_never_repeated(carrier, confirm):
    """Every n of a receipt: unplugged once n bytes arrived, plugged in again, sold on."""
    device = VirtualDevice()
    with carrier(device) as cable:
        for byte in range(1, len(DATA) + 1):
            device.change(disconnect_after=byte)
            before = len(device.slips)
            done, marks = send(cable.link(), confirm)
            assert marks == [1], byte
            assert not done.printed, byte
            cable.replug()
            assert len(device.slips) == before + 1
            assert DATA.startswith(device.slips[-1]), byte
        done, _ = send(cable.link(), confirm)
        assert done.printed
        cable.replug()
    assert device.slips[-1] == DATA


@pytest.mark.parametrize("confirm", CONFIRMS)
def test_the_drawer_opens_when_asked(carrier, confirm):
    device, marks = VirtualDevice(), []
    with carrier(device) as cable, closing(Session(cable.link(), model(confirm))) as session:
        done = kick(drawer_kick(GENERIC), session, lambda: marks.append(1))
        device.wait_until(lambda: device.kicks)
    assert done.printed
    assert (marks, device.kicks) == ([1], [(0, 25, 250)])


@pytest.mark.parametrize("trouble", ["paper_out", "cover_open"])
def test_a_kick_is_never_held_to_come_later(carrier, trouble):
    device, marks = troubled(**{trouble: True}), []
    with carrier(device) as cable, pytest.raises(Fault, match=trouble):
        send(cable.link(), data=drawer_kick(GENERIC), marks=marks, how=kick)
    device.change(**{trouble: False})
    assert (device.kicks, device.live_kicks, marks) == ([], [], [])


@pytest.mark.parametrize("trouble", ["paper_out", "cover_open"])
def test_where_the_printer_can_the_drawer_opens_without_paper(carrier, trouble):
    device, marks = troubled(**{trouble: True}), []
    able = model(live_drawer=True, drawer_pin=1)
    with carrier(device) as cable, closing(Session(cable.link(), able)) as session:
        done = kick(drawer_kick(able), session, lambda: marks.append(1))
        device.wait_until(lambda: device.live_kicks)
    device.change(**{trouble: False})
    assert done.printed
    assert (device.kicks, device.live_kicks, marks) == ([], [(1, 2)], [1])


def test_a_printer_that_never_stops_talking_holds_nobody(monkeypatch):
    monkeypatch.setattr(session_rules, "ANSWER_S", 0.1)

    class Chatterbox:
        """A pipe that has something to say whenever it is asked."""

        def __init__(self):
            self.written = bytearray()

        def open(self):
            pass

        def write(self, data, _within_s):
            self.written += data

        def read(self, _within_s):
            return b"\x11"

        def port_status(self):
            return None

        def close(self):
            pass

    done, marks = send(Chatterbox())
    assert (done.printed, marks) == (False, [1])


def test_nobody_there():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = "{}:{}".format(*probe.getsockname())
    for bad in (address, "no-port", "127.0.0.1:99999999"):
        with pytest.raises(Fault, match="printer_unreachable"):
            NetworkLink(bad).open()


def test_a_closed_link_says_so():
    link = NetworkLink("127.0.0.1:9")
    for use in (lambda: link.read(0), lambda: link.write(b"x", 0.1)):
        with pytest.raises(Fault, match="printer_interrupted"):
            use()
    link.close()
    assert link.port_status() is None
