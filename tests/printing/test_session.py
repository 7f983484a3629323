"""What a printer's single answers mean, one bit at a time."""

from dataclasses import replace

import pytest

from showroom.domain.errors import Fault
from showroom.domain.printer import UNKNOWN_BIT
from showroom.printing.links.link import PAPER_EMPTY
from showroom.printing.printers import session as rules
from showroom.printing.printers.models import model_named
from showroom.printing.printers.session import BARRIER, DLE_EOT, PrinterState, Session, read_status

WELL = {DLE_EOT[1]: b"\x12", DLE_EOT[2]: b"\x12", DLE_EOT[4]: b"\x12"}
GENERIC, EPSON, SILENT = (model_named(name) for name in ("generic", "epson", "silent"))


class Scripted:
    """A pipe whose other end answers every write as it was told to; `stale` was left unread."""

    def __init__(self, answers, port=None, stale=b""):
        self.answers, self._port, self._waiting = answers, port, stale
        self.written = []

    def open(self):
        pass

    def write(self, data, _within_s):
        self.written.append(bytes(data))
        answer = self.answers.get(bytes(data), self.answers.get("else", b""))
        self._waiting += answer(data) if callable(answer) else answer

    def read(self, _within_s):
        said, self._waiting = self._waiting, b""
        return said

    def port_status(self):
        return self._port

    def close(self):
        pass


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    for name in ("ANSWER_S", "PRINT_S", "LOOK_S"):
        monkeypatch.setattr(rules, name, 0.01)


@pytest.mark.parametrize(
    ("number", "bit", "code"),
    [
        (1, 0x08, "printer_offline"),
        (2, 0x04, "printer_cover_open"),
        (2, 0x20, "printer_paper_out"),
        (4, 0x20, "printer_paper_out"),
        (4, 0x40, "printer_paper_out"),
        (4, 0x60, "printer_paper_out"),
    ],
)
def test_each_bit_that_stops_a_printer_is_told(number, bit, code):
    with pytest.raises(Fault, match=code):
        read_status({1: 0x12, 2: 0x12, 4: 0x12, number: 0x12 | bit})
    link = Scripted({**WELL, DLE_EOT[number]: bytes([0x12 | bit])})
    with pytest.raises(Fault, match=code):
        Session(link, GENERIC).open()


@pytest.mark.parametrize(
    ("told", "near_end", "drawer_bit"),
    [
        ({1: 0x12, 2: 0x12, 4: 0x12}, False, 0),
        ({1: 0x16, 2: 0x12, 4: 0x12}, False, 1),
        ({1: 0x12, 2: 0x12, 4: 0x16}, True, 0),
        ({1: 0x12, 2: 0x12, 4: 0x1A}, True, 0),
        ({1: 0x12, 2: 0x1A, 4: 0x12}, False, 0),  # the feed button
        ({4: 0x1E}, True, UNKNOWN_BIT),
        ({1: 0x12}, False, 0),
    ],
)
def test_what_stops_nobody_is_told_beside(told, near_end, drawer_bit):
    assert read_status(told) == PrinterState(near_end=near_end, drawer_bit=drawer_bit)


@pytest.mark.parametrize("model", [GENERIC, SILENT])
def test_a_mute_printer_without_paper_is_seen_at_its_port(model):
    with pytest.raises(Fault, match="printer_paper_out"):
        Session(Scripted({}, PAPER_EMPTY | 0x18), model).open()
    for port in (0x18, 0, None):
        assert not Session(Scripted({}, port), model).open().answers


@pytest.mark.parametrize(
    ("paper", "printed"), [(0x00, True), (0x03, True), (0x0C, False), (0x08, False), (0x04, False)]
)
def test_a_barrier_that_says_paper_out_confirms_nothing(paper, printed):
    session = Session(Scripted({**WELL, BARRIER: bytes([paper])}), GENERIC)
    session.open()
    assert session.confirm() is printed


def test_an_answer_left_from_an_earlier_job_confirms_nothing():
    session = Session(Scripted(WELL, stale=b"\x00\x00"), GENERIC)
    session.open()
    assert not session.confirm()


@pytest.mark.parametrize(("other", "printed"), [(b"", True), (b"9", False)])
def test_a_process_id_confirms_its_own_slip_alone(other, printed):
    def process(data):
        return b"7\x22" + (other + data[-4:])[:4] + b"\0" if data.startswith(b"\x1d(H") else b""

    session = Session(Scripted({**WELL, "else": process}), EPSON)
    session.open()
    assert session.confirm() is printed


def test_paper_that_ends_while_a_slip_is_awaited_is_told():
    link = Scripted(dict(WELL))
    session = Session(link, GENERIC)
    session.open()
    link.answers[DLE_EOT[4]] = b"\x72"
    with pytest.raises(Fault, match="printer_paper_out"):
        session.confirm()


def test_the_live_kick_names_the_drawers_own_pin():
    link = Scripted({})
    for pin in (0, 1):
        Session(link, replace(EPSON, drawer_pin=pin)).kick_live()
    assert link.written == [b"\x10\x14\x01\x00\x02", b"\x10\x14\x01\x01\x02"]


class Row(Scripted):
    """A printer that serves somebody else first: its answers come some reads later."""

    def __init__(self, answers, reads):
        super().__init__(answers)
        self._reads = reads

    def read(self, within_s):
        self._reads -= 1
        return super().read(within_s) if self._reads < 0 else b""


def test_a_printer_that_serves_another_till_is_waited_for(monkeypatch):
    monkeypatch.setattr(rules, "ANSWER_S", 0.0)
    assert not Session(Row(WELL, 5), GENERIC).open().answers
    assert Session(Row(WELL, 5), GENERIC, shared="till:9100").open().answers


def test_one_that_has_answered_before_is_busy_and_not_mute(monkeypatch):
    monkeypatch.setattr(rules, "BUSY_S", 0.0)
    link = Scripted({})
    with pytest.raises(Fault, match="printer_engaged"):
        Session(link, GENERIC, shared="till:9100", known=True).open()
    assert link.written == [DLE_EOT[1]], "a question in real time, and nothing that prints"
    assert not Session(link, GENERIC, shared="till:9100").open().answers


class Door(Scripted):
    """A printer whose first callers are turned away, whatever way it has of doing so."""

    def __init__(self, fault, callers):
        super().__init__(WELL)
        self._fault, self.callers, self.calls = fault, callers, 0

    def open(self):
        self.calls += 1
        if self.calls <= self.callers and self._fault == "printer_unreachable":
            raise Fault(self._fault, address="till:9100")

    def read(self, within_s):
        if self.calls <= self.callers:
            if self._fault == "printer_interrupted":
                raise Fault(self._fault, address="till:9100")
            self._waiting = b""
        return super().read(within_s)


TURNED_AWAY = ["printer_unreachable", "printer_interrupted", "printer_engaged"]


@pytest.mark.parametrize("fault", TURNED_AWAY)
def test_who_was_turned_away_by_a_printer_that_answered_before_calls_again(monkeypatch, fault):
    monkeypatch.setattr(rules, "AGAIN_S", 0.0)
    monkeypatch.setattr(rules, "ANSWER_S", 5.0 if fault != "printer_engaged" else 0.01)
    door = Door(fault, 3)
    assert Session(door, GENERIC, shared="till:9100", known=True).open().answers
    assert door.calls == 4


@pytest.mark.parametrize("fault", TURNED_AWAY)
def test_nobody_calls_for_ever_and_no_stranger_twice(monkeypatch, fault):
    monkeypatch.setattr(rules, "AGAIN_S", 0.0)
    monkeypatch.setattr(rules, "BUSY_S", 0.0)
    verdict = fault.replace("interrupted", "unreachable")
    door = Door(fault, 10**6)
    with pytest.raises(Fault, match=verdict):
        Session(door, GENERIC, shared="till:9100", known=True).open()
    assert door.calls == 1
    monkeypatch.setattr(rules, "BUSY_S", 5.0)
    if fault != "printer_engaged":
        with pytest.raises(Fault, match=verdict):
            Session(door := Door(fault, 10**6), GENERIC, shared="till:9100").open()
        assert door.calls == 1


def test_a_host_that_is_off_is_not_called_again_at_once(monkeypatch):
    monkeypatch.setattr(rules, "ANSWER_S", 0.0)
    door = Door("printer_unreachable", 10**6)
    with pytest.raises(Fault, match="printer_unreachable"):
        Session(door, GENERIC, shared="till:9100", known=True).open()
    assert door.calls == 1


def test_a_session_that_stands_is_asked_again_and_begun_anew_where_it_was_ended():
    door = Door("printer_interrupted", 0)
    session = Session(door, GENERIC)
    for _ in range(2):
        assert session.open().answers
    assert (door.calls, door.written.count(DLE_EOT[1])) == (1, 2)
    door.callers = 1
    assert session.open().answers, "it hung up between two jobs"
    assert door.calls == 2


def test_one_silent_look_after_the_slip_is_no_verdict(monkeypatch):
    link = Scripted(dict(WELL))
    session = Session(link, replace(GENERIC, confirm="status"))
    session.open()
    looks = iter([b"", b""])
    link.answers[DLE_EOT[1]] = lambda _: next(looks, b"\x12")
    monkeypatch.setattr(rules, "PRINT_S", 20.0)
    assert session.confirm()
