import pytest

from showroom.domain.errors import Fault
from showroom.domain.printer import UNKNOWN_BIT, Probed
from showroom.printing.printers import probe as rules
from showroom.printing.printers.models import model_named
from showroom.printing.printers.probe import drawer_bit, probe
from showroom.printing.printers.session import Session
from tests.printing.carriers import CARRIERS
from tests.printing.virtual_device import VirtualDevice, troubled

GENERIC = model_named("generic")


@pytest.fixture(params=CARRIERS)
def carrier(request):
    return CARRIERS[request.param]


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(rules, "PATIENCE_S", 0.2)
    monkeypatch.setattr("showroom.printing.printers.session.ANSWER_S", 0.2)


def ask(carrier, **faults):
    device = VirtualDevice(**faults)
    with carrier(device) as cable:
        told = probe(Session(cable.link(), GENERIC))
    assert device.slips in ([], [b""]), "asking prints nothing"
    return told


def test_the_best_answer_is_found(carrier):
    assert ask(carrier) == Probed("process", False, 0, "SHOWROOM", "VP-80")
    assert ask(carrier, silent_process=True).confirm == "barrier"
    assert ask(carrier, silent_barrier=True) == Probed("status", False, 0)
    assert ask(carrier, mute=True) == Probed("none")


def test_paper_and_drawer_are_told(carrier):
    told = ask(carrier, near_end=True, drawer_open=True)
    assert (told.near_end, told.drawer_bit) == (True, 1)
    assert ask(carrier, drawer_inverted=True).drawer_bit == 1


def test_a_printer_in_trouble_is_not_judged(carrier):
    with pytest.raises(Fault, match="printer_paper_out"):
        ask(carrier, paper_out=True)


def test_the_drawer_is_read_alone(carrier):
    told = (
        (troubled(drawer_open=True), 1),
        (VirtualDevice(), 0),
        (troubled(mute=True), UNKNOWN_BIT),
    )
    for device, bit in told:
        with carrier(device) as cable:
            assert drawer_bit(Session(cable.link(), GENERIC)) == bit
